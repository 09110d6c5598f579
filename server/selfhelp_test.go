package main

import (
	"net/http"
	"strings"
	"testing"
)

// TestSignUpTellsNothing: who has an account and who has not get the same
// answer, and from one place it ends after twenty tries.
func TestSignUpTellsNothing(t *testing.T) {
	w := start(t)
	w.person("anna") // anna@example.nl
	ask := func(email string) (*http.Response, string) {
		return w.raw("POST", "/api/sign-up", jsonType.Clone(), `{"email":"`+email+`","ageOk":true}`)
	}
	known, one := ask("anna@example.nl")
	unknown, two := ask("niemand@example.nl")
	if known.StatusCode != http.StatusAccepted || unknown.StatusCode != http.StatusAccepted || one != two {
		t.Errorf("known: %d %s, unknown: %d %s", known.StatusCode, one, unknown.StatusCode, two)
	}
	if len(known.Header) != len(unknown.Header) {
		t.Errorf("headers differ: %v and %v", known.Header, unknown.Header)
	}
	if res, body := w.raw("POST", "/api/sign-up", jsonType.Clone(), `{"email":"kind@example.nl","ageOk":false}`); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(body, "sign-up.age") {
		t.Errorf("too young: %d %s", res.StatusCode, body)
	}
	for range 17 {
		w.must(w.api.SignUps.Try("127.0.0.1"))
	}
	if res, body := ask("een-en-twintig@example.nl"); res.StatusCode != http.StatusTooManyRequests {
		t.Errorf("try 21: %d %s", res.StatusCode, body)
	}
	if res, body := w.raw("POST", "/api/sign-in/code", jsonType.Clone(), `{"email":"anna@example.nl"}`); res.StatusCode != http.StatusAccepted {
		t.Errorf("signing in is held up by it: %d %s", res.StatusCode, body)
	}
}

// TestSelfHelpIsForEverybody: the module comes without a session, in both
// languages, and holds nobody's answer, also when one is signed in.
func TestSelfHelpIsForEverybody(t *testing.T) {
	w := start(t)
	anna := w.person("anna")
	w.alone(anna)
	for lang, title := range map[string]string{"nl": "Rust in uw lijf", "en": "Rest in your body"} {
		_, list := w.raw("GET", "/api/self-help?lang="+lang, http.Header{}, "")
		res, body := w.raw("GET", "/api/self-help/"+aloneModule+"?lang="+lang, w.as(anna), "")
		if res.StatusCode != http.StatusOK || !strings.Contains(body, title) || !strings.Contains(list, title) || strings.Contains(body, "na het eten") {
			t.Errorf("%s: %d %s %s", lang, res.StatusCode, list, body)
		}
	}
	if _, body := w.raw("GET", "/api/assignments/"+aloneModule, w.as(anna), ""); !strings.Contains(body, "na het eten") {
		t.Errorf("own work is not there: %s", body)
	}
}
