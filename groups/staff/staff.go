// Package staff lets people in to work at an organisation, by a link that is
// mailed to their address and so proves it (ORG-1). Nothing happens when the
// link is only looked at.
package staff

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kring/groups"
	"kring/groups/organisation"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

// life is how long an invitation works.
const life = 7 * 24 * time.Hour

// Invitation lets one person in with some roles. Of its token only the blind
// index is stored.
type Invitation struct {
	store.Meta `bson:",inline"`
	OrgID      string   `bson:"orgId" json:"orgId"`
	Roles      []string `bson:"roles" json:"roles"`
	TokenBlind string   `bson:"tokenBlind" json:"tokenBlind"`
	EmailBox   []byte   `bson:"emailBox" json:"emailBox"` // under the organisation's key
	EmailBlind string   `bson:"emailBlind" json:"emailBlind"`
	CreatedAt  int64    `bson:"createdAt" json:"createdAt"`
	ExpiresAt  int64    `bson:"expiresAt" json:"expiresAt"`
	RevokedAt  int64    `bson:"revokedAt" json:"revokedAt"`
	UsedBy     string   `bson:"usedBy" json:"usedBy"` // person id
}

// People gives the person who comes to work.
type People interface {
	// Employ returns the person of a proven address, as staff by that name.
	Employ(ctx context.Context, email, name, lang string) (personID string, err error)
}

// Staff is the service.
type Staff struct {
	vault         groups.Vault
	organisations *organisation.Organisations
	people        People
	now           func() time.Time
	invitations   store.Collection[Invitation, *Invitation]
}

const coll = "staffInvitations"

// Spec declares the collection.
func Spec() store.Spec {
	return store.Of[Invitation](store.Spec{Name: coll, Indexes: []store.Index{{Fields: []string{"tokenBlind"}, Unique: true}, {Fields: []string{"orgId"}}}})
}

// Open ensures the collection; now is the clock, nil for the real one.
func Open(ctx context.Context, db store.DB, vault groups.Vault, os *organisation.Organisations, people People, now func() time.Time) (*Staff, error) {
	if now == nil {
		now = time.Now
	}
	is, err := store.Open[Invitation](ctx, db, Spec())
	return &Staff{vault, os, people, now, is}, err
}

// New is an invitation with its token, which is told only once.
type New struct {
	ID, Token string
	ExpiresAt int64 // Unix ms
}

// OpenInvitation is an invitation as an administrator sees it.
type OpenInvitation struct {
	ID        string   `json:"id"`
	Email     string   `json:"email"`
	Roles     []string `json:"roles"`
	CreatedAt int64    `json:"createdAt"`
	ExpiresAt int64    `json:"expiresAt"`
}

// JobOffer is what who has the link sees before accepting.
type JobOffer struct {
	Organisation string   `json:"organisation"`
	Roles        []string `json:"roles"`
	Email        string   `json:"email" doc:"Masked"`
}

// Invite makes an invitation for a normalised e-mail address; the caller sends
// it. Earlier unused ones to this address stop working.
func (s *Staff) Invite(ctx context.Context, orgID, email string, roles []string) (New, error) {
	if len(roles) == 0 {
		return New{}, fault.Bad("roles", "role.missing", "no role")
	}
	if err := organisation.CheckRoles(roles); err != nil {
		return New{}, err
	}
	if _, err := s.organisations.Get(ctx, orgID); err != nil {
		return New{}, err
	}
	token, now := store.NewID(), s.now()
	i := &Invitation{
		Meta: store.Meta{ID: store.NewID()}, OrgID: orgID, Roles: roles, TokenBlind: s.vault.Blind("staff", token), EmailBlind: s.vault.Blind("email", email),
		CreatedAt: now.UnixMilli(), ExpiresAt: now.Add(life).UnixMilli(),
	}
	open, err := s.open(ctx, orgID)
	if err != nil {
		return New{}, err
	}
	for _, o := range open {
		if o.EmailBlind != i.EmailBlind {
			continue
		}
		if err := s.Revoke(ctx, orgID, o.ID); err != nil {
			return New{}, err
		}
	}
	if i.EmailBox, err = s.vault.Seal(ctx, seal.Organisation(orgID), i.ref(), []byte(email)); err != nil {
		return New{}, err
	}
	return New{i.ID, token, i.ExpiresAt}, s.invitations.Insert(ctx, i)
}

// Open lists an organisation's invitations that still work, newest first.
func (s *Staff) Open(ctx context.Context, orgID string) ([]OpenInvitation, error) {
	is, err := s.open(ctx, orgID)
	out := []OpenInvitation{}
	for _, i := range is {
		email, err := s.email(ctx, i)
		if err != nil {
			return nil, err
		}
		out = append(out, OpenInvitation{i.ID, email, i.Roles, i.CreatedAt, i.ExpiresAt})
	}
	slices.SortFunc(out, func(a, b OpenInvitation) int { return cmp.Compare(b.CreatedAt, a.CreatedAt) })
	return out, err
}

func (s *Staff) open(ctx context.Context, orgID string) ([]*Invitation, error) {
	is, err := s.invitations.Find(ctx, store.Query{Where: []store.Cond{store.Is("orgId", orgID)}, Limit: 1000})
	return slices.DeleteFunc(is, func(i *Invitation) bool { return !s.usable(i) }), err
}

// Revoke stops an invitation of an organisation.
func (s *Staff) Revoke(ctx context.Context, orgID, id string) error {
	_, err := s.invitations.Update(ctx, id, func(i *Invitation) error {
		if i.OrgID != orgID {
			return fault.Gone()
		}
		if i.RevokedAt == 0 {
			i.RevokedAt = s.now().UnixMilli()
		}
		return nil
	})
	return gone(err)
}

// Preview reads an invitation by its token and changes nothing. Used, expired,
// revoked and unknown ones are alike.
func (s *Staff) Preview(ctx context.Context, token string) (JobOffer, error) {
	i, err := s.find(ctx, token)
	if err != nil {
		return JobOffer{}, err
	}
	o, err := s.organisations.Get(ctx, i.OrgID)
	if err != nil {
		return JobOffer{}, err
	}
	email, err := s.email(ctx, i)
	name, host, _ := strings.Cut(email, "@")
	if name != "" {
		email = string([]rune(name)[:1]) + "…@" + host
	}
	return JobOffer{o.Name, i.Roles, email}, err
}

// Accept lets the person of the address in: the roles first, and last the
// invitation is marked as used. Whatever breaks in between, the same request
// again finishes it.
func (s *Staff) Accept(ctx context.Context, token, name, lang string) (personID string, err error) {
	i, err := s.find(ctx, token)
	if err != nil {
		return "", err
	}
	if n := utf8.RuneCountInString(strings.TrimSpace(name)); n < 2 || n > 80 {
		return "", fault.Bad("name", "staff.name", "a name of %d characters", n)
	}
	email, err := s.email(ctx, i)
	if err != nil {
		return "", err
	}
	if personID, err = s.people.Employ(ctx, email, strings.TrimSpace(name), lang); err != nil {
		return "", err
	}
	for _, r := range i.Roles {
		if err := s.organisations.Give(ctx, i.OrgID, personID, r); err != nil {
			return "", err
		}
	}
	_, err = s.invitations.Update(ctx, i.ID, func(i *Invitation) error {
		if !s.usable(i) && i.UsedBy != personID {
			return fault.Gone()
		}
		i.UsedBy = personID
		return nil
	})
	return personID, err
}

func (s *Staff) find(ctx context.Context, token string) (*Invitation, error) {
	i, err := s.invitations.One(ctx, store.Is("tokenBlind", s.vault.Blind("staff", token)))
	if err == nil && !s.usable(i) {
		err = fault.Gone()
	}
	return i, gone(err)
}

func (s *Staff) usable(i *Invitation) bool {
	return i.ExpiresAt > s.now().UnixMilli() && i.RevokedAt == 0 && i.UsedBy == ""
}

func (s *Staff) email(ctx context.Context, i *Invitation) (string, error) {
	b, err := s.vault.Open(ctx, seal.Organisation(i.OrgID), i.ref(), i.EmailBox)
	return string(b), err
}

func (i *Invitation) ref() seal.Ref { return seal.Ref{Coll: coll, ID: i.ID, Field: "email"} }

// gone turns a missing document into the one answer that tells nothing.
func gone(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return fault.Gone()
	}
	return err
}
