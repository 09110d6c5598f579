package seal

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"

	"kring/internal/store"
)

// KeySize is the length in bytes of master and data keys.
const KeySize = 32

// Derive makes a key for one purpose from a master key (HKDF-SHA256), so that
// no key serves two purposes. The audit key is Derive(master, "audit").
func Derive(masterKey []byte, purpose string) []byte {
	key, err := hkdf.Key(sha256.New, masterKey, nil, "kring "+purpose, KeySize)
	if err != nil {
		panic(err) // only for lengths over 255 hashes
	}
	return key
}

// master is one master key, ready to wrap.
type master struct {
	id  string // a fingerprint, safe to store
	key []byte
	*subtle.AESGCM
}

// ring holds the accepted masters; the first wraps, each unwraps its own.
// There are two while a rotation is under way.
type ring []master

// accepted is the one document that says which masters this key store accepts.
// For each it holds the whole ring, sealed under that master: it is the check
// of the master key, and it lets a process that was started with either key
// work with both.
type accepted struct {
	store.Meta `bson:",inline"`
	Rings      []sealedRing `bson:"rings" json:"rings"`
}

type sealedRing struct {
	Master string `bson:"master" json:"master"`
	Box    []byte `bson:"box" json:"box"` // the ring's keys, one after the other
}

var masterSpec = store.Spec{Name: "seal_masters", Schema: 1}

const masterDoc = "accepted"

func newMaster(key []byte) (master, error) {
	if len(key) != KeySize {
		return master{}, fmt.Errorf("master key: %d bytes, want %d", len(key), KeySize)
	}
	c, err := subtle.NewAESGCM(Derive(key, "wrap"))
	return master{id: hex.EncodeToString(Derive(key, "id")[:8]), key: key, AESGCM: c}, err
}

// openRing reads the accepted masters, at the very first start stores its own.
func (v *Vault) openRing(ctx context.Context) (ring, error) {
	doc, err := v.masters.Get(ctx, masterDoc)
	if errors.Is(err, store.ErrNotFound) {
		doc = &accepted{Meta: store.Meta{ID: masterDoc}}
		if err = doc.accept(ring{v.own}); err != nil {
			return nil, err
		}
		if err = v.masters.Insert(ctx, doc); errors.Is(err, store.ErrConflict) {
			doc, err = v.masters.Get(ctx, masterDoc)
		}
	}
	if err != nil {
		return nil, err
	}
	return doc.open(v.own)
}

// accept makes r the accepted masters.
func (a *accepted) accept(r ring) error {
	var keys []byte
	for _, m := range r {
		keys = append(keys, m.key...)
	}
	a.Rings = nil
	for _, m := range r {
		box, err := m.Encrypt(keys, []byte("ring"))
		if err != nil {
			return err
		}
		a.Rings = append(a.Rings, sealedRing{Master: m.id, Box: box})
	}
	return nil
}

// open returns the ring as the holder of own may see it, ErrMaster for a stranger.
func (a *accepted) open(own master) (ring, error) {
	for _, s := range a.Rings {
		if s.Master != own.id {
			continue
		}
		keys, err := own.Decrypt(s.Box, []byte("ring"))
		if err != nil {
			return nil, fmt.Errorf("accepted masters: %w", ErrBroken)
		}
		var r ring
		for ; len(keys) >= KeySize; keys = keys[KeySize:] {
			m, err := newMaster(keys[:KeySize])
			if err != nil {
				return nil, err
			}
			r = append(r, m)
		}
		return r, nil
	}
	return nil, ErrMaster
}

// wrap makes k's record, with the data key under the ring's first master.
func (v *Vault) wrap(k Key, raw []byte) (*record, error) {
	v.mu.Lock()
	first := v.ring[0]
	v.mu.Unlock()
	box, err := first.Encrypt(raw, []byte("key "+k))
	return &record{Meta: store.Meta{ID: string(k)}, Box: box, Master: first.id}, err
}

// unwrap returns a record's data key. A master that is not in the ring is
// looked up once more: another process may be rotating.
func (v *Vault) unwrap(ctx context.Context, rec *record) ([]byte, error) {
	if rec.Erased != 0 {
		return nil, ErrErased
	}
	m, err := v.find(ctx, rec.Master)
	if err != nil {
		return nil, err
	}
	raw, err := m.Decrypt(rec.Box, []byte("key "+rec.ID))
	if err != nil {
		return nil, fmt.Errorf("%w: the data key itself", ErrBroken)
	}
	return raw, nil
}

func (v *Vault) find(ctx context.Context, id string) (master, error) {
	v.mu.Lock()
	r := v.ring
	v.mu.Unlock()
	if m, ok := r.find(id); ok {
		return m, nil
	}
	r, err := v.openRing(ctx)
	if err != nil {
		return master{}, err
	}
	v.mu.Lock()
	v.ring = r
	v.mu.Unlock()
	if m, ok := r.find(id); ok {
		return m, nil
	}
	return master{}, fmt.Errorf("%w: data key wrapped by master %s", ErrBroken, id)
}

func (r ring) find(id string) (master, bool) {
	for _, m := range r {
		if m.id == id {
			return m, true
		}
	}
	return master{}, false
}
