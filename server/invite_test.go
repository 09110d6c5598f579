package main

import (
	"encoding/json"
	"strings"
	"testing"

	"kring/server/api"
)

// TestABatchOfInvitations: what would go to whom is told before; nothing is made
// or sent by that, and what is sent after it is what was told.
func TestABatchOfInvitations(t *testing.T) {
	t.Parallel()
	w := start(t)
	coordinator, facilitator := w.organisation("team", "wijkteam", "")
	g := w.group("team", facilitator)
	path := "/api/groups/" + g["group"] + "/invitations"
	ask := func(path, body string) string {
		t.Helper()
		status, raw := w.request("POST", path, coordinator, map[string]string{"Origin": w.PublicURL, "Content-Type": "application/json"}, strings.NewReader(body))
		if status/100 != 2 {
			t.Fatal(path, status, raw)
		}
		return raw
	}
	check := func() (b api.Batch) {
		t.Helper()
		w.must(json.Unmarshal([]byte(ask(path+"/check", `{"emails":["Vera@Example.org","vera@example.org","geen adres","joop@example.org"]}`)), &b))
		return b
	}
	states := func(b api.Batch) string {
		all := []string{}
		for _, a := range b.Addresses {
			all = append(all, a.Email+" "+a.State)
		}
		return strings.Join(all, ", ")
	}
	b := check()
	if got, want := states(b), "vera@example.org new, vera@example.org twice, geen adres invalid, joop@example.org new"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if !strings.Contains(b.Text, "team") || !strings.Contains(b.Text, w.PublicURL+"/uitnodiging#…") || strings.Contains(b.Text, "{") || b.Subject == "" {
		t.Errorf("the letter: %+v", b)
	}
	if all, err := w.enrol.Invitations(t.Context(), g["group"]); err != nil || len(all) != 1 { // the world's own link
		t.Errorf("looking made invitations: %+v, %v", all, err)
	}
	ask(path, `{"kind":"personal","emails":["vera@example.org"]}`)
	n, err := w.enrol.InviteByEmail(t.Context(), g["group"], "joop@example.org")
	w.must(err)
	w.join(map[string]string{"token": n.Token}, w.person("joop"), "Joop")
	if got, want := states(check()), "vera@example.org again, vera@example.org twice, geen adres invalid, joop@example.org in"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
