package table_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"kring/homework/table"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store/sqlitestore"
)

func open(t *testing.T) (*table.Table, *seal.Vault) {
	t.Helper()
	db, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "kring.db"))
	must(t, err)
	t.Cleanup(func() { _ = db.Close() })
	vault, err := seal.Open(t.Context(), db, bytes.Repeat([]byte{7}, seal.KeySize))
	must(t, err)
	s, err := table.Open(t.Context(), db, vault)
	must(t, err)
	return s, vault
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func piece(person, step, text string, nameless bool) table.New {
	return table.New{Group: "g", Person: person, Assignment: "a", Step: step, Nameless: nameless, Module: "Stress", Title: "Moment", Text: text, Files: []string{"picture-" + person}}
}

func look(t *testing.T, s *table.Table, person string) map[string]table.Laid {
	t.Helper()
	all, err := s.Of(t.Context(), "g", person)
	must(t, err)
	out := map[string]table.Laid{}
	for _, v := range all {
		out[v.Text] = v
	}
	return out
}

// Who brought a nameless piece stays with that person; a named one says who.
func TestNamelessTellsNobody(t *testing.T) {
	s, _ := open(t)
	must(t, s.Bring(t.Context(), piece("anna", "moment", "in de bus", true)))
	must(t, s.Bring(t.Context(), piece("daan", "moment", "op het werk", false)))
	seen := look(t, s, "daan")
	raw, err := json.Marshal(seen["in de bus"])
	must(t, err)
	if v := seen["in de bus"]; v.PersonID != "" || v.Own || v.From != "" || strings.Contains(string(raw), `"anna"`) {
		t.Errorf("nameless: %s %+v", raw, v)
	}
	if seen["op het werk"].PersonID != "daan" || !seen["op het werk"].Own {
		t.Errorf("named: %+v", seen["op het werk"])
	}
	if v := look(t, s, "anna")["in de bus"]; !v.Own || v.PersonID != "" || v.Step != "moment" || v.From != "a" {
		t.Errorf("to who brought it: %+v", v)
	}
}

func TestTakenBackIsGone(t *testing.T) {
	s, vault := open(t)
	must(t, s.Bring(t.Context(), piece("anna", "moment", "eerst", true)))
	must(t, s.Bring(t.Context(), piece("anna", "moment", "anders", true)))
	seen := look(t, s, "anna")
	if len(seen) != 1 || seen["anders"].Text == "" {
		t.Fatalf("a step twice: %+v", seen)
	}
	id := seen["anders"].ID
	if on, err := s.Holds(t.Context(), "g", "anna", "picture-anna"); err != nil || !on {
		t.Errorf("the photo is on the table: %v, %v", on, err)
	}
	for _, c := range [][2]string{{"g", "daan"}, {"other", "anna"}} {
		if err := s.TakeBack(t.Context(), c[0], c[1], id); !fault.Is(err, fault.NotFound) {
			t.Errorf("%v takes it back: %v", c, err)
		}
	}
	must(t, s.TakeBack(t.Context(), "g", "anna", id))
	if on, err := s.Holds(t.Context(), "g", "anna", "picture-anna"); err != nil || on || len(look(t, s, "daan")) != 0 {
		t.Errorf("still there: %v, %v", on, err)
	}
	must(t, s.Bring(t.Context(), piece("anna", "moment", "weg", false)))
	must(t, vault.Erase(t.Context(), seal.Person("anna")))
	if n := len(look(t, s, "daan")); n != 0 {
		t.Errorf("%d pieces of somebody who is erased", n)
	}
}

func TestTheTableIsBounded(t *testing.T) {
	s, _ := open(t)
	empty := piece("anna", "moment", "", true)
	empty.Files = nil
	if f := fault.Of(s.Bring(t.Context(), empty)); f == nil || f.Code != "table.empty" {
		t.Errorf("nothing: %v", f)
	}
	for i := range 10 {
		must(t, s.Bring(t.Context(), piece("anna", "step-"+string(rune('a'+i)), "x", true)))
	}
	if f := fault.Of(s.Bring(t.Context(), piece("anna", "more", "x", true))); f == nil || f.Code != "table.many" {
		t.Errorf("one too many: %v", f)
	}
}
