package live

import (
	"context"
	"time"

	"kring/groups/meeting"
	"kring/internal/access"
)

type (
	// RTCServers answers rtc.servers: what a browser needs where its network
	// lets nothing but TCP, or only web pages, through. ExpiresAt is Unix ms.
	RTCServers struct {
		Head
		Meeting   string      `json:"meeting"`
		Servers   []RTCServer `json:"servers"`
		ExpiresAt int64       `json:"expiresAt"`
	}
	// RTCServer is an RTCIceServer of WebRTC.
	RTCServer struct {
		URLs       []string `json:"urls"`
		Username   string   `json:"username"`
		Credential string   `json:"credential"`
	}
)

// Relay is one participant's way through the media relay: TURN URLs and a
// credential that begins connections until Expires, and ends with the seat.
type Relay struct {
	URLs           []string
	User, Password string
	Expires        time.Time
}

// rtcTable is about the ways that media can take.
var rtcTable = []kind{
	on("rtc.servers", access.SitInMeeting, access.Meeting, rtcServers).doneLater(),
}

func rtcServers(ctx context.Context, c *conn, m MeetingOnly) (any, error) {
	v, err := c.visit(m.Meeting)
	if err != nil {
		return nil, err
	}
	var r Relay
	err = v.Connect(ctx, func(o meeting.Offer) (err error) {
		r, err = c.s.Relay(o)
		return err
	})
	if err != nil {
		return nil, err
	}
	return RTCServers{
		Head: Head{"rtc.relays", m.Ref}, Meeting: m.Meeting, ExpiresAt: r.Expires.UnixMilli(),
		Servers: []RTCServer{{r.URLs, r.User, r.Password}},
	}, nil
}
