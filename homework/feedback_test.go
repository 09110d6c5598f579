package homework_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kring/homework"
	"kring/internal/fault"
)

// draftIDs returns the ids of the group's answers but one.
func draftIDs(t *testing.T, h *homework.Homework, but string) []string {
	t.Helper()
	all, err := h.AnswerIDs(t.Context(), group)
	if err != nil {
		t.Fatal(err)
	}
	all = slices.DeleteFunc(all, func(id string) bool { return id == but })
	if len(all) == 0 {
		t.Fatal("no drafts")
	}
	return all
}

func give(t *testing.T, h *homework.Homework, answerID, step string, rev int64, text string) homework.Review {
	t.Helper()
	r, err := h.GiveFeedback(t.Context(), homework.Remark{AnswerID: answerID, Step: step, By: marja, Rev: rev, Text: text}, "nl")
	if err != nil {
		t.Fatalf("feedback on %s: %v", step, err)
	}
	return r
}

func TestFeedbackReachesTheStepAndEmptiesTheQueue(t *testing.T) {
	h := started(t)
	id := assignment(t, h, before)
	item := handIn(t, h, id, 0, "rust")
	r := give(t, h, item.AnswerID, "hoop", 1, "  Mooi klein gemaakt.\n")
	give(t, h, item.AnswerID, "gevoel", r.Rev, "Dank je.")
	got := own(t, h, id).Answer.Feedback
	if f := got["hoop"]; f.Text != "Mooi klein gemaakt." || f.By != marja || f.At == 0 || f.ReadAt != 0 {
		t.Errorf("at the step: %+v", f)
	}
	if len(got) != 2 || len(queue(t, h)) != 0 {
		t.Errorf("%d remarks, queue %v", len(got), queue(t, h))
	}
	done, err := h.Answered(t.Context(), []string{group}, "nl")
	if err != nil || len(done) != 1 || done[0].FeedbackRead {
		t.Errorf("answered: %+v, %v", done, err)
	}
	if it, _ := h.Items(t.Context(), group, anna, "nl"); it[0].Status != "feedback" || !it[0].HasFeedback {
		t.Errorf("in the participant's list: %+v", it[0])
	}
}

func TestFeedbackIsBoundedAndAtAStepWithAnAnswer(t *testing.T) {
	h := started(t)
	item := handIn(t, h, assignment(t, h, before), 0, "rust")
	for _, c := range []struct{ step, text, code, field string }{
		{"hoop", " \n ", "feedback.length", "text"},
		{"hoop", strings.Repeat("a", 4001), "feedback.length", "text"},
		{"welkom", "x", "step.unknown", "step"},
		{"elders", "x", "step.unknown", "step"},
	} {
		_, err := h.GiveFeedback(t.Context(), homework.Remark{AnswerID: item.AnswerID, Step: c.step, By: marja, Rev: 1, Text: c.text}, "nl")
		wantFault(t, err, fault.Invalid, c.code, c.field)
	}
}

func TestFeedbackOnAnOlderVersionIsAConflict(t *testing.T) {
	h := started(t)
	id := assignment(t, h, before)
	item := handIn(t, h, id, 0, "eerst")
	read := review(t, h, item.AnswerID)
	handIn(t, h, id, 1, "toch anders")
	_, err := h.GiveFeedback(t.Context(), homework.Remark{AnswerID: item.AnswerID, Step: "hoop", By: marja, Rev: read.Rev, Text: "over eerst"}, "nl")
	var newer *homework.NewerReview
	if !errors.As(err, &newer) || !fault.Is(err, fault.Conflict) {
		t.Fatalf("got %v, want a conflict", err)
	}
	if newer.Current.Values["hoop"].Text != "toch anders" || newer.Current.Rev != 2 {
		t.Errorf("current: %+v", newer.Current)
	}
	if len(queue(t, h)) != 1 {
		t.Error("the refused feedback took the answer out of the queue")
	}
}

func TestFeedbackDoesNotDisturbTyping(t *testing.T) {
	h := started(t)
	id := assignment(t, h, before)
	item := handIn(t, h, id, 0, "rust")
	give(t, h, item.AnswerID, "hoop", 1, "Mooi.")
	v := save(t, h, id, 1, full("rust, en slapen")) // made before the feedback came
	if v.Feedback["hoop"].Text != "Mooi." || v.Status != "draft" {
		t.Errorf("after typing on: %+v", v)
	}
	if r := review(t, h, item.AnswerID); r.Values["hoop"].Text != "rust" || r.Rev != 2 {
		t.Errorf("typing moved the sent side: %+v", r)
	}
}

func TestAutosaveAndFeedbackAtTheSameTimeKeepEachOther(t *testing.T) {
	h := started(t)
	id := assignment(t, h, before)
	item := handIn(t, h, id, 0, "begin")
	const n = 25
	var wg sync.WaitGroup // both end by themselves after n rounds
	wg.Go(func() {
		for i := range n {
			_, err := h.Save(t.Context(), homework.Work{AssignmentID: id, PersonID: anna, Rev: int64(i + 1), Values: full(fmt.Sprint("versie ", i))})
			if err != nil {
				t.Errorf("save %d: %v", i, err)
				return
			}
		}
	})
	wg.Go(func() {
		for i := range n {
			_, err := h.GiveFeedback(t.Context(), homework.Remark{AnswerID: item.AnswerID, Step: "hoop", By: marja, Rev: int64(i + 1), Text: fmt.Sprint("reactie ", i)}, "nl")
			if err != nil {
				t.Errorf("feedback %d: %v", i, err)
				return
			}
		}
	})
	wg.Wait()
	got := own(t, h, id).Answer
	if got.Rev != n+1 || got.Values["hoop"].Text != fmt.Sprint("versie ", n-1) || got.Feedback["hoop"].Text != fmt.Sprint("reactie ", n-1) {
		t.Errorf("after the race: %+v", got)
	}
}

func TestOneOfManyRacingTabsWins(t *testing.T) {
	h := started(t)
	id := assignment(t, h, before)
	const n = 8
	var wg sync.WaitGroup
	won := make(chan string, n)
	for i := range n {
		wg.Go(func() {
			text := fmt.Sprint("tab ", i)
			_, err := h.Save(t.Context(), homework.Work{AssignmentID: id, PersonID: anna, Values: full(text)})
			if err == nil {
				won <- text
			} else if !fault.Is(err, fault.Conflict) {
				t.Errorf("%s: %v", text, err)
			}
		})
	}
	wg.Wait()
	close(won)
	winner, more := <-won, len(won)
	if got := own(t, h, id).Answer; got.Rev != 1 || got.Values["hoop"].Text != winner || more != 0 {
		t.Errorf("%q and %d more were told they saved; stored: %+v", winner, more, got)
	}
}

func TestTheQueueIsOldestFirst(t *testing.T) {
	h := started(t)
	id := assignment(t, h, before)
	item := handIn(t, h, id, 0, "anna was eerst")
	for time.Now().UnixMilli() == item.HandedInAt { // the queue counts in milliseconds
	}
	v, err := h.Save(t.Context(), homework.Work{AssignmentID: id, PersonID: daan, Values: full("daan")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.HandIn(t.Context(), id, daan, v.Rev); err != nil {
		t.Fatal(err)
	}
	save(t, h, id, 1, full("anna, aangevuld"))
	if _, err := h.HandIn(t.Context(), id, anna, 2); err != nil {
		t.Fatal(err)
	}
	q := queue(t, h)
	if len(q) != 2 || q[0].AnswerID != item.AnswerID || q[1].PersonID != daan {
		t.Errorf("who sent again lost her place: %+v", q)
	}
	c, err := h.Counts(t.Context(), group, "nl")
	if err != nil || c[0].HandedIn != 2 || c[0].Waiting != 2 || c[1].HandedIn != 0 {
		t.Errorf("counts: %+v, %v", c, err)
	}
	if q, err := h.Queue(t.Context(), []string{"another group"}, "nl"); err != nil || len(q) != 0 {
		t.Errorf("another group's queue: %v, %v", q, err)
	}
}

func TestReadMarksCoverOnlyWhatWasSeen(t *testing.T) {
	h := started(t)
	id := assignment(t, h, before)
	item := handIn(t, h, id, 0, "rust")
	r := give(t, h, item.AnswerID, "hoop", 1, "Eerste.")
	seen := r.Feedback["hoop"].At
	r = give(t, h, item.AnswerID, "hoop", r.Rev, "Verbeterd.") // arrives while the page is open
	if err := h.MarkRead(t.Context(), id, anna, seen); err != nil {
		t.Fatal(err)
	}
	if f := own(t, h, id).Answer.Feedback["hoop"]; f.ReadAt != 0 {
		t.Errorf("unseen feedback counts as read: %+v", f)
	}
	if err := h.MarkRead(t.Context(), id, anna, r.Feedback["hoop"].At); err != nil {
		t.Fatal(err)
	}
	if got := review(t, h, item.AnswerID); got.Feedback["hoop"].ReadAt == 0 || got.Rev != r.Rev {
		t.Errorf("the facilitator sees %+v", got)
	}
	if done, _ := h.Answered(t.Context(), []string{group}, "nl"); !done[0].FeedbackRead {
		t.Errorf("answered: %+v", done)
	}
	if err := h.MarkRead(t.Context(), id, daan, seen); !fault.Is(err, fault.NotFound) {
		t.Errorf("without an answer: %v", err)
	}
}

func TestTodayDoesNotNag(t *testing.T) {
	h := service(t, t.TempDir())
	now := time.Now().UnixMilli()
	if err := h.Assign(t.Context(), group, prog, 1, []int64{now - day, now + day, now + 2*day, now + 3*day}); err != nil {
		t.Fatal(err)
	}
	titles := func() (out []string) {
		items, err := h.Today(t.Context(), anna, []string{group}, "nl")
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range items {
			out = append(out, it.Title+": "+it.Status)
		}
		return out
	}
	if got, want := titles(), []string{view + ": new"}; !slices.Equal(got, want) {
		t.Errorf("today %q, want %q", got, want)
	}
	item := handIn(t, h, assignment(t, h, before), 0, "rust")
	if got, want := titles(), []string{view + ": new"}; !slices.Equal(got, want) {
		t.Errorf("after handing in the missed one: %q, want %q", got, want)
	}
	give(t, h, item.AnswerID, "hoop", 1, "Mooi.")
	if got, want := titles(), []string{before + ": feedback", view + ": new"}; !slices.Equal(got, want) {
		t.Errorf("with feedback: %q, want %q", got, want)
	}
}
