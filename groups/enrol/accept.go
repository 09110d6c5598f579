package enrol

import (
	"context"
	"slices"

	"kring/groups"
	"kring/groups/consent"
)

// Acceptance is what somebody fills in to join. Email counts for a group link
// only; a personal invitation is for the person it was sent to. PersonID is
// who is signed in, "" for nobody; with a group link that person joins.
type Acceptance struct {
	Alias    string
	Email    string
	Lang     string
	PersonID string
	AgeOK    bool
	Agreed   []consent.Answer
	Consents []consent.Answer
}

// Joined is the outcome of an accepted invitation.
type Joined struct {
	PersonID string
	MemberID string
	GroupID  string
}

// Accept lets somebody into a group: the place and alias first, in the one
// document that guards them; then what they agreed to; then the membership,
// by which they are in; last the invitation is marked as used. Whatever
// breaks in between, the same request again finishes it.
func (s *Enrol) Accept(ctx context.Context, token string, in Acceptance) (Joined, error) {
	i, g, err := s.find(ctx, token)
	if err != nil {
		return Joined{}, err
	}
	if !in.AgeOK {
		return Joined{}, tooYoung(g)
	}
	if err := s.Groups.Consents.Check(in.Agreed, in.Consents); err != nil {
		return Joined{}, err
	}
	person, err := s.invitee(ctx, i, in, s.Groups.TrySpot)
	if err != nil {
		return Joined{}, err
	}
	// A group link lets each person in once; who was taken out or left needs
	// an invitation of their own.
	j, err := s.join(ctx, groups.Claim{GroupID: g.ID, PersonID: person, Alias: in.Alias, Again: i.Kind == Personal}, in)
	if err != nil {
		return Joined{}, err
	}
	_, err = s.invitations.Update(ctx, i.ID, func(i *Invitation) error {
		if !slices.Contains(i.UsedBy, person) {
			i.UsedBy = append(i.UsedBy, person)
		}
		return nil
	})
	return j, err
}

// join is the steps that let somebody in.
func (s *Enrol) join(ctx context.Context, c groups.Claim, in Acceptance) (Joined, error) {
	spot, err := s.Groups.TakeSpot(ctx, c)
	if err != nil {
		return Joined{}, err
	}
	if err := s.Groups.Consents.Join(ctx, c.PersonID, c.GroupID, in.Consents); err != nil {
		return Joined{}, err
	}
	return Joined{PersonID: c.PersonID, MemberID: spot.MemberID, GroupID: c.GroupID}, s.Groups.Admit(ctx, c.GroupID, spot)
}

// invitee says who joins. For somebody new it tries first, so that no person
// is made for a group that cannot be joined.
func (s *Enrol) invitee(ctx context.Context, i *Invitation, in Acceptance, try func(ctx context.Context, groupID, alias string) error) (string, error) {
	if i.Kind == Personal {
		email, err := s.email(ctx, i)
		if err != nil {
			return "", err
		}
		return s.People.Enrol(ctx, email, in.Lang, true)
	}
	if in.PersonID != "" {
		return in.PersonID, nil
	}
	if err := try(ctx, i.GroupID, in.Alias); err != nil {
		return "", err
	}
	return s.People.Enrol(ctx, in.Email, in.Lang, false)
}
