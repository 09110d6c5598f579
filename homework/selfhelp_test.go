package homework_test

import (
	"testing"

	"kring/homework"
	"kring/homework/programme"
	"kring/internal/fault"
)

const alone = prog + ".2.rust-in-je-lijf"

func TestSelfHelpIsOnesOwn(t *testing.T) {
	w := service(t, t.TempDir())
	ctx := t.Context()
	saved, err := w.Save(ctx, homework.Work{AssignmentID: alone, PersonID: anna, Values: programme.Values{"afspraak": {Text: "na het eten"}}})
	if err != nil || saved.Rev != 1 {
		t.Fatalf("saved %+v, %v", saved, err)
	}
	// A repeat, as after a lost reply, changes nothing; the copy of another
	// device made from nothing is told what is there.
	again, err := w.Save(ctx, homework.Work{AssignmentID: alone, PersonID: anna, Values: programme.Values{"afspraak": {Text: "na het eten"}}})
	if err != nil || again.Rev != 1 {
		t.Errorf("a repeat came out as %+v, %v", again, err)
	}
	if _, err := w.Save(ctx, homework.Work{AssignmentID: alone, PersonID: anna, Values: programme.Values{"afspraak": {Text: "nooit"}}}); !fault.Is(err, fault.Conflict) {
		t.Errorf("older work overwrote newer: %v", err)
	}
	if _, err := w.HandIn(ctx, alone, anna, 1); fault.Of(err) == nil || fault.Of(err).Code != "answer.alone" {
		t.Errorf("handed in to nobody: %v", err)
	}
	for who, done := range map[string]int{anna: 1, daan: 0, "": 0} {
		items, err := w.SelfHelp(ctx, who, "nl")
		if err != nil || len(items) < 2 {
			t.Fatalf("%q: %d modules, %v", who, len(items), err)
		}
		sum := 0
		for _, it := range items {
			sum += it.Done
		}
		if sum != done {
			t.Errorf("%q has done %d steps, want %d", who, sum, done)
		}
	}
	v, err := w.OpenModule(ctx, alone, "en")
	if err != nil || v.Title != "Rest in your body" || len(v.Answer.Values) != 0 {
		t.Errorf("everybody sees %+v, %v", v, err)
	}
	for _, id := range []string{prog + ".2.mijn-plan", prog + ".1.rust-in-je-lijf", prog + ".9.rust-in-je-lijf", ""} {
		if _, err := w.OpenModule(ctx, id, "nl"); !fault.Is(err, fault.NotFound) {
			t.Errorf("%q is open: %v", id, err)
		}
	}
}
