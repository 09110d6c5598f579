package api

import (
	"context"
	"net/http"

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

func (e *Edge) substituteOps() {
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
