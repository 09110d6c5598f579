// Package content tells what a file is by what is in it, and writes it without
// what it says about its maker: a picture is decoded and encoded anew; in sound
// and video the place, date, device, titles and every track that is neither
// seen nor heard are blanked where they stand; a PDF stays as it is, which its
// owner is told. It is pure: bytes in, bytes out.
package content

import (
	"bytes"
	"errors"
	"io"
	"slices"

	"kring/internal/fault"
)

// The kinds of file.
const (
	Picture = "picture"
	Audio   = "audio"
	Video   = "video"
	PDF     = "pdf"
)

// MaxSize is the largest file of each kind, in bytes.
var MaxSize = map[string]int64{Picture: 20 << 20, Audio: 50 << 20, Video: 200 << 20, PDF: 20 << 20}

// Clean is a file that was looked at. Width and Height are of a picture, as
// it is shown; Size is for who writes it to keep.
type Clean struct {
	Kind, Type    string // Type is the MIME type
	Width, Height int
	Size          int64
	from          io.ReaderAt
	length        int64
	edits         []edit
}

// edit replaces n bytes at a place by put, or by as many zeros when put is nil.
type edit struct {
	at, n int64
	put   []byte
}

// errBroken: the file begins as its kind does and does not go on so.
var errBroken = errors.New("not what it begins as")

// Check finds out what a file of size bytes is. It is an Invalid fault when it
// is none of the kinds, is not whole, or is too large for its kind.
func Check(src io.ReaderAt, size int64) (*Clean, error) {
	f := file{ReaderAt: src, size: size}
	head := make([]byte, min(size, 64))
	if err := f.read(head, 0); err != nil {
		return nil, err
	}
	kind, clean := sniff(head)
	if clean == nil {
		code := "upload.type"
		if kind == "heic" { // what an iPhone keeps, and no browser but its own shows
			code = "upload.heic"
		}
		return nil, fault.Bad("file", code, "none of the kinds of file that are taken")
	}
	c := &Clean{Kind: kind, from: src, length: size}
	err := clean(c, f)
	if size > MaxSize[c.Kind] {
		return nil, fault.Bad("file", "upload.size", "%d bytes, at most %d for %s", size, MaxSize[c.Kind], c.Kind)
	}
	if errors.Is(err, errBroken) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fault.Bad("file", "upload.broken", "not a whole %s", c.Kind)
	}
	return c, err
}

// sniff tells by the first bytes what a file says it is.
func sniff(head []byte) (kind string, clean func(*Clean, file) error) {
	has := func(at int, what string) bool {
		return len(head) >= at+len(what) && string(head[at:at+len(what)]) == what
	}
	switch {
	case has(0, "\xff\xd8\xff"), has(0, "\x89PNG\r\n\x1a\n"), has(0, "RIFF") && has(8, "WEBP"):
		return Picture, picture
	case has(4, "ftyphei"), has(4, "ftypmif1"), has(4, "ftypmsf1"), has(4, "ftypavif"):
		return "heic", nil
	case has(4, "ftyp"):
		return Video, mp4
	case has(0, "\x1a\x45\xdf\xa3"):
		return Video, webm
	case has(0, "RIFF") && has(8, "WAVE"):
		return Audio, wav
	case has(0, "OggS"):
		return Audio, opus
	case has(0, "ID3"), len(head) > 3 && frameSize(head) > 0:
		return Audio, mp3
	case has(0, "%PDF-"):
		return PDF, pdf
	}
	return "", nil
}

// WriteTo writes the cleaned file; it implements io.WriterTo.
func (c *Clean) WriteTo(w io.Writer) (int64, error) {
	var n, at int64
	slices.SortFunc(c.edits, func(a, b edit) int { return int(min(1, max(-1, a.at-b.at))) })
	add := func(r io.Reader) error {
		m, err := io.Copy(w, r)
		n += m
		return err
	}
	for _, e := range append(c.edits, edit{at: c.length, put: []byte{}}) {
		if e.at < at {
			continue // inside what was blanked already
		}
		if err := add(io.NewSectionReader(c.from, at, e.at-at)); err != nil {
			return n, err
		}
		fill := io.Reader(bytes.NewReader(e.put))
		if e.put == nil {
			fill = io.LimitReader(zeros{}, e.n)
		}
		if err := add(fill); err != nil {
			return n, err
		}
		at = e.at + e.n
	}
	return n, nil
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// file is what the kinds read.
type file struct {
	io.ReaderAt
	size int64
}

// read fills b from at; past the end is errBroken.
func (f file) read(b []byte, at int64) error {
	if at < 0 || at > f.size-int64(len(b)) {
		return errBroken
	}
	n, err := f.ReadAt(b, at)
	if n == len(b) {
		return nil
	}
	return err
}

// pdf is one from its first byte to its last: nothing before, no half file.
func pdf(c *Clean, f file) error {
	c.Type = "application/pdf"
	tail := make([]byte, min(f.size, 1024))
	if err := f.read(tail, f.size-int64(len(tail))); err != nil {
		return err
	}
	if i := bytes.LastIndex(tail, []byte("%%EOF")); i < 0 || !bytes.Contains(tail[:i], []byte("startxref")) {
		return errBroken
	}
	return nil
}
