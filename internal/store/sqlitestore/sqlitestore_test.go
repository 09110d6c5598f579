package sqlitestore

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

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

// TestDeletedIsGone: a deleted value leaves every file while the store is open.
func TestDeletedIsGone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kring.db")
	db, err := open(t.Context(), path, 10*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	c, err := store.Open[storetest.Item](t.Context(), db, storetest.Items)
	if err != nil {
		t.Fatal(err)
	}
	secret := store.NewID()
	v := &storetest.Item{Name: secret, Tags: []string{secret}}
	if err := c.Insert(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	if !onDisk(t, path, secret) {
		t.Fatal("the stored value is nowhere: this test looks in the wrong place")
	}
	if err := c.Delete(t.Context(), v.ID); err != nil {
		t.Fatal(err)
	}
	poll := time.NewTicker(time.Millisecond)
	defer poll.Stop()
	for deadline := time.Now().Add(10 * time.Second); onDisk(t, path, secret); <-poll.C {
		if time.Now().After(deadline) {
			t.Fatal("the deleted value is still on disk")
		}
	}
}

func onDisk(t *testing.T, path, secret string) bool {
	t.Helper()
	files, err := filepath.Glob(path + "*")
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, name := range files {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s is for others too: %v, %v", name, info.Mode(), err)
		}
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		found = found || bytes.Contains(content, []byte(secret))
	}
	return found
}
