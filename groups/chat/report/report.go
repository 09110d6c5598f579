// Package report keeps what people report of a message, or that they worry
// about who wrote it (CHAT-3): a queue with a deadline, a decision and an answer.
//
// A report is known to who made it and to who decides, and to nobody else; not
// to the person it is about either. Those who decide are the group's
// facilitators; a report about one of them goes past all of them to the
// person whom the group has named. A report that is not decided in time goes to
// that person as well. What was reported is kept as it was, sealed, whatever
// becomes of the message.
package report

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"kring/groups"
	"kring/groups/chat"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

// What a report says.
const (
	Wrong = "wrong" // against the house rules
	Worry = "worry" // about the person who wrote it
)

// Decisions.
var decisions = map[string]bool{"none": true, "removed": true, "talked": true, "out": true}

// told is the kind of notice for who has to decide.
const told = "report"

const (
	maxWords = 2000 // runes
	coll     = "chatReports"
)

// Report is one. To is the named person who decides; "" while it is the
// facilitators'. Guides says that it is about one of them: then it is To's only.
type Report struct {
	store.Meta `bson:",inline"`
	GroupID    string `bson:"groupId" json:"groupId"`
	Channel    string `bson:"channel" json:"channel"`
	Seq        int64  `bson:"seq" json:"seq"`
	About      string `bson:"about" json:"about"` // person id of the author
	From       string `bson:"from" json:"from"`   // person id
	Kind       string `bson:"kind" json:"kind"`
	Guides     bool   `bson:"guides" json:"guides"`
	To         string `bson:"to" json:"to"`
	At         int64  `bson:"at" json:"at"`       // Unix ms
	DueAt      int64  `bson:"dueAt" json:"dueAt"` // Unix ms; 0: decided, or gone on to To
	WordsBox   []byte `bson:"wordsBox" json:"wordsBox"`
	MessageBox []byte `bson:"messageBox" json:"messageBox"`
	Decision   string `bson:"decision" json:"decision"`
	By         string `bson:"by" json:"by"`
	DecidedAt  int64  `bson:"decidedAt" json:"decidedAt"`
	ReplyBox   []byte `bson:"replyBox" json:"replyBox"` // to From
	NoteBox    []byte `bson:"noteBox" json:"noteBox"`   // for who decides
}

// Spec declares the collection.
func Spec() store.Spec {
	return store.Of[Report](store.Spec{Name: coll, Indexes: []store.Index{
		{Fields: []string{"groupId", "at"}}, {Fields: []string{"from", "at"}}, {Fields: []string{"to", "at"}}, {Fields: []string{"dueAt"}},
	}})
}

// Teller tells a person that something waits; never what.
type Teller interface {
	Tell(ctx context.Context, personID, kind string) error
}

// Vault is what reports need of internal/seal.
type Vault interface {
	Seal(ctx context.Context, k seal.Key, r seal.Ref, plain []byte) ([]byte, error)
	Open(ctx context.Context, k seal.Key, r seal.Ref, box []byte) ([]byte, error)
}

// Deps is what Open needs; Now is time.Now when nil.
type Deps struct {
	DB    store.DB
	Vault Vault
	Tell  Teller
	Now   func() time.Time
}

// Reports is the service.
type Reports struct {
	Deps
	docs store.Collection[Report, *Report]
}

// Open ensures the collection and returns the service.
func Open(ctx context.Context, d Deps) (*Reports, error) {
	if d.Now == nil {
		d.Now = time.Now
	}
	docs, err := store.Open[Report](ctx, d.DB, Spec())
	if err != nil {
		return nil, fmt.Errorf("reports: %w", err)
	}
	return &Reports{Deps: d, docs: docs}, nil
}

// New is a report to make. Named is whom the group has named, "" for nobody;
// In is how long a decision may take.
type New struct {
	Circle  *groups.Circle
	Message *chat.Message
	From    string
	Kind    string
	Words   string
	Named   string
	In      time.Duration
}

// Make keeps a report and tells who decides. The same person about the same
// message again is the same report.
func (s *Reports) Make(ctx context.Context, n New) error {
	m := n.Message
	if n.Kind != Wrong && n.Kind != Worry || utf8.RuneCountInString(n.Words) > maxWords {
		return fault.Bad("kind", "report.words", "wrong or worry, with at most %d characters", maxWords)
	}
	if m.Author == n.From || m.Author == "" || m.Removed != "" {
		return fault.New(fault.Conflict, "report.none", "there is nothing to report")
	}
	sum := sha256.Sum256([]byte(m.ID + " " + n.From))
	r := &Report{
		Meta: store.Meta{ID: hex.EncodeToString(sum[:13])}, GroupID: n.Circle.ID, Channel: m.Channel, Seq: m.Seq, About: m.Author, From: n.From, Kind: n.Kind,
		At: s.Now().UnixMilli(), DueAt: s.Now().Add(n.In).UnixMilli(),
	}
	role := n.Circle.Viewer(m.Author).Role
	if r.Guides = role == groups.RoleFacilitator || role == groups.RoleCoFacilitator; r.Guides {
		if r.To, r.DueAt = n.Named, 0; r.To == "" || r.To == m.Author {
			return fault.New(fault.Conflict, "report.nobody", "the group has named nobody who decides about facilitators")
		}
	}
	var err, err2 error
	r.WordsBox, err = s.seal(ctx, r, "words", n.Words)
	r.MessageBox, err2 = s.seal(ctx, r, "message", m.Text)
	if err = errors.Join(err, err2); err != nil {
		return err
	}
	if err = s.docs.Insert(ctx, r); errors.Is(err, store.ErrConflict) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.tell(ctx, r, n.Circle)
}

func (s *Reports) tell(ctx context.Context, r *Report, c *groups.Circle) error {
	if r.To != "" {
		return s.Tell.Tell(ctx, r.To, told)
	}
	var errs []error
	for _, f := range c.Facilitators {
		errs = append(errs, s.Tell.Tell(ctx, f.PersonID, told))
	}
	return errors.Join(errs...)
}

func (s *Reports) seal(ctx context.Context, r *Report, field, text string) ([]byte, error) {
	return s.Vault.Seal(ctx, seal.Group(r.GroupID), ref(r, field), []byte(text))
}

func (s *Reports) open(ctx context.Context, r *Report, field string, box []byte) (string, error) {
	if box == nil {
		return "", nil
	}
	b, err := s.Vault.Open(ctx, seal.Group(r.GroupID), ref(r, field), box)
	if errors.Is(err, seal.ErrErased) {
		return "", nil
	}
	return string(b), err
}

func ref(r *Report, field string) seal.Ref { return seal.Ref{Coll: coll, ID: r.ID, Field: field} }

// Get reads one.
func (s *Reports) Get(ctx context.Context, id string) (*Report, error) {
	r, err := s.docs.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, fault.Gone()
	}
	return r, err
}

// Decision is what was decided, with an answer for who reported it and a note
// for who decides.
type Decision struct {
	What  string `json:"what" enum:"none,removed,talked,out"`
	Reply string `json:"reply" minLength:"1" maxLength:"2000"`
	Note  string `json:"note,omitempty" maxLength:"2000"`
}

// Decide keeps a decision; the first counts.
func (s *Reports) Decide(ctx context.Context, id, by string, d Decision) error {
	if !decisions[d.What] || d.Reply == "" || utf8.RuneCountInString(d.Reply) > maxWords || utf8.RuneCountInString(d.Note) > maxWords {
		return fault.Bad("reply", "report.reply", "a decision needs an answer of 1 to %d characters", maxWords)
	}
	r, err := s.Get(ctx, id)
	if err != nil {
		return err
	}
	reply, err := s.seal(ctx, r, "reply", d.Reply)
	note, err2 := s.seal(ctx, r, "note", d.Note)
	if err = errors.Join(err, err2); err != nil {
		return err
	}
	_, err = s.docs.Update(ctx, id, func(r *Report) error {
		if r.DecidedAt != 0 {
			return fault.New(fault.Conflict, "report.decided", "it has a decision")
		}
		r.Decision, r.By, r.DecidedAt, r.DueAt, r.ReplyBox, r.NoteBox = d.What, by, s.Now().UnixMilli(), 0, reply, note
		return nil
	})
	return err
}

// Escalate gives a report on to the person whom the group has named.
func (s *Reports) Escalate(ctx context.Context, id, named string) error {
	if named == "" {
		return fault.New(fault.Conflict, "report.nobody", "the group has named nobody")
	}
	r, err := s.docs.Update(ctx, id, func(r *Report) error {
		if r.DecidedAt == 0 {
			r.To, r.DueAt = named, 0
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.Tell.Tell(ctx, r.To, told)
}

// Overdue gives on what nobody decided in time, to whom named says; with
// nobody named it stays. It returns how many. Again does no harm.
func (s *Reports) Overdue(ctx context.Context, named func(ctx context.Context, group string) (string, error)) (int, error) {
	late, err := s.docs.Find(ctx, store.Query{Where: []store.Cond{{Field: "dueAt", Op: store.Gt, Value: 0}, {Field: "dueAt", Op: store.Lt, Value: s.Now().UnixMilli()}}, OrderBy: "dueAt", Limit: 1000})
	n := 0
	for _, r := range late {
		to, e := named(ctx, r.GroupID)
		if e == nil && to != "" && to != r.About {
			e = s.Escalate(ctx, r.ID, to)
			n++
		}
		err = errors.Join(err, e)
	}
	return n, err
}
