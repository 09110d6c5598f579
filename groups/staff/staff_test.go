package staff_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"kring/groups/groupstest"
	"kring/groups/organisation"
	"kring/groups/staff"
	"kring/internal/access"
	"kring/internal/store/sqlitestore"
)

type people map[string]string // address → name

func (p people) Employ(_ context.Context, email, name, _ string) (string, error) {
	p[email] = name
	return "person-" + email, nil
}

func open(t *testing.T) (*groupstest.World, *staff.Staff, people) {
	t.Helper()
	db, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "kring.db"))
	groupstest.Must(t, err)
	t.Cleanup(func() { groupstest.Must(t, db.Close()) })
	w, p := groupstest.New(t, db), people{}
	s, err := staff.Open(t.Context(), db, w.Vault, w.Organisations, p, w.Clock)
	groupstest.Must(t, err)
	return w, s, p
}

func TestALinkLetsOnePersonInToWork(t *testing.T) {
	w, s, p := open(t)
	n, err := s.Invite(t.Context(), w.Org, "noor@voorbeeld.nl", []string{organisation.Coordinator, organisation.Facilitator})
	groupstest.Must(t, err)
	for range 3 { // looking changes nothing
		page, err := s.Preview(t.Context(), n.Token)
		if err != nil || page.Organisation != "Wijkteam Oost" || page.Email != "n…@voorbeeld.nl" || len(page.Roles) != 2 {
			t.Fatalf("%+v, %v", page, err)
		}
	}
	_, err = s.Accept(t.Context(), n.Token, " ", "nl")
	groupstest.WantFault(t, err, "staff.name")
	id, err := s.Accept(t.Context(), n.Token, " Noor ", "nl")
	groupstest.Must(t, err)
	roles, err := w.Organisations.Roles(t.Context(), w.Org, id)
	if err != nil || roles != access.Coordinator || p["noor@voorbeeld.nl"] != "Noor" {
		t.Errorf("roles %b, %v; people %v", roles, err, p)
	}
	if able, err := w.Organisations.Has(t.Context(), w.Org, id, organisation.Facilitator); err != nil || !able {
		t.Errorf("%v, %v", able, err)
	}
	_, err = s.Accept(t.Context(), n.Token, "Noor", "nl")
	groupstest.WantFault(t, err, "not-found")
	if open, err := s.Open(t.Context(), w.Org); err != nil || len(open) != 0 {
		t.Errorf("%+v, %v", open, err)
	}
}

func TestDeadLinksAreAlike(t *testing.T) {
	w, s, _ := open(t)
	invite := func(email string) staff.New {
		n, err := s.Invite(t.Context(), w.Org, email, []string{organisation.Facilitator})
		groupstest.Must(t, err)
		return n
	}
	replaced, revoked, expired := invite("a@voorbeeld.nl"), invite("b@voorbeeld.nl"), invite("c@voorbeeld.nl")
	invite("a@voorbeeld.nl")
	other := w.AddOrganisation(t, "")
	groupstest.WantFault(t, s.Revoke(t.Context(), other, revoked.ID), "not-found") // of another organisation
	groupstest.Must(t, s.Revoke(t.Context(), w.Org, revoked.ID))
	if open, err := s.Open(t.Context(), w.Org); err != nil || len(open) != 2 {
		t.Errorf("%+v, %v", open, err)
	}
	w.Pass(7 * 24 * time.Hour)
	for _, token := range []string{replaced.Token, revoked.Token, expired.Token, "none", ""} {
		_, err := s.Preview(t.Context(), token)
		_, err2 := s.Accept(t.Context(), token, "Noor", "nl")
		groupstest.WantFault(t, err, "not-found")
		groupstest.WantFault(t, err2, "not-found")
	}
	_, err := s.Invite(t.Context(), w.Org, "d@voorbeeld.nl", []string{"king"})
	groupstest.WantFault(t, err, "role.unknown")
}
