// Package organisation keeps the tree of organisations and who has which role
// at each. A role holds at one organisation only: not above, below or beside
// it in the tree.
package organisation

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"unicode/utf8"

	"kring/internal/access"
	"kring/internal/fault"
	"kring/internal/store"
)

// Kinds of organisation, by the field's own names.
var kinds = []string{"gemeente", "wijkteam", "ggz-instelling", "huisartsenpraktijk"}

// Roles at an organisation. A facilitator may be chosen to guide a group there.
const (
	Coordinator   = "coordinator"
	PolicyOfficer = "policy-officer"
	Administrator = "administrator"
	Facilitator   = "facilitator"
)

// orgRoles ties the stored roles to the policy's; a facilitator's right comes
// from the group alone.
var orgRoles = map[string]access.RoleSet{
	Coordinator: access.Coordinator, PolicyOfficer: access.PolicyOfficer, Administrator: access.Administrator, Facilitator: 0,
}

// Organisation runs groups. ParentID is "" at the top of the tree.
type Organisation struct {
	store.Meta `bson:",inline"`
	Kind       string     `bson:"kind" json:"kind" enum:"gemeente,wijkteam,ggz-instelling,huisartsenpraktijk"`
	Name       string     `bson:"name" json:"name"`
	ParentID   string     `bson:"parentId" json:"parentId"`
	Contact    Contact    `bson:"contact" json:"contact"`
	Complaint  Complaint  `bson:"complaint" json:"complaint"`
	HelpLines  []HelpLine `bson:"helpLines" json:"helpLines"`
	Lang       string     `bson:"lang" json:"lang" enum:"nl,en"`
	Theme      string     `bson:"theme" json:"theme"`     // token file, "" for none; see package theme
	Leaving    []string   `bson:"leaving" json:"leaving"` // administrators whose role is ending; see letGo
}

// Contact says how to reach an organisation.
type Contact struct {
	Email   string `bson:"email" json:"email"`
	Phone   string `bson:"phone" json:"phone"`
	Address string `bson:"address" json:"address"`
	Hours   string `bson:"hours" json:"hours"`
}

// Complaint says how to complain and when an answer comes.
type Complaint struct {
	Text         string `bson:"text" json:"text"`
	URL          string `bson:"url" json:"url"`
	DeadlineDays int    `bson:"deadlineDays" json:"deadlineDays"`
}

// HelpLine is one line of "Hulp nu".
type HelpLine struct {
	Name    string `bson:"name" json:"name"`
	Phone   string `bson:"phone" json:"phone"`
	URL     string `bson:"url" json:"url"`
	Text    string `bson:"text" json:"text"`
	Primary bool   `bson:"primary" json:"primary"`
}

// Role is one role of one person at one organisation.
type Role struct {
	store.Meta `bson:",inline"`
	OrgID      string `bson:"orgId" json:"orgId"`
	PersonID   string `bson:"personId" json:"personId"`
	Role       string `bson:"role" json:"role"`
}

// Ref is an organisation as somebody who works there sees it.
type Ref struct {
	ID    string   `json:"id"`
	Name  string   `json:"name"`
	Kind  string   `json:"kind"`
	Roles []string `json:"roles"`
}

// Person is a person by name.
type Person struct {
	PersonID string `json:"personId"`
	Name     string `json:"name"`
}

// Names gives what staff is called.
type Names interface {
	Name(ctx context.Context, personID string) (string, error)
}

// Organisations is the service.
type Organisations struct {
	names Names
	all   store.Collection[Organisation, *Organisation]
	roles store.Collection[Role, *Role]
}

// Specs declares the collections of this package.
func Specs() []store.Spec {
	return []store.Spec{
		store.Of[Organisation](store.Spec{Name: "organisations", Indexes: []store.Index{{Fields: []string{"parentId"}}}}),
		store.Of[Role](store.Spec{Name: "roles", Indexes: []store.Index{{Fields: []string{"orgId", "personId", "role"}, Unique: true}, {Fields: []string{"personId"}}}}),
	}
}

// Open ensures the collections.
func Open(ctx context.Context, db store.DB, names Names) (*Organisations, error) {
	s := &Organisations{names: names}
	var err, err2 error
	s.all, err = store.Open[Organisation](ctx, db, Specs()[0])
	s.roles, err2 = store.Open[Role](ctx, db, Specs()[1])
	return s, errors.Join(err, err2)
}

// Add stores a new organisation; its parent must exist.
func (s *Organisations) Add(ctx context.Context, o *Organisation) error {
	if !slices.Contains(kinds, o.Kind) {
		return fault.Bad("kind", "organisation.kind", "kind %q is none of %v", o.Kind, kinds)
	}
	if n := utf8.RuneCountInString(o.Name); n == 0 || n > 120 {
		return fault.Bad("name", "organisation.name", "a name of %d characters", n)
	}
	if o.ParentID != "" {
		if _, err := s.all.Get(ctx, o.ParentID); errors.Is(err, store.ErrNotFound) {
			return fault.Bad("parentId", "organisation.parent", "no such parent")
		} else if err != nil {
			return err
		}
	}
	if o.Lang == "" {
		o.Lang = "nl"
	}
	return s.all.Insert(ctx, o)
}

// Get reads one.
func (s *Organisations) Get(ctx context.Context, id string) (*Organisation, error) {
	o, err := s.all.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, fault.Gone()
	}
	return o, err
}

// Children are the organisations directly below one ("" for the top), at most 1000.
func (s *Organisations) Children(ctx context.Context, parentID string) ([]*Organisation, error) {
	return s.all.Find(ctx, store.Query{Where: []store.Cond{store.Is("parentId", parentID)}, Limit: 1000})
}

// Give gives a person a role at an organisation; giving it twice is fine.
func (s *Organisations) Give(ctx context.Context, orgID, personID, role string) error {
	if _, ok := orgRoles[role]; !ok {
		return fault.Bad("role", "role.unknown", "no role %q", role)
	}
	if _, err := s.Get(ctx, orgID); err != nil {
		return err
	}
	err := s.roles.Insert(ctx, &Role{OrgID: orgID, PersonID: personID, Role: role})
	if errors.Is(err, store.ErrConflict) {
		return nil
	}
	return err
}

// Take ends a role; a role that is not there is fine. The last administrator
// stays: the fault is Conflict "role.last-administrator".
func (s *Organisations) Take(ctx context.Context, orgID, personID, role string) error {
	r, err := s.roles.One(ctx, store.Is("orgId", orgID), store.Is("personId", personID), store.Is("role", role))
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if role == Administrator {
		if err := s.letGo(ctx, orgID, personID); err != nil {
			return err
		}
	}
	if err := s.roles.Delete(ctx, r.ID); err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if role == Administrator {
		return s.gone(ctx, orgID, personID)
	}
	return nil
}

// Mine are those where a person has a role.
func (s *Organisations) Mine(ctx context.Context, personID string) ([]Ref, error) {
	roles, err := s.roles.Find(ctx, store.Query{Where: []store.Cond{store.Is("personId", personID)}, Limit: 1000})
	if err != nil {
		return nil, err
	}
	at := map[string][]string{}
	for _, r := range roles {
		at[r.OrgID] = append(at[r.OrgID], r.Role)
	}
	out := []Ref{}
	for id, rs := range at {
		o, err := s.all.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		slices.Sort(rs)
		out = append(out, Ref{ID: id, Name: o.Name, Kind: o.Kind, Roles: rs})
	}
	slices.SortFunc(out, func(a, b Ref) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return out, nil
}

// Facilitators are the people who may be chosen to guide a group at an organisation.
func (s *Organisations) Facilitators(ctx context.Context, orgID string) ([]Person, error) {
	return s.people(ctx, orgID, Facilitator)
}

// Professionals are an organisation's facilitators and coordinators.
func (s *Organisations) Professionals(ctx context.Context, orgID string) ([]Person, error) {
	return s.people(ctx, orgID, Facilitator, Coordinator)
}

// people are those with one of the roles, each once, by name.
func (s *Organisations) people(ctx context.Context, orgID string, as ...string) ([]Person, error) {
	roles, err := s.rolesAt(ctx, orgID)
	if err != nil {
		return nil, err
	}
	out := []Person{}
	for _, r := range roles {
		if !slices.Contains(as, r.Role) || slices.ContainsFunc(out, func(p Person) bool { return p.PersonID == r.PersonID }) {
			continue
		}
		name, err := s.names.Name(ctx, r.PersonID)
		if err != nil {
			return nil, err
		}
		out = append(out, Person{PersonID: r.PersonID, Name: name})
	}
	slices.SortFunc(out, func(a, b Person) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.PersonID, b.PersonID)) })
	return out, nil
}

// Has reports whether a person has a role at an organisation.
func (s *Organisations) Has(ctx context.Context, orgID, personID, role string) (bool, error) {
	_, err := s.roles.One(ctx, store.Is("orgId", orgID), store.Is("personId", personID), store.Is("role", role))
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Roles are the roles of a person ("" has none) at one organisation, as the
// policy knows them.
func (s *Organisations) Roles(ctx context.Context, orgID, personID string) (access.RoleSet, error) {
	rs, err := s.roles.Find(ctx, store.Query{Where: []store.Cond{store.Is("orgId", orgID), store.Is("personId", personID)}, Limit: 100})
	var set access.RoleSet
	for _, r := range rs {
		set |= orgRoles[r.Role]
	}
	return set, err
}
