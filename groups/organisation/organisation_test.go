package organisation_test

import (
	"context"
	"path/filepath"
	"reflect"
	"sync"
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

func settings(t *testing.T, s *organisation.Organisations, id string) (organisation.Settings, int64) {
	t.Helper()
	in, rev, err := s.Settings(t.Context(), id)
	must(t, err)
	in.HelpLines = []organisation.HelpLine{{Name: "Direct gevaar", Phone: "112", Primary: true}}
	return in, rev
}

func code(err error) string {
	if f := fault.Of(err); f != nil {
		return f.Code
	}
	return ""
}

func TestSettings(t *testing.T) {
	s := open(t)
	top := add(t, s, "Gemeente", "")
	team := add(t, s, "Wijkteam", top)
	in, rev := settings(t, s, team)
	in.Name, in.Contact.Email, in.Complaint.DeadlineDays = " Wijkteam Oost ", "oost@example.nl", 42
	must(t, s.Change(t.Context(), team, rev, in))
	if got, _, err := s.Settings(t.Context(), team); err != nil || got.Name != "Wijkteam Oost" || got.Contact.Email != "oost@example.nl" {
		t.Errorf("%+v, %v", got, err)
	}
	if err := s.Change(t.Context(), team, rev, in); code(err) != "organisation.changed" {
		t.Errorf("an old revision: %v", err)
	}
	for want, change := range map[string]func(*organisation.Settings){
		"organisation.help-lines": func(in *organisation.Settings) { in.HelpLines = nil }, // "Hulp nu" is never empty
		"organisation.help-line":  func(in *organisation.Settings) { in.HelpLines[0].Phone = "bel ons" },
		"organisation.url":        func(in *organisation.Settings) { in.Complaint.URL = "javascript:alert(1)" },
		"organisation.kind":       func(in *organisation.Settings) { in.Kind = "bank" },
		"organisation.name":       func(in *organisation.Settings) { in.Name = " " },
		"organisation.lang":       func(in *organisation.Settings) { in.Lang = "fy" },
		"organisation.deadline":   func(in *organisation.Settings) { in.Complaint.DeadlineDays = -1 },
		"email.invalid":           func(in *organisation.Settings) { in.Contact.Email = "oost" },
		"organisation.parent":     func(in *organisation.Settings) { in.ParentID = "none" },
	} {
		bad, rev := settings(t, s, team)
		change(&bad)
		if err := s.Change(t.Context(), team, rev, bad); code(err) != want {
			t.Errorf("want %s, got %v", want, err)
		}
	}
}

// No organisation stands above itself.
func TestNoCircleOfParents(t *testing.T) {
	s := open(t)
	top := add(t, s, "Gemeente", "")
	team := add(t, s, "Wijkteam", top)
	below := add(t, s, "Praktijk", team)
	for _, parent := range []string{top, team, below} {
		in, rev := settings(t, s, top)
		in.ParentID = parent
		if err := s.Change(t.Context(), top, rev, in); code(err) != "organisation.parent" {
			t.Errorf("below %s: %v", parent, err)
		}
	}
	if ps, err := s.Parents(t.Context(), team); err != nil || len(ps) != 1 || ps[0].ID != top {
		t.Errorf("%+v, %v", ps, err)
	}
}

func TestThemeOfTheNearestAbove(t *testing.T) {
	s := open(t)
	top := add(t, s, "Gemeente", "")
	team := add(t, s, "Wijkteam", top)
	if o, err := s.Themed(t.Context(), team); err != nil || o != nil {
		t.Errorf("%v, %v", o, err)
	}
	_, rev := settings(t, s, top)
	must(t, s.SetTheme(t.Context(), top, rev, "a"))
	if o, err := s.Themed(t.Context(), team); err != nil || o.ID != top {
		t.Errorf("%v, %v", o, err)
	}
}

func TestTheLastAdministratorStays(t *testing.T) {
	s := open(t)
	team := add(t, s, "Wijkteam", "")
	must(t, s.Give(t.Context(), team, "a", organisation.Administrator))
	if err := s.SetRoles(t.Context(), team, "a", []string{organisation.Coordinator}); code(err) != "role.last-administrator" {
		t.Errorf("%v", err)
	}
	if err := s.SetRoles(t.Context(), team, "b", []string{organisation.Administrator}); code(err) != "not-found" {
		t.Errorf("a role for who does not work here: %v", err)
	}
	must(t, s.Give(t.Context(), team, "b", organisation.Administrator))
	must(t, s.SetRoles(t.Context(), team, "a", nil))
	staff, err := s.Staff(t.Context(), team)
	want := []organisation.Worker{{PersonID: "b", Name: "b", Roles: []string{organisation.Administrator}}}
	if err != nil || !reflect.DeepEqual(staff, want) {
		t.Errorf("%+v, %v", staff, err)
	}
}

// Of administrators who end each other's role at the same moment, one stays.
func TestAdministratorsWhoEndEachOther(t *testing.T) {
	s := open(t)
	for range 8 {
		team := add(t, s, "Wijkteam", "")
		names := []string{"a", "b", "c"}
		for _, p := range names {
			must(t, s.Give(t.Context(), team, p, organisation.Administrator))
		}
		var wg sync.WaitGroup
		for _, p := range names {
			wg.Go(func() {
				if err := s.Take(t.Context(), team, p, organisation.Administrator); err != nil && code(err) != "role.last-administrator" {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if staff, err := s.Staff(t.Context(), team); err != nil || len(staff) != 1 {
			t.Fatalf("%+v, %v", staff, err)
		}
	}
}
