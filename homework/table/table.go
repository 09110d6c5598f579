// Package table is the "Groepstafel" (HOME-7): pieces of homework that
// participants bring to their group, by alias or without a name, and take back
// whenever they want.
//
// A piece is a copy of what stood at a step when it was brought: what its
// owner writes on stays private. It rests under its owner's key. Who brought
// a nameless piece is known to that person alone: no method tells it to
// another, and pieces are listed in the order of their random ids.
package table

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

const (
	coll  = "pieces"
	field = "box"
	most  = 10 // pieces of one person on one table
)

// Piece is one on the table; unique by person, assignment and step.
type Piece struct {
	store.Meta   `bson:",inline"`
	GroupID      string   `bson:"groupId" json:"groupId"`
	PersonID     string   `bson:"personId" json:"personId"`
	AssignmentID string   `bson:"assignmentId" json:"assignmentId"`
	Step         string   `bson:"step" json:"step"`
	Nameless     bool     `bson:"nameless" json:"nameless"`
	Files        []string `bson:"files" json:"files"` // ids of uploads
	Box          []byte   `bson:"box" json:"box"`     // content
	At           int64    `bson:"at" json:"at"`       // Unix ms
}

// content is what a piece says.
type content struct {
	Module string `json:"module"`
	Title  string `json:"title"`
	Text   string `json:"text"`
}

// New is a piece to bring.
type New struct {
	Group, Person, Assignment, Step string
	Nameless                        bool
	Module, Title, Text             string
	Files                           []string
}

// Laid is a piece as the group sees it. PersonID is "" without a name, also
// to who brought it; Alias is the edge's to fill in.
type Laid struct {
	ID       string   `json:"id"`
	PersonID string   `json:"-"`
	Alias    string   `json:"alias" doc:"\"\": brought without a name"`
	Own      bool     `json:"own"`
	Step     string   `json:"step,omitempty" doc:"Of one's own: where it came from"`
	From     string   `json:"from,omitempty" doc:"Of one's own: the assignment"`
	Module   string   `json:"module"`
	Title    string   `json:"title"`
	Text     string   `json:"text"`
	Files    []string `json:"files"`
}

// Spec declares the collection.
func Spec() store.Spec {
	return store.Of[Piece](store.Spec{Name: coll, Indexes: []store.Index{
		{Fields: []string{"groupId"}}, {Fields: []string{"personId", "assignmentId", "step"}, Unique: true},
	}})
}

// Vault is what the table needs of internal/seal.
type Vault interface {
	Seal(ctx context.Context, k seal.Key, r seal.Ref, plain []byte) ([]byte, error)
	Open(ctx context.Context, k seal.Key, r seal.Ref, box []byte) ([]byte, error)
}

// Table is the service, for all groups.
type Table struct {
	docs  store.Collection[Piece, *Piece]
	vault Vault

	// Taken is told of every piece that left a table, by its id; set before use.
	Taken func(piece string)
}

// Open ensures the collection and returns the service.
func Open(ctx context.Context, db store.DB, vault Vault) (*Table, error) {
	docs, err := store.Open[Piece](ctx, db, Spec())
	return &Table{docs: docs, vault: vault, Taken: func(string) {}}, err
}

func (p *Piece) ref() seal.Ref { return seal.Ref{Coll: coll, ID: p.ID, Field: field} }

// Bring puts a piece on its group's table; one of the same step goes.
func (s *Table) Bring(ctx context.Context, in New) error {
	if in.Text == "" && len(in.Files) == 0 {
		return fault.Bad("step", "table.empty", "nothing was answered at step %s", in.Step)
	}
	own, err := s.docs.Find(ctx, store.Query{Where: []store.Cond{store.Is("personId", in.Person)}, Limit: 1000})
	if err != nil {
		return err
	}
	n := 0
	for _, p := range own {
		switch {
		case p.AssignmentID == in.Assignment && p.Step == in.Step:
			if err := s.remove(ctx, p.ID); err != nil {
				return err
			}
		case p.GroupID == in.Group:
			n++
		}
	}
	if n >= most {
		return fault.New(fault.Conflict, "table.many", "%d pieces of this person are on the table", n)
	}
	p := &Piece{
		Meta: store.Meta{ID: store.NewID()}, GroupID: in.Group, PersonID: in.Person, AssignmentID: in.Assignment, Step: in.Step,
		Nameless: in.Nameless, Files: in.Files, At: time.Now().UnixMilli(),
	}
	raw, err := json.Marshal(content{in.Module, in.Title, in.Text})
	if err == nil {
		p.Box, err = s.vault.Seal(ctx, seal.Person(p.PersonID), p.ref(), raw)
	}
	if err == nil {
		err = s.docs.Insert(ctx, p)
	}
	return err
}

// Of is what lies on a group's table, as a person sees it.
func (s *Table) Of(ctx context.Context, group, person string) ([]Laid, error) {
	all, err := s.docs.Find(ctx, store.Query{Where: []store.Cond{store.Is("groupId", group)}, Limit: 1000})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b *Piece) int { return strings.Compare(a.ID, b.ID) })
	out := []Laid{}
	for _, p := range all {
		v, err := s.view(ctx, p, person)
		if errors.Is(err, seal.ErrErased) { // its owner has gone, and it with them
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

func (s *Table) view(ctx context.Context, p *Piece, person string) (Laid, error) {
	raw, err := s.vault.Open(ctx, seal.Person(p.PersonID), p.ref(), p.Box)
	if err != nil {
		return Laid{}, err
	}
	var c content
	if err := json.Unmarshal(raw, &c); err != nil {
		return Laid{}, err
	}
	v := Laid{ID: p.ID, Module: c.Module, Title: c.Title, Text: c.Text, Files: append([]string{}, p.Files...), Own: p.PersonID == person}
	if v.Own {
		v.Step, v.From = p.Step, p.AssignmentID
	}
	if !p.Nameless {
		v.PersonID = p.PersonID
	}
	return v, nil
}

// Holds says whether a file lies on the table of a group.
func (s *Table) Holds(ctx context.Context, group, person, file string) (bool, error) {
	all, err := s.docs.Find(ctx, store.Query{Where: []store.Cond{store.Is("groupId", group)}, Limit: 1000})
	return slices.ContainsFunc(all, func(p *Piece) bool { return p.PersonID == person && slices.Contains(p.Files, file) }), err
}

// TakeBack takes away a piece that the person brought.
func (s *Table) TakeBack(ctx context.Context, group, person, id string) error {
	p, err := s.docs.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && (p.PersonID != person || p.GroupID != group) {
		return fault.Gone()
	}
	if err != nil {
		return err
	}
	return s.remove(ctx, id)
}

func (s *Table) remove(ctx context.Context, id string) error {
	err := s.docs.Delete(ctx, id)
	if err == nil {
		s.Taken(id)
	}
	return err
}

// Lies says whether a piece is on the table of a group.
func (s *Table) Lies(ctx context.Context, group, id string) (bool, error) {
	p, err := s.docs.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil && p.GroupID == group, err
}
