package meeting

import (
	"fmt"
	"testing"

	"kring/groups"
	"kring/groups/script"
)

// TestTheDeviceInTheRoomHasASeatAndNoMore: it waits like everybody, sits, is
// heard and seen; it is in no round and no pair, is not silenced by the stick,
// and is shown nothing that is somebody's own. It goes home with the others.
func TestTheDeviceInTheRoomHasASeatAndNoMore(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		h.kind(groups.Hybrid)
		els := h.enter("els")
		ok(t, els.Open(bg))
		v, err := h.CheckIn(bg, "m1", "device", func() {}) // whatever it says, it has a seat
		ok(t, err)
		device := &guest{Visit: v, t: t}
		same(t, "it waits", len(els.look().Waiting), 1)
		ok(t, els.Admit(bg, Everyone))
		ok(t, device.Media(bg, Devices{true, true}))
		s := device.look()
		same(t, "it sits", fmt.Sprint(s.YourSeat, s.InRoom, s.You.Role), "1 falseroom")
		_, err = device.Offer(bg, "sdp")
		ok(t, err)
		sam := h.enter("sam")
		ok(t, els.Admit(bg, Everyone))
		ok(t, els.Play(bg, script.StickStart(nil, 0, true)))
		there, muted := h.studio.is("room-m1")
		same(t, "it is heard while the stick goes round in silence", fmt.Sprint(there, muted), "true false")
		same(t, "the round is without it", fmt.Sprint(els.look().Stage.Stick.Order), "[f-els m-sam]")
		ok(t, els.Play(bg, script.PollDraft("p", "Hoe?", []string{"Goed", "Slecht"}, false)))
		ok(t, els.Play(bg, script.PollStart("p")))
		same(t, "a poll is people's own", device.look().Stage.Poll == nil && sam.look().Stage.Poll != nil, true)
		ok(t, els.Play(bg, script.PollShow(true)))
		same(t, "until it is shown", device.look().Stage.Poll != nil, true)
		ok(t, els.Remove(bg, "room-m1"))
		same(t, "it can be taken out", device.end(), Removed)
		v, err = h.Enter(bg, "m1", "device", Devices{true, true}, func() {})
		ok(t, err)
		device = &guest{Visit: v, t: t}
		same(t, "and waits again", device.look().YourSeat, -1)
		ok(t, els.Admit(bg, Everyone))
		ok(t, els.Debrief(bg))
		same(t, "the debrief is not for it", device.end(), Ended)
	})
}

// TestAttendanceKnowsWhoWasSeen: the camera counts, also for a moment only, and
// not in the waiting room.
func TestAttendanceKnowsWhoWasSeen(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		els := h.enter("els")
		ok(t, els.Open(bg))
		sam := h.enter("sam")
		ok(t, sam.Media(bg, Devices{Microphone: true}))
		ok(t, els.Admit(bg, Everyone))
		seen := func() bool { sam.look(); return h.paper.meeting(t).Live.Roster[1].Seen }
		same(t, "with sound alone", seen(), false)
		ok(t, sam.Media(bg, Devices{true, true}))
		ok(t, sam.Media(bg, Devices{true, false}))
		same(t, "seen for a moment", seen(), true)
	})
}
