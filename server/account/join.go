package account

import (
	"context"

	"kring/internal/store"
)

// Enrol returns the person for somebody who accepts an invitation without
// being signed in. An address that the invitation proved (it came by mail to
// that address) leads to its own person; any other address to a new one:
// typing somebody's address never opens their account. The answer and its
// time are the same whether the address was known; the mail that follows says
// what to do.
func (a *Accounts) Enrol(ctx context.Context, email, lang string, proven bool) (string, error) {
	email, err := Address(email)
	if err != nil {
		return "", err
	}
	known, err := a.people.Find(ctx, store.Query{Where: []store.Cond{store.Is("verifiedBlind", a.Vault.Blind("email", email))}, Limit: 1})
	if err != nil {
		return "", err
	}
	kind := "welcome"
	if len(known) > 0 && !proven {
		kind = "known"
	}
	id, err := a.Create(ctx, NewPerson{Email: email, Lang: lang, Verified: proven})
	if err != nil {
		return "", err
	}
	a.Post.Send(Mail{To: email, Kind: kind, Lang: lang, Vars: map[string]string{"url": a.PublicURL + "/inloggen"}})
	return id, nil
}

// Employ returns the person of an address that was proved, as staff: they have
// a name from now on. The name of who is staff already stays as it is.
func (a *Accounts) Employ(ctx context.Context, email, name, lang string) (string, error) {
	id, err := a.Create(ctx, NewPerson{Name: name, Email: email, Lang: lang, Staff: true, Verified: true})
	if err != nil {
		return "", err
	}
	box, err := a.seal(ctx, id, "name", name)
	if err != nil {
		return "", err
	}
	_, err = a.people.Update(ctx, id, func(p *Person) error {
		if !p.Staff || len(p.NameBox) == 0 {
			p.Staff, p.NameBox = true, box
		}
		return nil
	})
	return id, err
}
