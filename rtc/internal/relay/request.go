package relay

import (
	"encoding/binary"
	"math/rand/v2"
	"net/netip"
	"slices"
	"time"

	"github.com/pion/stun/v4"
)

// request is one of a client's. grant and key are who it is from.
type request struct {
	m     *stun.Message
	from  Client
	now   time.Time
	grant *Grant
	key   stun.MessageIntegrity
}

// answer is what a request gets: an error where code is not 0.
type answer struct {
	code stun.ErrorCode
	with []stun.Setter
}

// answer sends a, signed once we know by what.
func (r *request) answer(a answer) {
	set := []stun.Setter{stun.NewTransactionIDSetter(r.m.TransactionID), stun.NewType(r.m.Type.Method, stun.ClassSuccessResponse)}
	if a.code != 0 {
		set[1] = stun.NewType(r.m.Type.Method, stun.ClassErrorResponse)
		set = append(set, stun.ErrorCodeAttribute{Code: a.code})
	}
	set = append(set, a.with...)
	if r.key != nil {
		set = append(set, r.key)
	}
	if m, err := stun.Build(set...); err == nil {
		r.from.Via.Send(m.Raw, len(m.Raw), r.from.Addr)
	}
}

// understood are the attributes of requests that mean something here, besides
// those that may be ignored (0x8000 and up).
var understood = []stun.AttrType{
	stun.AttrUsername, stun.AttrMessageIntegrity, stun.AttrRealm, stun.AttrNonce, stun.AttrLifetime, stun.AttrXORPeerAddress,
	stun.AttrChannelNumber, stun.AttrRequestedTransport, stun.AttrRequestedAddressFamily, stun.AttrEvenPort,
}

// unsupported refuses what a client insists on: reserved ports and the like.
func (s *Server) unsupported(r *request) answer {
	var unknown stun.UnknownAttributes
	for _, a := range r.m.Attributes {
		if a.Type.Required() && !slices.Contains(understood, a.Type) {
			unknown = append(unknown, a.Type)
		}
	}
	if unknown == nil {
		return answer{}
	}
	return answer{code: stun.CodeUnknownAttribute, with: []stun.Setter{unknown}}
}

const (
	overUDP = 17 // protocol number in REQUESTED-TRANSPORT
	ipv4    = 1  // in REQUESTED-ADDRESS-FAMILY
	ipv6    = 2
)

// allocate: RFC 8656 section 7.2.
func (s *Server) allocate(r *request) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweepLocked(r.now)
	if a := s.allocations[r.from]; a != nil {
		if a.made != r.m.TransactionID {
			return answer{code: stun.CodeAllocMismatch}
		}
		return a.told() // the first answer was lost
	}
	over, err := r.m.Get(stun.AttrRequestedTransport)
	even, _ := r.m.Get(stun.AttrEvenPort)
	switch {
	case err != nil || len(over) != 4:
		return answer{code: stun.CodeBadRequest}
	case len(even) > 0 && even[0] != 0: // and the next port for RTCP, which nobody needs any more
		return answer{code: stun.CodeInsufficientCapacity}
	case over[0] != overUDP:
		return answer{code: stun.CodeUnsupportedTransProto}
	case s.grants[r.grant.word] != r.grant: // ended a moment ago
		return answer{code: stun.CodeUnauthorized}
	case r.grant.held >= maxOfGrant:
		return answer{code: stun.CodeAllocQuotaReached}
	case len(s.allocations) >= maxAllocations:
		return answer{code: stun.CodeInsufficientCapacity}
	}
	at, ok := s.addressLocked(r.m)
	if !ok {
		return answer{code: stun.CodeAddrFamilyNotSupported}
	}
	a := &allocation{
		client: r.from, grant: r.grant, relayed: at, made: r.m.TransactionID,
		peers: map[netip.AddrPort]*Peer{}, channels: map[uint16]*Peer{},
	}
	a.until.Store(r.now.Add(lifetime).UnixNano())
	s.allocations[r.from] = a
	r.grant.held++
	return a.told()
}

// addressLocked takes a free relayed address of the family that is asked for.
// Where none is, that is IPv4 (RFC 8656 section 7.2), or what the engine has.
func (s *Server) addressLocked(m *stun.Message) (netip.AddrPort, bool) {
	asked, err := m.Get(stun.AttrRequestedAddressFamily)
	four := err != nil || len(asked) == 4 && asked[0] == ipv4
	known := four || len(asked) == 4 && asked[0] == ipv6
	i := slices.IndexFunc(s.cfg.Names, func(a netip.Addr) bool { return known && a.Is4() == four })
	if i < 0 && err != nil {
		i = len(s.cfg.Names) - 1
	}
	if i < 0 {
		return netip.AddrPort{}, false
	}
	for {
		port := uint16(firstPort + rand.IntN(ports))
		if m.Contains(stun.AttrEvenPort) {
			port &^= 1
		}
		if !s.taken[port] {
			s.taken[port] = true
			return netip.AddrPortFrom(s.cfg.Names[i], port), true
		}
	}
}

// ownLocked finds the allocation that a request is about.
func (s *Server) ownLocked(r *request) (*allocation, answer) {
	a := s.allocations[r.from]
	switch {
	case a == nil || !a.alive(r.now):
		return nil, answer{code: stun.CodeAllocMismatch}
	case a.grant != r.grant:
		return nil, answer{code: stun.CodeWrongCredentials}
	}
	return a, answer{}
}

// refresh: RFC 8656 section 8.2. A lifetime of 0 ends the allocation, every
// other is ours.
func (s *Server) refresh(r *request) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, no := s.ownLocked(r)
	if a == nil {
		return no
	}
	if v, err := r.m.Get(stun.AttrLifetime); err == nil && len(v) == 4 && binary.BigEndian.Uint32(v) == 0 {
		s.dropLocked(a)
		return answer{with: []stun.Setter{seconds(0)}}
	}
	a.until.Store(r.now.Add(lifetime).UnixNano())
	return answer{with: []stun.Setter{seconds(lifetime)}}
}

// permit: RFC 8656 section 10.2, but a permission is for an address with its
// port, as only our own addresses with our own port get one.
func (s *Server) permit(r *request) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, no := s.ownLocked(r)
	if a == nil {
		return no
	}
	var peers []netip.AddrPort
	valid := true
	_ = r.m.ForEach(stun.AttrXORPeerAddress, func(m *stun.Message) error {
		p, ok := peerAddress(m)
		peers, valid = append(peers, p), valid && ok
		return nil
	})
	if !valid || len(peers) == 0 {
		return answer{code: stun.CodeBadRequest}
	}
	for _, p := range peers {
		if code := s.refused(a, p); code != 0 {
			return answer{code: code}
		}
	}
	for _, p := range peers {
		s.peerLocked(a, p).permitted.Store(r.now.Add(permission).UnixNano())
	}
	return answer{}
}

// bind: RFC 8656 section 12.2.
func (s *Server) bind(r *request) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, no := s.ownLocked(r)
	if a == nil {
		return no
	}
	v, err := r.m.Get(stun.AttrChannelNumber)
	to, ok := peerAddress(r.m)
	if err != nil || len(v) != 4 || !ok {
		return answer{code: stun.CodeBadRequest}
	}
	if code := s.refused(a, to); code != 0 {
		return answer{code: code}
	}
	number, p := binary.BigEndian.Uint16(v), s.peerLocked(a, to)
	if !a.free(number, p, r.now) {
		return answer{code: stun.CodeBadRequest}
	}
	delete(a.channels, uint16(p.number.Load()))
	a.channels[number] = p
	p.permitted.Store(r.now.Add(permission).UnixNano())
	p.boundUntil.Store(r.now.Add(channel).UnixNano())
	p.number.Store(uint32(number))
	return answer{}
}

// refused is why a peer may not be reached, 0 if it may.
func (s *Server) refused(a *allocation, p netip.AddrPort) stun.ErrorCode {
	switch {
	case !s.cfg.Self(p):
		return stun.CodeForbidden
	case p.Addr().Is4() != a.relayed.Addr().Is4():
		return stun.CodePeerAddrFamilyMismatch
	}
	return 0
}

// peerLocked finds a peer that is not refused, so there are never many.
func (s *Server) peerLocked(a *allocation, to netip.AddrPort) *Peer {
	p := a.peers[to]
	if p == nil {
		p = &Peer{of: a, addr: to}
		p.inlet = s.cfg.Open(p)
		a.peers[to] = p
	}
	return p
}
