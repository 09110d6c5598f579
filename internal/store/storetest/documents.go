package storetest

import (
	"context"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"kring/internal/store"
)

var documents = map[string]func(*testing.T, Place){
	"insert, get, replace, delete":                    lifecycle,
	"refusals of a single write":                      conflicts,
	"a stored document stays when a write is refused": refusedWriteChangesNothing,
	"reopening finds everything":                      reopening,
	"context cancelled":                               cancelledContext,
	"closed":                                          closed,
	"too large":                                       tooLarge,
	"newer schema is refused":                         newerSchema,
}

func lifecycle(t *testing.T, open Place) {
	_, c := start(t, open)
	v := &Item{Name: "één"}
	add(t, c, v)
	if len(v.ID) != 26 || v.Rev != 1 || v.Schema != 3 {
		t.Fatalf("inserted as %+v", v.Meta)
	}
	v.Name = "twee"
	if err := c.Replace(t.Context(), v); err != nil || v.Rev != 2 {
		t.Fatalf("replace: rev %d, %v", v.Rev, err)
	}
	got, err := c.Get(t.Context(), v.ID)
	if err != nil || !reflect.DeepEqual(got, v) {
		t.Fatalf("got %+v, %v; want %+v", got, err, v)
	}
	if err := c.Delete(t.Context(), v.ID); err != nil {
		t.Fatal(err)
	}
	_, err = c.Get(t.Context(), v.ID)
	wantError(t, "get after delete", err, store.ErrNotFound)
	if got := ids(t, c, store.Query{}); len(got) != 0 {
		t.Errorf("found after delete: %v", got)
	}
}

func conflicts(t *testing.T, open Place) {
	_, c := start(t, open)
	add(t, c, named("a"))
	wantError(t, "insert of an existing id", c.Insert(t.Context(), &Item{Meta: store.Meta{ID: "a"}, Group: "other"}), store.ErrConflict)
	wantError(t, "delete of a missing id", c.Delete(t.Context(), "b"), store.ErrNotFound)
	wantError(t, "replace of a missing id", c.Replace(t.Context(), named("b")), store.ErrNotFound)
	stale := named("a")
	stale.Rev = 7
	wantError(t, "stale replace", c.Replace(t.Context(), stale), store.ErrConflict)
	if stale.Rev != 7 {
		t.Errorf("a refused replace left rev %d", stale.Rev)
	}
	_, err := c.Update(t.Context(), "b", func(*Item) error { return nil })
	wantError(t, "update of a missing id", err, store.ErrNotFound)
	mine := errors.New("mine")
	_, err = c.Update(t.Context(), "a", func(*Item) error { return mine })
	wantError(t, "update whose change fails", err, mine)
	_, err = c.One(t.Context(), store.Is("name", "nobody"))
	wantError(t, "one of nothing", err, store.ErrNotFound)
}

func refusedWriteChangesNothing(t *testing.T, open Place) {
	_, c := start(t, open)
	add(t, c, &Item{Meta: store.Meta{ID: "a"}, Email: "a@x", Tags: []string{"old"}}, &Item{Meta: store.Meta{ID: "b"}, Email: "b@x"})
	_, err := c.Update(t.Context(), "a", func(v *Item) error {
		v.Email, v.Tags = "b@x", []string{"new"}
		return nil
	})
	wantError(t, "update to a taken e-mail", err, store.ErrConflict)
	got, err := c.Get(t.Context(), "a")
	if err != nil || got.Email != "a@x" || got.Rev != 1 {
		t.Errorf("after a refused update: %+v, %v", got, err)
	}
	if got := ids(t, c, where(store.Is("tags", "old"))); len(got) != 1 {
		t.Errorf("the old tag finds %v", got)
	}
	if got := ids(t, c, where(store.Is("tags", "new"))); len(got) != 0 {
		t.Errorf("the refused tag finds %v", got)
	}
}

func reopening(t *testing.T, open Place) {
	db := open()
	add(t, collect(t, db, Items), &Item{Meta: store.Meta{ID: "a"}, Tags: []string{"x"}, Email: "a@x"})
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	_, c := start(t, open)
	got, err := c.Get(t.Context(), "a")
	if err != nil || got.Schema != 3 || got.Rev != 1 {
		t.Fatalf("after reopening: %+v, %v", got, err)
	}
	if got := ids(t, c, where(store.Is("tags", "x"))); len(got) != 1 {
		t.Errorf("after reopening the list index finds %v", got)
	}
	wantError(t, "unique index after reopening", c.Insert(t.Context(), &Item{Email: "a@x"}), store.ErrConflict)
}

func cancelledContext(t *testing.T, open Place) {
	_, c := start(t, open)
	add(t, c, named("a"))
	ctx := cancelled(t)
	_, err := c.Get(ctx, "a")
	wantError(t, "get", err, context.Canceled)
	wantError(t, "insert", c.Insert(ctx, named("b")), context.Canceled)
	wantError(t, "delete", c.Delete(ctx, "a"), context.Canceled)
	_, err = c.Find(ctx, store.Query{Limit: 1})
	wantError(t, "find", err, context.Canceled)
	if got := ids(t, c, store.Query{}); !reflect.DeepEqual(got, []string{"a"}) {
		t.Errorf("after cancelled writes: %v", got)
	}
}

func closed(t *testing.T, open Place) {
	db := open()
	c := collect(t, db, Items)
	for range 2 {
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
	_, err := c.Get(t.Context(), "a")
	if inserted := c.Insert(t.Context(), named("a")); inserted == nil || err == nil || errors.Is(err, store.ErrNotFound) {
		t.Errorf("a closed store answers %v and %v", err, inserted)
	}
}

func tooLarge(t *testing.T, open Place) {
	_, c := start(t, open)
	v := &Item{Meta: store.Meta{ID: "a"}, Name: "x", Free: map[string]string{"text": strings.Repeat("x", 15<<20)}}
	add(t, c, v)
	got, err := c.Get(t.Context(), "a")
	if err != nil || len(got.Free["text"]) != 15<<20 {
		t.Fatalf("15 MiB: %v", err)
	}
	v.Free["text"] = strings.Repeat("x", 16<<20+1)
	wantError(t, "replace", c.Replace(t.Context(), v), store.ErrTooLarge)
	v.ID = "b"
	wantError(t, "insert", c.Insert(t.Context(), v), store.ErrTooLarge)
	wantError(t, "insert of bytes", c.Insert(t.Context(), &Item{Sealed: make([]byte, 17<<20)}), store.ErrTooLarge)
}

func newerSchema(t *testing.T, open Place) {
	db, c := start(t, open)
	newer := &Item{Meta: store.Meta{ID: "a", Rev: 1, Schema: math.MaxInt16}}
	if err := db.Insert(t.Context(), Items.Name, newer); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Get(t.Context(), "a"); err == nil || !strings.Contains(err.Error(), "start the newer version") {
		t.Errorf("reading a newer schema: %v", err)
	}
}
