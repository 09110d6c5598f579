package homework

import (
	"testing"

	"kring/homework/programme"
	"kring/internal/fault"
)

// TestGate: what follows a step that waits for feedback opens with a remark on
// it, or on a paragraph of it, and stays open; until then nothing there can be
// changed, nor is it missed at handing in.
func TestGate(t *testing.T) {
	text := func(id string, waits, required bool) programme.Step {
		return programme.Step{ID: id, Kind: "long-text", Waits: waits, Required: required}
	}
	m := &programme.Module{ID: "m", Steps: []programme.Step{text("a", true, true), text("b", true, true), text("c", false, true)}}
	words := func(s string) programme.Value { return programme.Value{Text: s} }
	a := &Answer{}
	at := func(open int) {
		t.Helper()
		views := stepViews(m, "nl")
		a.close(m, views)
		for i, v := range views {
			if v.Closed != (i >= open) {
				t.Errorf("step %s closed: %v, want %d open", v.ID, v.Closed, open)
			}
		}
	}
	at(1)
	if s := a.opened(m).Missing(programme.Values{"a": words("x")}); s != "" {
		t.Errorf("a closed step is missed: %s", s)
	}
	old := programme.Values{"a": words("x")}
	if err := a.closed(m, old, programme.Values{"a": words("y"), "b": words("te vroeg")}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a closed step was changed: %v", err)
	}
	if err := a.closed(m, old, programme.Values{"a": words("y")}); err != nil {
		t.Errorf("an open step: %v", err)
	}
	a.Feedback = map[string]Feedback{"c": {}}
	at(1)
	a.Feedback = map[string]Feedback{"a:2": {}}
	at(2)
	a.Feedback["b"] = Feedback{}
	at(3)
	a.WaitingSince = 1 // a next round closes nothing that was open
	at(3)
}
