package groups

import (
	"context"
	"errors"
	"fmt"

	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

// States of a membership.
const (
	Waiting = "waiting"
	Active  = "active"
	Removed = "removed"
	Left    = "left"
)

// Member is one person in one group, known there by an alias. It stays when
// the person leaves, so that what they said keeps its author.
type Member struct {
	store.Meta `bson:",inline"`
	GroupID    string `bson:"groupId" json:"groupId"`
	PersonID   string `bson:"personId" json:"personId"`
	AliasBox   []byte `bson:"aliasBox" json:"aliasBox"`
	Status     string `bson:"status" json:"status"`
	JoinedAt   int64  `bson:"joinedAt" json:"joinedAt"`

	// Alias is what AliasBox holds, filled in by the service; "" when the
	// person's key was erased.
	Alias string `bson:"-" json:"-"`
}

// maxMembers bounds what is read of one group: 14 places and everybody who
// ever left them.
const maxMembers = 1000

// Member reads one, with its alias.
func (s *Groups) Member(ctx context.Context, id string) (*Member, error) {
	m, err := s.members.Get(ctx, id)
	if err != nil {
		return nil, gone(err)
	}
	return m, s.name(ctx, m)
}

// membership reads a person's membership of a group; nil without one.
func (s *Groups) membership(ctx context.Context, groupID, personID string) (*Member, error) {
	m, err := s.members.One(ctx, store.Is("groupId", groupID), store.Is("personId", personID))
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return m, err
}

// membersOf reads everybody who is or was in a group, with aliases.
func (s *Groups) membersOf(ctx context.Context, groupID string) ([]*Member, error) {
	ms, err := s.members.Find(ctx, store.Query{Where: []store.Cond{store.Is("groupId", groupID)}, Limit: maxMembers})
	if err != nil {
		return nil, err
	}
	for _, m := range ms {
		if err := s.name(ctx, m); err != nil {
			return nil, err
		}
	}
	return ms, nil
}

// ActiveMembers are the persons who are in a group now.
func (s *Groups) ActiveMembers(ctx context.Context, groupID string) ([]*Member, error) {
	ms, err := s.membersOf(ctx, groupID)
	if err != nil {
		return nil, err
	}
	active := ms[:0]
	for _, m := range ms {
		if m.Status == Active {
			active = append(active, m)
		}
	}
	return active, nil
}

// RemoveMember takes somebody out of the group; the place is free again.
func (s *Groups) RemoveMember(ctx context.Context, memberID string) error {
	return s.out(ctx, memberID, Removed)
}

// Leave ends a person's own membership.
func (s *Groups) Leave(ctx context.Context, groupID, personID string) error {
	m, err := s.membership(ctx, groupID, personID)
	if err != nil {
		return err
	}
	if m == nil {
		return fault.Gone()
	}
	return s.out(ctx, m.ID, Left)
}

// out ends a membership first and frees its place after, so that a crash in
// between never leaves somebody inside without a place. Repeating finishes it.
func (s *Groups) out(ctx context.Context, memberID, status string) error {
	m, err := s.members.Update(ctx, memberID, func(m *Member) error {
		if m.Status == Active || m.Status == Waiting {
			m.Status = status
		}
		return nil
	})
	if err != nil {
		return gone(err)
	}
	_, err = s.groups.Update(ctx, m.GroupID, func(g *Group) error {
		kept := []Spot{}
		for _, p := range g.Spots {
			if p.MemberID != memberID {
				kept = append(kept, p)
			}
		}
		g.Spots = kept
		return s.mend(ctx, g)
	})
	return err
}

// name fills in the alias.
func (s *Groups) name(ctx context.Context, m *Member) (err error) {
	m.Alias, err = s.alias(ctx, m.ID, m.PersonID, m.AliasBox)
	return err
}

// alias opens an alias; an erased person has none.
func (s *Groups) alias(ctx context.Context, memberID, personID string, box []byte) (string, error) {
	b, err := s.Vault.Open(ctx, seal.Person(personID), aliasRef(memberID), box)
	if errors.Is(err, seal.ErrErased) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("alias of member %s: %w", memberID, err)
	}
	return string(b), nil
}

func aliasRef(memberID string) seal.Ref {
	return seal.Ref{Coll: memberColl, ID: memberID, Field: "alias"}
}
