package api

import (
	"context"
	"errors"

	"kring/groups"
	"kring/homework/plan"
	"kring/homework/programme"
	"kring/internal/access"
	"kring/internal/fault"
)

type planIn struct {
	IfMatch string `header:"If-Match" required:"true" doc:"The ETag this plan was made from, \"0\" for none yet"`
	Body    struct {
		Values programme.Values `json:"values"`
		By     string           `json:"by,omitempty" maxLength:"40" doc:"A random name of the page that saves"`
	}
}

type sharePlanIn struct {
	GroupIn
	Body struct {
		Shared bool `json:"shared"`
	}
}

// SharedPlan is a member's plan as facilitators read it.
type SharedPlan struct {
	Alias  string           `json:"alias"`
	Values programme.Values `json:"values"`
}

func (e *Edge) planOps() {
	register(e, op{Method: "GET", Path: "/plan", ID: "plan", Summary: "One's own safety plan", Action: access.Own, Kind: access.Self, Keep: keepOwn},
		func(ctx context.Context, c *caller, _ *struct{}) (*tagged[plan.OwnPlan], error) {
			return planned(e.Plans.Of(ctx, c.Person))
		})
	register(e, op{Method: "PUT", Path: "/plan", ID: "save-plan", Summary: "Keep one's own safety plan", Action: access.Own, Kind: access.Self, Logged: true},
		func(ctx context.Context, c *caller, in *planIn) (*tagged[plan.OwnPlan], error) {
			rev, err := revision(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return planned(e.Plans.Save(ctx, c.Person, rev, in.Body.By, in.Body.Values))
		})
	register(e, op{Method: "PUT", Path: "/groups/{group}/plan", ID: "share-plan", Summary: "Show one's safety plan to the group's facilitators, or stop that", Action: access.SharePlan, Kind: access.Group, Param: "group", Logged: true},
		func(ctx context.Context, c *caller, in *sharePlanIn) (*tagged[plan.OwnPlan], error) {
			return planned(e.Plans.Share(ctx, c.Person, in.Group, in.Body.Shared))
		})
	register(e, op{Method: "GET", Path: "/groups/{group}/plans", ID: "shared-plans", Summary: "The members who show their safety plan to the facilitators, by member id", Action: access.ListPlans, Kind: access.Group, Param: "group"}, e.sharedPlans)
	register(e, op{Method: "GET", Path: "/members/{member}/plan", ID: "member-plan", Summary: "A member's safety plan, when shown to the facilitators", Action: access.ReadPlan, Kind: access.Member, Param: "member", Logged: true}, e.memberPlan)
}

func (e *Edge) sharedPlans(ctx context.Context, _ *caller, in *GroupIn) (*body[[]string], error) {
	members, err := e.Groups.ActiveMembers(ctx, in.Group)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, m := range members {
		if _, err := e.Plans.Shown(ctx, m.PersonID, in.Group); err == nil {
			out = append(out, m.ID)
		} else if !fault.Is(err, fault.NotFound) {
			return nil, err
		}
	}
	return list(out, nil)
}

// planned tags an own plan; a stale one is 409 with what is stored.
func planned(v plan.OwnPlan, err error) (*tagged[plan.OwnPlan], error) {
	var stale *plan.Stale
	if errors.As(err, &stale) {
		return nil, conflict(err, stale.Current)
	}
	if err != nil {
		return nil, err
	}
	return tag(v.Rev, v), nil
}

// memberPlan: who left the group shows nothing to it any more.
func (e *Edge) memberPlan(ctx context.Context, _ *caller, in *MemberIn) (*body[SharedPlan], error) {
	m, err := e.Groups.Member(ctx, in.Member)
	if err != nil {
		return nil, err
	}
	if m.Status != groups.Active {
		return nil, fault.Gone()
	}
	vs, err := e.Plans.Shown(ctx, m.PersonID, m.GroupID)
	return reply(SharedPlan{m.Alias, vs}, err)
}
