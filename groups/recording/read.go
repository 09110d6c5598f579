package recording

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"kring/groups/recording/compose"
	"kring/groups/recording/webm"
	"kring/internal/blob"
	"kring/internal/fault"
	"kring/internal/seal"
)

// Film is what is watched: one WebM of which only the parts exist. ETag changes
// when a part was made anew.
type Film struct {
	Type string
	Size int64
	ETag string

	r      *Recordings
	pieces []stretch
}

// stretch is a piece of a film: bytes that are there, or a sealed blob.
type stretch struct {
	at, size int64
	bytes    []byte
	blob     string
	key      seal.Key
	ref      seal.Ref
	box      []byte
}

// Film opens a finished recording to be watched.
func (r *Recordings) Film(ctx context.Context, id string) (*Film, error) {
	d, err := r.get(ctx, id)
	if err != nil {
		return nil, err
	}
	if d.State != Ready || !d.whole() {
		return nil, fault.New(fault.Conflict, "recording.not-ready", "it is being made")
	}
	return r.film(d), nil
}

func (r *Recordings) film(d *Recording) *Film {
	var body int64
	var cues []webm.Cue
	gens := 0
	f := &Film{Type: "video/webm", r: r}
	f.pieces = append(f.pieces, stretch{})
	for n, p := range d.Parts {
		for _, c := range p.Cues {
			cues = append(cues, webm.Cue{At: c.At, Offset: c.Offset + body})
		}
		f.pieces = append(f.pieces, stretch{
			size: p.Size, blob: mixBlob(d.ID, n, p.Gen), key: mixKey(d.ID, n, p.Gen), ref: mixRef(d.ID, n, p.Gen), box: p.Box,
		})
		body += p.Size
		gens += p.Gen
	}
	head := webm.Header(compose.Kinds(), d.Length(), body, cues)
	f.pieces[0] = stretch{size: int64(len(head)), bytes: head}
	for i := range f.pieces {
		f.pieces[i].at = f.Size
		f.Size += f.pieces[i].size
	}
	f.ETag = fmt.Sprintf(`"%s-%d-%d"`, d.ID, gens, len(d.Parts))
	return f
}

// Read reads n bytes from at on. Parts are opened one by one, so a viewer costs
// one piece of one part. It must be closed.
func (f *Film) Read(at, n int64) (io.ReadCloser, error) {
	if at < 0 || n < 0 || at+n > f.Size {
		return nil, fault.Bad("range", "recording.range", "%d bytes at %d of %d", n, at, f.Size)
	}
	return &reader{film: f, at: at, left: n}, nil
}

type reader struct {
	film     *Film
	at, left int64
	src      blob.Reader
	part     io.Reader // the rest of the open piece
}

// partTime bounds the opening of one part while a film streams.
const partTime = 30 * time.Second

func (r *reader) Read(b []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	if r.part == nil {
		if err := r.open(); err != nil {
			return 0, fmt.Errorf("recording at %d: %w", r.at, err)
		}
	}
	n, err := r.part.Read(b[:min(int64(len(b)), r.left)])
	r.at, r.left = r.at+int64(n), r.left-int64(n)
	if errors.Is(err, io.EOF) {
		err = r.Close() // the next piece
	}
	return n, err
}

func (r *reader) open() error {
	ctx, cancel := context.WithTimeout(context.Background(), partTime)
	defer cancel()
	var s *stretch
	for i := range r.film.pieces {
		if p := &r.film.pieces[i]; r.at >= p.at && r.at < p.at+p.size {
			s = p
		}
	}
	skip := r.at - s.at
	if s.bytes != nil {
		r.part = bytes.NewReader(s.bytes[skip:])
		return nil
	}
	src, err := r.film.r.Blobs.Open(ctx, s.blob)
	if err != nil {
		return err
	}
	plain, size, err := r.film.r.Vault.OpenFile(ctx, s.key, s.ref, s.box, src, src.Size())
	if err == nil && size != s.size {
		err = fmt.Errorf("%d bytes, want %d", size, s.size)
	}
	if err != nil {
		return errors.Join(err, src.Close())
	}
	r.src, r.part = src, io.NewSectionReader(plain, skip, size-skip)
	return nil
}

// Close gives the open piece back.
func (r *reader) Close() error {
	r.part = nil
	if r.src == nil {
		return nil
	}
	err := r.src.Close()
	r.src = nil
	return err
}
