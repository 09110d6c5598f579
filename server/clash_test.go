package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// TestTwoDevicesOneStep: of two devices that come back with an answer to the
// same step, the second is told and given the first one's words; nothing is
// stored over them until it saves from what it was shown.
func TestTwoDevicesOneStep(t *testing.T) {
	t.Parallel()
	w := start(t)
	_, facilitator := w.organisation("team", "wijkteam", "")
	g := w.group("team", facilitator)
	noor := w.person("noor")
	w.join(g, noor, "Noor")
	path := "/api/assignments/" + g["assignment"]
	type answer struct {
		Rev    int64
		By     string
		Values map[string]struct{ Text string }
	}
	save := func(rev, by, text string, want int) answer {
		t.Helper()
		body, err := json.Marshal(map[string]any{"values": map[string]any{"hoop": map[string]string{"text": text}}, "place": "hoop", "by": by})
		w.must(err)
		header := map[string]string{"Origin": w.PublicURL, "Content-Type": "application/json", "If-Match": rev}
		status, raw := w.request(http.MethodPut, path+"/answer", noor, header, strings.NewReader(string(body)))
		if status != want {
			t.Fatalf("%s from %s: %d %s, want %d", by, rev, status, raw, want)
		}
		var got struct {
			answer
			Code    string
			Current answer
		}
		w.must(json.Unmarshal([]byte(raw), &got))
		if status == http.StatusConflict {
			if got.Code != "answer.stale" {
				t.Errorf("told %q", got.Code)
			}
			return got.Current
		}
		return got.answer
	}
	stored := func() answer {
		t.Helper()
		status, raw := w.request(http.MethodGet, path, noor, nil, nil)
		var got struct{ Answer answer }
		w.must(json.Unmarshal([]byte(raw), &got))
		if status != http.StatusOK {
			t.Fatal(status, raw)
		}
		return got.Answer
	}
	save("0", "phone", "telefoon", http.StatusOK)
	for _, a := range []answer{save("0", "tablet", "tablet", http.StatusConflict), stored()} {
		if a.Rev != 1 || a.By != "phone" || a.Values["hoop"].Text != "telefoon" {
			t.Errorf("after the second device: %+v", a)
		}
	}
	save("0", "phone", "telefoon", http.StatusOK) // its reply was lost: once more is no clash
	save("1", "tablet", "telefoon\n\ntablet", http.StatusOK)
	if a := stored(); a.Rev != 2 || a.Values["hoop"].Text != "telefoon\n\ntablet" {
		t.Errorf("after the choice: %+v", a)
	}
}
