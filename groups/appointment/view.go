package appointment

import (
	"context"
	"errors"

	"kring/groups"
	"kring/groups/calendar"
	"kring/internal/fault"
	"kring/internal/store"
)

// SlotView is a slot as one of its group sees it.
type SlotView struct {
	ID          string `json:"id"`
	GroupID     string `json:"groupId"`
	StartAt     int64  `json:"startAt" doc:"Unix milliseconds"`
	DurationMin int    `json:"durationMin"`
	Status      string `json:"status" enum:"free,booked,off"`
	Guide       string `json:"guide" doc:"The facilitator who offers it"`
	Member      string `json:"member" doc:"For facilitators: the alias of who booked it, or for whom alone it is"`
	Intake      bool   `json:"intake,omitempty" doc:"With somebody who is in no group yet"`
	Email       string `json:"email,omitempty" doc:"For facilitators: where the link of an intake call went"`
	Own         bool   `json:"own" doc:"Offered or booked by the caller"`
	MeetingID   string `json:"meetingId,omitempty" doc:"While it is booked, for the two of it"`
	Joinable    bool   `json:"joinable"`
}

// Of lists a group's slots that are not over, in order of time: for
// facilitators all, for a member those that she booked or may book.
func (a *Appointments) Of(ctx context.Context, groupID, person string) ([]SlotView, error) {
	found, err := a.slots.Find(ctx, store.Query{Where: []store.Cond{store.Is("groupId", groupID), a.upcoming()}, OrderBy: "startAt", Limit: 1000})
	if err != nil || len(found) == 0 {
		return []SlotView{}, err
	}
	c, err := a.groups.Circle(ctx, groupID)
	if err != nil {
		return nil, err
	}
	out := []SlotView{}
	for _, s := range found {
		if !a.shown(s, c.Viewer(person)) {
			continue
		}
		around := c
		if s.intake() {
			if around, err = a.circle(ctx, s); err != nil {
				return nil, err
			}
		}
		v, err := a.view(ctx, around, s, person)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// shown: what is over goes, a moment that nobody booked at once.
func (a *Appointments) shown(s *Slot, v groups.Viewer) bool {
	now := a.now().UnixMilli()
	switch {
	case v.Role == "", s.BookedBy == "" && (s.StartAt < now || s.CalledOff):
		return false
	case s.end() < now-shownAfter.Milliseconds():
		return false
	}
	return v.Role != groups.RoleMember || s.mine(v.PersonID)
}

func (a *Appointments) view(ctx context.Context, c *groups.Circle, s *Slot, person string) (SlotView, error) {
	viewer := c.Viewer(person)
	if viewer.Role == "" { // the guest of a call that is off
		viewer.Role = groups.RoleMember
	}
	guide, _ := c.See(viewer, s.GuideID)
	v := SlotView{
		ID: s.ID, GroupID: s.GroupID, StartAt: s.StartAt, DurationMin: s.DurationMin, Status: "free", Guide: guide.Alias,
		Intake: s.intake(), Own: s.GuideID == person || s.BookedBy == person,
	}
	if s.BookedBy != "" {
		v.Status = "booked"
	}
	if s.CalledOff {
		v.Status = "off"
	}
	if viewer.Role != groups.RoleMember {
		who := s.BookedBy
		if who == "" {
			who = s.ForID
		}
		member, _ := c.See(viewer, who)
		v.Member = member.Alias
		var err error
		if v.Email, err = a.address(ctx, s); err != nil {
			return v, err
		}
	}
	if s.MeetingID == "" || !v.Own {
		return v, nil
	}
	m, err := a.groups.Meeting(ctx, s.MeetingID)
	if fault.Is(err, fault.NotFound) {
		return v, nil
	}
	v.MeetingID, v.Joinable = s.MeetingID, m.Joinable
	return v, err
}

// Calendar is a slot as a calendar file (RFC 5545) for the two of it, with the
// address where they meet. It says nothing of a group, a name or a reason.
func (a *Appointments) Calendar(ctx context.Context, id, person, publicURL string) ([]byte, error) {
	s, err := a.slots.Get(ctx, id)
	if err != nil {
		return nil, gone(err)
	}
	if s.BookedBy == "" || s.BookedBy != person && s.GuideID != person {
		return nil, fault.Gone()
	}
	if publicURL == "" {
		return nil, errors.New("a calendar entry needs the public address")
	}
	return calendar.File(s.entry(), calendar.Place{PublicURL: publicURL, Now: a.now().UnixMilli()}), nil
}
