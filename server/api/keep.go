package api

import (
	"context"

	"kring/groups"
	"kring/internal/access"
)

type groupKeepIn struct {
	GroupIn
	Body groups.Keep
}

func (e *Edge) keepOps() {
	register(e, op{Method: "PUT", Path: "/groups/{group}/keep", ID: "set-keep", Summary: "For how long what the group leaves is kept; 0 is the default of its kind", Action: access.SetKeep, Kind: access.Group, Param: "group", Logged: true}, e.setKeep)
}

// setKeep chooses, and shortens what is there already. Again does no harm.
func (e *Edge) setKeep(ctx context.Context, _ *caller, in *groupKeepIn) (*body[groups.Keep], error) {
	keep, err := e.Groups.SetKeep(ctx, in.Group, in.Body)
	if err != nil {
		return nil, err
	}
	return reply(keep, e.Recordings.Shorten(ctx, in.Group, keep.RecordingDays))
}
