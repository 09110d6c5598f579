// Package seal encrypts at rest (PRIV-4).
//
// Every owner (a person, a group, a meeting, a recording) has a data key of
// its own. Data keys are kept, wrapped under a master key, in a key store
// apart from the documents and backed up apart; the master key is in a file
// outside both (LoadMaster). Erasing a data key makes everything sealed with
// it unreadable, in backups of the documents too.
//
// A box is one version byte and AES-256-GCM (nonce, ciphertext, tag; 29 bytes
// more than its content), bound to the place it is stored: moved to another
// collection, document or field it does not open. No error holds content.
package seal

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"kring/internal/store"
)

// Errors of Seal and Open, wrapped with the key and the place.
var (
	// ErrErased: the data key has been destroyed, on purpose and for good.
	ErrErased = errors.New("seal: key erased")
	// ErrBroken: the box was changed, cut, or sealed for another place or
	// owner, or the key store is not the one it was sealed with.
	ErrBroken = errors.New("seal: box broken")
	// ErrMaster: the master key is not the one of this key store.
	ErrMaster = errors.New("seal: this is not the master key of this key store")
)

// Key names the owner of a data key: "person:ID", "group:ID" and so on.
type Key string

// System is the owner of what belongs to nobody in particular.
const System Key = "system"

// Person is the key of one person's own data.
func Person(id string) Key { return Key("person:" + id) }

// Group is the key of what a group shares.
func Group(id string) Key { return Key("group:" + id) }

// Organisation is the key of what an organisation keeps of who works there.
func Organisation(id string) Key { return Key("organisation:" + id) }

// Meeting is the key of what one meeting leaves behind.
func Meeting(id string) Key { return Key("meeting:" + id) }

// Ref is the place a box is stored: collection, document and field. The three
// are the associated data of the encryption.
type Ref struct{ Coll, ID, Field string }

// version is the first byte of every box.
const version = 1

// Seal encrypts plain for the place r under k's data key, which is made at
// first use. ErrErased when k was erased.
func (v *Vault) Seal(ctx context.Context, k Key, r Ref, plain []byte) ([]byte, error) {
	c, err := v.cipher(ctx, k, true)
	if err != nil {
		return nil, fmt.Errorf("seal %s %s of %s: %w", r.Coll, r.Field, k, err)
	}
	box, err := c.Encrypt(plain, r.bytes())
	if err != nil {
		return nil, fmt.Errorf("seal %s %s of %s: %w", r.Coll, r.Field, k, err)
	}
	return append([]byte{version}, box...), nil
}

// Open decrypts a box that Seal made for k and r. ErrErased when k was erased,
// ErrBroken when it is not such a box.
func (v *Vault) Open(ctx context.Context, k Key, r Ref, box []byte) ([]byte, error) {
	c, err := v.cipher(ctx, k, false)
	if errors.Is(err, store.ErrNotFound) {
		err = fmt.Errorf("%w: no such key in the key store", ErrBroken)
	}
	if err != nil {
		return nil, fmt.Errorf("open %s %s of %s: %w", r.Coll, r.Field, k, err)
	}
	if len(box) == 0 || box[0] != version {
		return nil, fmt.Errorf("open %s %s of %s: %w", r.Coll, r.Field, k, ErrBroken)
	}
	plain, err := c.Decrypt(box[1:], r.bytes())
	if err != nil {
		return nil, fmt.Errorf("open %s %s of %s: %w", r.Coll, r.Field, k, ErrBroken)
	}
	return plain, nil
}

// SealText is Seal for a string.
func (v *Vault) SealText(ctx context.Context, k Key, r Ref, plain string) ([]byte, error) {
	return v.Seal(ctx, k, r, []byte(plain))
}

// OpenText is Open for a string.
func (v *Vault) OpenText(ctx context.Context, k Key, r Ref, box []byte) (string, error) {
	plain, err := v.Open(ctx, k, r, box)
	return string(plain), err
}

// bytes is r with the length before each part, so that no two places share it.
func (r Ref) bytes() []byte {
	b := make([]byte, 0, 16+len(r.Coll)+len(r.ID)+len(r.Field))
	for _, s := range []string{r.Coll, r.ID, r.Field} {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	return b
}
