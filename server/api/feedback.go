package api

import (
	"context"
	"errors"

	"kring/groups"
	"kring/homework"
	"kring/internal/access"
)

// AnswerIn names an answer in the path. Exported, because huma leaves
// unexported embedded structs empty.
type AnswerIn struct {
	Answer string `path:"answer" maxLength:"40"`
}

type remarkIn struct {
	AnswerIn
	Step    string `path:"step" maxLength:"60"`
	IfMatch string `header:"If-Match" required:"true" doc:"The ETag of the answer that was read"`
	Body    struct {
		Text string `json:"text" maxLength:"8000"`
	}
}

type sendBackIn struct {
	AnswerIn
	IfMatch string `header:"If-Match" required:"true" doc:"The ETag of the answer that was read"`
}

// Queues are a facilitator's two lists.
type Queues struct {
	Waiting  []homework.QueueItem `json:"waiting" doc:"Handed in, no feedback yet; oldest first"`
	Answered []homework.QueueItem `json:"answered"`
}

func (e *Edge) feedbackOps() {
	register(e, op{Method: "GET", Path: "/feedback", ID: "feedback-queue", Summary: "Answers that wait for my feedback, oldest first", Action: access.Own, Kind: access.Self}, e.queues)
	register(e, op{Method: "GET", Path: "/answers/{answer}", ID: "answer", Summary: "What a participant sent", Action: access.ReadAnswer, Kind: access.Answer, Param: "answer", Logged: true}, e.review)
	register(e, op{Method: "PUT", Path: "/answers/{answer}/feedback/{step}", ID: "give-feedback", Summary: "Write feedback on one step, or one paragraph (hope:2)", Action: access.GiveFeedback, Kind: access.Answer, Param: "answer", Logged: true}, e.giveFeedback)
	register(e, op{Method: "POST", Path: "/answers/{answer}/send-back", ID: "send-back", Summary: "Ask the participant to go on with it", Action: access.GiveFeedback, Kind: access.Answer, Param: "answer", Logged: true},
		func(ctx context.Context, c *caller, in *sendBackIn) (*tagged[homework.Review], error) {
			rev, err := revision(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return e.reviewed(ctx)(e.Homework.SendBack(ctx, in.Answer, rev, e.lang(ctx, c)))
		})
}

func (e *Edge) queues(ctx context.Context, c *caller, _ *struct{}) (*body[Queues], error) {
	mine, err := e.Groups.MyGroups(ctx, c.Person)
	if err != nil {
		return nil, err
	}
	var guided []string
	for _, g := range mine {
		if g.Role != groups.RoleMember && !g.Ended {
			guided = append(guided, g.ID)
		}
	}
	var q Queues
	lang := e.lang(ctx, c)
	if q.Waiting, err = e.Homework.Queue(ctx, guided, lang); err != nil {
		return nil, err
	}
	if q.Answered, err = e.Homework.Answered(ctx, guided, lang); err != nil {
		return nil, err
	}
	return reply(q, errors.Join(e.called(ctx, q.Waiting), e.called(ctx, q.Answered)))
}

func (e *Edge) review(ctx context.Context, c *caller, in *AnswerIn) (*tagged[homework.Review], error) {
	return e.reviewed(ctx)(e.Homework.Review(ctx, in.Answer, e.lang(ctx, c)))
}

func (e *Edge) giveFeedback(ctx context.Context, c *caller, in *remarkIn) (*tagged[homework.Review], error) {
	rev, err := revision(in.IfMatch)
	if err != nil {
		return nil, err
	}
	return e.reviewed(ctx)(e.Homework.GiveFeedback(ctx, homework.Remark{
		AnswerID: in.Answer, Step: in.Step, Text: in.Body.Text, By: c.Person, Rev: rev,
	}, e.lang(ctx, c)))
}

// reviewed fills in the names and tags the review; newer work is 409 with it.
func (e *Edge) reviewed(ctx context.Context) func(homework.Review, error) (*tagged[homework.Review], error) {
	return func(r homework.Review, err error) (*tagged[homework.Review], error) {
		var newer *homework.NewerReview
		if errors.As(err, &newer) {
			return nil, conflict(err, newer.Current)
		}
		if err == nil {
			err = e.nameRounds(ctx, r.Feedback, r.Rounds)
		}
		if err != nil {
			return nil, err
		}
		item := []homework.QueueItem{{GroupID: r.GroupID, PersonID: r.PersonID}}
		err = e.called(ctx, item)
		r.GroupName, r.Alias, r.AnswerTime = item[0].GroupName, item[0].Alias, item[0].AnswerTime
		return tag(r.Rev, r), err
	}
}
