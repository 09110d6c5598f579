package enrol

import (
	"context"

	"kring/groups"
	"kring/internal/fault"
)

// Wait puts whoever has an invitation at the end of a full group's line; the
// invitation stays as it is. They agree to things when they take a place.
func (s *Enrol) Wait(ctx context.Context, token string, in Acceptance) (personID string, err error) {
	i, g, err := s.find(ctx, token)
	if err != nil {
		return "", err
	}
	if !in.AgeOK {
		return "", tooYoung(g)
	}
	person, err := s.invitee(ctx, i, in, s.Groups.TryWait)
	if err != nil {
		return "", err
	}
	return person, s.Groups.Wait(ctx, groups.Claim{GroupID: g.ID, PersonID: person, Alias: in.Alias, Again: i.Kind == Personal})
}

// AcceptOffer lets in.PersonID into a group that offers a place to them. As
// Accept, it can be repeated.
func (s *Enrol) AcceptOffer(ctx context.Context, groupID string, in Acceptance) (Joined, error) {
	g, err := s.Groups.Running(ctx, groupID)
	if err != nil {
		return Joined{}, err
	}
	if err := s.Groups.Consents.Check(in.Agreed, in.Consents); err != nil {
		return Joined{}, err
	}
	return s.join(ctx, groups.Claim{GroupID: g.ID, PersonID: in.PersonID, Alias: in.Alias, Offered: true}, in)
}

func tooYoung(g *groups.Group) error {
	return fault.Bad("ageOk", "age.missing", "this group is for people of %d and older", g.MinAge)
}
