package upload

import (
	"context"
	"errors"
	"fmt"
	"io"

	"kring/internal/content"
	"kring/internal/fault"
	"kring/internal/seal"
)

// Finish looks at a file of which all parts are there and keeps it cleaned.
// It is an Invalid fault when it is not what its owner said it is, and the
// file is gone then. Again does no harm.
func (s *Uploads) Finish(ctx context.Context, id string) (*Upload, error) {
	u, err := s.Get(ctx, id)
	if err != nil || u.Complete() {
		return u, err
	}
	if len(u.Missing()) > 0 {
		return nil, fault.New(fault.Conflict, "upload.incomplete", "upload %s: parts %v have not come", id, u.Missing())
	}
	c, whole, err := s.cleaned(ctx, u)
	if err != nil {
		if fault.Of(err) != nil {
			err = errors.Join(err, s.remove(ctx, u))
		}
		return nil, err
	}
	var parts []Part
	u, err = s.docs.Update(ctx, id, func(u *Upload) error {
		if u.Complete() { // somebody was first; theirs stays
			parts = []Part{whole}
			return nil
		}
		parts = u.Parts
		u.Type, u.Size = c.Type, c.Size
		u.Parts, u.Blob, u.Box = nil, whole.Blob, whole.Box
		return nil
	})
	if err != nil {
		return nil, errors.Join(err, s.blobs.Delete(ctx, whole.Blob))
	}
	return u, s.discard(ctx, parts)
}

// cleaned writes the file that is to be kept.
func (s *Uploads) cleaned(ctx context.Context, u *Upload) (*content.Clean, Part, error) {
	select {
	case s.look <- struct{}{}:
		defer func() { <-s.look }()
	case <-ctx.Done():
		return nil, Part{}, ctx.Err()
	}
	src := &assembled{ctx: ctx, uploads: s, upload: u, part: -1}
	c, err := content.Check(src, u.Size)
	if err != nil {
		return nil, Part{}, err
	}
	if c.Kind != u.Kind {
		return nil, Part{}, fault.Bad("file", "upload.disguised", "a %s dressed as %s", c.Kind, u.Kind)
	}
	whole, err := s.write(ctx, u, wholeField, func(w io.Writer) (err error) {
		c.Size, err = c.WriteTo(w)
		return err
	})
	return c, whole, err
}

// assembled reads the parts as one; it keeps the last that was read.
type assembled struct {
	ctx     context.Context // of the request that finishes the upload
	uploads *Uploads
	upload  *Upload
	part    int
	raw     []byte
}

func (a *assembled) ReadAt(b []byte, at int64) (n int, err error) {
	for n < len(b) {
		if at >= a.upload.Size {
			return n, io.EOF
		}
		if err := a.load(int(at / PartSize)); err != nil {
			return n, err
		}
		m := copy(b[n:], a.raw[at%PartSize:])
		n, at = n+m, at+int64(m)
	}
	return n, nil
}

func (a *assembled) load(part int) error {
	if part == a.part {
		return nil
	}
	p := a.upload.Parts[part]
	r, err := a.uploads.open(a.ctx, a.upload, field(part), p, a.upload.partSize(part))
	if err != nil {
		return err
	}
	a.raw, err = io.ReadAll(io.NewSectionReader(r, 0, a.upload.partSize(part)))
	a.part = part
	return errors.Join(err, r.Close())
}

// open opens a sealed blob of which the content has size bytes.
func (s *Uploads) open(ctx context.Context, u *Upload, field string, p Part, size int64) (*opened, error) {
	src, err := s.blobs.Open(ctx, p.Blob)
	if err != nil {
		return nil, fmt.Errorf("upload %s: %s: %w", u.ID, field, err)
	}
	plain, n, err := s.vault.OpenFile(ctx, seal.Person(u.PersonID), ref(u.ID, field), p.Box, src, src.Size())
	if err == nil && n != size {
		err = fmt.Errorf("upload %s: %s has %d bytes, want %d", u.ID, field, n, size)
	}
	if err != nil {
		return nil, errors.Join(err, src.Close())
	}
	return &opened{plain, src}, nil
}

type opened struct {
	io.ReaderAt
	io.Closer
}

// Read returns n bytes of a complete file from at on. It must be closed.
func (s *Uploads) Read(ctx context.Context, u *Upload, at, n int64) (io.ReadCloser, error) {
	if !u.Complete() {
		return nil, fault.Gone()
	}
	if at < 0 || n < 0 || at > u.Size-n {
		return nil, fault.Bad("range", "upload.range", "%d bytes at %d of %d", n, at, u.Size)
	}
	r, err := s.open(ctx, u, wholeField, Part{u.Blob, u.Box}, u.Size)
	if err != nil {
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{io.NewSectionReader(r, at, n), r}, nil
}
