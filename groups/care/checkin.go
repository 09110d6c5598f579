package care

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

// Lines are what a person tells at check-in. All empty is a refusal, which is
// all right.
type Lines struct {
	Place   string `json:"place"`   // where she is today
	Contact string `json:"contact"` // whom to call
	Phone   string `json:"phone"`
}

// The longest lines, in characters.
const (
	maxPlace   = 200
	maxContact = 100
	maxPhone   = 40
)

func (l Lines) check() error {
	for _, f := range []struct {
		field, text string
		most        int
	}{{"place", l.Place, maxPlace}, {"contact", l.Contact, maxContact}, {"phone", l.Phone, maxPhone}} {
		if n := utf8.RuneCountInString(f.text); n > f.most || !utf8.ValidString(f.text) {
			return fault.Bad(f.field, "care.lines", "at most %d characters", f.most)
		}
	}
	return nil
}

func (l Lines) trim() Lines {
	return Lines{strings.TrimSpace(l.Place), strings.TrimSpace(l.Contact), strings.TrimSpace(l.Phone)}
}

// checkin is one meeting's check-ins; its id is the meeting's.
type checkin struct {
	store.Meta `bson:",inline"`
	Key        string `bson:"key" json:"key"` // of Boxes
	People     []told `bson:"people" json:"people"`
}

// told is what one person told. Without a box she refused.
type told struct {
	PersonID string `bson:"personId" json:"personId"`
	Box      []byte `bson:"box" json:"box"` // Lines as JSON
}

func (c *checkin) of(person string) *told {
	i := slices.IndexFunc(c.People, func(t told) bool { return t.PersonID == person })
	if i < 0 {
		return nil
	}
	return &c.People[i]
}

// CheckIn keeps what a person tells before or during a meeting, in place of
// what she told earlier. An open alarm of hers gets the new lines too.
func (c *Care) CheckIn(ctx context.Context, meeting, person string, l Lines) error {
	l = l.trim()
	if err := l.check(); err != nil {
		return err
	}
	if _, err := c.going(ctx, meeting); err != nil {
		return err
	}
	if err := c.keep(ctx, meeting, person, l); err != nil {
		return err
	}
	if _, err := c.going(ctx, meeting); err != nil { // it ended just now, perhaps before there was something to erase
		return errors.Join(err, c.End(ctx, meeting))
	}
	if err := c.rewrite(ctx, meeting, person, l); err != nil {
		return err
	}
	c.Changed(meeting, person)
	return nil
}

func (c *Care) keep(ctx context.Context, meeting, person string, l Lines) error {
	err := c.checkins.Insert(ctx, &checkin{Meta: store.Meta{ID: meeting}, Key: string(newKey(meeting))})
	if err != nil && !errors.Is(err, store.ErrConflict) {
		return err
	}
	_, err = c.checkins.Update(ctx, meeting, func(d *checkin) error {
		box, err := c.seal(ctx, seal.Key(d.Key), linesRef(meeting, person), l)
		if err != nil {
			return err
		}
		if t := d.of(person); t != nil {
			t.Box = box
		} else {
			d.People = append(d.People, told{person, box})
		}
		return nil
	})
	if errors.Is(err, seal.ErrErased) || errors.Is(err, store.ErrNotFound) {
		err = fault.New(fault.Conflict, "care.not-now", "the meeting has just ended")
	}
	return err
}

// Told returns what a person told for a meeting; asked is false when she has
// neither told nor refused yet.
func (c *Care) Told(ctx context.Context, meeting, person string) (l Lines, asked bool, err error) {
	d, err := c.checkins.Get(ctx, meeting)
	if errors.Is(err, store.ErrNotFound) {
		return l, false, nil
	}
	if err != nil {
		return l, false, err
	}
	t := d.of(person)
	if t == nil {
		return l, false, nil
	}
	l, err = c.open(ctx, seal.Key(d.Key), linesRef(meeting, person), t.Box)
	return l, true, err
}

// seal seals lines; a refusal has no box.
func (c *Care) seal(ctx context.Context, k seal.Key, r seal.Ref, l Lines) ([]byte, error) {
	if l == (Lines{}) {
		return nil, nil
	}
	plain, err := json.Marshal(l)
	if err != nil {
		return nil, err
	}
	return c.Vault.Seal(ctx, k, r, plain)
}

// open opens lines. Those whose key was destroyed are gone, as if never told.
func (c *Care) open(ctx context.Context, k seal.Key, r seal.Ref, box []byte) (l Lines, err error) {
	if len(box) == 0 {
		return l, nil
	}
	plain, err := c.Vault.Open(ctx, k, r, box)
	if errors.Is(err, seal.ErrErased) {
		return l, nil
	}
	if err != nil {
		return l, err
	}
	return l, json.Unmarshal(plain, &l)
}

func linesRef(meeting, person string) seal.Ref {
	return seal.Ref{Coll: checkinColl, ID: meeting, Field: person}
}
