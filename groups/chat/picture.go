package chat

import (
	"bytes"
	"context"
	"errors"
	"io"

	"kring/internal/content"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

// MaxPhoto is the largest photo that is taken in, in bytes. What is kept is
// encoded anew, at most 2048 pixels long, and says nothing of place or maker.
const MaxPhoto = 6 << 20

// sendPhoto keeps a photo as a sealed file and then its message. A process that
// dies in between leaves a file that no message names and nobody can open.
func (c *Chat) sendPhoto(ctx context.Context, m *Message, src io.Reader) (Message, error) {
	if earlier, err := c.sent(ctx, m); err == nil {
		return *earlier, c.open(ctx, earlier)
	}
	raw, err := io.ReadAll(io.LimitReader(src, MaxPhoto+1))
	if err != nil {
		return Message{}, err
	}
	if len(raw) > MaxPhoto {
		return Message{}, fault.Bad("photo", "upload.size", "at most %d bytes", MaxPhoto)
	}
	m.ID = store.NewID()
	if m.Picture, err = c.keepPhoto(ctx, m, raw); err != nil {
		return Message{}, err
	}
	stored, err := c.send(ctx, m)
	if err != nil || stored.ID != m.ID { // refused, or another try was first
		err = errors.Join(err, c.Blobs.Delete(ctx, m.Picture.Blob))
	}
	return stored, err
}

func (c *Chat) keepPhoto(ctx context.Context, m *Message, raw []byte) (*Picture, error) {
	select { // one picture is decoded at a time: it may take 250 MB
	case c.look <- struct{}{}:
		defer func() { <-c.look }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	clean, err := content.Check(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, err
	}
	if clean.Kind != content.Picture {
		return nil, fault.Bad("photo", "upload.type", "a %s, not a picture", clean.Kind)
	}
	key, err := keyOf(m.Channel)
	if err != nil {
		return nil, err
	}
	p := &Picture{Blob: "chat-" + m.ID, Type: clean.Type, Width: clean.Width, Height: clean.Height}
	dst, err := c.Blobs.Create(ctx, p.Blob)
	if err != nil {
		return nil, err
	}
	defer dst.Abort()
	w, box, err := c.Vault.CreateFile(ctx, key, m.photoRef(), dst)
	if err != nil {
		return nil, err
	}
	p.Box = box
	p.Size, err = clean.WriteTo(w)
	if err := errors.Join(err, w.Close()); err != nil {
		return nil, err
	}
	return p, dst.Commit()
}

func (m *Message) photoRef() seal.Ref { return seal.Ref{Coll: messageColl, ID: m.ID, Field: "picture"} }

// Photo opens the picture of a message that a reader may see, n bytes from at
// on. It must be closed.
func (c *Chat) Photo(ctx context.Context, m *Message, at, n int64) (io.ReadCloser, error) {
	if m.Picture == nil {
		return nil, fault.Gone()
	}
	key, err := keyOf(m.Channel)
	if err != nil {
		return nil, err
	}
	src, err := c.Blobs.Open(ctx, m.Picture.Blob)
	if err != nil {
		return nil, err
	}
	plain, size, err := c.Vault.OpenFile(ctx, key, m.photoRef(), m.Picture.Box, src, src.Size())
	if err == nil && (at < 0 || n < 0 || at > size-n) {
		err = fault.Bad("range", "upload.range", "%d bytes at %d of %d", n, at, size)
	}
	if errors.Is(err, seal.ErrErased) {
		err = fault.Gone()
	}
	if err != nil {
		return nil, errors.Join(err, src.Close())
	}
	return struct {
		io.Reader
		io.Closer
	}{io.NewSectionReader(plain, at, n), src}, nil
}
