package homework

import (
	"cmp"
	"context"

	"kring/homework/programme"
	"kring/homework/survey"
)

// The states of an answer as its owner sees them.
const (
	statusNew      = "new"
	statusFeedback = "feedback" // there is feedback that the person has not seen
)

// StepView is a step in one language. Of a questionnaire without a Sheet the
// organisation has no text yet.
type StepView struct {
	ID        string       `json:"id"`
	Kind      string       `json:"kind" enum:"text,picture,video,audio,exercise,choice,choices,scale,number,short-text,long-text,thought-record,safety-plan,link,questionnaire"`
	Title     string       `json:"title"`
	Body      string       `json:"body,omitempty" doc:"Paragraphs separated by a blank line"`
	Required  bool         `json:"required,omitempty"`
	Options   []OptionView `json:"options,omitempty"`
	Min       int          `json:"min,omitempty"`
	Max       int          `json:"max,omitempty"`
	MinLabel  string       `json:"minLabel,omitempty"`
	MaxLabel  string       `json:"maxLabel,omitempty"`
	MaxLength int          `json:"maxLength,omitempty"`
	Uploads   []string     `json:"uploads,omitempty" enum:"picture,audio,video,pdf" doc:"Kinds of file that may go with the answer"`
	Waits     bool         `json:"waits,omitempty" doc:"What follows opens when this has feedback"`
	Closed    bool         `json:"closed,omitempty" doc:"Not open yet for this person"`

	Sheet      *survey.Sheet `json:"sheet,omitempty"`
	Unit       string        `json:"unit,omitempty"`
	Media      string        `json:"media,omitempty" doc:"Where the picture, film or sound is"`
	Alt        string        `json:"alt,omitempty"`
	Transcript string        `json:"transcript,omitempty"`
	Captions   string        `json:"captions,omitempty" doc:"WebVTT"`
	URL        string        `json:"url,omitempty"`
	Screened   string        `json:"screened,omitempty"`
}

// OptionView is an option in one language.
type OptionView struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// AnswerView is an answer as its owner sees it. Rev is its ETag.
type AnswerView struct {
	Rev        int64                   `json:"rev"`
	By         string                  `json:"by" doc:"The page that made the last change: a save whose reply was lost knows itself again"`
	Status     string                  `json:"status" enum:"new,draft,handed-in"`
	Values     programme.Values        `json:"values"`
	Place      string                  `json:"place"`
	HandedInAt int64                   `json:"handedInAt" doc:"Unix ms of the last hand-in; 0: never"`
	Feedback   map[string]FeedbackView `json:"feedback" doc:"By step id, or by step id and paragraph: hope:2"`
	SentBack   bool                    `json:"sentBack" doc:"The facilitator asks to go on with it"`
	Rounds     []RoundView             `json:"rounds" doc:"What was handed in before and the feedback on it, the oldest first"`
	Mine       []string                `json:"mine" doc:"Steps that are kept to oneself"`
	Questions  map[string]string       `json:"questions" doc:"What one asked the facilitators, by step id"`
}

// FeedbackView is the feedback on one step. ByName is the edge's to fill in.
type FeedbackView struct {
	Text   string `json:"text"`
	By     string `json:"by"`
	ByName string `json:"byName"`
	At     int64  `json:"at"`
	ReadAt int64  `json:"readAt"`
	Quote  string `json:"quote,omitempty" doc:"The paragraph that it is about, as it was sent"`
}

// AssignmentView is a module with the viewer's own answer.
type AssignmentView struct {
	ID            string     `json:"id"`
	GroupID       string     `json:"groupId"`
	Title         string     `json:"title"`
	Intro         string     `json:"intro"`
	Minutes       int        `json:"minutes"`
	DueAt         int64      `json:"dueAt"`
	MeetingNumber int        `json:"meetingNumber"`
	Moment        string     `json:"moment,omitempty" enum:"start,mid,end,follow-up" doc:"Of a measure moment"`
	Steps         []StepView `json:"steps"`
	Answer        AnswerView `json:"answer"`
}

// Review is an answer as facilitators see it: what was sent, and the feedback.
// Rev is its ETag. Alias and GroupName are the edge's to fill in.
type Review struct {
	ID         string `json:"id"`
	Rev        int64  `json:"rev"`
	PersonID   string `json:"-"`
	GroupID    string `json:"groupId"`
	GroupName  string `json:"groupName"`
	Alias      string `json:"alias"`
	Title      string `json:"title"`
	HandedInAt int64  `json:"handedInAt"`
	// WaitingSince is 0 when it has its feedback; AnswerTime is what the group promises, the edge's to fill in.
	WaitingSince int64  `json:"waitingSince"`
	AnswerTime   string `json:"answerTime"`

	Steps    []StepView              `json:"steps"`
	Values   programme.Values        `json:"values"`
	Feedback map[string]FeedbackView `json:"feedback" doc:"By step id, or by step id and paragraph: hope:2"`
	SentBack bool                    `json:"sentBack"`
	Rounds   []RoundView             `json:"rounds"`
}

// QueueItem is one answer in a facilitator's lists. Alias and GroupName are
// the edge's to fill in.
type QueueItem struct {
	AnswerID     string `json:"answerId"`
	PersonID     string `json:"-"`
	GroupID      string `json:"groupId"`
	GroupName    string `json:"groupName"`
	Alias        string `json:"alias"`
	Title        string `json:"title"`
	HandedInAt   int64  `json:"handedInAt"`
	WaitingSince int64  `json:"waitingSince" doc:"Unix ms; 0: has its feedback"`
	AnswerTime   string `json:"answerTime" doc:"What the group promises"`
	FeedbackRead bool   `json:"feedbackRead" doc:"The participant saw all feedback"`
}

func (q QueueItem) since() int64 {
	if q.WaitingSince != 0 {
		return q.WaitingSince
	}
	return q.HandedInAt
}

// Assignment returns a module with the person's own answer; the answer is
// empty, at Rev 0, when there is none.
func (h *Homework) Assignment(ctx context.Context, id, person, lang string) (AssignmentView, error) {
	as, m, err := h.open(ctx, id)
	if err != nil {
		return AssignmentView{}, err
	}
	v := AssignmentView{
		ID: as.ID, GroupID: as.GroupID, Title: m.Title.In(lang), Intro: m.Intro.In(lang), Minutes: m.Minutes,
		DueAt: as.DueAt, MeetingNumber: as.meeting(m), Moment: m.Moment, Steps: stepViews(m, lang),
		Answer: AnswerView{Status: statusNew, Values: programme.Values{}, Feedback: map[string]FeedbackView{}, Rounds: []RoundView{}, Mine: []string{}, Questions: map[string]string{}},
	}
	if err := h.sheets(ctx, as.GroupID, m, v.Steps, lang); err != nil {
		return AssignmentView{}, err
	}
	a, err := h.answerOf(ctx, id, person)
	if err != nil {
		return v, err
	}
	cmp.Or(a, &Answer{}).close(m, v.Steps)
	if a == nil {
		return v, nil
	}
	v.Answer, err = h.ownView(ctx, a)
	return v, err
}

// ownView is for the owner only: it holds values that may not be sent yet.
func (h *Homework) ownView(ctx context.Context, a *Answer) (AnswerView, error) {
	vs, err := h.values(ctx, a)
	if err != nil {
		return AnswerView{}, err
	}
	fb, rounds, err := h.said(ctx, a)
	if err != nil {
		return AnswerView{}, err
	}
	asked, err := h.questions(ctx, a)
	return AnswerView{
		Rev: a.ValuesRev, By: a.By, Status: a.Status, Values: vs, Place: a.Place, HandedInAt: a.HandedInAt, Feedback: fb,
		SentBack: a.SentBack, Rounds: rounds, Mine: append([]string{}, a.Mine...), Questions: asked,
	}, err
}

func (h *Homework) review(ctx context.Context, a *Answer, lang string) (Review, error) {
	_, m, err := h.open(ctx, a.AssignmentID)
	if err != nil {
		return Review{}, err
	}
	steps := stepViews(m, lang)
	if err := h.sheets(ctx, a.GroupID, m, steps, lang); err != nil {
		return Review{}, err
	}
	vs, err := h.sent(ctx, a)
	if err != nil {
		return Review{}, err
	}
	a.close(m, steps)
	fb, rounds, err := h.said(ctx, a)
	return Review{
		ID: a.ID, Rev: a.SentRev, PersonID: a.PersonID, GroupID: a.GroupID, Title: m.Title.In(lang),
		HandedInAt: a.HandedInAt, WaitingSince: a.WaitingSince, Steps: steps, Values: vs, Feedback: fb, SentBack: a.SentBack, Rounds: rounds,
	}, err
}

// close marks the steps that are not open yet for who made an answer.
func (a *Answer) close(m *programme.Module, steps []StepView) {
	open := len(a.opened(m).Steps)
	for i := range steps {
		steps[i].Closed = i >= open
	}
}

// queueItem also says whether it is homework: nobody waits for feedback on a
// measure moment.
func (h *Homework) queueItem(ctx context.Context, a *Answer, lang string) (q QueueItem, homework bool, err error) {
	_, m, err := h.open(ctx, a.AssignmentID)
	if err != nil {
		return QueueItem{}, false, err
	}
	return QueueItem{
		AnswerID: a.ID, PersonID: a.PersonID, GroupID: a.GroupID, Title: m.Title.In(lang),
		HandedInAt: a.HandedInAt, WaitingSince: a.WaitingSince, FeedbackRead: len(a.Feedback) > 0 && !a.unread(),
	}, m.Moment == "", nil
}

// unread reports whether there is feedback that the participant has not seen.
func (a *Answer) unread() bool {
	for _, f := range a.Feedback {
		if f.ReadAt == 0 {
			return true
		}
	}
	return false
}

func stepViews(m *programme.Module, lang string) []StepView {
	out := make([]StepView, 0, len(m.Steps))
	for _, s := range m.Steps {
		v := StepView{
			ID: s.ID, Kind: s.Kind, Title: s.Title.In(lang), Body: s.Body.In(lang), Required: s.Required,
			Min: s.Min, Max: s.Max, MinLabel: s.MinLabel.In(lang), MaxLabel: s.MaxLabel.In(lang), MaxLength: s.MaxLength,
			Uploads: s.Uploads, Waits: s.Waits,
			Unit: s.Unit.In(lang), Media: s.Media, Alt: s.Alt.In(lang), Transcript: s.Transcript.In(lang), Captions: s.Captions.In(lang),
			URL: s.URL, Screened: s.Screened.In(lang),
		}
		for _, o := range s.Options {
			v.Options = append(v.Options, OptionView{ID: o.ID, Label: o.Label.In(lang)})
		}
		out = append(out, v)
	}
	return out
}
