package rtc

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"kring/internal/fault"
	"kring/rtc/internal/flow"
	"kring/rtc/internal/signal"
	"kring/rtc/internal/wire"
)

// Join seats a peer with its browser's offer and returns the answer. Joining
// again from the same PeerConnection is an ICE restart, which changes nothing
// else; from another one it replaces the first. A peer keeps its seat: another
// number needs Leave. Faults: Invalid for the offer or the seat, Conflict for a
// seat that is taken.
func (r *Room) Join(ctx context.Context, id string, seat int, offer string) (answer string, err error) {
	if err := ctx.Err(); err != nil {
		return "", fmt.Errorf("join: %w", err)
	}
	if seat < 0 || seat >= r.seats {
		return "", fault.New(fault.Invalid, "media.seat", "seat %d of %d", seat, r.seats)
	}
	o, err := signal.ParseOffer(offer, r.seats)
	if err != nil {
		return "", err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return "", errors.New("join: the room is closed")
	}
	m := r.member(id)
	if old := m.peer; old != nil && old.seat == seat && old.sameConnection(o) {
		old.conn.Restart(o.Ufrag)
		old.answer.Version++
		return old.text(o), nil
	}
	if by := r.bySeat[seat]; by != nil && by != m.peer {
		return "", fault.New(fault.Conflict, "media.seat", "seat %d is taken", seat)
	}
	if m.peer != nil {
		r.unseat(m.peer)
	}
	m.peer = newPeer(r, id, seat, o)
	m.peer.hold(m)
	r.seat(m.peer)
	return m.peer.text(o), nil
}

// sameConnection: an ICE restart comes from the same PeerConnection (the o=
// line's session id), with the same certificate and lines.
func (p *peer) sameConnection(o *signal.Offer) bool {
	if o.Session != p.offer.Session || o.Fingerprint != p.offer.Fingerprint || p.conn.State(time.Now()) == wire.Ended {
		return false
	}
	for i, l := range o.Lines {
		if l.MID != p.offer.Lines[i].MID {
			return false
		}
	}
	return true
}

// newPeer makes a peer with its four sources and a sink for every line that it
// receives on.
func newPeer(r *Room, id string, seat int, o *signal.Offer) *peer {
	p := &peer{room: r, id: id, seat: seat, offer: o, in: map[uint32]*stream{}, out: map[uint32]*sink{}}
	p.conn = r.engine.port.Open(wire.Remote{Ufrag: o.Ufrag, Fingerprint: o.Fingerprint}, p)
	p.feedback.ssrc = p.freshSSRC()
	for i := range p.sources {
		p.sources[i] = newSource(p, i, o.Lines[i])
	}
	p.answer = signal.Answer{
		Session: rand.Uint64() >> 2, Version: 1, // RFC 9429 section 5.2.1: 63 bits, the highest 0
		Fingerprint: r.engine.port.Fingerprint(), Candidates: r.engine.port.Candidates(),
	}
	for i, l := range o.Lines[signal.Sending:] {
		s := newSink(p, l)
		if s.twcc != 0 {
			p.bandwidth = flow.NewBandwidth()
		}
		p.sinks = append(p.sinks, s)
		stream := fmt.Sprintf("seat-%d", i/2)
		if i/2 == r.seats {
			stream = "screen"
		}
		p.answer.Sends = append(p.answer.Sends, signal.Send{Stream: stream, SSRC: s.ssrc, RTX: s.rtx})
	}
	return p
}

// text writes the answer with the newest credentials.
func (p *peer) text(o *signal.Offer) string {
	p.answer.Ufrag, p.answer.Pwd = p.conn.Credentials()
	return p.answer.Text(o)
}

// freshSSRC picks an SSRC that this peer neither sends nor receives.
func (p *peer) freshSSRC() uint32 {
	for {
		n := rand.Uint32()
		if n != 0 && p.out[n] == nil && !p.offer.Uses(n) {
			return n
		}
	}
}
