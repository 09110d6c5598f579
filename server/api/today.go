package api

import (
	"context"
	"slices"

	"kring/groups"
	"kring/groups/appointment"
	"kring/groups/care"
	"kring/groups/inbox"
	"kring/homework"
	"kring/homework/survey"
	"kring/internal/access"
)

// Today is what matters to a person now: "Vandaag".
type Today struct {
	Now      int64                  `json:"now" doc:"The server's time, Unix milliseconds"`
	Meetings []groups.MyMeeting     `json:"meetings"`
	Homework []homework.Item        `json:"homework"`
	Messages []inbox.Conversation   `json:"messages" doc:"Those with something unread, and the group's own"`
	Slots    []appointment.SlotView `json:"slots" doc:"Conversations between two: one's own, and for members what can be booked"`
	Feedback []homework.QueueItem   `json:"feedback" doc:"For facilitators: answers that wait, oldest first"`

	Notices   []survey.Notice `json:"notices" doc:"Somebody gave an answer that the person is told of (a fixed rule)"`
	FollowUps []care.FollowUp `json:"followUps" doc:"For facilitators: whom to ask how they are after an alarm"`
}

func (e *Edge) todayOps() {
	register(e, op{Method: "GET", Path: "/today", ID: "today", Summary: "Next meeting, homework, messages, waiting feedback", Action: access.Own, Kind: access.Self, Keep: keepOwn}, e.today)
}

func (e *Edge) today(ctx context.Context, c *caller, _ *struct{}) (*body[Today], error) {
	mine, err := e.Groups.MyGroups(ctx, c.Person)
	if err != nil {
		return nil, err
	}
	t := Today{Now: e.Now().UnixMilli(), Messages: []inbox.Conversation{}}
	if t.Meetings, err = e.Groups.MyMeetings(ctx, c.Person); err != nil {
		return nil, err
	}
	names, member, guided := map[string]string{}, []string{}, []string{}
	for _, g := range mine {
		names[g.ID] = g.Name
		switch {
		case g.Role == groups.RoleMember:
			member = append(member, g.ID)
		case !g.Ended:
			guided = append(guided, g.ID)
		}
	}
	if len(guided) > 0 {
		c.unkept() // it tells of others
	}
	lang := e.lang(ctx, c)
	if t.Homework, err = e.Homework.Today(ctx, c.Person, member, lang); err != nil {
		return nil, err
	}
	for i := range t.Homework {
		t.Homework[i].GroupName = names[t.Homework[i].GroupID]
	}
	if t.Feedback, err = e.Homework.Queue(ctx, guided, lang); err != nil {
		return nil, err
	}
	if err := e.called(ctx, t.Feedback); err != nil {
		return nil, err
	}
	if t.FollowUps, err = e.followUps(ctx, guided); err != nil {
		return nil, err
	}
	if t.Notices, err = e.notices(ctx, c.Person); err != nil {
		return nil, err
	}
	if t.Slots, err = e.slotsOf(ctx, c.Person, mine); err != nil {
		return nil, err
	}
	all, err := e.Inbox.Of(ctx, c.Person)
	t.Messages = slices.DeleteFunc(all, func(m inbox.Conversation) bool { return m.Unread == 0 && m.Kind != inbox.Group })
	return reply(t, err)
}

// called fills in the names of a facilitator's list, reading each circle once.
func (e *Edge) called(ctx context.Context, items []homework.QueueItem) error {
	circles := map[string]*groups.Circle{}
	for i := range items {
		q := &items[i]
		c := circles[q.GroupID]
		if c == nil {
			var err error
			if c, err = e.Groups.Circle(ctx, q.GroupID); err != nil {
				return err
			}
			circles[q.GroupID] = c
		}
		m, _ := c.See(groups.Viewer{Role: groups.RoleFacilitator}, q.PersonID)
		q.GroupName, q.Alias, q.AnswerTime = c.Name, m.Alias, c.AnswerTime
	}
	return nil
}
