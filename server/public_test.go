package main

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kring/groups"
)

// TestThePublicSeesNoPerson: whoever reads every public answer finds only the groups
// that were switched on and still run, and no name or address of anybody.
func TestThePublicSeesNoPerson(t *testing.T) {
	w := start(t)
	_, guide := w.organisation("team", "wijkteam", "")
	shown, kept, over := w.group("team", guide), w.group("team", guide), w.group("team", guide)
	people := []string{"Sterrenkijker", "Zandloper", "Koekenbakker"}
	for _, alias := range people {
		w.join(shown, w.person("mail-"+alias), alias)
	}
	for _, g := range []map[string]string{shown, over} {
		_, err := w.groups.SetOffering(t.Context(), g["group"], groups.Offering{Public: true, Offer: groups.Offer{Lang: "nl", Financier: "De gemeente"}})
		w.must(err)
	}
	w.must(w.groups.End(t.Context(), over["group"]))
	read := func(method, path, body string) (int, string) {
		req, err := http.NewRequestWithContext(context.Background(), method, w.url+path, strings.NewReader(body))
		w.must(err)
		resp, err := http.DefaultClient.Do(req)
		w.must(err)
		defer func() { w.must(resp.Body.Close()) }()
		b, err := io.ReadAll(resp.Body)
		w.must(err)
		if resp.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s sets a cookie", path)
		}
		return resp.StatusCode, string(b)
	}
	all := ""
	for _, path := range []string{"/aanbod", "/aanbod?lang=en", "/aanbod/" + shown["group"], "/keuzehulp", "/wachtkamer", "/wachtkamer?dia=1"} {
		code, b := read(http.MethodGet, path, "")
		if code != http.StatusOK {
			t.Errorf("%s: %d", path, code)
		}
		all += b
	}
	code, advice := read(http.MethodPost, "/keuzehulp", url.Values{"thema": {"stress"}}.Encode())
	if code != http.StatusOK {
		t.Errorf("choice aid: %d", code)
	}
	all += advice
	for _, g := range []map[string]string{kept, over} {
		if code, _ := read(http.MethodGet, "/aanbod/"+g["group"], ""); code != http.StatusNotFound || strings.Contains(all, g["group"]) {
			t.Errorf("a group that is not shown: %d, or in a list", code)
		}
	}
	if !strings.Contains(all, shown["group"]) || !strings.Contains(all, "De gemeente") {
		t.Error("the group that is shown is not there")
	}
	for _, secret := range append(people, "@example.nl", "facilitator-team", "coordinator-team", guide) {
		if strings.Contains(all, secret) {
			t.Errorf("the public reads %s", secret)
		}
	}
}
