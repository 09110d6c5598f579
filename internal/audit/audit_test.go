package audit

import (
	"bytes"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
	"kring/internal/fault"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestEveryFieldComesBack(t *testing.T) {
	l := openLog(t, newEngine(t, t.TempDir()), "")
	defer closeLog(t, l)
	want := read("a1")
	want.ID, want.From, want.To, want.Why = "e1", 3, 9, []byte{1, 0, 255}
	mustAppend(t, l, want, Entry{Who: "fac1", Action: "read", On: "p2", Outcome: Done})
	got := about(t, l, "p1")
	if len(got) != 1 {
		t.Fatalf("%d entries about p1", len(got))
	}
	if age := time.Now().UnixMilli() - got[0].At; age < 0 || age > 60_000 {
		t.Errorf("at %d", got[0].At)
	}
	want.At, want.Node = got[0].At, "n1"
	if fmt.Sprint(got[0]) != fmt.Sprint(want) {
		t.Errorf("got  %+v\nwant %+v", got[0], want)
	}
	if es, _, err := l.Object(t.Context(), "answer", "a1", "", 10); err != nil || len(es) != 1 || es[0].ID != "e1" {
		t.Errorf("about the answer: %v, %v", es, err)
	}
}

func TestPagesFromNewToOldMissNothing(t *testing.T) {
	l := openLog(t, newEngine(t, t.TempDir()), "")
	defer closeLog(t, l)
	var wg sync.WaitGroup
	for i := range 60 { // together, so that blocks hold several
		wg.Go(func() { mustAppend(t, l, read(fmt.Sprint("a", i))) })
	}
	wg.Wait()
	for _, limit := range []int{1, 7, 60, 1000} {
		seen, last := map[string]bool{}, int64(1<<62)
		for next := ""; ; {
			page, after, err := l.About(t.Context(), "p1", next, limit)
			if err != nil || len(page) > limit {
				t.Fatalf("%d entries, %v", len(page), err)
			}
			for _, e := range page {
				if seen[e.ID] || e.At > last+1000 {
					t.Fatalf("limit %d: %s again or out of order", limit, e.Object)
				}
				seen[e.ID], last = true, e.At
			}
			if next = after; next == "" {
				break
			}
		}
		if len(seen) != 60 {
			t.Errorf("limit %d: %d entries of 60", limit, len(seen))
		}
	}
}

func TestNobodysWordsAndNoHolesInTheLog(t *testing.T) {
	l := openLog(t, newEngine(t, t.TempDir()), "")
	defer closeLog(t, l)
	text, mail, who, outcome := read("a1"), read("a1"), read("a1"), read("a1")
	text.Object, mail.On, who.Who, outcome.Outcome = "ik slaap slecht", "anna@example.org", "", ""
	for _, e := range []Entry{text, mail, who, outcome} {
		if err := l.Append(t.Context(), e); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", e, err)
		}
	}
}

func TestWriteIsLoggedBeforeAndAfter(t *testing.T) {
	l := openLog(t, newEngine(t, t.TempDir()), "")
	defer closeLog(t, l)
	e := read("a1")
	e.Action = "write"
	done, err := l.Attempt(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	before := about(t, l, "p1")
	if len(before) != 1 || before[0].Outcome != Tried {
		t.Fatalf("before the effect: %+v", before)
	}
	if err := done(t.Context(), Failed); err != nil {
		t.Fatal(err)
	}
	after := about(t, l, "p1")
	if len(after) != 2 || after[0].Outcome != Failed || after[0].Attempt != before[0].ID {
		t.Errorf("after it: %+v", after)
	}
}

func TestOwnDataOncePerQuarter(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		l := openLog(t, newEngine(t, dir), "")
		defer closeLog(t, l)
		own := Entry{Who: "p1", Action: "write", On: "p1", Kind: "answer", Object: "a1", Outcome: Done}
		other := own
		other.Object = "a2"
		for range 14 { // autosave every minute
			mustAppend(t, l, own, other)
			time.Sleep(time.Minute)
		}
		if n := len(about(t, l, "p1")); n != 2 {
			t.Errorf("%d entries in 14 minutes, want one per object", n)
		}
		time.Sleep(time.Minute)
		mustAppend(t, l, own)
		if n := len(about(t, l, "p1")); n != 3 {
			t.Errorf("%d entries after 15 minutes, want 3", n)
		}
		mustAppend(t, l, read("a1"), read("a1"))
		if n := len(about(t, l, "p1")); n != 5 {
			t.Errorf("%d entries, want both reads of the professional too", n)
		}
	})
}

// TestPartsOfAFilmAreOneEntry: a player asks for many ranges of what another
// person made; another viewer of it is another entry.
func TestPartsOfAFilmAreOneEntry(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		l := openLog(t, newEngine(t, dir), "")
		part := read("film")
		part.Part = true
		other := part
		other.Who = "p3"
		for range 14 {
			mustAppend(t, l, part, other)
			time.Sleep(time.Minute)
		}
		if n := len(about(t, l, part.On)); n != 2 {
			t.Errorf("%d entries in 14 minutes, want one per viewer", n)
		}
		closeLog(t, l)
		l = openLog(t, newEngine(t, dir), "") // after a restart nothing is known of it
		defer closeLog(t, l)
		mustAppend(t, l, part)
		if n := len(about(t, l, part.On)); n != 3 {
			t.Errorf("%d entries after a restart, want 3", n)
		}
	})
}

func TestOwnAttemptsAreOnePairPerQuarter(t *testing.T) {
	l := openLog(t, newEngine(t, t.TempDir()), "")
	defer closeLog(t, l)
	for range 5 {
		done, err := l.Attempt(t.Context(), Entry{Who: "p1", Action: "write", On: "p1", Kind: "answer", Object: "a1"})
		if err != nil {
			t.Fatal(err)
		}
		if err := done(t.Context(), Done); err != nil {
			t.Fatal(err)
		}
	}
	es := about(t, l, "p1")
	if len(es) != 2 || es[0].Attempt != es[1].ID {
		t.Errorf("%d entries, want an attempt and its outcome: %+v", len(es), es)
	}
}

func TestConcurrentAppendsShareOneWrite(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		db := newEngine(t, dir)
		l := openLog(t, db, "")
		defer closeLog(t, l)
		db.gate = make(chan struct{})
		before := db.inserts.Load()
		var done atomic.Int64
		for i := range 101 {
			go func() { // ends with the append
				mustAppend(t, l, read(fmt.Sprint("a", i)))
				done.Add(1)
			}()
		}
		synctest.Wait()
		if n := done.Load(); n != 0 {
			t.Errorf("%d appends returned before anything was durable", n)
		}
		db.gate <- struct{}{} // the first alone, then all that waited for it
		db.gate <- struct{}{}
		synctest.Wait()
		if n := db.inserts.Load() - before; n != 2 || done.Load() != 101 {
			t.Errorf("%d writes for %d appends", n, done.Load())
		}
		db.gate = nil
		if r := verify(t, db, ""); !r.OK() || r.Entries != 102 {
			t.Errorf("%+v", r)
		}
	})
}

func TestChainGoesOnAfterTheStoreFailed(t *testing.T) {
	down := errors.New("disk full")
	for name, lose := range map[string]bool{"not written": false, "written, answer lost": true} {
		t.Run(name, func(t *testing.T) {
			db := newEngine(t, t.TempDir())
			l := openLog(t, db, "")
			defer closeLog(t, l)
			own := Entry{Who: "p1", Action: "read", On: "p1", Kind: "answer", Object: "a1", Outcome: Done}
			db.lose.Store(lose)
			db.fail.Store(&down)
			for range 2 {
				if err := l.Append(t.Context(), own); !errors.Is(err, down) {
					t.Fatalf("got %v", err)
				}
			}
			db.fail.Store(nil)
			mustAppend(t, l, own)
			if r := verify(t, db, ""); !r.OK() {
				t.Errorf("%+v", r.Findings)
			}
			if len(about(t, l, "p1")) == 0 {
				t.Error("the confirmed entry is not there")
			}
		})
	}
}

func TestLogGrowsEvenlyWithTheRestarts(t *testing.T) {
	db := newEngine(t, t.TempDir())
	var l *Log
	for range 5 {
		l = openLog(t, db, "")
		closeLog(t, l)
	}
	b, err := edge(t.Context(), l.blocks, l.tail.Chain, false)
	if err != nil || len(b.Links[0].Heads) != 1 {
		t.Errorf("the fifth chain names %+v, %v; want the fourth only", b.Links[0].Heads, err)
	}
	l = openLog(t, db, "") // an earlier chain that grew is named again
	defer closeLog(t, l)
	mustAppend(t, l, read("a1"))
	next := openLog(t, db, "")
	closeLog(t, next)
	mustAppend(t, l, read("a2"))
	last := openLog(t, db, "")
	closeLog(t, last)
	b, err = edge(t.Context(), l.blocks, last.tail.Chain, false)
	if err != nil || len(b.Links[0].Heads) != 2 {
		t.Errorf("names %+v, %v; want the chain before and the one that grew", b.Links[0].Heads, err)
	}
}

// The log does not build on what it did not write.
func TestWriterStopsAtAForeignBlock(t *testing.T) {
	db := newEngine(t, t.TempDir())
	l := openLog(t, db, "")
	defer closeLog(t, l)
	forged := key(bytes.Repeat([]byte{9}, 32)).next(l.tail, []Entry{{ID: "x", At: 1, Who: "fac2", Action: "read", Outcome: Done}}, nil)
	if err := l.blocks.Insert(t.Context(), forged); err != nil {
		t.Fatal(err)
	}
	if err := l.Append(t.Context(), read("a1")); err == nil {
		t.Error("the log went on after an entry that is not its own")
	}
}

func TestClosedLogRefuses(t *testing.T) {
	l := openLog(t, newEngine(t, t.TempDir()), "")
	closeLog(t, l)
	if err := l.Append(t.Context(), read("a1")); !errors.Is(err, ErrClosed) {
		t.Errorf("got %v", err)
	}
}

func BenchmarkAppend(b *testing.B) {
	l := openLog(b, newEngine(b, b.TempDir()), "")
	defer closeLog(b, l)
	b.SetParallelism(32)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			mustAppend(b, l, read("a1"))
		}
	})
}
