package rtc_test

import (
	"testing"
	"time"

	"kring/rtc"
)

// TestLipSync: by the sender reports that a browser gets of a seat's two lines,
// sound and picture that were taken at the same moment are at most 80 ms apart:
// at first, after another layer was chosen, and after somebody else took the
// seat, whose clock is hours away from the first one's.
func TestLipSync(t *testing.T) {
	m := newMeeting(t, 2)
	anna, bert := m.over("anna", 0, nil, true), m.over("bert", 1, nil, true)
	anna.Start()
	bert.Start()
	together := func(what string) {
		t.Helper()
		_, before := bert.Skew(0)
		eventually(t, "two more reports "+what, func() bool { _, n := bert.Skew(0); return n >= before+4 })
		worst := time.Duration(0)
		for range 100 {
			skew, _ := bert.Skew(0)
			worst = max(worst, skew.Abs())
			time.Sleep(10 * time.Millisecond)
		}
		t.Logf("%s: at most %v apart", what, worst)
		if worst > 80*time.Millisecond {
			t.Errorf("%s: sound and picture are %v apart", what, worst)
		}
	}
	eventually(t, "the best layer", func() bool { return bert.Layer(0) == 2 })
	together("at first")
	m.room.View("bert", []rtc.Tile{{Seat: 0, Height: 100}})
	eventually(t, "the lowest layer", func() bool { return bert.Layer(0) == 0 })
	together("after another layer")
	m.room.Leave("anna")
	_ = anna.Close()
	heard, keys := bert.Heard(0), bert.Keys(0)
	m.over("cees", 0, nil, true).Start()
	eventually(t, "cees on the same lines", func() bool { return bert.Heard(0) > heard && bert.Keys(0) > keys })
	together("after another person")
}
