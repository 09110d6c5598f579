package organisation

import (
	"cmp"
	"context"
	"slices"

	"kring/internal/fault"
	"kring/internal/store"
)

// Worker is somebody who has roles at an organisation.
type Worker struct {
	PersonID string   `json:"personId"`
	Name     string   `json:"name"`
	Roles    []string `json:"roles"`
}

// Staff are the people with a role at an organisation, by name.
func (s *Organisations) Staff(ctx context.Context, orgID string) ([]Worker, error) {
	roles, err := s.rolesAt(ctx, orgID)
	if err != nil {
		return nil, err
	}
	out := []Worker{}
	for _, r := range roles {
		i := slices.IndexFunc(out, func(w Worker) bool { return w.PersonID == r.PersonID })
		if i < 0 {
			name, err := s.names.Name(ctx, r.PersonID)
			if err != nil {
				return nil, err
			}
			out, i = append(out, Worker{PersonID: r.PersonID, Name: name}), len(out)
		}
		out[i].Roles = append(out[i].Roles, r.Role)
	}
	for _, w := range out {
		slices.Sort(w.Roles)
	}
	slices.SortFunc(out, func(a, b Worker) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.PersonID, b.PersonID)) })
	return out, nil
}

func (s *Organisations) rolesAt(ctx context.Context, orgID string) ([]*Role, error) {
	return s.roles.Find(ctx, store.Query{Where: []store.Cond{store.Is("orgId", orgID)}, Limit: 1000})
}

// SetRoles gives somebody who works at an organisation exactly these roles;
// none ends their work there. It can be repeated. Who does not work there gets
// nothing: that takes an invitation.
func (s *Organisations) SetRoles(ctx context.Context, orgID, personID string, roles []string) error {
	if err := CheckRoles(roles); err != nil {
		return err
	}
	staff, err := s.Staff(ctx, orgID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(staff, func(w Worker) bool { return w.PersonID == personID })
	if i < 0 {
		return fault.Gone()
	}
	for _, r := range roles {
		if err := s.Give(ctx, orgID, personID, r); err != nil {
			return err
		}
	}
	for _, r := range staff[i].Roles {
		if slices.Contains(roles, r) {
			continue
		}
		if err := s.Take(ctx, orgID, personID, r); err != nil {
			return err
		}
	}
	return nil
}

// CheckRoles fails for a role that there is not.
func CheckRoles(roles []string) error {
	for _, r := range roles {
		if _, ok := orgRoles[r]; !ok {
			return fault.Bad("roles", "role.unknown", "no role %q", r)
		}
	}
	return nil
}

// letGo notes that an administrator goes, in the one document that guards that
// an organisation keeps one: of two administrators who end each other's role
// at the same moment, one stays. The role ends after it, and gone clears
// the note.
func (s *Organisations) letGo(ctx context.Context, orgID, personID string) error {
	_, err := s.all.Update(ctx, orgID, func(o *Organisation) error {
		roles, err := s.rolesAt(ctx, orgID) // after o was read: who went since is not among them, or in o.Leaving
		if err != nil {
			return err
		}
		stays := func(r *Role) bool {
			return r.Role == Administrator && r.PersonID != personID && !slices.Contains(o.Leaving, r.PersonID)
		}
		if !slices.ContainsFunc(roles, stays) {
			return fault.New(fault.Conflict, "role.last-administrator", "the last administrator cannot leave")
		}
		if !slices.Contains(o.Leaving, personID) {
			o.Leaving = append(o.Leaving, personID)
		}
		return nil
	})
	return err
}

func (s *Organisations) gone(ctx context.Context, orgID, personID string) error {
	_, err := s.all.Update(ctx, orgID, func(o *Organisation) error {
		o.Leaving = slices.DeleteFunc(o.Leaving, func(p string) bool { return p == personID })
		return nil
	})
	return err
}
