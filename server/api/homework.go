package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"kring/homework"
	"kring/homework/media"
	"kring/homework/programme"
	"kring/internal/access"
	"kring/internal/fault"
)

// AssignmentIn names an assignment in the path. Exported, because huma leaves
// unexported embedded structs empty.
type AssignmentIn struct {
	Assignment string `path:"assignment" maxLength:"100"`
}

type workIn struct {
	AssignmentIn
	IfMatch string `header:"If-Match" required:"true" doc:"The ETag this work was made from, \"0\" for none yet"`
	Body    struct {
		Values programme.Values `json:"values"`
		Place  string           `json:"place,omitempty" doc:"Id of the step where the person is"`
		By     string           `json:"by,omitempty" maxLength:"40" doc:"A random name of the page that saves"`
	}
}

type handInIn struct {
	AssignmentIn
	IfMatch string `header:"If-Match" required:"true"`
}

type stepMediaIn struct {
	AssignmentIn
	Step  string `path:"step" maxLength:"40"`
	Range string `header:"Range" maxLength:"100"`
}

type seenIn struct {
	AssignmentIn
	Body struct {
		UpTo int64 `json:"upTo" doc:"The newest time of feedback on the page, Unix ms"`
	}
}

// tagged is a body with its revision as ETag.
type tagged[T any] struct {
	ETag string `header:"ETag"`
	Body T
}

func tag[T any](rev int64, v T) *tagged[T] {
	return &tagged[T]{ETag: fmt.Sprintf("%q", strconv.FormatInt(rev, 10)), Body: v}
}

// revision reads an If-Match header: one strong tag of a whole number.
func revision(ifMatch string) (int64, error) {
	n, err := strconv.ParseInt(strings.Trim(ifMatch, `"`), 10, 64)
	if err != nil || n < 0 {
		return 0, fault.Bad("If-Match", "request.if-match", "If-Match is the ETag of what was read")
	}
	return n, nil
}

// publicIn is a request of nobody in particular.
type publicIn struct {
	Lang string `query:"lang" enum:"nl,en" default:"nl"`
}

type openModuleIn struct {
	AssignmentIn
	Lang string `query:"lang" enum:"nl,en" default:"nl"`
}

func (e *Edge) homeworkOps() {
	register(e, op{Method: "GET", Path: "/self-help", ID: "self-help", Summary: "Modules that everybody can do alone, with one's own progress when signed in", Action: access.Anyone, Keep: keepOwn}, e.selfHelp)
	register(e, op{Method: "GET", Path: "/self-help/{assignment}", ID: "open-module", Summary: "A module to do alone, without an account", Action: access.Anyone, Keep: keepAll}, e.openModule)
	register(e, op{Method: "GET", Path: "/groups/{group}/assignments", ID: "assignments", Summary: "The group's modules with one's own progress", Action: access.ReadOwnWork, Kind: access.Group, Param: "group", Keep: keepOwn}, e.items)
	register(e, op{Method: "GET", Path: "/groups/{group}/assignments/counts", ID: "assignment-counts", Summary: "The group's modules with how many sent work", Action: access.CountWork, Kind: access.Group, Param: "group"}, e.counts)
	register(e, op{Method: "GET", Path: "/assignments/{assignment}", ID: "assignment", Summary: "A module with one's own answer", Action: access.ReadAssignment, Kind: access.Assignment, Param: "assignment", Keep: keepOwn}, e.assignment)
	register(e, op{Method: "GET", Path: "/assignments/{assignment}/steps/{step}/media", ID: "step-media", Summary: "The picture, film or sound of a step, any part of it", Action: access.ReadAssignment, Kind: access.Assignment, Param: "assignment", Keep: keepOwn}, e.stepMedia)
	register(e, op{Method: "PUT", Path: "/assignments/{assignment}/answer", ID: "save-answer", Summary: "Keep one's own answer; only oneself can read it", Action: access.WriteAnswer, Kind: access.Assignment, Param: "assignment", Logged: true}, e.saveAnswer)
	register(e, op{Method: "POST", Path: "/assignments/{assignment}/answer/hand-in", ID: "hand-in", Summary: "Send one's answer to the facilitators", Action: access.WriteAnswer, Kind: access.Assignment, Param: "assignment", Logged: true}, e.handIn)
	register(e, op{Method: "POST", Path: "/assignments/{assignment}/answer/feedback-read", ID: "feedback-read", Summary: "Mark feedback as seen", Action: access.ReadAssignment, Kind: access.Assignment, Param: "assignment", Status: http.StatusNoContent}, e.feedbackRead)
}

// selfHelp is for everybody; who is signed in sees their own progress.
func (e *Edge) selfHelp(ctx context.Context, c *caller, in *publicIn) (*body[[]homework.Item], error) {
	return list(e.Homework.SelfHelp(ctx, c.Person, in.Lang))
}

func (e *Edge) openModule(ctx context.Context, _ *caller, in *openModuleIn) (*body[homework.AssignmentView], error) {
	return reply(e.Homework.OpenModule(ctx, in.Assignment, in.Lang))
}

type keepIn struct {
	AssignmentIn
	Step string `path:"step" maxLength:"60"`
	Body struct {
		Mine bool `json:"mine" doc:"For oneself only: what was sent of it is taken back"`
	}
}

type askIn struct {
	AssignmentIn
	Step string `path:"step" maxLength:"60"`
	Body struct {
		Text string `json:"text" maxLength:"2000" doc:"\"\" takes it back"`
	}
}

func (e *Edge) stepOps() {
	register(e, op{Method: "PUT", Path: "/assignments/{assignment}/steps/{step}/keep", ID: "keep-step", Summary: "Keep a step to oneself, or let it go to the facilitators", Action: access.WriteAnswer, Kind: access.Assignment, Param: "assignment", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *keepIn) (*empty, error) {
			return nil, e.Homework.Keep(ctx, in.Assignment, c.Person, in.Step, in.Body.Mine)
		})
	register(e, op{Method: "PUT", Path: "/assignments/{assignment}/steps/{step}/question", ID: "ask", Summary: "Ask the facilitators something at a step", Action: access.BringPiece, Kind: access.Assignment, Param: "assignment", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *askIn) (*empty, error) {
			return nil, e.Homework.Ask(ctx, in.Assignment, c.Person, in.Step, in.Body.Text)
		})
}

func (e *Edge) items(ctx context.Context, c *caller, in *GroupIn) (*body[[]homework.Item], error) {
	return list(e.Homework.Items(ctx, in.Group, c.Person, e.lang(ctx, c)))
}

func (e *Edge) counts(ctx context.Context, c *caller, in *GroupIn) (*body[[]homework.Count], error) {
	return list(e.Homework.Counts(ctx, in.Group, e.lang(ctx, c)))
}

func (e *Edge) assignment(ctx context.Context, c *caller, in *AssignmentIn) (*tagged[homework.AssignmentView], error) {
	v, err := e.Homework.Assignment(ctx, in.Assignment, c.Person, e.lang(ctx, c))
	if err != nil {
		return nil, err
	}
	if err := e.nameRounds(ctx, v.Answer.Feedback, v.Answer.Rounds); err != nil {
		return nil, err
	}
	for i := range v.Steps {
		if s := &v.Steps[i]; s.Media != "" {
			s.Media = "/api/assignments/" + v.ID + "/steps/" + s.ID + "/media"
		}
	}
	return tag(v.Answer.Rev, v), nil
}

// stepMedia is a file that comes with Kring, or a film of the organisation.
func (e *Edge) stepMedia(ctx context.Context, c *caller, in *stepMediaIn) (*huma.StreamResponse, error) {
	name, err := e.Homework.Media(ctx, in.Assignment, in.Step)
	if err != nil {
		return nil, err
	}
	if f := media.Find(name); f != nil {
		return ranged{Type: f.Type, Size: f.Size(), Read: f.Read}.stream(in.Range)
	}
	f, err := e.Films.Get(ctx, c.Organisation, name)
	if err != nil {
		return nil, err
	}
	return ranged{Type: f.Type, Size: f.Size, Read: func(at, n int64) (io.ReadCloser, error) { return e.Films.Read(f, at, n) }}.stream(in.Range)
}

func (e *Edge) saveAnswer(ctx context.Context, c *caller, in *workIn) (*tagged[homework.AnswerView], error) {
	rev, err := revision(in.IfMatch)
	if err != nil {
		return nil, err
	}
	return e.answered(ctx)(e.Homework.Save(ctx, homework.Work{
		AssignmentID: in.Assignment, PersonID: c.Person, Rev: rev, Values: in.Body.Values, Place: in.Body.Place, By: in.Body.By,
	}))
}

func (e *Edge) handIn(ctx context.Context, c *caller, in *handInIn) (*tagged[homework.AnswerView], error) {
	rev, err := revision(in.IfMatch)
	if err != nil {
		return nil, err
	}
	return e.answered(ctx)(e.Homework.HandIn(ctx, in.Assignment, c.Person, rev))
}

// answered tags an own answer; a stale one is 409 with what is stored.
func (e *Edge) answered(ctx context.Context) func(homework.AnswerView, error) (*tagged[homework.AnswerView], error) {
	return func(v homework.AnswerView, err error) (*tagged[homework.AnswerView], error) {
		var stale *homework.Stale
		if errors.As(err, &stale) {
			return nil, conflict(err, stale.Current)
		}
		if err == nil {
			err = e.nameRounds(ctx, v.Feedback, v.Rounds)
		}
		if err != nil {
			return nil, err
		}
		return tag(v.Rev, v), nil
	}
}

func (e *Edge) feedbackRead(ctx context.Context, c *caller, in *seenIn) (*empty, error) {
	return nil, e.Homework.MarkRead(ctx, in.Assignment, c.Person, in.Body.UpTo)
}

// nameRounds fills in who gave feedback, now and in earlier rounds.
func (e *Edge) nameRounds(ctx context.Context, now map[string]homework.FeedbackView, rounds []homework.RoundView) error {
	err := e.nameFeedback(ctx, now)
	for _, r := range rounds {
		err = errors.Join(err, e.nameFeedback(ctx, r.Feedback))
	}
	return err
}

// nameFeedback fills in who gave it.
func (e *Edge) nameFeedback(ctx context.Context, fs map[string]homework.FeedbackView) error {
	for step, f := range fs {
		name, err := e.Accounts.Name(ctx, f.By)
		if err != nil {
			return err
		}
		f.ByName = name
		fs[step] = f
	}
	return nil
}
