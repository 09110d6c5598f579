// Package shelf keeps the sealed files of recordings. Each is under a data key
// by which it, and every copy of it, can be destroyed; and a film is read from
// many of them as if it were one.
package shelf

import (
	"context"
	"errors"
	"fmt"
	"io"

	"kring/internal/blob"
	"kring/internal/seal"
)

// Vault is what files need of internal/seal.
type Vault interface {
	CreateFile(ctx context.Context, k seal.Key, r seal.Ref, dst io.Writer) (w io.WriteCloser, box []byte, err error)
	OpenFile(ctx context.Context, k seal.Key, r seal.Ref, box []byte, src io.ReaderAt, size int64) (plain io.ReaderAt, n int64, err error)
	Erase(ctx context.Context, k seal.Key) error
}

// Shelf is where the files are.
type Shelf struct {
	Blobs blob.Store
	Vault Vault
}

// Item names a file: its blob, the key that it is under, and its place.
type Item struct {
	Blob string
	Key  seal.Key
	Ref  seal.Ref
}

// Put keeps a file; box is the key of it.
func (s Shelf) Put(ctx context.Context, it Item, plain []byte) (box []byte, err error) {
	box, _, err = s.Fill(ctx, it, func(w io.Writer) error {
		_, err := w.Write(plain)
		return err
	})
	return box, err
}

// Fill keeps a file of whatever fill writes, n bytes of it.
func (s Shelf) Fill(ctx context.Context, it Item, fill func(io.Writer) error) (box []byte, n int64, err error) {
	b, err := s.Blobs.Create(ctx, it.Blob)
	if err != nil {
		return nil, 0, err
	}
	defer b.Abort()
	w, box, err := s.Vault.CreateFile(ctx, it.Key, it.Ref, b)
	if err != nil {
		return nil, 0, err
	}
	count := &counter{w: w}
	if err := errors.Join(fill(count), w.Close()); err != nil {
		return nil, 0, fmt.Errorf("write %s: %w", it.Blob, err)
	}
	return box, count.n, b.Commit()
}

// Get reads a whole file.
func (s Shelf) Get(ctx context.Context, it Item, box []byte) ([]byte, error) {
	src, plain, size, err := s.open(ctx, it, box)
	if err != nil {
		return nil, err
	}
	defer func() { _ = src.Close() }()
	b, err := io.ReadAll(io.NewSectionReader(plain, 0, size))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", it.Blob, err)
	}
	return b, nil
}

func (s Shelf) open(ctx context.Context, it Item, box []byte) (src blob.Reader, plain io.ReaderAt, size int64, err error) {
	if src, err = s.Blobs.Open(ctx, it.Blob); err != nil {
		return nil, nil, 0, err
	}
	if plain, size, err = s.Vault.OpenFile(ctx, it.Key, it.Ref, box, src, src.Size()); err != nil {
		return nil, nil, 0, errors.Join(err, src.Close())
	}
	return src, plain, size, nil
}

// Erase destroys the keys of files: from then on nobody reads them, nor copies.
func (s Shelf) Erase(ctx context.Context, items ...Item) error {
	for _, it := range items {
		if err := s.Vault.Erase(ctx, it.Key); err != nil {
			return err
		}
	}
	return nil
}

// Remove takes files away; their keys stay.
func (s Shelf) Remove(ctx context.Context, items ...Item) error {
	var errs []error
	for _, it := range items {
		errs = append(errs, s.Blobs.Delete(ctx, it.Blob))
	}
	return errors.Join(errs...)
}

type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}
