package groups

import (
	"context"
	"errors"
	"strings"
	"time"

	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

// spotPatience is how long a place waits for a join that was broken off
// between its steps, before somebody else may have it.
const spotPatience = 10 * time.Minute

// Spot is a taken place. AliasBox is the member's own box, so that the one
// document that guards the places guards the aliases too.
type Spot struct {
	MemberID string `bson:"memberId" json:"memberId"`
	PersonID string `bson:"personId" json:"personId"`
	AliasBox []byte `bson:"aliasBox" json:"aliasBox"`
	At       int64  `bson:"at" json:"at"` // Unix ms; when it was taken
}

// Claim is who wants a place under which alias. Again lets in who was taken
// out or left before, as does an offer.
type Claim struct {
	GroupID, PersonID, Alias string
	Again                    bool
	Offered                  bool // takes the place that the line offers, and no other
}

// TakeSpot gives a person one of the group's places, or returns the one they
// have. They are in after Admit. Capacity and aliases are judged on the
// document that is stored; the faults are Conflict "group.full", and Invalid
// for an alias that is taken or no alias. With Offered it is NotFound for who
// is not in the line, and Conflict "offer.none" for who has no offer now.
func (s *Groups) TakeSpot(ctx context.Context, c Claim) (Spot, error) {
	alias, err := CleanAlias(c.Alias)
	if err != nil {
		return Spot{}, err
	}
	want := Spot{MemberID: store.NewID(), PersonID: c.PersonID, At: s.now()}
	m, err := s.membership(ctx, c.GroupID, c.PersonID)
	if err != nil {
		return Spot{}, err
	}
	if m != nil {
		if want.MemberID = m.ID; m.Status != Active && !c.Again && !c.Offered {
			return Spot{}, fault.Gone()
		}
	}
	if want.AliasBox, err = s.Vault.Seal(ctx, seal.Person(c.PersonID), aliasRef(want.MemberID), []byte(alias)); err != nil {
		return Spot{}, err
	}
	var got Spot
	_, err = s.groups.Update(ctx, c.GroupID, func(g *Group) error {
		if g.guide(c.PersonID) != "" {
			return fault.New(fault.Conflict, "member.guides", "who guides a group cannot be its member")
		}
		if has := g.spot(c.PersonID); has != nil {
			got = *has
			return nil
		}
		if c.Offered {
			if err := s.offered(ctx, g, c.PersonID); err != nil {
				return err
			}
		}
		got = want
		return s.place(ctx, g, want, alias)
	})
	return got, gone(err)
}

// TrySpot says whether somebody new could have a place under an alias now.
// Only TakeSpot decides.
func (s *Groups) TrySpot(ctx context.Context, groupID, alias string) error {
	alias, err := CleanAlias(alias)
	if err != nil {
		return err
	}
	g, err := s.Group(ctx, groupID)
	if err != nil {
		return err
	}
	return s.place(ctx, g, Spot{}, alias)
}

// place adds want to g's places if there is one left, or offered to the
// person, and the alias is free.
func (s *Groups) place(ctx context.Context, g *Group, want Spot, alias string) error {
	if err := s.mend(ctx, g); err != nil {
		return err
	}
	if g.free(want.PersonID) < 1 {
		return fault.New(fault.Conflict, "group.full", "all places are taken")
	}
	for _, p := range g.Spots {
		other, err := s.alias(ctx, p.MemberID, p.PersonID, p.AliasBox)
		if err != nil {
			return err
		}
		if strings.EqualFold(other, alias) {
			return aliasTaken()
		}
	}
	for _, f := range g.Facilitators { // nobody poses as a facilitator
		name, err := s.Names.Name(ctx, f.PersonID)
		if err != nil {
			return err
		}
		if strings.EqualFold(name, alias) {
			return aliasTaken()
		}
	}
	g.Spots = append(g.Spots, want)
	return nil
}

func aliasTaken() error {
	return fault.Bad("alias", "alias.taken", "somebody in the group has this alias")
}

// staleSpots are the places that nobody came to sit on: the join broke off
// after its first step, or a removal before its last.
func (s *Groups) staleSpots(ctx context.Context, g *Group) []string {
	var stale []string
	for _, p := range g.Spots {
		if p.At > s.Now().Add(-spotPatience).UnixMilli() {
			continue
		}
		m, err := s.members.Get(ctx, p.MemberID)
		if errors.Is(err, store.ErrNotFound) || err == nil && m.Status != Active {
			stale = append(stale, p.MemberID)
		}
	}
	return stale
}

// Admit makes the person of a place an active member.
func (s *Groups) Admit(ctx context.Context, groupID string, p Spot) error {
	now := s.now()
	err := s.members.Insert(ctx, &Member{
		Meta: store.Meta{ID: p.MemberID}, GroupID: groupID, PersonID: p.PersonID, AliasBox: p.AliasBox, Status: Active, JoinedAt: now,
	})
	if err == nil {
		return s.seated(ctx, groupID, p.PersonID)
	}
	if !errors.Is(err, store.ErrConflict) {
		return err
	}
	_, err = s.members.Update(ctx, p.MemberID, func(m *Member) error {
		if m.Status != Active {
			m.AliasBox, m.Status, m.JoinedAt = p.AliasBox, Active, now
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.seated(ctx, groupID, p.PersonID)
}

// seated takes a member out of the line that led to the place. When it does
// not come to this, settle does it.
func (s *Groups) seated(ctx context.Context, groupID, personID string) error {
	g, err := s.groups.Get(ctx, groupID)
	if err != nil || g.waiter(personID) < 0 {
		return err
	}
	return s.Unwait(ctx, groupID, personID)
}
