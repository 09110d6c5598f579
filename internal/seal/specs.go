package seal

import (
	"context"
	"errors"

	"kring/internal/store"
)

// Specs declares the collections of the key store, to back it up or to move
// it to another engine. Data keys in such a file are wrapped, as they rest.
func Specs() []store.Spec {
	return []store.Spec{store.Of[accepted](masterSpec), store.Of[record](keySpec)}
}

// Empty reports whether keys was never used as a key store.
func Empty(ctx context.Context, keys store.DB) (bool, error) {
	masters, err := store.Open[accepted](ctx, keys, masterSpec)
	if err != nil {
		return false, err
	}
	_, err = masters.Get(ctx, masterDoc)
	if errors.Is(err, store.ErrNotFound) {
		return true, nil
	}
	return false, err
}
