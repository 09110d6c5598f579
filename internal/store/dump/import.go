package dump

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"

	"kring/internal/store"
)

// together is how many documents are inserted at once: an engine commits what
// comes at the same time in one go.
const together = 64

// Import stores every document of an export, with its id, Rev and schema, into
// the collections, which must have been opened. The store should be empty: a
// document that exists already ends the import with store.ErrConflict. What
// came before an error stays stored.
func Import(ctx context.Context, db store.DB, specs []store.Spec, r io.Reader) error {
	in := &reader{dec: json.NewDecoder(r), specs: map[string]store.Spec{}}
	for _, s := range specs {
		in.specs[s.Name] = s
	}
	if err := in.header(); err != nil {
		return fmt.Errorf("import: %w", err)
	}
	for {
		batch, err := in.batch()
		if err == nil {
			err = insert(ctx, db, batch)
		}
		if err != nil {
			return fmt.Errorf("import: %w", err)
		}
		if len(batch) == 0 {
			return nil
		}
	}
}

type entry struct {
	coll string
	doc  store.Doc
}

func insert(ctx context.Context, db store.DB, batch []entry) error {
	errs := make([]error, len(batch))
	var wg sync.WaitGroup
	for i, e := range batch {
		wg.Go(func() { errs[i] = db.Insert(ctx, e.coll, e.doc) })
	}
	wg.Wait()
	return errors.Join(errs...)
}

// reader reads the lines of a dump and says which one is wrong.
type reader struct {
	dec   *json.Decoder
	specs map[string]store.Spec
	lines int
	count int
	ended bool
}

func (r *reader) next() (l line, err error) {
	r.lines++
	err = r.dec.Decode(&l)
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return l, fmt.Errorf("the file is cut off after %d documents", r.count)
	case err != nil:
		return l, fmt.Errorf("line %d: %w", r.lines, err)
	}
	return l, nil
}

func (r *reader) header() error {
	switch l, err := r.next(); {
	case err != nil:
		return err
	case l.Format == 0:
		return errors.New("this is not an export of Kring: the first line has no format")
	case l.Format != format:
		return fmt.Errorf("the file has format %d (of Kring %s), this version reads %d", l.Format, l.Kring, format)
	}
	return nil
}

// batch returns the next documents, none at the end of a complete file.
func (r *reader) batch() (batch []entry, err error) {
	for len(batch) < together && !r.ended {
		l, err := r.next()
		if err != nil {
			return nil, err
		}
		if l.End {
			if l.Count != r.count {
				return nil, fmt.Errorf("the file has %d documents and says that it has %d", r.count, l.Count)
			}
			r.ended = true
			continue
		}
		e, err := r.entry(l)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", r.lines, err)
		}
		r.count++
		batch = append(batch, e)
	}
	return batch, nil
}

func (r *reader) entry(l line) (entry, error) {
	s, ok := r.specs[l.In]
	if !ok {
		return entry{}, fmt.Errorf("this version of Kring has no collection %q", l.In)
	}
	if s.New == nil {
		return entry{}, fmt.Errorf("%s was not opened with store.Open", l.In)
	}
	d := s.New()
	if err := json.Unmarshal(l.Doc, d); err != nil {
		return entry{}, fmt.Errorf("%s: %w", l.In, err)
	}
	m := d.Head()
	if m.ID == "" || m.Rev < 1 {
		return entry{}, fmt.Errorf("%s: a document without id or rev", l.In)
	}
	if m.Schema > s.Schema {
		return entry{}, fmt.Errorf("%s %s has schema %d, this version of Kring knows %d: use the newer version", l.In, m.ID, m.Schema, s.Schema)
	}
	return entry{coll: l.In, doc: d}, nil
}
