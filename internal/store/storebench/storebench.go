// Package storebench runs what is measured on both engines of internal/store.
package storebench

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"kring/internal/store"
	"kring/internal/store/mongostore"
	"kring/internal/store/sqlitestore"
)

// Both runs a bench on an empty SQLite store and, with MONGODB_URI, on a
// MongoDB database of its own, which is gone afterwards. It does so only with
// KRING_BENCH, that is from make: to fill a store takes minutes.
func Both(t *testing.T, bench func(*testing.T, store.DB)) {
	if os.Getenv("KRING_BENCH") == "" {
		return
	}
	t.Run("sqlite", func(t *testing.T) {
		db, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "kring.db"))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		bench(t, db)
	})
	uri := os.Getenv("MONGODB_URI")
	if uri == "" {
		return
	}
	t.Run("mongo", func(t *testing.T) {
		u, err := url.Parse(uri)
		if err != nil {
			t.Fatal(err)
		}
		name := "bench_" + store.NewID()[:10]
		u.Path = "/" + name
		db, err := mongostore.Open(t.Context(), u.String(), name)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Drop(context.Background()) }()
		bench(t, db)
	})
}
