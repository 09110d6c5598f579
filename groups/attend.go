package groups

import (
	"context"
	"slices"

	"kring/internal/fault"
)

// SayAway keeps that a member will not come to a meeting that has not begun, or
// will after all. Saying it twice is harmless.
func (s *Groups) SayAway(ctx context.Context, meetingID, personID string, away bool) error {
	_, err := s.meetings.Update(ctx, meetingID, func(m *Meeting) error {
		if m.phase() != Planned {
			return fault.New(fault.Conflict, "meeting.started", "the meeting has begun")
		}
		m.Away = slices.DeleteFunc(m.Away, func(p string) bool { return p == personID })
		if away {
			m.Away = append(m.Away, personID)
		}
		return nil
	})
	return gone(err)
}
