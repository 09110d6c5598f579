package seal

import (
	"context"
	"errors"
	"fmt"

	"kring/internal/store"
)

// Rotate puts every data key under a new master key while everybody goes on
// reading and sealing. Afterwards both masters open the key store, so that
// processes can be restarted with the new key file one by one; Retire then
// ends the old one. After an error or a crash, repeat it.
func (v *Vault) Rotate(ctx context.Context, newKey []byte) error {
	next, err := newMaster(newKey)
	if err != nil {
		return err
	}
	doc, err := v.masters.Update(ctx, masterDoc, func(a *accepted) error {
		now, err := a.open(v.own)
		if err != nil {
			return err
		}
		if now[0].id == next.id {
			return nil // repeated
		}
		if len(now) > 1 {
			return errors.New("another rotation is not finished: retire its old master first")
		}
		return a.accept(ring{next, now[0]})
	})
	if err != nil {
		return fmt.Errorf("rotate master key: %w", err)
	}
	return v.settle(ctx, doc)
}

// Retire ends a rotation: only the newest master opens the key store from now
// on. Call it when every process runs with the new key file; one that still
// has the old is refused keys it does not hold in memory.
func (v *Vault) Retire(ctx context.Context) error {
	doc, err := v.masters.Get(ctx, masterDoc)
	if err != nil {
		return fmt.Errorf("retire old master key: %w", err)
	}
	if err := v.settle(ctx, doc); err != nil {
		return err
	}
	_, err = v.masters.Update(ctx, masterDoc, func(a *accepted) error {
		now, err := a.open(v.own)
		if err != nil {
			return err
		}
		if now[0].id != v.own.id {
			return errors.New("this process runs with the old key: start it with the new key file")
		}
		return a.accept(now[:1])
	})
	if err != nil {
		return fmt.Errorf("retire old master key: %w", err)
	}
	return nil
}

// settle takes over the ring of doc and wraps every data key of an older
// master again.
func (v *Vault) settle(ctx context.Context, doc *accepted) error {
	r, err := doc.open(v.own)
	if err != nil {
		return fmt.Errorf("rotate master key: %w", err)
	}
	v.mu.Lock()
	v.ring = r
	v.mu.Unlock()
	for _, old := range r[1:] {
		if err := v.rewrapAll(ctx, old); err != nil {
			return fmt.Errorf("rotate master key: %w", err)
		}
	}
	return nil
}

func (v *Vault) rewrapAll(ctx context.Context, old master) error {
	for {
		recs, err := v.keys.Find(ctx, store.Query{Where: []store.Cond{store.Is("master", old.id)}, Limit: 1000})
		if err != nil || len(recs) == 0 {
			return err
		}
		for _, rec := range recs {
			if err := v.rewrap(ctx, rec.ID); err != nil {
				return err
			}
		}
	}
}

// rewrap replaces one record, unless it was erased meanwhile.
func (v *Vault) rewrap(ctx context.Context, id string) error {
	_, err := v.keys.Update(ctx, id, func(rec *record) error {
		if rec.Erased != 0 {
			return nil
		}
		raw, err := v.unwrap(ctx, rec)
		if err != nil {
			return err
		}
		again, err := v.wrap(Key(id), raw)
		if err != nil {
			return err
		}
		rec.Box, rec.Master = again.Box, again.Master
		return nil
	})
	return err
}
