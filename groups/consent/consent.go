// Package consent keeps what people agreed to: which text, in which version,
// when, and whether they took it back. Answers are only ever added.
package consent

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"kring/internal/fault"
	"kring/internal/store"
)

// Consent is one answer of a person to one text in one group. N counts the
// answers per person, group and kind from 1, and the highest counts.
type Consent struct {
	store.Meta `bson:",inline"`
	PersonID   string `bson:"personId" json:"personId"`
	GroupID    string `bson:"groupId" json:"groupId"`
	Kind       string `bson:"kind" json:"kind"`
	N          int    `bson:"n" json:"n"`
	Version    int    `bson:"version" json:"version"` // of the text
	Given      bool   `bson:"given" json:"given"`
	At         int64  `bson:"at" json:"at"` // Unix ms
}

// Consents is the service.
type Consents struct {
	texts []Text
	all   store.Collection[Consent, *Consent]
	now   func() time.Time
}

// View is a text and a person's last answer to it in one group.
type View struct {
	GroupID   string `json:"groupId"`
	GroupName string `json:"groupName"`
	Text
	Given bool  `json:"given"`
	At    int64 `json:"at,omitempty" doc:"Unix milliseconds; absent when never answered"`
}

// Spec declares the collection.
func Spec() store.Spec {
	return store.Of[Consent](store.Spec{Name: "consents", Indexes: []store.Index{{Fields: []string{"personId", "groupId", "kind", "n"}, Unique: true}}})
}

// Open ensures the collection and reads the texts.
func Open(ctx context.Context, db store.DB, now func() time.Time) (*Consents, error) {
	texts, err := readTexts()
	if err != nil {
		return nil, fmt.Errorf("consents: %w", err)
	}
	all, err := store.Open[Consent](ctx, db, Spec())
	return &Consents{texts: texts, all: all, now: now}, err
}

// Texts are the current texts in a language ("nl", "en"), in the order in
// which they are asked.
func (s *Consents) Texts(lang string) []Text {
	out := make([]Text, 0, len(kinds))
	for _, k := range kinds {
		out = append(out, current(s.texts, k, lang))
	}
	return out
}

// Text is the current text of a kind.
func (s *Consents) Text(kind, lang string) Text { return current(s.texts, kind, lang) }

// Check fails unless every required text is agreed to in its current version
// and every answer to an extra names its current version.
func (s *Consents) Check(agreed, extras []Answer) error {
	for _, k := range kinds {
		if required(k) && !s.hasCurrent(agreed, k) {
			return fault.Bad("agreed", "agreement.missing", "the current %s is not agreed to", k)
		}
	}
	for _, a := range extras {
		if required(a.Kind) || !s.hasCurrent([]Answer{a}, a.Kind) {
			return fault.Bad("consents", "consent.version", "no extra %q with current version %d", a.Kind, a.Version)
		}
	}
	return nil
}

func (s *Consents) hasCurrent(answers []Answer, kind string) bool {
	v := current(s.texts, kind, "nl").Version
	for _, a := range answers {
		if a.Kind == kind && a.Version == v && v != 0 {
			return true
		}
	}
	return false
}

// Answer is what somebody says to one version of a text.
type Answer struct {
	Kind    string `json:"kind" enum:"house-rules,group-agreement,reminders,aftercare-contact,research"`
	Version int    `json:"version"`
	Given   bool   `json:"given,omitempty"`
}

// Join stores what a person agreed to at joining, after Check: every required
// text in its current version, and the answers to extras.
func (s *Consents) Join(ctx context.Context, personID, groupID string, extras []Answer) error {
	answers := slices.Clone(extras)
	for _, t := range s.Texts("nl") {
		if t.Required {
			answers = append(answers, Answer{Kind: t.Kind, Version: t.Version, Given: true})
		}
	}
	for _, a := range answers {
		if err := s.add(ctx, personID, groupID, a); err != nil {
			return err
		}
	}
	return nil
}

// Set gives or takes back an extra. A required text cannot be taken back:
// that is leaving the group.
func (s *Consents) Set(ctx context.Context, personID, groupID string, a Answer) error {
	if required(a.Kind) {
		return fault.Bad("kind", "consent.required", "%s holds as long as one is in the group", a.Kind)
	}
	if textOf(s.texts, a.Kind, a.Version, "nl").Version == 0 || a.Given && !s.hasCurrent([]Answer{a}, a.Kind) {
		return fault.Bad("version", "consent.version", "no text %q with version %d to agree to", a.Kind, a.Version)
	}
	return s.add(ctx, personID, groupID, a)
}

// add stores an answer, unless the last one says the same already: repeating
// is harmless.
func (s *Consents) add(ctx context.Context, personID, groupID string, a Answer) error {
	for try := 0; ; try++ {
		last, err := s.last(ctx, personID, groupID, a.Kind)
		if err != nil {
			return err
		}
		if last.Version == a.Version && last.Given == a.Given && last.N > 0 {
			return nil
		}
		err = s.all.Insert(ctx, &Consent{
			PersonID: personID, GroupID: groupID, Kind: a.Kind, N: last.N + 1, Version: a.Version, Given: a.Given, At: s.now().UnixMilli(),
		})
		if !errors.Is(err, store.ErrConflict) || try == 10 {
			return err
		}
	}
}

// last returns the answer that counts; its N is 0 when there is none.
func (s *Consents) last(ctx context.Context, personID, groupID, kind string) (Consent, error) {
	cs, err := s.all.Find(ctx, store.Query{
		Where:   []store.Cond{store.Is("personId", personID), store.Is("groupId", groupID), store.Is("kind", kind)},
		OrderBy: "n", Desc: true, Limit: 1,
	})
	if err != nil || len(cs) == 0 {
		return Consent{}, err
	}
	return *cs[0], nil
}

// Given reports whether an extra is given now.
func (s *Consents) Given(ctx context.Context, personID, groupID, kind string) (bool, error) {
	c, err := s.last(ctx, personID, groupID, kind)
	return c.Given, err
}

// Of lists a person's answers in one group, each with the text that was
// answered; a text without an answer is the current one, not given.
func (s *Consents) Of(ctx context.Context, personID, groupID, lang string) ([]View, error) {
	out := make([]View, 0, len(kinds))
	for _, k := range kinds {
		c, err := s.last(ctx, personID, groupID, k)
		if err != nil {
			return nil, err
		}
		t := current(s.texts, k, lang)
		if c.N > 0 {
			t = textOf(s.texts, k, c.Version, lang)
		}
		out = append(out, View{GroupID: groupID, Text: t, Given: c.Given, At: c.At})
	}
	return out, nil
}

// Holds reports whether a person agreed to the current version of a text.
func (s *Consents) Holds(ctx context.Context, personID, groupID, kind string) (bool, error) {
	c, err := s.last(ctx, personID, groupID, kind)
	return c.Given && c.Version == current(s.texts, kind, "nl").Version, err
}

// Renew agrees to the current version of a required text.
func (s *Consents) Renew(ctx context.Context, personID, groupID string, a Answer) error {
	if !required(a.Kind) || !a.Given || !s.hasCurrent([]Answer{a}, a.Kind) {
		return fault.Bad("version", "consent.version", "no text %q with version %d to agree to", a.Kind, a.Version)
	}
	return s.add(ctx, personID, groupID, a)
}
