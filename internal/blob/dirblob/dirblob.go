// Package dirblob keeps blobs as files in a folder.
//
// A blob is written beside its place, synced, and then renamed to it: a crash
// leaves the whole blob or none, and at most a file in tmp, which the next
// start removes.
package dirblob

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"kring/internal/blob"
)

// Dir is a folder as a blob.Store.
type Dir struct{ path string }

var _ blob.Store = Dir{}

// Open makes the folder if need be, and removes what a crash left half written.
// One process at a time uses a folder.
func Open(path string) (Dir, error) {
	d := Dir{path}
	if err := os.RemoveAll(d.tmp()); err != nil {
		return d, fmt.Errorf("blobs: %w", err)
	}
	if err := os.MkdirAll(d.tmp(), 0o700); err != nil {
		return d, fmt.Errorf("blobs: %w", err)
	}
	return d, nil
}

func (d Dir) tmp() string { return filepath.Join(d.path, "tmp") }

// place is the file of a blob, in one of many folders: by the end of the id,
// since ids made in one moment may begin alike.
func (d Dir) place(id string) (string, error) {
	if err := blob.CheckID(id); err != nil {
		return "", err
	}
	return filepath.Join(d.path, "b", id[max(0, len(id)-2):], id), nil
}

// Create is blob.Store.Create.
func (d Dir) Create(_ context.Context, id string) (blob.Writer, error) {
	place, err := d.place(id)
	if err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(d.tmp(), "*")
	if err != nil {
		return nil, fmt.Errorf("create blob %s: %w", id, err)
	}
	return &writer{f: f, place: place}, nil
}

// Open is blob.Store.Open.
func (d Dir) Open(_ context.Context, id string) (blob.Reader, error) {
	place, err := d.place(id)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(place)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", blob.ErrNotFound, id)
	}
	if err != nil {
		return nil, fmt.Errorf("open blob %s: %w", id, err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open blob %s: %w", id, err), f.Close())
	}
	return reader{f, info.Size()}, nil
}

// Delete is blob.Store.Delete.
func (d Dir) Delete(_ context.Context, id string) error {
	place, err := d.place(id)
	if err != nil {
		return err
	}
	if err := os.Remove(place); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("delete blob %s: %w", id, err)
	}
	return nil
}

type reader struct {
	*os.File
	size int64
}

func (r reader) Size() int64 { return r.size }

type writer struct {
	f     *os.File
	place string
	ended bool
}

func (w *writer) Write(b []byte) (int, error) { return w.f.Write(b) }

func (w *writer) Commit() error {
	defer w.Abort()
	if err := w.f.Sync(); err != nil {
		return fmt.Errorf("write blob: %w", err)
	}
	dir := filepath.Dir(w.place)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("write blob: %w", err)
	}
	if err := os.Rename(w.f.Name(), w.place); err != nil {
		return fmt.Errorf("write blob: %w", err)
	}
	w.ended = true
	// The folder is new at times; its own entry must survive as well.
	return errors.Join(w.f.Close(), sync(dir), sync(filepath.Dir(dir)))
}

func (w *writer) Abort() {
	if w.ended {
		return
	}
	w.ended = true
	_ = w.f.Close()
	_ = os.Remove(w.f.Name()) // the next start removes it otherwise
}

// sync makes a folder's entries survive a power loss.
func sync(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("write blob: %w", err)
	}
	return errors.Join(f.Sync(), f.Close())
}
