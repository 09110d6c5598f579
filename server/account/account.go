// Package account knows people and lets them in: by personal link, or by
// e-mail and a six-digit code bound to the asking browser. There are no
// passwords. A session is a random token in a cookie; only its blind index
// is stored, so a copy of the store opens nothing.
//
// Names and e-mail addresses rest sealed under the person's own key; look-ups
// by address go through a blind index.
package account

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

// Person is somebody with an account. Name is for staff; participants are
// known by the alias of each group only.
type Person struct {
	store.Meta `bson:",inline"`
	NameBox    []byte `bson:"nameBox,omitempty" json:"nameBox,omitempty"`
	EmailBox   []byte `bson:"emailBox,omitempty" json:"emailBox,omitempty"`
	// EmailBlind finds the people who gave an address; VerifiedBlind is the
	// same value once the address proved to be theirs, and unique.
	EmailBlind    string `bson:"emailBlind,omitempty" json:"emailBlind,omitempty"`
	VerifiedBlind string `bson:"verifiedBlind,omitempty" json:"verifiedBlind,omitempty"`
	Lang          string `bson:"lang" json:"lang"`
	Staff         bool   `bson:"staff" json:"staff"`
	CreatedAt     int64  `bson:"createdAt" json:"createdAt"`
}

// Vault is what account needs of internal/seal.
type Vault interface {
	Seal(ctx context.Context, k seal.Key, r seal.Ref, plain []byte) ([]byte, error)
	Open(ctx context.Context, k seal.Key, r seal.Ref, box []byte) ([]byte, error)
	Blind(purpose, value string) string
}

// Options of Open. Post is where mail goes; PublicURL is the start of links
// in it; Now is the clock (time.Now when nil).
type Options struct {
	DB        store.DB
	Vault     Vault
	Post      *Post
	PublicURL string
	Now       func() time.Time
}

// Accounts is the service.
type Accounts struct {
	Options
	people   store.Collection[Person, *Person]
	links    store.Collection[Link, *Link]
	codes    store.Collection[Code, *Code]
	sessions store.Collection[Session, *Session]

	// SignedOut is told of each person whose session ended, so that the edge
	// closes their sockets. Set it before serving; nil is allowed.
	SignedOut func(person string)
}

const peopleColl = "people"

// Specs declares the collections of this package.
func Specs() []store.Spec {
	return []store.Spec{
		store.Of[Person](store.Spec{Name: peopleColl, Indexes: []store.Index{{Fields: []string{"emailBlind"}}, {Fields: []string{"verifiedBlind"}, Unique: true}}}),
		store.Of[Link](store.Spec{Name: "signInLinks", Indexes: []store.Index{{Fields: []string{"tokenBlind"}, Unique: true}}}),
		store.Of[Code](store.Spec{Name: "signInCodes", Indexes: []store.Index{{Fields: []string{"browserBlind"}, Unique: true}, {Fields: []string{"emailBlind", "at"}}}}),
		store.Of[Session](store.Spec{Name: "sessions", Indexes: []store.Index{{Fields: []string{"tokenBlind"}, Unique: true}, {Fields: []string{"personId"}}}}),
	}
}

// Open ensures the collections and returns the service.
func Open(ctx context.Context, o Options) (*Accounts, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	a := &Accounts{Options: o}
	s := Specs()
	var errs [4]error
	a.people, errs[0] = store.Open[Person](ctx, o.DB, s[0])
	a.links, errs[1] = store.Open[Link](ctx, o.DB, s[1])
	a.codes, errs[2] = store.Open[Code](ctx, o.DB, s[2])
	a.sessions, errs[3] = store.Open[Session](ctx, o.DB, s[3])
	return a, errors.Join(errs[:]...)
}

// NewPerson says who to make. Verified: the address proved to be theirs
// (their mail brought them here).
type NewPerson struct {
	Name, Email, Lang string
	Staff, Verified   bool
}

// Create makes a person and returns the id. When Verified names an address
// that is somebody's already, that person's id is returned instead.
func (a *Accounts) Create(ctx context.Context, n NewPerson) (string, error) {
	p := &Person{Meta: store.Meta{ID: store.NewID()}, Lang: lang(n.Lang), Staff: n.Staff, CreatedAt: a.now()}
	if n.Email != "" {
		email, err := Address(n.Email)
		if err != nil {
			return "", err
		}
		p.EmailBlind = a.Vault.Blind("email", email)
		if n.Verified {
			p.VerifiedBlind = p.EmailBlind
		}
		if p.EmailBox, err = a.seal(ctx, p.ID, "email", email); err != nil {
			return "", err
		}
	}
	var err error
	if p.NameBox, err = a.seal(ctx, p.ID, "name", n.Name); err != nil {
		return "", err
	}
	err = a.people.Insert(ctx, p)
	if errors.Is(err, store.ErrConflict) && p.VerifiedBlind != "" {
		return a.verified(ctx, p.VerifiedBlind)
	}
	return p.ID, err
}

// verified returns the one person whose address this proved to be.
func (a *Accounts) verified(ctx context.Context, blind string) (string, error) {
	p, err := a.people.One(ctx, store.Is("verifiedBlind", blind))
	if err != nil {
		return "", err
	}
	return p.ID, nil
}

// Profile is what a person is called and which language they chose.
type Profile struct {
	ID    string `json:"id"`
	Name  string `json:"name" doc:"Empty for participants: they have an alias per group"`
	Lang  string `json:"lang" enum:"nl,en"`
	Staff bool   `json:"staff"`
}

// Profile reads a person's own profile.
func (a *Accounts) Profile(ctx context.Context, id string) (Profile, error) {
	p, err := a.people.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return Profile{}, fault.Gone()
	}
	if err != nil {
		return Profile{}, err
	}
	name, err := a.open(ctx, p.ID, "name", p.NameBox)
	if errors.Is(err, seal.ErrErased) { // who was erased has no name any more, and hides nobody else's page
		err = nil
	}
	return Profile{ID: p.ID, Name: name, Lang: p.Lang, Staff: p.Staff}, err
}

// Name returns what staff is called; it fits the one-method interfaces of the domains.
func (a *Accounts) Name(ctx context.Context, id string) (string, error) {
	p, err := a.Profile(ctx, id)
	return p.Name, err
}

// Write is Notify for who does not mind whether somebody has an address.
func (a *Accounts) Write(ctx context.Context, id, kind string) error {
	err := a.Notify(ctx, Notification{ID: store.NewID(), PersonID: id, Kind: kind})
	if errors.Is(err, ErrNowhere) {
		return nil
	}
	return err
}

// SetLang keeps the language a person chose.
func (a *Accounts) SetLang(ctx context.Context, id, l string) error {
	_, err := a.people.Update(ctx, id, func(p *Person) error { p.Lang = lang(l); return nil })
	return err
}

// Address checks and normalises an e-mail address.
func Address(s string) (string, error) {
	m, err := mail.ParseAddress(strings.TrimSpace(s))
	if err != nil || m.Name != "" || len(m.Address) > 254 || !strings.Contains(m.Address, ".") {
		return "", fault.Bad("email", "email.invalid", "not an e-mail address")
	}
	return strings.ToLower(m.Address), nil
}

func (a *Accounts) now() int64 { return a.Now().UnixMilli() }

func (a *Accounts) seal(ctx context.Context, id, field, plain string) ([]byte, error) {
	if plain == "" {
		return nil, nil
	}
	return a.Vault.Seal(ctx, key(id), ref(id, field), []byte(plain))
}

func (a *Accounts) open(ctx context.Context, id, field string, box []byte) (string, error) {
	if len(box) == 0 {
		return "", nil
	}
	b, err := a.Vault.Open(ctx, key(id), ref(id, field), box)
	if err != nil {
		return "", fmt.Errorf("%s of person %s: %w", field, id, err)
	}
	return string(b), nil
}

func key(id string) seal.Key { return seal.Key("person:" + id) }

func ref(id, field string) seal.Ref { return seal.Ref{Coll: peopleColl, ID: id, Field: field} }

func lang(l string) string {
	if l == "en" {
		return "en"
	}
	return "nl"
}
