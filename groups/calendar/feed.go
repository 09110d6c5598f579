package calendar

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"kring/internal/fault"
	"kring/internal/store"
)

// Feeds keeps the secret links. A link is known by the blind index of its
// token only: it is shown once, when it is made.
type Feeds struct {
	docs  store.Collection[feed, *feed]
	blind func(purpose, value string) string
	now   func() time.Time
}

// feed is a person's link; its id is the person's, so there is one.
type feed struct {
	store.Meta `bson:",inline"`
	TokenBlind string `bson:"tokenBlind" json:"tokenBlind"`
	MadeAt     int64  `bson:"madeAt" json:"madeAt"`
}

// Spec declares the collection.
func Spec() store.Spec {
	return store.Of[feed](store.Spec{Name: "calendarFeeds", Indexes: []store.Index{{Fields: []string{"tokenBlind"}, Unique: true}}})
}

// OpenFeeds prepares the collection; now is time.Now when nil.
func OpenFeeds(ctx context.Context, db store.DB, blind func(purpose, value string) string, now func() time.Time) (*Feeds, error) {
	if now == nil {
		now = time.Now
	}
	docs, err := store.Open[feed](ctx, db, Spec())
	return &Feeds{docs: docs, blind: blind, now: now}, err
}

// Renew makes a person's link and returns its token; an earlier one is dead at once.
func (f *Feeds) Renew(ctx context.Context, person string) (token string, err error) {
	token = store.NewID()
	d := &feed{Meta: store.Meta{ID: person}, TokenBlind: f.blind("calendar", token), MadeAt: f.now().UnixMilli()}
	if err = f.docs.Insert(ctx, d); errors.Is(err, store.ErrConflict) {
		_, err = f.docs.Update(ctx, person, func(was *feed) error {
			was.TokenBlind, was.MadeAt = d.TokenBlind, d.MadeAt
			return nil
		})
	}
	return token, err
}

// Stop ends a person's link.
func (f *Feeds) Stop(ctx context.Context, person string) error {
	if err := f.docs.Delete(ctx, person); !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return nil
}

// MadeAt is when a person's link was made, Unix ms; 0: there is none.
func (f *Feeds) MadeAt(ctx context.Context, person string) (int64, error) {
	d, err := f.docs.Get(ctx, person)
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return d.MadeAt, nil
}

// Whose is the person of a token; one that is not, or no longer, is NotFound.
func (f *Feeds) Whose(ctx context.Context, token string) (person string, err error) {
	d, err := f.docs.One(ctx, store.Is("tokenBlind", f.blind("calendar", token)))
	if errors.Is(err, store.ErrNotFound) {
		return "", fault.Gone()
	}
	if err != nil {
		return "", err
	}
	return d.ID, nil
}

// Tag changes when and only when the entries do: the ETag of a feed, in which
// the moment of writing differs each time.
func Tag(es []Entry) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%+v", es))
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}
