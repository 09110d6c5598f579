package meeting

import (
	"fmt"
	"sync"
	"testing"
	"testing/synctest"

	"kring/groups"
)

func TestSixteenJoinAtOnce(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		h.paper.set(func(p *paper) {
			p.put(&groups.Meeting{GroupID: "g1", Seats: 16, Phase: groups.Planned})
			d, _ := p.get("")
			d.ID = "m1"
			p.put(d)
		})
		els := h.enter("els")
		ok(t, els.Open(bg))
		guests := make([]*guest, 15)
		var wg sync.WaitGroup
		for i := range guests {
			wg.Go(func() { guests[i] = h.enter(fmt.Sprint("p", i)) })
		}
		wg.Wait()
		same(t, "all wait", len(els.look().Waiting), 15)
		before, gate := h.paper.meeting(t).Rev, make(chan struct{})
		h.paper.set(func(p *paper) { p.gate = gate })
		for i := range guests {
			wg.Go(func() { _ = els.Admit(bg, fmt.Sprint("m-p", i)) })
		}
		synctest.Wait()
		close(gate)
		wg.Wait()
		same(t, "fifteen admissions in two writes", h.paper.meeting(t).Rev-before, 2)
		taken := map[int]bool{}
		for _, g := range guests {
			taken[g.look().YourSeat] = true
			same(t, "seats shown", len(g.state.Seats), 16)
		}
		same(t, "each has a seat of her own", len(taken), 15)
		for i := range guests {
			wg.Go(func() {
				if _, err := guests[i].Offer(bg, "offer"); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	})
}

func TestMembersSeeOnlyWhomTheyMay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := openFor(t, newPaper(), "n1", crowd{hidden: true})
		defer h.Close()
		els, sam, roos := h.enter("els"), h.enter("sam"), h.enter("roos")
		ok(t, els.Open(bg))
		ok(t, els.Admit(bg, Everyone))
		same(t, "a member", seats(sam.look()), "0:Els 1:SAM")
		same(t, "another", seats(roos.look()), "0:Els 2:ROOS")
		same(t, "a facilitator", seats(els.look()), "0:Els 1:SAM 2:ROOS")
		h.Speaking("m1", map[string][]int{"m-sam": {2, 1}, "m-roos": {2, 1}})
		roos.look()
		sam.look()
		same(t, "who speaks, for one who sees her", fmt.Sprint(roos.heard), "[2]")
		same(t, "and for one who does not", fmt.Sprint(sam.heard), "[1]")

		for _, g := range []*guest{sam, els} {
			_, err := g.Offer(bg, "offer")
			ok(t, err)
		}
		media := h.studio.sees
		same(t, "media for a member: the guide, another member, a stranger",
			fmt.Sprint(media["m-sam"]("f-els"), media["m-sam"]("m-roos"), media["m-sam"]("m-late")), "true false false")
		same(t, "and for the guide", fmt.Sprint(media["f-els"]("m-roos")), "true")
	})
}
