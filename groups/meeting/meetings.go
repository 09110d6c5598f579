package meeting

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"kring/groups"
	"kring/internal/fault"
	"kring/internal/store"
)

// People knows the circle of a meeting; Of makes one of groups.
type People interface {
	Circle(ctx context.Context, meeting string) (Circle, error)
}

// Circle is who is in a group and who sees whom (ORG-11).
type Circle interface {
	// Participant names a person; false for who has no part in the group now.
	Participant(personID string) (Who, bool)
	// Sees says whether the viewer may know that the other is there.
	Sees(viewer, other string) bool
	// Person is whose participant id it is, "" for nobody's.
	Person(participantID string) string
	// Reads says whether the viewer may read what the other shares, if need be
	// without a name.
	Reads(viewer, other string) bool
}

// Deps is what Open needs. Node names this server and stays the same over a
// restart; zero times get their defaults.
type Deps struct {
	Documents Documents
	People    People
	Media     Media
	Sealer    Sealer
	Scripts   Scripts
	Answers   Answers
	Ended     func(ctx context.Context, meeting string) // told once it is saved that a meeting is closed; may be nil
	Captioned func(meeting, line string)                // told each final caption; it must not block; may be nil
	Scene     func(meeting string, s Scene)             // told what goes on, before anybody; it must not block; may be nil
	Node      string
	Grace     time.Duration // without a facilitator until it closes, 5 minutes
	Lease     time.Duration // 30 seconds
}

// Meetings are the meetings that this node leads.
type Meetings struct {
	deps Deps
	stop context.CancelFunc
	ctx  context.Context // of every actor; done at Close
	wg   sync.WaitGroup

	mu   sync.Mutex
	live map[string]*slot
}

// slot is one meeting that is being claimed or led; ready is closed when m or
// err is set.
type slot struct {
	ready chan struct{}
	m     *Meeting
	err   error
}

// New returns the meetings of a node; Resume goes on with those that are open.
func New(d Deps) *Meetings {
	if d.Grace == 0 {
		d.Grace = 5 * time.Minute
	}
	if d.Lease == 0 {
		d.Lease = 30 * time.Second
	}
	s := &Meetings{deps: d, live: map[string]*slot{}}
	s.ctx, s.stop = context.WithCancel(context.Background())
	return s
}

// Resume leads the meetings that are open and that no other node leads, so
// that they also close when nobody comes back.
func (s *Meetings) Resume(ctx context.Context) error {
	docs, err := s.deps.Documents.Find(ctx, store.Query{Where: []store.Cond{store.Is("phase", groups.Opened)}, Limit: 1000})
	if err != nil {
		return fmt.Errorf("find open meetings: %w", err)
	}
	var errs []error
	for _, d := range docs {
		if _, err := s.get(ctx, d.ID); err != nil && !fault.Is(err, fault.TooMany) {
			errs = append(errs, fmt.Errorf("resume meeting %s: %w", d.ID, err))
		}
	}
	return errors.Join(errs...)
}

// Enter brings a person in: a facilitator and whoever was admitted before get
// their seat, others wait. An older connection of the same participant ends.
// wake is called, from any goroutine, when Take has something new; it must not
// block or call back.
func (s *Meetings) Enter(ctx context.Context, meeting, personID string, d Devices, wake func()) (*Visit, error) {
	return s.come(ctx, meeting, personID, d, func(v *Visit) { v.wake = wake })
}

// CheckIn is Enter for somebody who sits in one room with others and the
// room's device (MEET-11): she takes part with her own page, without a seat,
// sound or picture.
func (s *Meetings) CheckIn(ctx context.Context, meeting, personID string, wake func()) (*Visit, error) {
	return s.come(ctx, meeting, personID, Devices{}, func(v *Visit) { v.wake, v.room = wake, true })
}

func (s *Meetings) come(ctx context.Context, meeting, personID string, d Devices, as func(*Visit)) (*Visit, error) {
	for {
		m, err := s.get(ctx, meeting)
		if err != nil {
			return nil, err
		}
		circle, err := s.deps.People.Circle(ctx, m.id)
		if err != nil {
			return nil, err
		}
		who, ok := circle.Participant(personID)
		if !ok {
			return nil, fault.Gone()
		}
		v := &Visit{m: m, who: who}
		if as(v); who.device() {
			v.room = false // it has a seat, whatever its page says
		}
		if v.room && m.kind != groups.Hybrid {
			return nil, fault.New(fault.Conflict, "meeting.not-hybrid", "nobody meets in a room for this meeting")
		}
		err = v.enter(ctx, circle, d)
		if err == nil {
			m.recount(ctx)
			return v, nil
		}
		if ctx.Err() != nil {
			v.Gone() //nolint:contextcheck // ctx is over, and the actor may still seat a visitor who is gone
		}
		if !errors.Is(err, errEnded) {
			return nil, err
		}
		select { // then it can be claimed again
		case <-m.over:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// Drop takes a participant out of a meeting that is led here, as one who is no
// longer of the group: there is no way back but the waiting room.
func (s *Meetings) Drop(ctx context.Context, meeting, participant string) error {
	m := s.led(meeting)
	if m == nil {
		return nil
	}
	now := time.Now().UnixMilli()
	err := m.ask(ctx, func(answer func(error)) {
		m.change(func(st *state) error { return m.goes(st, participant, now, (*state).remove) }, func(err error) {
			if err == nil {
				m.away(participant, Removed)
			}
			answer(err)
		})
	})
	if errors.Is(err, errEnded) {
		return nil
	}
	return err
}

// Speaking tells for every participant which seats she hears speak now. It
// never blocks: a meeting that is busy hears the next one.
func (s *Meetings) Speaking(meeting string, heard map[string][]int) {
	m := s.led(meeting)
	if m == nil {
		return
	}
	select {
	case m.ops <- func() {
		for id, x := range m.parts {
			if seats, ok := heard[id]; ok && x.visit != nil && m.saved.seated(id) != nil {
				x.visit.speak(seats)
			}
		}
	}:
	default:
	}
}

// Close ends all actors; the stored meetings stay as they are, for the next
// start or another node. It returns when every goroutine has ended.
func (s *Meetings) Close() {
	s.mu.Lock()
	s.stop()
	s.mu.Unlock()
	s.wg.Wait()
}

// led returns the actor of a meeting, nil when this node does not lead it.
func (s *Meetings) led(meeting string) *Meeting {
	s.mu.Lock()
	at := s.live[meeting]
	s.mu.Unlock()
	if at == nil {
		return nil
	}
	select {
	case <-at.ready:
		return at.m
	default:
		return nil // nobody has entered yet
	}
}

// get returns the actor of a meeting and claims the meeting if need be.
func (s *Meetings) get(ctx context.Context, meeting string) (*Meeting, error) {
	s.mu.Lock()
	at := s.live[meeting]
	if at == nil {
		if s.ctx.Err() != nil {
			s.mu.Unlock()
			return nil, busy(meeting)
		}
		at = &slot{ready: make(chan struct{})}
		s.live[meeting] = at
		s.wg.Go(func() { s.lead(meeting, at) }) //nolint:contextcheck // a meeting outlives the request that began it; it ends with s.ctx
	}
	s.mu.Unlock()
	select {
	case <-at.ready:
		return at.m, at.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// lead claims a meeting and runs it. It ends with the meeting's actor.
func (s *Meetings) lead(meeting string, at *slot) {
	at.m, at.err = s.claim(meeting)
	close(at.ready)
	if m := at.m; m != nil {
		var wg sync.WaitGroup
		wg.Go(m.write)
		wg.Go(func() { m.mixer.run(m.done) })
		m.run(s.ctx)
		wg.Wait()
		m.offers.Wait()
		s.deps.Media.Close(meeting)
	}
	s.mu.Lock()
	delete(s.live, meeting)
	s.mu.Unlock()
	if at.m != nil {
		close(at.m.over)
	}
}

func (s *Meetings) claim(meeting string) (*Meeting, error) {
	ctx, cancel := context.WithTimeout(s.ctx, saveTime)
	defer cancel()
	c := &claim{docs: s.deps.Documents, sealer: s.deps.Sealer, id: meeting, owner: s.deps.Node + "/" + store.NewID(), lease: s.deps.Lease}
	doc, err := c.take(ctx)
	if err != nil {
		return nil, err
	}
	run, err := s.deps.run(ctx, doc)
	if err != nil {
		return nil, errors.Join(err, c.release(ctx))
	}
	m := &Meeting{
		id: meeting, deps: &s.deps, claimed: c,
		group: doc.GroupID, kind: doc.Kind, seats: min(doc.Seats, maxSeats),
		ops: make(chan func(), 64), toSave: make(chan state, 1), done: make(chan struct{}), over: make(chan struct{}),
		mixer: newMixer(s.deps.Media, meeting),
		saved: state{doc.Phase, doc.Live, run}, parts: map[string]*part{},
		timer: time.NewTimer(linger), bell: time.NewTimer(linger),
	}
	m.bell.Stop()
	m.joint.Store(run.Joint)
	m.next = m.saved.clone()
	circle, err := s.deps.People.Circle(ctx, m.id)
	if err != nil {
		return nil, errors.Join(err, c.release(ctx))
	}
	m.know(circle)
	return m, nil
}
