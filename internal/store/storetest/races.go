package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"kring/internal/store"
)

var races = map[string]func(*testing.T, Place){
	"40 concurrent updates all survive":     updates,
	"500 racing unique inserts":             racingInserts,
	"one failure does not harm its fellows": mixedFailures,
}

// together calls f n times, a hundred at once: as many as a server has connections to MongoDB.
func together(n int, f func(i int)) {
	var wg sync.WaitGroup
	at := make(chan struct{}, 100)
	for i := range n {
		at <- struct{}{}
		wg.Go(func() { f(i); <-at })
	}
	wg.Wait()
}

func updates(t *testing.T, open Place) {
	_, c := start(t, open)
	add(t, c, named("a"))
	together(40, func(int) {
		if _, err := c.Update(t.Context(), "a", func(v *Item) error { v.Size++; return nil }); err != nil {
			t.Error(err)
		}
	})
	got, err := c.Get(t.Context(), "a")
	if err != nil || got.Size != 40 || got.Rev != 41 {
		t.Errorf("after 40 updates: %+v, %v", got, err)
	}
}

// racingInserts: ten writers for each of 50 keys. A conflict may be another
// writer's deadlock, so a loser whose key nobody holds tries again.
func racingInserts(t *testing.T, open Place) {
	_, c := start(t, open)
	var won sync.Map
	together(500, func(i int) {
		key := fmt.Sprintf("%d@x", i%50)
		for {
			v := &Item{Email: key, Group: "g", Seq: int64(i)}
			err := c.Insert(t.Context(), v)
			if err == nil {
				if other, twice := won.LoadOrStore(key, v.ID); twice {
					t.Errorf("%s was won by %s and %s", key, other, v.ID)
				}
				return
			}
			if !errors.Is(err, store.ErrConflict) {
				t.Error(err)
				return
			}
			if _, err := c.One(t.Context(), store.Is("email", key)); !errors.Is(err, store.ErrNotFound) {
				return
			}
		}
	})
	for i := range 50 {
		key := fmt.Sprintf("%d@x", i)
		id, _ := won.Load(key)
		if found := ids(t, c, where(store.Is("email", key))); len(found) != 1 || found[0] != id {
			t.Errorf("%s: stored %v, confirmed %v", key, found, id)
		}
	}
}

func mixedFailures(t *testing.T, open Place) {
	_, c := start(t, open)
	add(t, c, &Item{Email: "taken@x"})
	together(100, func(i int) {
		v := &Item{Email: fmt.Sprintf("%d@x", i)}
		if i%3 == 0 {
			v.Email = "taken@x"
		}
		err := c.Insert(t.Context(), v)
		if refused := errors.Is(err, store.ErrConflict); refused != (i%3 == 0) || err != nil && !refused {
			t.Errorf("insert %d: %v", i, err)
		}
	})
	if got := ids(t, c, store.Query{}); len(got) != 1+66 {
		t.Errorf("%d documents, want 67", len(got))
	}
}
