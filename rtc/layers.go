package rtc

import (
	"math"
	"time"

	"kring/rtc/internal/flow"
)

// ScreenPlace is the seat number of the screen place in a Tile.
const ScreenPlace = -1

// Tile says how high a picture is on a member's page, in device pixels; 0 is
// not visible.
type Tile struct{ Seat, Height int }

// View tells which pictures a peer's page shows, and how large. What is not
// named is not sent, so an empty list is sound only. Before the first call
// everything is sent as good as it comes. It holds until Leave.
func (r *Room) View(peer string, tiles []Tile) {
	view := make(map[int]int, len(tiles))
	for _, t := range tiles {
		view[t.Seat] = t.Height
	}
	r.set(peer, func(m *member) { m.view = view })
}

// aliveFor is how long a layer counts as sent after its last packet: browsers
// stop layers that their uplink or camera cannot carry.
const aliveFor = time.Second

// look measures all streams of the peer.
func (p *peer) look(now time.Time) {
	for _, s := range p.sources {
		for _, t := range s.tracks {
			t.meter.Look(now)
		}
	}
}

// layers chooses the layers of all pictures in the room.
func (r *Room) layers(now time.Time) {
	for _, p := range r.bySeat {
		if p != nil {
			p.layers(now, r.members[p.id].view)
		}
	}
}

// layers chooses the layer of every picture that the peer receives.
func (p *peer) layers(now time.Time, view map[int]int) {
	room := math.Inf(1)
	if p.bandwidth.Known() {
		room = p.bandwidth.Rate()
	}
	pictures := p.room.pictures[:0]
	for i, s := range p.sinks {
		switch {
		case s.source == nil || s.source.held:
		case !s.video:
			room -= s.source.tracks[0].meter.Rate()
		default:
			if t, ok := s.picture(now); ok {
				seat := i / 2
				t.Line = i
				t.Rank = p.rankOf(seat)
				t.Most = s.useful(view, seat)
				pictures = append(pictures, t)
			}
		}
	}
	flow.Choose(pictures, room, p.bandwidth.MayRise(now))
	for _, t := range pictures {
		if s := p.sinks[t.Line]; t.Chosen == flow.None {
			s.aim(nil)
		} else {
			s.aim(s.source.tracks[t.Chosen])
		}
	}
	p.room.pictures = pictures
}

// picture describes the sink's picture. False: nothing is sent yet or just now,
// and whatever comes first will do.
func (s *sink) picture(now time.Time) (flow.Picture, bool) {
	t := flow.Picture{Has: flow.None}
	alive := false
	for i, k := range s.source.tracks {
		cost := 0.0
		if now.Sub(k.last) < aliveFor {
			cost, alive = max(k.meter.Rate(), 1), true
		}
		t.Costs[i] = cost
		if s.target == k {
			t.Has = i
		}
	}
	return t, alive
}

// useful is the highest layer worth sending: the lowest one that is at least
// as high as the tile.
func (s *sink) useful(view map[int]int, seat int) int {
	top := len(s.source.tracks) - 1
	if view == nil {
		return top
	}
	if seat == s.peer.room.seats {
		seat = ScreenPlace
	}
	height := view[seat]
	if height <= 0 {
		return flow.None
	}
	for i, k := range s.source.tracks {
		if k.height >= height {
			return i
		}
	}
	return top
}

// rankOf a seat's picture; the seat after the last is the screen place.
func (p *peer) rankOf(seat int) flow.Rank {
	switch seat {
	case p.room.seats:
		return flow.Shared
	case p.speaker:
		return flow.Speaker
	}
	return flow.Other
}
