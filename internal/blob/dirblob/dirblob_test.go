package dirblob_test

import (
	"os"
	"path/filepath"
	"testing"

	"kring/internal/blob"
	"kring/internal/blob/blobtest"
	"kring/internal/blob/dirblob"
)

func open(t *testing.T, path string) dirblob.Dir {
	t.Helper()
	d, err := dirblob.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestBlobs(t *testing.T) {
	dir := t.TempDir()
	blobtest.Run(t, func(t *testing.T) blob.Store { return open(t, dir) })
}

// A process that was killed in the middle leaves nothing that stays.
func TestCrashLeavesNoRubbish(t *testing.T) {
	dir := t.TempDir()
	w, err := open(t, dir).Create(t.Context(), "cut")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte("half")); err != nil {
		t.Fatal(err)
	}
	open(t, dir) // the next start; the writer never ended
	left, err := filepath.Glob(filepath.Join(dir, "tmp", "*"))
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "b")); !os.IsNotExist(err) {
		t.Errorf("something was put in place: %v", err)
	}
}
