package store

import (
	"errors"
	"testing"
)

func TestCovers(t *testing.T) {
	s := Spec{
		Name:    "messages",
		Indexes: []Index{{Fields: []string{"channel", "seq", "at"}}, {Fields: []string{"tags"}}, {Fields: []string{"open", "at"}}},
		Kinds:   map[string]Kind{"channel": String, "seq": Int, "at": Int, "tags": StringList, "open": Bool},
	}
	if err := s.Check(); err != nil {
		t.Fatal(err)
	}
	gt := func(f string, v any) Cond { return Cond{Field: f, Op: Gt, Value: v} }
	lt := func(f string, v any) Cond { return Cond{Field: f, Op: Lt, Value: v} }
	q := func(by string, cs ...Cond) Query { return Query{Where: cs, OrderBy: by, Limit: 1} }
	for _, c := range []struct {
		name string
		q    Query
		ok   bool
	}{
		{"everything", q(""), true},
		{"by id", q("id", gt("id", "a")), true},
		{"first field", q("", Is("channel", "c")), true},
		{"its order", q("channel"), true},
		{"all fields, any order", q("", Is("at", 1), Is("seq", 1), Is("channel", "c")), true},
		{"equal, then range and order", q("seq", Is("channel", "c"), gt("seq", 1), lt("seq", int64(9))), true},
		{"order by an equal field", q("channel", Is("channel", "c")), true},
		{"equal and id", q("id", Is("channel", "c"), lt("id", "x")), true},
		{"list", q("", Is("tags", "x")), true},
		{"bool, then order", q("at", Is("open", true)), true},
		{"second field alone", q("", Is("seq", 1)), false},
		{"order by the second field", q("seq"), false},
		{"a gap", q("at", Is("channel", "c")), false},
		{"range and another order", q("at", Is("channel", "c"), gt("seq", 1)), false},
		{"two ranges", q("", gt("channel", "c"), gt("seq", 1)), false},
		{"two indexes", q("", Is("tags", "x"), Is("open", true)), false},
		{"unknown field", q("", Is("name", "x")), false},
		{"unknown order", q("name"), false},
		{"order by a list", q("tags", Is("tags", "x")), false},
		{"range of a list", q("", gt("tags", "x")), false},
		{"wrong kind", q("", Is("channel", 1)), false},
		{"unknown comparison", q("", Cond{Field: "channel", Op: 3, Value: "c"}), false},
		{"limit 1000", Query{Limit: 1000}, true},
		{"limit 1001", Query{Limit: 1001}, false},
		{"no limit", Query{}, false},
	} {
		if err := s.Covers(c.q); (err == nil) != c.ok || err != nil && !errors.Is(err, ErrQuery) {
			t.Errorf("%s: %v, want covered %v", c.name, err, c.ok)
		}
	}
}
