package wire

import (
	"encoding/binary"
	"io"
	"net"
	"net/netip"
	"time"
)

const (
	// linkQueue is how many runs may wait for a slow TCP link: about 0.5 s.
	linkQueue = 128
	// maxLinks bounds the TCP links that exist at once.
	maxLinks = 1024
	// firstMessage is how long a new link may take to prove that it is ours.
	firstMessage = 5 * time.Second
)

// link is one ICE-TCP connection (RFC 6544), framed as RFC 4571 says: two
// bytes of length before each datagram.
type link struct {
	port *Port
	c    net.Conn
	out  chan []byte
	done chan struct{}
}

// accept is the listener's goroutine; it ends when the listener closes.
func (p *Port) accept() {
	for {
		c, err := p.tcp.Accept()
		if err != nil {
			return
		}
		l := &link{port: p, c: c, out: make(chan []byte, linkQueue), done: make(chan struct{})}
		p.mu.Lock()
		full := p.closed || len(p.links) >= maxLinks
		if !full {
			p.links[l] = struct{}{}
		}
		p.mu.Unlock()
		if full {
			_ = c.Close()
			continue
		}
		p.readers.Go(l.read)  // ends when the connection closes
		p.readers.Go(l.write) // ends with read
	}
}

func (l *link) read() {
	defer func() {
		_ = l.c.Close()
		close(l.done)
		l.port.mu.Lock()
		delete(l.port.links, l)
		l.port.mu.Unlock()
	}()
	addr := l.c.RemoteAddr().(*net.TCPAddr).AddrPort()
	from := path{l, netip.AddrPortFrom(addr.Addr().Unmap(), addr.Port())}
	var owner *Conn
	var size [2]byte
	b := make([]byte, maxDatagram)
	_ = l.c.SetReadDeadline(time.Now().Add(firstMessage))
	for {
		if _, err := io.ReadFull(l.c, size[:]); err != nil {
			return
		}
		n := int(binary.BigEndian.Uint16(size[:]))
		if n > len(b) {
			return
		}
		if _, err := io.ReadFull(l.c, b[:n]); err != nil {
			return
		}
		owner = l.port.receive(b[:n], from, owner)
		if owner == nil || owner.Closed() {
			return
		}
		// A living browser checks its path every few seconds.
		_ = l.c.SetReadDeadline(time.Now().Add(lostAfter * 3))
	}
}

func (l *link) write() {
	for {
		select {
		case b := <-l.out:
			_ = l.c.SetWriteDeadline(time.Now().Add(firstMessage))
			if _, err := l.c.Write(b); err != nil {
				_ = l.c.Close()
				return
			}
		case <-l.done:
			return
		}
	}
}

// send queues a run; when the link cannot keep up the run is dropped, as a
// full router would.
func (l *link) send(run []byte, size int, _ netip.AddrPort) (runs bool) {
	framed := make([]byte, 0, len(run)+2*(len(run)/size+1))
	for len(run) > 0 {
		n := min(size, len(run))
		framed = binary.BigEndian.AppendUint16(framed, uint16(n))
		framed = append(framed, run[:n]...)
		run = run[n:]
	}
	select {
	case l.out <- framed:
	default:
	}
	return true
}
