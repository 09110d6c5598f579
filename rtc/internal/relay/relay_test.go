package relay

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pion/stun/v4"
)

var (
	engine  = netip.MustParseAddrPort("198.51.100.7:3478")
	engine6 = netip.MustParseAddrPort("[2001:db8::7]:3478")
)

// house is a server and what reached the engine.
type house struct {
	*Server
	arrived []string
	peers   []*Peer
}

func build() *house {
	h := &house{}
	h.Server = New(Config{
		Names: []netip.Addr{engine.Addr()},
		Self:  func(p netip.AddrPort) bool { return p == engine || p == engine6 },
		Open: func(p *Peer) func([]byte) {
			h.peers = append(h.peers, p)
			return func(b []byte) { h.arrived = append(h.arrived, string(b)) }
		},
	})
	return h
}

// browser is a client; got are the datagrams that it was sent.
type browser struct {
	h              *house
	at             netip.AddrPort
	user, password string
	nonce          string
	got            [][]byte
	closed         bool
}

func (h *house) browser(g *Grant, at string) *browser {
	c := &browser{h: h, at: netip.MustParseAddrPort(at)}
	c.user, c.password, _ = g.Credential()
	return c
}

func (c *browser) Send(run []byte, size int, to netip.AddrPort) bool {
	for b := range slices.Chunk(run, size) {
		c.got = append(c.got, slices.Clone(b))
	}
	return to == c.at
}

func (c *browser) Close() error { c.closed = true; return nil }

func (c *browser) send(b []byte) bool { return c.h.Handle(b, Client{c, c.at}) }

// ask sends a signed request and returns its answer.
func (c *browser) ask(t *testing.T, m stun.Method, with ...stun.Setter) *stun.Message {
	t.Helper()
	if c.nonce == "" {
		c.nonce = "?"
		got := c.ask(t, m, with...)
		if want := stun.ErrorCode(438); code(got) != want {
			t.Fatalf("a wrong nonce: %d", code(got))
		}
		var n stun.Nonce
		_ = n.GetFrom(got)
		c.nonce = n.String()
	}
	set := append([]stun.Setter{stun.TransactionID, stun.NewType(m, stun.ClassRequest)}, with...)
	set = append(set, stun.NewUsername(c.user), stun.NewRealm(realm), stun.NewNonce(c.nonce), stun.NewLongTermIntegrity(c.user, realm, c.password))
	return c.exchange(t, stun.MustBuild(set...).Raw)
}

func (c *browser) exchange(t *testing.T, b []byte) *stun.Message {
	t.Helper()
	c.got = nil
	c.send(b)
	if len(c.got) != 1 {
		t.Fatalf("%d answers", len(c.got))
	}
	m := &stun.Message{Raw: c.got[0]}
	if err := m.Decode(); err != nil {
		t.Fatal(err)
	}
	return m
}

func (c *browser) allocate(t *testing.T, with ...stun.Setter) *stun.Message {
	t.Helper()
	return c.ask(t, stun.MethodAllocate, append(with, udp)...)
}

var udp = stun.RawAttribute{Type: stun.AttrRequestedTransport, Value: []byte{17, 0, 0, 0}}

func code(m *stun.Message) stun.ErrorCode {
	var e stun.ErrorCodeAttribute
	if e.GetFrom(m) != nil {
		return 0
	}
	return e.Code
}

func is(t *testing.T, what string, m *stun.Message, want stun.ErrorCode) {
	t.Helper()
	if got := code(m); got != want {
		t.Errorf("%s: %d; want %d", what, got, want)
	}
}

func peer(p netip.AddrPort) stun.Setter {
	if p.Addr().Is4In6() {
		return mapped(p)
	}
	return address{stun.AttrXORPeerAddress, p}
}

// mapped is an IPv4 address written as an IPv6 one, which pion/stun does not write.
type mapped netip.AddrPort

func (p mapped) AddTo(m *stun.Message) error {
	at := netip.AddrPort(p)
	mask := binary.BigEndian.AppendUint32(nil, 0x2112A442)
	mask = append(mask, m.TransactionID[:]...)
	v := binary.BigEndian.AppendUint16([]byte{0, ipv6}, at.Port()^0x2112)
	for i, b := range at.Addr().As16() {
		v = append(v, b^mask[i])
	}
	m.Add(stun.AttrXORPeerAddress, v)
	return nil
}

func channelData(n uint16, data string) []byte {
	b := binary.BigEndian.AppendUint16(nil, n)
	return append(binary.BigEndian.AppendUint16(b, uint16(len(data))), data...)
}

// seated is a browser with an allocation and channel 0x4000.
func seated(t *testing.T, h *house) (*browser, *Grant) {
	g := h.Grant()
	c := h.browser(g, "203.0.113.9:5000")
	is(t, "allocate", c.allocate(t), 0)
	is(t, "bind", c.ask(t, stun.MethodChannelBind, bound(0x4000), peer(engine)), 0)
	return c, g
}

func bound(n uint16) stun.Setter {
	return stun.RawAttribute{Type: stun.AttrChannelNumber, Value: append(binary.BigEndian.AppendUint16(nil, n), 0, 0)}
}

func TestWithoutACredentialNothingIsKept(t *testing.T) {
	h := build()
	c := h.browser(h.Grant(), "203.0.113.9:5000")
	plain := stun.MustBuild(stun.TransactionID, stun.NewType(stun.MethodAllocate, stun.ClassRequest), udp).Raw
	first := c.exchange(t, plain)
	is(t, "no credential", first, 401)
	if len(first.Raw) > 100 {
		t.Errorf("the answer has %d bytes: worth forging an address for", len(first.Raw))
	}
	good := c.password
	c.password = "a guess"
	is(t, "wrong password", c.allocate(t), 401)
	c.password, c.user = good, strings.Replace(c.user, ":", "0:", 1)
	is(t, "a longer life", c.allocate(t), 401)
	c.user = "9999999999:nobody"
	is(t, "nobody", c.allocate(t), 401)
	if len(h.allocations)+len(h.taken) > 0 {
		t.Error("something is kept")
	}
}

func TestOnlyTheEngineIsReached(t *testing.T) {
	h := build()
	c := h.browser(h.Grant(), "203.0.113.9:5000")
	is(t, "allocate", c.allocate(t), 0)
	for _, p := range []string{
		"127.0.0.1:3478", "[::1]:3478", "10.0.0.1:3478", "192.168.1.1:80", "169.254.169.254:80", "169.254.169.254:3478", "0.0.0.0:3478",
		"198.51.100.7:3479", "198.51.100.7:0", "[::ffff:198.51.100.7]:3478", "[::ffff:127.0.0.1]:3478", "[64:ff9b::198.51.100.7]:3478", "8.8.8.8:53",
	} {
		to := netip.MustParseAddrPort(p)
		is(t, "permission "+p, c.ask(t, stun.MethodCreatePermission, peer(to)), 403)
		is(t, "with a good one "+p, c.ask(t, stun.MethodCreatePermission, peer(engine), peer(to)), 403)
		is(t, "channel "+p, c.ask(t, stun.MethodChannelBind, bound(0x4001), peer(to)), 403)
		c.indicate(to, "to "+p)
	}
	is(t, "another family", c.ask(t, stun.MethodCreatePermission, peer(engine6)), 443)
	is(t, "no address", c.ask(t, stun.MethodCreatePermission), 400)
	is(t, "half an address", c.ask(t, stun.MethodCreatePermission, stun.RawAttribute{Type: stun.AttrXORPeerAddress, Value: []byte{0, 1, 2}}), 400)
	c.indicate(engine, "before its permission")
	c.send(channelData(0x4001, "on no channel"))
	if len(h.peers) > 0 || len(h.arrived) > 0 {
		t.Errorf("reached: %v, %q", h.peers, h.arrived)
	}
	is(t, "the engine", c.ask(t, stun.MethodCreatePermission, peer(engine)), 0)
	c.indicate(engine, "hello")
	if !slices.Equal(h.arrived, []string{"hello"}) {
		t.Errorf("the engine got %q", h.arrived)
	}
}

func (c *browser) indicate(to netip.AddrPort, data string) {
	c.send(stun.MustBuild(stun.TransactionID, stun.NewType(stun.MethodSend, stun.ClassIndication),
		peer(to), stun.RawAttribute{Type: stun.AttrData, Value: []byte(data)}).Raw)
}

func TestTheEngineAnswersOnTheChannel(t *testing.T) {
	h := build()
	c, _ := seated(t, h)
	c.send(channelData(0x4000, "question"))
	c.got = nil
	if !h.peers[0].Send([]byte("abcdefgh!"), 4, engine) {
		t.Error("runs make no sense any more")
	}
	var got []string
	for _, b := range c.got {
		if n := binary.BigEndian.Uint16(b[2:]); binary.BigEndian.Uint16(b) != 0x4000 || int(n) != len(b)-4 {
			t.Fatalf("% x", b)
		}
		got = append(got, string(b[4:]))
	}
	if !slices.Equal(h.arrived, []string{"question"}) || !slices.Equal(got, []string{"abcd", "efgh", "!"}) {
		t.Errorf("the engine got %q, the browser %q", h.arrived, got)
	}
}

func TestAllocating(t *testing.T) {
	h := build()
	g := h.Grant()
	c := h.browser(g, "203.0.113.9:5000")
	is(t, "IPv6 where there is none", c.allocate(t, stun.RawAttribute{Type: stun.AttrRequestedAddressFamily, Value: []byte{2, 0, 0, 0}}), 440)
	is(t, "no transport", c.ask(t, stun.MethodAllocate), 400)
	is(t, "TCP beyond", c.ask(t, stun.MethodAllocate, stun.RawAttribute{Type: stun.AttrRequestedTransport, Value: []byte{6, 0, 0, 0}}), 442)
	is(t, "unfragmented", c.allocate(t, stun.RawAttribute{Type: stun.AttrDontFragment}), 420)
	is(t, "refresh of nothing", c.ask(t, stun.MethodRefresh), 437)
	is(t, "a pair of ports", c.allocate(t, stun.RawAttribute{Type: stun.AttrEvenPort, Value: []byte{0x80}}), 508)
	first := c.allocate(t)
	is(t, "allocate", first, 0)
	var relayed, seen stun.XORMappedAddress
	if relayed.GetFromAs(first, stun.AttrXORRelayedAddress) != nil || seen.GetFrom(first) != nil || seen.Port != 5000 || !relayed.IP.Equal(engine.Addr().AsSlice()) {
		t.Errorf("relayed %v, seen at %v", relayed, seen)
	}
	is(t, "again", c.allocate(t), 437)
	other := h.browser(h.Grant(), "203.0.113.9:5000")
	own, password := c.user, c.password
	c.user, c.password = other.user, other.password
	is(t, "somebody else's", c.ask(t, stun.MethodRefresh), 441)
	c.user, c.password = own, password
	is(t, "refresh", c.ask(t, stun.MethodRefresh), 0)
	is(t, "end", c.ask(t, stun.MethodRefresh, seconds(0)), 0)
	is(t, "after the end", c.ask(t, stun.MethodRefresh), 437)
	if g.held != 0 || len(h.taken) != 0 {
		t.Error("something is kept")
	}
}

func TestEndOfAGrant(t *testing.T) {
	h := build()
	c, g := seated(t, h)
	bystander := h.browser(h.Grant(), "203.0.113.10:1")
	is(t, "another's", bystander.allocate(t), 0)
	g.End()
	if c.send(channelData(0x4000, "still here?")) || !c.closed || len(h.arrived) > 0 {
		t.Error("the removed one is still connected")
	}
	c.got = nil
	h.peers[0].Send([]byte("for the removed"), 100, engine)
	if len(c.got) > 0 {
		t.Error("the removed one still receives")
	}
	is(t, "with the old credential", c.allocate(t), 401)
	is(t, "another's goes on", bystander.ask(t, stun.MethodRefresh), 0)
}

func TestQuotas(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := build()
		c, g := seated(t, h)
		for i := range maxOfGrant - 1 {
			is(t, "allocation", h.browser(g, netip.AddrPortFrom(engine.Addr(), uint16(i+1)).String()).allocate(t), 0)
		}
		is(t, "one too many", h.browser(g, "203.0.113.9:1").allocate(t), 486)
		is(t, "somebody else", h.browser(h.Grant(), "203.0.113.9:2").allocate(t), 0)

		packet := channelData(0x4000, strings.Repeat("x", 1000))
		for range 2 * burst / 1000 {
			c.send(packet)
		}
		if n := len(h.arrived); n != burst/1000 {
			t.Errorf("%d packets at once; the bucket has %d", n, burst/1000)
		}
		time.Sleep(100 * time.Millisecond) // the bubble's
		for range burst / 1000 {
			c.send(packet)
		}
		if n := len(h.arrived) - burst/1000; n != rate/10/1000 {
			t.Errorf("%d packets after 100 ms; want %d", n, rate/10/1000)
		}
	})
}

func TestEverythingExpires(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := build()
		c, g := seated(t, h)
		arrives := func(want bool) {
			t.Helper()
			n := len(h.arrived)
			c.send(channelData(0x4000, "?"))
			if (len(h.arrived) > n) != want {
				t.Errorf("arrives: %v", !want)
			}
		}
		time.Sleep(permission - time.Second)
		arrives(true)
		time.Sleep(2 * time.Second)
		arrives(false)
		is(t, "again", c.ask(t, stun.MethodCreatePermission, peer(engine)), 0)
		arrives(true)
		is(t, "refresh", c.ask(t, stun.MethodRefresh), 0)
		time.Sleep(lifetime - time.Second)
		is(t, "still there", c.ask(t, stun.MethodRefresh), 0)
		time.Sleep(lifetime + time.Second)
		is(t, "gone", c.ask(t, stun.MethodRefresh), 437)
		is(t, "anew", c.allocate(t), 0)
		for range 9 {
			time.Sleep(9 * time.Minute)
			c.nonce = "" // they live for an hour; ask shows that the answer says so
			is(t, "refreshed beyond the credential's life", c.ask(t, stun.MethodRefresh), 0)
		}
		c.at = netip.MustParseAddrPort("203.0.113.9:7")
		is(t, "a new one with the old credential", c.allocate(t), 401)
		is(t, "with a new one", h.browser(g, "203.0.113.9:8").allocate(t), 0)
	})
}

// TestWhatFollowsTheSignatureIsIgnored: anybody on the way could have added it.
func TestWhatFollowsTheSignatureIsIgnored(t *testing.T) {
	h := build()
	c, _ := seated(t, h)
	m := stun.MustBuild(stun.TransactionID, stun.NewType(stun.MethodRefresh, stun.ClassRequest), stun.NewUsername(c.user), stun.NewRealm(realm),
		stun.NewNonce(c.nonce), stun.NewLongTermIntegrity(c.user, realm, c.password))
	_ = seconds(0).AddTo(m)
	is(t, "refresh", c.exchange(t, m.Raw), 0)
	if !c.send(channelData(0x4000, "here")) {
		t.Error("the allocation was ended by somebody without its key")
	}
}

func TestChannels(t *testing.T) {
	h := build()
	c, _ := seated(t, h)
	is(t, "again", c.ask(t, stun.MethodChannelBind, bound(0x4000), peer(engine)), 0)
	is(t, "a second one for the same peer", c.ask(t, stun.MethodChannelBind, bound(0x4001), peer(engine)), 400)
	is(t, "too low", c.ask(t, stun.MethodChannelBind, bound(0x3fff), peer(engine)), 400)
	is(t, "too high", c.ask(t, stun.MethodChannelBind, bound(0x7fff), peer(engine)), 400)
}

func FuzzHandle(f *testing.F) {
	h := build()
	c := h.browser(h.Grant(), "203.0.113.9:5000")
	f.Add(channelData(0x4000, "x"))
	f.Add([]byte{0x40, 0, 0xff, 0xff})
	f.Add(stun.MustBuild(stun.TransactionID, stun.NewType(stun.MethodAllocate, stun.ClassRequest), udp).Raw)
	f.Add(stun.MustBuild(stun.TransactionID, stun.NewType(stun.MethodSend, stun.ClassIndication), peer(engine)).Raw)
	f.Fuzz(func(t *testing.T, b []byte) {
		c.got = nil
		if c.send(b) || len(h.allocations) > 0 || len(h.arrived) > 0 {
			t.Error("something was given for nothing")
		}
		for _, a := range c.got {
			if len(a) > 100+len(b) {
				t.Errorf("%d bytes answer %d", len(a), len(b))
			}
		}
	})
}
