package api

import (
	"context"
	"net/http"
	"time"

	concern "kring/groups/chat/report"
	"kring/internal/access"
)

// ReportIn names a concern.
type ReportIn struct {
	Report string `path:"report" maxLength:"40"`
}

type makeReportIn struct {
	MessageIn
	Body struct {
		Kind  string `json:"kind" enum:"wrong,worry"`
		Words string `json:"words" maxLength:"8000"`
	}
}

type decideIn struct {
	ReportIn
	Body concern.Decision
}

// OwnReports is what a person reported, and what she was named to decide.
type OwnReports struct {
	Own   []concern.OwnReport `json:"own"`
	Named []concern.Reported  `json:"named"`
}

func (e *Edge) concernOps() {
	register(e, op{Method: "POST", Path: "/channels/{channel}/messages/{seq}/report", ID: "report-message", Summary: "Report a message, or that one worries about who wrote it; only who decides is told", Action: access.ReadChat, Kind: access.Channel, Param: "channel", Logged: true, Status: http.StatusNoContent}, e.makeReport)
	register(e, op{Method: "GET", Path: "/groups/{group}/reports", ID: "reports", Summary: "What was reported in a group", Action: access.LeadChat, Kind: access.Group, Param: "group", Logged: true},
		func(ctx context.Context, _ *caller, in *GroupIn) (*body[[]concern.Reported], error) {
			circle, err := e.Groups.Circle(ctx, in.Group)
			if err != nil {
				return nil, err
			}
			return list(e.Concerns.Queue(ctx, circle))
		})
	register(e, op{Method: "GET", Path: "/reports", ID: "own-reports", Summary: "What one reported, with the answers, and what one is named to decide", Action: access.Own, Kind: access.Self},
		func(ctx context.Context, c *caller, _ *struct{}) (*body[OwnReports], error) {
			own, err := e.Concerns.Mine(ctx, c.Person, e.Groups.Circle)
			if err != nil {
				return nil, err
			}
			named, err := e.Concerns.Named(ctx, c.Person, e.Groups.Circle)
			return reply(OwnReports{own, named}, err)
		})
	register(e, op{Method: "POST", Path: "/reports/{report}/decision", ID: "decide-report", Summary: "Decide about a report and answer who made it", Action: access.DecideReport, Kind: access.Report, Param: "report", Logged: true, Status: http.StatusNoContent}, e.decideReport)
	register(e, op{Method: "POST", Path: "/reports/{report}/escalation", ID: "escalate-report", Summary: "Give a report on to the person whom the group has named", Action: access.DecideReport, Kind: access.Report, Param: "report", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *ReportIn) (*empty, error) {
			set, err := e.Rules.Of(ctx, c.Group)
			if err != nil {
				return nil, err
			}
			return nil, e.Concerns.Escalate(ctx, in.Report, set.Set.Named)
		})
}

func (e *Edge) makeReport(ctx context.Context, c *caller, in *makeReportIn) (*empty, error) {
	r, err := e.reader(ctx, c, in.Channel)
	if err != nil {
		return nil, err
	}
	m, err := e.Chat.Seen(ctx, r, in.Channel, in.Seq)
	if err != nil {
		return nil, err
	}
	set, err := e.Rules.Of(ctx, c.Group)
	if err != nil {
		return nil, err
	}
	return nil, e.Concerns.Make(ctx, concern.New{
		Circle: r.Circle, Message: m, From: c.Person, Kind: in.Body.Kind, Words: in.Body.Words,
		Named: set.Set.Named, In: time.Duration(set.Set.DecideHours) * time.Hour,
	})
}

// decideReport does what was decided, and keeps it: done twice it is the same.
func (e *Edge) decideReport(ctx context.Context, c *caller, in *decideIn) (*empty, error) {
	r, err := e.Concerns.Get(ctx, in.Report)
	if err != nil {
		return nil, err
	}
	switch in.Body.What {
	case "removed":
		err = e.Chat.Withdraw(ctx, r.Channel, r.Seq)
	case "out":
		err = e.Rules.TakeOut(ctx, r.GroupID, r.About, c.Person, in.Body.Note)
	}
	if err != nil {
		return nil, err
	}
	return nil, e.Concerns.Decide(ctx, in.Report, c.Person, in.Body)
}
