// Package blobtest is the suite that every blob engine passes.
package blobtest

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"sync"
	"testing"

	"kring/internal/blob"
)

// Run proves an engine. open opens the same place every time, as a restart does.
func Run(t *testing.T, open func(t *testing.T) blob.Store) {
	for name, test := range map[string]func(*testing.T, func(*testing.T) blob.Store){
		"what is written is read, also after a restart": written,
		"nothing is there before Commit":                unfinished,
		"a blob is replaced whole":                      replaced,
		"deleted is gone":                               deleted,
		"any part, by many at once":                     parts,
		"bad ids":                                       badIDs,
	} {
		t.Run(name, func(t *testing.T) { test(t, open) })
	}
}

// Size crosses several of GridFS's pieces and ends within one.
const size = 1<<20 + 12345

func content(seed uint64) []byte {
	b := make([]byte, size)
	r := rand.New(rand.NewPCG(seed, 1))
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func put(t *testing.T, s blob.Store, id string, b []byte) {
	t.Helper()
	w, err := s.Create(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	for len(b) > 0 { // in pieces of odd sizes, as a network gives them
		n := min(len(b), 70_001)
		if _, err := w.Write(b[:n]); err != nil {
			t.Fatal(err)
		}
		b = b[n:]
	}
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, s blob.Store, id string) []byte {
	t.Helper()
	r, err := s.Open(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	b, err := io.ReadAll(io.NewSectionReader(r, 0, r.Size()))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func absent(t *testing.T, s blob.Store, id string) {
	t.Helper()
	if _, err := s.Open(t.Context(), id); !errors.Is(err, blob.ErrNotFound) {
		t.Fatalf("open %s: %v, want ErrNotFound", id, err)
	}
}

func written(t *testing.T, open func(*testing.T) blob.Store) {
	s := open(t)
	for id, b := range map[string][]byte{"big": content(1), "empty": {}, "one-byte_": {7}} {
		put(t, s, id, b)
		if !bytes.Equal(get(t, s, id), b) {
			t.Errorf("%s is read otherwise than written", id)
		}
		if !bytes.Equal(get(t, open(t), id), b) {
			t.Errorf("%s is read otherwise after a restart", id)
		}
	}
}

func unfinished(t *testing.T, open func(*testing.T) blob.Store) {
	s := open(t)
	w, err := s.Create(t.Context(), "half")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(content(2)); err != nil {
		t.Fatal(err)
	}
	absent(t, s, "half")
	w.Abort()
	absent(t, s, "half")
	absent(t, open(t), "half")
}

func replaced(t *testing.T, open func(*testing.T) blob.Store) {
	s := open(t)
	put(t, s, "same", content(3))
	put(t, s, "same", content(4)[:1000])
	if !bytes.Equal(get(t, s, "same"), content(4)[:1000]) {
		t.Error("the old blob, or a mix")
	}
}

func deleted(t *testing.T, open func(*testing.T) blob.Store) {
	s := open(t)
	put(t, s, "gone", content(5))
	for range 2 {
		if err := s.Delete(t.Context(), "gone"); err != nil {
			t.Fatal(err)
		}
	}
	absent(t, s, "gone")
	absent(t, open(t), "gone")
}

func parts(t *testing.T, open func(*testing.T) blob.Store) {
	s, want := open(t), content(6)
	put(t, s, "parts", want)
	r, err := s.Open(t.Context(), "parts")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	var wg sync.WaitGroup
	for seed := range uint64(8) {
		wg.Go(func() {
			rnd := rand.New(rand.NewPCG(seed, 2))
			for range 20 {
				at := rnd.IntN(size)
				b := make([]byte, 1+rnd.IntN(400_000))
				n, err := r.ReadAt(b, int64(at))
				if wantN := min(len(b), size-at); n != wantN || !bytes.Equal(b[:n], want[at:at+n]) || (n < len(b)) != errors.Is(err, io.EOF) {
					t.Errorf("read of %d at %d: %d bytes, %v", len(b), at, n, err)
				}
			}
		})
	}
	wg.Wait()
	if n, err := r.ReadAt(make([]byte, 1), size); n != 0 || !errors.Is(err, io.EOF) {
		t.Errorf("past the end: %d, %v", n, err)
	}
}

func badIDs(t *testing.T, open func(*testing.T) blob.Store) {
	s := open(t)
	for _, id := range []string{"", "../up", "a/b", "a.b", "a\x00", string(make([]byte, 81))} {
		if w, err := s.Create(t.Context(), id); err == nil {
			w.Abort()
			t.Errorf("create %q was accepted", id)
		}
		if _, err := s.Open(t.Context(), id); err == nil {
			t.Errorf("open %q was accepted", id)
		}
		if err := s.Delete(t.Context(), id); err == nil {
			t.Errorf("delete %q was accepted", id)
		}
	}
}
