package account

import (
	"context"
	"errors"
	"time"

	"kring/internal/fault"
	"kring/internal/store"
)

// SessionLife is how long a browser stays signed in after the last sign-in.
const SessionLife = 60 * 24 * time.Hour

// Session is one browser of one person. Factors says how they proved who
// they are ("link", "code"; later "passkey", "totp"): Enough decides whether
// that will do, and is the one place where a second factor comes in.
type Session struct {
	store.Meta `bson:",inline"`
	TokenBlind string   `bson:"tokenBlind" json:"tokenBlind"`
	PersonID   string   `bson:"personId" json:"personId"`
	Factors    []string `bson:"factors" json:"factors"`
	CreatedAt  int64    `bson:"createdAt" json:"createdAt"`
	ExpiresAt  int64    `bson:"expiresAt" json:"expiresAt"`
}

// Enough reports whether the proofs of a session suffice to use it.
func (s *Session) Enough() bool { return len(s.Factors) > 0 }

// start opens a session and returns its token, which is stored nowhere.
func (a *Accounts) start(ctx context.Context, person, factor string) (string, error) {
	token := store.NewID()
	err := a.sessions.Insert(ctx, &Session{
		TokenBlind: a.Vault.Blind("session", token), PersonID: person, Factors: []string{factor},
		CreatedAt: a.now(), ExpiresAt: a.Now().Add(life(person)).UnixMilli(),
	})
	return token, err
}

// Start signs a person in who has just proved themselves otherwise, with an
// invitation: the session token for the cookie.
func (a *Accounts) Start(ctx context.Context, person string) (string, error) {
	return a.start(ctx, person, "invitation")
}

// Who returns the person of a session token, "" for none, expired or unknown.
func (a *Accounts) Who(ctx context.Context, token string) (string, error) {
	person, _, err := a.Signed(ctx, token)
	return person, err
}

// Signed is Who with the end of the session, in Unix milliseconds.
func (a *Accounts) Signed(ctx context.Context, token string) (person string, until int64, err error) {
	s, err := a.session(ctx, token)
	if s == nil || err != nil {
		return "", 0, err
	}
	return s.PersonID, s.ExpiresAt, nil
}

func (a *Accounts) session(ctx context.Context, token string) (*Session, error) {
	if token == "" {
		return nil, nil
	}
	s, err := a.sessions.One(ctx, store.Is("tokenBlind", a.Vault.Blind("session", token)))
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if s.ExpiresAt <= a.now() || !s.Enough() {
		return nil, nil
	}
	return s, nil
}

// SignOut ends the session of a token; ending none is fine.
func (a *Accounts) SignOut(ctx context.Context, token string) error {
	s, err := a.session(ctx, token)
	if s == nil || err != nil {
		return err
	}
	return a.end(ctx, s)
}

func (a *Accounts) end(ctx context.Context, s *Session) error {
	err := a.sessions.Delete(ctx, s.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if a.SignedOut != nil {
		a.SignedOut(s.PersonID)
	}
	return nil
}

// endAll ends every session of a person.
func (a *Accounts) endAll(ctx context.Context, person string) error {
	ss, err := a.sessions.Find(ctx, store.Query{Where: []store.Cond{store.Is("personId", person)}, Limit: 1000})
	if err != nil {
		return err
	}
	for _, s := range ss {
		if err := a.end(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// notFound turns a missing document into the one answer that tells nothing.
func notFound(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return fault.Gone()
	}
	return err
}
