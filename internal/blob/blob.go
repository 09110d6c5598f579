// Package blob keeps files: films, recordings, uploads. It is a small contract
// that two engines fulfil: dirblob (a folder, the default) and gridblob
// (MongoDB's GridFS, when there is more than one node).
//
// A blob is written once, whole, and never changes. Content is sealed by who
// writes it (seal.CreateFile); this package sees bytes. blobtest proves both
// engines alike.
package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// ErrNotFound: no blob of that id.
var ErrNotFound = errors.New("blob: not found")

// Store keeps blobs by id. Ids are 1 to 80 letters, digits, '-' or '_'.
type Store interface {
	// Create begins a blob. It exists, and survives a crash, once Commit has
	// returned; an older blob of that id is then replaced.
	Create(ctx context.Context, id string) (Writer, error)
	// Open reads a blob; ErrNotFound. What is open stays readable when the blob
	// is replaced or deleted, or a read of it fails: never a mix.
	Open(ctx context.Context, id string) (Reader, error)
	// Delete removes a blob; one that is not there is no error.
	Delete(ctx context.Context, id string) error
}

// Writer is a blob on its way. One of Commit and Abort ends it; Abort after
// Commit does nothing.
type Writer interface {
	io.Writer
	Commit() error
	Abort()
}

// Reader reads any part of a blob, from any number of goroutines at once.
type Reader interface {
	io.ReaderAt
	io.Closer
	Size() int64
}

// CheckID is for engines: it refuses an id that is not one.
func CheckID(id string) error {
	if len(id) == 0 || len(id) > 80 {
		return fmt.Errorf("blob: id of %d bytes, want 1 to 80", len(id))
	}
	for _, c := range []byte(id) {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return fmt.Errorf("blob: id %q has other signs than letters, digits, - and _", id)
		}
	}
	return nil
}
