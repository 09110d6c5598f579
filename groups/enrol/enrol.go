// Package enrol lets people into a group by invitation (ORG-3, ORG-4). Nothing
// happens when an invitation is only looked at.
package enrol

import (
	"context"
	"errors"
	"time"

	"kring/groups"
	"kring/internal/access"
	"kring/internal/fault"
	"kring/internal/store"
)

// Kinds of invitation: to one e-mail address, or a link for whoever gets it.
const (
	Personal  = "personal"
	GroupLink = "group"
)

// Life is how long an invitation works.
const Life = 14 * 24 * time.Hour

// Invitation lets people into a group: a personal one a single person, a
// group link each person once. Of its token only the blind index is stored.
type Invitation struct {
	store.Meta `bson:",inline"`
	GroupID    string   `bson:"groupId" json:"groupId"`
	Kind       string   `bson:"kind" json:"kind"`
	TokenBlind string   `bson:"tokenBlind" json:"tokenBlind"`
	EmailBox   []byte   `bson:"emailBox,omitempty" json:"emailBox,omitempty"` // under the group's key
	EmailBlind string   `bson:"emailBlind,omitempty" json:"emailBlind,omitempty"`
	CreatedAt  int64    `bson:"createdAt" json:"createdAt"`
	ExpiresAt  int64    `bson:"expiresAt" json:"expiresAt"`
	RevokedAt  int64    `bson:"revokedAt" json:"revokedAt"`
	UsedBy     []string `bson:"usedBy" json:"usedBy"` // person ids
}

// People gives the person who joins.
type People interface {
	// Enrol returns the person for an e-mail address. Proven: the link was
	// sent to that address, so its owner is meant; otherwise somebody only
	// typed it and nobody's existing account may be returned.
	Enrol(ctx context.Context, email, lang string, proven bool) (personID string, err error)
}

// Deps is what Open needs; Now is time.Now when nil.
type Deps struct {
	DB     store.DB
	Vault  groups.Vault
	Groups *groups.Groups
	People People
	Now    func() time.Time
}

// Enrol is the service.
type Enrol struct {
	Deps
	invitations store.Collection[Invitation, *Invitation]
}

const invitationColl = "invitations"

// Spec declares the collection.
func Spec() store.Spec {
	return store.Of[Invitation](store.Spec{Name: invitationColl, Indexes: []store.Index{
		{Fields: []string{"tokenBlind"}, Unique: true}, {Fields: []string{"groupId", "emailBlind"}},
	}})
}

// Open ensures the collection and returns the service.
func Open(ctx context.Context, d Deps) (*Enrol, error) {
	if d.Now == nil {
		d.Now = time.Now
	}
	is, err := store.Open[Invitation](ctx, d.DB, Spec())
	return &Enrol{Deps: d, invitations: is}, err
}

// Facts says what a person is to the group of an Invitation.
func (s *Enrol) Facts(ctx context.Context, person string, p access.Place) (access.Facts, error) {
	i, err := s.invitations.Get(ctx, p.ID)
	if p.Kind != access.Invitation || errors.Is(err, store.ErrNotFound) {
		return access.Facts{Person: person}, nil
	}
	if err != nil {
		return access.Facts{}, err
	}
	return s.Groups.Facts(ctx, person, access.Place{Kind: access.Group, ID: i.GroupID})
}

func (s *Enrol) now() int64 { return s.Now().UnixMilli() }

// notFound turns a missing document into the one answer that tells nothing.
func notFound(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return fault.Gone()
	}
	return err
}
