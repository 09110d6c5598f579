package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"kring/internal/access"
)

// raw sends a request as it stands and returns the response and its body.
func (w *world) raw(method, path string, header http.Header, body string) (*http.Response, string) {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.url+path, strings.NewReader(body))
	w.must(err)
	req.Header = header.Clone()
	if req.Header == nil {
		req.Header = http.Header{}
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	w.must(err)
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	w.must(err)
	return res, string(b)
}

// as is the header of a signed-in browser.
func (w *world) as(person string) http.Header {
	return http.Header{"Cookie": {"kring-session=" + w.session(person)}, "Content-Type": {"application/json"}}
}

var jsonType = http.Header{"Content-Type": {"application/json"}}

// TestEveryAnswerIsProtected: whatever the answer, a browser gets the headers
// that protect people, and under /api errors are problems.
func TestEveryAnswerIsProtected(t *testing.T) {
	w := start(t)
	w.populate()
	w.api.Web = fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}, "assets/a-1234.js": {Data: []byte("1")}}
	member := w.people["member"]
	for _, c := range []struct {
		what, method, path string
		header             http.Header
		body               string
		status             int
		content            string // start of the Content-Type
	}{
		{"a page", "GET", "/vandaag", nil, "", 200, "text/html"},
		{"an asset", "GET", "/assets/a-1234.js", nil, "", 200, "text/javascript"},
		{"a missing asset", "GET", "/assets/gone-12345678.js", nil, "", 404, "application/problem+json"},
		{"up and away", "GET", "/assets/../../../go.mod", nil, "", 200, "text/html"},
		{"health", "GET", "/healthz", nil, "", 200, "text/plain"},
		{"ready", "GET", "/readyz", nil, "", 200, "text/plain"},
		{"metrics", "GET", "/metrics", nil, "", 200, "text/plain"},
		{"who to tell", "GET", "/.well-known/security.txt", nil, "", 200, "text/plain"},
		{"an operation", "GET", "/api/session", nil, "", 200, "application/json"},
		{"not signed in", "GET", "/api/today", nil, "", 401, "application/problem+json"},
		{"refused", "GET", "/api/groups/none", w.as(member), "", 404, "application/problem+json"},
		{"unknown", "GET", "/api/nothing/here", nil, "", 404, "application/problem+json"},
		{"unknown change", "POST", "/api/nothing/here", jsonType, "{}", 404, "application/problem+json"},
		{"wrong method", "DELETE", "/api/session", nil, "", 404, "application/problem+json"},
		{"a changed page", "POST", "/vandaag", nil, "", 405, "application/problem+json"},
		{"not JSON", "POST", "/api/sign-in/link", jsonType, "{token", 400, "application/problem+json"},
		{"not what is asked", "POST", "/api/sign-in/link", jsonType, `{"token":7}`, 422, "application/problem+json"},
		{"more than is asked", "POST", "/api/sign-in/link", jsonType, `{"token":"a","admin":true}`, 422, "application/problem+json"},
		{"another type", "POST", "/api/sign-in/link", http.Header{"Content-Type": {"text/plain"}}, `{"token":"a"}`, 415, "application/problem+json"},
		{"a form", "POST", "/api/sign-in/link", http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, "token=a", 415, "application/problem+json"},
		{"too much", "POST", "/api/sign-in/link", jsonType, `{"token":"` + strings.Repeat("a", 300<<10) + `"}`, 413, "application/problem+json"},
		{"another site", "POST", "/api/sign-out", http.Header{"Origin": {"https://evil.example"}}, "", 403, "application/problem+json"},
		{"a socket without a session", "GET", "/api/live", nil, "", 401, "text/plain"},
	} {
		res, body := w.raw(c.method, c.path, c.header, c.body)
		if res.StatusCode != c.status || !strings.HasPrefix(res.Header.Get("Content-Type"), c.content) {
			t.Errorf("%s: %d %s %.200s, want %d %s", c.what, res.StatusCode, res.Header.Get("Content-Type"), body, c.status, c.content)
		}
		checkHeaders(t, c.what, res.Header, strings.HasPrefix(c.path, "/api/"))
		if c.content == "application/problem+json" {
			checkProblem(t, c.what, body, c.status)
		}
	}
}

func checkHeaders(t *testing.T, what string, h http.Header, private bool) {
	t.Helper()
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
	} {
		if h.Get(name) != want {
			t.Errorf("%s: %s is %q", what, name, h.Get(name))
		}
	}
	csp := h.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
		if !strings.Contains(csp, want) {
			t.Errorf("%s: no %s in the policy %q", what, want, csp)
		}
	}
	if strings.Contains(csp, "unsafe-inline") || strings.Contains(csp, "'unsafe-eval'") || strings.Contains(csp, "*") {
		t.Errorf("%s: the policy is loose: %s", what, csp)
	}
	if p := h.Get("Permissions-Policy"); !strings.Contains(p, "camera=(self)") || !strings.Contains(p, "geolocation=()") {
		t.Errorf("%s: Permissions-Policy %q", what, p)
	}
	if private && h.Get("Cache-Control") != "no-store" {
		t.Errorf("%s: Cache-Control %q", what, h.Get("Cache-Control"))
	}
	if s := h.Get("Server"); s != "" {
		t.Errorf("%s: says what it is: %s", what, s)
	}
}

func checkProblem(t *testing.T, what, body string, status int) {
	t.Helper()
	var p struct {
		Type, Title, Code string
		Status            int
	}
	if err := json.Unmarshal([]byte(body), &p); err != nil || p.Type == "" || p.Title == "" || p.Code == "" || p.Status != status {
		t.Errorf("%s: not a problem of %d: %.300s, %v", what, status, body, err)
	}
}

// TestProblemsDoNotEcho: what somebody typed does not come back in an error.
func TestProblemsDoNotEcho(t *testing.T) {
	w := start(t)
	word := line()
	for _, body := range []string{`{"token":["` + word + `"]}`, `{"token":"` + strings.Repeat(word, 10) + `"}`} {
		if _, b := w.raw("POST", "/api/sign-in/link", jsonType, body); strings.Contains(b, word) {
			t.Errorf("%s came back: %s", body, b)
		}
	}
}

// TestSameOrigin: a change that another site's page asks for is refused, with
// the person's cookie and all.
func TestSameOrigin(t *testing.T) {
	w := start(t, "KRING_PUBLIC_URL=http://kring.example")
	person := w.person("anna")
	for _, c := range []struct {
		name, value, name2, value2 string
		ok                         bool
	}{
		{"", "", "", "", true}, // not a browser
		{"Origin", w.url, "", "", true},
		{"Origin", "http://kring.example", "", "", true},
		{"Origin", "http://kring.example", "Sec-Fetch-Site", "same-origin", true},
		{"Origin", "http://evil.example", "", "", false},
		{"Origin", "null", "", "", false},
		{"Origin", "http://kring.example.evil.example", "", "", false},
		{"Origin", w.url, "Sec-Fetch-Site", "cross-site", false},
		{"Sec-Fetch-Site", "cross-site", "", "", false},
		{"Sec-Fetch-Site", "same-site", "", "", false},
		{"Origin", "http://evil.example", "X-Forwarded-Host", "evil.example", false},
	} {
		h := w.as(person)
		for name, value := range map[string]string{c.name: c.value, c.name2: c.value2} {
			if name != "" {
				h.Set(name, value)
			}
		}
		res, _ := w.raw("PUT", "/api/session/language", h, `{"lang":"en"}`)
		if ok := res.StatusCode == http.StatusNoContent; ok != c.ok || !ok && res.StatusCode != http.StatusForbidden {
			t.Errorf("%+v: %d", c, res.StatusCode)
		}
	}
}

// TestAddresses: the limit of sign-in tries counts the address that the last
// trusted hop reports, and nobody else's word.
func TestAddresses(t *testing.T) {
	for _, c := range []struct {
		name, proxies, forwarded, full string
		refused                        bool
	}{
		{"nobody forwards", "", "", "127.0.0.1", true},
		{"an untrusted word is not heard", "", "9.9.9.9", "127.0.0.1", true},
		{"nor can it use up another's tries", "", "9.9.9.9", "9.9.9.9", false},
		{"a trusted proxy is", "127.0.0.1", "9.9.9.9", "9.9.9.9", true},
		{"so others go on", "127.0.0.1", "9.9.9.8", "9.9.9.9", false},
		{"what the client wrote before it counts not", "127.0.0.1", "1.1.1.1, 9.9.9.9", "9.9.9.9", true},
		{"two proxies", "127.0.0.0/8, 10.0.0.0/8", "9.9.9.9, 10.1.1.1", "9.9.9.9", true},
		{"nonsense is the proxy itself", "127.0.0.1", "9.9.9.9, unknown", "127.0.0.1", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := start(t, "KRING_TRUSTED_PROXIES="+c.proxies)
			for range 300 {
				w.must(w.api.Gate.Try(c.full))
			}
			h := jsonType.Clone()
			if c.forwarded != "" {
				h.Set("X-Forwarded-For", c.forwarded)
			}
			res, body := w.raw("POST", "/api/sign-in/link/preview", h, `{"token":"x"}`)
			if refused := res.StatusCode == http.StatusTooManyRequests; refused != c.refused {
				t.Errorf("try 301: %d %s", res.StatusCode, body)
			}
			if res, body := w.raw("GET", "/api/today", w.as(w.person("anna")), ""); res.StatusCode != 200 {
				t.Errorf("somebody who is signed in is limited by address: %d %s", res.StatusCode, body)
			}
			later := w.api.Gate.Now().Add(10 * time.Minute)
			w.api.Gate.Now = func() time.Time { return later }
			if res, _ := w.raw("POST", "/api/sign-in/link/preview", h, `{"token":"x"}`); res.StatusCode != http.StatusNotFound {
				t.Errorf("after 10 minutes: %d", res.StatusCode)
			}
		})
	}
}

// TestSessionRotates: signing in ends the session this browser had, and the
// cookie is out of reach of scripts and other sites.
func TestSessionRotates(t *testing.T) {
	w := start(t)
	first, second := w.person("anna"), w.person("bram")
	h := w.as(first)
	before := h.Get("Cookie")
	link, err := w.accounts.NewLink(t.Context(), second, false)
	w.must(err)
	_, token, _ := strings.Cut(link, "#")
	res, _ := w.raw("POST", "/api/sign-in/link", h, `{"token":"`+token+`"}`)
	cookies := res.Cookies()
	if len(cookies) != 1 || len(res.Header.Values("Set-Cookie")) != 1 {
		t.Fatalf("cookies %v", res.Header.Values("Set-Cookie"))
	}
	if c := cookies[0]; !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.MaxAge < 1 || strings.Contains(before, c.Value) {
		t.Errorf("cookie %+v", c)
	}
	if _, body := w.raw("GET", "/api/session", http.Header{"Cookie": {before}}, ""); strings.Contains(body, first) {
		t.Errorf("the session before still is somebody: %s", body)
	}
	if _, body := w.raw("GET", "/api/session", http.Header{"Cookie": {"kring-session=" + cookies[0].Value}}, ""); !strings.Contains(body, second) {
		t.Errorf("the new session is nobody: %s", body)
	}
	if res, _ := w.raw("POST", "/api/sign-in/link", jsonType, `{"token":"`+token+`"}`); res.StatusCode != http.StatusNotFound {
		t.Errorf("the link worked twice: %d", res.StatusCode)
	}
}

// TestDeadline: a request's work ends in time; Fiber itself would wait for ever.
func TestDeadline(t *testing.T) {
	w := start(t)
	w.populate()
	var left time.Duration
	facts := w.api.Facts
	w.api.Facts = func(ctx context.Context, person string, p access.Place) (access.Facts, error) {
		at, _ := ctx.Deadline()
		left = time.Until(at)
		return facts(ctx, person, p)
	}
	if res, body := w.raw("GET", "/api/groups/"+w.running["group"], w.as(w.people["member"]), ""); res.StatusCode != 200 {
		t.Fatalf("%d %s", res.StatusCode, body)
	}
	if left <= 0 || left > 10*time.Second {
		t.Errorf("the work may take %s", left)
	}
	w.api.Ready = func(ctx context.Context) error { return context.DeadlineExceeded }
	if res, body := w.raw("GET", "/readyz", nil, ""); res.StatusCode != http.StatusServiceUnavailable || strings.Contains(body, "deadline") {
		t.Errorf("not ready: %d %s", res.StatusCode, body)
	}
}
