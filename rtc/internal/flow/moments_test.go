package flow_test

import (
	"testing"
	"time"

	"kring/rtc/internal/flow"
)

func TestMomentsAreAsFarApartAsTheSourceSays(t *testing.T) {
	var m flow.Moments
	start := time.Unix(1000, 0)
	came := []time.Duration{0, 31, 40, 75, 80, 113} // ms; sent every 20
	var before time.Time
	for i, ms := range came {
		at := m.Of(uint32(1<<32-1000)+uint32(i)*960, 48000, start.Add(ms*time.Millisecond)) // through the wrap
		if i > 0 && at.Sub(before) != 20*time.Millisecond {
			t.Errorf("sound %d is %v after the one before; sent 20 ms apart", i, at.Sub(before))
		}
		before = at
	}
}

func TestMomentsFollowTheShortestWayAndAPause(t *testing.T) {
	var m flow.Moments
	start := time.Unix(1000, 0)
	m.Of(0, 48000, start.Add(50*time.Millisecond)) // 50 ms late
	if at, want := m.Of(960, 48000, start.Add(20*time.Millisecond)), start.Add(20*time.Millisecond); at != want {
		t.Errorf("told %v for a packet that came at once; want %v", at, want)
	}
	// Its clock stood still for a second: no timestamps, but time passed.
	if at, want := m.Of(1920, 48000, start.Add(time.Second)), start.Add(time.Second); at != want {
		t.Errorf("told %v after a pause; want %v", at, want)
	}
}
