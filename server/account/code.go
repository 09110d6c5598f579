package account

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"time"

	"kring/internal/fault"
	"kring/internal/store"
)

// The limits of a code.
const (
	CodeLife     = 10 * time.Minute
	CodeTries    = 5
	CodesPerHour = 5
	CodesPerDay  = 10
)

// Code is one six-digit code, good in the browser that asked for it. An
// unknown address gets one too, with no person and no mail, so that asking
// tells nobody who has an account. One that was asked to sign up (New) is
// mailed to every address, and makes the person when it is used.
type Code struct {
	store.Meta   `bson:",inline"`
	BrowserBlind string `bson:"browserBlind" json:"browserBlind"`
	EmailBlind   string `bson:"emailBlind" json:"emailBlind"`
	PersonID     string `bson:"personId,omitempty" json:"personId,omitempty"`
	New          bool   `bson:"new,omitempty" json:"new,omitempty"`
	Lang         string `bson:"lang,omitempty" json:"lang,omitempty"` // of whom it makes
	Digest       string `bson:"digest" json:"digest"`
	At           int64  `bson:"at" json:"at"`
	ExpiresAt    int64  `bson:"expiresAt" json:"expiresAt"`
	Tries        int    `bson:"tries" json:"tries"`
}

// AskCode sends a code to an address and returns the token that binds it to
// the asking browser. Known and unknown addresses do the same work; the mail
// itself leaves later. Over the limit it is TooMany for both alike.
func (a *Accounts) AskCode(ctx context.Context, email, lang string) (browser string, err error) {
	return a.ask(ctx, email, Code{Lang: lang})
}

// SignUp is AskCode for who may have no account yet: the code makes one. Until
// it is used nothing is kept of an unknown address but its blind index.
func (a *Accounts) SignUp(ctx context.Context, email, lang string) (browser string, err error) {
	return a.ask(ctx, email, Code{Lang: lang, New: true})
}

func (a *Accounts) ask(ctx context.Context, email string, c Code) (browser string, err error) {
	email, err = Address(email)
	if err != nil {
		return "", err
	}
	blind := a.Vault.Blind("email", email)
	if err := a.mayAsk(ctx, blind); err != nil {
		return "", err
	}
	if c.PersonID, err = a.byEmail(ctx, blind); err != nil {
		return "", err
	}
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", err
	}
	code := fmt.Sprintf("%06d", n)
	browser = store.NewID()
	c.BrowserBlind, c.EmailBlind, c.Digest = a.Vault.Blind("browser", browser), blind, a.digest(browser, code)
	c.At, c.ExpiresAt = a.now(), a.Now().Add(CodeLife).UnixMilli()
	if err := a.codes.Insert(ctx, &c); err != nil {
		return "", err
	}
	if c.PersonID != "" || c.New {
		a.Post.Send(Mail{To: email, Kind: "code", Lang: c.Lang, Vars: map[string]string{"code": code}})
	}
	return browser, nil
}

// mayAsk counts the codes of an address in the last hour and day.
func (a *Accounts) mayAsk(ctx context.Context, emailBlind string) error {
	since := a.Now().Add(-24 * time.Hour).UnixMilli()
	cs, err := a.codes.Find(ctx, store.Query{
		Where: []store.Cond{store.Is("emailBlind", emailBlind), {Field: "at", Op: store.Gt, Value: since}}, Limit: CodesPerDay,
	})
	if err != nil {
		return err
	}
	hour, lastHour := a.Now().Add(-time.Hour).UnixMilli(), 0
	for _, c := range cs {
		if c.At > hour {
			lastHour++
		}
	}
	if len(cs) >= CodesPerDay || lastHour >= CodesPerHour {
		return fault.New(fault.TooMany, "code.too-many", "too many codes asked for this address")
	}
	return nil
}

// byEmail returns whose address it is: the person who proved it, else the
// newest who gave it, else "".
func (a *Accounts) byEmail(ctx context.Context, blind string) (string, error) {
	ps, err := a.people.Find(ctx, store.Query{Where: []store.Cond{store.Is("emailBlind", blind)}, Limit: 100})
	if err != nil {
		return "", err
	}
	id, newest := "", int64(-1)
	for _, p := range ps {
		if p.VerifiedBlind != "" {
			return p.ID, nil
		}
		if p.CreatedAt > newest {
			id, newest = p.ID, p.CreatedAt
		}
	}
	return id, nil
}

// UseCode checks the code that a browser was sent. A wrong code is Invalid
// "code.wrong" with the tries left in the text; a spent, expired or unknown
// one "code.expired". email is the address again, for who signs up.
func (a *Accounts) UseCode(ctx context.Context, browser, code, email string) (person, session string, err error) {
	expired := fault.Bad("code", "code.expired", "ask for a new code")
	c, err := a.codes.One(ctx, store.Is("browserBlind", a.Vault.Blind("browser", browser)))
	if errors.Is(err, store.ErrNotFound) {
		return "", "", expired
	}
	if err != nil {
		return "", "", err
	}
	// The try is counted before the code is looked at, so that racing guesses
	// cannot share one.
	c, err = a.codes.Update(ctx, c.ID, func(c *Code) error {
		if c.Tries >= CodeTries || c.ExpiresAt <= a.now() {
			return expired
		}
		c.Tries++
		return nil
	})
	if err != nil {
		return "", "", err
	}
	right := hmac.Equal([]byte(c.Digest), []byte(a.digest(browser, code))) && (c.PersonID != "" || c.New && a.sentTo(c, email))
	if !right {
		return "", "", fault.Bad("code", "code.wrong", "wrong code, %d tries left", CodeTries-c.Tries)
	}
	return a.prove(ctx, c, email)
}

// prove spends a right code: the address is now the person's, and whoever
// else used the account before that was shown is signed out.
func (a *Accounts) prove(ctx context.Context, c *Code, email string) (person, session string, err error) {
	if _, err := a.codes.Update(ctx, c.ID, func(c *Code) error {
		if c.ExpiresAt == 0 {
			return fault.Bad("code", "code.expired", "this code was used")
		}
		c.ExpiresAt = 0
		return nil
	}); err != nil {
		return "", "", err
	}
	if c.PersonID == "" {
		return a.join(ctx, c, email)
	}
	fresh := false
	_, err = a.people.Update(ctx, c.PersonID, func(p *Person) error {
		fresh = p.VerifiedBlind == ""
		p.VerifiedBlind = p.EmailBlind
		return nil
	})
	if err != nil {
		return "", "", err
	}
	if fresh {
		if err := a.endAll(ctx, c.PersonID); err != nil {
			return "", "", err
		}
	}
	session, err = a.start(ctx, c.PersonID, "code")
	return c.PersonID, session, err
}

// join makes the person who signs up. When another code of theirs was first,
// it is that person.
func (a *Accounts) join(ctx context.Context, c *Code, email string) (person, session string, err error) {
	if person, err = a.Create(ctx, NewPerson{Email: email, Lang: c.Lang, Verified: true}); err != nil {
		return "", "", err
	}
	session, err = a.start(ctx, person, "code")
	return person, session, err
}

func (a *Accounts) sentTo(c *Code, email string) bool {
	email, err := Address(email)
	return err == nil && a.Vault.Blind("email", email) == c.EmailBlind
}

func (a *Accounts) digest(browser, code string) string {
	return a.Vault.Blind("code", browser+" "+code)
}
