package report_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kring/groups/organisation"
	"kring/groups/report"
	"kring/internal/fault"
	"kring/internal/store/sqlitestore"
)

const phq = "phq-9"

// world is a municipality with a wijkteam below it, a second one below that,
// and groups that the test fills.
type world struct {
	*report.Reports
	orgs             *organisation.Organisations
	city, team, town string
	now              time.Time
	groups           map[string]*group
	broken           int // Cohort fails from this call on; 0 never
	asked            int
}

type group struct {
	org    string
	ended  time.Time
	theme  string
	people []report.Person
}

var errBroken = errors.New("broken")

func (w *world) Instruments() []report.Instrument {
	return []report.Instrument{{ID: report.Experience, Name: "Kring", HighBetter: true}, {ID: phq, Name: "PHQ-9"}}
}

func (w *world) Ended(_ context.Context, org string, from, to int64, each func(string) error) error {
	for id, g := range w.groups {
		if at := g.ended.UnixMilli(); g.org == org && at >= from && at < to {
			if err := each(id); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *world) Cohort(_ context.Context, id, _ string) (report.Cohort, error) {
	if w.asked++; w.broken > 0 && w.asked >= w.broken {
		return report.Cohort{}, errBroken
	}
	g := w.groups[id]
	return report.Cohort{Programme: g.theme, Form: "video", Kind: "groepsbegeleiding", People: g.people}, nil
}

type failer interface {
	Helper()
	Fatal(args ...any)
}

func must(t failer, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

type names struct{}

func (names) Name(context.Context, string) (string, error) { return "", nil }

func open(t *testing.T) *world {
	t.Helper()
	db, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "kring.db"))
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	w := &world{groups: map[string]*group{}, now: day(2027, 2, 2)}
	w.orgs, err = organisation.Open(t.Context(), db, names{})
	must(t, err)
	add := func(kind, parent string) string {
		o := &organisation.Organisation{Kind: kind, Name: "X", ParentID: parent}
		must(t, w.orgs.Add(t.Context(), o))
		return o.ID
	}
	w.city = add("gemeente", "")
	w.team = add("wijkteam", w.city)
	w.town = add("gemeente", w.team)
	w.Reports, err = report.Open(t.Context(), report.Deps{DB: db, Organisations: w.orgs, Sources: w, Now: func() time.Time { return w.now }})
	must(t, err)
	return w
}

func day(year, month, d int) time.Time {
	return time.Date(year, time.Month(month), d, 20, 0, 0, 0, time.UTC)
}

// people are n of whom the i-th waited 10+i days, was at 6-i%3 of six meetings
// and went from 12+i to 8 on the PHQ-9.
func people(n int) []report.Person {
	out := make([]report.Person, n)
	for i := range out {
		out[i] = report.Person{
			Waited: float64(10 + i), Held: 6, Attended: 6 - i%3,
			Scores: map[string]map[string]float64{
				phq:               {report.Start: float64(12 + i), report.End: 8, report.FollowUp: 9},
				report.Experience: {report.End: float64(7 + i%2)},
			},
		}
	}
	return out
}

func (w *world) add(id, org string, ended time.Time, n int) {
	w.groups[id] = &group{org: org, ended: ended, theme: "stress", people: people(n)}
}

func (w *world) report(t *testing.T, org string, p report.Period) *report.Report {
	t.Helper()
	must(t, w.Due(t.Context()))
	d, err := w.Get(t.Context(), org, p)
	must(t, err)
	return d
}

func shown(t failer, d *report.Report) string {
	t.Helper()
	b, err := json.Marshal(d.Figures)
	must(t, err)
	return string(b)
}

func TestReport(t *testing.T) {
	w := open(t)
	w.add("a", w.city, day(2026, 9, 1), 8)
	w.add("b", w.team, day(2026, 10, 1), 8)
	w.add("c", w.team, day(2026, 12, 31), 8)
	f := w.report(t, w.city, "2026-H2").Figures
	if f.Groups != 3 || f.Reached == nil || *f.Reached != 25 {
		t.Errorf("%d groups, reached %v", f.Groups, f.Reached)
	}
	if f.Completed != nil {
		t.Errorf("24 of 24 completed: %d is shown, and all read that nobody else did not", *f.Completed)
	}
	if f.Waited == nil || f.Waited.Value != 14 || f.Attendance == nil || f.Attendance.Value != 85 || f.Experience == nil || f.Experience.Value != 7.5 {
		t.Errorf("waited %+v, attendance %+v, experience %+v", f.Waited, f.Attendance, f.Experience)
	}
	if len(f.Measures) != 1 || f.Measures[0].End == nil || f.Measures[0].End.Value != -7.5 || f.Measures[0].End.Size != -3.2 || f.Measures[0].FollowUp != nil {
		t.Errorf("measures %+v", f.Measures)
	}
	if len(f.Programmes) != 1 || f.Programmes[0].Name != "stress" || *f.Programmes[0].People != 25 {
		t.Errorf("programmes %+v", f.Programmes)
	}
}

// The follow-up comes once, when its time is there, and only it.
func TestFollowUp(t *testing.T) {
	w := open(t)
	w.add("a", w.city, day(2026, 9, 1), 8)
	w.add("b", w.city, day(2026, 10, 1), 8)
	before := w.report(t, w.city, "2026-H2")
	w.now = day(2027, 5, 31)
	if d := w.report(t, w.city, "2026-H2"); d.FollowedAt != 0 {
		t.Error("followed up too early")
	}
	w.now = day(2027, 6, 2)
	after := w.report(t, w.city, "2026-H2")
	m := after.Figures.Measures[0]
	if m.FollowUp == nil || m.FollowUp.Value != -6.5 || after.FollowedAt == 0 {
		t.Fatalf("follow-up %+v", m.FollowUp)
	}
	first := shown(t, after)
	w.groups["a"].people = people(3)
	if again := shown(t, w.report(t, w.city, "2026-H2")); again != first {
		t.Errorf("changed afterwards:\n%s\n%s", first, again)
	}
	after.Figures.Measures[0].FollowUp = nil
	if shown(t, after) != shown(t, before) {
		t.Error("the follow-up changed other figures")
	}
}

// A report is not there before its time.
func TestNotBeforeItsTime(t *testing.T) {
	w := open(t)
	w.now = day(2027, 1, 31)
	must(t, w.Due(t.Context()))
	if _, err := w.Get(t.Context(), w.city, "2026-H2"); !fault.Is(err, fault.NotFound) {
		t.Errorf("made in the month in which people still fill in: %v", err)
	}
	w.now = day(2027, 2, 1)
	must(t, w.Due(t.Context()))
	if _, err := w.Get(t.Context(), w.city, "2026-H2"); err != nil {
		t.Error(err)
	}
}

// Differencing in time: who joins, leaves or is erased after a report was made
// changes nothing in it.
func TestAPersonMoreOrLessChangesNothing(t *testing.T) {
	w := open(t)
	for i, n := range []int{7, 8, 9} {
		w.add(fmt.Sprint("g", i), w.team, day(2026, 8+i, 1), n)
	}
	first := shown(t, w.report(t, w.city, "2026-H2"))
	for _, n := range []int{8, 6, 0} {
		w.groups["g0"].people = people(n)
		w.add("late"+fmt.Sprint(n), w.team, day(2026, 12, 1), 9)
		if again := shown(t, w.report(t, w.city, "2026-H2")); again != first {
			t.Errorf("changed afterwards:\n%s\n%s", first, again)
		}
	}
}

// Differencing of periods: a group whose last meeting is moved to another half
// year stays counted where it was.
func TestAGroupIsCountedOnce(t *testing.T) {
	w := open(t)
	w.add("a", w.city, day(2026, 9, 1), 8)
	w.add("b", w.city, day(2026, 10, 1), 8)
	w.report(t, w.city, "2026-H2")
	w.groups["b"].ended = day(2027, 3, 1)
	w.add("c", w.city, day(2027, 3, 1), 8)
	w.now = day(2027, 8, 2)
	if f := w.report(t, w.city, "2027-H1").Figures; f.Groups != 1 || f.Reached != nil {
		t.Errorf("the group that moved is counted again: %+v", f)
	}
}

// Differencing of organisations: people count at one that pays, and not above
// or below it; a wijkteam has no report of its own, nor what it would be less.
func TestPeopleCountAtOnePayer(t *testing.T) {
	w := open(t)
	for i, org := range []string{w.city, w.team, w.team, w.town, w.town} {
		w.add(fmt.Sprint("g", i), org, day(2026, 9, 1), 8)
	}
	if f := w.report(t, w.city, "2026-H2").Figures; f.Groups != 3 || *f.Reached != 25 {
		t.Errorf("city: %+v", f)
	}
	if f := w.report(t, w.town, "2026-H2").Figures; f.Groups != 2 || *f.Reached != 15 {
		t.Errorf("town below it: %+v", f)
	}
	if _, err := w.Get(t.Context(), w.team, "2026-H2"); !fault.Is(err, fault.NotFound) {
		t.Errorf("the wijkteam has a report: %v", err)
	}
}

// A report that broke half-way is made later, whole, and the same as if it had
// not; also one that counted more groups meanwhile counts each once.
func TestBrokenAnywhere(t *testing.T) {
	whole := ""
	for broken := 0; broken <= 4; broken++ {
		w := open(t)
		for i := range 4 {
			w.add(fmt.Sprint("g", i), w.team, day(2026, 9, 1+i), 7+i)
		}
		w.broken = broken
		if err := w.Due(t.Context()); (err != nil) != (broken > 0) {
			t.Fatalf("broken at %d: %v", broken, err)
		}
		w.broken = 0
		got := shown(t, w.report(t, w.city, "2026-H2"))
		if whole == "" {
			whole = got
		}
		if got != whole {
			t.Errorf("broken at %d:\n%s\n%s", broken, got, whole)
		}
	}
}

func TestCost(t *testing.T) {
	w := open(t)
	w.add("a", w.city, day(2026, 9, 1), 8)
	w.add("b", w.city, day(2026, 10, 1), 8)
	d := w.report(t, w.city, "2026-H2")
	if d.PerPerson() != 0 {
		t.Error("a cost that nobody said")
	}
	for _, wrong := range []int64{-1, 1_000_000_001} {
		if err := w.SetCost(t.Context(), w.city, "2026-H2", wrong); !fault.Is(err, fault.Invalid) {
			t.Errorf("%d euros: %v", wrong, err)
		}
	}
	must(t, w.SetCost(t.Context(), w.city, "2026-H2", 4000))
	if d := w.report(t, w.city, "2026-H2"); d.PerPerson() != 267 { // 4000 / 15
		t.Errorf("%d euros a person", d.PerPerson())
	}
	if err := w.SetCost(t.Context(), w.city, "2026-H1", 4000); err != nil {
		t.Error(err)
	}
	if err := w.SetCost(t.Context(), w.team, "2026-H2", 4000); !fault.Is(err, fault.NotFound) {
		t.Errorf("cost of a report that is not there: %v", err)
	}
}

// Whatever people did: no figure that is shown is about fewer than ten, or
// about one group; and with one person more or less nothing that was shown
// changes.
func TestNoFigureIsAboutFewPeople(t *testing.T) {
	w := open(t) // one store, another year each time
	rapid.Check(t, func(rt *rapid.T) {
		year := w.now.Year()
		w.now, w.groups = w.now.AddDate(1, 0, 0), map[string]*group{}
		period := report.PeriodOf(day(year, 9, 1))
		sizes := rapid.SliceOfN(rapid.IntRange(0, 12), 0, 5).Draw(rt, "sizes")
		total, most, full := 0, 0, 0
		for i, n := range sizes {
			id := fmt.Sprint(year, "g", i)
			w.add(id, rapid.SampledFrom([]string{w.city, w.team}).Draw(rt, "org"), day(year, 9, 1), n)
			w.groups[id].theme = rapid.SampledFrom([]string{"stress", "rouw"}).Draw(rt, "theme")
			for k := range w.groups[id].people {
				if rapid.Bool().Draw(rt, "filled in") {
					full++
					continue
				}
				w.groups[id].people[k].Scores = nil
			}
			total, most = total+n, max(most, n)
		}
		must(rt, w.Due(context.Background()))
		d, err := w.Get(context.Background(), w.city, period)
		must(rt, err)
		f := d.Figures
		safe := total >= 10 && 5*most <= 4*total
		if (f.Reached != nil) != safe {
			rt.Fatalf("%v: reached %v", sizes, f.Reached)
		}
		if !safe && (f.Waited != nil || f.Attendance != nil || f.Completed != nil || slices.ContainsFunc(f.Programmes, func(r report.Share) bool { return r.People != nil })) {
			rt.Fatalf("%v: %+v", sizes, f)
		}
		if e := f.Measures[0].End; e != nil && (full < 10 || math.Abs(float64(e.People-full)) > 2) {
			rt.Fatalf("a change of %d people is shown: %+v", full, e)
		}
		before := shown(rt, d)
		for _, g := range w.groups {
			g.people = append(g.people, people(1)...)
		}
		must(rt, w.Due(context.Background()))
		d, err = w.Get(context.Background(), w.city, period)
		must(rt, err)
		if shown(rt, d) != before {
			rt.Fatalf("one more in each group: %s, was %s", shown(rt, d), before)
		}
	})
}

func TestPeriods(t *testing.T) {
	for _, c := range []struct {
		at   time.Time
		want report.Period
	}{
		{day(2026, 1, 1), "2026-H1"}, {day(2026, 6, 30), "2026-H1"}, {day(2026, 7, 1), "2026-H2"},
		{time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC), "2027-H1"}, // past midnight here
	} {
		if got := report.PeriodOf(c.at); got != c.want {
			t.Errorf("%v is in %s, want %s", c.at, got, c.want)
		}
	}
	for p := report.Period("2026-H1"); p > "2020-H1"; p = p.Before() {
		from, to := p.Span()
		if _, before := p.Before().Span(); !before.Equal(from) || report.PeriodOf(from) != p || report.PeriodOf(to.Add(-1)) != p {
			t.Errorf("%s is %v to %v", p, from, to)
		}
	}
	for _, wrong := range []string{"", "2026", "2026-H3", "2026-H0", "26-H1", "2026-H1 ", "2026-H12", "2026-h1", "-026-H1"} {
		if _, err := report.ParsePeriod(wrong); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}

func FuzzPeriod(f *testing.F) {
	f.Add("2026-H1")
	f.Fuzz(func(t *testing.T, s string) {
		p, err := report.ParsePeriod(s)
		if err != nil {
			return
		}
		if from, to := p.Span(); report.PeriodOf(from) != p || !to.After(from) {
			t.Errorf("%q is %v to %v", s, from, to)
		}
	})
}
