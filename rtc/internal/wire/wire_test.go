package wire

import (
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/stun/v4"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

type nobody struct{}

func (nobody) HandleRTP(*rtp.Header, []byte, time.Time) {}
func (nobody) HandleRTCP([]byte, time.Time)             {}

func listen(t *testing.T) *Port {
	t.Helper()
	p, err := Listen(Config{Listen: "127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

func dial(t *testing.T, p *Port) *net.UDPConn {
	t.Helper()
	c, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), uint16(p.Number()))))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func check(name, pwd string, nominate bool) *stun.Message {
	set := []stun.Setter{stun.TransactionID, stun.BindingRequest, stun.NewUsername(name)}
	if nominate {
		set = append(set, stun.RawAttribute{Type: stun.AttrUseCandidate})
	}
	return stun.MustBuild(append(set, stun.NewShortTermIntegrity(pwd), stun.Fingerprint)...)
}

func send(t *testing.T, c *net.UDPConn, b []byte) {
	t.Helper()
	if _, err := c.Write(b); err != nil {
		t.Fatal(err)
	}
}

func receive(t *testing.T, c *net.UDPConn) *stun.Message {
	t.Helper()
	_ = c.SetReadDeadline(time.Now().Add(5 * time.Second))
	b := make([]byte, 1500)
	n, err := c.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	m := &stun.Message{Raw: b[:n]}
	if err := m.Decode(); err != nil {
		t.Fatal(err)
	}
	return m
}

// TestOnlyTheRightPasswordIsAnswered sends everything that must stay without
// an answer first: the first answer is then the good one's.
func TestOnlyTheRightPasswordIsAnswered(t *testing.T) {
	p := listen(t)
	conn := p.Open(Remote{Ufrag: "them"}, nobody{})
	ours, pwd := conn.Credentials()
	c := dial(t, p)
	for _, bad := range [][]byte{
		{}, {0}, {22, 254, 255}, {128, 111, 0, 1},
		check("nobody:them", pwd, true).Raw,
		check(ours+":others", pwd, true).Raw,
		check(ours+":them", "not the password at all", true).Raw,
		check(ours, pwd, true).Raw,
		stun.MustBuild(stun.TransactionID, stun.BindingRequest).Raw,
		stun.MustBuild(stun.TransactionID, stun.BindingSuccess, stun.NewUsername(ours+":them"), stun.NewShortTermIntegrity(pwd)).Raw,
	} {
		send(t, c, bad)
	}
	good := check(ours+":them", pwd, false)
	send(t, c, good.Raw)
	m := receive(t, c)
	if m.TransactionID != good.TransactionID || m.Type != stun.BindingSuccess {
		t.Fatalf("answered %v", m)
	}
	if err := stun.NewShortTermIntegrity(pwd).Check(m); err != nil {
		t.Errorf("the answer is not signed: %v", err)
	}
	var seen stun.XORMappedAddress
	if err := seen.GetFrom(m); err != nil || seen.Port != c.LocalAddr().(*net.UDPAddr).Port {
		t.Errorf("we are seen at %v: %v", seen, err)
	}
}

func TestRestartKeepsTheOldPasswordForAWhile(t *testing.T) {
	p := listen(t)
	conn := p.Open(Remote{Ufrag: "a"}, nobody{})
	c := dial(t, p)
	type generation struct{ theirs, ours, pwd string }
	var all []generation
	for _, theirs := range []string{"a", "b", "c"} {
		if theirs != "a" {
			conn.Restart(theirs)
		}
		ours, pwd := conn.Credentials()
		all = append(all, generation{theirs, ours, pwd})
	}
	send(t, c, check(all[0].ours+":a", all[0].pwd, true).Raw) // two restarts ago: nobody's
	for _, g := range all[1:] {
		m := check(g.ours+":"+g.theirs, g.pwd, true)
		send(t, c, m.Raw)
		if got := receive(t, c); got.TransactionID != m.TransactionID {
			t.Errorf("%s: another check was answered", g.theirs)
		}
	}
}

func TestTheLastNominationCounts(t *testing.T) {
	p := listen(t)
	conn := p.Open(Remote{Ufrag: "them"}, nobody{})
	ours, pwd := conn.Credentials()
	at := func() netip.AddrPort { return conn.selected.Load().addr }
	first, second := dial(t, p), dial(t, p)
	for _, step := range []struct {
		from     *net.UDPConn
		nominate bool
		want     *net.UDPConn
	}{{first, false, first}, {second, false, first}, {second, true, second}, {first, false, second}, {first, true, first}} {
		send(t, step.from, check(ours+":them", pwd, step.nominate).Raw)
		receive(t, step.from)
		if want := step.want.LocalAddr().(*net.UDPAddr).AddrPort(); at() != want {
			t.Errorf("media goes to %v; want %v", at(), want)
		}
	}
	if conn.Ways() != 3 {
		t.Errorf("%d ways, the browser chose three times", conn.Ways())
	}
}

func TestAddressesAreBounded(t *testing.T) {
	p := listen(t)
	conn := p.Open(Remote{Ufrag: "them"}, nobody{})
	ours, pwd := conn.Credentials()
	for range maxPaths + 10 {
		c := dial(t, p)
		send(t, c, check(ours+":them", pwd, false).Raw)
		receive(t, c)
	}
	conn.mu.Lock()
	n := len(conn.paths)
	conn.mu.Unlock()
	if n != maxPaths {
		t.Errorf("%d addresses are kept; want %d", n, maxPaths)
	}
	conn.Close()
	s := p.sockets[0]
	s.mu.RLock()
	defer s.mu.RUnlock()
	if len(s.conns) > 0 {
		t.Errorf("%d addresses are known after the end", len(s.conns))
	}
	if len(p.byName) > 0 {
		t.Error("a user name is known after the end")
	}
}

func FuzzHeaderSize(f *testing.F) {
	f.Add([]byte{0x90, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0xbe, 0xde, 0, 1, 0x10, 1, 0, 0, 42})
	f.Fuzz(func(t *testing.T, b []byte) {
		var h rtp.Header
		n, err := h.Unmarshal(b)
		if err == nil && headerSize(b) != n {
			t.Errorf("%x: %d bytes; want %d", b, headerSize(b), n)
		}
	})
}
