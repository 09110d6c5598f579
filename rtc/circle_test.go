package rtc_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"kring/rtc/rtctest"
)

// TestPairsHearOnlyThemselves: a meeting of four and a guide goes into pairs,
// is visited and comes back; always on the same connections. Every
// packet says who sent it and when, so that not one may come from a stranger
// that was sent after the change.
func TestPairsHearOnlyThemselves(t *testing.T) {
	names := []string{"guide", "anna", "bert", "cees", "dora"}
	m := newMeeting(t, len(names))
	at := make([]*rtctest.Client, len(names))
	for seat, name := range names {
		at[seat] = m.sit(name, seat)
	}
	at[1].Share(true)
	m.room.Screen("anna", true)
	split := func(what string, of map[string]int) {
		t.Helper()
		m.room.Circles(of)
		changed := time.Now()
		for me, c := range at {
			var voices []int
			for other, name := range names {
				if me == other || of[names[me]] == of[name] {
					voices = append(voices, other)
				}
			}
			eventually(t, fmt.Sprintf("%s: %s is told that %v speak", what, names[me], voices), func() bool { return m.ears.hears(names[me], voices...) })
			seen := c.ScreenSeen()
			for other, name := range names {
				newest := func() time.Time { return c.Newest(other + 1) }
				switch {
				case me == other:
				case slices.Contains(voices, other):
					eventually(t, fmt.Sprintf("%s: %s gets %s", what, names[me], name), func() bool { return newest().After(changed) })
				case newest().After(changed):
					t.Errorf("%s: %s gets what %s sent %v after the change", what, names[me], name, newest().Sub(changed))
				}
			}
			if me != 1 && slices.Contains(voices, 1) {
				eventually(t, fmt.Sprintf("%s: %s gets the screen", what, names[me]), func() bool { return c.ScreenSeen() > seen })
			}
		}
	}
	split("all together", nil)
	split("two pairs", map[string]int{"anna": 1, "bert": 1, "cees": 2, "dora": 2})
	split("the guide visits", map[string]int{"guide": 2, "anna": 1, "bert": 1, "cees": 2, "dora": 2})
	split("other pairs", map[string]int{"anna": 1, "cees": 1, "bert": 2, "dora": 2})
	keys := at[2].Keys(3)
	split("all back", nil)
	eventually(t, "bert sees cees again, from a key frame", func() bool { return at[2].Keys(3) > keys })
	for i, c := range at {
		if all, _ := c.Received(); all.Lost > 0 {
			t.Errorf("%s misses %d numbers; a change must not look like loss", names[i], all.Lost)
		}
	}
}

// TestComingBackIntoAPair: who joins again while the meeting is in pairs, and
// who comes late, hear nobody else for a moment either.
func TestComingBackIntoAPair(t *testing.T) {
	m := newMeeting(t, 4)
	m.room.Circles(map[string]int{"anna": 1, "bert": 1, "cees": 2})
	anna, bert, cees := m.sit("anna", 0), m.sit("bert", 1), m.sit("cees", 2)
	got := func(c *rtctest.Client, seat int) bool { return !c.Newest(seat + 1).IsZero() }
	eventually(t, "the pair hears itself", func() bool { return got(anna, 1) && got(bert, 0) })
	_ = bert.Close()
	bert = m.sit("bert", 1)
	late := m.sit("dora", 3)
	eventually(t, "bert is back in his pair", func() bool { return got(bert, 0) })
	if got(anna, 2) || got(bert, 2) || got(cees, 0) || got(cees, 1) || got(late, 0) || got(late, 2) {
		t.Error("somebody gets media of another circle")
	}
	m.room.Circles(nil)
	eventually(t, "all together", func() bool { return got(late, 0) && got(cees, 1) && got(anna, 2) })
}
