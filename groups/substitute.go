package groups

import (
	"context"
	"slices"

	"kring/groups/organisation"
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
	able, err := s.Organisations.Facilitators(ctx, g.OrgID)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(able, func(p organisation.Person) bool { return p.PersonID == personID }) {
		return fault.Bad("personId", "substitute.who", "not a facilitator of this organisation")
	}
	_, err = s.groups.Update(ctx, groupID, func(g *Group) error {
		i := slices.IndexFunc(g.Facilitators, func(f Facilitator) bool { return f.PersonID == replaces && f.Replaces == "" })
		if i < 0 {
			return fault.Bad("replaces", "substitute.of", "not a facilitator of this group")
		}
		if at := slices.IndexFunc(g.Facilitators, func(f Facilitator) bool { return f.PersonID == personID }); at >= 0 && g.Facilitators[at].Replaces != replaces {
			return fault.New(fault.Conflict, "substitute.already", "guides this group already")
		}
		g.unguide(func(f Facilitator) bool { return f.Replaces == replaces })
		g.Facilitators = append(g.Facilitators, Facilitator{PersonID: personID, Role: g.Facilitators[i].Role, Replaces: replaces})
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
