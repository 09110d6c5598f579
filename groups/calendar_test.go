package groups

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// On the wall every meeting starts at the same time, everyDays apart, also
// across both clock changes.
func TestStartsKeepLocalTime(t *testing.T) {
	zone, err := time.LoadLocation(homeZone)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		day := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 3000).Draw(t, "day"))
		minute := rapid.IntRange(0, 24*60-1).Draw(t, "minute")
		every := rapid.IntRange(1, maxEveryDays).Draw(t, "every")
		r := Rhythm{FirstDate: day.Format("2006-01-02"), Time: fmt.Sprintf("%02d:%02d", minute/60, minute%60), EveryDays: every, Timezone: homeZone}
		starts, err := r.starts(14)
		if err != nil {
			t.Fatal(err)
		}
		for i, at := range starts {
			got := time.UnixMilli(at).In(zone)
			want := day.AddDate(0, 0, i*every).Format("2006-01-02 ") + r.Time
			skipped := got.Hour() == 3 && minute/60 == 2 // 02:30 does not exist on one night in March
			if got.Format("2006-01-02 15:04") != want && !skipped {
				t.Errorf("meeting %d is at %s, want %s", i+1, got, want)
			}
			if i > 0 && at <= starts[i-1] {
				t.Errorf("meeting %d is not after the one before", i+1)
			}
		}
	})
}

func TestStartsAcrossTheClockChange(t *testing.T) {
	r := Rhythm{FirstDate: "2026-10-20", Time: "19:30", EveryDays: 7, Timezone: homeZone}
	starts, err := r.starts(2)
	if err != nil {
		t.Fatal(err)
	}
	if h := (starts[1] - starts[0]) / time.Hour.Milliseconds(); h != 7*24+1 {
		t.Errorf("%d hours between, want a week and an hour", h)
	}
}

func FuzzRhythm(f *testing.F) {
	f.Add("2026-12-01", "19:30", 7)
	f.Add("2026-02-30", "7:3", -1)
	f.Fuzz(func(t *testing.T, date, clock string, every int) {
		r := Rhythm{FirstDate: date, Time: clock, EveryDays: every % 100, Timezone: homeZone}
		if at, err := r.starts(3); err == nil && len(at) != 3 {
			t.Errorf("%q %q: %v", date, clock, at)
		}
	})
}

func FuzzAlias(f *testing.F) {
	for _, s := range []string{"Anna", " a  b ", "06 12345678", "a@b.nl", "\u202eannA", "😀", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		a, err := CleanAlias(raw)
		if err != nil {
			return
		}
		if again, err := CleanAlias(a); err != nil || again != a {
			t.Errorf("%q becomes %q, which becomes %q (%v)", raw, a, again, err)
		}
	})
}
