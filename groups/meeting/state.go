// Package meeting runs live meetings: who waits, who sits where, who leads.
//
// One goroutine owns a meeting. Every action is one closure on it and nothing
// on it blocks. What must survive a crash is State: an action changes a copy,
// the meeting's one writer stores it, and only then is it published and
// answered: saved first, told second. What the writer never sees is listed at
// the type part: connections, own devices, hands.
//
// The meeting is claimed in the store with a lease, and every save is refused
// to whoever no longer holds it, so that a restarted or second server goes on
// with the meeting and a late owner changes nothing.
package meeting

import (
	"slices"

	"kring/internal/fault"
)

// Phase of a meeting.
type Phase string

// The phases. A closed meeting may be opened again by a facilitator.
const (
	Planned Phase = "planned"
	Open    Phase = "open"
	Closed  Phase = "closed"
)

// State is what survives a crash of one meeting. It holds ids and times, never
// a name.
type State struct {
	Phase  Phase    `bson:"phase"`
	Locked bool     `bson:"locked"`
	Lease  Lease    `bson:"lease"`
	Roster []Person `bson:"roster"` // everybody who ever had a seat
}

// Lease says which server runs the meeting. Owner is node/process, empty for
// nobody; Until is Unix ms.
type Lease struct {
	Owner string `bson:"owner"`
	Until int64  `bson:"until"`
}

// Person is somebody's place in the meeting. The seat is hers while Admitted,
// and after leaving for as long as nobody needs it; -1 is no seat.
type Person struct {
	ID       string `bson:"id"` // participant id
	Role     Role   `bson:"role"`
	Seat     int    `bson:"seat"`
	Admitted bool   `bson:"admitted"` // may sit down without asking
	Left     bool   `bson:"left"`     // went away herself
	Times    []Span `bson:"times"`
}

// Span is one stretch of attendance, Unix ms; Out is 0 while it lasts.
type Span struct {
	In  int64 `bson:"in"`
	Out int64 `bson:"out"`
}

// Role of a participant.
type Role string

// The roles in a meeting.
const (
	Member        Role = "member"
	Facilitator   Role = "facilitator"
	CoFacilitator Role = "co-facilitator"
)

func (r Role) leads() bool { return r == Facilitator || r == CoFacilitator }

func (s State) clone() State {
	s.Roster = slices.Clone(s.Roster)
	for i := range s.Roster {
		s.Roster[i].Times = slices.Clone(s.Roster[i].Times)
	}
	return s
}

func (s *State) person(id string) *Person {
	for i := range s.Roster {
		if s.Roster[i].ID == id {
			return &s.Roster[i]
		}
	}
	return nil
}

func (s *State) admitted(id string) bool {
	p := s.person(id)
	return p != nil && p.Admitted
}

// seated returns the person when she is in the circle, connected or not.
func (s *State) seated(id string) *Person {
	if p := s.person(id); p != nil && p.Admitted && !p.Left {
		return p
	}
	return nil
}

// sit gives id a seat of n, the one she had or the lowest free one, and starts
// her attendance.
func (s *State) sit(id string, role Role, n int, now int64) error {
	p := s.person(id)
	if p == nil {
		s.Roster = append(s.Roster, Person{ID: id, Seat: -1})
		p = &s.Roster[len(s.Roster)-1]
	}
	if p.Seat < 0 {
		seat := s.free(n)
		if seat < 0 {
			return fault.New(fault.Conflict, "meeting.full", "all %d seats are taken", n)
		}
		p.Seat = seat
	}
	p.Role, p.Admitted, p.Left = role, true, false
	if k := len(p.Times); k == 0 || p.Times[k-1].Out != 0 {
		p.Times = append(p.Times, Span{In: now})
	}
	return nil
}

// free returns the lowest seat that nobody holds; without one it takes the
// lowest from somebody who went away, and -1 when all are in use.
func (s *State) free(n int) int {
	var held [maxSeats]*Person
	for i := range s.Roster {
		if p := &s.Roster[i]; p.Seat >= 0 {
			held[p.Seat] = p
		}
	}
	for seat := range n {
		if held[seat] == nil {
			return seat
		}
	}
	for seat := range n {
		if p := held[seat]; p.Left || !p.Admitted {
			p.Seat = -1
			return seat
		}
	}
	return -1
}

// out ends the running attendance of id.
func (s *State) out(id string, now int64) {
	if p := s.person(id); p != nil {
		p.out(now)
	}
}

func (p *Person) out(now int64) {
	if k := len(p.Times); k > 0 && p.Times[k-1].Out == 0 {
		p.Times[k-1].Out = max(now, p.Times[k-1].In)
	}
}

// leave: she keeps her admission, and her seat while there is room.
func (s *State) leave(id string, now int64) {
	if p := s.person(id); p != nil {
		p.Left = true
		p.out(now)
	}
}

// remove: back in only through the waiting room.
func (s *State) remove(id string, now int64) {
	if p := s.person(id); p != nil {
		p.Admitted = false
		p.out(now)
	}
}

// finish ends the meeting for all.
func (s *State) finish(now int64) {
	s.Phase, s.Locked = Closed, false
	for i := range s.Roster {
		s.Roster[i].Admitted = false
		s.Roster[i].out(now)
	}
}

// resume ends the attendances that a crash left running, at the last moment
// that the old owner was surely there.
func (s *State) resume(lastSeen int64) {
	for i := range s.Roster {
		s.Roster[i].out(lastSeen)
	}
}
