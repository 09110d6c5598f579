package meeting

import (
	"context"
	"sync"
)

// Media is what a meeting asks of the media server. A peer is a participant
// id. Mute and Camera may come before Answer and hold for it; Answer and Leave
// of one peer come one at a time; Close comes after all others of its meeting.
// They may block.
type Media interface {
	// Answer connects o.Peer, in place of an older connection of the same
	// peer, and returns the SDP answer; an offer that is not acceptable is a
	// fault.
	Answer(ctx context.Context, o Offer) (sdp string, err error)
	// Mute holds back or lets through the microphone, Camera the picture.
	Mute(meeting, peer string, muted bool)
	Camera(meeting, peer string, on bool)
	Leave(meeting, peer string)
	Close(meeting string)
}

// Offer is one participant's offer: Seat counts from 0, Seats is how many the
// meeting has.
type Offer struct {
	Meeting, Peer string
	Seat, Seats   int
	SDP           string
}

// track is what the media server should do with one peer; another offer
// number is a new connection, which knows nothing yet.
type track struct {
	devices Devices
	offer   int64
}

// mixer brings the media server to what the actor wants, on a goroutine of its
// own. Only the newest wish counts, so nothing piles up.
type mixer struct {
	media   Media
	meeting string
	wake    chan struct{}

	mu    sync.Mutex
	want  map[string]track
	peers map[string]*sync.Mutex // held while one peer joins or leaves
}

func newMixer(media Media, meeting string) *mixer {
	return &mixer{media: media, meeting: meeting, wake: make(chan struct{}, 1), peers: map[string]*sync.Mutex{}}
}

// set replaces the wish. It does not block.
func (x *mixer) set(want map[string]track) {
	x.mu.Lock()
	x.want = want
	x.mu.Unlock()
	x.nudge()
}

// lock returns the lock of a peer.
func (x *mixer) lock(peer string) *sync.Mutex {
	x.mu.Lock()
	defer x.mu.Unlock()
	l := x.peers[peer]
	if l == nil {
		l = &sync.Mutex{}
		x.peers[peer] = l
	}
	return l
}

// join holds a peer until the caller calls release.
func (x *mixer) join(peer string) (release func()) {
	l := x.lock(peer)
	l.Lock()
	return func() {
		l.Unlock()
		x.nudge() // a drop may have been put off
	}
}

func (x *mixer) nudge() {
	select {
	case x.wake <- struct{}{}:
	default:
	}
}

func (x *mixer) wanted() map[string]track {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.want
}

// run ends when done is closed.
func (x *mixer) run(done <-chan struct{}) {
	is := map[string]track{}
	for {
		select {
		case <-x.wake:
			x.settle(is)
		case <-done:
			return
		}
	}
}

// settle makes is what is wanted.
func (x *mixer) settle(is map[string]track) {
	for peer := range is {
		if x.drop(peer) {
			delete(is, peer)
		}
	}
	for peer, want := range x.wanted() {
		have, known := is[peer]
		fresh := !known || have.offer != want.offer
		if fresh || have.devices.Microphone != want.devices.Microphone {
			x.media.Mute(x.meeting, peer, !want.devices.Microphone)
		}
		if fresh || have.devices.Camera != want.devices.Camera {
			x.media.Camera(x.meeting, peer, want.devices.Camera)
		}
		is[peer] = want
	}
}

// drop disconnects a peer that is not wanted. While that peer is joining it
// waits for the end of that, so that no other peer's mute waits.
func (x *mixer) drop(peer string) (dropped bool) {
	l := x.lock(peer)
	if !l.TryLock() {
		return false
	}
	defer l.Unlock()
	_, wanted := x.wanted()[peer]
	if !wanted {
		x.media.Leave(x.meeting, peer)
	}
	return !wanted
}

// Offer answers the visitor's offer, outside the actor. She must have a seat,
// before and after.
func (v *Visit) Offer(ctx context.Context, sdp string) (answer string, err error) {
	m, peer := v.m, v.who.ID
	defer m.mixer.join(peer)()
	o := Offer{Meeting: m.id, Peer: peer, Seats: m.seats, SDP: sdp}
	var on Devices
	err = v.do(ctx, func(x *part) error {
		o.Seat, on = m.saved.seated(peer).Seat, x.devices
		m.offers.Add(1)
		return nil
	})
	if err != nil {
		return "", err
	}
	defer m.offers.Done()
	m.hold(peer, on)
	if answer, err = m.deps.Media.Answer(ctx, o); err != nil {
		return "", err
	}
	err = v.do(context.WithoutCancel(ctx), func(x *part) error {
		m.count++
		x.offer = m.count
		return nil
	})
	if err != nil {
		m.deps.Media.Leave(m.id, peer)
	}
	return answer, err
}

// hold keeps back, before the first packet, what is off. What is on is the
// mixer's to let through: by then a mute may have come.
func (m *Meeting) hold(peer string, on Devices) {
	if !on.Microphone {
		m.deps.Media.Mute(m.id, peer, true)
	}
	if !on.Camera {
		m.deps.Media.Camera(m.id, peer, false)
	}
}
