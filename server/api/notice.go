package api

import (
	"context"
	"net/http"

	"kring/groups/calendar"
	"kring/groups/notice"
	"kring/internal/access"
	"kring/server/push"
)

// Notifications is a person's page of what they are told, and how.
type Notifications struct {
	Choices    notice.Choices `json:"choices"`
	Log        []notice.Told  `json:"log" doc:"Of the last 90 days, newest first, at most 100"`
	PushKey    string         `json:"pushKey" doc:"The public key that a browser subscribes with; empty where push is off"`
	Devices    []push.Device  `json:"devices"`
	CalendarAt int64          `json:"calendarAt" doc:"When the secret link for calendars was made, Unix ms; 0: there is none"`
}

// CalendarLink is a secret link as it is shown once.
type CalendarLink struct {
	URL string `json:"url"`
}

type noticesIn struct{ Body notice.Choices }

type deviceIn struct{ Body push.Address }

type deviceIDIn struct {
	Device string `path:"device" maxLength:"80"`
}

type feedIn struct {
	Token string `path:"token" maxLength:"40"`
	Match string `header:"If-None-Match" maxLength:"100"`
}

// feedOut is a calendar that programs fetch again and again.
type feedOut struct {
	Status       int
	ContentType  string `header:"Content-Type"`
	CacheControl string `header:"Cache-Control"`
	ETag         string `header:"ETag"`
	Body         []byte
}

func (e *Edge) noticeOps() {
	register(e, op{Method: "GET", Path: "/notices", ID: "notices", Summary: "What I am told and how, and what I was told", Action: access.Own, Kind: access.Self}, e.notifications)
	register(e, op{Method: "PUT", Path: "/notices", ID: "choose-notices", Summary: "Choose what I am told and how", Action: access.Own, Kind: access.Self, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *noticesIn) (*empty, error) {
			return nil, e.Notices.Choose(ctx, c.Person, in.Body)
		})
	register(e, op{Method: "POST", Path: "/notices/retry", ID: "retry-mail", Summary: "Try my e-mail address again", Action: access.Own, Kind: access.Self, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, _ *struct{}) (*empty, error) {
			return nil, e.Notices.Retry(ctx, c.Person)
		})
	register(e, op{Method: "POST", Path: "/notices/devices", ID: "add-device", Summary: "Tell me on this browser too", Action: access.Own, Kind: access.Self, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *deviceIn) (*empty, error) {
			return nil, e.Push.Subscribe(ctx, c.Person, in.Body)
		})
	register(e, op{Method: "DELETE", Path: "/notices/devices/{device}", ID: "remove-device", Summary: "Stop telling me on a browser", Action: access.Own, Kind: access.Self, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *deviceIDIn) (*empty, error) {
			return nil, e.Push.Remove(ctx, c.Person, in.Device)
		})
	register(e, op{Method: "POST", Path: "/notices/calendar", ID: "renew-calendar", Summary: "A new secret link for my calendar; the old one is dead at once", Action: access.Own, Kind: access.Self},
		func(ctx context.Context, c *caller, _ *struct{}) (*body[CalendarLink], error) {
			token, err := e.Feeds.Renew(ctx, c.Person)
			return reply(CalendarLink{URL: e.PublicURL + "/api/calendar/" + token}, err)
		})
	register(e, op{Method: "DELETE", Path: "/notices/calendar", ID: "stop-calendar", Summary: "End the secret link for my calendar", Action: access.Own, Kind: access.Self, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, _ *struct{}) (*empty, error) {
			return nil, e.Feeds.Stop(ctx, c.Person)
		})
	register(e, op{Method: "GET", Path: "/calendar/{token}", ID: "calendar", Summary: "A person's appointments, by their secret link", Action: access.Anyone}, e.feed)
	register(e, op{Method: "GET", Path: "/meetings/{meeting}/calendar", ID: "meeting-calendar", Summary: "The meeting as a calendar file (.ics)", Action: access.ReadMeeting, Kind: access.Meeting, Param: "meeting"},
		func(ctx context.Context, _ *caller, in *MeetingIn) (*calendarOut, error) {
			m, err := e.Groups.Planned(ctx, in.Meeting)
			if err != nil {
				return nil, err
			}
			return &calendarOut{ContentType: calendarType, Disposition: `attachment; filename="afspraak.ics"`, Body: calendar.File(m.Entry(), e.calendarPlace())}, nil
		})
}

const calendarType = "text/calendar; charset=utf-8"

func (e *Edge) calendarPlace() calendar.Place {
	return calendar.Place{PublicURL: e.PublicURL, Now: e.Now().UnixMilli()}
}

func (e *Edge) notifications(ctx context.Context, c *caller, _ *struct{}) (*body[Notifications], error) {
	n := Notifications{PushKey: e.Push.Key()}
	var err error
	if n.Choices, err = e.Notices.Choices(ctx, c.Person); err != nil {
		return nil, err
	}
	if n.Log, err = e.Notices.Log(ctx, c.Person); err != nil {
		return nil, err
	}
	if n.Devices, err = e.Push.Devices(ctx, c.Person); err != nil {
		return nil, err
	}
	n.CalendarAt, err = e.Feeds.MadeAt(ctx, c.Person)
	return reply(n, err)
}

// feed is for programs: no session, but a link that nobody can guess.
func (e *Edge) feed(ctx context.Context, _ *caller, in *feedIn) (*feedOut, error) {
	person, err := e.Feeds.Whose(ctx, in.Token)
	if err != nil {
		return nil, err
	}
	entries, err := e.Groups.Agenda(ctx, person)
	if err != nil {
		return nil, err
	}
	out := &feedOut{Status: http.StatusOK, ContentType: calendarType, CacheControl: "private, no-cache", ETag: calendar.Tag(entries)}
	if in.Match == out.ETag {
		out.Status = http.StatusNotModified
		return out, nil
	}
	out.Body = calendar.Feed(entries, e.calendarPlace())
	return out, nil
}
