// Package template keeps texts that facilitators use again when they give
// feedback: their own, and those that they share with their organisation.
package template

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

const (
	coll    = "templates"
	field   = "textBox"
	maxText = 4000 // characters, as feedback has
	maxOwn  = 50   // of one person, and of one organisation
)

// Template is one. It is sealed under its writer's key, or its organisation's
// when it is shared.
type Template struct {
	store.Meta `bson:",inline"`
	PersonID   string `bson:"personId" json:"personId"` // who wrote it
	OrgID      string `bson:"orgId" json:"orgId"`       // "": not shared
	TextBox    []byte `bson:"textBox" json:"textBox"`
	At         int64  `bson:"at" json:"at"` // Unix ms
}

// Phrase is one to use. Own ones can be removed.
type Phrase struct {
	ID     string `json:"id"`
	Text   string `json:"text"`
	Shared bool   `json:"shared"`
	Own    bool   `json:"own"`
}

// Spec declares the collection.
func Spec() store.Spec {
	return store.Of[Template](store.Spec{Name: coll, Indexes: []store.Index{{Fields: []string{"personId"}}, {Fields: []string{"orgId"}}}})
}

// Vault is what templates need of internal/seal.
type Vault interface {
	SealText(ctx context.Context, k seal.Key, r seal.Ref, text string) ([]byte, error)
	OpenText(ctx context.Context, k seal.Key, r seal.Ref, box []byte) (string, error)
}

// Templates is the service.
type Templates struct {
	docs  store.Collection[Template, *Template]
	vault Vault
}

// Open ensures the collection and returns the service.
func Open(ctx context.Context, db store.DB, vault Vault) (*Templates, error) {
	docs, err := store.Open[Template](ctx, db, Spec())
	return &Templates{docs, vault}, err
}

func (t *Template) key() seal.Key {
	if t.OrgID != "" {
		return seal.Key("organisation:" + t.OrgID)
	}
	return seal.Person(t.PersonID)
}

func (t *Template) ref() seal.Ref { return seal.Ref{Coll: coll, ID: t.ID, Field: field} }

// For are a person's own templates and those of an organisation, the newest first.
func (s *Templates) For(ctx context.Context, person, org string) ([]Phrase, error) {
	own, err := s.find(ctx, "personId", person)
	if err != nil {
		return nil, err
	}
	shared, err := s.find(ctx, "orgId", org)
	if err != nil {
		return nil, err
	}
	own = slices.DeleteFunc(own, func(t *Template) bool { return t.OrgID != "" }) // here, or at another organisation
	all := append(own, shared...)
	slices.SortFunc(all, func(a, b *Template) int { return cmp.Or(cmp.Compare(b.At, a.At), strings.Compare(a.ID, b.ID)) })
	out := []Phrase{}
	for _, t := range all {
		text, err := s.vault.OpenText(ctx, t.key(), t.ref(), t.TextBox)
		if err != nil {
			return nil, err
		}
		out = append(out, Phrase{ID: t.ID, Text: text, Shared: t.OrgID != "", Own: t.PersonID == person})
	}
	return out, nil
}

func (s *Templates) find(ctx context.Context, field, id string) ([]*Template, error) {
	return s.docs.Find(ctx, store.Query{Where: []store.Cond{store.Is(field, id)}, Limit: 1000})
}

// Add keeps a text, for its writer alone or, with org, for its organisation.
func (s *Templates) Add(ctx context.Context, person, org, text string) error {
	text = strings.TrimSpace(text)
	if n := utf8.RuneCountInString(text); n == 0 || n > maxText {
		return fault.Bad("text", "template.length", "%d characters, want 1..%d", n, maxText)
	}
	where, id := "personId", person
	if org != "" {
		where, id = "orgId", org
	}
	has, err := s.find(ctx, where, id)
	if err != nil {
		return err
	}
	if len(has) >= maxOwn {
		return fault.New(fault.Conflict, "template.many", "%s %s has %d templates already", where, id, len(has))
	}
	t := &Template{Meta: store.Meta{ID: store.NewID()}, PersonID: person, OrgID: org, At: time.Now().UnixMilli()}
	if t.TextBox, err = s.vault.SealText(ctx, t.key(), t.ref(), text); err != nil {
		return err
	}
	return s.docs.Insert(ctx, t)
}

// Remove takes away a text that the person wrote.
func (s *Templates) Remove(ctx context.Context, person, id string) error {
	t, err := s.docs.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && t.PersonID != person {
		return fault.Gone()
	}
	if err != nil {
		return err
	}
	return s.docs.Delete(ctx, id)
}
