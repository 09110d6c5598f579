package dump_test

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"kring/internal/store"
	"kring/internal/store/dump"
	"kring/internal/store/mongostore"
	"kring/internal/store/sqlitestore"
	"kring/internal/store/storetest"
)

type items = store.Collection[storetest.Item, *storetest.Item]

func embedded(t *testing.T) store.DB {
	db, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "kring.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func mongo(t *testing.T) store.DB {
	db, err := mongostore.Open(t.Context(), os.Getenv("MONGODB_URI"), "kring_test_"+store.NewID())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Drop(context.Background()); err != nil {
			t.Error(err)
		}
		db.Close()
	})
	return db
}

func open(t *testing.T, db store.DB) (*dump.Recorder, items) {
	t.Helper()
	rec := dump.Record(db)
	c, err := store.Open[storetest.Item](t.Context(), rec, storetest.Items)
	if err != nil {
		t.Fatal(err)
	}
	return rec, c
}

// TestThereAndBack moves documents over every pair of engines at hand and
// compares the files, which differ when a single value does.
func TestThereAndBack(t *testing.T) {
	engines := map[string]func(*testing.T) store.DB{"embedded": embedded}
	if os.Getenv("MONGODB_URI") != "" || os.Getenv("REQUIRE_MONGO") == "1" {
		engines["mongo"] = mongo
	}
	for a, from := range engines {
		for b, to := range engines {
			t.Run(a+" to "+b, func(t *testing.T) {
				source, c := open(t, from(t))
				fill(t, c)
				first := export(t, source)
				target, moved := open(t, to(t))
				if err := dump.Import(t.Context(), target, target.Specs(), strings.NewReader(first)); err != nil {
					t.Fatal(err)
				}
				if second := export(t, target); second != first || strings.Count(first, "\n") != 132 {
					t.Errorf("exported\n%s\nthen imported and exported\n%s", first, second)
				}
				same(t, c, moved)
			})
		}
	}
}

func fill(t *testing.T, c items) {
	t.Helper()
	big := int64(math.MaxInt64)
	vs := []*storetest.Item{{Number: &big, Open: true, Ratio: 0.1, Sealed: []byte{0, 255}, Name: "één <b>", Free: map[string]string{"a.b": "$c"}, Tags: []string{}}}
	for i := range 129 {
		vs = append(vs, &storetest.Item{Group: "g", Seq: int64(i), Sealed: []byte(fmt.Sprint(i))})
	}
	for _, v := range vs {
		if err := c.Insert(t.Context(), v); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Replace(t.Context(), vs[0]); err != nil {
		t.Fatal(err)
	}
}

func export(t *testing.T, r *dump.Recorder) string {
	t.Helper()
	var out bytes.Buffer
	if err := dump.Export(t.Context(), r, r.Specs(), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func same(t *testing.T, a, b items) {
	t.Helper()
	all := store.Query{Limit: 1000}
	as, err := a.Find(t.Context(), all)
	if err != nil {
		t.Fatal(err)
	}
	bs, err := b.Find(t.Context(), all)
	if err != nil || !reflect.DeepEqual(as, bs) {
		t.Errorf("documents differ after the move: %v", err)
	}
}

// TestSample: what the first version exported opens in this one.
func TestSample(t *testing.T) {
	f, err := os.Open("testdata/items-v1.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rec, c := open(t, embedded(t))
	if err := dump.Import(t.Context(), rec, rec.Specs(), f); err != nil {
		t.Fatal(err)
	}
	v, err := c.One(t.Context(), store.Is("name", "één <b>"))
	if err != nil || *v.Number != math.MaxInt64 || !v.Open || v.Rev != 2 || v.Sealed[1] != 255 {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestImportRefuses(t *testing.T) {
	const head = `{"format":1,"kring":"v1"}` + "\n"
	const doc = `{"in":"items","doc":{"id":"a","rev":1,"schema":3}}` + "\n"
	for want, file := range map[string]string{
		"cut off after 0":         "",
		"cut off after 1":         head + doc,
		"not an export":           doc,
		"format 2":                `{"format":2}`,
		"says that it has 2":      head + doc + `{"end":true,"count":2}`,
		`no collection "others"`:  head + `{"in":"others","doc":{}}`,
		"without id":              head + `{"in":"items","doc":{}}`,
		"line 2":                  head + `{"in":"items","doc":{"id":1}}`,
		"line 3":                  head + doc + "nonsense\n",
		"schema 4":                head + `{"in":"items","doc":{"id":"a","rev":1,"schema":4}}`,
		store.ErrConflict.Error(): head + doc + doc + `{"end":true,"count":2}`,
	} {
		rec, _ := open(t, embedded(t))
		err := dump.Import(t.Context(), rec, rec.Specs(), strings.NewReader(file))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", file, err, want)
		}
	}
}
