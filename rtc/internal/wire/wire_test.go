package wire

import (
	"bytes"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/srtp/v3"
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

// recorder is a path that remembers the runs it got.
type recorder struct {
	runs  [][]byte
	sizes []int
}

func (r *recorder) send(run []byte, size int, _ netip.AddrPort) {
	r.runs, r.sizes = append(r.runs, bytes.Clone(run)), append(r.sizes, size)
}

// sealed makes a conn that can send to a recorder, and the context that opens
// what it sends.
func sealed(t testing.TB) (*Conn, *recorder, *srtp.Context) {
	t.Helper()
	key, salt := make([]byte, 16), make([]byte, 12)
	out, err1 := srtp.CreateContext(key, salt, srtp.ProtectionProfileAeadAes128Gcm)
	in, err2 := srtp.CreateContext(key, salt, srtp.ProtectionProfileAeadAes128Gcm)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	r := &recorder{}
	c := &Conn{out: out}
	c.selected.Store(&path{via: r})
	c.keyed.Store(true)
	return c, r, in
}

// TestBurstRuns: what is written at once has equal sizes, only the last may be
// shorter, and nothing is lost, changed or reordered.
func TestBurstRuns(t *testing.T) {
	for _, c := range []struct {
		name    string
		sizes   []int // payloads
		pads    []int
		wantRun []int // packets in each run
	}{
		{"one", []int{100}, nil, []int{1}},
		{"equal", []int{1000, 1000, 1000}, nil, []int{3}},
		{"last shorter", []int{1000, 1000, 30}, nil, []int{3}},
		{"after a shorter one", []int{1000, 30, 1000}, nil, []int{2, 1}},
		{"growing", []int{10, 20, 30}, nil, []int{1, 1, 1}},
		{"padded", []int{999, 1000, 998, 500}, []int{1, 0, 2, 0}, []int{4}},
		{"more than a write takes", repeat(1200, 60), nil, []int{52, 8}},
		{"more segments than the kernel takes", repeat(20, 130), nil, []int{64, 64, 2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			conn, rec, in := sealed(t)
			var b Burst
			if !b.To(conn) {
				t.Fatal("cannot be sent to")
			}
			for i, n := range c.sizes {
				p := Packet{SSRC: 7, PT: 96, Seq: uint16(i), Timestamp: 9, Marker: i == len(c.sizes)-1, Payload: bytes.Repeat([]byte{byte(i)}, n)}
				if c.pads != nil {
					p.Pad = uint8(c.pads[i])
				}
				b.Add(&p)
			}
			b.Flush()
			b.Flush() // nothing more
			if len(rec.runs) != len(c.wantRun) {
				t.Fatalf("%d runs; want %v", len(rec.runs), c.wantRun)
			}
			seq := 0
			for i, run := range rec.runs {
				packets := 0
				for ; len(run) > 0; packets++ {
					n := min(rec.sizes[i], len(run))
					open(t, in, run[:n], seq, c.sizes[seq])
					run = run[n:]
					seq++
				}
				if packets != c.wantRun[i] {
					t.Errorf("run %d has %d packets; want %d", i, packets, c.wantRun[i])
				}
			}
		})
	}
}

func repeat(n, times int) []int {
	list := make([]int, times)
	for i := range list {
		list[i] = n
	}
	return list
}

func open(t *testing.T, in *srtp.Context, b []byte, seq, size int) {
	t.Helper()
	plain, err := in.DecryptRTP(nil, b, nil)
	if err != nil {
		t.Fatalf("packet %d: %v", seq, err)
	}
	var p rtp.Packet
	if err := p.Unmarshal(plain); err != nil {
		t.Fatal(err)
	}
	if int(p.SequenceNumber) != seq || p.SSRC != 7 || p.PayloadType != 96 || p.Timestamp != 9 ||
		!bytes.Equal(p.Payload, bytes.Repeat([]byte{byte(seq)}, size)) {
		t.Errorf("packet %d came as %v", seq, p.Header)
	}
}

func TestPacketHeader(t *testing.T) {
	p := Packet{SSRC: 1, Timestamp: 2, Seq: 3, PT: 96, Marker: true, TWCCID: 5, TWCC: 0xabcd, Prefix: []byte{9, 8}, Payload: []byte{7}}
	var got rtp.Packet
	if err := got.Unmarshal(p.append(nil)); err != nil {
		t.Fatal(err)
	}
	if got.SSRC != 1 || got.Timestamp != 2 || got.SequenceNumber != 3 || got.PayloadType != 96 || !got.Marker ||
		!bytes.Equal(got.GetExtension(5), []byte{0xab, 0xcd}) || !bytes.Equal(got.Payload, []byte{9, 8, 7}) {
		t.Errorf("%+v", got)
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
