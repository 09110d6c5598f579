// Package audit is the access log (NEN 7513, PRIV-2): who did what with whose
// data, when, as what, why, and how it ended. Entries are only ever added.
//
// Every writing process has a chain of its own: entries are numbered, and each
// carries an HMAC over itself, its chain and the previous HMAC, under a key
// that is not in the store. The first entry of a chain names the heads of the
// chains that exist, but for those that an earlier one named as far as they
// came: naming all would let the log grow with the square of the restarts.
// Every minute the head is signed, into the store and into a file outside it.
// So Verify finds an entry that was changed, removed or moved, a tail that was
// cut (but for the last minute of a process that was killed), and a chain that
// is missing.
//
// What callers write down: a professional's read of a person's item is one
// entry; opening a channel or a page of its history is one, with the range;
// what a subscription delivers afterwards is none. Touching one's own data, and
// reading a film in many ranges, is at most one entry per person, object, action
// and 15 minutes, which Append sees to: the first is durable before its answer,
// and after a restart there is one more.
// Reading this log is an action like any other.
//
// Retention (5 years) is not built yet. It will cut a chain from its
// beginning: first a signed anchor "entries 1..N ended with this MAC, cut on
// that date" goes into the store and the file, then the blocks up to N are
// deleted, and Verify begins at the anchor. A chain that is cut whole keeps
// its anchor, so that the chains that name it stay verifiable.
package audit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"kring/internal/store"
)

// ErrClosed: the log has been closed.
var ErrClosed = errors.New("audit: the log is closed")

// Config of a Log.
type Config struct {
	Key       []byte      // 32 bytes, kept outside the store
	Node      string      // name of this process's place
	HeadsFile string      // signed heads are appended to it; keep it outside the store and its backups; "" for none
	Failed    func(error) // told when a head could not be signed; it is tried again a minute later. May be nil
}

// Log writes one chain. It is safe for concurrent use.
type Log struct {
	cfg    Config
	key    key
	blocks blocks
	heads  heads
	file   io.WriteCloser

	jobs chan job
	stop context.CancelFunc
	done chan struct{}

	// Only the writer's goroutine uses these.
	tail   head
	signed int64
	recent map[string]seen
}

// Open begins a chain and starts its writer. It takes a moment per chain that
// exists, one per start of a process.
func Open(ctx context.Context, db store.DB, cfg Config) (*Log, error) {
	if len(cfg.Key) != 32 {
		return nil, fmt.Errorf("access log: the key has %d bytes, want 32", len(cfg.Key))
	}
	if cfg.Failed == nil {
		cfg.Failed = func(error) {}
	}
	l := &Log{cfg: cfg, key: cfg.Key, jobs: make(chan job), done: make(chan struct{}), recent: map[string]seen{}}
	var err error
	if l.blocks, err = store.Open[block](ctx, db, blockSpec); err != nil {
		return nil, err
	}
	if l.heads, err = store.Open[headDoc](ctx, db, headSpec); err != nil {
		return nil, err
	}
	if l.file, err = openHeads(cfg.HeadsFile); err != nil {
		return nil, fmt.Errorf("access log: heads: %w", err)
	}
	if err := l.begin(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("access log: begin a chain: %w", err), l.file.Close())
	}
	ctx, l.stop = context.WithCancel(context.WithoutCancel(ctx)) // ctx may be about starting only
	go l.run(ctx)                                                // ends at stop, in Close
	return l, nil
}

// Append adds an entry and returns when it is durable. Concurrent calls share
// writes. When ctx ends first the entry may or may not have been added.
func (l *Log) Append(ctx context.Context, e Entry) error {
	_, err := l.add(ctx, e)
	return err
}

// Attempt logs a write as Tried and returns when that is durable; then do it
// and call done with how it ended. No effect before Attempt has returned nil.
func (l *Log) Attempt(ctx context.Context, e Entry) (done func(context.Context, Outcome) error, err error) {
	e.Outcome = Tried
	id, err := l.add(ctx, e)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, o Outcome) error {
		e.ID, e.Attempt, e.Why, e.Outcome = "", id, nil, o
		return l.Append(ctx, e)
	}, nil
}

// Close signs the last head and ends the writer. Appends that have not begun
// to be written get ErrClosed. Call it once.
func (l *Log) Close() error {
	l.stop()
	<-l.done
	return l.file.Close()
}

// add returns the id under which e can be found, which is an earlier
// entry's when e repeats that.
func (l *Log) add(ctx context.Context, e Entry) (id string, err error) {
	if e.ID == "" {
		e.ID = store.NewID()
	}
	e.At, e.Node = time.Now().UnixMilli(), l.cfg.Node
	if err := e.check(); err != nil {
		return "", err
	}
	j := job{entry: e, result: make(chan result, 1)}
	select {
	case l.jobs <- j:
	case <-l.done:
		return "", ErrClosed
	case <-ctx.Done():
		return "", fmt.Errorf("access log: %w", ctx.Err())
	}
	select {
	case r := <-j.result:
		return r.id, r.err
	case <-ctx.Done():
		return "", fmt.Errorf("access log: %w", ctx.Err())
	}
}

// openHeads opens the file for appending; without one heads go nowhere.
func openHeads(path string) (io.WriteCloser, error) {
	if path == "" {
		return nowhere{}, nil
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	return synced{f}, nil
}

type nowhere struct{}

func (nowhere) Write(p []byte) (int, error) { return len(p), nil }
func (nowhere) Close() error                { return nil }

// synced makes every write durable.
type synced struct{ *os.File }

func (s synced) Write(p []byte) (int, error) {
	n, err := s.File.Write(p)
	return n, errors.Join(err, s.Sync())
}
