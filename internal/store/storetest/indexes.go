package storetest

import (
	"fmt"
	"slices"
	"testing"

	"kring/internal/store"
)

var indexes = map[string]func(*testing.T, Place){
	"ensure can be repeated":           ensureAgain,
	"an added index finds what exists": addedIndex,
	"a unique index over duplicates":   addedUnique,
	"two collections are apart":        twoCollections,
}

var refusals = map[string]func(*testing.T, Place){
	"unindexed fields and bad limits": refusedQueries,
	"a collection nobody ensured":     unknownCollection,
	"a wrong spec":                    wrongSpecs,
}

func ensureAgain(t *testing.T, open Place) {
	db, c := start(t, open)
	add(t, c, named("a"))
	together(4, func(int) {
		if _, err := store.Open[Item](t.Context(), db, Items); err != nil {
			t.Error(err)
		}
	})
	check(t, c, store.Query{}, "a")
}

func addedIndex(t *testing.T, open Place) {
	db := open()
	t.Cleanup(func() { _ = db.Close() })
	c := collect(t, db, store.Spec{Name: "items"})
	for i := range 20 {
		v := named(fmt.Sprintf("%02d", i))
		v.Tags, v.Name, v.Email = []string{fmt.Sprint("t", i%3)}, fmt.Sprint("n", i%2), fmt.Sprint(i)
		add(t, c, v)
	}
	_, err := c.Find(t.Context(), where(store.Is("name", "n0")))
	wantError(t, "before the index", err, store.ErrQuery)
	c = collect(t, db, Items)
	check(t, c, where(store.Is("tags", "t2")), "02", "05", "08", "11", "14", "17")
	check(t, c, store.Query{Where: []store.Cond{store.Is("name", "n1")}, Limit: 2}, "01", "03")
	wantError(t, "the new unique index", c.Insert(t.Context(), &Item{Email: "7"}), store.ErrConflict)
}

func addedUnique(t *testing.T, open Place) {
	db := open()
	t.Cleanup(func() { _ = db.Close() })
	add(t, collect(t, db, store.Spec{Name: "items"}), &Item{Email: "same"}, &Item{Email: "same"})
	if _, err := store.Open[Item](t.Context(), db, Items); err == nil {
		t.Error("a unique index over duplicates was accepted")
	}
}

func twoCollections(t *testing.T, open Place) {
	db, c := start(t, open)
	other := Items
	other.Name = "others"
	d := collect(t, db, other)
	add(t, c, &Item{Meta: store.Meta{ID: "a"}, Email: "a@x"})
	add(t, d, &Item{Meta: store.Meta{ID: "a"}, Email: "a@x"}, named("b"))
	check(t, c, store.Query{}, "a")
	check(t, d, store.Query{}, "a", "b")
}

func refusedQueries(t *testing.T, open Place) {
	_, c := start(t, open)
	for _, q := range []store.Query{
		{Limit: 0}, {Limit: -1}, {Limit: 1001},
		{Limit: 1, OrderBy: "ratio"},
		{Limit: 1, OrderBy: "tags"},
		{Limit: 1, Where: []store.Cond{store.Is("small", 1)}},
		{Limit: 1, Where: []store.Cond{store.Is("nothing", 1)}},
		{Limit: 1, Where: []store.Cond{store.Is("seq", 1)}},
		{Limit: 1, Where: []store.Cond{store.Is("name", "x")}, OrderBy: "big"},
		{Limit: 1, Where: []store.Cond{{Field: "tags", Op: store.Gt, Value: "x"}}},
		{Limit: 1, Where: []store.Cond{{Field: "name", Op: 9, Value: "x"}}},
	} {
		_, err := c.Find(t.Context(), q)
		wantError(t, fmt.Sprintf("%+v", q), err, store.ErrQuery)
	}
	if _, err := c.Find(t.Context(), store.Query{Limit: 1000}); err != nil {
		t.Error(err)
	}
}

func unknownCollection(t *testing.T, open Place) {
	db, _ := start(t, open)
	for what, err := range map[string]error{
		"insert":  db.Insert(t.Context(), "nobody", named("a")),
		"get":     db.Get(t.Context(), "nobody", "a", &Item{}),
		"replace": db.Replace(t.Context(), "nobody", 1, named("a")),
		"delete":  db.Delete(t.Context(), "nobody", "a"),
		"find":    db.Find(t.Context(), "nobody", store.Query{Limit: 1}, nil),
	} {
		if err == nil {
			t.Errorf("%s in a collection nobody ensured was accepted", what)
		}
	}
}

func wrongSpecs(t *testing.T, open Place) {
	db, _ := start(t, open)
	for _, s := range []store.Spec{
		{},
		{Name: `x"; DROP TABLE items; --`},
		{Name: "x", Indexes: []store.Index{{}}},
		{Name: "x", Indexes: []store.Index{{Fields: []string{"nothing"}}}},
		{Name: "x", Indexes: []store.Index{{Fields: []string{"ratio"}}}},
		{Name: "x", Indexes: []store.Index{{Fields: []string{"sealed"}}}},
		{Name: "x", Indexes: []store.Index{{Fields: []string{"open"}, Unique: true}}},
		{Name: "x", Indexes: []store.Index{{Fields: []string{"tags"}, Unique: true}}},
		{Name: "x", Indexes: []store.Index{{Fields: []string{"tags", "name"}}}},
		{Name: "x", Indexes: []store.Index{{Fields: slices.Repeat([]string{"name"}, 2)}}},
	} {
		if _, err := store.Open[Item](t.Context(), db, s); err == nil {
			t.Errorf("%+v was accepted", s)
		}
	}
}
