// Package meeting runs live meetings: who waits, who sits where, who leads.
//
// One goroutine owns a meeting. Every action is one closure on it and nothing
// on it blocks. What must survive a crash is state: an action changes a copy,
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

	"kring/groups"
	"kring/groups/script"
	"kring/internal/fault"
)

// maxSeats is the most seats a meeting may have (MEET-3).
const maxSeats = 16

// state is the part of the meeting's document that this package owns. A run is
// never changed, only replaced; at rest it is RunBox.
type state struct {
	phase string
	groups.LiveState
	run *script.Run
}

func (s state) clone() state {
	s.Roster = slices.Clone(s.Roster)
	for i := range s.Roster {
		s.Roster[i].Times = slices.Clone(s.Roster[i].Times)
	}
	return s
}

func (s *state) person(id string) *groups.Seated {
	for i := range s.Roster {
		if s.Roster[i].ID == id {
			return &s.Roster[i]
		}
	}
	return nil
}

func (s *state) admitted(id string) bool {
	p := s.person(id)
	return p != nil && p.Admitted
}

// seated returns the person when she is in the circle, connected or not.
func (s *state) seated(id string) *groups.Seated {
	if p := s.person(id); p != nil && p.Admitted && !p.Left {
		return p
	}
	return nil
}

// admits says whether somebody new may have a seat now.
func (s *state) admits() error {
	switch {
	case s.phase != groups.Opened:
		return fault.New(fault.Conflict, "meeting.not-open", "it is %s", s.phase)
	case s.Locked:
		return fault.New(fault.Conflict, "meeting.locked", "it is locked")
	}
	return nil
}

// sit gives w a seat of n, the one she had or the lowest free one, and starts
// her attendance; who is in the room with others needs no seat.
func (s *state) sit(w Who, room bool, n int, now int64) error {
	p := s.person(w.ID)
	if p == nil {
		s.Roster = append(s.Roster, groups.Seated{ID: w.ID, PersonID: w.PersonID, Seat: -1})
		p = &s.Roster[len(s.Roster)-1]
	}
	if p.Room = room; room {
		p.Seat = -1
	} else if p.Seat < 0 {
		seat := s.free(n)
		if seat < 0 {
			return fault.New(fault.Conflict, "meeting.full", "all %d seats are taken", n)
		}
		p.Seat = seat
	}
	p.Role, p.Admitted, p.Left = w.Role, true, false
	if k := len(p.Times); k == 0 || p.Times[k-1].Out != 0 {
		p.Times = append(p.Times, groups.Span{In: now})
	}
	return nil
}

// free returns the lowest seat that nobody holds; without one it takes the
// lowest from somebody who went away, and -1 when all are in use.
func (s *state) free(n int) int {
	var held [maxSeats]*groups.Seated
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
func (s *state) out(id string, now int64) {
	if p := s.person(id); p != nil {
		endSpan(p, now)
	}
}

func endSpan(p *groups.Seated, now int64) {
	if k := len(p.Times); k > 0 && p.Times[k-1].Out == 0 {
		p.Times[k-1].Out = max(now, p.Times[k-1].In)
	}
}

// leave: she keeps her admission, and her seat while there is room.
func (s *state) leave(id string, now int64) {
	if p := s.person(id); p != nil {
		p.Left = true
		endSpan(p, now)
	}
}

// remove: back in only through the waiting room.
func (s *state) remove(id string, now int64) {
	if p := s.person(id); p != nil {
		p.Admitted = false
		endSpan(p, now)
	}
}

// finish ends the meeting for all.
func (s *state) finish(now int64) {
	s.phase, s.Locked = groups.Closed, false
	for i := range s.Roster {
		s.Roster[i].Admitted = false
		endSpan(&s.Roster[i], now)
	}
}

// goHome ends it for the participants; the facilitators keep their seats.
func (s *state) goHome(now int64) {
	s.phase, s.Locked = groups.Closed, false
	for i := range s.Roster {
		if p := &s.Roster[i]; !leads(p.Role) {
			p.Admitted = false
			endSpan(p, now)
		}
	}
}

// resume ends the attendances that a crash left running, at the last moment
// that the old owner was surely there.
func (s *state) resume(lastSeen int64) {
	for i := range s.Roster {
		endSpan(&s.Roster[i], lastSeen)
	}
}
