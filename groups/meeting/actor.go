package meeting

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"kring/groups/script"
)

// errEnded: this actor has stopped; the meeting may have another one.
var errEnded = errors.New("meeting: no longer led here")

// Meeting is the live state of one meeting. Fields below ops belong to the
// goroutine of run alone.
type Meeting struct {
	id    string
	group string
	kind  string
	seats int
	deps  *Deps

	ops     chan func()   // every action, done one after another
	toSave  chan state    // to the writer; never more than one on its way
	done    chan struct{} // closed when run has ended: no op will be done
	over    chan struct{} // closed when all its goroutines have ended and it may be claimed again
	mixer   *mixer
	offers  sync.WaitGroup // media offers that are being answered
	claimed *claim         // the writer's

	saved, next state                  // told to everybody; what is to be saved
	screen      string                 // participant id of who shares a screen; see sharing
	circle      Circle                 // of the group, as of the last time somebody entered
	latest      atomic.Pointer[Circle] // the same, for the media server to ask
	parts       map[string]*part
	asked       []func(error) // wait for next to be saved
	onTheWay    []func(error) // wait for the state that the writer has
	saving      bool
	dirty       bool // next differs from what the writer got last
	stop        bool
	rev         int64
	count       int64 // visits and hands, for their order
	waitFor     wait
	timer       *time.Timer
	closes      int64                        // when it closes if no facilitator comes, Unix ms; 0: it does not
	bell        *time.Timer                  // rings at the end of the pairs
	rings       int64                        // when, Unix ms; 0: there is no end
	joint       atomic.Pointer[script.Joint] // the saved joint step, for whom counts its answers
	answered    int                          // people who answered it, as homework says
}

// know takes a newer circle.
func (m *Meeting) know(c Circle) {
	m.circle = c
	m.latest.Store(&c)
}

// part is what the writer never sees of a participant and a crash forgets:
// the connection, own devices, a remote mute, the hand, what the page shows, and
// whether media runs.
type part struct {
	visit   *Visit // nil: not connected
	last    *Visit // the newest, also when its connection is lost
	devices Devices
	mutedBy string
	hand    int64   // when it was raised, by m.count; 0 is down
	tiles   *[]Tile // what her page shows; nil: not told
	offer   int64   // number of the media offer that was answered last; 0 is none
}

// run owns the meeting. It ends at shutdown (ctx), when nobody is left of a
// meeting that is not open, or when the lease is lost.
func (m *Meeting) run(ctx context.Context) {
	defer close(m.done)
	defer m.timer.Stop()
	defer m.bell.Stop()
	m.tend()
	for !m.stop {
		select {
		case op := <-m.ops:
			op()
		case <-m.timer.C:
			m.timeUp()
		case <-m.bell.C:
			m.pairsUp()
		case <-ctx.Done():
			m.lost()
		}
		m.tend()
	}
}

// post hands op to the actor; false when it has ended or ctx is over first.
func (m *Meeting) post(ctx context.Context, op func()) error {
	select {
	case m.ops <- op:
		return nil
	case <-m.done:
		return errEnded
	case <-ctx.Done():
		return ctx.Err()
	}
}

// ask runs op on the actor and waits for its answer.
func (m *Meeting) ask(ctx context.Context, op func(answer func(error))) error {
	got := make(chan error, 1)
	if err := m.post(ctx, func() { op(func(err error) { got <- err }) }); err != nil {
		return err
	}
	select {
	case err := <-got:
		return err
	case <-m.done:
		select {
		case err := <-got:
			return err
		default:
			return errEnded
		}
	case <-ctx.Done():
		return ctx.Err()
	}
}

// change tries f on a copy of the state and, when f agrees, has the copy
// saved; then is called on the actor after that, before anybody is told.
func (m *Meeting) change(f func(*state) error, then func(error)) {
	try := m.next.clone()
	if err := f(&try); err != nil {
		then(err)
		return
	}
	m.next, m.dirty = try, true
	m.asked = append(m.asked, then)
	m.flush()
}

// note changes what need not be saved before it is told: attendance times.
func (m *Meeting) note(f func(*state)) {
	try := m.next.clone()
	f(&try)
	m.next, m.dirty = try, true
	m.flush()
}

// flush gives the writer the newest state when it is idle, so that sixteen who
// come at once take two writes.
func (m *Meeting) flush() {
	if m.saving || !m.dirty || m.stop {
		return
	}
	m.saving, m.dirty = true, false
	m.onTheWay, m.asked = m.asked, nil
	m.toSave <- m.next.clone()
}

// onSaved is the writer's report. After a failure everything since the last
// saved state is undone and answered with the error.
func (m *Meeting) onSaved(s state, err error) {
	m.saving = false
	told := m.onTheWay
	m.onTheWay = nil
	if err == nil {
		m.saved = s
		m.joint.Store(s.run.Joint)
	} else {
		told = append(told, m.asked...)
		m.asked, m.next, m.dirty = nil, m.saved.clone(), false
	}
	for _, then := range told {
		then(err)
	}
	if errors.Is(err, errLost) {
		m.lost()
		return
	}
	m.publish()
	m.flush()
}

// publish shows the saved state and the volatile part to every visit, and to
// the mixer.
func (m *Meeting) publish() {
	m.hush()
	m.attend()
	s := m.shoot()
	if m.deps.Scene != nil {
		m.deps.Scene(m.id, m.told(s))
	}
	for _, x := range m.parts {
		if x.visit != nil {
			x.visit.show(s)
		}
	}
	m.mix()
}

// mix tells the mixer who is to be heard and seen, and by whom.
func (m *Meeting) mix() {
	want := map[string]track{}
	for id, x := range m.parts {
		if x.offer != 0 && m.saved.seated(id) != nil {
			want[id] = track{x.devices, m.sharing() == id, x.tiles, x.offer}
		}
	}
	m.mixer.set(want, m.rooms())
}

// part returns the volatile part of a participant.
func (m *Meeting) part(id string) *part {
	x := m.parts[id]
	if x == nil {
		x = &part{}
		m.parts[id] = x
	}
	return x
}
