package audit

import "kring/internal/store"

// Specs declares the collections of this package.
func Specs() []store.Spec {
	return []store.Spec{store.Of[block](blockSpec), store.Of[headDoc](headSpec)}
}
