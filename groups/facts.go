package groups

import (
	"cmp"
	"context"
	"errors"

	"kring/internal/access"
	"kring/internal/fault"
	"kring/internal/store"
)

var memberships = map[string]access.Membership{Waiting: access.Waiting, Active: access.Active, Removed: access.Removed, Left: access.Left}

// scope is what a place says of itself: its group, whose it is, the meeting it
// belongs to (nil for none), and for whom it is there (nil: for the whole group).
type scope struct {
	group, owner string
	meeting      *Meeting
	admits       func(access.Facts) bool
}

// Facts says what a person ("" for nobody) is to an Organisation, Group,
// Member, Meeting or Channel, in at most four reads. A place that
// does not exist, or is not there for them, gives a person no facts at all.
func (s *Groups) Facts(ctx context.Context, person string, p access.Place) (access.Facts, error) {
	f, in := access.Facts{Person: person}, scope{}
	if _, device := access.RoomOf(person); device {
		return s.roomFacts(ctx, f, p)
	}
	var err error
	if p.Kind == access.Organisation {
		f, err = s.organisationFacts(ctx, f, p.ID)
	} else if in, err = s.scopeOf(ctx, p); err == nil {
		f.Owner = in.owner
		f, err = s.groupFacts(ctx, f, in.group)
		if in.meeting != nil && f.Person != "" {
			f = in.meeting.welcome(in.meeting.standsIn(f, s.now()))
		}
	}
	if errors.Is(err, store.ErrNotFound) || fault.Is(err, fault.NotFound) || err == nil && in.admits != nil && !in.admits(f) {
		return access.Facts{Person: person}, nil
	}
	return f, err
}

// scopeOf finds the group of a place and for whom it is.
func (s *Groups) scopeOf(ctx context.Context, p access.Place) (scope, error) {
	switch p.Kind {
	case access.Group:
		return scope{group: p.ID}, nil
	case access.Channel:
		return s.channelScope(ctx, p.ID)
	case access.Member:
		m, err := s.members.Get(ctx, p.ID)
		if err != nil {
			return scope{}, err
		}
		return scope{group: m.GroupID, owner: m.PersonID}, nil
	case access.Meeting:
		m, err := s.meetings.Get(ctx, p.ID)
		if err != nil {
			return scope{}, err
		}
		return scope{group: m.GroupID, meeting: m, admits: m.admits}, nil
	}
	return scope{}, store.ErrNotFound
}

func (s *Groups) channelScope(ctx context.Context, channel string) (scope, error) {
	if meeting, ok := OfMeetingChannel(channel); ok {
		return s.scopeOf(ctx, access.Place{Kind: access.Meeting, ID: meeting})
	}
	group, ok := OfChannel(channel)
	if !ok {
		return scope{}, store.ErrNotFound
	}
	in := scope{group: group}
	if id, ok := OfLine(channel); ok {
		m, err := s.members.Get(ctx, id)
		if err != nil || m.GroupID != group {
			return scope{}, cmp.Or(err, store.ErrNotFound)
		}
		in.owner = m.PersonID
		in.admits = func(f access.Facts) bool { return f.Facilitator || f.Person == m.PersonID }
	}
	if IsBackChannel(channel) {
		in.admits = func(f access.Facts) bool { return f.Facilitator }
	}
	return in, nil
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
