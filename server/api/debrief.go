package api

import (
	"context"
	"errors"
	"net/http"

	"kring/groups/debrief"
	"kring/groups/script"
	"kring/internal/access"
	"kring/internal/fault"
)

type correctIn struct {
	MeetingIn
	Body struct {
		ID     string `json:"id" maxLength:"80" doc:"Participant id"`
		How    string `json:"how" enum:"video,room,phone,chat,watched,cancelled,absent"`
		Reason string `json:"reason" maxLength:"2000"`
	}
}

type reportIn struct {
	MeetingIn
	IfMatch string `header:"If-Match" required:"true" doc:"The report's rev as it was read"`
	Body    struct {
		Lines []debrief.Line `json:"lines" maxItems:"10"`
	}
}

// ReadBack is a meeting to read back: what was done, and what the facilitators
// wrote down for the group.
type ReadBack struct {
	Steps   []ReadBackStep `json:"steps" doc:"Those that were done, in order"`
	Lines   []string       `json:"lines"`
	Results []PollResult   `json:"results" doc:"Polls as they were shown to everybody, with at least four answers"`
	Films   []string       `json:"films" doc:"Titles of the films that were shown"`
}

// PollResult is how many chose each option, never who.
type PollResult struct {
	Question string       `json:"question"`
	Answers  int          `json:"answers"`
	Options  []PollOption `json:"options"`
}

// PollOption is one option of a poll.
type PollOption struct {
	Label string `json:"label"`
	Count int    `json:"count"`
}

// ReadBackStep is one step of the script.
type ReadBackStep struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"`
	Title string `json:"title"`
}

func (e *Edge) debriefOps() {
	register(e, op{Method: "GET", Path: "/meetings/{meeting}/attendance", ID: "attendance", Summary: "Who was there and how; it fills itself", Action: access.ReadAttendance, Kind: access.Meeting, Param: "meeting", Logged: true},
		func(ctx context.Context, c *caller, in *MeetingIn) (*body[[]debrief.Present], error) {
			return list(e.Debrief.Attendance(ctx, in.Meeting, c.Facilitator))
		})
	register(e, op{Method: "PUT", Path: "/meetings/{meeting}/attendance", ID: "correct-attendance", Summary: "Correct how somebody was there, with the reason", Action: access.CorrectAttendance, Kind: access.Meeting, Param: "meeting", Logged: true},
		func(ctx context.Context, c *caller, in *correctIn) (*body[[]debrief.Present], error) {
			k := debrief.Correction{Meeting: in.Meeting, Participant: in.Body.ID, How: in.Body.How, Reason: in.Body.Reason, By: c.Person}
			if err := e.Debrief.Correct(ctx, k); err != nil {
				return nil, err
			}
			return list(e.Debrief.Attendance(ctx, in.Meeting, c.Facilitator))
		})
	register(e, op{Method: "GET", Path: "/meetings/{meeting}/report", ID: "report", Summary: "The facilitators' five lines", Action: access.WriteReport, Kind: access.Meeting, Param: "meeting", Logged: true},
		func(ctx context.Context, _ *caller, in *MeetingIn) (*tagged[debrief.Report], error) {
			return written(e.Debrief.Report(ctx, in.Meeting))
		})
	register(e, op{Method: "PUT", Path: "/meetings/{meeting}/report", ID: "write-report", Summary: "Write the five lines", Action: access.WriteReport, Kind: access.Meeting, Param: "meeting", Logged: true},
		func(ctx context.Context, c *caller, in *reportIn) (*tagged[debrief.Report], error) {
			rev, err := revision(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return written(e.Debrief.Write(ctx, in.Meeting, c.Person, rev, in.Body.Lines))
		})
	register(e, op{Method: http.MethodGet, Path: "/meetings/{meeting}/read-back", ID: "read-back", Summary: "A meeting to read back", Action: access.ReadBack, Kind: access.Meeting, Param: "meeting", Logged: true}, e.readBack)
}

// written tags a report; a newer one is 409 with it.
func written(r debrief.Report, err error) (*tagged[debrief.Report], error) {
	var newer *debrief.NewerReport
	if errors.As(err, &newer) {
		return nil, conflict(err, newer.Current)
	}
	if err != nil {
		return nil, err
	}
	return tag(r.Rev, r), nil
}

func (e *Edge) readBack(ctx context.Context, c *caller, in *MeetingIn) (*body[ReadBack], error) {
	run, err := e.Agenda(ctx, in.Meeting)
	if err != nil {
		return nil, err
	}
	lang := e.lang(ctx, c)
	b := ReadBack{Steps: []ReadBackStep{}, Results: []PollResult{}, Films: []string{}}
	for _, s := range run.Steps {
		if s.State == script.Done {
			b.Steps = append(b.Steps, ReadBackStep{s.ID, s.Kind, s.Title[lang]})
		}
	}
	for _, k := range run.Results {
		b.Results = append(b.Results, pollResult(k, lang))
	}
	for _, f := range run.Films {
		title, err := e.filmTitle(ctx, c.Organisation, f, lang)
		if err != nil {
			return nil, err
		}
		if title != "" {
			b.Films = append(b.Films, title)
		}
	}
	b.Lines, err = e.Debrief.ReadBack(ctx, in.Meeting)
	return reply(b, err)
}

func pollResult(k script.Result, lang string) PollResult {
	r := PollResult{Question: k.Question[lang], Answers: k.Answers, Options: []PollOption{}}
	for i, o := range k.Options {
		r.Options = append(r.Options, PollOption{o.Label[lang], k.Counts[i]})
	}
	return r
}

// filmTitle is what a film that was shown is called, "" of one that is gone.
func (e *Edge) filmTitle(ctx context.Context, org string, p script.Played, lang string) (string, error) {
	f, err := e.Films.Get(ctx, org, p.Film)
	if fault.Is(err, fault.NotFound) {
		return p.Title[lang], nil
	}
	if err != nil {
		return "", err
	}
	return f.Title, nil
}
