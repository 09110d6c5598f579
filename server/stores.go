package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"

	"kring/internal/blob/dirblob"
	"kring/internal/blob/gridblob"
	"kring/internal/seal"
	"kring/internal/store"
	"kring/internal/store/mongostore"
	"kring/internal/store/sqlitestore"
	"kring/server/account"
)

func (k *kring) openStores(ctx context.Context) (err error) {
	if k.docs, err = openStore(ctx, k.Config, "kring"); err != nil {
		return err
	}
	k.onClose(k.docs.Close)
	if k.keys, err = openStore(ctx, k.Config, "keys"); err != nil {
		return err
	}
	k.onClose(k.keys.Close)
	if k.brief, err = openStore(ctx, k.Config, "brief"); err != nil {
		return err
	}
	k.onClose(k.brief.Close)
	if err = k.openBlobs(ctx); err != nil {
		return err
	}
	return k.refuseLostKeys(ctx)
}

// openBlobs opens the files beside the documents, on the same engine.
func (k *kring) openBlobs(ctx context.Context) (err error) {
	if k.MongoURI == "" {
		k.blobs, err = dirblob.Open(k.path("blobs"))
		return err
	}
	grid, err := gridblob.Open(ctx, k.MongoURI, database(k.MongoURI, "kring"))
	if err != nil {
		return fmt.Errorf("MONGODB_URI: %w", err)
	}
	k.onClose(grid.Close)
	k.blobs = grid
	return nil
}

// refuseLostKeys stops a start on documents whose keys are elsewhere: a new
// key store would make what is added from now on unreadable to the old one.
func (k *kring) refuseLostKeys(ctx context.Context) error {
	people, err := store.Open[account.Person](ctx, k.docs, account.Specs()[0])
	if err != nil {
		return err
	}
	if _, err := people.One(ctx); errors.Is(err, store.ErrNotFound) {
		return nil
	} else if err != nil {
		return err
	}
	empty, err := seal.Empty(ctx, k.keys)
	if err == nil && empty {
		err = errors.New("there are documents and an empty key store: put the backup of the keys back first (keys.db, or the MongoDB database that ends in _keys)")
	}
	return err
}

// openStore opens documents ("kring"), keys ("keys") or what is never exported
// ("brief") on the engine that the configuration names; they are kept apart.
func openStore(ctx context.Context, c Config, name string) (store.DB, error) {
	if c.MongoURI != "" {
		db, err := mongostore.Open(ctx, c.MongoURI, database(c.MongoURI, name))
		if err != nil {
			return nil, fmt.Errorf("MONGODB_URI: %w", err)
		}
		return db, nil
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return nil, fmt.Errorf("KRING_DATA: %w", err)
	}
	return sqlitestore.Open(ctx, c.path(name+".db"))
}

// database is the MongoDB database of a store: the one that the URI names
// ("kring" when it names none) for documents, and with _keys or _brief behind
// it for the other two.
func database(uri, name string) string {
	base := "kring"
	if u, err := url.Parse(uri); err == nil && len(u.Path) > 1 {
		base = u.Path[1:]
	}
	if name != "kring" {
		return base + "_" + name
	}
	return base
}
