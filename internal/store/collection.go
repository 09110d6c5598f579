package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// Collection is a typed view of one collection: T is the struct, P its
// pointer. The zero Collection is not usable; call Open.
type Collection[T any, P interface {
	*T
	Doc
}] struct {
	db   DB
	spec Spec
}

// Open ensures the collection's indexes and returns it. It refuses a T that
// the engines would not store alike (see Typed).
func Open[T any, P interface {
	*T
	Doc
}](ctx context.Context, db DB, s Spec) (Collection[T, P], error) {
	s, err := Typed[T, P](s)
	if err != nil {
		return Collection[T, P]{}, fmt.Errorf("collection %s: %w", s.Name, err)
	}
	if err := db.Ensure(ctx, s); err != nil {
		return Collection[T, P]{}, fmt.Errorf("collection %s: %w", s.Name, err)
	}
	return Collection[T, P]{db: db, spec: s}, nil
}

// Insert stores v as new: an empty id gets one, Rev becomes 1.
func (c Collection[T, P]) Insert(ctx context.Context, v P) error {
	m := v.Head()
	if m.ID == "" {
		m.ID = NewID()
	}
	m.Rev, m.Schema = 1, c.spec.Schema
	return c.db.Insert(ctx, c.spec.Name, v)
}

// Get reads one document; ErrNotFound when there is none.
func (c Collection[T, P]) Get(ctx context.Context, id string) (P, error) {
	v := P(new(T))
	if err := c.db.Get(ctx, c.spec.Name, id, v); err != nil {
		return nil, err
	}
	if s := v.Head().Schema; s > c.spec.Schema {
		return nil, fmt.Errorf("%s %s has schema %d, this version of Kring knows %d: start the newer version", c.spec.Name, id, s, c.spec.Schema)
	}
	return v, nil
}

// Replace stores v if nobody changed it since it was read; on success v's Rev
// is the new one, on ErrConflict v is as it was.
func (c Collection[T, P]) Replace(ctx context.Context, v P) error {
	m := v.Head()
	was := *m
	m.Rev, m.Schema = was.Rev+1, c.spec.Schema
	err := c.db.Replace(ctx, c.spec.Name, was.Rev, v)
	if err != nil {
		*m = was
	}
	return err
}

// Update reads, changes and replaces, again and again while others win the
// race (at most 20 times). change must be repeatable; its error ends Update
// and nothing is stored.
func (c Collection[T, P]) Update(ctx context.Context, id string, change func(P) error) (P, error) {
	for try := 0; ; try++ {
		v, err := c.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		if err := change(v); err != nil {
			return nil, err
		}
		err = c.Replace(ctx, v)
		if err == nil {
			return v, nil
		}
		if !errors.Is(err, ErrConflict) || try == 20 {
			return nil, err
		}
		if err := pause(ctx, try); err != nil {
			return nil, err
		}
	}
}

// Delete removes one document.
func (c Collection[T, P]) Delete(ctx context.Context, id string) error {
	return c.db.Delete(ctx, c.spec.Name, id)
}

// Find returns the documents of a query, at most q.Limit.
func (c Collection[T, P]) Find(ctx context.Context, q Query) ([]P, error) {
	var out []P
	err := c.db.Find(ctx, c.spec.Name, q, func(decode func(Doc) error) error {
		v := P(new(T))
		if err := decode(v); err != nil {
			return err
		}
		out = append(out, v)
		return nil
	})
	return out, err
}

// One returns the first document of a query, ErrNotFound when there is none.
func (c Collection[T, P]) One(ctx context.Context, where ...Cond) (P, error) {
	vs, err := c.Find(ctx, Query{Where: where, Limit: 1})
	if err != nil {
		return nil, err
	}
	if len(vs) == 0 {
		return nil, fmt.Errorf("%s: %w", c.spec.Name, ErrNotFound)
	}
	return vs[0], nil
}

// Is is the condition that field equals value.
func Is(field string, value any) Cond { return Cond{Field: field, Op: Eq, Value: value} }

// pause waits a random time below 1, 2, 4 … 256 ms, so that many writers of
// one document spread out instead of losing the same race together.
func pause(ctx context.Context, try int) error {
	t := time.NewTimer(rand.N(time.Millisecond << min(try, 8)))
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
