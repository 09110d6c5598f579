package storetest

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"kring/internal/store"
)

var types = map[string]func(*testing.T, Place){
	"every value comes back as it was": roundTrip,
	"true is not 1":                    trueIsNotOne,
	"numbers beyond 2^53":              bigNumbers,
	"nil and empty stay apart":         nilAndEmpty,
}

func roundTrip(t *testing.T, open Place) {
	_, c := start(t, open)
	number, card := int64(math.MinInt64), "42"
	values := []*Item{
		{},
		{Number: &number, Card: &card, Open: true, Size: -1, Big: math.MaxInt64, Small: math.MinInt32},
		{Ratio: 0.1}, {Ratio: 1e300}, {Ratio: 3},
		{Sealed: []byte{0, 0xff, '"', '\\', 0x80}},
		{Free: map[string]string{"a.b": "dot", "$set": "dollar", "": "empty", "$.x.": "both", `q"'\`: "quotes", "é": "unicode"}},
		{Counts: map[string]int64{"1.2": 1<<53 + 1, "$inc": math.MinInt64}},
		{Parts: []Part{{Title: "één", At: 1}, {}}, Best: &Part{At: -5}},
		{Tags: []string{"b", "a", "b", ""}, Years: []int64{2026, 1, 2026}},
	}
	for _, s := range []string{"", " ", "null", "true", "1", `"quoted"`, `back\slash`, "nul\x00inside", "regel\nregel\ttab\u2028", "é", "e\u0301", "😀👩‍👩‍👧", "\ufffd", "<script>&amp;", "$name", "a.b", "{\"a\":1}", "[1]"} {
		values = append(values, &Item{Name: s})
	}
	for i, v := range values {
		v.Group, v.Seq = "all", int64(i)
		add(t, c, v)
		got, err := c.Get(t.Context(), v.ID)
		if err != nil || !reflect.DeepEqual(got, v) {
			t.Errorf("got  %+v, %v\nwant %+v", got, err, v)
		}
		if found := ids(t, c, where(store.Is("name", v.Name), store.Cond{Field: "id", Op: store.Eq, Value: v.ID})); !reflect.DeepEqual(found, []string{v.ID}) {
			t.Errorf("name %q finds %v", v.Name, found)
		}
	}
	hidden := &Item{Hidden: "secret", Group: "h"}
	add(t, c, hidden)
	if got, err := c.Get(t.Context(), hidden.ID); err != nil || got.Hidden != "" {
		t.Errorf("a field outside the store came back: %+v, %v", got, err)
	}
}

func trueIsNotOne(t *testing.T, open Place) {
	_, c := start(t, open)
	add(t, c, &Item{Meta: store.Meta{ID: "on"}, Open: true, Size: 1, Group: "1"}, &Item{Meta: store.Meta{ID: "off"}, Group: "2"})
	if got := ids(t, c, where(store.Is("open", true))); !reflect.DeepEqual(got, []string{"on"}) {
		t.Errorf("true finds %v", got)
	}
	if got := ids(t, c, where(store.Is("open", false))); !reflect.DeepEqual(got, []string{"off"}) {
		t.Errorf("false finds %v", got)
	}
	for _, wrong := range []store.Cond{store.Is("open", 1), store.Is("big", true), store.Is("big", "1"), store.Is("name", 1), store.Is("big", 1.0), store.Is("name", nil), store.Is("name", []byte("x"))} {
		_, err := c.Find(t.Context(), store.Query{Where: []store.Cond{wrong}, Limit: 1})
		wantError(t, fmt.Sprintf("%v", wrong), err, store.ErrQuery)
	}
}

func bigNumbers(t *testing.T, open Place) {
	_, c := start(t, open)
	numbers := []int64{math.MinInt64, -(1<<53 + 1), -(1 << 53), 0, 1<<53 - 1, 1 << 53, 1<<53 + 1, math.MaxInt64 - 1, math.MaxInt64}
	var want []string
	for i, n := range numbers {
		v := named(fmt.Sprint(len(numbers) - i))
		v.Big, v.Number = n, &n
		add(t, c, v)
		want = append(want, v.ID)
	}
	if got := ids(t, c, store.Query{OrderBy: "big"}); !reflect.DeepEqual(got, want) {
		t.Errorf("order %v, want %v", got, want)
	}
	if got := ids(t, c, where(store.Is("big", int64(1<<53+1)))); !reflect.DeepEqual(got, want[6:7]) {
		t.Errorf("2^53+1 finds %v, want %v", got, want[6:7])
	}
	if got := ids(t, c, store.Query{Where: []store.Cond{{Field: "big", Op: store.Gt, Value: int64(1 << 53)}}, OrderBy: "big"}); !reflect.DeepEqual(got, want[6:]) {
		t.Errorf("over 2^53 finds %v, want %v", got, want[6:])
	}
	taken := numbers[6]
	wantError(t, "a unique number twice", c.Insert(t.Context(), &Item{Number: &taken, Group: "x"}), store.ErrConflict)
}

func nilAndEmpty(t *testing.T, open Place) {
	_, c := start(t, open)
	none := named("none")
	empty := &Item{Meta: store.Meta{ID: "empty"}, Tags: []string{}, Years: []int64{}, Sealed: []byte{}, Free: map[string]string{}, Counts: map[string]int64{}, Parts: []Part{}, Best: &Part{}}
	add(t, c, none, empty)
	for _, v := range []*Item{none, empty} {
		got, err := c.Get(t.Context(), v.ID)
		if err != nil || !reflect.DeepEqual(got, v) {
			t.Errorf("got  %+v, %v\nwant %+v", got, err, v)
		}
	}
	if got := ids(t, c, where(store.Is("tags", ""))); len(got) != 0 {
		t.Errorf(`lists without "" are found by it: %v`, got)
	}
}
