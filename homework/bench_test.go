package homework_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"kring/homework"
	"kring/homework/programme"
	"kring/homework/survey"
	"kring/internal/audit"
	"kring/internal/seal"
	"kring/internal/store"
	"kring/internal/store/storebench"
)

// TestBenchMeasure measures what issue 6 asks, on SQLite and, with
// MONGODB_URI, on MongoDB. It runs only in make bench-measure: 100,000
// responses take minutes to make.
func TestBenchMeasure(t *testing.T) { storebench.Both(t, benchMeasure) }

func benchMeasure(t *testing.T, db store.DB) {
	ctx := t.Context()
	vault, err := seal.Open(ctx, db, make([]byte, seal.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	h, err := homework.Open(ctx, db, vault)
	if err != nil {
		t.Fatal(err)
	}
	h.Surveys.Organisation = func(context.Context, string) (string, error) { return org, nil }
	log, err := audit.Open(ctx, db, audit.Config{Key: make([]byte, 32), Node: "bench", HeadsFile: t.TempDir() + "/heads", Failed: func(err error) { t.Error(err) }})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = log.Close() }()
	typing(t, h, log)
	const groups, people, moments = 625, 10, 16 // 100,000
	begin := time.Now()
	fillStore(t, h, groups, people, moments)
	t.Logf("%d responses made in %s", groups*people*moments, time.Since(begin).Round(time.Second))
	took := func(what string, do func(i int) error) {
		var all []time.Duration
		for i := range 200 {
			begin := time.Now()
			if err := do(i * 3); err != nil {
				t.Fatal(err)
			}
			all = append(all, time.Since(begin))
		}
		report(t, what, all)
	}
	took("trend of one person", func(i int) error {
		_, err := h.Surveys.Trends(ctx, fmt.Sprint("g", i), fmt.Sprintf("g%dp3", i), true)
		return err
	})
	took("group table", func(i int) error { _, err := h.Surveys.Rows(ctx, fmt.Sprint("g", i)); return err })
}

func report(t *testing.T, what string, all []time.Duration) {
	slices.Sort(all)
	t.Logf("%s: p50 %.2f ms, p99 %.2f ms (%d times)", what, ms(all[len(all)/2]), ms(all[len(all)*99/100]), len(all))
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// fillStore keeps responses of groups × people × moments, through the code that keeps them.
func fillStore(t *testing.T, h *homework.Homework, groups, people, moments int) {
	var all sync.WaitGroup
	for w := range 8 {
		all.Go(func() {
			for g := w; g < groups; g += 8 {
				for p := range people {
					for m := range moments {
						err := h.Surveys.Keep(t.Context(), survey.Filled{
							AnswerID: fmt.Sprintf("g%dp%dm%d", g, p, m), Step: "s", PersonID: fmt.Sprintf("g%dp%d", g, p), GroupID: fmt.Sprint("g", g), Instrument: "kring-check-in",
							Moment: []string{programme.Start, programme.Mid, programme.End, programme.FollowUp}[m%4], At: firstMeet + int64(m)*day, Values: map[int]int{1: m % 11, 2: p, 3: 5, 4: 7},
						})
						if err != nil {
							t.Error(err)
							return
						}
					}
				}
			}
		})
	}
	all.Wait()
}

// typing has 200 people save every 800 ms for 10 s, as the browser does while
// somebody types, with the access log around each save as the edge writes it.
func typing(t *testing.T, h *homework.Homework, log *audit.Log) {
	ctx := t.Context()
	if err := h.Assign(ctx, group, prog, 1, meetings); err != nil {
		t.Fatal(err)
	}
	id := assignment(t, h, before)
	var mu sync.Mutex
	var took []time.Duration
	var all sync.WaitGroup
	for n := range 200 {
		all.Go(func() {
			person, rev := fmt.Sprint("typist", n), int64(0)
			time.Sleep(time.Duration(n) * 4 * time.Millisecond) // people do not type in step
			for i := range 13 {
				due := time.Now().Add(800 * time.Millisecond)
				begin := time.Now()
				done, err := log.Attempt(ctx, audit.Entry{Who: person, Role: "member", Org: org, Action: "write-answer", On: person, Kind: "assignment", Object: id})
				if err == nil {
					var v homework.AnswerView
					v, err = h.Save(ctx, homework.Work{AssignmentID: id, PersonID: person, Rev: rev, Values: full(fmt.Sprint("Dit schrijf ik al ", i, " keer, en steeds een zin langer."))})
					rev = v.Rev
					_ = done(ctx, audit.Done)
				}
				if err != nil {
					t.Error(err)
					return
				}
				if i > 0 { // the first makes the person's key and answer
					mu.Lock()
					took = append(took, time.Since(begin))
					mu.Unlock()
				}
				time.Sleep(time.Until(due))
			}
		})
	}
	all.Wait()
	report(t, "autosave, 200 people typing", took)
}
