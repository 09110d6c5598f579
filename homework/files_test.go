package homework_test

import (
	"context"
	"maps"
	"slices"
	"testing"

	"kring/homework"
	"kring/homework/programme"
	"kring/internal/fault"
)

// notes is what homework told of files: held ("step/id") and let go.
type notes map[string]bool

func (n notes) Hold(_ context.Context, person, _, step, id string) error {
	if id == "broken" {
		return fault.Bad(step, "upload.gone", "not complete")
	}
	n[person+" "+step+" "+id] = true
	return nil
}

func (n notes) Let(_ context.Context, id string) error {
	maps.DeleteFunc(n, func(k string, _ bool) bool { return k[len(k)-len(id)-1:] == " "+id })
	return nil
}

func (n notes) want(t *testing.T, when string, ids ...string) {
	t.Helper()
	want := []string{}
	for _, id := range ids {
		want = append(want, anna+" one "+id)
	}
	if got := slices.Sorted(maps.Keys(n)); !slices.Equal(got, want) {
		t.Errorf("%s: holds %q, want %q", when, got, want)
	}
}

// test gives the group a programme of one module with two steps, changed
// first, and returns the assignment.
func test(t *testing.T, h *homework.Homework, change func(one, two *programme.Step)) string {
	t.Helper()
	text := programme.Text{"nl": "x", "en": "x"}
	steps := []programme.Step{{ID: "one", Kind: "long-text", Title: text, MaxLength: 99}, {ID: "two", Kind: "long-text", Title: text, MaxLength: 99, Required: true}}
	change(&steps[0], &steps[1])
	p := &programme.Programme{
		ID: "test", Version: 1, Title: text, Summary: text, Sessions: []programme.Session{{ID: "s", Title: text, Aim: text, Guide: text}},
		Modules: []programme.Module{{ID: "m", Title: text, Intro: text, Minutes: 1, Session: "s", Steps: steps}},
	}
	if err := p.Validate(); err != nil {
		t.Fatal(err)
	}
	h.Publish(p)
	if err := h.Assign(t.Context(), group, "test", 1, meetings[:1]); err != nil {
		t.Fatal(err)
	}
	return assignment(t, h, "x")
}

func files(ids ...string) programme.Values {
	return programme.Values{"one": {Files: ids}, "two": {Text: "x"}}
}

// A file goes with the answer: held while the own side or what was sent has
// it, let go of when neither has. Facilitators are told of it when it is sent.
func TestFilesGoWithTheAnswer(t *testing.T) {
	h, n := service(t, t.TempDir()), notes{}
	h.Files = n
	id := test(t, h, func(one, _ *programme.Step) { one.Uploads = []string{"picture"} })
	told := func(file string, held, sent bool) {
		t.Helper()
		if gotHeld, gotSent, err := h.HoldsFile(t.Context(), id, anna, file); err != nil || gotHeld != held || gotSent != sent {
			t.Errorf("%s: held %v, sent %v, %v", file, gotHeld, gotSent, err)
		}
	}
	told("a", false, false)
	save(t, h, id, 0, files("a", "b"))
	n.want(t, "saved", "a", "b")
	told("a", true, false)
	if _, err := h.HandIn(t.Context(), id, anna, 1); err != nil {
		t.Fatal(err)
	}
	told("a", true, true)
	save(t, h, id, 1, files("b", "c"))
	n.want(t, "changed after sending", "a", "b", "c")
	told("a", true, true)
	told("c", true, false)
	if _, err := h.HandIn(t.Context(), id, anna, 2); err != nil {
		t.Fatal(err)
	}
	n.want(t, "sent again", "b", "c")
	told("a", false, false)
	if got := review(t, h, queue(t, h)[0].AnswerID).Values["one"].Files; !slices.Equal(got, []string{"b", "c"}) {
		t.Errorf("the facilitator sees %q", got)
	}
}

func TestFilesWhereNoneAreTakenOrNotComplete(t *testing.T) {
	h := service(t, t.TempDir())
	h.Files = notes{}
	id := test(t, h, func(one, _ *programme.Step) { one.Uploads = []string{"picture"} })
	for step, c := range map[string]struct {
		v    programme.Value
		code string
	}{
		"two": {programme.Value{Files: []string{"a"}}, "step.files"},
		"one": {programme.Value{Files: []string{"broken"}}, "upload.gone"},
	} {
		_, err := h.Save(t.Context(), homework.Work{AssignmentID: id, PersonID: anna, Values: programme.Values{step: c.v}})
		wantFault(t, err, fault.Invalid, c.code, step)
	}
	_, err := h.Save(t.Context(), homework.Work{AssignmentID: id, PersonID: anna, Values: files("a", "b", "c", "d", "e")})
	wantFault(t, err, fault.Invalid, "step.files", "one")
	if g, err := h.TakesFile(t.Context(), id, "one", "picture"); err != nil || g != group {
		t.Errorf("%q, %v", g, err)
	}
	for _, c := range [][2]string{{"one", "video"}, {"two", "picture"}, {"three", "picture"}} {
		_, err := h.TakesFile(t.Context(), id, c[0], c[1])
		wantFault(t, err, fault.Invalid, "upload.kind", "step")
	}
}
