package rtc

import (
	"maps"
)

// Circles splits a room up, or brings it together (nil): whoever has the same
// number receives each other and nobody else, on the seats that they have; who
// is not named is in circle 0. A guide visits by taking a circle's number. The
// screen place is received by its owner's circle. All of it changes at once,
// and holds until the next call, also for who joins later.
func (r *Room) Circles(of map[string]int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return
	}
	r.circles = maps.Clone(of)
	for _, from := range r.bySeat {
		for _, to := range r.bySeat {
			if from != nil && to != nil && from != to {
				connect(from, to)
			}
		}
	}
	r.seatScreen()
}

// mayReceive: both the caller's Sees and the circles allow it.
func (p *peer) mayReceive(other string) bool {
	sees, circle := p.room.members[p.id].sees, p.room.circles
	return circle[p.id] == circle[other] && (sees == nil || sees(other))
}
