package audit

import (
	"bytes"
	"context"
	"path/filepath"
	"sync/atomic"
	"testing"

	"kring/internal/store"
	"kring/internal/store/sqlitestore"
)

var testKey = bytes.Repeat([]byte{7}, 32)

// engine is a real store with two switches.
type engine struct {
	store.DB
	inserts atomic.Int64
	fail    atomic.Pointer[error] // Insert returns this …
	lose    atomic.Bool           // … after it has stored the document all the same
	gate    chan struct{}         // when set, Insert waits for it

	failReplace atomic.Pointer[error]
}

func (e *engine) Replace(ctx context.Context, coll string, rev int64, d store.Doc) error {
	if fail := e.failReplace.Load(); fail != nil {
		return *fail
	}
	return e.DB.Replace(ctx, coll, rev, d)
}

func (e *engine) Insert(ctx context.Context, coll string, d store.Doc) error {
	e.inserts.Add(1)
	if e.gate != nil {
		<-e.gate
	}
	fail := e.fail.Load()
	if fail == nil || e.lose.Load() {
		if err := e.DB.Insert(ctx, coll, d); err != nil {
			return err
		}
	}
	if fail != nil {
		return *fail
	}
	return nil
}

func newEngine(t testing.TB, dir string) *engine {
	t.Helper()
	db, err := sqlitestore.Open(t.Context(), filepath.Join(dir, "log.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return &engine{DB: db}
}

func openLog(t testing.TB, db store.DB, headsFile string) *Log {
	t.Helper()
	l, err := Open(t.Context(), db, Config{Key: testKey, Node: "n1", HeadsFile: headsFile, Failed: func(err error) { t.Error(err) }})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func closeLog(t testing.TB, l *Log) {
	t.Helper()
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}

// read is a professional's look at somebody's answer.
func read(answer string) Entry {
	return Entry{Who: "fac1", Role: "facilitator", Org: "org1", Action: "read", On: "p1", Kind: "answer", Object: answer, Outcome: Done}
}

func mustAppend(t testing.TB, l *Log, es ...Entry) {
	t.Helper()
	for _, e := range es {
		if err := l.Append(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
}

func about(t testing.TB, l *Log, person string) []Entry {
	t.Helper()
	es, _, err := l.About(t.Context(), person, "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	return es
}

func verify(t testing.TB, db store.DB, file string) Report {
	t.Helper()
	r, err := Verify(t.Context(), db, bytes.NewReader([]byte(file)), testKey)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
