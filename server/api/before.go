package api

import (
	"context"
	"net/http"

	"kring/homework"
	"kring/homework/table"
	"kring/internal/access"
)

// Before is what a facilitator wants to know before a meeting.
type Before struct {
	Number  int              `json:"number"`
	GroupID string           `json:"groupId"`
	Title   string           `json:"title"`
	StartAt int64            `json:"startAt"`
	People  []homework.Doing `json:"people"`
	Table   []table.Laid     `json:"table"`
	Quiet   []QuietView      `json:"quiet" doc:"Who has gone quiet: a personal message is proposed"`
}

// QuietView is somebody who missed the last meeting and gave no sign for a week.
type QuietView struct {
	MemberID string `json:"memberId"`
	Alias    string `json:"alias"`
	Missed   string `json:"missed" doc:"Id of the meeting"`
	Sign     int64  `json:"sign" doc:"The last sign, Unix ms"`
}

type quietIn struct {
	GroupIn
	Member string `path:"member" maxLength:"80"`
	Body   struct {
		Missed string `json:"missed" maxLength:"80" doc:"Id of the meeting"`
	}
}

func (e *Edge) beforeOps() {
	register(e, op{Method: "GET", Path: "/meetings/{meeting}/before", ID: "before-meeting", Summary: "Who did what, who is stuck, open questions, the Groepstafel, who has gone quiet", Action: access.PrepareMeeting, Kind: access.Meeting, Param: "meeting", Logged: true}, e.before)
	register(e, op{Method: "POST", Path: "/groups/{group}/quiet/{member}", ID: "quiet-done", Summary: "A proposed message was sent, or is not needed", Action: access.FollowUp, Kind: access.Group, Param: "group", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *quietIn) (*empty, error) {
			circle, err := e.Groups.Circle(ctx, in.Group)
			if err != nil {
				return nil, err
			}
			person, err := circle.MemberPerson(in.Member)
			if err != nil {
				return nil, err
			}
			return nil, e.Quiet.Done(ctx, person, in.Body.Missed, c.Person)
		})
}

func (e *Edge) before(ctx context.Context, c *caller, in *MeetingIn) (*body[Before], error) {
	m, err := e.Groups.Meeting(ctx, in.Meeting)
	if err != nil {
		return nil, err
	}
	circle, err := e.Groups.Circle(ctx, m.GroupID)
	if err != nil {
		return nil, err
	}
	b := Before{Number: m.Number, GroupID: m.GroupID, Title: m.Title, StartAt: m.StartAt, Quiet: []QuietView{}}
	var persons, aliases []string
	for _, v := range circle.Members(facilitating) {
		persons, aliases = append(persons, circle.PersonOf(v.ID)), append(aliases, v.Alias)
	}
	if b.People, err = e.Homework.Before(ctx, m.GroupID, m.Number, persons, e.lang(ctx, c)); err != nil {
		return nil, err
	}
	for i := range b.People {
		b.People[i].Alias = aliases[i]
	}
	if b.Table, err = e.pieces(ctx, m.GroupID, c.Person); err != nil {
		return nil, err
	}
	quiet, err := e.Quiet.Of(ctx, m.GroupID)
	for _, q := range quiet {
		v, _ := circle.See(facilitating, q.PersonID)
		b.Quiet = append(b.Quiet, QuietView{MemberID: v.ID, Alias: v.Alias, Missed: q.Meeting, Sign: q.Sign})
	}
	return reply(b, err)
}
