// Package survey keeps questionnaires in use (HOME-8, HOME-9, SAFE-4): the
// texts that an organisation has of their owners, its choices about bands and
// rules, what people filled in, and who is told of an answer.
//
// What a person filled in rests sealed under that person's key, and a score is
// never stored: it follows from the answers by homework/measure. The texts of
// an organisation are not sealed, they say nothing about anybody. A notice
// holds ids only.
//
// Who may ask is the edge's to check.
package survey

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kring/internal/seal"
	"kring/internal/store"
)

// Sealer is the part of seal.Vault that survey needs.
type Sealer interface {
	Seal(ctx context.Context, k seal.Key, r seal.Ref, plain []byte) ([]byte, error)
	Open(ctx context.Context, k seal.Key, r seal.Ref, box []byte) ([]byte, error)
}

// Surveys is the service. It is safe for concurrent use, and several processes
// may share its store.
type Surveys struct {
	editions  store.Collection[edition, *edition]
	choices   store.Collection[choices, *choices]
	responses store.Collection[response, *response]
	notices   store.Collection[notice, *notice]
	sealer    Sealer

	// Organisation says which organisation runs a group. Set it before use.
	Organisation func(ctx context.Context, groupID string) (string, error)
	// Inform durably queues a message to who is told of an answer in a group
	// (none: its facilitators); the same key is the same message. Set it before use.
	Inform func(ctx context.Context, groupID string, tell []string, key string) error
	// Now is the clock.
	Now func() time.Time
}

// Collections, as in Spec.Name.
const (
	editionsName  = "questionnaires"
	choicesName   = "questionnaireChoices"
	responsesName = "responses"
	noticesName   = "notices"
)

// Specs declares the collections, for export and import.
func Specs() []store.Spec {
	return []store.Spec{
		store.Of[edition](store.Spec{Name: editionsName}),
		store.Of[choices](store.Spec{Name: choicesName, Indexes: []store.Index{{Fields: []string{"orgId"}}}}),
		store.Of[response](store.Spec{Name: responsesName, Indexes: []store.Index{
			{Fields: []string{"personId", "groupId"}},
			{Fields: []string{"groupId"}},
		}}),
		store.Of[notice](store.Spec{Name: noticesName, Indexes: []store.Index{
			{Fields: []string{"groupId"}},
			{Fields: []string{"tell"}},
		}}),
	}
}

// Open prepares the collections.
func Open(ctx context.Context, db store.DB, sealer Sealer) (*Surveys, error) {
	s, specs := &Surveys{sealer: sealer, Now: time.Now}, Specs()
	var errs [4]error
	s.editions, errs[0] = store.Open[edition](ctx, db, specs[0])
	s.choices, errs[1] = store.Open[choices](ctx, db, specs[1])
	s.responses, errs[2] = store.Open[response](ctx, db, specs[2])
	s.notices, errs[3] = store.Open[notice](ctx, db, specs[3])
	if err := errors.Join(errs[:]...); err != nil {
		return nil, fmt.Errorf("questionnaires: %w", err)
	}
	return s, nil
}

func (s *Surveys) now() int64 { return s.Now().UnixMilli() }
