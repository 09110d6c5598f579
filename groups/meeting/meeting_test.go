package meeting

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"kring/groups"
)

func TestAdmission(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		sam := h.enter("sam")
		same(t, "sam waits", sam.look().YourSeat, -1)
		els := h.enter("els")
		roos := h.enter("roos")
		same(t, "a facilitator sits at once", seats(els.look()), "0:Els")
		same(t, "a facilitator sees who waits", waits(els.look()), "SAM ROOS")
		same(t, "who waits sees nobody", len(roos.look().Waiting)+len(roos.state.Seats), 0)
		code(t, els.Admit(bg, "m-sam"), "meeting.not-open")
		ok(t, els.Open(bg))
		same(t, "the phase is told", string(sam.look().Phase), groups.Opened)
		same(t, "opening seats nobody", sam.state.YourSeat, -1)

		ok(t, els.Admit(bg, "m-roos"))
		same(t, "lowest free seat", roos.look().YourSeat, 1)
		same(t, "a member never sees who waits", len(roos.state.Waiting), 0)
		code(t, els.Admit(bg, "m-nobody"), "meeting.not-waiting")
		ok(t, els.Admit(bg, Everyone))
		same(t, "all", seats(roos.look()), "0:Els 1:ROOS 2:SAM")
		same(t, "seats of the meeting", roos.state.Count, 5)

		_, err := h.tryEnter("stranger")
		code(t, err, "not-found")
		_, err = h.Enter(bg, "m2", "els", Devices{}, func() {})
		code(t, err, "not-found")
	})
}

func TestSeatIsStable(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		els, sam, roos := h.enter("els"), h.enter("sam"), h.enter("roos")
		ok(t, els.Open(bg))
		ok(t, els.Admit(bg, Everyone))

		sam.Gone()
		same(t, "a lost connection keeps the seat", seats(els.look()), "0:Els 1:SAM- 2:ROOS")
		sam = h.enter("sam")
		same(t, "and comes back to it unasked", seats(sam.look()), "0:Els 1:SAM 2:ROOS")

		ok(t, sam.Leave(bg))
		same(t, "who leaves is not shown", seats(roos.look()), "0:Els 2:ROOS")
		kim := h.enter("kim")
		ok(t, els.Admit(bg, Everyone))
		same(t, "the seat of who left is kept while there is room", kim.look().YourSeat, 3)
		sam = h.enter("sam")
		same(t, "for when she comes back", sam.look().YourSeat, 1)

		ok(t, sam.Leave(bg))
		for _, p := range []string{"a", "b", "c"} {
			h.enter(p)
		}
		ok(t, els.Admit(bg, Everyone))
		same(t, "with the meeting full it is used", seats(els.look()), "0:Els 1:B 2:ROOS 3:KIM 4:A")
		same(t, "and one waits", waits(els.state), "C")
		code(t, els.Admit(bg, "m-c"), "meeting.full")
		_, err := h.tryEnter("sam")
		code(t, err, "meeting.full")
	})
}

func TestRemoveAndLock(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		els, sam, bo := h.enter("els"), h.enter("sam"), h.enter("bo")
		ok(t, els.Open(bg))
		ok(t, els.Admit(bg, Everyone))
		ok(t, els.Lock(bg, true))
		roos := h.enter("roos")
		same(t, "who comes is told that it is locked", roos.look().Locked, true)
		code(t, els.Admit(bg, "m-roos"), "meeting.locked")
		sam.Gone()
		sam = h.enter("sam")
		same(t, "who was admitted comes back", sam.look().YourSeat, 2)

		ok(t, els.Remove(bg, "m-sam"))
		same(t, "removed is told", sam.end(), Removed)
		code(t, sam.Hand(bg, true), "meeting.not-entered")
		sam = h.enter("sam")
		same(t, "and waits again", sam.look().YourSeat, -1)
		ok(t, els.Lock(bg, false))
		ok(t, els.Admit(bg, "m-sam"))
		same(t, "her seat is free for her", sam.look().YourSeat, 2)

		ok(t, els.Remove(bg, "m-roos"))
		same(t, "one who waits can be sent away", roos.end(), Removed)
		code(t, els.Remove(bg, "f-bo"), "meeting.facilitator")
		code(t, els.Remove(bg, "m-nobody"), "not-found")
		same(t, "the others stay", seats(bo.look()), "0:Els 1:Bo 2:SAM")

		ok(t, h.Drop(bg, "m1", "m-sam"))
		same(t, "out of the group is out of the meeting", seats(bo.look()), "0:Els 1:Bo")
		ok(t, h.Drop(bg, "m9", "m-sam"))
	})
}

func TestMuteIsNeverUndoneByAnother(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		els, sam := h.enter("els"), h.enter("sam")
		ok(t, els.Open(bg))
		ok(t, els.Admit(bg, Everyone))
		answer, err := sam.Offer(bg, "offer")
		ok(t, err)
		same(t, "answer", answer, "answer m-sam 1/5")

		ok(t, els.Mute(bg, "m-sam"))
		s := sam.look().Seats[1]
		same(t, "muted, and by whom", fmt.Sprint(s.Microphone, " ", s.MutedBy), "false f-els")
		_, muted := h.studio.is("m-sam")
		same(t, "held at the server", muted, true)
		ok(t, els.Mute(bg, "m-sam"))
		same(t, "muting again does not unmute", sam.look().Seats[1].Microphone, false)

		ok(t, sam.Media(bg, Devices{true, false}))
		same(t, "a camera message from before the mute does not end it", sam.look().Seats[1].Microphone, false)
		sam.Gone()
		sam = h.enter("sam")
		same(t, "nor does a new page", sam.look().Seats[1].Microphone, false)
		ok(t, sam.Media(bg, Devices{true, true}))
		ok(t, sam.Media(bg, Devices{true, true}))
		s = els.look().Seats[1]
		same(t, "only she herself does", fmt.Sprint(s.Microphone, " ", s.MutedBy), "true ")

		ok(t, els.Mute(bg, Everyone))
		same(t, "all but the sender", fmt.Sprint(els.look().Seats[0].Microphone, els.state.Seats[1].Microphone), "true false")
		code(t, els.Mute(bg, "m-nobody"), "not-found")
	})
}

// TestMuteAndUnmuteRace: whatever the order, what everybody sees is what the
// media server does.
func TestMuteAndUnmuteRace(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		els, sam := h.enter("els"), h.enter("sam")
		ok(t, els.Open(bg))
		ok(t, els.Admit(bg, Everyone))
		_, err := sam.Offer(bg, "offer")
		ok(t, err)
		for range 50 {
			var wg sync.WaitGroup
			wg.Go(func() { _ = els.Mute(bg, "m-sam") })
			wg.Go(func() { _ = sam.Media(bg, Devices{true, true}) })
			wg.Wait()
			on := els.look().Seats[1].Microphone
			if _, muted := h.studio.is("m-sam"); muted == on || sam.look().Seats[1].Microphone != on {
				t.Fatalf("shown on=%v, held=%v", on, muted)
			}
		}
	})
}

func TestHandsKeepTheirOrder(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		els, sam, roos := h.enter("els"), h.enter("sam"), h.enter("roos")
		code(t, sam.Hand(bg, true), "meeting.not-seated")
		ok(t, els.Open(bg))
		ok(t, els.Admit(bg, Everyone))
		hands := func() string {
			var out []int
			for _, s := range els.look().Seats {
				out = append(out, s.Hand)
			}
			return fmt.Sprint(out)
		}
		ok(t, roos.Hand(bg, true))
		ok(t, sam.Hand(bg, true))
		ok(t, roos.Hand(bg, true))
		same(t, "first is first", hands(), "[0 2 1]")
		ok(t, roos.Hand(bg, false))
		same(t, "the next moves up", hands(), "[0 1 0]")
		ok(t, sam.Leave(bg))
		h.enter("sam")
		same(t, "leaving lowers it", hands(), "[0 0 0]")
	})
}

func TestANewTabTakesOver(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		els, old := h.enter("els"), h.enter("sam")
		ok(t, els.Open(bg))
		ok(t, els.Admit(bg, Everyone))
		tab := h.enter("sam")
		same(t, "the older one is told", old.end(), Elsewhere)
		code(t, old.Media(bg, Devices{}), "meeting.not-entered")
		old.Gone()
		same(t, "and its end changes nothing", seats(tab.look()), "0:Els 1:SAM")
	})
}

func TestCloseEndsForAll(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		els, sam, roos := h.enter("els"), h.enter("sam"), h.enter("roos")
		code(t, els.Close(bg), "meeting.not-open")
		ok(t, els.Open(bg))
		ok(t, els.Admit(bg, "m-sam"))
		_, err := sam.Offer(bg, "offer")
		ok(t, err)
		ok(t, els.Close(bg))
		for _, g := range []*guest{els, sam, roos} {
			same(t, "ended", g.end(), Ended)
		}
		there, _ := h.studio.is("m-sam")
		same(t, "media has ended", there, false)
		_, err = h.tryEnter("sam")
		code(t, err, "meeting.closed")

		els = h.enter("els")
		ok(t, els.Open(bg))
		sam = h.enter("sam")
		same(t, "opened again everybody waits again", sam.look().YourSeat, -1)
		ok(t, els.Admit(bg, Everyone))
		same(t, "on the same seats", seats(sam.look()), "0:Els 1:SAM")
	})
}

func TestClosesWhenTheLastFacilitatorIsGone(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		els, bo, sam := h.enter("els"), h.enter("bo"), h.enter("sam")
		ok(t, els.Open(bg))
		ok(t, els.Admit(bg, Everyone))
		els.Gone()
		time.Sleep(10 * time.Minute)
		same(t, "one facilitator is enough", sam.look().Phase, groups.Opened)
		bo.Gone()
		time.Sleep(5*time.Minute - time.Second)
		same(t, "there is time to come back", sam.look().Phase, groups.Opened)
		els = h.enter("els")
		time.Sleep(10 * time.Minute)
		same(t, "which stops the clock", sam.look().Phase, groups.Opened)
		ok(t, els.Leave(bg))
		time.Sleep(5*time.Minute + time.Second)
		same(t, "then it closes", sam.end(), Ended)
		same(t, "and stays closed", h.paper.meeting(t).Phase, groups.Closed)
		time.Sleep(time.Minute)
		same(t, "nobody leads it any more", h.paper.meeting(t).Live.Node, "")
		same(t, "its media room is gone", h.studio.closes(), 1)
	})
}
