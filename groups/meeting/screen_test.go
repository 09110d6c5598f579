package meeting

import (
	"fmt"
	"testing"
	"time"
)

// screen is who has the screen place at the media server.
func (h *hall) screen() string {
	h.t.Helper()
	h.studio.is("") // settled
	h.studio.mu.Lock()
	defer h.studio.mu.Unlock()
	return h.studio.screen
}

// circled is an open meeting with everybody's media up.
func (h *hall) circled(people ...string) map[string]*guest {
	h.t.Helper()
	out := map[string]*guest{"els": h.enter("els")}
	ok(h.t, out["els"].Open(bg))
	for _, p := range people {
		out[p] = h.enter(p)
	}
	ok(h.t, out["els"].Admit(bg, Everyone))
	for _, g := range out {
		_, err := g.Offer(bg, "offer")
		ok(h.t, err)
	}
	return out
}

func TestTheScreenPlace(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		g := h.circled("sam", "roos")
		els, sam, roos := g["els"], g["sam"], g["roos"]
		wait := h.enter("kim")
		code(t, wait.Screen(bg, true), "meeting.not-seated")
		ok(t, sam.Screen(bg, true))
		same(t, "everybody is told", roos.look().Screen, "m-sam")
		same(t, "but not who waits", wait.look().Screen, "")
		same(t, "and sees it", h.screen(), "m-sam")
		code(t, roos.Screen(bg, true), "meeting.screen-taken")
		ok(t, roos.Screen(bg, false))
		same(t, "another's stop stops nothing", roos.look().Screen, "m-sam")

		ok(t, els.Screen(bg, true))
		same(t, "a facilitator takes it over", sam.look().Screen, "f-els")
		same(t, "for everybody's page", h.screen(), "f-els")
		ok(t, sam.Screen(bg, false))
		same(t, "the first one's stop is late", sam.look().Screen, "f-els")
		ok(t, els.Screen(bg, false))
		same(t, "stopped", els.look().Screen+h.screen(), "")
	})
}

func TestTheScreenPlaceIsGivenBack(t *testing.T) {
	for name, away := range map[string]func(els, sam *guest) error{
		"who leaves":     func(_, sam *guest) error { return sam.Leave(bg) },
		"who is removed": func(els, _ *guest) error { return els.Remove(bg, "m-sam") },
		"the end":        func(els, _ *guest) error { return els.Close(bg) },
		"a lost connection, in time": func(_, sam *guest) error {
			sam.Gone()
			time.Sleep(deafAfter + time.Second)
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			inside(t, func(t *testing.T, h *hall) {
				g := h.circled("sam")
				ok(t, g["sam"].Screen(bg, true))
				same(t, "shared", h.screen(), "m-sam")
				ok(t, away(g["els"], g["sam"]))
				els := h.enter("els")
				same(t, "told", els.look().Screen, "")
				_, err := els.Offer(bg, "offer")
				ok(t, err)
				same(t, "and in the media", h.screen(), "")
			})
		})
	}
}

func TestASharedScreenOutlivesAHiccup(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		g := h.circled("sam")
		ok(t, g["sam"].Screen(bg, true))
		g["sam"].Gone()
		time.Sleep(deafAfter / 2)
		sam := h.enter("sam")
		time.Sleep(deafAfter)
		same(t, "still hers", sam.look().Screen+" "+h.screen(), "m-sam m-sam")
		_, err := sam.Offer(bg, "another page")
		ok(t, err)
		same(t, "on a new connection too", h.screen(), "m-sam")
	})
}

func TestWhatAPageShowsIsAllItGets(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		g := h.circled("sam", "roos")
		els, sam := g["els"], g["sam"]
		els.look()
		shown := func() string {
			h.studio.is("")
			h.studio.mu.Lock()
			defer h.studio.mu.Unlock()
			return fmt.Sprint(h.studio.views)
		}
		same(t, "before it is told", shown(), "map[]")
		ok(t, sam.View(bg, []Tile{{0, 360}, {ScreenPlace, 720}}))
		same(t, "tiles", shown(), "map[m-sam:[{0 360} {-1 720}]]")
		same(t, "nobody is told", els.Take().View == nil, true)
		ok(t, sam.View(bg, nil))
		same(t, "sound only", shown(), "map[m-sam:[]]")
		_, err := sam.Offer(bg, "another page")
		ok(t, err)
		same(t, "also on a new connection", shown(), "map[m-sam:[]]")
	})
}
