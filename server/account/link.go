package account

import (
	"context"
	"time"

	"kring/internal/fault"
	"kring/internal/store"
)

// LinkLife is how long a personal sign-in link works.
const LinkLife = 14 * 24 * time.Hour

// Link is a personal sign-in link: it works once (Reusable only in the demo).
// The token travels in the URL's fragment, so no server log and no mail
// scanner's GET ever sees or spends it.
type Link struct {
	store.Meta `bson:",inline"`
	TokenBlind string `bson:"tokenBlind" json:"tokenBlind"`
	PersonID   string `bson:"personId" json:"personId"`
	ExpiresAt  int64  `bson:"expiresAt" json:"expiresAt"`
	UsedAt     int64  `bson:"usedAt" json:"usedAt"`
	Reusable   bool   `bson:"reusable" json:"reusable"`
}

// NewLink makes a link for a person and returns its URL.
func (a *Accounts) NewLink(ctx context.Context, person string, reusable bool) (string, error) {
	token := store.NewID()
	err := a.links.Insert(ctx, &Link{
		TokenBlind: a.Vault.Blind("link", token), PersonID: person, Reusable: reusable,
		ExpiresAt: a.Now().Add(LinkLife).UnixMilli(),
	})
	return a.PublicURL + "/in#" + token, err
}

// PreviewLink says who a link will sign in and spends nothing. Used, expired
// and unknown links are alike.
func (a *Accounts) PreviewLink(ctx context.Context, token string) (Profile, error) {
	l, err := a.link(ctx, token)
	if err != nil {
		return Profile{}, err
	}
	return a.Profile(ctx, l.PersonID)
}

// UseLink spends a link: of two presses at once, one wins. It returns the
// person and the token of the new session. Room: the page is that of a room's
// device, and takes no person's link, nor does a person's page take a device's.
func (a *Accounts) UseLink(ctx context.Context, token string, room bool) (person, session string, err error) {
	l, err := a.link(ctx, token)
	if err == nil && isRoom(l.PersonID) != room {
		err = fault.Gone()
	}
	if err != nil {
		return "", "", err
	}
	_, err = a.links.Update(ctx, l.ID, func(l *Link) error {
		if !a.usable(l) {
			return fault.Gone()
		}
		l.UsedAt = a.now()
		return nil
	})
	if err != nil {
		return "", "", notFound(err)
	}
	session, err = a.start(ctx, l.PersonID, "link")
	return l.PersonID, session, err
}

func (a *Accounts) link(ctx context.Context, token string) (*Link, error) {
	l, err := a.links.One(ctx, store.Is("tokenBlind", a.Vault.Blind("link", token)))
	if err != nil {
		return nil, notFound(err)
	}
	if !a.usable(l) {
		return nil, fault.Gone()
	}
	return l, nil
}

func (a *Accounts) usable(l *Link) bool {
	return l.ExpiresAt > a.now() && (l.UsedAt == 0 || l.Reusable)
}
