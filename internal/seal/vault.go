package seal

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"

	"kring/internal/store"
)

const (
	cacheSize = 4096        // data keys in memory, about 1 kB each
	cacheTime = time.Minute // until another process's Erase is seen
)

// record is a data key in the key store; its id is the Key. An erased one
// stays as a tombstone without Box, so that the key is never made again.
type record struct {
	store.Meta `bson:",inline"`
	Box        []byte `bson:"box,omitempty" json:"box,omitempty"`       // the data key, wrapped
	Master     string `bson:"master,omitempty" json:"master,omitempty"` // id of the master that wrapped it
	Erased     int64  `bson:"erased,omitempty" json:"erased,omitempty"` // Unix ms
}

var keySpec = store.Spec{Name: "seal_keys", Schema: 1, Indexes: []store.Index{{Fields: []string{"master"}}}}

// Vault seals and opens. It is safe for concurrent use; several processes may
// share one key store.
type Vault struct {
	keys    store.Collection[record, *record]
	masters store.Collection[accepted, *accepted]
	own     master // the master this process was started with
	blind   []byte

	mu     sync.Mutex
	ring   ring
	cache  map[Key]cached
	erased int // erasures seen, so that a read begun before one is not cached after it
}

type cached struct {
	cipher *subtle.AESGCM
	until  time.Time
}

// Open opens the key store. The first start stores a check of the master key;
// later starts with another one fail with ErrMaster.
func Open(ctx context.Context, keys store.DB, masterKey []byte) (*Vault, error) {
	own, err := newMaster(masterKey)
	if err != nil {
		return nil, err
	}
	v := &Vault{own: own, cache: map[Key]cached{}}
	if v.keys, err = store.Open[record](ctx, keys, keySpec); err != nil {
		return nil, err
	}
	if v.masters, err = store.Open[accepted](ctx, keys, masterSpec); err != nil {
		return nil, err
	}
	if v.ring, err = v.openRing(ctx); err != nil {
		return nil, fmt.Errorf("open key store: %w", err)
	}
	if v.blind, err = v.dataKey(ctx, blindKey, true); err != nil {
		return nil, fmt.Errorf("open key store: %w", err)
	}
	return v, nil
}

// Erase destroys k's data key for good. This process refuses k at once, others
// that share the key store within a minute. It can be repeated.
func (v *Vault) Erase(ctx context.Context, k Key) error {
	now := time.Now().UnixMilli()
	err := v.keys.Insert(ctx, &record{Meta: store.Meta{ID: string(k)}, Erased: now})
	if errors.Is(err, store.ErrConflict) {
		_, err = v.keys.Update(ctx, string(k), func(r *record) error {
			if r.Erased == 0 {
				r.Box, r.Master, r.Erased = nil, "", now
			}
			return nil
		})
	}
	if err != nil {
		return fmt.Errorf("erase key %s: %w", k, err)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.erased++
	delete(v.cache, k)
	return nil
}

// cipher returns k's cipher from memory or the key store. Without create a
// key that does not exist is store.ErrNotFound.
func (v *Vault) cipher(ctx context.Context, k Key, create bool) (*subtle.AESGCM, error) {
	v.mu.Lock()
	hit, erased := v.cache[k], v.erased
	v.mu.Unlock()
	now := time.Now()
	if hit.cipher != nil && now.Before(hit.until) {
		return hit.cipher, nil
	}
	raw, err := v.dataKey(ctx, k, create)
	if err != nil {
		return nil, err
	}
	c, err := subtle.NewAESGCM(raw)
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.erased == erased {
		v.makeRoomLocked()
		v.cache[k] = cached{cipher: c, until: now.Add(cacheTime)}
	}
	return c, nil
}

// makeRoomLocked drops some key, whichever the map gives first, from a full cache.
func (v *Vault) makeRoomLocked() {
	for k := range v.cache {
		if len(v.cache) < cacheSize {
			return
		}
		delete(v.cache, k)
	}
}

// dataKey reads k's data key; with create a missing one is made. When two
// processes make it at once, the unique id lets one win and the loser reads
// the winner's.
func (v *Vault) dataKey(ctx context.Context, k Key, create bool) ([]byte, error) {
	rec, err := v.keys.Get(ctx, string(k))
	if create && errors.Is(err, store.ErrNotFound) {
		if rec, err = v.wrap(k, fresh()); err != nil {
			return nil, err
		}
		if err = v.keys.Insert(ctx, rec); errors.Is(err, store.ErrConflict) {
			rec, err = v.keys.Get(ctx, string(k))
		}
	}
	if err != nil {
		return nil, err
	}
	return v.unwrap(ctx, rec)
}

// fresh makes a key of 32 random bytes.
func fresh() []byte {
	key := make([]byte, KeySize)
	_, _ = rand.Read(key) // never fails: crypto/rand ends the program instead
	return key
}
