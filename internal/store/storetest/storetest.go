// Package storetest is the one suite that every engine of internal/store
// passes. Each place where two engines were seen, or may be expected, to
// differ is a case here.
package storetest

import (
	"context"
	"errors"
	"testing"

	"kring/internal/store"
)

// Place is one empty store. Calling it opens that store; after Close it may be
// called again and finds what was stored.
type Place func() store.DB

// Run tests an engine; place makes a new empty store per call.
func Run(t *testing.T, place func(t *testing.T) Place) {
	groups := map[string]map[string]func(*testing.T, Place){
		"documents": documents,
		"types":     types,
		"unique":    unique,
		"queries":   queries,
		"refusals":  refusals,
		"races":     races,
		"indexes":   indexes,
	}
	for name, cases := range groups {
		t.Run(name, func(t *testing.T) {
			for name, test := range cases {
				t.Run(name, func(t *testing.T) { test(t, place(t)) })
			}
		})
	}
}

// Item has a field of every kind that documents may use.
type Item struct {
	store.Meta `bson:",inline"`
	Email      string            `bson:"email,omitempty" json:"email,omitempty"`
	Card       *string           `bson:"card" json:"card"`
	Number     *int64            `bson:"number" json:"number"`
	Group      string            `bson:"group" json:"group"`
	Seq        int64             `bson:"seq" json:"seq"`
	Name       string            `bson:"name" json:"name"`
	Open       bool              `bson:"open" json:"open"`
	Size       int               `bson:"size" json:"size"`
	Big        int64             `bson:"big" json:"big"`
	Small      int32             `bson:"small" json:"small"`
	Ratio      float64           `bson:"ratio" json:"ratio"`
	Tags       []string          `bson:"tags" json:"tags"`
	Years      []int64           `bson:"years" json:"years"`
	Sealed     []byte            `bson:"sealed" json:"sealed"`
	Free       map[string]string `bson:"free" json:"free"`
	Counts     map[string]int64  `bson:"counts" json:"counts"`
	Parts      []Part            `bson:"parts" json:"parts"`
	Best       *Part             `bson:"best" json:"best"`
	Hidden     string            `bson:"-" json:"-"`
}

// Part is a nested value.
type Part struct {
	Title string `bson:"title" json:"title"`
	At    int64  `bson:"at" json:"at"`
}

// Items is Item's collection.
var Items = store.Spec{Name: "items", Schema: 3, Indexes: []store.Index{
	{Fields: []string{"email"}, Unique: true},
	{Fields: []string{"card"}, Unique: true},
	{Fields: []string{"number"}, Unique: true},
	{Fields: []string{"group", "seq"}, Unique: true},
	{Fields: []string{"name"}},
	{Fields: []string{"open", "size"}},
	{Fields: []string{"big"}},
	{Fields: []string{"tags"}},
	{Fields: []string{"years"}},
}}

type items = store.Collection[Item, *Item]

// start opens the place's store and its items; the store closes with the test.
func start(t *testing.T, open Place) (store.DB, items) {
	t.Helper()
	db := open()
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return db, collect(t, db, Items)
}

func collect(t *testing.T, db store.DB, s store.Spec) items {
	t.Helper()
	c, err := store.Open[Item](t.Context(), db, s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// add inserts items and fails the test when one is refused.
func add(t *testing.T, c items, vs ...*Item) {
	t.Helper()
	for _, v := range vs {
		if err := c.Insert(t.Context(), v); err != nil {
			t.Fatal(err)
		}
	}
}

// ids runs a query (Limit 1000 when it has none) and returns the ids in order.
func ids(t *testing.T, c items, q store.Query) (found []string) {
	t.Helper()
	if q.Limit == 0 {
		q.Limit = 1000
	}
	vs, err := c.Find(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range vs {
		found = append(found, v.ID)
	}
	return found
}

func wantError(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: error %v, want %v", what, got, want)
	}
}

func named(id string) *Item { return &Item{Meta: store.Meta{ID: id}, Group: id} }

func where(cs ...store.Cond) store.Query { return store.Query{Where: cs} }

func cancelled(t *testing.T) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}
