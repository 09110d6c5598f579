package wire

import (
	"errors"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"

	"kring/rtc/internal/relay"
)

const (
	// maxDatagram is more than any browser sends (about 1,250 bytes).
	maxDatagram = 2048
	// socketBuffer holds about 100 ms of sixty people's video.
	socketBuffer = 4 << 20
)

// path is one way to a browser: a socket of ours and an address of theirs, a
// TCP link, or what the relay has for one.
type path struct {
	via  relay.Sender
	addr netip.AddrPort
}

// route is the path that media takes.
type route struct {
	path
	single atomic.Bool // runs were refused
}

func (r *route) send(run []byte, size int) {
	if !r.via.Send(run, size, r.addr) {
		r.single.Store(true)
	}
}

// socket is a UDP socket bound to one local address.
type socket struct {
	port *Port
	c    *net.UDPConn
	gso  atomic.Bool
	oob  sync.Pool

	mu    sync.RWMutex
	conns map[netip.AddrPort]*Conn
}

func newSocket(p *Port, local netip.AddrPort) (*socket, error) {
	c, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(local))
	if err != nil {
		return nil, err
	}
	// The kernel grants what it allows; less costs packets only under overload.
	_ = c.SetReadBuffer(socketBuffer)
	_ = c.SetWriteBuffer(socketBuffer)
	s := &socket{port: p, c: c, conns: map[netip.AddrPort]*Conn{}}
	s.gso.Store(gsoWorks(c))
	s.oob.New = func() any { return newSegmentControl() }
	return s, nil
}

// read is the socket's goroutine; it ends when the socket closes.
func (s *socket) read() {
	b := make([]byte, maxDatagram)
	for {
		n, from, err := s.c.ReadFromUDPAddrPort(b)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			continue // an ICMP error of an earlier send
		}
		from = netip.AddrPortFrom(from.Addr().Unmap(), from.Port())
		s.mu.RLock()
		c := s.conns[from]
		s.mu.RUnlock()
		if c != nil && c.Closed() {
			s.forget(from, c)
			c = nil
		}
		if now := s.port.receive(b[:n], path{s, from}, c); now != c {
			s.mu.Lock()
			s.conns[from] = now
			s.mu.Unlock()
			if now.Closed() { // meanwhile: its end has looked already
				s.forget(from, now)
			}
		}
	}
}

// forget ends the ownership of an address, unless somebody else has it now.
func (s *socket) forget(a netip.AddrPort, c *Conn) {
	s.mu.Lock()
	if s.conns[a] == c {
		delete(s.conns, a)
	}
	s.mu.Unlock()
}

// Send hands a run to the kernel, in one call where it can split it itself.
// A lost datagram is UDP's business: errors are not reported. A refused run
// (EINVAL, EMSGSIZE: more than the way to this address carries) goes one by one.
func (s *socket) Send(run []byte, size int, to netip.AddrPort) (runs bool) {
	runs = true
	if len(run) > size && s.gso.Load() {
		oob := s.oob.Get().(*segmentControl)
		_, _, err := s.c.WriteMsgUDPAddrPort(run, oob.set(size), to)
		s.oob.Put(oob)
		if err == nil || errors.Is(err, net.ErrClosed) {
			return true
		}
		if noOffload(err) {
			s.gso.Store(false)
		}
		runs = false
	}
	for len(run) > 0 {
		n := min(size, len(run))
		_, _ = s.c.WriteToUDPAddrPort(run[:n], to)
		run = run[n:]
	}
	return runs
}
