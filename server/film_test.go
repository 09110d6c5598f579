package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"testing"

	"kring/groups/film"
	"kring/internal/fault"
	"kring/server/api"
)

// A coordinator uploads a film over HTTP; a member of a group reads any part
// of it in her meeting, and a browser that hangs up leaves nothing behind.
func TestFilmOverHTTP(t *testing.T) {
	w := start(t)
	w.populate()
	content := bytes.Repeat([]byte("a calm film, "), film.PartSize/10)
	copy(content, "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom")
	var f api.FilmView
	step := func(method, path string, header map[string]string, body []byte) {
		t.Helper()
		status, answer := w.request(method, path, w.people["coordinator"], header, bytes.NewReader(body))
		if status >= 300 {
			t.Fatalf("%s %s: %d %s", method, path, status, answer)
		}
		w.must(json.Unmarshal([]byte(answer), &f))
	}
	step("POST", "/api/organisations/team/films", map[string]string{"Content-Type": "application/json"}, fmt.Appendf(nil, `{"title":"Adem","size":%d}`, len(content)))
	for n := range f.Missing {
		part := content[n*film.PartSize : min((n+1)*film.PartSize, len(content))]
		step("PUT", fmt.Sprintf("/api/organisations/team/films/%s/parts/%d", f.ID, n), map[string]string{"Content-Type": "application/octet-stream"}, part)
	}
	if len(f.Missing) != 0 {
		t.Fatalf("still missing: %v", f.Missing)
	}

	at := film.PartSize - 5 // over the edge of a part
	res := w.play(f.ID, fmt.Sprintf("bytes=%d-%d", at, at+99))
	got, err := io.ReadAll(res.Body)
	w.must(err)
	if res.StatusCode != http.StatusPartialContent || !bytes.Equal(got, content[at:at+100]) || res.Header.Get("Content-Type") != "video/mp4" ||
		res.Header.Get("Content-Range") != fmt.Sprintf("bytes %d-%d/%d", at, at+99, len(content)) {
		t.Errorf("part of the film: %d %v, %d bytes", res.StatusCode, res.Header, len(got))
	}
	whole := w.play(f.ID, "")
	if got, err := io.ReadAll(whole.Body); err != nil || !bytes.Equal(got, content) {
		t.Errorf("the whole film: %d bytes, %v", len(got), err)
	}
	cut := w.play(f.ID, "bytes=0-")
	_, err = io.CopyN(io.Discard, cut.Body, 1000)
	w.must(err)
	w.must(cut.Body.Close()) // the server's end shows in the test's leak check
	if res := w.play(f.ID, fmt.Sprintf("bytes=%d-", len(content))); res.StatusCode < 400 {
		t.Errorf("past the end: %d", res.StatusCode)
	}
}

// TestOnlyAWholeFilmOfTheOrganisationIsShown, in a meeting.
func TestOnlyAWholeFilmOfTheOrganisationIsShown(t *testing.T) {
	w := start(t)
	w.populate()
	ctx, meeting := t.Context(), w.running["meeting"]
	half, err := w.films.Create(ctx, "team", "Half", 2*film.PartSize)
	w.must(err)
	w.must(w.playable(ctx, meeting, w.film("team")))
	for id, want := range map[string]string{w.film("praktijk"): "film.unknown", "no-such-film": "film.unknown", half.ID: "film.incomplete"} {
		if f := fault.Of(w.playable(ctx, meeting, id)); f == nil || f.Code != want {
			t.Errorf("%v, want %s", f, want)
		}
	}
}

// play asks for a film as the member of the running group.
func (w *world) play(id, span string) *http.Response {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), http.MethodGet, w.url+"/api/meetings/"+w.running["meeting"]+"/films/"+id, nil)
	w.must(err)
	req.AddCookie(&http.Cookie{Name: "kring-session", Value: w.session(w.people["member"])})
	if span != "" {
		req.Header.Set("Range", span)
	}
	res, err := http.DefaultClient.Do(req)
	w.must(err)
	w.t.Cleanup(func() { _ = res.Body.Close() })
	return res
}
