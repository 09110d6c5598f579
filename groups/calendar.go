package groups

import (
	"slices"
	"time"
	_ "time/tzdata" // one binary runs anywhere, also without zone files

	"kring/internal/fault"
)

// homeZone is where groups meet unless they say otherwise.
const homeZone = "Europe/Amsterdam"

// zone is the time zone of the rhythm.
func (r Rhythm) zone() (*time.Location, error) {
	zone, err := time.LoadLocation(r.Timezone)
	if err != nil || r.Timezone == "" || r.Timezone == "Local" {
		return nil, fault.Bad("timezone", "timezone.unknown", "no such time zone")
	}
	return zone, nil
}

// shift moves a start as far as another one moved, on the clock on the wall.
// All are Unix ms.
func (r Rhythm) shift(start, from, to int64) (int64, error) {
	zone, err := r.zone()
	if err != nil {
		return 0, err
	}
	wall := func(ms int64) time.Time { // what the clock shows, as if there were no zones
		y, m, d := time.UnixMilli(ms).In(zone).Date()
		h, min, s := time.UnixMilli(ms).In(zone).Clock()
		return time.Date(y, m, d, h, min, s, 0, time.UTC)
	}
	at := wall(start).Add(wall(to).Sub(wall(from)))
	y, m, d := at.Date()
	return time.Date(y, m, d, at.Hour(), at.Minute(), at.Second(), 0, zone).UnixMilli(), nil
}

// starts gives the first n starts of a rhythm in Unix ms, without the days that
// it skips. The clock on the wall is the same at each, also across the change to
// and from summer time; only an hour that the change skips becomes an hour later.
func (r Rhythm) starts(n int) ([]int64, error) {
	zone, err := r.zone()
	if err != nil {
		return nil, err
	}
	day, err := time.Parse("2006-01-02", r.FirstDate)
	if err != nil {
		return nil, fault.Bad("firstDate", "date.invalid", "want a date as 2026-12-01")
	}
	clock, err := time.Parse("15:04", r.Time)
	if err != nil {
		return nil, fault.Bad("time", "time.invalid", "want a time as 19:30")
	}
	out := make([]int64, 0, n)
	for ; len(out) < n; day = day.AddDate(0, 0, r.EveryDays) {
		if slices.Contains(r.Skip, day.Format(time.DateOnly)) {
			continue
		}
		y, m, d := day.Date()
		out = append(out, time.Date(y, m, d, clock.Hour(), clock.Minute(), 0, 0, zone).UnixMilli())
	}
	return out, nil
}
