package store

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

type counter struct {
	Meta `bson:",inline"`
	N    int `bson:"n" json:"n"`
}

// slow is an engine of one counter in which every step takes a millisecond.
type slow struct {
	DB
	mu      sync.Mutex
	stored  counter
	refuse  bool
	replace int
}

func (s *slow) Ensure(context.Context, Spec) error { return nil }

func (s *slow) Get(_ context.Context, _, _ string, d Doc) error {
	time.Sleep(time.Millisecond)
	s.mu.Lock()
	defer s.mu.Unlock()
	*d.(*counter) = s.stored
	return nil
}

func (s *slow) Replace(_ context.Context, _ string, rev int64, d Doc) error {
	time.Sleep(time.Millisecond)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.replace++
	if s.refuse || rev != s.stored.Rev {
		return ErrConflict
	}
	s.stored = *d.(*counter)
	return nil
}

func counters(t *testing.T, db DB) Collection[counter, *counter] {
	t.Helper()
	c, err := Open[counter](t.Context(), db, Spec{Name: "counters"})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func increment(c *counter) error { c.N++; return nil }

// TestUpdateContended: 40 writers that meet on one document all get their turn.
func TestUpdateContended(t *testing.T) {
	for range 20 {
		synctest.Test(t, func(t *testing.T) {
			db := &slow{}
			c := counters(t, db)
			var wg sync.WaitGroup
			for range 40 {
				wg.Go(func() {
					if _, err := c.Update(t.Context(), "x", increment); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if db.stored.N != 40 {
				t.Errorf("%d of 40 updates survived", db.stored.N)
			}
		})
	}
}

func TestUpdateGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := &slow{refuse: true}
		_, err := counters(t, db).Update(t.Context(), "x", increment)
		if !errors.Is(err, ErrConflict) || db.replace != 21 {
			t.Errorf("after %d tries: %v", db.replace, err)
		}
	})
}

func TestUpdateStopsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		db := &slow{refuse: true}
		_, err := counters(t, db).Update(ctx, "x", increment)
		if !errors.Is(err, context.DeadlineExceeded) || db.replace > 10 {
			t.Errorf("after %d tries: %v", db.replace, err)
		}
	})
}
