package groups

import (
	"context"
	"errors"

	"kring/internal/access"
	"kring/internal/fault"
	"kring/internal/store"
)

// Hybrid is the kind of a meeting of which some sit in one room (MEET-11).
const Hybrid = "hybrid"

// RoleRoom is what the device in that room is: no person, and nothing outside
// its one meeting. It sees and is seen as a member is, since it shows the room
// and is looked at by all who are there.
const RoleRoom = "room"

const roomIDPrefix = "room-"

// roomFacts: to its own meeting, until that is over, the device in the room is
// that; to all else it is nobody.
func (s *Groups) roomFacts(ctx context.Context, f access.Facts, p access.Place) (access.Facts, error) {
	if p.Kind != access.Meeting || access.RoomPerson(p.ID) != f.Person {
		return f, nil
	}
	m, err := s.meetings.Get(ctx, p.ID)
	if errors.Is(err, store.ErrNotFound) || err == nil && (m.Kind != Hybrid || m.Phase == Closed || m.CalledOff()) {
		return f, nil
	}
	if err != nil {
		return f, err
	}
	if f, err = s.groupFacts(ctx, f, m.GroupID); err == nil {
		f.Room = true
	}
	return f, err
}

// MeetingCircle is the circle of a meeting's group, with who stands in at that
// meeting, its guest, and the device in its room.
func (s *Groups) MeetingCircle(ctx context.Context, meetingID string) (*Circle, error) {
	m, err := s.meetings.Get(ctx, meetingID)
	if err != nil {
		return nil, gone(err)
	}
	c, err := s.Circle(ctx, m.GroupID)
	if err != nil {
		return nil, err
	}
	if c.once = m.Substitutes; m.Kind == Hybrid {
		c.room = m.ID
	}
	guest, err := s.guestOf(ctx, m)
	if err != nil {
		return nil, err
	}
	if guest != nil && c.member(guest.PersonID) == nil {
		c.members = append(c.members, guest)
	}
	return c, s.call(ctx, c, c.once)
}

// HasRoom refuses a meeting for which nobody meets in a room, or that is over.
func (s *Groups) HasRoom(ctx context.Context, meetingID string) error {
	m, err := s.meetings.Get(ctx, meetingID)
	if err != nil {
		return gone(err)
	}
	if m.Kind != Hybrid || m.Phase == Closed || m.CalledOff() {
		return fault.New(fault.Conflict, "meeting.not-hybrid", "nobody meets in a room for this meeting")
	}
	return nil
}

// device says whether it is the device in the circle's room.
func (c *Circle) device(personID string) bool {
	return c.room != "" && personID == access.RoomPerson(c.room)
}

// seeDevice shows it to a viewer; what it is called is the page's to say.
func (c *Circle) seeDevice(v Viewer) (MemberView, bool) {
	own := c.device(v.PersonID)
	switch {
	case own, c.Visibility == VisibleMembers, v.leads():
		return MemberView{ID: roomIDPrefix + c.room, Role: RoleRoom, Own: own}, true
	}
	return MemberView{Role: RoleRoom}, false
}
