package rtc

import (
	"math"
	"time"
)

// ScreenPlace is the seat number of the screen place in a Tile.
const ScreenPlace = -1

// Tile says how high a picture is on a member's page, in device pixels; 0 is
// not visible.
type Tile struct{ Seat, Height int }

// maxLayers of one camera (package signal takes no more).
const maxLayers = 3

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

// meter measures the bit rate of a stream, smoothed over half a second.
type meter struct {
	rate  float64 // bit/s
	bytes int     // since the last look
	at    time.Time
}

func (m *meter) look(now time.Time) {
	if d := now.Sub(m.at).Seconds(); !m.at.IsZero() && d > 0 {
		m.rate += (float64(m.bytes)*8/d - m.rate) * min(d/0.5, 1)
	}
	m.bytes, m.at = 0, now
}

// look measures all streams of the peer.
func (p *peer) look(now time.Time) {
	for _, s := range p.sources {
		for _, t := range s.tracks {
			t.meter.look(now)
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
	if p.bandwidth.known() {
		room = p.bandwidth.rate
	}
	tiles := p.room.tiles[:0]
	for i, s := range p.sinks {
		switch {
		case s.source == nil || s.source.held:
		case !s.video:
			room -= s.source.tracks[0].meter.rate
		default:
			if t, ok := s.tile(now); ok {
				seat := i / 2
				t.rank = p.rankOf(seat)
				t.most = s.useful(view, seat)
				tiles = append(tiles, t)
			}
		}
	}
	choose(tiles, room, p.bandwidth.mayRise(now))
	for _, t := range tiles {
		if t.chosen == none {
			t.sink.aim(nil)
		} else {
			t.sink.aim(t.sink.source.tracks[t.chosen])
		}
	}
	p.room.tiles = tiles
}

// tile describes the sink's picture. False: nothing is sent yet or just now,
// and whatever comes first will do.
func (s *sink) tile(now time.Time) (tile, bool) {
	t := tile{sink: s, has: none}
	alive := false
	for i, k := range s.source.tracks {
		cost := 0.0
		if now.Sub(k.last) < aliveFor {
			cost, alive = max(k.meter.rate, 1), true
		}
		t.costs[i] = cost
		if s.target == k {
			t.has = i
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
		return none
	}
	for i, k := range s.source.tracks {
		if k.height >= height {
			return i
		}
	}
	return top
}

// rankOf a seat's picture; the seat after the last is the screen place.
func (p *peer) rankOf(seat int) rank {
	switch seat {
	case p.room.seats:
		return shared
	case p.speaker:
		return speaker
	}
	return other
}
