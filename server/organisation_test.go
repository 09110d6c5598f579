package main

import (
	"strings"
	"testing"

	"kring/groups/organisation"
)

// staffGuest is somebody who works at an organisation, signed in.
func (w *world) staffGuest(org, role string) *guest {
	w.t.Helper()
	person := w.person(role + "-of-" + org)
	w.must(w.groups.Organisations.Give(w.t.Context(), org, person, role))
	return w.guestOf(person)
}

// guestOf is a browser in which a person is signed in.
func (w *world) guestOf(person string) *guest {
	w.t.Helper()
	g := newGuest(w.t, w.url)
	link, err := w.accounts.NewLink(w.t.Context(), person, false)
	w.must(err)
	_, token, _ := strings.Cut(link, "#")
	g.must("POST", "/api/sign-in/link", nil, map[string]string{"token": token}, nil)
	return g
}

// seen is what a session says of where somebody belongs.
type seen struct {
	Organisations []organisation.Ref
	Look          *struct{ Href, Class string }
}

// TestAnAdministratorsPages: settings, a theme that its people then get, and
// somebody new who comes to work and is taken out again.
func TestAnAdministratorsPages(t *testing.T) {
	w := start(t)
	_, facilitator := w.organisation("team", "wijkteam", "")
	admin := w.staffGuest("team", organisation.Administrator)

	var set organisation.Settings
	res, _, err := admin.do("GET", "/api/organisations/team/settings", nil, nil)
	w.must(err)
	admin.must("GET", "/api/organisations/team/settings", nil, nil, &set)
	set.HelpLines = []organisation.HelpLine{{Name: "Direct gevaar", Phone: "112", Primary: true}}
	header := map[string][]string{"If-Match": {res.Header.Get("ETag")}}
	admin.must("PUT", "/api/organisations/team/settings", header, set, nil)
	if status, _ := admin.try("PUT", "/api/organisations/team/settings", header, set, nil); status != 409 {
		t.Errorf("an old revision: %d", status)
	}

	var about struct{ HelpLines []organisation.HelpLine }
	w.guestOf(facilitator).must("GET", "/api/about", nil, nil, &about)
	if len(about.HelpLines) != 1 || about.HelpLines[0].Phone != "112" {
		t.Errorf("its people do not see its help lines: %+v", about)
	}

	pale := map[string]string{"source": ":root { --basis-color-action-1-bg-default: #7fb5b0; }"}
	var check struct {
		Faults []struct{ Code, Token, On string }
	}
	admin.must("POST", "/api/organisations/team/theme/check", nil, pale, &check)
	if len(check.Faults) == 0 || check.Faults[0].Code != "contrast" {
		t.Errorf("%+v", check)
	}
	res, _, err = admin.do("GET", "/api/organisations/team/theme", nil, nil)
	w.must(err)
	header = map[string][]string{"If-Match": {res.Header.Get("ETag")}}
	if status, _ := admin.try("PUT", "/api/organisations/team/theme", header, pale, nil); status != 422 {
		t.Errorf("a theme that cannot be read: %d", status)
	}
	admin.must("PUT", "/api/organisations/team/theme", header, map[string]string{"source": ":root { --basis-color-action-1-bg-default: #154273; }"}, nil)

	var s seen
	w.guestOf(facilitator).must("GET", "/api/session", nil, nil, &s)
	if s.Look == nil || s.Look.Class != "kring-theme-team" {
		t.Fatalf("%+v", s)
	}
	css, body, err := newGuest(t, w.url).do("GET", s.Look.Href, nil, nil)
	if err != nil || !strings.HasPrefix(css.Header.Get("Content-Type"), "text/css") || !strings.Contains(string(body), "html.kring-theme-team {\n  --basis-color-action-1-bg-default: #154273;") {
		t.Errorf("%v %v %s", err, css.Header, body)
	}
}

func TestSomebodyComesToWork(t *testing.T) {
	w := start(t)
	_, facilitator := w.organisation("team", "wijkteam", "")
	w.group("team", facilitator)
	admin := w.staffGuest("team", organisation.Administrator)
	n, err := w.staff.Invite(t.Context(), "team", "noor@example.nl", []string{organisation.Coordinator})
	w.must(err)
	noor := newGuest(t, w.url)
	noor.must("POST", "/api/staff-invitations/preview", nil, map[string]string{"token": n.Token}, nil)
	var s seen
	noor.must("POST", "/api/staff-invitations/accept", nil, map[string]string{"token": n.Token, "name": "Noor"}, &s)
	if len(s.Organisations) != 1 || s.Organisations[0].Roles[0] != organisation.Coordinator {
		t.Fatalf("%+v", s)
	}
	noor.must("GET", "/api/organisations/team/groups", nil, nil, nil)

	var people []organisation.Worker
	admin.must("GET", "/api/organisations/team/staff", nil, nil, &people)
	for _, p := range people {
		path := "/api/organisations/team/staff/" + p.PersonID
		status, err := admin.try("PUT", path, nil, map[string][]string{"roles": {}}, nil)
		switch {
		case p.PersonID == facilitator: // guides a group that goes on
			if status != 409 || !strings.Contains(err.Error(), "role.guides") {
				t.Errorf("the facilitator: %d %v", status, err)
			}
		case p.Roles[0] == organisation.Administrator:
			if status != 409 || !strings.Contains(err.Error(), "role.last-administrator") {
				t.Errorf("the last administrator: %d %v", status, err)
			}
		case err != nil:
			t.Error(err)
		}
	}
	if status, _ := noor.try("GET", "/api/organisations/team/groups", nil, nil, nil); status != 404 {
		t.Errorf("without a role: %d", status)
	}
}
