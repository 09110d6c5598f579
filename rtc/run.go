package rtc

import (
	"context"
	"slices"
	"time"

	"kring/rtc/internal/flow"
	"kring/rtc/internal/wire"
)

// The room's clock: a tick is how late a lost packet or a key frame may be
// asked for, the others are multiples of it.
const (
	tick          = 20 * time.Millisecond
	ticksFeedback = 5  // bandwidth feedback, layers, who is connected
	ticksVoices   = 10 // who speaks
	ticksReports  = 50 // RTCP reports
)

// run is the room's goroutine; it ends when the room closes.
func (r *Room) run(ctx context.Context) {
	t := time.NewTicker(tick)
	defer t.Stop()
	for n := 0; ; n++ {
		select {
		case <-ctx.Done():
			return
		case now := <-t.C:
			for _, tell := range r.tick(n, now) {
				tell(r.listener)
			}
		}
	}
}

// tick does what is due and returns what to tell the listener, in order.
func (r *Room) tick(n int, now time.Time) (news []func(Listener)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range r.bySeat {
		if p == nil {
			continue
		}
		p.ask(now)
		if n%ticksFeedback == 0 {
			p.look(now)
			p.arrivals()
		}
		if n%ticksReports == 0 {
			p.reports(now)
		}
	}
	if n%ticksFeedback == 0 {
		r.layers(now)
		news = r.connections(now)
	}
	if n%ticksVoices == 0 {
		defer r.tape.aim(r, now)
		if heard := r.voices(now); heard != nil {
			news = append(news, func(l Listener) { l.Speaking(heard) })
		}
	}
	return news
}

// connections finds whose media came up or was lost. A peer that closed its
// transport keeps only its name: there is nothing to send to any more.
func (r *Room) connections(now time.Time) (news []func(Listener)) {
	for id, m := range r.members {
		if m.peer == nil {
			continue
		}
		state := m.peer.conn.State(now)
		m.peer.setSilent(state == wire.Lost)
		if up := state == wire.Up; up != m.told {
			m.told = up
			news = append(news, func(l Listener) { l.Connected(id, up) })
		}
		if state == wire.Ended {
			r.unseat(m.peer)
			m.peer = nil
		}
	}
	return news
}

// setSilent stops sending to a peer that is not heard of, and begins anew,
// pictures with key frames, when it is.
func (p *peer) setSilent(silent bool) {
	if p.silent == silent {
		return
	}
	p.silent = silent
	for _, s := range p.sinks {
		s.restart()
	}
}

// voices finds who hears whom speak; nil: the same as before.
func (r *Room) voices(now time.Time) map[string][]int {
	r.speaking = r.speakers(now)
	changed := false
	heard := map[string][]int{}
	for _, p := range r.bySeat {
		if p == nil {
			continue
		}
		seats := []int{}
		for _, seat := range r.speaking {
			if p.hears(seat) {
				seats = append(seats, seat)
			}
		}
		changed = changed || !slices.Equal(p.heard, seats)
		p.heard, heard[p.id] = seats, seats
		if i := slices.IndexFunc(seats, func(seat int) bool { return seat != p.seat }); i >= 0 {
			p.speaker = seats[i]
		}
	}
	if !changed {
		return nil
	}
	return heard
}

// hears: the seat's sound goes to the peer, or is its own.
func (p *peer) hears(seat int) bool { return seat == p.seat || p.sinks[2*seat].source != nil }

// speakers lists the seats that speak, loudest first.
func (r *Room) speakers(now time.Time) []int {
	var list []flow.Voice
	for seat, p := range r.bySeat {
		if p == nil || p.sources[microphone].held {
			continue
		}
		if l := &p.sources[microphone].loudness; l.Speaks(now) {
			list = append(list, flow.Voice{Seat: seat, Level: l.Level()})
		}
	}
	return flow.Order(r.speaking, list)
}
