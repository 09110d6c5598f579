package homework_test

import (
	"fmt"
	"testing"

	"kring/homework"
	"kring/homework/programme"
)

// summaryOf is "answered/counted mean 3:1 7:2" of a step.
func summaryOf(t *testing.T, h *homework.Homework, id, step string) string {
	t.Helper()
	all, err := h.Summary(t.Context(), id, []string{"gas-en-rem", step}, "nl")
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 1 {
		t.Fatalf("%d steps, want the one that is answered", len(all))
	}
	s := all[0]
	out := fmt.Sprintf("%d/%d", s.Answered, s.Counted)
	if s.Mean != nil {
		out += fmt.Sprintf(" mean %.2f", *s.Mean)
	}
	for _, b := range s.Bars {
		if b.Count > 0 {
			out += fmt.Sprintf(" %s:%d", b.ID, b.Count)
		}
	}
	return out
}

// point has somebody choose a point of the scale, or take it back with -1.
func point(t *testing.T, h *homework.Homework, id, person string, n float64) {
	t.Helper()
	v, err := h.Assignment(t.Context(), id, person, "nl")
	if err != nil {
		t.Fatal(err)
	}
	vs := programme.Values{}
	if n >= 0 {
		vs["spanning"] = programme.Value{Number: &n}
	}
	if _, err := h.Save(t.Context(), homework.Work{AssignmentID: id, PersonID: person, Rev: v.Answer.Rev, Values: vs}); err != nil {
		t.Fatal(err)
	}
}

// TestASummaryIsNameless: never of fewer than four, and never a step from one
// summary to the next that is one person's doing.
func TestASummaryIsNameless(t *testing.T) {
	h := started(t)
	id := assignment(t, h, view)
	see := func(what, want string) {
		t.Helper()
		if got := summaryOf(t, h, id, "spanning"); got != want {
			t.Errorf("%s: got %q, want %q", what, got, want)
		}
	}
	see("nobody yet", "0/0")
	for i, n := range []float64{3, 7, 7} {
		point(t, h, id, fmt.Sprint("p", i), n)
	}
	see("three are too few", "3/0")
	point(t, h, id, "p3", 9)
	see("four", "4/4 mean 6.50 3:1 7:2 9:1")
	point(t, h, id, "p4", 0)
	see("a fifth alone would be told by the difference", "5/4 mean 6.50 3:1 7:2 9:1")
	point(t, h, id, "p4", 1)
	see("however often she changes it", "5/4 mean 6.50 3:1 7:2 9:1")
	point(t, h, id, "p5", 1)
	see("two more", "6/6 mean 4.67 1:2 3:1 7:2 9:1")
	point(t, h, id, "p0", 10)
	see("one changes her mind", "6/6 mean 4.67 1:2 3:1 7:2 9:1")
	point(t, h, id, "p1", -1)
	see("and another takes hers back", "5/5 mean 5.60 1:2 7:1 9:1 10:1")
	point(t, h, id, "p2", -1)
	point(t, h, id, "p3", -1)
	see("too few again", "3/0")
	point(t, h, id, "p3", 9)
	see("back, but one is missing", "4/5 mean 5.60 1:2 7:1 9:1 10:1")
}

func TestASummaryOfChoicesAndWords(t *testing.T) {
	h := started(t)
	id := assignment(t, h, before)
	for i := range 4 {
		_, err := h.Save(t.Context(), homework.Work{AssignmentID: id, PersonID: fmt.Sprint("p", i), Values: full("hoop " + fmt.Sprint(i))})
		if err != nil {
			t.Fatal(err)
		}
	}
	all, err := h.Summary(t.Context(), id, []string{"gevoel", "hoop"}, "en")
	if err != nil {
		t.Fatal(err)
	}
	if b := all[0].Bars; len(b) < 2 || all[0].Mean != nil {
		t.Errorf("a choice: %+v", all[0])
	}
	if w := all[1]; w.Bars != nil || w.Mean != nil || w.Answered != 4 {
		t.Errorf("words are counted, not shown: %+v", w)
	}
}

func TestTheJointStep(t *testing.T) {
	h := started(t)
	given, err := h.Given(t.Context(), group)
	if err != nil || given["stress-in-beeld"] != assignment(t, h, view) {
		t.Fatalf("%v, %v", given, err)
	}
	id, told := assignment(t, h, before), ""
	h.Saved = func(id string) { told = id }
	save(t, h, id, 0, full("rust"))
	if told != id {
		t.Errorf("told of %q", told)
	}
	for want, steps := range map[int][]string{1: {"gevoel", "hoop"}, 0: {"elders"}} {
		if n, err := h.Count(t.Context(), id, steps); err != nil || n != want {
			t.Errorf("%v: %d answered (%v), want %d", steps, n, err, want)
		}
	}
	for step, want := range map[string]string{"hoop": "rust", "gevoel": "Ik vind het een beetje spannend", "elders": ""} {
		if got, err := h.Answer(t.Context(), id, anna, step); err != nil || got != want {
			t.Errorf("%s in words: %q (%v), want %q", step, got, err, want)
		}
	}
	if got, err := h.Answer(t.Context(), id, daan, "hoop"); err != nil || got != "" {
		t.Errorf("somebody else's: %q (%v)", got, err)
	}
}
