package main

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"kring/server/account"
)

// TestKeptAnswers: a browser may keep what is named here and nothing else, for
// who asked and as long as their session; what a professional reads is about
// others and is never kept.
func TestKeptAnswers(t *testing.T) {
	w := start(t)
	w.populate()
	shared := map[string]bool{"GET /api/about": true, "GET /api/self-help/{assignment}": true}
	own := map[string]bool{
		"GET /api/session": true, "GET /api/self-help": true, "GET /api/today": true, "GET /api/plan": true, "GET /api/groups/{group}": true,
		"GET /api/groups/{group}/assignments": true, "GET /api/groups/{group}/trends": true, "GET /api/assignments/{assignment}": true,
		"GET /api/assignments/{assignment}/steps/{step}/media": true, "GET /api/uploads/{upload}": true,
	}
	self := map[string]bool{"GET /api/session": true, "GET /api/self-help": true, "GET /api/plan": true}
	seen := 0
	for name := range w.operations() {
		method, path, _ := strings.Cut(name, " ")
		if method == "socket" {
			continue
		}
		for who, person := range map[string]string{"member": w.people["member"], "facilitator": w.people["facilitator"], "nobody": ""} {
			h := http.Header{}
			if person != "" {
				h = w.as(person)
			}
			at := parameter.ReplaceAllStringFunc(path, func(p string) string { return w.running[p[1:len(p)-1]] })
			if method != http.MethodGet { // without a body, so that nothing happens
				h.Set("Content-Type", "text/plain")
			}
			res, _ := w.raw(method, at, h, "")
			owner, until, _ := strings.Cut(res.Header.Get("Kring-Keep"), " ")
			var want string
			switch {
			case shared[name]:
				want = "everybody"
			case who == "nobody" && (name == "GET /api/session" || name == "GET /api/self-help"):
				want = "nobody"
			case who == "member" && own[name] || who == "facilitator" && self[name]:
				want = person
			}
			if res.StatusCode == http.StatusOK && want != "" {
				seen++
			}
			if owner != want && (res.StatusCode == http.StatusOK || owner != "") {
				t.Errorf("%s as %s (%d): to be kept for %q, want %q", name, who, res.StatusCode, owner, want)
			}
			ends, _ := strconv.ParseInt(until, 10, 64)
			if left := time.Until(time.UnixMilli(ends)); owner == person && person != "" && (left < account.SessionLife-time.Hour || left > account.SessionLife) {
				t.Errorf("%s as %s: until %q, not the end of the session", name, who, until)
			}
		}
	}
	if seen < 15 {
		t.Errorf("only %d answers were seen with their mark", seen)
	}
}

// TestPackedPages: who takes Brotli gets what the build packed, others the file.
func TestPackedPages(t *testing.T) {
	w := start(t)
	w.api.Web = fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}, "assets/a-1.js": {Data: []byte("plain")}, "assets/a-1.js.br": {Data: []byte("packed")}}
	for accepts, want := range map[string][2]string{"gzip, br": {"br", "packed"}, "identity": {"", "plain"}} {
		res, b := w.raw("GET", "/assets/a-1.js", http.Header{"Accept-Encoding": {accepts}}, "")
		if got := [2]string{res.Header.Get("Content-Encoding"), b}; got != want || !strings.Contains(res.Header.Get("Vary"), "Accept-Encoding") {
			t.Errorf("%s: %q, want %q, Vary %q", accepts, got, want, res.Header.Get("Vary"))
		}
		if typ := res.Header.Get("Content-Type"); !strings.HasPrefix(typ, "text/javascript") {
			t.Errorf("%s: Content-Type %q", accepts, typ)
		}
	}
}

// TestServiceWorkerFile: a browser looks for a new version itself, every time.
func TestServiceWorkerFile(t *testing.T) {
	w := start(t)
	w.api.Web = fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}, "sw.js": {Data: []byte("1")}}
	res, _ := w.raw("GET", "/sw.js", nil, "")
	if c, typ := res.Header.Get("Cache-Control"), res.Header.Get("Content-Type"); c != "no-cache" || !strings.HasPrefix(typ, "text/javascript") {
		t.Errorf("Cache-Control %q, Content-Type %q", c, typ)
	}
	if csp := res.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "worker-src 'self'") || !strings.Contains(csp, "connect-src 'self'") {
		t.Errorf("the worker's own policy is %q", csp)
	}
}
