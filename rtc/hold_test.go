package rtc_test

import (
	"sync"
	"testing"
	"time"
)

// TestLastWordHolds: a facilitator's and a member's button at the same time;
// whatever was said last is what holds.
func TestLastWordHolds(t *testing.T) {
	m := newMeeting(t, 2)
	anna := m.sit("anna", 0)
	m.sit("bert", 1)
	hears, sees := func() uint64 { return anna.Heard(1) }, func() uint64 { return anna.Seen(1) }
	eventually(t, "anna hears and sees bert", func() bool { return hears() > 0 && sees() > 0 })
	press := func() {
		var all sync.WaitGroup
		for k := range 4 {
			all.Go(func() {
				for i := range 200 {
					m.room.Mute("bert", (i+k)%2 == 0)
					m.room.Camera("bert", (i+k)%3 == 0)
				}
			})
		}
		all.Wait()
	}
	press()
	m.room.Mute("bert", true)
	m.room.Camera("bert", false)
	if !silentFor(300*time.Millisecond, func() uint64 { return hears() + sees() }) {
		t.Error("bert is heard or seen although the last word was no")
	}
	press()
	m.room.Mute("bert", false)
	m.room.Camera("bert", true)
	heard, seen := hears(), sees()
	eventually(t, "bert is heard and seen after the last word was yes", func() bool { return hears() > heard && sees() > seen+20 })
}
