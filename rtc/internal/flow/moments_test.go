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
	// Its clock stood still for a while: no timestamps, but time passed.
	if at, want := m.Of(1920, 48000, start.Add(1100*time.Millisecond)), start.Add(1100*time.Millisecond); at != want {
		t.Errorf("told %v after a pause; want %v", at, want)
	}
}

// A network that stands still for most of a second and then brings all of it
// at once loses nothing of what was said meanwhile.
func TestMomentsOfWhatWasHeldBack(t *testing.T) {
	var m flow.Moments
	start := time.Unix(1000, 0)
	for i := range 100 { // 2 s, of which 0.5 to 1.3 s come together
		sent := time.Duration(i) * 20 * time.Millisecond
		came := sent
		if sent > 500*time.Millisecond && sent < 1300*time.Millisecond {
			came = 1300 * time.Millisecond
		}
		if at, want := m.Of(uint32(i)*960, 48000, start.Add(came)), start.Add(sent); !at.Equal(want) {
			t.Fatalf("what was sent at %v and came at %v is told as of %v", sent, came, at.Sub(start))
		}
	}
}

// A clock that stood still for less than that is believed at first, and no
// longer when nothing catches up.
func TestMomentsOfAShortPause(t *testing.T) {
	var m flow.Moments
	start := time.Unix(1000, 0)
	m.Of(0, 48000, start)
	for i := range 50 { // 0.6 s without timestamps, then a second of sound
		came := start.Add(620*time.Millisecond + time.Duration(i)*20*time.Millisecond)
		at := m.Of(uint32(i+1)*960, 48000, came)
		if i >= 25 && !at.Equal(came) {
			t.Fatalf("%d ms after the pause it is told %v early", i*20, came.Sub(at))
		}
	}
}
