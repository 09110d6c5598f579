// Package sqlitestore is the embedded engine of internal/store: one SQLite file.
//
// A collection is a table (id, rev, doc); doc is what encoding/json marshals,
// kept as JSONB. An index of the Spec is an expression index on doc, ending in
// id so that ties come out in order; a unique one gets a second, partial index,
// because SQLite would not use a partial index for every query. A list field
// has a table (value, id) that triggers keep.
//
// One goroutine writes and commits everything that waits as one transaction,
// so that concurrent durable writes share an fsync; readers have connections
// of their own and never wait for it (WAL).
package sqlitestore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"kring/internal/store"

	_ "modernc.org/sqlite" // the driver "sqlite" of database/sql
)

const maxDocument = 16 << 20

// DB is one SQLite file as a store.DB.
type DB struct {
	readers *sql.DB
	writer  *writer

	mu    sync.RWMutex
	specs map[string]store.Spec
}

var _ store.DB = (*DB)(nil)

// Open opens or creates the file at path, for this user only.
func Open(ctx context.Context, path string) (*DB, error) {
	db, err := open(ctx, path, foldEvery)
	if err != nil {
		return nil, fmt.Errorf("sqlite store %s: %w", path, err)
	}
	return db, nil
}

func open(ctx context.Context, path string, foldEvery time.Duration) (*DB, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	w, err := openWriter(ctx, path, foldEvery)
	if err != nil {
		return nil, err
	}
	readers, err := sql.Open("sqlite", dsn(path, "query_only(1)"))
	if err != nil {
		return nil, errors.Join(err, w.close())
	}
	readers.SetMaxOpenConns(max(4, runtime.NumCPU()))
	readers.SetMaxIdleConns(max(4, runtime.NumCPU()))
	return &DB{readers: readers, writer: w, specs: map[string]store.Spec{}}, nil
}

// dsn names the file and the pragmas that every connection sets first.
func dsn(path string, more ...string) string {
	pragmas := append([]string{
		"busy_timeout(10000)", // another process (a backup) may hold the lock for a moment
		"journal_mode(WAL)",   // readers never wait for the writer
		"synchronous(FULL)",   // a commit is on disk before it is confirmed
		"secure_delete(1)",    // what is deleted is overwritten, not left in free pages
		"temp_store(2)",       // sorting never spills personal data into files
		"trusted_schema(0)",   // a tampered file cannot run functions with side effects
		"cell_size_check(1)",  // damage is noticed when read, not spread
	}, more...)
	u := url.URL{Scheme: "file", Path: path, RawQuery: url.Values{"_pragma": pragmas}.Encode()}
	return u.String()
}

// Close waits for the writes under way; later ones fail. The writer goes last:
// only it may fold the WAL into the file, and what was deleted leaves with it.
func (db *DB) Close() error { return errors.Join(db.readers.Close(), db.writer.close()) }

func (db *DB) spec(coll string) (store.Spec, error) {
	db.mu.RLock()
	defer db.mu.RUnlock()
	s, ok := db.specs[coll]
	if !ok {
		return s, fmt.Errorf("sqlite store: collection %q was not ensured", coll)
	}
	return s, nil
}

// Insert is store.DB.Insert.
func (db *DB) Insert(ctx context.Context, coll string, d store.Doc) error {
	m := *d.Head() // a copy: the writer may read it after a caller who did not wait has gone on
	doc, err := db.encode(coll, d)
	if err != nil {
		return failed("insert", coll, m.ID, err)
	}
	err = db.writer.do(ctx, func(t *tx) error {
		_, err := t.exec("INSERT INTO "+table(coll)+" (id, rev, doc) VALUES (?, ?, jsonb(?))", m.ID, m.Rev, doc)
		return err
	})
	return failed("insert", coll, m.ID, err)
}

// Replace is store.DB.Replace.
func (db *DB) Replace(ctx context.Context, coll string, rev int64, d store.Doc) error {
	m := *d.Head() // a copy: the writer may read it after a caller who did not wait has gone on
	doc, err := db.encode(coll, d)
	if err != nil {
		return failed("replace", coll, m.ID, err)
	}
	err = db.writer.do(ctx, func(t *tx) error {
		n, err := t.exec("UPDATE "+table(coll)+" SET rev = ?, doc = jsonb(?) WHERE id = ? AND rev = ?", m.Rev, doc, m.ID, rev)
		if err != nil || n == 1 {
			return err
		}
		if there, err := t.exists("SELECT 1 FROM "+table(coll)+" WHERE id = ?", m.ID); err != nil || there {
			return errors.Join(err, store.ErrConflict)
		}
		return store.ErrNotFound
	})
	return failed("replace", coll, m.ID, err)
}

// Delete is store.DB.Delete.
func (db *DB) Delete(ctx context.Context, coll, id string) error {
	if _, err := db.spec(coll); err != nil {
		return err
	}
	err := db.writer.do(ctx, func(t *tx) error {
		n, err := t.exec("DELETE FROM "+table(coll)+" WHERE id = ?", id)
		if err == nil && n == 0 {
			return store.ErrNotFound
		}
		return err
	})
	return failed("delete", coll, id, err)
}

// Get is store.DB.Get.
func (db *DB) Get(ctx context.Context, coll, id string, d store.Doc) error {
	if _, err := db.spec(coll); err != nil {
		return err
	}
	var doc []byte
	err := db.readers.QueryRowContext(ctx, "SELECT json(doc) FROM "+table(coll)+" WHERE id = ?", id).Scan(&doc)
	if errors.Is(err, sql.ErrNoRows) {
		err = store.ErrNotFound
	}
	if err == nil {
		err = json.Unmarshal(doc, d)
	}
	return failed("get", coll, id, err)
}

// encode marshals d for a collection that exists.
func (db *DB) encode(coll string, d store.Doc) ([]byte, error) {
	if _, err := db.spec(coll); err != nil {
		return nil, err
	}
	doc, err := json.Marshal(d)
	if err != nil {
		return nil, err
	}
	if len(doc) > maxDocument {
		return nil, fmt.Errorf("%w: %d bytes", store.ErrTooLarge, len(doc))
	}
	return doc, nil
}

func failed(what, coll, id string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %s %s: %w", what, coll, id, err)
}
