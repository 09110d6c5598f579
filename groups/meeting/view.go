package meeting

import (
	"cmp"
	"slices"
	"time"

	"kring/groups"
	"kring/groups/script"
)

// Who is a participant. ID is the member id, or "f-" and the person id of a
// facilitator; Role is one of groups' roles.
type Who struct {
	ID, PersonID, Alias, Role string
}

// Leads says whether it is a facilitator.
func (w Who) Leads() bool { return leads(w.Role) }

// device: the one in the room of a hybrid meeting (MEET-11). It has a seat like
// all others; the script knows nothing of it.
func (w Who) device() bool { return w.Role == groups.RoleRoom }

func leads(role string) bool {
	return role == groups.RoleFacilitator || role == groups.RoleCoFacilitator
}

// Devices says what is on.
type Devices struct{ Microphone, Camera bool }

// Seat is one taken seat. Hand is 0 when down, else the order of hands from 1;
// MutedBy is the facilitator's participant id until the person unmutes.
type Seat struct {
	Seat int
	Who
	Devices
	Hand      int
	MutedBy   string
	Connected bool
}

// Waiting is somebody in the waiting room.
type Waiting struct {
	Who
	Devices
}

// Present is somebody in the room with others.
type Present struct {
	Who
	Hand      int
	Connected bool
}

// View is the whole meeting as one viewer may see it. Rev grows with each
// change, over restarts too. YourSeat is -1 while waiting. The slices are the
// viewer's own.
type View struct {
	Phase     string
	Rev       int64
	Locked    bool
	Seats     []Seat    // by number; none while waiting
	Screen    string    // who of them shares a screen, "" for nobody
	Room      []Present // who is in the room with others; none while waiting
	Waiting   []Waiting
	Captioner string // who writes the captions, "" for nobody
	Count     int    // of seats, free ones included
	You       Who
	YourSeat  int
	InRoom    bool        // you are in the room with others, without a seat
	Closing   int64       // when it closes without a facilitator, Unix ms; 0: it does not
	Stage     script.View // what the script puts on the screen
}

// shot is the meeting at one moment, shared by all viewers and never changed.
type shot struct {
	phase     string
	rev       int64
	locked    bool
	seats     []Seat
	screen    string
	waiting   []Waiting
	room      []Present
	captioner string
	circle    Circle
	closes    int64
	run       *script.Run
	joint     int // people who answered the joint step
}

// shoot takes the picture of what is saved, with what skips the writer.
func (m *Meeting) shoot() *shot {
	m.rev = max(m.rev+1, time.Now().UnixMilli()) // grows over restarts without being stored
	s := &shot{phase: m.saved.phase, rev: m.rev, locked: m.saved.Locked, screen: m.sharing(), circle: m.circle}
	s.closes, s.run, s.joint, s.captioner = m.closes, m.saved.run, m.answered, m.saved.Captioner
	for i := range m.saved.Roster {
		p := m.saved.seated(m.saved.Roster[i].ID)
		if p == nil {
			continue
		}
		x := m.part(p.ID)
		if p.Room {
			s.room = append(s.room, Present{m.who(p), m.handOrder(x), x.visit != nil})
			continue
		}
		s.seats = append(s.seats, Seat{
			Seat: p.Seat, Who: m.who(p), Devices: x.devices,
			Hand: m.handOrder(x), MutedBy: x.mutedBy, Connected: x.visit != nil,
		})
	}
	slices.SortFunc(s.seats, func(a, b Seat) int { return cmp.Compare(a.Seat, b.Seat) })
	for _, v := range m.waiting() {
		s.waiting = append(s.waiting, Waiting{v.who, m.part(v.who.ID).devices})
	}
	return s
}

// view is what one viewer sees of it: who waits sees nobody, and only
// facilitators see who waits.
func (s *shot) view(you Who) *View {
	v := &View{Phase: s.phase, Rev: s.rev, Locked: s.locked, You: you, YourSeat: -1, Seats: []Seat{}, Waiting: []Waiting{}}
	for _, x := range s.seats {
		if x.ID == you.ID {
			v.YourSeat = x.Seat
		}
	}
	v.InRoom = slices.ContainsFunc(s.room, func(p Present) bool { return p.ID == you.ID })
	if v.YourSeat < 0 && !v.InRoom {
		v.Stage = s.run.Outside()
		return v
	}
	v.Captioner = s.captioner
	for _, p := range s.room {
		if p.ID == you.ID || s.circle.Sees(you.PersonID, p.PersonID) {
			v.Room = append(v.Room, p)
		}
	}
	v.Closing, v.Stage = s.closes, s.stage(you)
	for _, x := range s.seats {
		if x.ID == you.ID || s.circle.Sees(you.PersonID, x.PersonID) {
			if x.ID == s.screen && !s.apart(you.ID, x.ID) {
				v.Screen = s.screen
			}
			v.Seats = append(v.Seats, s.seen(you.ID, x))
		}
	}
	if you.Leads() {
		v.Waiting = slices.Clone(s.waiting)
	}
	return v
}

// visible are those seats that the view shows.
func (v *View) visible(seats []int) []int {
	out := []int{}
	for _, n := range seats {
		if slices.ContainsFunc(v.Seats, func(s Seat) bool { return s.Seat == n }) {
			out = append(out, n)
		}
	}
	return out
}

// who names somebody of the roster.
func (m *Meeting) who(p *groups.Seated) Who {
	w, _ := m.circle.Participant(p.PersonID) // somebody who left the group meanwhile has no name
	return Who{p.ID, p.PersonID, w.Alias, p.Role}
}

// waiting are the visits without a seat, first come first.
func (m *Meeting) waiting() []*Visit {
	var out []*Visit
	for id, x := range m.parts {
		if x.visit != nil && m.saved.seated(id) == nil {
			out = append(out, x.visit)
		}
	}
	slices.SortFunc(out, func(a, b *Visit) int { return cmp.Compare(a.number, b.number) })
	return out
}

// handOrder is the place of x among the raised hands, 0 when it is down.
func (m *Meeting) handOrder(x *part) int {
	if x.hand == 0 {
		return 0
	}
	n := 1
	for _, other := range m.parts {
		if other.hand != 0 && other.hand < x.hand {
			n++
		}
	}
	return n
}
