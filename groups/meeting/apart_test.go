package meeting

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"

	"kring/groups"
	"kring/groups/script"
)

// looks is what somebody's page shows of who is on: "Els+ SAM-".
func looks(v *View) (out string) {
	for _, s := range v.Seats {
		on := "-"
		if s.Microphone || s.Camera || s.Hand > 0 {
			on = "+"
		}
		out += s.Alias + on + " "
	}
	return out
}

// circle has els and, if wanted, bo lead sam and roos.
func (h *hall) circle(bo bool) (els, co, sam, roos *guest) {
	h.t.Helper()
	els, sam, roos = h.enter("els"), h.enter("sam"), h.enter("roos")
	ok(h.t, els.Open(bg))
	ok(h.t, els.Admit(bg, Everyone))
	if bo {
		co = h.enter("bo")
	}
	return els, co, sam, roos
}

func TestApartNobodyElseSees(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		els, bo, sam, roos := h.circle(true)
		ok(t, roos.Hand(bg, true))
		ok(t, els.Play(bg, script.Apart("m-roos")))
		same(t, "the group", looks(sam.look()), "Els- SAM+ ROOS- Bo+ ")
		same(t, "is told nothing", fmt.Sprint(sam.state.Stage.Apart, sam.state.Stage.Paused), "[] false")
		same(t, "the two", looks(roos.look()), "Els+ SAM- ROOS+ Bo- ")
		same(t, "know it", fmt.Sprint(roos.state.Stage.Apart), "[f-els m-roos]")
		same(t, "and so does the other facilitator", fmt.Sprint(bo.look().Stage.Apart), "[f-els m-roos]")
		code(t, bo.Close(bg), "meeting.apart")
		code(t, bo.Debrief(bg), "meeting.apart")
		code(t, sam.Play(bg, script.ApartEnd), "apart.none")
		ok(t, roos.Play(bg, script.ApartEnd))
		same(t, "back", looks(sam.look()), "Els+ SAM+ ROOS+ Bo+ ")
		ok(t, bo.Close(bg))
	})
}

func TestWithoutACoFacilitatorTheGroupHasAPause(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		els, _, sam, roos := h.circle(false)
		ok(t, els.Play(bg, script.Apart("m-roos")))
		same(t, "the group", sam.look().Stage.Paused, true)
		same(t, "the two", roos.look().Stage.Paused || els.look().Stage.Paused, false)
		bo := h.enter("bo")
		same(t, "bo comes", sam.look().Stage.Paused, false)
		bo.Gone()
		same(t, "bo is lost", sam.look().Stage.Paused, true)
		ok(t, els.Leave(bg))
		same(t, "the facilitator leaves", sam.look().Stage.Paused, false)
		same(t, "and nobody is apart", looks(sam.state), "SAM+ ROOS+ Bo+ ")
	})
}

// TestApartSurvivesACrash: the two find each other again, and nobody else
// heard anything meanwhile.
func TestApartSurvivesACrash(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, newPaper(), "n1")
		els, _, _, _ := h.circle(false)
		ok(t, els.Play(bg, script.Apart("m-roos")))
		left := h.kill()
		h = open(t, left, "n1")
		defer h.Close()
		ok(t, h.Resume(bg))
		roos, sam := h.enter("roos"), h.enter("sam")
		same(t, "roos", fmt.Sprint(roos.look().Stage.Apart), "[f-els m-roos]")
		same(t, "sam", fmt.Sprint(sam.look().Stage.Apart), "[]")
		h.enter("els")
		same(t, "together", looks(roos.look()), "Els+ SAM- ROOS+ ")
	})
}

// TestTheEndIsTold: once, after it was saved.
func TestTheEndIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, newPaper(), "n1")
		defer h.Close()
		ended := make(chan string, 9)
		h.deps.Ended = func(_ context.Context, meeting string) {
			ended <- meeting + " " + h.paper.meeting(t).Phase
		}
		els, _, _, _ := h.circle(false)
		synctest.Wait()
		same(t, "while it goes on", len(ended), 0)
		ok(t, els.Close(bg))
		same(t, "the end", <-ended, "m1 "+groups.Closed)
	})
}
