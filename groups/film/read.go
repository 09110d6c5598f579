package film

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"kring/internal/blob"
	"kring/internal/fault"
)

// sniff tells the type of a film from how it begins, "" for anything else
// (https://mimesniff.spec.whatwg.org).
func sniff(b []byte) string {
	switch t := http.DetectContentType(b); t {
	case "video/mp4", "video/webm":
		return t
	}
	// What phones record says "qt  "; browsers play it as MP4.
	if len(b) >= 12 && bytes.Equal(b[4:12], []byte("ftypqt  ")) {
		return "video/mp4"
	}
	return ""
}

// partTime bounds the opening of one part while a film streams.
const partTime = 30 * time.Second

// Read returns a film's content from at on; it ends after n bytes. The parts
// are opened one by one as they are read, so a viewer costs one piece of one
// part. It must be closed.
func (s *Films) Read(f *Film, at, n int64) (io.ReadCloser, error) {
	if len(f.Missing()) > 0 {
		return nil, fault.New(fault.Conflict, "film.incomplete", "the film is not complete")
	}
	if at < 0 || n < 0 || at+n > f.Size {
		return nil, fault.Bad("range", "film.range", "%d bytes at %d of %d", n, at, f.Size)
	}
	return &reader{films: s, film: f, at: at, left: n}, nil
}

type reader struct {
	films    *Films
	film     *Film
	at, left int64
	src      blob.Reader
	part     io.Reader // the rest of the open part
}

func (r *reader) Read(b []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	if r.part == nil {
		if err := r.open(); err != nil {
			return 0, fmt.Errorf("film %s at %d: %w", r.film.ID, r.at, err)
		}
	}
	n, err := r.part.Read(b[:min(int64(len(b)), r.left)])
	r.at, r.left = r.at+int64(n), r.left-int64(n)
	if errors.Is(err, io.EOF) {
		err = r.Close() // the next part
	}
	return n, err
}

// open opens the part that r.at is in.
func (r *reader) open() error {
	ctx, cancel := context.WithTimeout(context.Background(), partTime)
	defer cancel()
	n := int(r.at / PartSize)
	p := r.film.Parts[n]
	src, err := r.films.blobs.Open(ctx, p.Blob)
	if err != nil {
		return err
	}
	plain, size, err := r.films.vault.OpenFile(ctx, key(r.film.ID), ref(r.film.ID, n), p.Box, src, src.Size())
	if err == nil && size != r.film.partSize(n) {
		err = fmt.Errorf("part %d has %d bytes, want %d", n, size, r.film.partSize(n))
	}
	if err != nil {
		return errors.Join(err, src.Close())
	}
	skip := r.at % PartSize
	r.src, r.part = src, io.NewSectionReader(plain, skip, size-skip)
	return nil
}

// Close gives the open part back.
func (r *reader) Close() error {
	if r.src == nil {
		return nil
	}
	err := r.src.Close()
	r.src, r.part = nil, nil
	return err
}
