package rtc

import (
	"context"
	"sync"
	"time"

	"kring/rtc/internal/flow"
	"kring/rtc/internal/relay"
	"kring/rtc/internal/wire"
)

// Room is one meeting's media. All methods may be called at any time; none of
// them waits for the network.
type Room struct {
	engine   *Engine
	id       string
	seats    int
	listener Listener

	stop context.CancelFunc // of run
	done sync.WaitGroup

	mu       sync.Mutex // guards everything below, peers included
	closed   bool
	members  map[string]*member
	bySeat   []*peer
	screen   string         // who has the screen place
	circles  map[string]int // by peer; nil: all together
	burst    wire.Burst
	tape     *tape // nil: nothing is recorded
	speaking []int
	pictures []flow.Picture // reused
	red      []byte         // reused
}

// member is what the caller said of a peer. It outlives the peer's transport:
// who was muted stays muted after coming back.
type member struct {
	muted, cameraOff bool
	peer             *peer       // nil before Join
	view             map[int]int // tile heights by seat; nil: all, as good as it comes
	told             bool        // Connected(true) was the last word
	sees             func(other string) bool
	relay            *relay.Grant // nil before Credential
}

func newRoom(e *Engine, id string, seats int, l Listener) *Room {
	ctx, stop := context.WithCancel(context.Background())
	r := &Room{
		engine: e, id: id, seats: seats, listener: l,
		stop: stop, members: map[string]*member{}, bySeat: make([]*peer, seats),
	}
	r.done.Go(func() { r.run(ctx) }) // ends with Close
	return r
}

// Mute holds a peer's microphone: what it sends is dropped here. It may be
// called before Join, and holds through joining again until Leave.
func (r *Room) Mute(peer string, muted bool) {
	r.set(peer, func(m *member) { m.muted = muted })
}

// Camera holds a peer's camera, or lets it through again.
func (r *Room) Camera(peer string, on bool) {
	r.set(peer, func(m *member) { m.cameraOff = !on })
}

// Sees limits whose media a peer receives: only of those others that sees
// allows. Without it, or with nil, that is everybody. Like Mute it may be called
// before Join, and holds until Leave.
func (r *Room) Sees(peer string, sees func(other string) bool) {
	r.set(peer, func(m *member) { m.sees = sees })
}

// Screen gives the screen place to a peer, or takes it from the peer if it has
// it. Screen and its sound are dropped from everybody else.
func (r *Room) Screen(peer string, on bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case on:
		r.screen = peer
	case r.screen == peer:
		r.screen = ""
	}
	r.seatScreen()
}

func (r *Room) set(peer string, change func(*member)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return
	}
	m := r.member(peer)
	change(m)
	if m.peer != nil {
		m.peer.hold(m)
		r.seat(m.peer)
	}
}

func (r *Room) member(peer string) *member {
	m := r.members[peer]
	if m == nil {
		m = &member{}
		r.members[peer] = m
	}
	return m
}

// Leave ends a peer's media and its use of the relay, and frees its seat.
func (r *Room) Leave(peer string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	m := r.members[peer]
	if m == nil {
		return
	}
	delete(r.members, peer)
	r.end(m)
	if r.screen == peer {
		r.screen = ""
	}
}

// Close ends everybody's media and waits for the room's goroutine.
func (r *Room) Close() error {
	r.mu.Lock()
	if !r.closed {
		r.closed = true
		r.stop()
		for _, m := range r.members {
			r.end(m)
		}
	}
	r.mu.Unlock()
	r.done.Wait()
	r.engine.forget(r)
	return nil
}

// seat puts a peer on its seat: everybody who may gets its media on that
// seat's lines, and it gets theirs.
func (r *Room) seat(p *peer) {
	r.bySeat[p.seat] = p
	for _, other := range r.bySeat {
		if other != nil && other != p {
			connect(p, other)
			connect(other, p)
		}
	}
	r.seatScreen()
}

// connect lets to receive from on from's seat, if it may.
func connect(from, to *peer) {
	sound, picture := from.sources[microphone], from.sources[camera]
	if !to.mayReceive(from.id) {
		sound, picture = nil, nil
	}
	to.sinks[2*from.seat].take(sound)
	to.sinks[2*from.seat+1].take(picture)
}

// seatScreen connects the screen place to whoever has it.
func (r *Room) seatScreen() {
	var picture, sound *source
	owner := r.members[r.screen]
	if owner != nil && owner.peer != nil {
		picture, sound = owner.peer.sources[screen], owner.peer.sources[screenSound]
	}
	for _, p := range r.bySeat {
		if p == nil {
			continue
		}
		picture, sound := picture, sound
		held := owner == nil || p != owner.peer
		p.sources[screen].setHeld(held)
		p.sources[screenSound].setHeld(held)
		if !held || !p.mayReceive(r.screen) {
			picture, sound = nil, nil // nobody gets their own back
		}
		p.sinks[2*r.seats].take(picture)
		p.sinks[2*r.seats+1].take(sound)
	}
	r.layers(time.Now()) // what is new may not fit
}

// unseat ends a peer: its sources leave all sinks, its sinks all sources.
func (r *Room) unseat(p *peer) {
	p.gone = true
	p.conn.Close()
	if r.bySeat[p.seat] == p {
		r.bySeat[p.seat] = nil
	}
	for _, s := range p.sources {
		for len(s.sinks) > 0 {
			s.sinks[0].take(nil)
		}
		s.stop()
	}
	for _, s := range p.sinks {
		s.take(nil)
	}
}

// Stats tells how the room is.
func (r *Room) Stats() Stats {
	now := time.Now()
	r.mu.Lock()
	defer r.mu.Unlock()
	st := Stats{}
	for id, m := range r.members {
		if m.peer == nil {
			continue
		}
		c := m.peer.counts
		c.Peer, c.Seat = id, m.peer.seat
		c.Bandwidth = int(m.peer.bandwidth.Rate())
		c.Connected = m.peer.conn.State(now) == wire.Up
		st.Peers = append(st.Peers, c)
	}
	return st
}

// Stats of a room.
type Stats struct{ Peers []PeerStats }

// PeerStats counts one peer's packets since it joined.
type PeerStats struct {
	Peer      string
	Seat      int
	Connected bool
	Bandwidth int // estimated, in bit/s; 0: the peer gives no feedback

	Received  uint64 // media packets from the peer
	Sent      uint64 // media packets to the peer
	SentBytes uint64 // on the wire, retransmission included
	Repaired  uint64 // packets sent again to the peer
	Recovered uint64 // packets the peer sent again
	Refused   uint64 // packets of unknown streams
}
