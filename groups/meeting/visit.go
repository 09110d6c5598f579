package meeting

import (
	"context"
	"errors"
	"sync"
	"time"

	"kring/groups"
	"kring/internal/fault"
)

// Reason says why a visit ended.
type Reason string

// The reasons. Lost: this server no longer leads the meeting; enter again.
const (
	Ended     Reason = "closed"
	Removed   Reason = "removed"
	Elsewhere Reason = "elsewhere"
	Lost      Reason = "lost"
)

// left ends a visit that its owner ended herself: nothing to tell.
const left Reason = "left"

// Visit is one connection's place in a meeting, from Enter until Leave, Gone
// or an Update that says Ended. Its methods are what that participant can do;
// who may do it is the edge's to check. An action returns when its effect is
// stored; then every visit has been woken.
type Visit struct {
	m      *Meeting
	who    Who
	wake   func()
	number int64 // order of entering; the actor's
	room   bool  // with others in one room (MEET-11)
	gone   bool  // the connection is lost; the actor's

	view *View // the last one taken; Take's

	mu    sync.Mutex
	news  news
	ended Reason
}

// news is what the visitor has not taken yet: the newest of each.
type news struct {
	shot     *shot
	speaking []int
	spoke    bool
	reacted  []Reaction
	texts    map[string]string // newest by participant
	captions []Caption
}

// Update is what is new for a visit. Speaking is nil when nothing changed.
type Update struct {
	View     *View
	Speaking []int
	Reacted  []Reaction
	Texts    []Text
	Captions []Caption
	Ended    Reason
}

// Take returns what is new since the last Take, skipping what is outdated. It
// is called after wake, by one goroutine.
func (v *Visit) Take() Update {
	v.mu.Lock()
	n, ended := v.news, v.ended
	v.news = news{}
	v.mu.Unlock()
	u := Update{Ended: ended}
	if ended != "" {
		return u
	}
	if n.shot != nil {
		u.View = n.shot.view(v.who)
		u.View.Count = v.m.seats
		v.view = u.View
	}
	if n.spoke && v.view != nil {
		u.Speaking = v.view.visible(n.speaking)
	}
	if v.view != nil {
		u.Reacted, u.Texts = v.view.shown(n.reacted), v.view.written(n.texts)
		u.Captions = n.captions
	}
	return u
}

func (v *Visit) show(s *shot) {
	v.mu.Lock()
	v.news.shot = s
	v.mu.Unlock()
	v.wake()
}

func (v *Visit) speak(seats []int) {
	v.mu.Lock()
	v.news.speaking, v.news.spoke = seats, true
	v.mu.Unlock()
	v.wake()
}

func (v *Visit) end(why Reason) {
	v.mu.Lock()
	v.ended = why
	v.mu.Unlock()
	v.wake()
}

// Who is the visitor.
func (v *Visit) Who() Who { return v.who }

// ask runs op on the actor if this is still its participant's visit.
func (v *Visit) ask(ctx context.Context, op func(x *part, answer func(error))) error {
	err := v.m.ask(ctx, func(answer func(error)) {
		x := v.m.part(v.who.ID)
		if x.visit != v {
			answer(fault.New(fault.Conflict, "meeting.not-entered", "another connection took over, or the visit ended"))
			return
		}
		op(x, answer)
	})
	if errors.Is(err, errEnded) {
		return busy(v.m.id)
	}
	return err
}

// do is ask for what skips the writer and needs a seat.
func (v *Visit) do(ctx context.Context, op func(*part) error) error {
	return v.ask(ctx, func(x *part, answer func(error)) {
		if v.m.saved.seated(v.who.ID) == nil {
			answer(fault.New(fault.Conflict, "meeting.not-seated", "this needs a seat"))
			return
		}
		err := op(x)
		if err == nil {
			v.m.publish()
		}
		answer(err)
	})
}

// change is ask for what must be saved.
func (v *Visit) change(ctx context.Context, f func(*state) error, then func()) error {
	return v.ask(ctx, func(_ *part, answer func(error)) {
		v.m.change(f, func(err error) {
			if err == nil {
				then()
			}
			answer(err)
		})
	})
}

// lets says who needs no admission: facilitators and, in a practice room, all
// for whom it is.
func (m *Meeting) lets(w Who) bool { return w.Leads() || m.kind == groups.Practice }

// enter makes v the visit of its participant: a facilitator sits down, as does
// whoever was admitted before; others wait.
func (v *Visit) enter(ctx context.Context, c Circle, d Devices) error {
	m, now := v.m, time.Now().UnixMilli()
	return m.ask(ctx, func(answer func(error)) {
		m.know(c)
		if m.next.phase == groups.Closed && !m.lets(v.who) {
			answer(fault.New(fault.Conflict, "meeting.closed", "the meeting is over"))
			return
		}
		if !m.lets(v.who) && !m.next.admitted(v.who.ID) {
			v.arrive(d)
			m.publish()
			answer(nil)
			return
		}
		m.change(func(s *state) error { return m.sits(s, v, now) }, func(err error) {
			if err == nil {
				v.arrive(d)
			}
			answer(err)
		})
	})
}

// arrive connects the visit, in place of an older one.
func (v *Visit) arrive(d Devices) {
	if v.gone { // while the seat was being saved
		v.m.note(func(s *state) { s.out(v.who.ID, time.Now().UnixMilli()) })
		return
	}
	x := v.m.part(v.who.ID)
	if x.visit != nil {
		x.visit.end(Elsewhere)
	}
	if v.room {
		d = Devices{}
	}
	if x.mutedBy != "" {
		d.Microphone = false
	}
	v.m.count++
	v.number = v.m.count
	x.visit, x.last, x.devices = v, v, v.m.has(d)
}

// Leave ends the visit: the seat is kept while there is room.
func (v *Visit) Leave(ctx context.Context) error {
	now := time.Now().UnixMilli()
	return v.change(ctx, func(s *state) error {
		return v.m.goes(s, v.who.ID, now, (*state).leave)
	}, func() { v.m.away(v.who.ID, left) })
}

// Gone ends the visit of a lost connection: the seat stays hers. It returns
// when the actor has heard it.
func (v *Visit) Gone() {
	now := time.Now().UnixMilli()
	_ = v.m.post(context.Background(), func() {
		v.gone = true
		x := v.m.part(v.who.ID)
		if x.visit != v {
			return
		}
		x.visit = nil
		// Media may outlive the socket for a moment, but nobody listens on unseen.
		time.AfterFunc(deafAfter, v.deafen)
		v.m.note(func(s *state) { s.out(v.who.ID, now) })
		v.m.publish()
	}) // an actor that has ended knows no visits
}

// deafAfter is how long media goes on without a socket.
const deafAfter = 30 * time.Second

// deafen ends the media of a participant who has not come back.
func (v *Visit) deafen() {
	_ = v.m.post(context.Background(), func() {
		if x := v.m.part(v.who.ID); x.last == v && x.visit == nil && x.offer != 0 {
			x.offer = 0
			v.m.publish()
		}
	})
}
