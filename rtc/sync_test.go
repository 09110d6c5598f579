package rtc

import (
	"testing"
	"time"

	"kring/rtc/internal/flow"
)

// TestSoundAndPictureStayTogether: the sender reports of a seat's two lines
// must say the same of one moment, whatever was sent on these lines before.
func TestSoundAndPictureStayTogether(t *testing.T) {
	const ntp = 100 << 32
	line := func(rate uint32, captured uint32, told time.Duration) *sink {
		s := &sink{track: &track{report: flow.Reception{Rate: rate}}, time: flow.Timeline{Rate: rate}}
		// Somebody else was on the line until two seconds ago.
		s.time.Begin(12345, start.Add(-5*time.Second))
		s.time.Out(12345+3*rate, start.Add(-2*time.Second))
		s.time.Begin(captured, start)
		s.track.report.Told(ntp+uint64(told.Seconds()*(1<<32)), captured+uint32(told.Seconds()*float64(rate)), start.Add(told))
		return s
	}
	sound := line(audioRate, 7000, 500*time.Millisecond)
	picture := line(videoRate, 4_294_967_000, 1200*time.Millisecond) // its timestamps wrap
	now := start.Add(3 * time.Second)
	for _, s := range []*sink{sound, picture} {
		r := s.report(now)
		if d := int64(r.NTPTime - (ntp + 3<<32)); d < -1<<20 || d > 1<<20 { // 0.25 ms
			t.Errorf("%d Hz: now is %x in NTP; want %x", s.time.Rate, r.NTPTime, uint64(ntp)+3<<32)
		}
		// What was captured at start is 3 s old now.
		first := s.time.Of(map[uint32]uint32{audioRate: 7000, videoRate: 4_294_967_000}[s.time.Rate])
		if age := float64(r.RTPTime-first) / float64(s.time.Rate); age < 2.999 || age > 3.001 {
			t.Errorf("%d Hz: what was captured 3 s ago is %.3f s old", s.time.Rate, age)
		}
	}
	silent := &sink{track: &track{}}
	if silent.report(now) != nil {
		t.Error("a report although the source has not sent one")
	}
}
