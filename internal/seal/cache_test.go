package seal

import (
	"fmt"
	"path/filepath"
	"testing"

	"kring/internal/store/sqlitestore"
)

func TestMemoryOfKeysIsBoundedAndLosesNothing(t *testing.T) {
	db, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "keys.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	v, err := Open(t.Context(), db, make([]byte, KeySize))
	if err != nil {
		t.Fatal(err)
	}
	for i := range cacheSize {
		v.cache[Person(fmt.Sprint(i))] = cached{}
	}
	boxes := map[Key][]byte{}
	for i := range 10 {
		k := Group(fmt.Sprint(i))
		if boxes[k], err = v.SealText(t.Context(), k, Ref{}, "x"); err != nil {
			t.Fatal(err)
		}
	}
	if len(v.cache) > cacheSize {
		t.Errorf("%d keys in memory", len(v.cache))
	}
	clear(v.cache)
	for k, box := range boxes {
		if _, err := v.OpenText(t.Context(), k, Ref{}, box); err != nil {
			t.Error(err)
		}
	}
}
