package groups

import (
	"context"
	"slices"

	"kring/groups/organisation"
	"kring/internal/access"
	"kring/internal/fault"
)

// Substitute has another facilitator of the organisation take a facilitator's
// place in a group, until EndSubstitute. Members see who replaces whom (ORG-10).
// Naming the same again is harmless; naming another replaces the first.
func (s *Groups) Substitute(ctx context.Context, groupID, replaces, personID string) error {
	g, err := s.Running(ctx, groupID)
	if err != nil {
		return err
	}
	if err := s.able(ctx, g, personID); err != nil {
		return err
	}
	_, err = s.groups.Update(ctx, groupID, func(g *Group) error {
		f, err := g.replaced(replaces)
		if err != nil {
			return err
		}
		if at := slices.IndexFunc(g.Facilitators, func(f Facilitator) bool { return f.PersonID == personID }); at >= 0 && g.Facilitators[at].Replaces != replaces {
			return guidesAlready()
		}
		g.unguide(func(f Facilitator) bool { return f.Replaces == replaces })
		g.Facilitators = append(g.Facilitators, Facilitator{PersonID: personID, Role: f.Role, Replaces: replaces})
		g.GuideIDs = append(g.GuideIDs, personID)
		return nil
	})
	return gone(err)
}

// EndSubstitute ends a substitute's part in a group; ending it twice is harmless.
func (s *Groups) EndSubstitute(ctx context.Context, groupID, personID string) error {
	_, err := s.groups.Update(ctx, groupID, func(g *Group) error {
		g.unguide(func(f Facilitator) bool { return f.PersonID == personID && f.Replaces != "" })
		return nil
	})
	return gone(err)
}

// unguide takes out facilitators; one is named once.
func (g *Group) unguide(out func(Facilitator) bool) {
	for _, f := range g.Facilitators {
		if out(f) {
			g.GuideIDs = slices.DeleteFunc(slices.Clone(g.GuideIDs), func(id string) bool { return id == f.PersonID })
		}
	}
	g.Facilitators = slices.DeleteFunc(slices.Clone(g.Facilitators), out)
}

// SubstituteOnce has another facilitator of the organisation guide one meeting
// of a group in a facilitator's place, before or during it. What she may do
// ends with that meeting; who replaced whom stays to be read. Naming the same
// again is harmless; naming another for the same facilitator replaces the first.
func (s *Groups) SubstituteOnce(ctx context.Context, meetingID, replaces, personID string) error {
	m, err := s.meetings.Get(ctx, meetingID)
	if err != nil {
		return gone(err)
	}
	g, err := s.Running(ctx, m.GroupID)
	if err != nil {
		return err
	}
	f, err := g.replaced(replaces)
	if err != nil {
		return err
	}
	if err := s.able(ctx, g, personID); err != nil {
		return err
	}
	if g.guide(personID) != "" {
		return guidesAlready()
	}
	_, err = s.meetings.Update(ctx, meetingID, func(m *Meeting) error {
		if len(m.Only) > 0 {
			return fault.Gone()
		}
		if m.over(s.now()) {
			return fault.New(fault.Conflict, "meeting.closed", "the meeting is over")
		}
		m.substitute(func(f Facilitator) bool { return f.Replaces != replaces && f.PersonID != personID })
		m.substitute(nil, Facilitator{PersonID: personID, Role: f.Role, Replaces: replaces})
		return nil
	})
	return gone(err)
}

// EndSubstituteOnce takes a substitute off a meeting that is not over; taking
// her off twice is harmless.
func (s *Groups) EndSubstituteOnce(ctx context.Context, meetingID, personID string) error {
	_, err := s.meetings.Update(ctx, meetingID, func(m *Meeting) error {
		if m.over(s.now()) {
			return fault.New(fault.Conflict, "meeting.closed", "the meeting is over")
		}
		m.substitute(func(f Facilitator) bool { return f.PersonID != personID })
		return nil
	})
	return gone(err)
}

// substitute keeps the meeting's substitutes for whom keep holds, all when it
// is nil, and adds more.
func (m *Meeting) substitute(keep func(Facilitator) bool, more ...Facilitator) {
	all := slices.Concat(m.Substitutes, more)
	if keep != nil {
		all = slices.DeleteFunc(all, func(f Facilitator) bool { return !keep(f) })
	}
	m.Substitutes, m.SubstituteIDs = all, []string{}
	for _, f := range all {
		m.SubstituteIDs = append(m.SubstituteIDs, f.PersonID)
	}
}

// over: it has closed, was called off, or nobody opened it in its time.
func (m *Meeting) over(now int64) bool {
	return m.Phase == Closed || m.CalledOff() || m.Phase == Planned && now > m.end()+joinAfter.Milliseconds()
}

// CanSubstitute lists who may be named as a substitute in a group: the
// organisation's facilitators who neither guide it nor are in it.
func (s *Groups) CanSubstitute(ctx context.Context, groupID string) ([]organisation.Person, error) {
	g, err := s.Running(ctx, groupID)
	if err != nil {
		return nil, err
	}
	all, err := s.Organisations.Facilitators(ctx, g.OrgID)
	return slices.DeleteFunc(all, func(p organisation.Person) bool { return g.guide(p.PersonID) != "" || g.spot(p.PersonID) != nil }), err
}

// able refuses who is no facilitator of the group's organisation, or is a
// member of the group.
func (s *Groups) able(ctx context.Context, g *Group, personID string) error {
	is, err := s.Organisations.Has(ctx, g.OrgID, personID, organisation.Facilitator)
	if err != nil {
		return err
	}
	if !is || g.spot(personID) != nil {
		return fault.Bad("personId", "substitute.who", "not a facilitator of this organisation, or a member of this group")
	}
	return nil
}

// replaced is the facilitator of the group, no substitute, whom somebody
// stands in for.
func (g *Group) replaced(personID string) (Facilitator, error) {
	i := slices.IndexFunc(g.Facilitators, func(f Facilitator) bool { return f.PersonID == personID && f.Replaces == "" })
	if i < 0 {
		return Facilitator{}, fault.Bad("replaces", "substitute.of", "not a facilitator of this group")
	}
	return g.Facilitators[i], nil
}

func guidesAlready() error {
	return fault.New(fault.Conflict, "substitute.already", "guides this group already")
}

// standsIn makes a substitute for one meeting its facilitator, for as long as
// it is not over.
func (m *Meeting) standsIn(f access.Facts, now int64) access.Facts {
	if !f.Facilitator && slices.Contains(m.SubstituteIDs, f.Person) && !m.over(now) {
		f.Facilitator, f.StandIn = true, true
	}
	return f
}
