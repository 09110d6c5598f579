// Package homework holds programmes, the modules assigned to a group, what
// people answered, and the feedback on it.
//
// Like all domains it trusts its caller: the edges ask the access policy
// first, with the facts that Scope gives. What it guards itself:
//
//   - An answer has two sides with a revision each. The participant's side
//     (values, place) moves with ValuesRev; the sent side (snapshot, feedback)
//     with SentRev. So feedback never makes an autosave stale, nor the other way.
//   - Facilitators read the sent side only. No method returns values that were
//     not handed in to anyone but the person who typed them (HOME-5).
//   - Everything typed rests sealed under the participant's key.
package homework

import (
	"context"
	"fmt"
	"time"

	"kring/homework/programme"
	"kring/homework/survey"
	"kring/internal/access"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

// Sealer is the part of seal.Vault that homework needs.
type Sealer interface {
	Seal(ctx context.Context, k seal.Key, r seal.Ref, plain []byte) ([]byte, error)
	Open(ctx context.Context, k seal.Key, r seal.Ref, box []byte) ([]byte, error)
}

// Homework is the service. It is safe for concurrent use.
type Homework struct {
	assignments store.Collection[Assignment, *Assignment]
	answers     store.Collection[Answer, *Answer]
	summaries   store.Collection[shown, *shown]
	programmes  library
	sealer      Sealer

	// Files keeps what people add to their answers; set before the first save.
	Files Files

	// Surveys keeps the questionnaires in use. Set its Organisation before use.
	Surveys *survey.Surveys
	// Now is the clock.
	Now func() time.Time

	// Saved is told of every answer that was kept, by its assignment. It must
	// not block; nil tells nobody.
	Saved func(assignmentID string)
}

// Collections, as in Spec.Name.
const (
	programmesName  = "programmes"
	assignmentsName = "assignments"
	answersName     = "answers"
)

// Specs declares the collections, for export and import.
func Specs() []store.Spec {
	return append([]store.Spec{
		store.Of[published](store.Spec{Name: programmesName}),
		store.Of[Assignment](store.Spec{Name: assignmentsName, Indexes: []store.Index{
			{Fields: []string{"groupId", "moduleId"}, Unique: true},
			{Fields: []string{"dueAt"}},
		}}),
		store.Of[Answer](store.Spec{Name: answersName, Indexes: []store.Index{
			{Fields: []string{"assignmentId", "personId"}, Unique: true},
			{Fields: []string{"personId", "groupId"}},
			{Fields: []string{"groupId", "waitingSince"}},
		}}),
		store.Of[shown](store.Spec{Name: shownName}),
	}, survey.Specs()...)
}

// Open prepares the collections and publishes the programmes that come with
// this version of Kring.
func Open(ctx context.Context, db store.DB, sealer Sealer) (*Homework, error) {
	h, specs, err := &Homework{sealer: sealer, Now: time.Now}, Specs(), error(nil)
	if h.programmes, err = openLibrary(ctx, db, specs[0]); err != nil {
		return nil, err
	}
	if h.assignments, err = store.Open[Assignment](ctx, db, specs[1]); err != nil {
		return nil, err
	}
	if h.answers, err = store.Open[Answer](ctx, db, specs[2]); err != nil {
		return nil, err
	}
	if h.summaries, err = store.Open[shown](ctx, db, specs[3]); err != nil {
		return nil, err
	}
	h.Surveys, err = survey.Open(ctx, db, sealer)
	return h, err
}

// Scope is whose place an assignment or an answer is: its group, for an answer
// its owner and whether anything of it was handed in. Later: it is filled in
// after the group has ended. Self-help is of no group ("").
type Scope struct {
	Group, Owner    string
	HandedIn, Later bool
}

// Scope looks at an assignment or an answer. Missing is NotFound.
func (h *Homework) Scope(ctx context.Context, p access.Place) (Scope, error) {
	switch p.Kind {
	case access.Assignment:
		a, err := h.assignment(ctx, p.ID)
		if err != nil {
			return Scope{}, err
		}
		return Scope{Group: a.GroupID, Later: a.ModuleID == programme.MomentID(programme.FollowUp)}, nil
	case access.Answer:
		a, err := h.answer(ctx, p.ID)
		if err != nil {
			return Scope{}, err
		}
		return Scope{Group: a.GroupID, Owner: a.PersonID, HandedIn: a.HandedInAt != 0}, nil
	}
	return Scope{}, fmt.Errorf("homework: no such kind of place: %d", p.Kind)
}

// Programme returns a version of a programme, the newest when version is 0.
// It is shared: do not change it.
func (h *Homework) Programme(id string, version int) (*programme.Programme, error) {
	if p := h.programmes.find(id, version); p != nil {
		return p, nil
	}
	return nil, fault.Gone()
}
