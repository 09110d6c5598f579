package groups_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"kring/groups"
	"kring/groups/groupstest"
	"kring/internal/seal"
)

// full is a group of two with Anna and Bram in it, and Cas, Daan and Esra waiting.
func full(t *testing.T) (w *groupstest.World, group, anna string) {
	t.Helper()
	w = world(t)
	g := w.Group(t, func(f *groups.NewGroup) { f.Capacity = 2 })
	groupstest.WantFault(t, w.Wait(t.Context(), claim(g.ID, "cas")), "group.free")
	anna = w.Join(t, g.ID, "anna", "Anna")
	w.Join(t, g.ID, "bram", "Bram")
	for _, p := range []string{"cas", "daan", "esra"} {
		w.Pass(time.Minute)
		groupstest.Must(t, w.Wait(t.Context(), claim(g.ID, p)))
	}
	return w, g.ID, anna
}

func claim(group, person string) groups.Claim {
	return groups.Claim{GroupID: group, PersonID: person, Alias: "Alias van " + person}
}

// post remembers what was told; a key tells once, as notices do.
type post map[groups.Tell]int

func (p post) tell(_ context.Context, t groups.Tell) error { p[t]++; return nil }

func (p post) told(person, kind string) (n int) {
	for t := range p {
		if t.PersonID == person && t.Kind == kind {
			n++
		}
	}
	return n
}

// line is the aliases in a line, with an ! for who is offered a place.
func line(t *testing.T, w *groupstest.World, group string) (out string) {
	t.Helper()
	ws, err := w.Line(t.Context(), group)
	groupstest.Must(t, err)
	for _, one := range ws {
		out += one.Alias[len("Alias van "):]
		if one.Until != 0 {
			out += "!"
		}
		out += " "
	}
	return out
}

func wantLine(t *testing.T, w *groupstest.World, group, want string) {
	t.Helper()
	if got := line(t, w, group); got != want {
		t.Errorf("the line is %q, want %q", got, want)
	}
}

// A place that comes free goes along the line: declined, too late, taken.
func TestPlaceGoesAlongTheLine(t *testing.T) {
	w, g, anna := full(t)
	ctx, p := t.Context(), post{}
	groupstest.Must(t, w.Wait(ctx, claim(g, "cas"))) // again: stays where he is
	groupstest.WantFault(t, w.Wait(ctx, claim(g, "bram")), "member.already")
	wantLine(t, w, g, "cas daan esra ")
	groupstest.Must(t, w.RemoveMember(ctx, anna))
	wantLine(t, w, g, "cas! daan esra ")
	groupstest.WantFault(t, w.TrySpot(ctx, g, "Fons"), "group.full") // the place is kept
	_, err := w.TakeSpot(ctx, claim(g, "daan"))
	groupstest.WantFault(t, err, "group.full")
	for person, code := range map[string]string{"daan": "offer.none", "fons": "not-found"} {
		c := claim(g, person)
		c.Offered = true
		_, err := w.TakeSpot(ctx, c)
		groupstest.WantFault(t, err, code)
	}
	groupstest.Must(t, w.Unwait(ctx, g, "cas"))
	wantLine(t, w, g, "daan! esra ")
	mine, err := w.MyWaits(ctx, "esra")
	if err != nil || len(mine) != 1 || mine[0].Position != 2 || mine[0].StartAt == 0 || mine[0].Until != 0 || mine[0].Alias != "Alias van esra" {
		t.Errorf("%+v, %v", mine, err)
	}
	mine, err = w.MyWaits(ctx, "daan")
	groupstest.Must(t, err)
	w.Pass(time.UnixMilli(mine[0].Until).Sub(w.Clock()) - time.Millisecond)
	groupstest.Must(t, w.SettleLines(ctx, p.tell))
	wantLine(t, w, g, "daan! esra ")
	w.Pass(time.Millisecond)
	groupstest.Must(t, w.SettleLines(ctx, p.tell))
	wantLine(t, w, g, "esra! ")
	w.Join(t, g, "esra", "Esra")
	wantLine(t, w, g, "")
	groupstest.Must(t, w.SettleLines(ctx, p.tell))
	got := fmt.Sprint(p.told("cas", groups.TellOffer), p.told("daan", groups.TellOffer), p.told("esra", groups.TellOffer), p.told("cas", groups.TellOver), p.told("daan", groups.TellOver), p.told("esra", groups.TellOver))
	if got != "1 1 1 0 1 0" {
		t.Errorf("told %s: %v", got, p)
	}
}

// An offer ends before the group first meets, and not at once when that is near.
func TestOfferEndsBeforeTheGroupBegins(t *testing.T) {
	for _, c := range []struct{ before, want time.Duration }{
		{5 * 24 * time.Hour, 3 * 24 * time.Hour}, {24 * time.Hour, 24 * time.Hour}, {time.Hour, 3 * 24 * time.Hour}, {-time.Hour, 3 * 24 * time.Hour},
	} {
		w, g, anna := full(t)
		starts, err := w.Starts(t.Context(), g)
		groupstest.Must(t, err)
		w.Pass(time.UnixMilli(starts[0]).Sub(w.Clock()) - c.before)
		groupstest.Must(t, w.RemoveMember(t.Context(), anna))
		mine, err := w.MyWaits(t.Context(), "cas")
		groupstest.Must(t, err)
		if got := time.UnixMilli(mine[0].Until).Sub(w.Clock()); got != c.want {
			t.Errorf("%v before it begins there are %v to choose, want %v", c.before, got, c.want)
		}
	}
}

// Whoever takes an offer and is cut off has it still, and does not have two.
func TestBrokenOffAcceptKeepsTheOffer(t *testing.T) {
	w, g, anna := full(t)
	ctx, p := t.Context(), post{}
	groupstest.Must(t, w.RemoveMember(ctx, anna))
	_, err := w.TakeSpot(ctx, claim(g, "cas"))
	groupstest.Must(t, err)
	for range 3 {
		w.Pass(11 * time.Minute)
		groupstest.Must(t, w.SettleLines(ctx, p.tell))
		wantLine(t, w, g, "cas! daan esra ")
	}
	w.Join(t, g, "cas", "Cas")
	wantLine(t, w, g, "daan esra ")
	if p.told("cas", groups.TellOffer) != 1 || p.told("daan", groups.TellOffer) != 0 {
		t.Errorf("told %v", p)
	}
}

// What cannot be told now is told later, and nothing of the line is lost.
func TestTellsOutliveFailure(t *testing.T) {
	w, g, anna := full(t)
	ctx, p := t.Context(), post{}
	groupstest.Must(t, w.RemoveMember(ctx, anna))
	down := errors.New("down")
	if err := w.SettleLines(ctx, func(context.Context, groups.Tell) error { return down }); !errors.Is(err, down) {
		t.Errorf("%v", err)
	}
	groupstest.Must(t, w.SettleLines(ctx, p.tell))
	groupstest.Must(t, w.SettleLines(ctx, p.tell))
	for one, n := range p {
		if n != 1 || one.PersonID != "cas" {
			t.Errorf("%+v told %d times", one, n)
		}
	}
	wantLine(t, w, g, "cas! daan esra ")
}

func TestAheadAndOff(t *testing.T) {
	w, g, anna := full(t)
	ctx, p := t.Context(), post{}
	ws, err := w.Line(ctx, g)
	groupstest.Must(t, err)
	groupstest.WantFault(t, w.PutAhead(ctx, g, ws[2].ID, "because"), "group.choice")
	groupstest.WantFault(t, w.PutAhead(ctx, g, "none", groups.AheadUrgent), "not-found")
	groupstest.Must(t, w.TakeOff(ctx, g, "none"))
	groupstest.Must(t, w.PutAhead(ctx, g, ws[2].ID, groups.AheadUrgent))
	groupstest.Must(t, w.RemoveMember(ctx, anna))
	wantLine(t, w, g, "esra! cas daan ")
	groupstest.Must(t, w.PutAhead(ctx, g, ws[1].ID, groups.AheadAgreed))
	wantLine(t, w, g, "daan esra! cas ")
	groupstest.Must(t, w.TakeOff(ctx, g, ws[2].ID))
	wantLine(t, w, g, "daan! cas ")
	groupstest.Must(t, w.Vault.Erase(ctx, seal.Person("daan")))
	w.Pass(11 * time.Minute)
	groupstest.Must(t, w.SettleLines(ctx, p.tell))
	wantLine(t, w, g, "cas! ")
	groupstest.Must(t, w.End(ctx, g))
	groupstest.Must(t, w.SettleLines(ctx, p.tell))
	wantLine(t, w, g, "")
	if p.told("esra", groups.TellOver) != 1 || p.told("cas", groups.TellOver) != 1 {
		t.Errorf("told %v", p)
	}
}

// Many at once, on one document: all have a place in the line, one offer each.
func TestLineUnderContention(t *testing.T) {
	w := world(t)
	ctx := t.Context()
	g := w.Group(t, func(f *groups.NewGroup) { f.Capacity = 2 })
	anna, bram := w.Join(t, g.ID, "anna", "Anna"), w.Join(t, g.ID, "bram", "Bram")
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			if err := w.Wait(ctx, claim(g.ID, fmt.Sprint("p", n))); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, m := range []string{anna, bram} {
		wg.Go(func() {
			if err := w.RemoveMember(ctx, m); err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() {
			if err := w.SettleLines(ctx, post{}.tell); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	ws, err := w.Line(ctx, g.ID)
	groupstest.Must(t, err)
	offers := slices.DeleteFunc(slices.Clone(ws), func(v groups.WaiterView) bool { return v.Until == 0 })
	if len(ws) != 8 || len(offers) != 2 || offers[0].ID != ws[0].ID || offers[1].ID != ws[1].ID {
		t.Errorf("%+v", ws)
	}
}
