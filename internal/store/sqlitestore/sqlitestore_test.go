package sqlitestore

import (
	"path/filepath"
	"testing"

	"kring/internal/store"
	"kring/internal/store/storetest"
)

func TestContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Place {
		path := filepath.Join(t.TempDir(), "a file?with#odd name.db")
		return func() store.DB {
			db, err := Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			return db
		}
	})
}
