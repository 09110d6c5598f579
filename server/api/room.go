package api

import (
	"context"

	"kring/internal/access"
)

// RoomLink lets one device in as the room of a meeting.
type RoomLink struct {
	URL string `json:"url" doc:"Opens the page of the device; works once, for a quarter of an hour"`
}

func (e *Edge) roomOps() {
	register(e, op{Method: "POST", Path: "/meetings/{meeting}/room", ID: "room-link", Summary: "A link for the one device in the room of a hybrid meeting", Action: access.LeadMeeting, Kind: access.Meeting, Param: "meeting", Logged: true},
		func(ctx context.Context, _ *caller, in *MeetingIn) (*body[RoomLink], error) {
			if err := e.Groups.HasRoom(ctx, in.Meeting); err != nil {
				return nil, err
			}
			url, err := e.Accounts.RoomLink(ctx, in.Meeting)
			return reply(RoomLink{url}, err)
		})
}
