package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"

	"kring/groups"
	"kring/groups/organisation"
	"kring/groups/report"
	"kring/homework/survey"
	"kring/internal/store"
)

// TestBenchOutcome fills a municipality with 2,000 groups and 20,000 people who
// were at six meetings and filled in two questionnaires twice, and measures
// how long its report takes to make, the most memory meanwhile, and how long
// to read it. KRING_BENCH=1 runs it; MONGODB_URI on MongoDB.
func TestBenchOutcome(t *testing.T) {
	if os.Getenv("KRING_BENCH") == "" {
		return
	}
	const teams, groupsEach, people, meetings = 10, 200, 10, 6
	w := start(t)
	ctx := t.Context()
	w.must(w.groups.Organisations.Add(ctx, &organisation.Organisation{Meta: store.Meta{ID: "city"}, Kind: "gemeente", Name: "city"}))
	all, err := store.Open[groups.Group](ctx, w.docs, groups.Specs()[0])
	w.must(err)
	members, err := store.Open[groups.Member](ctx, w.docs, groups.Specs()[1])
	w.must(err)
	held, err := store.Open[groups.Meeting](ctx, w.docs, groups.MeetingSpec())
	w.must(err)
	from, _ := report.PeriodOf(time.Now()).Before().Span()
	began := time.Now()
	for team := range teams {
		org := fmt.Sprint("team", team)
		w.must(w.groups.Organisations.Add(ctx, &organisation.Organisation{Meta: store.Meta{ID: org}, Kind: "wijkteam", Name: org, ParentID: "city"}))
		for n := range groupsEach {
			g := &groups.Group{Meta: store.Meta{ID: store.NewID()}, Key: store.NewID(), OrgID: org, ProgrammeTitle: fmt.Sprint("programme ", n%4), Kind: "groepsbegeleiding", MeetingKind: "video", Status: groups.StatusPlanned}
			w.must(all.Insert(ctx, g))
			var roster []groups.Seated
			for p := range people {
				person := fmt.Sprintf("%s.%d", g.ID, p)
				w.must(members.Insert(ctx, &groups.Member{GroupID: g.ID, PersonID: person, Status: groups.Active, JoinedAt: from.AddDate(0, 0, -p).UnixMilli()}))
				roster = append(roster, groups.Seated{PersonID: person, Role: groups.RoleMember})
				for _, moment := range []string{report.Start, report.End} {
					w.must(w.homework.Surveys.Keep(ctx, survey.Filled{AnswerID: person, Step: moment, PersonID: person, GroupID: g.ID, Instrument: report.Experience, Moment: moment, Values: map[int]int{1: p, 2: p, 3: p, 4: 5}}))
				}
			}
			for i := range meetings {
				m := &groups.Meeting{Meta: store.Meta{ID: fmt.Sprintf("%s-%02d", g.ID, i+1)}, GroupID: g.ID, Number: i + 1, StartAt: from.AddDate(0, 0, 7*i+1).UnixMilli(), DurationMin: 90, Phase: groups.Closed}
				m.Live.Roster = roster[:people-i]
				w.must(held.Insert(ctx, m))
			}
		}
	}
	t.Logf("filled with %d people in %v", teams*groupsEach*people, time.Since(began).Round(time.Second))

	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	peak, stop, seen := uint64(0), make(chan struct{}), make(chan struct{})
	go func() { // ends at stop
		defer close(seen)
		for {
			select {
			case <-stop:
				return
			case <-time.After(50 * time.Millisecond):
				runtime.ReadMemStats(&after)
				peak = max(peak, after.HeapAlloc)
			}
		}
	}()
	began = time.Now()
	w.must(w.reports.Due(ctx))
	took := time.Since(began)
	close(stop)
	<-seen
	d, err := w.reports.Get(ctx, "city", report.PeriodOf(time.Now()).Before())
	w.must(err)
	if d.Figures.Reached == nil || *d.Figures.Reached != teams*groupsEach*people {
		t.Fatalf("%+v", d.Figures)
	}
	var reads []time.Duration
	for range 200 {
		began = time.Now()
		_, err := w.reports.Get(ctx, "city", report.PeriodOf(time.Now()).Before())
		w.must(err)
		reads = append(reads, time.Since(began))
	}
	slices.Sort(reads)
	t.Logf("made in %v, at most %d MiB more than before; read p50 %v p99 %v", took.Round(time.Millisecond), (int64(peak)-int64(before.HeapAlloc))>>20, reads[100], reads[197])
}
