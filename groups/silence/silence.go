// Package silence proposes to a group's facilitators to write to somebody who
// has gone quiet (HOME-11): she missed the last meeting, and for a week there
// was no homework, no message, no sign at all. It only proposes: whether and
// what to write is a person's decision, and nobody else sees it.
package silence

import (
	"context"
	"errors"
	"time"

	"kring/internal/store"
)

// Quiet is how long without a sign before a message is proposed.
const Quiet = 7 * 24 * time.Hour

// Person is what is known of one member, times in Unix ms. Sign is the last
// sign of life: joined, was there, worked, wrote. Missed is the last meeting
// when she was not there, "" when she was, or there was none.
type Person struct {
	ID     string // person id
	Missed string
	Sign   int64
}

// Proposal is somebody to write to.
type Proposal struct {
	PersonID string
	Meeting  string // the one that was missed
	Sign     int64  // Unix ms
}

// handled is a proposal that a facilitator has dealt with: it comes back only
// for another meeting. Its id is person and meeting.
type handled struct {
	store.Meta `bson:",inline"`
	By         string `bson:"by" json:"by"` // person id
	At         int64  `bson:"at" json:"at"` // Unix ms
}

// Spec declares the collection.
func Spec() store.Spec { return store.Of[handled](store.Spec{Name: "silences"}) }

// Silences is the service. Members says what is known of a group's members.
type Silences struct {
	Members func(ctx context.Context, group string) ([]Person, error)
	docs    store.Collection[handled, *handled]
}

// Open ensures the collection and returns the service.
func Open(ctx context.Context, db store.DB, members func(context.Context, string) ([]Person, error)) (*Silences, error) {
	docs, err := store.Open[handled](ctx, db, Spec())
	return &Silences{Members: members, docs: docs}, err
}

func id(person, meeting string) string { return person + "." + meeting }

// Of are the proposals for a group now.
func (s *Silences) Of(ctx context.Context, group string) ([]Proposal, error) {
	members, err := s.Members(ctx, group)
	if err != nil {
		return nil, err
	}
	quiet := time.Now().Add(-Quiet).UnixMilli()
	var out []Proposal
	for _, m := range members {
		if m.Missed == "" || m.Sign > quiet {
			continue
		}
		_, err := s.docs.Get(ctx, id(m.ID, m.Missed))
		if errors.Is(err, store.ErrNotFound) {
			out = append(out, Proposal{m.ID, m.Missed, m.Sign})
		} else if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Done notes that a facilitator wrote to a person, or chose not to.
func (s *Silences) Done(ctx context.Context, person, meeting, by string) error {
	err := s.docs.Insert(ctx, &handled{Meta: store.Meta{ID: id(person, meeting)}, By: by, At: time.Now().UnixMilli()})
	if errors.Is(err, store.ErrConflict) {
		return nil
	}
	return err
}
