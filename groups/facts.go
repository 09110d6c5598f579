package groups

import (
	"context"
	"errors"

	"kring/internal/access"
	"kring/internal/fault"
	"kring/internal/store"
)

var memberships = map[string]access.Membership{Waiting: access.Waiting, Active: access.Active, Removed: access.Removed, Left: access.Left}

// Facts says what a person ("" for nobody) is to an Organisation, Group,
// Member, Meeting or Channel, in at most four reads. A place that
// does not exist, or is not visible yet, gives a person no facts at all.
func (s *Groups) Facts(ctx context.Context, person string, p access.Place) (access.Facts, error) {
	f := access.Facts{Person: person}
	var err error
	if p.Kind == access.Organisation {
		f, err = s.organisationFacts(ctx, f, p.ID)
	} else {
		var groupID string
		if groupID, f.Owner, err = s.groupOf(ctx, p); err == nil {
			f, err = s.groupFacts(ctx, f, groupID)
		}
	}
	if errors.Is(err, store.ErrNotFound) || fault.Is(err, fault.NotFound) {
		return access.Facts{Person: person}, nil
	}
	return f, err
}

// groupOf finds the group of a place and, of a member, the person it is.
func (s *Groups) groupOf(ctx context.Context, p access.Place) (groupID, owner string, err error) {
	switch p.Kind {
	case access.Group:
		return p.ID, "", nil
	case access.Channel:
		id, ok := OfChannel(p.ID)
		if !ok {
			return "", "", store.ErrNotFound
		}
		return id, "", nil
	case access.Member:
		m, err := s.members.Get(ctx, p.ID)
		if err != nil {
			return "", "", err
		}
		return m.GroupID, m.PersonID, nil
	case access.Meeting:
		m, err := s.meetings.Get(ctx, p.ID)
		if err != nil {
			return "", "", err
		}
		return m.GroupID, "", nil
	}
	return "", "", store.ErrNotFound
}

func (s *Groups) organisationFacts(ctx context.Context, f access.Facts, orgID string) (access.Facts, error) {
	if _, err := s.Organisations.Get(ctx, orgID); err != nil {
		return f, err
	}
	f.Organisation = orgID
	var err error
	f.Roles, err = s.Organisations.Roles(ctx, orgID, f.Person)
	return f, err
}

func (s *Groups) groupFacts(ctx context.Context, f access.Facts, groupID string) (access.Facts, error) {
	g, err := s.groups.Get(ctx, groupID)
	if err != nil {
		return f, err
	}
	if g.Status == statusDraft {
		return f, store.ErrNotFound
	}
	f.Group, f.Organisation, f.Ended = g.ID, g.OrgID, g.Status == StatusEnded
	if f.Person == "" {
		return f, nil
	}
	f.Facilitator = g.guide(f.Person) != ""
	if f.Roles, err = s.Organisations.Roles(ctx, g.OrgID, f.Person); err != nil {
		return f, err
	}
	m, err := s.membership(ctx, groupID, f.Person)
	if m != nil {
		f.Membership = memberships[m.Status]
	}
	return f, err
}
