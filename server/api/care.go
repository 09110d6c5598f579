package api

import (
	"context"
	"net/http"

	"kring/groups"
	"kring/groups/care"
	"kring/internal/access"
)

// CheckIn is what a person told for one meeting.
type CheckIn struct {
	Asked   bool   `json:"asked" doc:"She told or refused; no need to ask again"`
	Place   string `json:"place"`
	Contact string `json:"contact"`
	Phone   string `json:"phone"`
}

type checkInIn struct {
	MeetingIn
	Body struct {
		Place   string `json:"place" maxLength:"1000" doc:"Where she is today"`
		Contact string `json:"contact" maxLength:"1000" doc:"Whom to call"`
		Phone   string `json:"phone" maxLength:"1000"`
	}
}

type followUpIn struct {
	GroupIn
	FollowUp string `path:"followup" maxLength:"100"`
}

func (e *Edge) careOps() {
	register(e, op{Method: "GET", Path: "/meetings/{meeting}/check-in", ID: "check-in", Summary: "What I told at check-in", Action: access.EnterMeeting, Kind: access.Meeting, Param: "meeting"},
		func(ctx context.Context, c *caller, in *MeetingIn) (*body[CheckIn], error) {
			l, asked, err := e.Care.Told(ctx, in.Meeting, c.Person)
			return reply(CheckIn{asked, l.Place, l.Contact, l.Phone}, err)
		})
	register(e, op{Method: "PUT", Path: "/meetings/{meeting}/check-in", ID: "tell-check-in", Summary: "Where I am today and whom to call; all empty refuses, which is all right", Action: access.EnterMeeting, Kind: access.Meeting, Param: "meeting", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *checkInIn) (*empty, error) {
			return nil, e.Care.CheckIn(ctx, in.Meeting, c.Person, care.Lines{Place: in.Body.Place, Contact: in.Body.Contact, Phone: in.Body.Phone})
		})
	register(e, op{Method: "POST", Path: "/groups/{group}/follow-ups/{followup}/done", ID: "follow-up-done", Summary: "Tick: I asked how somebody is after an alarm", Action: access.FollowUp, Kind: access.Group, Param: "group", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *followUpIn) (*empty, error) {
			return nil, e.Care.Done(ctx, in.Group, in.FollowUp, c.Person)
		})
}

// followUps are what waits in the groups that a person guides.
func (e *Edge) followUps(ctx context.Context, guided []string) ([]care.FollowUp, error) {
	items, err := e.Care.FollowUps(ctx, guided)
	for i := range items {
		f := &items[i]
		circle, err := e.Groups.Circle(ctx, f.GroupID)
		if err != nil {
			return nil, err
		}
		m, _ := circle.See(groups.Viewer{Role: groups.RoleFacilitator}, f.PersonID)
		f.GroupName, f.Alias = circle.Name, m.Alias
	}
	return items, err
}
