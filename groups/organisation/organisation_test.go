package organisation_test

import (
	"context"
	"path/filepath"
	"reflect"
	"testing"

	"kring/groups/organisation"
	"kring/internal/access"
	"kring/internal/fault"
	"kring/internal/store/sqlitestore"
)

type names struct{}

func (names) Name(_ context.Context, id string) (string, error) { return id, nil }

func open(t *testing.T) *organisation.Organisations {
	t.Helper()
	db, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "kring.db"))
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	s, err := organisation.Open(t.Context(), db, names{})
	must(t, err)
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func add(t *testing.T, s *organisation.Organisations, name, parent string) string {
	t.Helper()
	o := &organisation.Organisation{Kind: "gemeente", Name: name, ParentID: parent}
	must(t, s.Add(t.Context(), o))
	return o.ID
}

// A role holds at one organisation: not above it and not below it.
func TestRolesDoNotTravelAlongTheTree(t *testing.T) {
	s := open(t)
	top := add(t, s, "Gemeente", "")
	team := add(t, s, "Wijkteam", top)
	below := add(t, s, "Praktijk", team)
	must(t, s.Give(t.Context(), team, "p", organisation.Coordinator))
	must(t, s.Give(t.Context(), team, "p", organisation.Coordinator))
	must(t, s.Give(t.Context(), team, "p", organisation.PolicyOfficer))
	for org, want := range map[string]access.RoleSet{top: 0, team: access.Coordinator | access.PolicyOfficer, below: 0} {
		if got, err := s.Roles(t.Context(), org, "p"); err != nil || got != want {
			t.Errorf("roles %b, %v; want %b", got, err, want)
		}
	}
	mine, err := s.Mine(t.Context(), "p")
	want := []organisation.Ref{{ID: team, Name: "Wijkteam", Kind: "gemeente", Roles: []string{"coordinator", "policy-officer"}}}
	if err != nil || !reflect.DeepEqual(mine, want) {
		t.Errorf("mine %+v, %v", mine, err)
	}
	must(t, s.Take(t.Context(), team, "p", organisation.Coordinator))
	must(t, s.Take(t.Context(), team, "p", organisation.Coordinator))
	if got, _ := s.Roles(t.Context(), team, "p"); got != access.PolicyOfficer {
		t.Errorf("after taking one: %b", got)
	}
	if got, _ := s.Roles(t.Context(), team, ""); got != 0 {
		t.Errorf("nobody has roles %b", got)
	}
}

func TestTheTree(t *testing.T) {
	s := open(t)
	top := add(t, s, "Gemeente", "")
	team := add(t, s, "Wijkteam", top)
	for parent, want := range map[string]string{"": top, top: team} {
		if c, err := s.Children(t.Context(), parent); err != nil || len(c) != 1 || c[0].ID != want {
			t.Errorf("below %q: %v, %v", parent, c, err)
		}
	}
	for field, o := range map[string]*organisation.Organisation{
		"kind": {Kind: "club", Name: "x"}, "name": {Kind: "gemeente"}, "parentId": {Kind: "gemeente", Name: "x", ParentID: "none"},
	} {
		if f := fault.Of(s.Add(t.Context(), o)); f == nil || f.Field != field {
			t.Errorf("%+v: %v", o, f)
		}
	}
	if _, err := s.Get(t.Context(), "none"); !fault.Is(err, fault.NotFound) {
		t.Errorf("missing: %v", err)
	}
	if err := s.Give(t.Context(), top, "p", "king"); !fault.Is(err, fault.Invalid) {
		t.Errorf("unknown role: %v", err)
	}
}

func TestFacilitatorsToChooseFrom(t *testing.T) {
	s := open(t)
	top := add(t, s, "Gemeente", "")
	team := add(t, s, "Wijkteam", top)
	must(t, s.Give(t.Context(), team, "zoe", organisation.Facilitator))
	must(t, s.Give(t.Context(), team, "bas", organisation.Facilitator))
	must(t, s.Give(t.Context(), team, "coordinator", organisation.Coordinator))
	must(t, s.Give(t.Context(), top, "elsewhere", organisation.Facilitator))
	got, err := s.Facilitators(t.Context(), team)
	want := []organisation.Person{{PersonID: "bas", Name: "bas"}, {PersonID: "zoe", Name: "zoe"}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
}
