package groups

import (
	"time"
	_ "time/tzdata" // one binary runs anywhere, also without zone files

	"kring/internal/fault"
)

// homeZone is where groups meet unless they say otherwise.
const homeZone = "Europe/Amsterdam"

// starts gives the first n starts of a rhythm in Unix ms. The clock on the
// wall is the same at each, also across the change to and from summer time;
// only an hour that the change skips becomes an hour later.
func (r Rhythm) starts(n int) ([]int64, error) {
	zone, err := time.LoadLocation(r.Timezone)
	if err != nil || r.Timezone == "" || r.Timezone == "Local" {
		return nil, fault.Bad("timezone", "timezone.unknown", "no such time zone")
	}
	day, err := time.Parse("2006-01-02", r.FirstDate)
	if err != nil {
		return nil, fault.Bad("firstDate", "date.invalid", "want a date as 2026-12-01")
	}
	clock, err := time.Parse("15:04", r.Time)
	if err != nil {
		return nil, fault.Bad("time", "time.invalid", "want a time as 19:30")
	}
	out := make([]int64, n)
	for i := range out {
		y, m, d := day.AddDate(0, 0, i*r.EveryDays).Date()
		out[i] = time.Date(y, m, d, clock.Hour(), clock.Minute(), 0, 0, zone).UnixMilli()
	}
	return out, nil
}
