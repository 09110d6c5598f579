package silence_test

import (
	"context"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"kring/groups/silence"
	"kring/internal/store/sqlitestore"
)

// Seven days without a sign after a missed meeting, not a moment earlier; what
// was dealt with comes back only for another meeting.
func TestSilence(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		ctx := context.Background()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		db, err := sqlitestore.Open(ctx, filepath.Join(dir, "kring.db"))
		must(err)
		t.Cleanup(func() { _ = db.Close() })
		start := time.Now().UnixMilli()
		daan := silence.Person{ID: "daan", Missed: "second", Sign: start}
		anna := silence.Person{ID: "anna", Sign: start} // was there
		s, err := silence.Open(ctx, db, func(context.Context, string) ([]silence.Person, error) { return []silence.Person{daan, anna}, nil })
		must(err)
		want := func(when string, n int) {
			t.Helper()
			got, err := s.Of(ctx, "g")
			must(err)
			if len(got) != n || n == 1 && (got[0].PersonID != "daan" || got[0].Meeting != daan.Missed) {
				t.Errorf("%s: %+v", when, got)
			}
		}
		time.Sleep(silence.Quiet - time.Minute)
		want("a minute too early", 0)
		time.Sleep(2 * time.Minute)
		want("after seven days", 1)
		daan.Sign = time.Now().UnixMilli()
		want("after a message or homework", 0)
		time.Sleep(silence.Quiet + time.Minute)
		must(s.Done(ctx, "daan", "second", "marja"))
		must(s.Done(ctx, "daan", "second", "marja"))
		want("dealt with", 0)
		daan.Missed = "third"
		want("missed another one", 1)
	})
}
