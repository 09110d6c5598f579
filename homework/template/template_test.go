package template_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"kring/homework/template"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store/sqlitestore"
)

func TestOwnAndShared(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kring.db")
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	db, err := sqlitestore.Open(ctx, file)
	must(err)
	t.Cleanup(func() { _ = db.Close() })
	vault, err := seal.Open(ctx, db, bytes.Repeat([]byte{7}, seal.KeySize))
	must(err)
	s, err := template.Open(ctx, db, vault)
	must(err)
	must(s.Add(ctx, "marja", "", "  Dank u voor uw openheid.\n"))
	must(s.Add(ctx, "marja", "team", "Wat hielp er toen?"))
	must(s.Add(ctx, "joris", "", "Alleen van Joris."))
	list := func(person, org string) []template.Phrase {
		t.Helper()
		out, err := s.For(ctx, person, org)
		must(err)
		return out
	}
	marja, joris := list("marja", "team"), list("joris", "team")
	if len(marja) != 2 || len(joris) != 2 || len(list("marja", "elders")) != 1 {
		t.Fatalf("marja has %+v, joris %+v", marja, joris)
	}
	var shared template.Phrase
	for _, v := range joris {
		if v.Shared {
			shared = v
		}
	}
	if shared.Text != "Wat hielp er toen?" || shared.Own {
		t.Errorf("shared: %+v", shared)
	}
	if err := s.Remove(ctx, "joris", shared.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("joris removes what marja wrote: %v", err)
	}
	must(s.Remove(ctx, "marja", shared.ID))
	if len(list("joris", "team")) != 1 {
		t.Error("it is still there")
	}
	if err := s.Add(ctx, "marja", "", " "); fault.Of(err) == nil {
		t.Errorf("an empty one: %v", err)
	}
	for _, name := range []string{file, file + "-wal"} {
		if raw, err := os.ReadFile(name); err == nil && bytes.Contains(raw, []byte("openheid")) {
			t.Errorf("%s rests readable", name)
		}
	}
}
