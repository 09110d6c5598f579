package meeting

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"kring/groups"
)

// kind makes the paper's meeting one of another kind.
func (h *hall) kind(kind string) {
	d := h.paper.meeting(h.t)
	d.Kind = kind
	h.paper.set(func(p *paper) { p.put(d) })
}

// In one room with others: hand and script, no seat, no sound, no picture.
func TestWhoSitsInTheRoomHasNoSeat(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		ctx := context.Background()
		_, err := h.CheckIn(ctx, "m1", "sam", func() {})
		code(t, err, "meeting.not-hybrid")
	})
	inside(t, func(t *testing.T, h *hall) {
		ctx := context.Background()
		h.kind(groups.Hybrid)
		els := h.enter("els")
		ok(t, els.Open(ctx))
		v, err := h.CheckIn(ctx, "m1", "sam", func() {})
		ok(t, err)
		sam := &guest{Visit: v, t: t}
		same(t, "waits like everybody", len(els.look().Waiting), 1)
		ok(t, els.Admit(ctx, Everyone))
		s := sam.look()
		same(t, "in, without a seat", fmt.Sprint(s.InRoom, s.YourSeat, len(s.Seats), len(s.Room)), "true -1 1 1")
		ok(t, sam.Hand(ctx, true))
		ok(t, sam.Media(ctx, Devices{true, true}))
		seen := els.look()
		same(t, "the hand is seen, beside the seats", fmt.Sprint(len(seen.Seats), seen.Room[0].Alias, seen.Room[0].Hand), "1SAM1")
		code(t, v.Connect(ctx, func(Offer) error { return nil }), "media.none")
		p := h.paper.meeting(t).Live.Roster[1]
		same(t, "attendance knows", fmt.Sprint(p.Room, p.Seat, len(p.Times)), "true -1 1")
	})
}

func TestThePracticeRoomNeedsNobody(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		h.kind(groups.Practice)
		sam := h.enter("sam")
		s := sam.look()
		same(t, "open and seated", fmt.Sprint(s.Phase, s.YourSeat), "open0")
		same(t, "it does not close while she is there", s.Closing, int64(0))
		ok(t, sam.Leave(context.Background()))
		same(t, "and is there again", h.enter("sam").look().YourSeat, 0)
	})
}

func TestTypingAndCaptions(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		ctx := context.Background()
		els, sam := h.enter("els"), h.enter("sam")
		code(t, sam.Type(ctx, "te vroeg"), "meeting.not-seated")
		ok(t, els.Open(ctx))
		ok(t, els.Admit(ctx, Everyone))
		sam.look()
		els.look()
		code(t, sam.Type(ctx, strings.Repeat("é", 201)), "text.long")
		ok(t, sam.Type(ctx, "Ik"))
		ok(t, sam.Type(ctx, "Ik ook"))
		same(t, "the newest counts", fmt.Sprint(els.Take().Texts), "[{m-sam Ik ook}]")
		code(t, sam.Caption(ctx, Caption{"En toen", false}), "meeting.not-captioner")
		ok(t, els.Captioner(ctx, "m-sam"))
		for _, c := range []Caption{{"En", false}, {"En toen", true}, {"dacht", false}} {
			ok(t, sam.Caption(ctx, c))
		}
		same(t, "what is not final is replaced", fmt.Sprint(els.Take().Captions), "[{En toen true} {dacht false}]")
		ok(t, h.Caption(ctx, "m1", "sam", Caption{"ik", true}))
		code(t, h.Caption(ctx, "m1", "els", Caption{"ik", true}), "meeting.not-captioner")
		same(t, "it is saved who writes", h.paper.meeting(t).Live.Captioner, "m-sam")
	})
}

// A caption does not tell who spoke: it is not for whom the speaker is hidden from.
func TestCaptionsKeepHiddenPeopleHidden(t *testing.T) {
	h := openFor(t, newPaper(), "n1", crowd{hidden: true})
	defer h.Close()
	ctx := context.Background()
	els, sam, kim := h.enter("els"), h.enter("sam"), h.enter("kim")
	ok(t, els.Open(ctx))
	ok(t, els.Admit(ctx, Everyone))
	ok(t, els.Captioner(ctx, "f-els"))
	for _, g := range []*guest{els, sam, kim} {
		g.Take()
	}
	ok(t, els.Caption(ctx, Caption{"Kim vertelt", true}))
	ok(t, kim.Type(ctx, "Ik ben Kim"))
	u := sam.Take()
	same(t, "nothing of another member", len(u.Captions)+len(u.Texts), 0)
	same(t, "the facilitator reads both", fmt.Sprint(len(els.Take().Captions)), "1")
}
