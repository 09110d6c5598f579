package report

import (
	"fmt"
	"time"

	"kring/internal/fault"
)

// Period is half a calendar year, as 2026-H1. Periods do not overlap and are
// the same for everybody: no two can be subtracted from each other.
type Period string

// local is where the year begins.
var local = func() *time.Location {
	l, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		return time.UTC
	}
	return l
}()

// PeriodOf is the period of a moment.
func PeriodOf(t time.Time) Period {
	t = t.In(local)
	return Period(fmt.Sprintf("%04d-H%d", t.Year(), (int(t.Month())-1)/6+1))
}

// ParsePeriod reads 2026-H1; anything else is an Invalid fault.
func ParsePeriod(s string) (Period, error) {
	var year, half int
	if n, err := fmt.Sscanf(s, "%d-H%d", &year, &half); n != 2 || err != nil || year < 2000 || half < 1 || half > 2 || s != fmt.Sprintf("%04d-H%d", year, half) {
		return "", fault.Bad("period", "report.period", "a period is half a year, as 2026-H1")
	}
	return Period(s), nil
}

// Span is from its first moment until the first after it.
func (p Period) Span() (from, to time.Time) {
	var year, half int
	_, _ = fmt.Sscanf(string(p), "%d-H%d", &year, &half) // it was made here
	from = time.Date(year, time.Month(6*half-5), 1, 0, 0, 0, 0, local)
	return from, from.AddDate(0, 6, 0)
}

// Before is the period before it.
func (p Period) Before() Period {
	from, _ := p.Span()
	return PeriodOf(from.AddDate(0, 0, -1))
}

// Made is when the report of a period is made: a month later, so that what
// people fill in at the end is in it.
func (p Period) Made() time.Time {
	_, to := p.Span()
	return to.AddDate(0, 1, 0)
}

// Followed is when the change after three months is added.
func (p Period) Followed() time.Time { return p.Made().AddDate(0, 4, 0) }
