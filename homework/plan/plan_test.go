package plan_test

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"kring/homework/plan"
	"kring/homework/programme"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store/sqlitestore"
)

func write(part, text string) programme.Values { return programme.Values{part: {Text: text}} }

func TestAPlanStaysItsOwnersUntilShown(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	if v, err := s.Of(ctx, "anna"); err != nil || v.Rev != 0 || len(v.Values) != 0 {
		t.Fatalf("before the first word: %+v, %v", v, err)
	}
	v, err := s.Save(ctx, "anna", 0, "phone", write("people", "mijn zus, 06 12345678"))
	if err != nil || v.Rev != 1 || v.By != "phone" {
		t.Fatalf("saved: %+v, %v", v, err)
	}
	if _, err := s.Shown(ctx, "anna", "group"); !fault.Is(err, fault.NotFound) {
		t.Errorf("a facilitator reads what was not shown: %v", err)
	}
	if v, err = s.Share(ctx, "anna", "group", true); err != nil || v.Rev != 1 {
		t.Errorf("showing makes no page of the owner stale: %+v, %v", v, err)
	}
	if vs, err := s.Shown(ctx, "anna", "group"); err != nil || vs["people"].Text != "mijn zus, 06 12345678" {
		t.Errorf("shown: %v, %v", vs, err)
	}
	if _, err := s.Shown(ctx, "anna", "other-group"); !fault.Is(err, fault.NotFound) {
		t.Errorf("another group reads it: %v", err)
	}
	if _, err := s.Share(ctx, "anna", "group", false); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Shown(ctx, "anna", "group"); !fault.Is(err, fault.NotFound) {
		t.Errorf("a facilitator reads on after it was taken back: %v", err)
	}
}

func TestTwoDevicesAndARepeat(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	first, err := s.Save(ctx, "anna", 0, "phone", write("signs", "slecht slapen"))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := s.Save(ctx, "anna", 0, "phone", write("signs", "slecht slapen")); err != nil || again.Rev != first.Rev {
		t.Errorf("a repeat after a lost reply: %+v, %v", again, err)
	}
	var stale *plan.Stale
	_, err = s.Save(ctx, "anna", 0, "laptop", write("signs", "veel alleen zijn"))
	if !errors.As(err, &stale) || stale.Current.Values["signs"].Text != "slecht slapen" || stale.Current.By != "phone" {
		t.Errorf("an older version wins: %v", err)
	}
}

func TestWhatIsNoPlanIsRefused(t *testing.T) {
	s := open(t)
	for name, vs := range map[string]programme.Values{
		"another part": write("dreams", "x"),
		"no text":      {"signs": {Done: true}},
		"endless":      write("signs", strings.Repeat("x", 4001)),
	} {
		if _, err := s.Save(t.Context(), "anna", 0, "", vs); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// open is the service on a real store and a real vault.
func open(t *testing.T) *plan.Plans {
	t.Helper()
	ctx, dir := t.Context(), t.TempDir()
	database := func(name string) *sqlitestore.DB {
		db, err := sqlitestore.Open(ctx, filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := db.Close(); err != nil {
				t.Errorf("close %s: %v", name, err)
			}
		})
		return db
	}
	vault, err := seal.Open(ctx, database("keys.db"), bytes.Repeat([]byte{7}, seal.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	s, err := plan.Open(ctx, database("kring.db"), vault)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
