package api

import (
	"context"
	"errors"
	"net/http"

	"kring/groups"
	"kring/groups/organisation"
	"kring/homework"
	"kring/internal/access"
)

// OrgIn names an organisation in the path. Exported, because huma leaves
// unexported embedded structs empty.
type OrgIn struct {
	Org string `path:"org" maxLength:"40"`
}

type planningIn struct {
	OrgIn
	From int64 `query:"from" required:"true" doc:"Unix milliseconds"`
	To   int64 `query:"to" required:"true" doc:"Unix milliseconds, not included; at most 45 days after from"`
}

type newGroupIn struct {
	OrgIn
	Body groups.NewGroup
}

// GroupIn names a group in the path. Exported, because huma leaves
// unexported embedded structs empty.
type GroupIn struct {
	Group string `path:"group" maxLength:"40"`
}

// MeetingIn names a meeting in the path. Exported, because huma leaves
// unexported embedded structs empty.
type MeetingIn struct {
	Meeting string `path:"meeting" maxLength:"40"`
}

type moveIn struct {
	MeetingIn
	IfMatch string `header:"If-Match" required:"true" doc:"The meeting's rev as it was read"`
	Body    struct {
		StartAt   int64 `json:"startAt" doc:"Unix milliseconds"`
		Following bool  `json:"following,omitempty" doc:"All later meetings of the group move as far"`
	}
}

type offIn struct {
	MeetingIn
	IfMatch string `header:"If-Match" required:"true" doc:"The meeting's rev as it was read"`
	Body    struct {
		Off bool `json:"off"`
	}
}

type awayIn struct {
	MeetingIn
	Body struct {
		Away bool `json:"away"`
	}
}

// Created names what was made.
type Created struct {
	ID string `json:"id"`
}

func (e *Edge) groupOps() {
	register(e, op{Method: "GET", Path: "/organisations/{org}/programmes", ID: "programmes", Summary: "Programmes to choose from", Action: access.ReadProgrammes, Kind: access.Organisation, Param: "org"},
		func(ctx context.Context, c *caller, _ *OrgIn) (*body[[]homework.ProgrammeView], error) {
			return list(e.Homework.Programmes(e.lang(ctx, c)), nil)
		})
	register(e, op{Method: "GET", Path: "/organisations/{org}/groups", ID: "groups", Summary: "The organisation's groups", Action: access.ListGroups, Kind: access.Organisation, Param: "org"},
		func(ctx context.Context, _ *caller, in *OrgIn) (*body[[]groups.GroupSummary], error) {
			return list(e.Groups.ListGroups(ctx, in.Org))
		})
	register(e, op{Method: "GET", Path: "/organisations/{org}/planning", ID: "planning", Summary: "Meetings of the organisation's groups in a stretch of time", Action: access.ListGroups, Kind: access.Organisation, Param: "org"},
		func(ctx context.Context, _ *caller, in *planningIn) (*body[[]groups.PlannedView], error) {
			return list(e.Groups.Planning(ctx, in.Org, in.From, in.To))
		})
	register(e, op{Method: "GET", Path: "/organisations/{org}/facilitators", ID: "facilitators", Summary: "Who may guide a group here", Action: access.ListFacilitator, Kind: access.Organisation, Param: "org"},
		func(ctx context.Context, _ *caller, in *OrgIn) (*body[[]organisation.Person], error) {
			return list(e.Groups.Organisations.Facilitators(ctx, in.Org))
		})
	register(e, op{Method: "POST", Path: "/organisations/{org}/groups", ID: "create-group", Summary: "Make a group from a programme; meetings and homework follow", Action: access.CreateGroup, Kind: access.Organisation, Param: "org", Logged: true, Status: http.StatusCreated}, e.createGroup)
	register(e, op{Method: "GET", Path: "/groups/{group}", ID: "group", Summary: "A group as the caller may see it", Action: access.ReadGroup, Kind: access.Group, Param: "group", Keep: keepOwn},
		func(ctx context.Context, c *caller, in *GroupIn) (*body[groups.GroupView], error) {
			return reply(e.Groups.ViewGroup(ctx, in.Group, c.Person))
		})
	register(e, op{Method: "GET", Path: "/meetings/{meeting}", ID: "meeting", Summary: "A meeting", Action: access.ReadMeeting, Kind: access.Meeting, Param: "meeting"},
		func(ctx context.Context, _ *caller, in *MeetingIn) (*body[groups.MeetingView], error) {
			return reply(e.Groups.Meeting(ctx, in.Meeting))
		})
	register(e, op{Method: "PUT", Path: "/meetings/{meeting}/away", ID: "say-away", Summary: "Say that one will not come to a meeting, or will after all", Action: access.SayAway, Kind: access.Meeting, Param: "meeting", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *awayIn) (*empty, error) {
			return nil, e.Groups.SayAway(ctx, in.Meeting, c.Person, in.Body.Away)
		})
	register(e, op{Method: "PATCH", Path: "/meetings/{meeting}", ID: "move-meeting", Summary: "Move a meeting, and all later ones when asked; their homework moves along", Action: access.MoveMeeting, Kind: access.Meeting, Param: "meeting", Logged: true}, e.moveMeeting)
	register(e, op{Method: "PUT", Path: "/meetings/{meeting}/off", ID: "call-off-meeting", Summary: "Call a meeting off, or hold it after all; its people are told, and their calendars", Action: access.MoveMeeting, Kind: access.Meeting, Param: "meeting", Logged: true}, e.callOffMeeting)
}

// createGroup makes the group and gives it its homework. Both can be repeated
// with the same key, so a failure in between loses nothing.
func (e *Edge) createGroup(ctx context.Context, _ *caller, in *newGroupIn) (*body[Created], error) {
	g, err := e.Groups.CreateGroup(ctx, in.Org, in.Body)
	if err != nil {
		return nil, err
	}
	starts, err := e.Groups.Starts(ctx, g.ID)
	if err != nil {
		return nil, err
	}
	return reply(Created{ID: g.ID}, e.Homework.Assign(ctx, g.ID, g.ProgrammeID, g.ProgrammeVersion, starts))
}

func (e *Edge) moveMeeting(ctx context.Context, _ *caller, in *moveIn) (*body[groups.MeetingView], error) {
	rev, err := revision(in.IfMatch)
	if err != nil {
		return nil, err
	}
	m, followed, err := e.Groups.MoveMeeting(ctx, in.Meeting, rev, groups.Move{StartAt: in.Body.StartAt, Following: in.Body.Following})
	if err != nil {
		return nil, err
	}
	err = e.Homework.Reschedule(ctx, m.GroupID, m.Number, m.StartAt)
	for _, next := range followed {
		err = errors.Join(err, e.Homework.Reschedule(ctx, m.GroupID, next.Number, next.StartAt))
	}
	return reply(m, err)
}

func (e *Edge) callOffMeeting(ctx context.Context, _ *caller, in *offIn) (*body[groups.MeetingView], error) {
	rev, err := revision(in.IfMatch)
	if err != nil {
		return nil, err
	}
	return reply(e.Groups.CallOffMeeting(ctx, in.Meeting, rev, in.Body.Off))
}
