package meeting

import (
	"context"
	"maps"
	"sync"

	"kring/internal/fault"
)

// Media is what a meeting asks of the media server. A peer is a participant
// id. Answer and Leave of one peer come one at a time; Close comes after all
// others of its meeting. They may block.
type Media interface {
	// Answer connects o.Peer, in place of an older connection of the same
	// peer, and returns the SDP answer; an offer that is not acceptable is a
	// fault. What is off is held back from the first packet on; what is on is
	// Mute's and Camera's to let through: by then a mute may have come.
	Answer(ctx context.Context, o Offer) (sdp string, err error)
	// Mute holds back or lets through the microphone, Camera the picture.
	Mute(meeting, peer string, muted bool)
	Camera(meeting, peer string, on bool)
	// Screen gives the peer the one screen place, or takes it from her if she has it.
	Screen(meeting, peer string, on bool)
	// View says which pictures the peer receives; before the first that is all.
	View(meeting, peer string, tiles []Tile)
	Leave(meeting, peer string)
	// Circles says who is in which room: peers hear and see those in their own.
	// It may name peers that are not connected yet.
	Circles(meeting string, rooms map[string]int)
	Close(meeting string)
}

// Offer is one participant's offer: Seat counts from 0, Seats is how many the
// meeting has.
type Offer struct {
	Meeting, Peer string
	Seat, Seats   int
	SDP           string
	Devices                              // what is on
	Sees          func(peer string) bool // whose media the peer may receive (ORG-11)
	Rooms         map[string]int         // as for Circles, for a meeting whose first offer it is
}

// track is what the media server should do with one peer; another offer
// number is a new connection, which knows nothing yet.
type track struct {
	devices Devices
	screen  bool
	tiles   *[]Tile // another pointer is another wish
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
	rooms map[string]int   // by peer
	peers map[string]*peer // whoever made an offer and did not leave
}

// peer is one participant at the media server.
type peer struct {
	sync.Mutex       // held while she joins or leaves
	is         track // what the media server was told; the mixer's
}

func newMixer(media Media, meeting string) *mixer {
	return &mixer{media: media, meeting: meeting, wake: make(chan struct{}, 1), peers: map[string]*peer{}}
}

// set replaces the wish. It does not block.
func (x *mixer) set(want map[string]track, rooms map[string]int) {
	x.mu.Lock()
	x.want, x.rooms = want, rooms
	x.mu.Unlock()
	x.nudge()
}

// join holds a participant until the caller calls release; from then on she is
// in, unless the actor does not want her.
func (x *mixer) join(id string) (release func()) {
	for {
		p := x.peer(id)
		p.Lock()
		if x.peer(id) == p {
			return func() {
				p.Unlock()
				x.nudge() // a drop may have been put off
			}
		}
		p.Unlock() // she left meanwhile
	}
}

func (x *mixer) peer(id string) *peer {
	x.mu.Lock()
	defer x.mu.Unlock()
	p := x.peers[id]
	if p == nil {
		p = &peer{}
		x.peers[id] = p
	}
	return p
}

func (x *mixer) nudge() {
	select {
	case x.wake <- struct{}{}:
	default:
	}
}

// run ends when done is closed.
func (x *mixer) run(done <-chan struct{}) {
	for {
		select {
		case <-x.wake:
			x.mu.Lock()
			peers, rooms := maps.Clone(x.peers), x.rooms
			x.mu.Unlock()
			x.media.Circles(x.meeting, rooms) // before all else: what is said in a room stays there
			for id, p := range peers {
				x.settle(id, p)
			}
		case <-done:
			return
		}
	}
}

// settle makes of one peer what is wanted.
func (x *mixer) settle(id string, p *peer) {
	x.mu.Lock()
	want, in := x.want[id]
	x.mu.Unlock()
	if !in {
		x.drop(id, p)
		return
	}
	fresh := p.is.offer != want.offer
	if fresh || p.is.devices.Microphone != want.devices.Microphone {
		x.media.Mute(x.meeting, id, !want.devices.Microphone)
	}
	if fresh || p.is.devices.Camera != want.devices.Camera {
		x.media.Camera(x.meeting, id, want.devices.Camera)
	}
	if fresh && want.screen || p.is.screen != want.screen {
		x.media.Screen(x.meeting, id, want.screen)
	}
	if want.tiles != nil && (fresh || p.is.tiles != want.tiles) {
		x.media.View(x.meeting, id, *want.tiles)
	}
	p.is = want
}

// drop disconnects a peer that is not wanted. While she is joining it waits
// for the end of that, so that no other peer's mute waits.
func (x *mixer) drop(id string, p *peer) {
	if !p.TryLock() {
		return
	}
	defer p.Unlock()
	x.mu.Lock()
	_, in := x.want[id] // she may have come back just now
	x.mu.Unlock()
	if in {
		return
	}
	x.media.Leave(x.meeting, id)
	x.mu.Lock()
	delete(x.peers, id) // after Leave: who finds no peer need not wait for it
	x.mu.Unlock()
}

// Offer answers the visitor's offer.
func (v *Visit) Offer(ctx context.Context, sdp string) (answer string, err error) {
	err = v.Connect(ctx, func(o Offer) (err error) {
		o.SDP = sdp
		answer, err = v.m.deps.Media.Answer(ctx, o)
		return err
	})
	return answer, err
}

// Connect lets do open something for the visitor at the media server, outside
// the actor; Media.Leave ends it. She must have a seat, before and after.
func (v *Visit) Connect(ctx context.Context, do func(Offer) error) error {
	m, peer := v.m, v.who.ID
	defer m.mixer.join(peer)()
	o := Offer{Meeting: m.id, Peer: peer, Seats: m.seats, Sees: v.receives}
	err := v.do(ctx, func(x *part) error {
		if m.kind == chatKind || v.room {
			return fault.New(fault.Conflict, "media.none", "a chat meeting, and who is in the room with others, has no sound or picture")
		}
		o.Seat, o.Devices, o.Rooms = m.saved.seated(peer).Seat, x.devices, m.rooms()
		m.offers.Add(1)
		return nil
	})
	if err != nil {
		return err
	}
	defer m.offers.Done()
	if err := do(o); err != nil {
		return err
	}
	return v.do(context.WithoutCancel(ctx), func(x *part) error { // failing, the mixer drops her
		m.count++
		x.offer = m.count
		return nil
	})
}

// receives says whether the visitor may receive a peer's media. It is called
// from any goroutine, also for peers that come later: whoever enters brings a
// circle in which they are known.
func (v *Visit) receives(peer string) bool {
	c := *v.m.latest.Load()
	return c.Sees(v.who.PersonID, c.Person(peer))
}
