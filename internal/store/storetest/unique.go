package storetest

import (
	"fmt"
	"testing"

	"kring/internal/store"
)

var unique = map[string]func(*testing.T, Place){
	"missing and empty are free":     missingIsFree,
	"values":                         uniqueValues,
	"several fields":                 severalFields,
	"a value is free after a change": freed,
}

func missingIsFree(t *testing.T, open Place) {
	_, c := start(t, open)
	empty := ""
	add(t, c, &Item{}, &Item{}, &Item{Card: &empty}, &Item{Card: &empty}) // no email, number, group
	if got := ids(t, c, where(store.Is("card", ""))); len(got) != 2 {
		t.Errorf(`card "" finds %d, want 2`, len(got))
	}
	if got := ids(t, c, store.Query{OrderBy: "email"}); len(got) != 4 {
		t.Errorf("ordered by a missing field: %d, want 4", len(got))
	}
}

func uniqueValues(t *testing.T, open Place) {
	_, c := start(t, open)
	zero, minus, card := int64(0), int64(-1), "0"
	add(t, c, &Item{Number: &zero}, &Item{Number: &minus}, &Item{Card: &card}, &Item{Email: "a@x"}, &Item{Email: "A@x"}, &Item{Email: "a@x "}, &Item{Email: "é"}, &Item{Email: "e\u0301"})
	for i, v := range []*Item{{Number: &zero}, {Number: &minus}, {Card: &card}, {Email: "a@x"}, {Email: "é"}} {
		wantError(t, fmt.Sprint("again ", i), c.Insert(t.Context(), v), store.ErrConflict)
	}
	last := &Item{Email: "b@x"}
	add(t, c, last)
	last.Email = "a@x"
	wantError(t, "replace by a taken value", c.Replace(t.Context(), last), store.ErrConflict)
	last.Email = "b@x"
	if err := c.Replace(t.Context(), last); err != nil {
		t.Errorf("replace that keeps its own value: %v", err)
	}
}

func severalFields(t *testing.T, open Place) {
	_, c := start(t, open)
	add(t, c, &Item{Group: "g", Seq: 1}, &Item{Group: "g", Seq: 2}, &Item{Group: "h", Seq: 1}, &Item{Seq: 1}, &Item{Seq: 1})
	wantError(t, "same pair", c.Insert(t.Context(), &Item{Group: "g", Seq: 2}), store.ErrConflict)
}

func freed(t *testing.T, open Place) {
	_, c := start(t, open)
	a, b := &Item{Email: "a@x"}, &Item{Email: "b@x"}
	add(t, c, a, b)
	a.Email = "c@x"
	if err := c.Replace(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	if err := c.Delete(t.Context(), b.ID); err != nil {
		t.Fatal(err)
	}
	add(t, c, &Item{Email: "a@x"}, &Item{Email: "b@x"})
}
