package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"kring/internal/store"
)

var queries = map[string]func(*testing.T, Place){
	"strings order by bytes":      stringOrder,
	"ties go by id":               ties,
	"ranges":                      ranges,
	"any element of a list":       lists,
	"limit and pages by id":       pages,
	"each ends the search":        eachEnds,
	"each may use the same store": eachUsesStore,
	"equality, then order":        equalThenOrder,
	"documents without the field": without,
}

func stringOrder(t *testing.T, open Place) {
	_, c := start(t, open)
	want := []string{"", "10", "9", "A", "B", "Z", "a", "a ", "aa", "b", "z", "~", "é", "\uffee", "😀"}
	for i, name := range slices.Backward(want) {
		add(t, c, &Item{Name: name, Group: "g", Seq: int64(i)})
	}
	for _, desc := range []bool{false, true} {
		vs, err := c.Find(t.Context(), store.Query{OrderBy: "name", Desc: desc, Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, v := range vs {
			got = append(got, v.Name)
		}
		if desc {
			slices.Reverse(got)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("desc %v: %q\nwant %q", desc, got, want)
		}
	}
}

func ties(t *testing.T, open Place) {
	_, c := start(t, open)
	for _, id := range []string{"c", "a", "d", "b"} {
		v := named(id)
		v.Name = map[string]string{"d": "first"}[id] + "same"
		add(t, c, v)
	}
	check(t, c, store.Query{OrderBy: "name"}, "d", "a", "b", "c")
	check(t, c, store.Query{OrderBy: "name", Desc: true}, "c", "b", "a", "d")
	check(t, c, store.Query{}, "a", "b", "c", "d")
	check(t, c, store.Query{Desc: true}, "d", "c", "b", "a")
	check(t, c, store.Query{OrderBy: "name", Limit: 2}, "d", "a")
}

func check(t *testing.T, c items, q store.Query, want ...string) {
	t.Helper()
	if got := ids(t, c, q); !slices.Equal(got, want) {
		t.Errorf("%+v finds %v, want %v", q, got, want)
	}
}

func ranges(t *testing.T, open Place) {
	_, c := start(t, open)
	for i := range 10 {
		v := named(fmt.Sprint(i))
		v.Big, v.Group, v.Seq, v.Name = int64(i*10), "g", int64(i), fmt.Sprint("n", i)
		add(t, c, v)
	}
	lt := func(f string, v any) store.Cond { return store.Cond{Field: f, Op: store.Lt, Value: v} }
	gt := func(f string, v any) store.Cond { return store.Cond{Field: f, Op: store.Gt, Value: v} }
	check(t, c, where(lt("big", 20)), "0", "1")
	check(t, c, where(gt("big", int64(70))), "8", "9")
	check(t, c, where(gt("big", 20), lt("big", 50)), "3", "4")
	check(t, c, where(gt("big", 50), lt("big", 20)))
	check(t, c, where(gt("name", "n8")), "9")
	check(t, c, where(lt("name", "n")))
	check(t, c, where(gt("id", "7")), "8", "9")
	check(t, c, store.Query{Where: []store.Cond{store.Is("group", "g"), gt("seq", 2)}, OrderBy: "seq", Limit: 2}, "3", "4")
	check(t, c, store.Query{Where: []store.Cond{store.Is("group", "g"), lt("seq", 5)}, OrderBy: "seq", Desc: true, Limit: 2}, "4", "3")
	check(t, c, store.Query{Where: []store.Cond{lt("id", "5")}, Desc: true, Limit: 2}, "4", "3")
}

func lists(t *testing.T, open Place) {
	_, c := start(t, open)
	a, b, d := named("a"), named("b"), named("d")
	a.Tags, a.Years = []string{"x", "y", "x"}, []int64{2025, 2026}
	b.Tags, b.Years = []string{"y"}, []int64{2026}
	add(t, c, a, b, d)
	check(t, c, where(store.Is("tags", "x")), "a")
	check(t, c, where(store.Is("tags", "y")), "a", "b")
	check(t, c, store.Query{Where: []store.Cond{store.Is("tags", "y")}, Desc: true}, "b", "a")
	check(t, c, where(store.Is("tags", "z")))
	check(t, c, where(store.Is("years", 2025)), "a")
	a.Tags = []string{"z"}
	if err := c.Replace(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	check(t, c, where(store.Is("tags", "x")))
	check(t, c, where(store.Is("tags", "y")), "b")
	check(t, c, where(store.Is("tags", "z")), "a")
	if err := c.Delete(t.Context(), "b"); err != nil {
		t.Fatal(err)
	}
	check(t, c, where(store.Is("tags", "y")))
}

func pages(t *testing.T, open Place) {
	_, c := start(t, open)
	for i := range 25 {
		add(t, c, named(fmt.Sprintf("%02d", i)))
	}
	var all []string
	for last := ""; ; {
		page := ids(t, c, store.Query{Where: []store.Cond{{Field: "id", Op: store.Gt, Value: last}}, OrderBy: "id", Limit: 10})
		if len(page) == 0 {
			break
		}
		all = append(all, page...)
		last = page[len(page)-1]
	}
	if len(all) != 25 || !slices.IsSorted(all) {
		t.Errorf("pages: %v", all)
	}
}

func eachEnds(t *testing.T, open Place) {
	db, c := start(t, open)
	add(t, c, named("a"), named("b"))
	enough, calls := errors.New("enough"), 0
	err := db.Find(t.Context(), "items", store.Query{Limit: 10}, func(func(store.Doc) error) error {
		calls++
		return enough
	})
	if !errors.Is(err, enough) || calls != 1 {
		t.Errorf("%d calls, %v", calls, err)
	}
}

// eachUsesStore nests deeper than any engine has connections to spare.
func eachUsesStore(t *testing.T, open Place) {
	db, c := start(t, open)
	add(t, c, named("a"))
	var nest func(depth int) error
	nest = func(depth int) error {
		if depth == 0 {
			_, err := c.Update(t.Context(), "a", func(v *Item) error { v.Size++; return nil })
			return err
		}
		return db.Find(t.Context(), "items", store.Query{Limit: 1}, func(func(store.Doc) error) error { return nest(depth - 1) })
	}
	if err := nest(20); err != nil {
		t.Error(err)
	}
}

func equalThenOrder(t *testing.T, open Place) {
	_, c := start(t, open)
	for id, open := range map[string]bool{"1": true, "2": true, "3": false} {
		v := named(id)
		v.Open, v.Size = open, int('9'-id[0])
		add(t, c, v)
	}
	check(t, c, store.Query{Where: []store.Cond{store.Is("open", true)}, OrderBy: "size"}, "2", "1")
	check(t, c, where(store.Is("size", 8), store.Is("open", true)), "1")
	check(t, c, where(store.Is("open", true), store.Is("id", "3")))
}

func without(t *testing.T, open Place) {
	_, c := start(t, open)
	one, card := int64(1), "c"
	add(t, c, named("none"), &Item{Meta: store.Meta{ID: "one"}, Number: &one, Card: &card})
	check(t, c, store.Query{OrderBy: "number"}, "none", "one")
	check(t, c, store.Query{OrderBy: "card", Desc: true}, "one", "none")
	check(t, c, where(store.Cond{Field: "number", Op: store.Lt, Value: 100}), "one")
	check(t, c, where(store.Cond{Field: "card", Op: store.Lt, Value: "z"}), "one")
}
