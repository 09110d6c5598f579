package homework_test

import (
	"encoding/json"
	"strings"
	"testing"

	"kring/homework"
	"kring/internal/fault"
)

// TestBeforeAMeeting: who sent what, who asks something, who is stuck; nothing
// of a draft but the question in it.
func TestBeforeAMeeting(t *testing.T) {
	h := started(t)
	id := assignment(t, h, before)
	item := handIn(t, h, id, 0, "rust")
	_, err := h.Save(t.Context(), homework.Work{AssignmentID: id, PersonID: daan, Values: full("nog geheim")})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Ask(t.Context(), id, daan, "hoop", " Hoe lang moet dit zijn? "); err != nil {
		t.Fatal(err)
	}
	wantFault(t, h.Ask(t.Context(), id, daan, "hoop", strings.Repeat("x", 501)), fault.Invalid, "question.length", "text")
	wantFault(t, h.Ask(t.Context(), id, daan, "elders", "x"), fault.Invalid, "step.unknown", "step")
	doing := func(meeting int) []homework.Doing {
		t.Helper()
		all, err := h.Before(t.Context(), group, meeting, []string{anna, daan, "person-new"}, "nl")
		if err != nil || len(all) != 3 {
			t.Fatalf("%+v, %v", all, err)
		}
		return all
	}
	all := doing(1)
	if a := all[0]; len(a.Sent) != 1 || a.Sent[0].AnswerID != item.AnswerID || !a.Sent[0].Waiting || a.Stuck {
		t.Errorf("who sent it: %+v", a)
	}
	d := all[1]
	if len(d.Sent) != 0 || len(d.Missing) != 1 || d.Missing[0] != before || !d.Stuck || len(d.Questions) != 1 || d.Questions[0].Text != "Hoe lang moet dit zijn?" {
		t.Errorf("who asks: %+v", d)
	}
	if raw, _ := json.Marshal(all); strings.Contains(string(raw), "geheim") {
		t.Errorf("a draft is told: %s", raw)
	}
	if n := all[2]; n.Stuck || len(n.Missing) != 1 {
		t.Errorf("one meeting without homework is not stuck: %+v", n)
	}
	if n := doing(2)[2]; !n.Stuck {
		t.Errorf("two meetings without: %+v", n)
	}
	if err := h.Ask(t.Context(), id, daan, "hoop", ""); err != nil {
		t.Fatal(err)
	}
	if d := doing(1)[1]; len(d.Questions) != 0 || d.Stuck {
		t.Errorf("a question that was taken back: %+v", d)
	}
}
