package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"kring/internal/store"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

const (
	// maxBatch bounds how many writes share a transaction, and so how long the
	// first of them waits for the last.
	maxBatch = 256
	// foldEvery bounds how long deleted data stays in the WAL.
	foldEvery = time.Minute
)

var errClosed = errors.New("the store is closed")

// writer owns the one connection that writes. Its goroutine ends in close.
type writer struct {
	db   *sql.DB
	tx   *tx
	jobs chan *job
	fold *time.Ticker
	stop chan struct{}
	done chan struct{}
}

// job is one write; what it does is undone as a whole when it fails.
type job struct {
	ctx    context.Context
	do     func(*tx) error
	err    error
	result chan error
}

func openWriter(ctx context.Context, path string, foldEvery time.Duration) (*writer, error) {
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		return nil, err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	w := &writer{
		db:   db,
		tx:   &tx{conn: conn, stmts: map[string]*sql.Stmt{}},
		jobs: make(chan *job), // unbuffered: a job is either with the writer or still with its caller
		fold: time.NewTicker(foldEvery),
		stop: make(chan struct{}),
		done: make(chan struct{}),
	}
	go w.run()
	return w, nil
}

// close ends the goroutine after the batch under way. Call it once.
func (w *writer) close() error {
	select {
	case <-w.stop:
		return nil
	default:
	}
	close(w.stop)
	<-w.done
	for _, s := range w.tx.stmts {
		_ = s.Close() // an open statement would keep SQLite from folding the WAL into the file
	}
	return errors.Join(w.tx.conn.Close(), w.db.Close())
}

// do runs f in the next transaction and returns when that is on disk. When ctx
// ends first, f may or may not have happened.
func (w *writer) do(ctx context.Context, f func(*tx) error) error {
	j := &job{ctx: ctx, do: f, result: make(chan error, 1)}
	select {
	case w.jobs <- j:
	case <-w.stop:
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-j.result:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (w *writer) run() {
	defer close(w.done)
	defer w.fold.Stop()
	written := false
	for {
		select {
		case j := <-w.jobs:
			w.commit(w.waiting(j))
			written = true
		case <-w.fold.C:
			// What was deleted is overwritten in the file, and leaves the WAL
			// too. When a reader is in the way the next round does it.
			if written {
				written = w.tx.run("PRAGMA wal_checkpoint(TRUNCATE)") != nil
			}
		case <-w.stop:
			return
		}
	}
}

// waiting collects the jobs that queued up during the last commit.
func (w *writer) waiting(first *job) []*job {
	batch := []*job{first}
	for len(batch) < maxBatch {
		select {
		case j := <-w.jobs:
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

// commit makes one transaction of the batch and answers every job. A trouble
// of the file (disk full, i/o) fails all, a refused write only itself.
func (w *writer) commit(batch []*job) {
	err := w.tx.run("BEGIN IMMEDIATE")
	for _, j := range batch {
		if err == nil {
			err = w.apply(j)
		}
	}
	if err == nil {
		err = w.tx.run("COMMIT")
	}
	if err != nil {
		_ = w.tx.run("ROLLBACK") // fails when SQLite has rolled back already
	}
	for _, j := range batch {
		if err != nil {
			j.err = err
		}
		j.result <- j.err
	}
}

// apply runs one job inside a savepoint and leaves its own failure in j.err.
func (w *writer) apply(j *job) error {
	if j.err = j.ctx.Err(); j.err != nil {
		return nil //nolint:nilerr // the job failed, the transaction did not
	}
	if err := w.tx.run("SAVEPOINT job"); err != nil {
		return err
	}
	if j.err = j.do(w.tx); j.err != nil {
		if err := w.tx.run("ROLLBACK TO job"); err != nil {
			return fmt.Errorf("%w, after %w", err, j.err)
		}
	}
	return w.tx.run("RELEASE job")
}

// tx is what a job may do with the writing connection. Nothing here carries
// the caller's context: an interrupt would roll back the jobs of others too.
type tx struct {
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
}

func (t *tx) prepare(query string) (*sql.Stmt, error) {
	if s, ok := t.stmts[query]; ok {
		return s, nil
	}
	s, err := t.conn.PrepareContext(context.Background(), query)
	if err == nil {
		t.stmts[query] = s
	}
	return s, err
}

func (t *tx) run(query string) error {
	_, err := t.exec(query)
	return err
}

// exec returns the number of rows changed; a unique value or id that exists is
// store.ErrConflict.
func (t *tx) exec(query string, args ...any) (int64, error) {
	s, err := t.prepare(query)
	if err != nil {
		return 0, err
	}
	r, err := s.Exec(args...)
	var e *sqlite.Error
	if errors.As(err, &e) && (e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY) {
		return 0, store.ErrConflict
	}
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

func (t *tx) exists(query string, args ...any) (bool, error) {
	s, err := t.prepare(query)
	if err != nil {
		return false, err
	}
	err = s.QueryRow(args...).Scan(new(int))
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}
