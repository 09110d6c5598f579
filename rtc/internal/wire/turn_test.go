package wire

import (
	"net"
	"net/netip"
	"strings"
	"testing"

	"github.com/pion/turn/v5"
)

// TestTheRelayReachesThisPortAlone: of real addresses only the one that
// browsers are told, with the port's number.
func TestTheRelayReachesThisPortAlone(t *testing.T) {
	p, err := Listen(Config{Listen: "127.0.0.1", IP: "203.0.113.7"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	user, password, _ := p.Grant().Credential()
	at := netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), uint16(p.Number()))
	c, err := turn.NewClient(&turn.ClientConfig{TURNServerAddr: at.String(), Username: user, Password: password, Conn: conn})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	if err := c.Listen(); err != nil {
		t.Fatal(err)
	}
	relayed, err := c.Allocate()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = relayed.Close() })
	told := netip.MustParseAddr("203.0.113.7")
	for to, want := range map[netip.AddrPort]string{
		netip.AddrPortFrom(told, at.Port()):   "",
		netip.AddrPortFrom(told, at.Port()-1): "403",
		at:                                    "403", // bound, but nobody is told of it
		netip.MustParseAddrPort("169.254.169.254:80"): "403",
		netip.MustParseAddrPort("10.0.0.1:3478"):      "403",
	} {
		err := c.CreatePermission(net.UDPAddrFromAddrPort(to))
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%v: %v; want %q", to, err, want)
		}
	}
}
