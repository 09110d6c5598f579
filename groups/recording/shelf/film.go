package shelf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"kring/internal/fault"
)

// Film is one file of which only the pieces exist. ETag is another one when it
// was made anew.
type Film struct {
	Type string
	Size int64
	ETag string

	shelf  Shelf
	pieces []piece
}

// piece is a stretch of a film: bytes that are there, or a file on the shelf.
type piece struct {
	at, size int64
	bytes    []byte
	item     Item
	box      []byte
}

// Film begins an empty one.
func (s Shelf) Film(kind string) *Film { return &Film{Type: kind, shelf: s} }

// Add puts a file of so many bytes behind what is there.
func (f *Film) Add(it Item, box []byte, size int64) { f.add(piece{size: size, item: it, box: box}) }

// AddBytes puts bytes behind what is there.
func (f *Film) AddBytes(b []byte) { f.add(piece{size: int64(len(b)), bytes: b}) }

func (f *Film) add(p piece) {
	p.at = f.Size
	f.pieces = append(f.pieces, p)
	f.Size += p.size
}

// Read reads n bytes from at on. Pieces are opened one by one, so a viewer costs
// a part of one of them. It must be closed.
func (f *Film) Read(at, n int64) (io.ReadCloser, error) {
	if at < 0 || n < 0 || at+n > f.Size {
		return nil, fault.Bad("range", "recording.range", "%d bytes at %d of %d", n, at, f.Size)
	}
	return &reader{film: f, at: at, left: n}, nil
}

type reader struct {
	film     *Film
	at, left int64
	src      io.Closer
	rest     io.Reader // of the open piece
}

// pieceTime bounds the opening of one piece while a film streams.
const pieceTime = 30 * time.Second

func (r *reader) Read(b []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	if r.rest == nil {
		if err := r.open(); err != nil {
			return 0, fmt.Errorf("film at %d: %w", r.at, err)
		}
	}
	n, err := r.rest.Read(b[:min(int64(len(b)), r.left)])
	r.at, r.left = r.at+int64(n), r.left-int64(n)
	if errors.Is(err, io.EOF) {
		err = r.Close() // the next piece
	}
	return n, err
}

func (r *reader) open() error {
	i := slices.IndexFunc(r.film.pieces, func(p piece) bool { return r.at < p.at+p.size })
	p := r.film.pieces[i]
	skip := r.at - p.at
	if p.bytes != nil {
		r.rest = bytes.NewReader(p.bytes[skip:])
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), pieceTime)
	defer cancel()
	src, plain, size, err := r.film.shelf.open(ctx, p.item, p.box)
	if err != nil {
		return err
	}
	if size != p.size {
		return errors.Join(fmt.Errorf("%d bytes, want %d", size, p.size), src.Close())
	}
	r.src, r.rest = src, io.NewSectionReader(plain, skip, size-skip)
	return nil
}

// Close gives the open piece back.
func (r *reader) Close() error {
	r.rest = nil
	if r.src == nil {
		return nil
	}
	err := r.src.Close()
	r.src = nil
	return err
}
