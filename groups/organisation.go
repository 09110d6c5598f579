package groups

import (
	"context"
	"errors"
	"slices"

	"kring/internal/access"
	"kring/internal/fault"
	"kring/internal/store"
)

// Kinds of organisation, by the field's own names.
var organisationKinds = []string{"gemeente", "wijkteam", "ggz-instelling", "huisartsenpraktijk"}

// Roles at an organisation. A role holds there only: not above, below or
// beside it in the tree. A facilitator may be chosen to guide a group there.
const (
	RoleCoordinator   = "coordinator"
	RolePolicyOfficer = "policy-officer"
	RoleAdministrator = "administrator"
	RoleFacilitator   = "facilitator"
)

// orgRoles ties the stored roles to the policy's; a facilitator's right comes
// from the group alone.
var orgRoles = map[string]access.RoleSet{
	RoleCoordinator: access.Coordinator, RolePolicyOfficer: access.PolicyOfficer, RoleAdministrator: access.Administrator, RoleFacilitator: 0,
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

// OrganisationRef is an organisation as somebody who works there sees it.
type OrganisationRef struct {
	ID    string   `json:"id"`
	Name  string   `json:"name"`
	Kind  string   `json:"kind"`
	Roles []string `json:"roles"`
}

// PersonRef is a person by name.
type PersonRef struct {
	PersonID string `json:"personId"`
	Name     string `json:"name"`
}

// AddOrganisation stores a new organisation; its parent must exist.
func (s *Groups) AddOrganisation(ctx context.Context, o *Organisation) error {
	if !slices.Contains(organisationKinds, o.Kind) {
		return fault.Bad("kind", "organisation.kind", "kind %q is none of %v", o.Kind, organisationKinds)
	}
	if err := text("name", o.Name, 1, 120); err != nil {
		return err
	}
	if o.ParentID != "" {
		if _, err := s.organisations.Get(ctx, o.ParentID); errors.Is(err, store.ErrNotFound) {
			return fault.Bad("parentId", "organisation.parent", "no such parent")
		} else if err != nil {
			return err
		}
	}
	if o.Lang == "" {
		o.Lang = "nl"
	}
	return s.organisations.Insert(ctx, o)
}

// Organisation reads one.
func (s *Groups) Organisation(ctx context.Context, id string) (*Organisation, error) {
	o, err := s.organisations.Get(ctx, id)
	return o, gone(err)
}

// Children are the organisations directly below one ("" for the top), at most 1000.
func (s *Groups) Children(ctx context.Context, parentID string) ([]*Organisation, error) {
	return s.organisations.Find(ctx, store.Query{Where: []store.Cond{store.Is("parentId", parentID)}, Limit: 1000})
}

// GiveRole gives a person a role at an organisation; giving it twice is fine.
func (s *Groups) GiveRole(ctx context.Context, orgID, personID, role string) error {
	if _, ok := orgRoles[role]; !ok {
		return fault.Bad("role", "role.unknown", "no role %q", role)
	}
	if _, err := s.Organisation(ctx, orgID); err != nil {
		return err
	}
	err := s.roles.Insert(ctx, &Role{OrgID: orgID, PersonID: personID, Role: role})
	if errors.Is(err, store.ErrConflict) {
		return nil
	}
	return err
}

// TakeRole ends a role; a role that is not there is fine.
func (s *Groups) TakeRole(ctx context.Context, orgID, personID, role string) error {
	r, err := s.roles.One(ctx, store.Is("orgId", orgID), store.Is("personId", personID), store.Is("role", role))
	if err == nil {
		err = s.roles.Delete(ctx, r.ID)
	}
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// MyOrganisations are those where a person has a role.
func (s *Groups) MyOrganisations(ctx context.Context, personID string) ([]OrganisationRef, error) {
	roles, err := s.roles.Find(ctx, store.Query{Where: []store.Cond{store.Is("personId", personID)}, Limit: 1000})
	if err != nil {
		return nil, err
	}
	at := map[string][]string{}
	for _, r := range roles {
		at[r.OrgID] = append(at[r.OrgID], r.Role)
	}
	out := []OrganisationRef{}
	for id, rs := range at {
		o, err := s.organisations.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		slices.Sort(rs)
		out = append(out, OrganisationRef{ID: id, Name: o.Name, Kind: o.Kind, Roles: rs})
	}
	slices.SortFunc(out, func(a, b OrganisationRef) int { return compare(a.Name, b.Name, a.ID, b.ID) })
	return out, nil
}

// Facilitators are the people who may be chosen to guide a group at an organisation.
func (s *Groups) Facilitators(ctx context.Context, orgID string) ([]PersonRef, error) {
	roles, err := s.roles.Find(ctx, store.Query{Where: []store.Cond{store.Is("orgId", orgID)}, Limit: 1000})
	if err != nil {
		return nil, err
	}
	out := []PersonRef{}
	for _, r := range roles {
		if r.Role != RoleFacilitator {
			continue
		}
		name, err := s.People.Name(ctx, r.PersonID)
		if err != nil {
			return nil, err
		}
		out = append(out, PersonRef{PersonID: r.PersonID, Name: name})
	}
	slices.SortFunc(out, func(a, b PersonRef) int { return compare(a.Name, b.Name, a.PersonID, b.PersonID) })
	return out, nil
}
