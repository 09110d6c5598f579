package relay

import (
	"encoding/binary"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/stun/v4"
)

// allocation is one client's relayed address.
type allocation struct {
	client  Client
	grant   *Grant
	relayed netip.AddrPort
	made    [stun.TransactionIDSize]byte // the request's
	until   atomic.Int64                 // Unix nanoseconds; 0: ended

	peers    map[netip.AddrPort]*Peer // Server.mu, as channels
	channels map[uint16]*Peer
}

func (a *allocation) alive(now time.Time) bool { return now.UnixNano() < a.until.Load() }

// free says whether a channel number may be p's. Those from 0x5000 are older
// clients' (RFC 5766 section 11).
func (a *allocation) free(number uint16, p *Peer, now time.Time) bool {
	if number < 0x4000 || number > 0x7FFE {
		return false
	}
	has := a.channels[number]
	return has == p || !p.bound(now) && (has == nil || !has.bound(now))
}

// told is what its client learns of an allocation.
func (a *allocation) told() answer {
	return answer{with: []stun.Setter{
		address{stun.AttrXORRelayedAddress, a.relayed},
		address{stun.AttrXORMappedAddress, a.client.Addr},
		seconds(lifetime),
	}}
}

// Peer is one of the engine's addresses as one client reaches it: a Sender of
// what the engine answers from there.
type Peer struct {
	of    *allocation
	addr  netip.AddrPort
	inlet func([]byte)

	permitted, boundUntil atomic.Int64  // Unix nanoseconds
	number                atomic.Uint32 // of the channel; 0: none
}

// Addr is the engine's address.
func (p *Peer) Addr() netip.AddrPort { return p.addr }

// Relayed is the address that the client has for the engine.
func (p *Peer) Relayed() netip.AddrPort { return p.of.relayed }

func (p *Peer) open(n int, now time.Time) bool {
	return p.of.alive(now) && now.UnixNano() < p.permitted.Load() && p.of.grant.take(n, now)
}

func (p *Peer) bound(now time.Time) bool { return now.UnixNano() < p.boundUntil.Load() }

func (p *Peer) receive(b []byte, now time.Time) {
	if p.open(len(b), now) {
		p.inlet(b)
	}
}

// maxFramed is what one write to a client may have: a run of the engine's, and
// the heads of its datagrams.
const maxFramed = 1 << 16

var frames = sync.Pool{New: func() any { b := make([]byte, 0, maxFramed); return &b }}

// Send frames a run and sends it to the client: as a run of ChannelData, which
// keeps segmentation offload, or one by one while there is no channel. What is
// over the grant's rate is dropped.
func (p *Peer) Send(run []byte, size int, _ netip.AddrPort) (runs bool) {
	now := time.Now()
	if !p.open(len(run), now) {
		return true
	}
	to := p.of.client
	if !p.bound(now) {
		for ; len(run) > 0; run = run[min(size, len(run)):] {
			p.indicate(run[:min(size, len(run))])
		}
		return true
	}
	buf := frames.Get().(*[]byte)
	defer frames.Put(buf)
	b, number := (*buf)[:0], uint16(p.number.Load())
	for ; len(run) > 0; run = run[min(size, len(run)):] {
		one := run[:min(size, len(run))]
		b = binary.BigEndian.AppendUint16(b, number)
		b = binary.BigEndian.AppendUint16(b, uint16(len(one)))
		b = append(b, one...)
	}
	*buf = b
	return to.Via.Send(b, size+4, to.Addr)
}

// indicate sends one datagram as a Data indication (RFC 8656 section 11.3).
func (p *Peer) indicate(b []byte) {
	m, err := stun.Build(stun.TransactionID, stun.NewType(stun.MethodData, stun.ClassIndication),
		address{stun.AttrXORPeerAddress, p.addr}, stun.RawAttribute{Type: stun.AttrData, Value: b})
	if err == nil {
		p.of.client.Via.Send(m.Raw, len(m.Raw), p.of.client.Addr)
	}
}

// address is an address as an attribute.
type address struct {
	attr stun.AttrType
	at   netip.AddrPort
}

func (a address) AddTo(m *stun.Message) error {
	x := stun.XORMappedAddress{IP: net.IP(a.at.Addr().AsSlice()), Port: int(a.at.Port())}
	return x.AddToAs(m, a.attr)
}

// peerAddress reads the first XOR-PEER-ADDRESS. An IPv4 address that is written
// as an IPv6 one stays that, and is nobody's.
func peerAddress(m *stun.Message) (netip.AddrPort, bool) {
	var x stun.XORMappedAddress
	if x.GetFromAs(m, stun.AttrXORPeerAddress) != nil {
		return netip.AddrPort{}, false
	}
	ip, ok := netip.AddrFromSlice(x.IP)
	return netip.AddrPortFrom(ip, uint16(x.Port)), ok
}

// seconds is a LIFETIME attribute.
type seconds time.Duration

func (s seconds) AddTo(m *stun.Message) error {
	m.Add(stun.AttrLifetime, binary.BigEndian.AppendUint32(nil, uint32(time.Duration(s)/time.Second)))
	return nil
}
