package meeting

import (
	"errors"
	"testing"
)

// TestWhatIsOpenedForASeatEndsWithIt: also when she never made an offer.
func TestWhatIsOpenedForASeatEndsWithIt(t *testing.T) {
	for name, out := range map[string]func(els, sam *guest) error{
		"removed": func(els, _ *guest) error { return els.Remove(bg, "m-sam") },
		"left":    func(_, sam *guest) error { return sam.Leave(bg) },
	} {
		t.Run(name, func(t *testing.T) {
			inside(t, func(t *testing.T, h *hall) {
				els, sam := h.enter("els"), h.enter("sam")
				opened := 0
				open := func(o Offer) error {
					opened++
					h.studio.do(func() { h.studio.peers[o.Peer] = o.Seat })
					return nil
				}
				code(t, sam.Connect(bg, open), "meeting.not-seated")
				same(t, "opened without a seat", opened, 0)
				ok(t, els.Open(bg))
				ok(t, els.Admit(bg, Everyone))
				ok(t, sam.Connect(bg, open))
				there, _ := h.studio.is("m-sam")
				same(t, "opened", there, true)
				ok(t, out(els, sam))
				there, _ = h.studio.is("m-sam")
				same(t, "still open", there, false)
			})
		})
	}
}

func TestWhatCannotBeOpenedIsTold(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		why := errors.New("no")
		els := h.enter("els")
		if err := els.Connect(bg, func(Offer) error { return why }); !errors.Is(err, why) {
			t.Error(err)
		}
	})
}
