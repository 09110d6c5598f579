package care_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"kring/groups/care"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
	"kring/internal/store/sqlitestore"
)

// begin is a Tuesday evening in Amsterdam's winter.
var begin = time.Date(2026, 11, 24, 19, 0, 0, 0, time.UTC)

var told = care.Lines{Place: "Kerkstraat 1, keuken", Contact: "Mijn zus", Phone: "06 12345678"}

// ward is care on real stores, with a clock and meetings of its own.
type ward struct {
	*care.Care
	t       *testing.T
	brief   *brittle
	docs    store.DB
	vault   *seal.Vault
	now     time.Time
	over    bool // m1 has ended
	changed []string
}

func newWard(t *testing.T) *ward {
	t.Helper()
	open := func(name string) store.DB {
		db, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), name))
		ok(t, err)
		t.Cleanup(func() { _ = db.Close() })
		return db
	}
	w := &ward{t: t, brief: &brittle{DB: open("brief.db")}, docs: open("kring.db"), now: begin}
	var err error
	w.vault, err = seal.Open(t.Context(), w.docs, bytes.Repeat([]byte{7}, seal.KeySize))
	ok(t, err)
	w.restart()
	return w
}

// restart is a new process on the same stores.
func (w *ward) restart() {
	w.t.Helper()
	c, err := care.Open(w.t.Context(), care.Deps{
		Brief: w.brief, Docs: w.docs, Vault: w.vault, Meetings: w, Now: func() time.Time { return w.now },
		Changed: func(meeting, person string) { w.changed = append(w.changed, meeting+" "+person) },
	})
	ok(w.t, err)
	w.Care = c
}

func (w *ward) Going(_ context.Context, meeting string) (string, error) {
	if meeting != "m1" || w.over {
		return "", nil
	}
	return "g1", nil
}

func (w *ward) lines(person string) care.Lines {
	w.t.Helper()
	l, _, err := w.Told(w.t.Context(), "m1", person)
	ok(w.t, err)
	return l
}

func (w *ward) open() []care.Alarm {
	w.t.Helper()
	out, err := w.Alarms(w.t.Context(), "m1")
	ok(w.t, err)
	return out
}

// brittle is a store that fails when it is told to.
type brittle struct {
	store.DB
	fail bool
}

var errDisk = errors.New("disk on fire")

func (b *brittle) Delete(ctx context.Context, coll, id string) error {
	if b.fail {
		return errDisk
	}
	return b.DB.Delete(ctx, coll, id)
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestWhatIsToldIsOnesOwnUntilTheAlarm(t *testing.T) {
	w := newWard(t)
	ok(t, w.CheckIn(t.Context(), "m1", "roos", told))
	same(t, "her own lines", w.lines("roos"), told)
	same(t, "alarms", len(w.open()), 0)
	ok(t, w.Raise(t.Context(), "m1", "roos"))
	ok(t, w.Raise(t.Context(), "m1", "roos"))
	same(t, "what facilitators see", w.open(), []care.Alarm{{PersonID: "roos", At: begin.UnixMilli(), Status: care.Raised, Lines: told}})
	ok(t, w.Show(t.Context(), "m1", "roos"))
	ok(t, w.Show(t.Context(), "m1", "sam"))
	ok(t, w.Raise(t.Context(), "m1", "roos"))
	same(t, "it stays shown", w.open()[0].Status, care.Shown)
	elsewhere := care.Lines{Place: "Bij mijn zus"}
	ok(t, w.CheckIn(t.Context(), "m1", "roos", elsewhere))
	same(t, "the alarm has the newest lines", w.open()[0].Lines, elsewhere)
}

func TestRefusingIsAllRight(t *testing.T) {
	w := newWard(t)
	ok(t, w.CheckIn(t.Context(), "m1", "roos", care.Lines{Place: "  "}))
	_, asked, err := w.Told(t.Context(), "m1", "roos")
	ok(t, err)
	same(t, "she is not asked again", asked, true)
	_, asked, err = w.Told(t.Context(), "m1", "sam")
	ok(t, err)
	same(t, "sam is", asked, false)
	for _, person := range []string{"roos", "sam"} {
		ok(t, w.Raise(t.Context(), "m1", person))
	}
	same(t, "alarms without lines", []care.Lines{w.open()[0].Lines, w.open()[1].Lines}, []care.Lines{{}, {}})
}

func TestTheEndErasesAllButOpenAlarms(t *testing.T) {
	w := newWard(t)
	ctx := t.Context()
	for _, person := range []string{"roos", "sam"} {
		ok(t, w.CheckIn(ctx, "m1", person, told))
	}
	ok(t, w.Raise(ctx, "m1", "roos"))
	w.over = true
	ok(t, w.End(ctx, "m1"))
	ok(t, w.End(ctx, "m1"))
	same(t, "sam's lines", w.lines("sam"), care.Lines{})
	same(t, "the alarm's", w.open()[0].Lines, told)
	if f := fault.Of(w.CheckIn(ctx, "m1", "sam", told)); f == nil || f.Code != "care.not-now" {
		t.Errorf("a check-in after the end: %v", f)
	}
	if f := fault.Of(w.Raise(ctx, "m1", "sam")); f == nil || f.Code != "care.not-now" {
		t.Errorf("an alarm after the end: %v", f)
	}
	ok(t, w.Close(ctx, "m1", "roos"))
	same(t, "closed", len(w.open()), 0)
	ok(t, w.Close(ctx, "m1", "roos"))
	w.over = false // opened again: with another key
	ok(t, w.CheckIn(ctx, "m1", "sam", told))
	same(t, "told again", w.lines("sam"), told)
}

func TestAnOpenAlarmEndsWithin24Hours(t *testing.T) {
	w := newWard(t)
	ctx := t.Context()
	ok(t, w.CheckIn(ctx, "m1", "roos", told))
	ok(t, w.Raise(ctx, "m1", "roos"))
	w.over = true
	for hours := 1; hours <= 24; hours++ {
		w.now = begin.Add(time.Duration(hours) * time.Hour)
		ok(t, w.Sweep(ctx))
		if n := len(w.open()); n != 1 && hours < 23 {
			t.Fatalf("after %d hours there are %d alarms", hours, n)
		}
	}
	same(t, "after a day", len(w.open()), 0)
	n := 0
	ok(t, w.brief.Find(ctx, "alarms", store.Query{Limit: 10}, func(func(store.Doc) error) error { n++; return nil }))
	same(t, "documents", n, 0)
	tasks, err := w.FollowUps(ctx, []string{"g1"})
	ok(t, err)
	same(t, "the follow-up stays", len(tasks), 1)
}

// TestACrashInTheMiddle: the key goes first, so that whatever a crash leaves
// cannot be read, and the next start removes it.
func TestACrashInTheMiddle(t *testing.T) {
	w := newWard(t)
	ctx := t.Context()
	for _, person := range []string{"roos", "sam"} {
		ok(t, w.CheckIn(ctx, "m1", person, told))
	}
	ok(t, w.Raise(ctx, "m1", "roos"))
	w.over, w.brief.fail = true, true
	if err := errors.Join(w.End(ctx, "m1"), w.Close(ctx, "m1", "roos")); !errors.Is(err, errDisk) {
		t.Fatalf("the crash: %v", err)
	}
	w.brief.fail = false
	w.restart()
	same(t, "sam's lines", w.lines("sam"), care.Lines{})
	same(t, "roos's lines", w.open()[0].Lines, care.Lines{})
	w.now = begin.Add(24 * time.Hour)
	ok(t, w.Sweep(ctx))
	for _, coll := range []string{"checkins", "alarms"} {
		n := 0
		ok(t, w.brief.Find(ctx, coll, store.Query{Limit: 10}, func(func(store.Doc) error) error { n++; return nil }))
		same(t, coll, n, 0)
	}
}

func TestTheSweepFindsWhatNobodyEnded(t *testing.T) {
	w := newWard(t)
	ok(t, w.CheckIn(t.Context(), "m1", "roos", told))
	ok(t, w.Sweep(t.Context()))
	same(t, "while it goes on", w.lines("roos"), told)
	w.over = true
	w.restart()
	ok(t, w.Sweep(t.Context()))
	_, asked, err := w.Told(t.Context(), "m1", "roos")
	ok(t, err)
	same(t, "after the crash", asked, false)
}

func TestAFollowUpWaitsUntilItIsTicked(t *testing.T) {
	w := newWard(t)
	ctx := t.Context()
	ok(t, w.Raise(ctx, "m1", "roos"))
	tasks, err := w.FollowUps(ctx, []string{"g0", "g1"})
	ok(t, err)
	if len(tasks) != 1 {
		t.Fatalf("%d tasks", len(tasks))
	}
	same(t, "due", time.UnixMilli(tasks[0].DueAt).UTC(), time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC))
	same(t, "its alarm is open", tasks[0].Open, true)
	ok(t, w.Close(ctx, "m1", "roos"))
	if !fault.Is(w.Done(ctx, "g2", tasks[0].ID, "els"), fault.NotFound) {
		t.Error("another group ticked it")
	}
	ok(t, w.Done(ctx, "g1", tasks[0].ID, "els"))
	ok(t, w.Done(ctx, "g1", tasks[0].ID, "els"))
	tasks, err = w.FollowUps(ctx, []string{"g1"})
	ok(t, err)
	same(t, "ticked", len(tasks), 0)
	ok(t, w.Raise(ctx, "m1", "roos"))
	tasks, err = w.FollowUps(ctx, []string{"g1"})
	ok(t, err)
	same(t, "a new alarm is a new task", len(tasks), 1)
}

func TestLongLinesAreRefused(t *testing.T) {
	w := newWard(t)
	for _, l := range []care.Lines{{Place: strings.Repeat("x", 201)}, {Contact: strings.Repeat("x", 101)}, {Phone: strings.Repeat("0", 41)}, {Place: "\xff"}} {
		if f := fault.Of(w.CheckIn(t.Context(), "m1", "roos", l)); f == nil || f.Code != "care.lines" {
			t.Errorf("%v", f)
		}
	}
	same(t, "nobody was told", len(w.changed), 0)
}
