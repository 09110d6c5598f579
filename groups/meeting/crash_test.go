package meeting

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"kring/groups"
)

// kill ends a node as kill -9 does: whatever it still does no longer reaches
// the paper, which the returned copy is.
func (h *hall) kill() *paper {
	synctest.Wait()
	left := newPaper()
	h.paper.set(func(p *paper) {
		for id, raw := range p.docs {
			left.docs[id] = raw
		}
		p.fail = errDisk
	})
	h.Close()
	return left
}

func TestARestartedServerContinuesTheMeeting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, newPaper(), "n1")
		els, sam, roos, kim := h.enter("els"), h.enter("sam"), h.enter("roos"), h.enter("kim")
		ok(t, els.Open(bg))
		ok(t, els.Admit(bg, "m-roos"))
		ok(t, els.Admit(bg, "m-sam"))
		ok(t, els.Admit(bg, "m-kim"))
		ok(t, els.Remove(bg, "m-kim"))
		ok(t, els.Lock(bg, true))
		rev := els.look().Rev
		left := h.kill()
		for _, g := range []*guest{els, sam, roos} {
			same(t, "connections end", g.end(), Lost)
		}
		same(t, "but kim's ended before", kim.end(), Removed)

		time.Sleep(time.Second) // a restart takes a moment
		h = open(t, left, "n1")
		defer h.Close()
		ok(t, h.Resume(bg))
		roos = h.enter("roos")
		same(t, "her seat, unasked", seats(roos.look()), "0:Els- 1:ROOS 2:SAM-")
		same(t, "still locked", roos.state.Locked, true)
		same(t, "still open", roos.state.Phase, groups.Opened)
		if roos.state.Rev <= rev {
			t.Errorf("rev went from %d to %d", rev, roos.state.Rev)
		}
		kim = h.enter("kim")
		same(t, "who was removed waits", kim.look().YourSeat, -1)
		sam = h.enter("sam")
		same(t, "sam's seat", sam.look().YourSeat, 2)
	})
}

func TestAnotherNodeWaitsForTheLease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := open(t, newPaper(), "n1")
		els := a.enter("els")
		ok(t, els.Open(bg))
		time.Sleep(time.Minute)
		b := open(t, a.paper, "n2")
		defer b.Close()
		_, err := b.tryEnter("els")
		code(t, err, "meeting.busy")
		ok(t, b.Resume(bg))

		left := a.kill()
		b.deps.Documents = left
		_, err = b.tryEnter("els")
		code(t, err, "meeting.busy")
		time.Sleep(31 * time.Second)
		els = b.enter("els")
		same(t, "the meeting goes on", els.look().Phase, groups.Opened)
	})
}

// TestANodeThatIsGoneIsNotWaitedFor: who knows that it is gone ends its lease, and
// nobody else's.
func TestANodeThatIsGoneIsNotWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := open(t, newPaper(), "n1")
		els := a.enter("els")
		ok(t, els.Open(bg))
		b := open(t, a.paper, "n2")
		defer b.Close()
		led := func(h *hall, want string) {
			t.Helper()
			node, err := h.LedBy(bg, "m1")
			ok(t, err)
			same(t, "led by", node, want)
		}
		led(a, "")
		led(b, "n1")
		ok(t, b.Expire(bg, "m1", "n3"))
		led(b, "n1")
		ok(t, b.Expire(bg, "m1", "n1"))
		led(b, "")
		same(t, "the meeting goes on", b.enter("els").look().Phase, groups.Opened)
		time.Sleep(20 * time.Second) // it was there after all, and renews its lease
		same(t, "it hears that it no longer leads", els.end(), Lost)
		led(a, "n2")
		a.Close()
	})
}

func TestAShutDownNodeGivesTheMeetingAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := open(t, newPaper(), "n1")
		els := a.enter("els")
		ok(t, els.Open(bg))
		time.Sleep(time.Minute)
		a.Close()
		same(t, "told to enter again", els.end(), Lost)
		code(t, els.Open(bg), "meeting.busy")
		_, err := a.tryEnter("els")
		code(t, err, "meeting.busy")
		b := open(t, a.paper, "n2")
		defer b.Close()
		els = b.enter("els")
		same(t, "at once", els.look().Phase, groups.Opened)
	})
}

// TestALateOwnerIsRefused: a node that slept through its lease changes nothing
// any more and sends everybody away.
func TestALateOwnerIsRefused(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		els, sam := h.enter("els"), h.enter("sam")
		ok(t, els.Open(bg))
		h.paper.set(func(p *paper) {
			d, _ := p.get("m1")
			d.Live.Node, d.Live.LeaseUntil = "n2/x", time.Now().Add(time.Hour).UnixMilli()
			d.Live.Locked = true
			p.put(d)
		})
		before := h.paper.meeting(t).Rev
		if err := els.Admit(bg, "m-sam"); err == nil {
			t.Error("a late owner admitted somebody")
		}
		same(t, "lost", els.end(), Lost)
		same(t, "for all", sam.end(), Lost)
		same(t, "nothing was written", h.paper.meeting(t).Rev, before)
		same(t, "not even the lease", h.paper.meeting(t).Live.Node, "n2/x")
		_, err := h.tryEnter("els")
		code(t, err, "meeting.busy")
	})
}

// TestAMeetingThatIsNotHeld: it cannot be entered, nor opened by who was there
// before it was called off.
func TestAMeetingThatIsNotHeld(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		els := h.enter("els")
		callOff := func(off bool) {
			h.paper.set(func(p *paper) {
				d, _ := p.get("m1")
				d.Off = off
				p.put(d)
			})
		}
		callOff(true)
		code(t, els.Open(bg), "meeting.closed")
		same(t, "it is as it was", h.paper.meeting(t).Phase, groups.Planned)
		ok(t, els.Leave(bg))
		time.Sleep(linger + time.Second)
		_, err := h.tryEnter("sam")
		code(t, err, "meeting.closed")
		callOff(false)
		ok(t, h.enter("els").Open(bg))
	})
}

func TestALeaseThatCannotBeRenewedIsLost(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		els := h.enter("els")
		ok(t, els.Open(bg))
		h.paper.set(func(p *paper) { p.fail = errDisk })
		time.Sleep(25 * time.Second)
		same(t, "a short outage is nothing", els.end(), Reason(""))
		time.Sleep(25 * time.Second)
		same(t, "a long one may have given it away", els.end(), Lost)
	})
}

func TestAFailedSaveIsUndoneAndToldToWhoAsked(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		els, sam := h.enter("els"), h.enter("sam")
		ok(t, els.Open(bg))
		h.paper.set(func(p *paper) { p.fail = errDisk })
		if err := els.Admit(bg, Everyone); err == nil {
			t.Error("admitted without being saved")
		}
		if _, err := h.tryEnter("bo"); err == nil {
			t.Error("seated without being saved")
		}
		same(t, "sam still waits", sam.look().YourSeat, -1)
		same(t, "and els sees so", seats(els.look())+" / "+waits(els.state), "0:Els / SAM")
		h.paper.set(func(p *paper) { p.fail = nil })
		ok(t, els.Admit(bg, Everyone))
		same(t, "repaired", seats(sam.look()), "0:Els 1:SAM")
	})
}

func TestSavedFirstToldSecond(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		els, sam := h.enter("els"), h.enter("sam")
		ok(t, els.Open(bg))
		gate := make(chan struct{})
		h.paper.set(func(p *paper) { p.gate = gate })
		answered := make(chan error, 1)
		go func() { answered <- els.Admit(bg, "m-sam") }()
		same(t, "nobody is told yet", sam.look().YourSeat, -1)
		ok(t, els.Hand(bg, true)) // nothing that skips the writer waits for it
		same(t, "and tells nothing of what is not saved", sam.look().YourSeat, -1)
		same(t, "nor answered", len(answered), 0)
		close(gate)
		ok(t, <-answered)
		same(t, "now", sam.look().YourSeat, 1)
		same(t, "and it is on paper", len(h.paper.meeting(t).Live.Roster), 2)
	})
}

func TestASlowListenerGetsOnlyTheNewest(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		els := h.enter("els")
		for i := range 100 {
			ok(t, els.Media(bg, Devices{i%2 == 0, true}))
		}
		ok(t, els.Hand(bg, true))
		same(t, "newest", els.look().Seats[0].Hand, 1)
		if u := els.Take(); u.View != nil {
			t.Error("there was an older one left")
		}
	})
}

func TestMediaEndsWithTheSeat(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		els, sam := h.enter("els"), h.enter("sam")
		_, err := sam.Offer(bg, "offer")
		code(t, err, "meeting.not-seated")
		ok(t, els.Open(bg))
		ok(t, els.Admit(bg, Everyone))
		_, err = sam.Offer(bg, "bad")
		code(t, err, "media.offer")

		gate := make(chan struct{})
		h.studio.do(func() { h.studio.gate = gate })
		answered := make(chan error, 1)
		go func() { _, err := sam.Offer(bg, "offer"); answered <- err }()
		synctest.Wait()
		ok(t, els.Remove(bg, "m-sam")) // while the answer is being made
		close(gate)
		code(t, <-answered, "meeting.not-entered")
		there, _ := h.studio.is("m-sam")
		same(t, "no media without a seat", there, false)

		sam = h.enter("sam")
		ok(t, els.Admit(bg, Everyone))
		_, err = sam.Offer(bg, "offer")
		ok(t, err)
		sam.Gone()
		time.Sleep(20 * time.Second)
		there, _ = h.studio.is("m-sam")
		same(t, "media bridges a lost socket", there, true)
		time.Sleep(20 * time.Second)
		there, _ = h.studio.is("m-sam")
		same(t, "but nobody listens on unseen", there, false)

		sam = h.enter("sam")
		_, err = sam.Offer(bg, "offer")
		ok(t, err)
		ok(t, sam.Leave(bg))
		sam = h.enter("sam")
		_, err = sam.Offer(bg, "offer")
		ok(t, err)
		synctest.Wait()
		there, _ = h.studio.is("m-sam")
		same(t, "an earlier leave does not end the new connection", there, true)
	})
}

func TestAttendanceIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, newPaper(), "n1")
		start := time.Now()
		els, sam := h.enter("els"), h.enter("sam")
		ok(t, els.Open(bg))
		time.Sleep(time.Minute)
		ok(t, els.Admit(bg, Everyone))
		time.Sleep(10 * time.Minute)
		sam.Gone()
		time.Sleep(time.Minute)
		h.enter("sam")
		time.Sleep(9*time.Minute + 15*time.Second)
		left := h.kill()
		h = open(t, left, "n1")
		time.Sleep(time.Hour)
		h.enter("els")
		h.Close()

		minutes := ""
		for _, p := range left.meeting(t).Live.Roster {
			for _, s := range p.Times {
				minutes += fmt.Sprintf(" %s %.0f-%.0f", p.ID, float64(s.In-start.UnixMilli())/60e3, float64(s.Out-start.UnixMilli())/60e3)
			}
		}
		same(t, "a crash ends attendance, coming back begins it anew", minutes,
			" f-els 0-21 f-els 81-81 m-sam 1-11 m-sam 12-21")
	})
}
