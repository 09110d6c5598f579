package homework_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kring/homework"
	"kring/homework/programme"
	"kring/internal/fault"
)

func TestAutosaveKeepsValuesAndPlace(t *testing.T) {
	h := started(t)
	id := assignment(t, h, before)
	v, err := h.Save(t.Context(), homework.Work{AssignmentID: id, PersonID: anna, Values: full("rust"), Place: "hoop"})
	if err != nil || v.Rev != 1 || v.Status != "draft" {
		t.Fatalf("first save: %+v, %v", v, err)
	}
	v, err = h.Save(t.Context(), homework.Work{AssignmentID: id, PersonID: anna, Rev: 1, Values: full("rust"), Place: "weten"})
	if err != nil || v.Rev != 1 || v.Place != "weten" {
		t.Fatalf("only the place moved: %+v, %v", v, err)
	}
	got := own(t, h, id).Answer
	if !got.Values.Equal(full("rust")) || got.Place != "weten" {
		t.Errorf("read back %+v", got)
	}
	if it, _ := h.Items(t.Context(), group, anna, "nl"); it[0].Status != "draft" || it[0].Done != 2 || it[0].Total != 3 {
		t.Errorf("in the list: %+v", it[0])
	}
}

func TestStaleSaveShowsBothAndLosesNothing(t *testing.T) {
	h := started(t)
	id := assignment(t, h, before)
	save(t, h, id, 0, full("op de telefoon"))
	_, err := h.Save(t.Context(), homework.Work{AssignmentID: id, PersonID: anna, Rev: 0, Values: full("op de laptop")})
	var stale *homework.Stale
	if !errors.As(err, &stale) || !fault.Is(err, fault.Conflict) {
		t.Fatalf("got %v, want a stale conflict", err)
	}
	if stale.Current.Rev != 1 || stale.Current.Values["hoop"].Text != "op de telefoon" {
		t.Errorf("current is %+v", stale.Current)
	}
	if got := own(t, h, id).Answer.Values["hoop"].Text; got != "op de telefoon" {
		t.Errorf("stored %q", got)
	}
	save(t, h, id, stale.Current.Rev, full("allebei"))
}

func TestRepeatAfterALostReplyIsNoConflict(t *testing.T) {
	h := started(t)
	id := assignment(t, h, before)
	save(t, h, id, 0, full("rust"))
	if v := save(t, h, id, 0, full("rust")); v.Rev != 1 {
		t.Errorf("a repeat counted as a change: %+v", v)
	}
}

func TestSaveRefusesWhatDoesNotFit(t *testing.T) {
	h := started(t)
	id := assignment(t, h, view)
	number := func(n float64) programme.Value { return programme.Value{Number: &n} }
	for name, c := range map[string]struct {
		step, code string
		value      programme.Value
	}{
		"no such step":          {"elders", "step.unknown", programme.Value{Text: "x"}},
		"a step to read":        {"gas-en-rem", "step.unknown", programme.Value{Done: true}},
		"no such option":        {"eerste-signaal", "step.option", programme.Value{Choice: "maag"}},
		"text for a choice":     {"eerste-signaal", "step.malformed", programme.Value{Choice: "lijf", Text: "x"}},
		"off the scale":         {"spanning", "step.range", number(11)},
		"below the scale":       {"spanning", "step.range", number(-1)},
		"half a point":          {"spanning", "step.range", number(7.5)},
		"a number for an ex.":   {"drie-dagen", "step.malformed", number(1)},
		"one character too far": {"moment", "step.too-long", programme.Value{Text: strings.Repeat("é", 4001)}},
	} {
		_, err := h.Save(t.Context(), homework.Work{AssignmentID: id, PersonID: anna, Values: programme.Values{c.step: c.value}})
		t.Run(name, func(t *testing.T) { wantFault(t, err, fault.Invalid, c.code, c.step) })
	}
	_, err := h.Save(t.Context(), homework.Work{AssignmentID: id, PersonID: anna, Place: "elders"})
	wantFault(t, err, fault.Invalid, "step.unknown", "place")
	if got := own(t, h, id).Answer; got.Status != "new" || got.Rev != 0 {
		t.Errorf("something was stored: %+v", got)
	}
	save(t, h, id, 0, programme.Values{"spanning": number(0), "moment": {Text: strings.Repeat("é", 4000)}})
}

func TestHandInNeedsTheRequiredSteps(t *testing.T) {
	h := started(t)
	id := assignment(t, h, before)
	_, err := h.HandIn(t.Context(), id, anna, 0)
	wantFault(t, err, fault.Invalid, "answer.empty", "")
	v := save(t, h, id, 0, programme.Values{"gevoel": {Choice: "zin"}, "hoop": {Text: "  \n"}})
	_, err = h.HandIn(t.Context(), id, anna, v.Rev)
	wantFault(t, err, fault.Invalid, "step.required", "hoop")
	if q := queue(t, h); len(q) != 0 {
		t.Errorf("in the queue: %v", q)
	}
}

func TestHandInIsOfWhatThePersonSaw(t *testing.T) {
	h := started(t)
	id := assignment(t, h, before)
	save(t, h, id, 0, full("eerst"))
	save(t, h, id, 1, full("later, op de laptop"))
	_, err := h.HandIn(t.Context(), id, anna, 1)
	var stale *homework.Stale
	if !errors.As(err, &stale) || stale.Current.Rev != 2 {
		t.Fatalf("got %v, want stale at revision 2", err)
	}
}

func TestHandInTwiceIsOnce(t *testing.T) {
	h := started(t)
	id := assignment(t, h, before)
	first := handIn(t, h, id, 0, "rust")
	v, err := h.HandIn(t.Context(), id, anna, 1)
	if err != nil || v.HandedInAt != first.HandedInAt || v.Status != "handed-in" {
		t.Errorf("second press: %+v, %v", v, err)
	}
	if r := review(t, h, first.AnswerID); r.Rev != 1 {
		t.Errorf("the sent side moved to %d", r.Rev)
	}
}

// HOME-5: whatever a facilitator can call, words that were not sent do not come out.
func TestAnUnsentDraftIsUnreadable(t *testing.T) {
	const secret = "dit-is-nog-van-mij"
	h := started(t)
	id := assignment(t, h, before)
	item := handIn(t, h, id, 0, "dit mag je lezen")
	save(t, h, id, 1, full(secret))
	save(t, h, assignment(t, h, view), 0, programme.Values{"moment": {Text: secret}})

	seen := facilitatorSees(t, h, item.AnswerID, id)
	if strings.Contains(seen, secret) {
		t.Errorf("a draft came out: %s", seen)
	}
	if !strings.Contains(seen, "dit mag je lezen") {
		t.Errorf("what was sent is missing: %s", seen)
	}
	if got := queue(t, h); len(got) != 1 {
		t.Errorf("the other draft is in the queue: %v", got)
	}

	if _, err := h.HandIn(t.Context(), id, anna, 2); err != nil {
		t.Fatal(err)
	}
	if seen := facilitatorSees(t, h, item.AnswerID, id); !strings.Contains(seen, secret) {
		t.Errorf("handed in again, but the new words are missing: %s", seen)
	}
}

// facilitatorSees is everything that the facilitators' methods return, as JSON.
func facilitatorSees(t *testing.T, h *homework.Homework, answerID, assignmentID string) string {
	t.Helper()
	ctx := t.Context()
	var all []any
	add := func(v any, err error) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, v)
	}
	r, err := h.Review(ctx, answerID, "nl")
	add(r, err)
	_, err = h.GiveFeedback(ctx, homework.Remark{AnswerID: answerID, Step: "hoop", By: marja, Rev: -1, Text: "x"}, "nl")
	var newer *homework.NewerReview
	if !errors.As(err, &newer) {
		t.Fatalf("got %v, want a conflict", err)
	}
	all = append(all, newer.Current)
	v, err := h.Assignment(ctx, assignmentID, marja, "nl")
	add(v, err)
	q, err := h.Queue(ctx, []string{group}, "nl")
	add(q, err)
	done, err := h.Answered(ctx, []string{group}, "nl")
	add(done, err)
	counts, err := h.Counts(ctx, group, "nl")
	add(counts, err)
	raw, err := json.Marshal(all)
	add(nil, err)
	return string(raw)
}

func TestADraftHasNoReview(t *testing.T) {
	h := started(t)
	id := assignment(t, h, before)
	item := handIn(t, h, id, 0, "rust")
	if _, err := h.Review(t.Context(), "nothing", "nl"); !fault.Is(err, fault.NotFound) {
		t.Errorf("missing answer: %v", err)
	}
	other := assignment(t, h, view)
	save(t, h, other, 0, programme.Values{"energie": {Text: "zon"}})
	for _, answerID := range draftIDs(t, h, item.AnswerID) {
		_, err := h.Review(t.Context(), answerID, "nl")
		wantFault(t, err, fault.NotFound, "not-found", "")
		_, err = h.GiveFeedback(t.Context(), homework.Remark{AnswerID: answerID, Step: "energie", By: marja, Text: "x"}, "nl")
		wantFault(t, err, fault.NotFound, "not-found", "")
	}
}

func TestTypedWordsRestSealed(t *testing.T) {
	const token = "Xq7mTz2LpVb9RkWc4NdHs8Yf"
	dir := t.TempDir()
	h := service(t, dir)
	if err := h.Assign(t.Context(), group, prog, 1, meetings); err != nil {
		t.Fatal(err)
	}
	item := handIn(t, h, assignment(t, h, before), 0, token)
	if _, err := h.GiveFeedback(t.Context(), homework.Remark{AnswerID: item.AnswerID, Step: "hoop", By: marja, Rev: 1, Text: token}, "nl"); err != nil {
		t.Fatal(err)
	}
	control := false
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		control = control || strings.Contains(string(raw), item.AnswerID)
		if strings.Contains(string(raw), token) {
			t.Errorf("%s holds the token in the clear", filepath.Base(name))
		}
	}
	if !control {
		t.Error("the answer's id is in no file either: this test looks in the wrong place")
	}
}
