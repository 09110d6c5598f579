package api

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"

	"kring/groups/consent"
	"kring/groups/recording"
	"kring/groups/recording/shelf"
	"kring/internal/access"
	"kring/internal/fault"
)

// RecordingIn names a recording in the path. Exported, because huma leaves
// unexported embedded structs empty.
type RecordingIn struct {
	Recording string `path:"recording" maxLength:"40"`
}

type watchedIn struct {
	RecordingIn
	Body struct {
		FromMs int64 `json:"fromMs" doc:"A stretch that was just watched"`
		ToMs   int64 `json:"toMs"`
	}
}

type hideIn struct {
	RecordingIn
	Body struct {
		Hidden bool `json:"hidden"`
	}
}

type cutIn struct {
	RecordingIn
	Body recording.Cut
}

type watchIn struct {
	RecordingIn
	Range string `header:"Range" maxLength:"100"`
}

type captionsOut struct {
	ContentType string `header:"Content-Type"`
	Cache       string `header:"Cache-Control"`
	Body        []byte
}

func (e *Edge) recordingOps() {
	register(e, op{Method: "GET", Path: "/meetings/{meeting}/recording-text", ID: "recording-text", Summary: "What people agree to when this meeting is recorded", Action: access.SitInMeeting, Kind: access.Meeting, Param: "meeting"}, e.recordingText)
	register(e, op{Method: "GET", Path: "/consents/recordings", ID: "own-recordings", Summary: "What I said when meetings were recorded, the newest first", Action: access.Own, Kind: access.Self}, e.saidInRecordings)
	register(e, op{Method: "GET", Path: "/groups/{group}/recordings", ID: "recordings", Summary: "Recordings of a group's meetings, the newest first", Action: access.ListRecordings, Kind: access.Group, Param: "group"},
		func(ctx context.Context, c *caller, in *GroupIn) (*body[[]recording.Listed], error) {
			circle, err := e.Groups.Circle(ctx, in.Group)
			if err != nil {
				return nil, err
			}
			return list(e.Recordings.List(ctx, circle, c.Person))
		})
	register(e, op{Method: "GET", Path: "/recordings/{recording}", ID: "recording", Summary: "A recording, to watch it", Action: access.Watch, Kind: access.Recording, Param: "recording", Logged: true}, e.recording)
	register(e, op{Method: "GET", Path: "/recordings/{recording}/film", ID: "recording-film", Summary: "Its sound and picture as WebM, any part of it", Action: access.Watch, Kind: access.Recording, Param: "recording", Parts: true},
		func(ctx context.Context, _ *caller, in *watchIn) (*huma.StreamResponse, error) {
			return stream(in.Range)(e.Recordings.Film(ctx, in.Recording))
		})
	register(e, op{Method: "GET", Path: "/recordings/{recording}/film.mp4", ID: "recording-mp4", Summary: "The same as MP4, for browsers without WebM; 409 recording.rendering while it is made", Action: access.Watch, Kind: access.Recording, Param: "recording", Parts: true},
		func(ctx context.Context, _ *caller, in *watchIn) (*huma.StreamResponse, error) {
			return stream(in.Range)(e.Recordings.MP4(ctx, in.Recording))
		})
	register(e, op{Method: "GET", Path: "/recordings/{recording}/captions.vtt", ID: "recording-captions", Summary: "What was said in it, as WebVTT, where somebody wrote it and everybody was recorded", Action: access.Watch, Kind: access.Recording, Param: "recording", Parts: true},
		func(ctx context.Context, _ *caller, in *RecordingIn) (*captionsOut, error) {
			b, err := e.Recordings.Captions(ctx, in.Recording)
			return &captionsOut{"text/vtt; charset=utf-8", "private, no-store", b}, err
		})
	register(e, op{Method: "POST", Path: "/recordings/{recording}/watched", ID: "watched", Summary: "Remember what of it was watched", Action: access.Watch, Kind: access.Recording, Param: "recording", Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *watchedIn) (*empty, error) {
			return nil, e.Recordings.Watched(ctx, in.Recording, c.Person, in.Body.FromMs, in.Body.ToMs)
		})
	e.changeRecordingOps()
}

// changeRecordingOps are what takes something away from a recording.
func (e *Edge) changeRecordingOps() {
	register(e, op{Method: "POST", Path: "/recordings/{recording}/withdraw", ID: "withdraw", Summary: "Take the caller's sound and picture out, for good", Action: access.Withdraw, Kind: access.Recording, Param: "recording", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *RecordingIn) (*empty, error) {
			return nil, e.Recordings.Withdraw(ctx, in.Recording, c.Person)
		})
	register(e, op{Method: "PATCH", Path: "/recordings/{recording}", ID: "hide-recording", Summary: "Hide it from members, or show it", Action: access.LeadRecording, Kind: access.Recording, Param: "recording", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, _ *caller, in *hideIn) (*empty, error) {
			return nil, e.Recordings.Hide(ctx, in.Recording, in.Body.Hidden)
		})
	register(e, op{Method: "POST", Path: "/recordings/{recording}/cuts", ID: "cut-recording", Summary: "Take a stretch out for everybody, for good", Action: access.LeadRecording, Kind: access.Recording, Param: "recording", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, _ *caller, in *cutIn) (*empty, error) {
			return nil, e.Recordings.Cut(ctx, in.Recording, in.Body)
		})
	register(e, op{Method: "DELETE", Path: "/recordings/{recording}", ID: "delete-recording", Summary: "Delete it for good", Action: access.LeadRecording, Kind: access.Recording, Param: "recording", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, _ *caller, in *RecordingIn) (*empty, error) {
			return nil, e.Recordings.Delete(ctx, in.Recording)
		})
}

// recordingText names the days for which this very recording will be kept.
func (e *Edge) recordingText(ctx context.Context, c *caller, in *MeetingIn) (*body[consent.Text], error) {
	g, err := e.Groups.Group(ctx, c.Group)
	if err != nil {
		return nil, err
	}
	days, err := e.Recordings.Days(ctx, in.Meeting, g.Kept().RecordingDays)
	return reply(e.Groups.Consents.Text(consent.Recording, e.lang(ctx, c)).Naming(days), err)
}

// SaidInRecording is an answer with the names of where it was given.
type SaidInRecording struct {
	recording.Said
	GroupName string `json:"groupName"`
	Number    int    `json:"number" doc:"Of the meeting in its group"`
	Title     string `json:"title" doc:"Of the meeting"`
}

func (e *Edge) saidInRecordings(ctx context.Context, c *caller, _ *struct{}) (*body[[]SaidInRecording], error) {
	said, err := e.Recordings.SaidBy(ctx, c.Person)
	if err != nil {
		return nil, err
	}
	out := make([]SaidInRecording, len(said))
	for i, s := range said {
		m, err := e.Groups.Meeting(ctx, s.MeetingID)
		if err != nil {
			return nil, err
		}
		out[i] = SaidInRecording{s, m.GroupName, m.Number, m.Title}
	}
	return list(out, nil)
}

func (e *Edge) recording(ctx context.Context, c *caller, in *RecordingIn) (*body[recording.Watchable], error) {
	circle, err := e.Groups.Circle(ctx, c.Group)
	if err != nil {
		return nil, err
	}
	return reply(e.Recordings.View(ctx, in.Recording, c.Person, circle))
}

// stream answers with the asked range of a film, as the browser reads it.
func stream(asked string) func(*shelf.Film, error) (*huma.StreamResponse, error) {
	return func(f *shelf.Film, err error) (*huma.StreamResponse, error) {
		if err != nil {
			return nil, err
		}
		at, n, status := span(asked, f.Size)
		if status == http.StatusRequestedRangeNotSatisfiable {
			return nil, fault.Bad("Range", "recording.range", "the film has %d bytes", f.Size)
		}
		src, err := f.Read(at, n)
		if err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(hc huma.Context) {
			hc.SetStatus(status)
			hc.SetHeader("Content-Type", f.Type)
			hc.SetHeader("Accept-Ranges", "bytes")
			hc.SetHeader("ETag", f.ETag)
			hc.SetHeader("Cache-Control", "private, no-store")
			hc.SetHeader("Content-Disposition", "inline")
			if status == http.StatusPartialContent {
				hc.SetHeader("Content-Range", "bytes "+strconv.FormatInt(at, 10)+"-"+strconv.FormatInt(at+n-1, 10)+"/"+strconv.FormatInt(f.Size, 10))
			}
			// fasthttp reads it after the handlers and closes it, also when the browser hangs up.
			humafiber.Unwrap(hc).Context().SetBodyStream(src, int(n))
		}}, nil
	}
}
