// Package relay is a TURN server (RFC 8656) with one place to relay to: the
// media engine in the same process. It is for browsers whose network lets out
// only TCP, or only what looks like a web page; everybody else reaches the
// engine directly.
//
// A relayed address is a name here and no socket: what a client sends is
// handed to the engine, what the engine sends is framed and sent to the client,
// on the goroutine that has the packet. So nothing can be reached through it
// but the engine, and an allocation costs no port, no goroutine and no copy
// more than its framing.
//
// pion/turn was tried for this. Its server tells a permission handler no port
// (ours depends on it), answers a forbidden ChannelBind with 401, cannot end a
// user's allocations, and reads a stream frame of length 0xFFEC as 0 bytes,
// for ever. Its client tests this package.
package relay

import (
	"crypto/rand"
	"encoding/binary"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/pion/stun/v4"
)

const (
	// maxAllocations bounds what all clients have together; maxOfGrant what one
	// credential's owner has. A browser makes one per network and server URL,
	// and those that it forgot live on for lifetime.
	maxAllocations = 4096
	maxOfGrant     = 24

	// lifetime of an allocation, permission and channel without a refresh
	// (RFC 8656 sections 3.2, 9 and 12).
	lifetime   = 10 * time.Minute
	permission = 5 * time.Minute
	channel    = 10 * time.Minute
)

// The numbers of relayed addresses: they look like ports, as clients expect.
const firstPort, ports = 49152, 16384

// Config says what may be reached: peers that Self allows, which are few.
// Names are the addresses that relayed ones are named after, the first of a
// family. Open is called once for each peer of an allocation: what the client
// sends to it goes to the result, from one goroutine at a time, and is valid
// until the call returns. Both are called with locks held and must not call back.
type Config struct {
	Names []netip.Addr
	Self  func(netip.AddrPort) bool
	Open  func(*Peer) (receive func(b []byte))
}

// Sender sends a run of datagrams of equal size; only the last may be shorter.
// It reports whether runs of more than one make sense to this address. One that
// is an io.Closer is closed when the credential of its client ends.
type Sender interface {
	Send(run []byte, size int, to netip.AddrPort) (runs bool)
}

// Client is where a client is: what sends to it, and its address.
type Client struct {
	Via  Sender
	Addr netip.AddrPort
}

// Server has the allocations of all clients.
type Server struct {
	cfg      Config
	nonceKey []byte

	mu          sync.RWMutex
	grants      map[string]*Grant // by the word in the user name
	allocations map[Client]*allocation
	taken       map[uint16]bool // ports of relayed addresses
}

// New makes a server. Nothing of it runs by itself.
func New(cfg Config) *Server {
	s := &Server{
		cfg: cfg, nonceKey: make([]byte, 32),
		grants: map[string]*Grant{}, allocations: map[Client]*allocation{}, taken: map[uint16]bool{},
	}
	_, _ = rand.Read(s.nonceKey) // never fails (crypto/rand)
	return s
}

// Handle takes one message or one ChannelData of a client; b is valid until it
// returns. It reports whether the client has an allocation.
func (s *Server) Handle(b []byte, from Client) bool {
	now := time.Now()
	switch {
	case len(b) < 4:
	case b[0] >= 0x40 && b[0] < 0x80:
		s.channelData(b, from, now)
	case stun.IsMessage(b):
		m := &stun.Message{Raw: slices.Clone(b)}
		if m.Decode() == nil {
			s.message(m, from, now)
		}
	}
	return s.find(from, now) != nil
}

// channelData hands on what came on a channel (RFC 8656 section 12.6).
func (s *Server) channelData(b []byte, from Client, now time.Time) {
	number, n := binary.BigEndian.Uint16(b), int(binary.BigEndian.Uint16(b[2:]))
	if n > len(b)-4 {
		return
	}
	s.mu.RLock()
	var p *Peer
	if a := s.allocations[from]; a != nil {
		p = a.channels[number]
	}
	s.mu.RUnlock()
	if p != nil && p.bound(now) {
		p.receive(b[4:4+n], now)
	}
}

// message does a request and answers it, or takes a Send indication.
func (s *Server) message(m *stun.Message, from Client, now time.Time) {
	if m.Type == stun.NewType(stun.MethodSend, stun.ClassIndication) {
		s.send(m, from, now)
		return
	}
	do := s.does(m.Type.Method)
	if m.Type.Class != stun.ClassRequest || do == nil {
		return
	}
	r := &request{m: m, from: from, now: now}
	a, ok := s.authenticate(r)
	if ok {
		a = s.unsupported(r)
	}
	if ok && a.code == 0 {
		a = do(r)
	}
	r.answer(a)
}

// does is what a request asks for, nil for what is not TURN's.
func (s *Server) does(m stun.Method) func(*request) answer {
	switch m {
	case stun.MethodAllocate:
		return s.allocate
	case stun.MethodRefresh:
		return s.refresh
	case stun.MethodCreatePermission:
		return s.permit
	case stun.MethodChannelBind:
		return s.bind
	}
	return nil
}

// send hands on a Send indication's data (RFC 8656 section 11.2).
func (s *Server) send(m *stun.Message, from Client, now time.Time) {
	data, err := m.Get(stun.AttrData)
	to, ok := peerAddress(m)
	if err != nil || !ok {
		return
	}
	s.mu.RLock()
	var p *Peer
	if a := s.allocations[from]; a != nil {
		p = a.peers[to]
	}
	s.mu.RUnlock()
	if p != nil {
		p.receive(data, now)
	}
}

// find returns a client's living allocation, or nil.
func (s *Server) find(from Client, now time.Time) *allocation {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if a := s.allocations[from]; a != nil && a.alive(now) {
		return a
	}
	return nil
}

// Forget ends a client's allocation: its stream has ended.
func (s *Server) Forget(from Client) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a := s.allocations[from]; a != nil {
		s.dropLocked(a)
	}
}

func (s *Server) dropLocked(a *allocation) {
	if s.allocations[a.client] != a {
		return
	}
	a.until.Store(0)
	a.grant.held--
	delete(s.taken, a.relayed.Port())
	delete(s.allocations, a.client)
}

// sweepLocked drops what has expired. It is called where something is added, so
// nothing needs a clock of its own.
func (s *Server) sweepLocked(now time.Time) {
	for _, a := range s.allocations {
		if !a.alive(now) {
			s.dropLocked(a)
		}
	}
}
