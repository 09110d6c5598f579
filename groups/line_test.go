package groups

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestLineModel does what may happen to a group in any order, with time passing:
// no place has two holders, nobody is lost without being told, who came first
// is offered first, no place stays free while somebody waits, each offer is told
// once, and settling twice is settling once.
func TestLineModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := &Group{Capacity: rapid.IntRange(2, 4).Draw(t, "capacity"), Status: StatusPlanned}
		begins := rapid.Int64Range(0, 9*24*3600_000).Draw(t, "begins")
		now, made := int64(1), 0
		order := []string{}        // who waits, as the test knows
		gone := map[string]bool{}  // who went by their own choice, or sits
		took := map[string]int64{} // who began to join, and when
		t.Repeat(map[string]func(*rapid.T){
			"wait": func(*rapid.T) {
				if g.Full() {
					made++
					p := fmt.Sprint("p", made)
					g.Waiters = append(g.Waiters, Waiter{MemberID: p, PersonID: p, Since: now})
					order = append(order, p)
				}
			},
			"join": func(t *rapid.T) { // whoever has an offer, or anybody when there is a place
				p := fmt.Sprint("p", rapid.IntRange(1, made+1).Draw(t, "who"))
				if i := slices.IndexFunc(g.Waiters, func(w Waiter) bool { return w.Until != 0 }); i >= 0 && rapid.Bool().Draw(t, "offered") {
					p = g.Waiters[i].PersonID
				}
				if g.spot(p) != nil || g.free(p) < 1 {
					return
				}
				if g.waiter(p) < 0 {
					made++
					p = fmt.Sprint("p", made)
				}
				g.Spots = append(g.Spots, Spot{MemberID: p, PersonID: p, At: now})
				took[p] = now
			},
			"leave": func(t *rapid.T) {
				if len(g.Spots) > 0 {
					i := rapid.IntRange(0, len(g.Spots)-1).Draw(t, "place")
					p := g.Spots[i].PersonID
					g.Spots = slices.Delete(g.Spots, i, i+1) // stale, or a member who goes
					delete(took, p)
				}
			},
			"decline": func(t *rapid.T) {
				if len(g.Waiters) > 0 {
					i := rapid.IntRange(0, len(g.Waiters)-1).Draw(t, "who")
					gone[g.Waiters[i].PersonID] = true
					g.Waiters = slices.Delete(g.Waiters, i, i+1)
				}
			},
			"time": func(t *rapid.T) {
				now += rapid.OneOf(rapid.Int64Range(1, 4*60_000), rapid.Int64Range(1, 2*24*3600_000)).Draw(t, "ms")
			},
			"": func(t *rapid.T) {
				before := slices.Clone(g.Waiters)
				g.settle(now, begins)
				once := fmt.Sprintf("%+v", *g)
				if g.settle(now, begins); fmt.Sprintf("%+v", *g) != once {
					t.Fatalf("settling again changes %s into %+v", once, *g)
				}
				checkLine(t, g, now, before)
				for p, at := range took {
					if at <= now-spotPatience.Milliseconds() {
						gone[p] = true
					}
				}
				left := slices.DeleteFunc(slices.Clone(order), func(p string) bool { return g.waiter(p) < 0 })
				if fmt.Sprint(left) != fmt.Sprint(g.WaiterIDs) {
					t.Fatalf("the line is %v, came %v", g.WaiterIDs, left)
				}
				for _, p := range order {
					told := slices.ContainsFunc(g.Tells, func(t Tell) bool { return t.PersonID == p && t.Kind == TellOver })
					if g.waiter(p) < 0 && !gone[p] && !told {
						t.Fatalf("%s is lost: %+v", p, *g)
					}
				}
			},
		})
	})
}

func checkLine(t *rapid.T, g *Group, now int64, before []Waiter) {
	held, keys := map[string]bool{}, map[string]bool{}
	for _, p := range g.Spots {
		held[p.PersonID] = true
	}
	waits := false
	for _, w := range g.Waiters {
		if w.Until != 0 {
			held[w.PersonID] = true
			if w.Until <= now && g.spot(w.PersonID) == nil {
				t.Fatalf("an offer stands after its time: %+v at %d", w, now)
			}
		} else if g.spot(w.PersonID) == nil {
			waits = true
		}
		if waits && w.Until != 0 && !slices.ContainsFunc(before, func(b Waiter) bool { return b.PersonID == w.PersonID && b.Until != 0 }) {
			t.Fatalf("%s was offered a place before who came first: %+v", w.PersonID, g.Waiters)
		}
	}
	if len(held) > g.Capacity {
		t.Fatalf("%d hold %d places: %+v", len(held), g.Capacity, *g)
	}
	if waits && len(held) < g.Capacity {
		t.Fatalf("a place is free while somebody waits: %+v", *g)
	}
	for _, tell := range g.Tells {
		if keys[tell.Kind+tell.Key] {
			t.Fatalf("told twice: %+v", tell)
		}
		keys[tell.Kind+tell.Key] = true
	}
}
