package meeting

import (
	"context"

	"kring/groups"
)

// Scene is what goes on in a meeting, for who records it: who is seated in the
// circle, whether they are in pairs or have a pause, and the title of the step.
// Two who are in a private room are not in the circle; nothing else tells of it.
type Scene struct {
	Open   bool
	Apart  bool
	Step   string
	Seated []Seat
	Room   []Present // who sits in one room, heard by a facilitator's device
}

// told is the meeting as it is saved.
func (m *Meeting) told(s *shot) Scene {
	r := m.saved.run
	sc := Scene{Open: m.saved.phase == groups.Opened && !r.Debrief, Apart: r.Pairs != nil || r.Paused || s.leaderless(), Room: s.room}
	for _, x := range s.seats {
		if r.Room(x.ID) >= 0 {
			sc.Seated = append(sc.Seated, x)
		}
	}
	for _, p := range r.Steps {
		if p.ID == r.Current {
			sc.Step = p.Title["nl"]
		}
	}
	return sc
}

// Touch shows a meeting that is led here to its visitors anew: something that
// is shown with it has changed. It returns when the meeting has heard it.
func (s *Meetings) Touch(meeting string) {
	if m := s.led(meeting); m != nil {
		_ = m.post(context.Background(), m.publish) // one that has ended has no visitors
	}
}
