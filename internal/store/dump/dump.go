// Package dump writes a store as JSON lines and reads it back, through the
// store's own methods and the documents' own types: for backups, for access
// requests, and to move from the embedded store to MongoDB or the other way.
//
// The first line is {"format":1,"kring":"v1.2.3"}, then a line per document,
// {"in":"collection","doc":{…}}, and last {"end":true,"count":n}: the count
// stands at the end because only then it is known, and its absence shows that a
// file was cut off. Sealed fields stay sealed, as base64; their keys are in a
// key store of their own.
//
// A dump of a store that others write to at the same time holds each document
// as it was at some moment during the export, not all at the same moment.
package dump

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"slices"
	"sync"

	"kring/internal/store"
)

const (
	format = 1
	page   = 50 // documents read at once; one may be 16 MiB
)

// line is any line of the file.
type line struct {
	Format int             `json:"format,omitempty"`
	Kring  string          `json:"kring,omitempty"`
	In     string          `json:"in,omitempty"`
	Doc    json.RawMessage `json:"doc,omitempty"`
	End    bool            `json:"end,omitempty"`
	Count  int             `json:"count,omitempty"`
}

// Recorder is a store.DB that remembers which collections were opened through
// it, so that Export and Import know all of them.
type Recorder struct {
	store.DB
	mu    sync.Mutex
	specs []store.Spec
}

// Record wraps db; open the domains with the result.
func Record(db store.DB) *Recorder { return &Recorder{DB: db} }

// Ensure is store.DB.Ensure.
func (r *Recorder) Ensure(ctx context.Context, s store.Spec) error {
	if err := r.DB.Ensure(ctx, s); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.specs = append(slices.DeleteFunc(r.specs, func(old store.Spec) bool { return old.Name == s.Name }), s)
	return nil
}

// Specs lists the collections opened so far.
func (r *Recorder) Specs() []store.Spec {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.specs)
}

// Export writes every document of the collections, which must have been opened.
func Export(ctx context.Context, db store.DB, specs []store.Spec, w io.Writer) error {
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(line{Format: format, Kring: version()}); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	count := 0
	for _, s := range specs {
		n, err := exportCollection(ctx, db, s, enc)
		if err != nil {
			return fmt.Errorf("export of %s: %w", s.Name, err)
		}
		count += n
	}
	if err := errors.Join(enc.Encode(line{End: true, Count: count}), out.Flush()); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

func exportCollection(ctx context.Context, db store.DB, s store.Spec, enc *json.Encoder) (count int, err error) {
	if s.New == nil {
		return 0, errors.New("the collection was not opened with store.Open")
	}
	for last, more := "", true; more; {
		more = false
		q := store.Query{Where: []store.Cond{{Field: "id", Op: store.Gt, Value: last}}, OrderBy: "id", Limit: page}
		err := db.Find(ctx, s.Name, q, func(decode func(store.Doc) error) error {
			d := s.New()
			if err := decode(d); err != nil {
				return err
			}
			raw, err := json.Marshal(d)
			if err != nil {
				return err
			}
			last, more = d.Head().ID, true
			count++
			return enc.Encode(line{In: s.Name, Doc: raw})
		})
		if err != nil {
			return count, err
		}
	}
	return count, nil
}

// version is the module's version as built, or "devel".
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "devel"
}
