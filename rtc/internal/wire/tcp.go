package wire

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/netip"
	"sync/atomic"
	"time"

	"kring/rtc/internal/relay"
)

const (
	// linkQueue and linkBytes are what may wait for a slow link: about 0.5 s.
	linkQueue = 128
	linkBytes = 512 << 10
	// maxLinks bounds the TCP links that exist at once, maxFrom those of one
	// address: a house or clinic full of people behind one router.
	maxLinks = 1024
	maxFrom  = 128
	// firstMessage is how long a new link may take to prove that it is ours.
	firstMessage = 5 * time.Second
	// turnSilence: an allocation that is kept in reserve is refreshed this often.
	turnSilence = 10 * time.Minute
)

// link is one TCP connection: ICE-TCP (RFC 6544), framed as RFC 4571 says with
// two bytes of length before each datagram, or a TURN client's, whose messages
// tell their length themselves (RFC 8656 section 3.1).
type link struct {
	port  *Port
	c     net.Conn
	from  path
	turn  bool // set before anything is sent
	out   chan []byte
	bytes atomic.Int64 // in out
	done  chan struct{}
	ended atomic.Bool
}

// accept is the listener's goroutine; it ends when the listener closes.
func (p *Port) accept() {
	for {
		c, err := p.tcp.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil { // no more files, or a connection that ended at once
			time.Sleep(acceptPause)
			continue
		}
		p.serve(c, false)
	}
}

// acceptPause is how long a listener rests that cannot accept.
const acceptPause = 50 * time.Millisecond

// Relay serves a connection of a TURN client that came in elsewhere, as over
// TLS. The port owns it from here.
func (p *Port) Relay(c net.Conn) { p.serve(c, true) }

func (p *Port) serve(c net.Conn, turn bool) {
	addr, err := netip.ParseAddrPort(c.RemoteAddr().String())
	if err != nil {
		_ = c.Close()
		return
	}
	l := &link{port: p, c: c, turn: turn, out: make(chan []byte, linkQueue), done: make(chan struct{})}
	l.from = path{l, netip.AddrPortFrom(addr.Addr().Unmap().WithZone(""), addr.Port())}
	if !p.admit(l) {
		_ = c.Close()
		return
	}
	p.readers.Go(l.read)  // ends when the connection closes
	p.readers.Go(l.write) // ends with read
}

// admit counts a link in, unless there are too many.
func (p *Port) admit(l *link) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	who := house(l.from.addr.Addr())
	if p.closed || len(p.links) >= maxLinks || p.linksOf[who] >= maxFrom {
		return false
	}
	p.links[l] = struct{}{}
	p.linksOf[who]++
	return true
}

func (p *Port) dismiss(l *link) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.links, l)
	who := house(l.from.addr.Addr())
	if p.linksOf[who]--; p.linksOf[who] == 0 {
		delete(p.linksOf, who)
	}
}

// house is what one household has: an IPv4 address, or an IPv6 network of 64 bits.
func house(a netip.Addr) netip.Prefix {
	bits := 32
	if a.Is6() {
		bits = 64
	}
	p, _ := a.Prefix(bits) // never more bits than an address has
	return p
}

// read is the link's goroutine.
func (l *link) read() {
	defer func() {
		close(l.done)
		_ = l.c.Close()
		l.port.relay.Forget(relay.Client{Via: l, Addr: l.from.addr})
		l.port.dismiss(l)
	}()
	_ = l.c.SetReadDeadline(time.Now().Add(firstMessage))
	r := bufio.NewReaderSize(l.c, maxDatagram+frameHead)
	head, err := r.Peek(8)
	if err != nil {
		return
	}
	if l.turn = l.turn || isTURN(head); l.turn {
		l.readTURN(r)
	} else {
		l.readICE(r)
	}
}

// isTURN tells a TURN stream from ICE-TCP by its first 8 bytes: STUN's cookie
// comes right after type and length, where in an RFC 4571 frame it would say
// that the STUN message is 8,466 bytes long.
func isTURN(head []byte) bool { return head[0] < 4 && binary.BigEndian.Uint32(head[4:]) == stunCookie }

func (l *link) readICE(r *bufio.Reader) {
	var owner *Conn
	b := make([]byte, maxDatagram)
	for {
		n, err := nextICE(r, b)
		if err != nil {
			return
		}
		owner = l.port.carry(b[:n], l.from, owner)
		if owner == nil || owner.Closed() {
			return
		}
		// A living browser checks its path every few seconds.
		if !l.wait(lostAfter * 3) {
			return
		}
	}
}

func (l *link) readTURN(r *bufio.Reader) {
	held := false
	b := make([]byte, maxDatagram+frameHead)
	for {
		n, err := nextTURN(r, b)
		if err != nil {
			return
		}
		had := held
		held = l.port.relay.Handle(b[:n], relay.Client{Via: l, Addr: l.from.addr})
		if held && !l.wait(turnSilence) || had && !held {
			return
		}
	}
}

// wait lets the other side be silent for a time, unless the link has ended.
func (l *link) wait(d time.Duration) bool {
	_ = l.c.SetReadDeadline(time.Now().Add(d))
	return !l.ended.Load()
}

// Close ends the link soon. It does not wait.
func (l *link) Close() error {
	l.ended.Store(true)
	return l.c.SetDeadline(time.Unix(1, 0))
}

const (
	stunCookie = 0x2112A442
	frameHead  = 4  // of ChannelData
	stunHead   = 20 // of a STUN message
)

var errFrame = errors.New("not a frame")

// nextICE reads one datagram of an RFC 4571 stream.
func nextICE(r io.Reader, b []byte) (int, error) {
	if _, err := io.ReadFull(r, b[:2]); err != nil {
		return 0, err
	}
	n := int(binary.BigEndian.Uint16(b))
	if n > len(b) {
		return 0, errFrame
	}
	return io.ReadFull(r, b[:n])
}

// nextTURN reads one STUN message or ChannelData with its padding.
func nextTURN(r io.Reader, b []byte) (int, error) {
	if _, err := io.ReadFull(r, b[:4]); err != nil {
		return 0, err
	}
	n := 4 + int(binary.BigEndian.Uint16(b[2:]))
	switch {
	case b[0] < 4:
		n += stunHead - 4
	case b[0] < 0x40 || b[0] >= 0x80:
		return 0, errFrame
	}
	if n = padded(n); n > len(b) {
		return 0, errFrame
	}
	_, err := io.ReadFull(r, b[4:n])
	return n, err
}

// padded: RFC 8656 section 12.5, on a stream everything fills words of 4 bytes.
func padded(n int) int { return (n + 3) &^ 3 }

// write is the link's other goroutine.
func (l *link) write() {
	for {
		select {
		case b := <-l.out:
			l.bytes.Add(-int64(len(b)))
			_ = l.c.SetWriteDeadline(time.Now().Add(firstMessage))
			if l.ended.Load() {
				return
			}
			if _, err := l.c.Write(b); err != nil {
				_ = l.Close()
				return
			}
		case <-l.done:
			return
		}
	}
}

// Send queues a run; when the link cannot keep up the run is dropped, as a
// full router would.
func (l *link) Send(run []byte, size int, _ netip.AddrPort) (runs bool) {
	framed := make([]byte, 0, len(run)+4*(len(run)/size+1))
	for len(run) > 0 {
		n := min(size, len(run))
		if !l.turn {
			framed = binary.BigEndian.AppendUint16(framed, uint16(n))
		}
		framed = append(framed, run[:n]...)
		if l.turn {
			framed = append(framed, make([]byte, padded(n)-n)...)
		}
		run = run[n:]
	}
	if l.bytes.Add(int64(len(framed))) > linkBytes {
		l.bytes.Add(-int64(len(framed)))
		return true
	}
	select {
	case l.out <- framed:
	default:
		l.bytes.Add(-int64(len(framed)))
	}
	return true
}
