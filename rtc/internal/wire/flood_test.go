package wire

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/netip"
	"runtime"
	"testing"
	"time"

	"github.com/pion/stun/v4"
)

// counter is a path's end that only counts.
type counter struct{ sent, bytes int }

func (c *counter) Send(run []byte, _ int, _ netip.AddrPort) bool {
	c.sent++
	c.bytes += len(run)
	return true
}

// strangers are datagrams that anybody can send.
func strangers() [][]byte {
	request := func(m stun.Method) []byte {
		return stun.MustBuild(stun.TransactionID, stun.NewType(m, stun.ClassRequest), stun.NewUsername("a:b"),
			stun.RawAttribute{Type: stun.AttrRequestedTransport, Value: []byte{17, 0, 0, 0}}).Raw
	}
	return [][]byte{
		request(stun.MethodBinding), request(stun.MethodAllocate), request(stun.MethodRefresh), request(stun.MethodChannelBind),
		stun.MustBuild(stun.TransactionID, stun.NewType(stun.MethodSend, stun.ClassIndication)).Raw,
		{0x40, 0, 0, 4, 1, 2, 3, 4},                      // ChannelData
		{22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1},  // a DTLS ClientHello's head
		{0x80, 96, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 42, 42}, // RTP
	}
}

// TestStrangersLeaveNothingBehind floods the port from 5,000 addresses.
func TestStrangersLeaveNothingBehind(t *testing.T) {
	p := listen(t)
	p.Open(Remote{Ufrag: "them"}, nobody{})
	before := runtime.NumGoroutine()
	var end counter
	sent := 0
	for i := range 5_000 {
		from := path{&end, netip.AddrPortFrom(netip.AddrFrom4([4]byte{203, 0, byte(i >> 8), byte(i)}), uint16(i))}
		for _, b := range strangers() {
			sent += len(b)
			if p.receive(b, from, nil) != nil {
				t.Fatalf("% x is somebody's", b)
			}
		}
	}
	if n := runtime.NumGoroutine(); n > before {
		t.Errorf("%d goroutines more", n-before)
	}
	if len(p.byName) != 1 || len(p.links) > 0 {
		t.Errorf("%d names, %d links", len(p.byName), len(p.links))
	}
	if end.bytes > sent {
		t.Errorf("%d bytes answer %d", end.bytes, sent)
	}
}

// TestHalfOpenDTLSIsBounded: only who has the password of an offer begins a
// handshake, and one; what it sends too much of is dropped.
func TestHalfOpenDTLSIsBounded(t *testing.T) {
	p := listen(t)
	conn := p.Open(Remote{Ufrag: "them"}, nobody{})
	ours, pwd := conn.Credentials()
	c := dial(t, p)
	send(t, c, check(ours+":them", pwd, true).Raw)
	receive(t, c)
	before := runtime.NumGoroutine()
	hello := make([]byte, 1200)
	copy(hello, []byte{22, 254, 253})
	for range 20_000 {
		conn.receiveDTLS(hello)
	}
	if n := runtime.NumGoroutine() - before; n > 4 {
		t.Errorf("%d goroutines for one handshake", n)
	}
	if n := conn.dtls.Count(); n > dtlsQueue {
		t.Errorf("%d datagrams wait", n)
	}
}

func dialTCP(t *testing.T, p *Port) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), uint16(p.Number())).String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// TestLinksOfOneAddressAreBounded, and the next comes in when one has gone.
func TestLinksOfOneAddressAreBounded(t *testing.T) {
	p := listen(t)
	var in []net.Conn
	for range maxFrom {
		in = append(in, dialTCP(t, p))
	}
	for range 100 {
		if !refused(t, dialTCP(t, p)) {
			t.Fatal("one too many is let in")
		}
	}
	if n := len(p.links); n != maxFrom {
		t.Errorf("%d links", n)
	}
	_, _ = in[0].Write([]byte("GET / HTTP/1.1\r\n\r\n")) // neither ICE nor TURN
	if !refused(t, in[0]) {
		t.Error("what is neither ICE nor TURN is kept")
	}
	for refused(t, dialTCP(t, p)) { // until the link's goroutine has counted itself out
	}
}

// refused reports whether the other side closes at once rather than waiting for us.
func refused(t *testing.T, c net.Conn) bool {
	t.Helper()
	_ = c.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
	_, err := c.Read(make([]byte, 1))
	var late net.Error
	return err != nil && (!errors.As(err, &late) || !late.Timeout())
}

func FuzzPort(f *testing.F) {
	for _, b := range strangers() {
		f.Add(b)
	}
	p, err := Listen(Config{Listen: "127.0.0.1"})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = p.Close() })
	p.Open(Remote{Ufrag: "them"}, nobody{})
	f.Fuzz(func(t *testing.T, b []byte) {
		var end counter
		if p.receive(b, path{&end, netip.MustParseAddrPort("203.0.113.9:5")}, nil) != nil {
			t.Error("it is somebody's")
		}
		if end.bytes > len(b)+100 {
			t.Errorf("%d bytes answer %d", end.bytes, len(b))
		}
	})
}

// FuzzStream: whatever comes over TCP is cut into frames that lie in it one
// behind the other, and what we frame is cut into the same again.
func FuzzStream(f *testing.F) {
	ice := check("a:b", "a password of 22 chars", false).Raw
	f.Add(append(binary.BigEndian.AppendUint16(nil, uint16(len(ice))), ice...))
	f.Add(strangers()[1])
	f.Add([]byte{0x40, 0, 0, 3, 1, 2, 3, 0, 0x40, 1, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, turn := range []bool{false, true} {
			next, r := nextICE, bufio.NewReader(bytes.NewReader(b))
			if turn {
				next = nextTURN
			}
			one, rest := make([]byte, maxDatagram+frameHead), b
			for {
				n, err := next(r, one)
				if err != nil {
					break
				}
				if turn && n < 4 || !turn && int(binary.BigEndian.Uint16(rest)) != n {
					t.Fatalf("%d bytes", n)
				}
				if !turn {
					rest = rest[2:]
				}
				if !bytes.Equal(one[:n], rest[:n]) {
					t.Fatalf("% x; want % x", one[:n], rest[:n])
				}
				again(t, turn, one[:n])
				rest = rest[n:]
			}
		}
	})
}

// again frames a datagram and cuts it out again.
func again(t *testing.T, turn bool, b []byte) {
	l := &link{turn: turn, out: make(chan []byte, 1)}
	if len(b) == 0 {
		return
	}
	l.Send(b, len(b), netip.AddrPort{})
	next := nextICE
	if turn {
		next = nextTURN
	}
	got := make([]byte, maxDatagram+frameHead)
	r := bytes.NewReader(<-l.out)
	n, err := next(r, got)
	if _, end := r.ReadByte(); err != nil || end != io.EOF || !bytes.Equal(got[:n], b) {
		t.Errorf("% x became % x: %v", b, got[:n], err)
	}
}
