package api

import (
	"context"
	"net/http"

	"kring/groups/organisation"
	"kring/internal/access"
)

type substituteIn struct {
	GroupIn
	Body struct {
		PersonID string `json:"personId" maxLength:"40" doc:"A facilitator of the organisation"`
		Replaces string `json:"replaces" maxLength:"40" doc:"Person id of a facilitator of the group"`
	}
}

type endSubstituteIn struct {
	GroupIn
	Person string `path:"person" maxLength:"40"`
}

type substituteOnceIn struct {
	MeetingIn
	Body struct {
		PersonID string `json:"personId" maxLength:"40" doc:"A facilitator of the organisation"`
		Replaces string `json:"replaces" maxLength:"40" doc:"Person id of a facilitator of the group"`
	}
}

type endSubstituteOnceIn struct {
	MeetingIn
	Person string `path:"person" maxLength:"40"`
}

func (e *Edge) substituteOps() {
	register(e, op{Method: "GET", Path: "/groups/{group}/substitutes", ID: "substitutes", Summary: "Who could be named as a substitute", Action: access.Substitute, Kind: access.Group, Param: "group"},
		func(ctx context.Context, _ *caller, in *GroupIn) (*body[[]organisation.Person], error) {
			return list(e.Groups.CanSubstitute(ctx, in.Group))
		})
	register(e, op{Method: "PUT", Path: "/meetings/{meeting}/substitute", ID: "name-substitute-once", Summary: "Have another facilitator guide this one meeting; members see it", Action: access.SubstituteOnce, Kind: access.Meeting, Param: "meeting", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, _ *caller, in *substituteOnceIn) (*empty, error) {
			return nil, e.Groups.SubstituteOnce(ctx, in.Meeting, in.Body.Replaces, in.Body.PersonID)
		})
	register(e, op{Method: "DELETE", Path: "/meetings/{meeting}/substitutes/{person}", ID: "end-substitute-once", Summary: "A substitute will not guide this meeting, or no longer", Action: access.SubstituteOnce, Kind: access.Meeting, Param: "meeting", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, _ *caller, in *endSubstituteOnceIn) (*empty, error) {
			err := e.Groups.EndSubstituteOnce(ctx, in.Meeting, in.Person)
			if err == nil {
				e.Recheck(in.Person)
			}
			return nil, err
		})
	register(e, op{Method: "PUT", Path: "/groups/{group}/substitute", ID: "name-substitute", Summary: "Have another facilitator take over; members see it", Action: access.Substitute, Kind: access.Group, Param: "group", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, _ *caller, in *substituteIn) (*empty, error) {
			return nil, e.Groups.Substitute(ctx, in.Group, in.Body.Replaces, in.Body.PersonID)
		})
	register(e, op{Method: "DELETE", Path: "/groups/{group}/substitutes/{person}", ID: "end-substitute", Summary: "A substitute no longer guides the group", Action: access.Substitute, Kind: access.Group, Param: "group", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, _ *caller, in *endSubstituteIn) (*empty, error) {
			err := e.Groups.EndSubstitute(ctx, in.Group, in.Person)
			if err == nil {
				e.Recheck(in.Person)
			}
			return nil, err
		})
}
