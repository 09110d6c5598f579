package homework_test

import (
	"errors"
	"fmt"
	"testing"

	"kring/homework"
	"kring/internal/fault"
)

// again saves and sends full(hope) from a rev.
func again(t *testing.T, h *homework.Homework, id string, rev int64, hope string) homework.AnswerView {
	t.Helper()
	handIn(t, h, id, rev, hope)
	return own(t, h, id).Answer
}

// A question about one paragraph goes back; the answer to it is a second round,
// and the remark keeps the words that it was about.
func TestRounds(t *testing.T) {
	h := started(t)
	id := assignment(t, h, before)
	item := handIn(t, h, id, 0, "Een.\n\nTwee.")
	if a := again(t, h, id, 1, "Een.\n \nTwee!"); len(a.Rounds) != 0 {
		t.Fatalf("who sends again before anybody answered began a round: %+v", a.Rounds)
	}
	_, err := h.GiveFeedback(t.Context(), homework.Remark{AnswerID: item.AnswerID, Step: "hoop:3", By: marja, Rev: 2, Text: "x"}, "nl")
	wantFault(t, err, fault.Invalid, "step.unknown", "step")
	r := give(t, h, item.AnswerID, "hoop:2", 2, "Wat bedoelt u?")
	_, err = h.SendBack(t.Context(), item.AnswerID, 2, "nl")
	var newer *homework.NewerReview
	if !errors.As(err, &newer) || newer.Current.Rev != r.Rev {
		t.Fatalf("sending back what a colleague just answered: %v", err)
	}
	if r, err = h.SendBack(t.Context(), item.AnswerID, r.Rev, "nl"); err != nil || !r.SentBack || len(queue(t, h)) != 0 {
		t.Fatalf("sent back: %+v, %v, queue %v", r, err, queue(t, h))
	}
	if a := own(t, h, id).Answer; !a.SentBack || a.Feedback["hoop:2"].Quote != "Twee!" {
		t.Errorf("who wrote it sees %+v", a)
	}

	a := again(t, h, id, 2, "Een.\n\nDrie.")
	if a.SentBack || len(a.Rounds) != 1 || a.Rounds[0].Number != 1 || a.Rounds[0].Values["hoop"].Text != "Een.\n \nTwee!" || a.Rounds[0].Feedback["hoop:2"].Text != "Wat bedoelt u?" {
		t.Errorf("the second round: %+v", a)
	}
	if q := a.Feedback["hoop:2"].Quote; q != "Twee!" {
		t.Errorf("an older remark seems to be about %q", q)
	}
	if got := review(t, h, item.AnswerID); len(queue(t, h)) != 1 || got.WaitingSince == 0 || got.Values["hoop"].Text != "Een.\n\nDrie." || len(got.Rounds) != 1 {
		t.Errorf("the facilitator sees %+v", got)
	}
}

// What is kept to oneself leaves every round, with what was said about it.
func TestKeepingAStepTakesItOutOfAllRounds(t *testing.T) {
	h := started(t)
	id := assignment(t, h, before)
	item := handIn(t, h, id, 0, "geheim een")
	give(t, h, item.AnswerID, "hoop", 1, "over geheim")
	again(t, h, id, 1, "geheim twee")
	if err := h.Keep(t.Context(), id, anna, "hoop", true); err != nil {
		t.Fatal(err)
	}
	got := review(t, h, item.AnswerID)
	_, now := got.Values["hoop"]
	_, before := got.Rounds[0].Values["hoop"]
	if now || before || len(got.Feedback) != 0 || len(got.Rounds[0].Feedback) != 0 {
		t.Errorf("the facilitator still reads %+v", got)
	}
	if mine := own(t, h, id).Answer; mine.Values["hoop"].Text != "geheim twee" {
		t.Errorf("the owner lost it: %+v", mine.Values)
	}
}

func TestTheOldestRoundGoesFirst(t *testing.T) {
	h := started(t)
	id := assignment(t, h, before)
	item := handIn(t, h, id, 0, "ronde 1")
	for n := int64(1); n <= 10; n++ {
		give(t, h, item.AnswerID, "hoop", review(t, h, item.AnswerID).Rev, "verder")
		again(t, h, id, n, fmt.Sprint("ronde ", n+1))
	}
	a := own(t, h, id).Answer
	if len(a.Rounds) != 8 || a.Rounds[0].Number != 3 || a.Rounds[0].Values["hoop"].Text != "ronde 3" || a.Values["hoop"].Text != "ronde 11" {
		t.Errorf("kept %d rounds, the first %+v", len(a.Rounds), a.Rounds[0])
	}
}
