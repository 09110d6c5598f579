package seal

import (
	"context"
	"fmt"
	"io"

	"filippo.io/age"
)

// CreateFile begins a sealed file: what is written to the result goes sealed
// to dst; Close ends it. The file has a key of its own; box is that key, sealed
// for k and r as Seal does, to be kept beside it. Without box, or when k is
// erased, nothing of the file can be read. A file that was cut off cannot be
// read either.
func (v *Vault) CreateFile(ctx context.Context, k Key, r Ref, dst io.Writer) (w io.WriteCloser, box []byte, err error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, nil, fmt.Errorf("seal file of %s: %w", k, err)
	}
	if box, err = v.SealText(ctx, k, r, id.String()); err != nil {
		return nil, nil, err
	}
	if w, err = age.Encrypt(dst, id.Recipient()); err != nil {
		return nil, nil, fmt.Errorf("seal file of %s: %w", k, err)
	}
	return w, box, nil
}

// OpenFile reads any part of a file that CreateFile made; size is that of the
// sealed file, n that of its content. Changed content is an error where it is
// read.
func (v *Vault) OpenFile(ctx context.Context, k Key, r Ref, box []byte, src io.ReaderAt, size int64) (plain io.ReaderAt, n int64, err error) {
	key, err := v.OpenText(ctx, k, r, box)
	if err != nil {
		return nil, 0, err
	}
	id, err := age.ParseX25519Identity(key)
	if err != nil {
		return nil, 0, fmt.Errorf("open file of %s: %w", k, ErrBroken)
	}
	if plain, n, err = age.DecryptReaderAt(src, size, id); err != nil {
		return nil, 0, fmt.Errorf("open file of %s: %w: %w", k, ErrBroken, err)
	}
	return plain, n, nil
}
