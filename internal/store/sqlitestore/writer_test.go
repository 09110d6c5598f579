package sqlitestore

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
)

// batch commits jobs as one transaction and returns what each was told, and
// the values that are stored after it.
func batch(t *testing.T, jobs ...*job) (told []error, stored string) {
	t.Helper()
	w, err := openWriter(t.Context(), filepath.Join(t.TempDir(), "w.db"), foldEvery)
	if err != nil {
		t.Fatal(err)
	}
	defer w.close()
	if err := w.do(t.Context(), func(t *tx) error { return t.run("CREATE TABLE v (v TEXT)") }); err != nil {
		t.Fatal(err)
	}
	for _, j := range jobs {
		j.result = make(chan error, 1)
	}
	w.commit(jobs) // the writer's goroutine is idle: nobody else has jobs for it
	for _, j := range jobs {
		told = append(told, <-j.result)
	}
	if err := w.db.QueryRowContext(t.Context(), "SELECT coalesce(group_concat(v), '') FROM v").Scan(&stored); err != nil {
		t.Fatal(err)
	}
	return told, stored
}

func put(ctx context.Context, v string, after func(*tx) error) *job {
	return &job{ctx: ctx, do: func(t *tx) error {
		if _, err := t.exec("INSERT INTO v VALUES (?)", v); err != nil {
			return err
		}
		return after(t)
	}}
}

func fine(*tx) error { return nil }

func TestOneFailureInABatch(t *testing.T) {
	mine := errors.New("mine")
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	told, stored := batch(t,
		put(t.Context(), "a", fine),
		put(t.Context(), "half", func(*tx) error { return mine }),
		put(cancelled, "cancelled", fine),
		put(t.Context(), "b", fine),
	)
	if stored != "a,b" {
		t.Errorf("stored %q", stored)
	}
	if told[0] != nil || !errors.Is(told[1], mine) || !errors.Is(told[2], context.Canceled) || told[3] != nil {
		t.Errorf("told %v", told)
	}
}

// TestLostTransaction: on a full disk SQLite rolls back by itself; then nobody
// may be told that a write is stored.
func TestLostTransaction(t *testing.T) {
	told, stored := batch(t,
		put(t.Context(), "a", fine),
		put(t.Context(), "full", func(t *tx) error { return t.run("ROLLBACK") }),
		put(t.Context(), "b", fine),
	)
	if stored != "" {
		t.Errorf("stored %q", stored)
	}
	for i, err := range told {
		if err == nil {
			t.Errorf("write %d of a lost transaction was confirmed", i)
		}
	}
}
