package groups

import (
	"context"
	"slices"

	"kring/groups/organisation"
	"kring/internal/fault"
	"kring/internal/store"
)

// SetRoles gives somebody who works at an organisation exactly these roles
// there. Who guides a group that goes on stays a facilitator until another
// guides it: the fault is Conflict "role.guides".
func (s *Groups) SetRoles(ctx context.Context, orgID, personID string, roles []string) error {
	if !slices.Contains(roles, organisation.Facilitator) {
		guided, err := s.groups.Find(ctx, store.Query{Where: []store.Cond{store.Is("guideIds", personID)}, Limit: 1000})
		if err != nil {
			return err
		}
		if slices.ContainsFunc(guided, func(g *Group) bool { return g.OrgID == orgID && g.Status != StatusEnded }) {
			return fault.New(fault.Conflict, "role.guides", "guides a group here that goes on")
		}
	}
	return s.Organisations.SetRoles(ctx, orgID, personID, roles)
}
