package homework

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kring/homework/programme"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

// The states of an answer at rest. After a hand-in, changing it makes it a
// draft again; what was sent stays what facilitators read.
const (
	draft    = "draft"
	handedIn = "handed-in"
)

// Answer is one person's work on an assignment and the feedback on it: one
// document, so that both change atomically.
type Answer struct {
	store.Meta   `bson:",inline"`
	AssignmentID string `bson:"assignmentId" json:"assignmentId"`
	PersonID     string `bson:"personId" json:"personId"`
	GroupID      string `bson:"groupId" json:"groupId"`
	Status       string `bson:"status" json:"status"`

	// The participant's side. ValuesRev counts changes of the values.
	ValuesRev int64  `bson:"valuesRev" json:"valuesRev"`
	StepsBox  []byte `bson:"stepsBox" json:"stepsBox"` // programme.Values
	Place     string `bson:"place" json:"place"`       // step id
	Done      int    `bson:"done" json:"done"`         // steps with a value
	By        string `bson:"by" json:"by"`             // the page that made the last change
	SavedAt   int64  `bson:"savedAt" json:"savedAt"`   // Unix ms; when the values last changed

	Questions map[string]Question `bson:"questions" json:"questions"` // by step id; facilitators read them at once

	// The sent side. SentRev counts hand-ins and feedback.
	SentRev      int64               `bson:"sentRev" json:"sentRev"`
	SnapshotBox  []byte              `bson:"snapshotBox" json:"snapshotBox"`   // programme.Values as sent
	HandedInAt   int64               `bson:"handedInAt" json:"handedInAt"`     // of the last hand-in; 0: never
	WaitingSince int64               `bson:"waitingSince" json:"waitingSince"` // the hand-in that waits for feedback; 0: none
	Feedback     map[string]Feedback `bson:"feedback" json:"feedback"`         // by programme.Place
	SentBack     bool                `bson:"sentBack" json:"sentBack"`         // a facilitator asked to go on with it
	Rounds       []Round             `bson:"rounds" json:"rounds"`             // those before, the oldest first
	Mine         []string            `bson:"mine" json:"mine"`                 // steps that are not sent
}

// Feedback is what a facilitator wrote at one place.
type Feedback struct {
	TextBox []byte `bson:"textBox" json:"textBox"`
	By      string `bson:"by" json:"by"` // person id
	At      int64  `bson:"at" json:"at"`
	ReadAt  int64  `bson:"readAt" json:"readAt"` // when the participant saw it; 0: not yet
}

// The sealed fields of an answer, as in seal.Ref.
const (
	stepsField    = "stepsBox"
	snapshotField = "snapshotBox"
)

func feedbackField(step string) string { return "feedback." + step + ".textBox" }

// answer reads one by id; missing is NotFound.
func (h *Homework) answer(ctx context.Context, id string) (*Answer, error) {
	a, err := h.answers.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, fault.Gone()
	}
	return a, err
}

// answerOf reads a person's answer to an assignment, nil when there is none.
func (h *Homework) answerOf(ctx context.Context, assignmentID, person string) (*Answer, error) {
	a, err := h.answers.One(ctx, store.Is("assignmentId", assignmentID), store.Is("personId", person))
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return a, err
}

func (h *Homework) seal(ctx context.Context, a *Answer, field string, plain []byte) ([]byte, error) {
	return h.sealer.Seal(ctx, seal.Person(a.PersonID), seal.Ref{Coll: answersName, ID: a.ID, Field: field}, plain)
}

func (h *Homework) unseal(ctx context.Context, a *Answer, field string, box []byte) ([]byte, error) {
	return h.sealer.Open(ctx, seal.Person(a.PersonID), seal.Ref{Coll: answersName, ID: a.ID, Field: field}, box)
}

// values opens the participant's side.
func (h *Homework) values(ctx context.Context, a *Answer) (programme.Values, error) {
	return h.openValues(ctx, a, stepsField, a.StepsBox)
}

// sent opens what was handed in; nothing yet is no values.
func (h *Homework) sent(ctx context.Context, a *Answer) (programme.Values, error) {
	if a.SnapshotBox == nil {
		return nil, nil
	}
	return h.openValues(ctx, a, snapshotField, a.SnapshotBox)
}

func (h *Homework) openValues(ctx context.Context, a *Answer, field string, box []byte) (programme.Values, error) {
	raw, err := h.unseal(ctx, a, field, box)
	if err != nil {
		return nil, fmt.Errorf("answer %s: %w", a.ID, err)
	}
	return programme.ParseValues(raw)
}

// setValues puts values on the participant's side and counts the change.
func (h *Homework) setValues(ctx context.Context, a *Answer, vs programme.Values) error {
	raw, err := vs.Encode()
	if err != nil {
		return err
	}
	if a.StepsBox, err = h.seal(ctx, a, stepsField, raw); err != nil {
		return err
	}
	a.Status, a.Done, a.SavedAt = draft, len(vs), time.Now().UnixMilli()
	a.ValuesRev++
	return nil
}
