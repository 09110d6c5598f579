// Package push tells people's own browsers that there is something for them
// (Web Push: RFC 8030, encrypted by RFC 8291, signed by RFC 8292). What is sent
// is a kind of notice and nothing else; the maker of the browser, whose service
// carries it, sees that somebody is told, and when.
//
// Where to send is what a browser says, so it is input of a stranger: only
// services on a list, only https on its own port, no redirects, and no address
// that is not on the public internet. The last is looked at when the
// connection is made, so that a name cannot become another address meanwhile.
//
// Subscriptions rest sealed under their person's key. The keys that sign are
// derived from the vault: every server has the same, also after a rotation.
package push

import (
	"context"
	"crypto/ecdh"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"time"

	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

// Vault is what push needs of internal/seal.
type Vault interface {
	Seal(ctx context.Context, k seal.Key, r seal.Ref, plain []byte) ([]byte, error)
	Open(ctx context.Context, k seal.Key, r seal.Ref, box []byte) ([]byte, error)
	Blind(purpose, value string) string
	Secret(purpose string) []byte
}

// Options of Open. Contact is the https address or e-mail address that push
// services may complain to. Hosts are the services that may be used (see
// Services); none switches push off. Public says which addresses may be
// connected to (Public when nil), TLS and Now are for tests.
type Options struct {
	DB      store.DB
	Vault   Vault
	Contact string
	Hosts   []string
	Public  func(netip.Addr) bool
	TLS     *tls.Config
	Now     func() time.Time
}

// Push is the service.
type Push struct {
	Options
	subs            store.Collection[subscription, *subscription]
	client          *http.Client
	public, private string // P-256, base64url
}

// subscription is one browser of a person. Its id is the blind index of its
// endpoint, so that a browser that somebody else signs in with is theirs.
type subscription struct {
	store.Meta `bson:",inline"`
	PersonID   string `bson:"personId" json:"personId"`
	Box        []byte `bson:"box" json:"box"` // Address as JSON, sealed under the person's key
	Maker      string `bson:"maker" json:"maker"`
	At         int64  `bson:"at" json:"at"`
}

// Address is where and how to reach a browser, as it says itself
// (PushSubscription.toJSON).
type Address struct {
	Endpoint string `json:"endpoint" maxLength:"2000"`
	Keys     struct {
		P256dh string `json:"p256dh" maxLength:"200"`
		Auth   string `json:"auth" maxLength:"100"`
	} `json:"keys"`
}

// Device is a browser that is told, as its person sees it.
type Device struct {
	ID    string `json:"id"`
	Maker string `json:"maker" doc:"Whose service carries the messages: Google, Mozilla, Apple, Microsoft or a host"`
	At    int64  `json:"at" doc:"Since when, Unix ms"`
}

const (
	subsName   = "pushSubscriptions"
	maxDevices = 20
)

// Spec declares the collection.
func Spec() store.Spec {
	return store.Of[subscription](store.Spec{Name: subsName, Indexes: []store.Index{{Fields: []string{"personId"}}}})
}

// Open prepares the collection and the keys.
func Open(ctx context.Context, o Options) (*Push, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Public == nil {
		o.Public = Public
	}
	key, err := ecdh.P256().NewPrivateKey(o.Vault.Secret("push"))
	if err != nil {
		return nil, fmt.Errorf("push: %w", err) // one secret in 2^32
	}
	p := &Push{Options: o, client: newClient(o)}
	p.private = base64.RawURLEncoding.EncodeToString(key.Bytes())
	p.public = base64.RawURLEncoding.EncodeToString(key.PublicKey().Bytes())
	p.subs, err = store.Open[subscription](ctx, o.DB, Spec())
	return p, err
}

// Close ends idle connections.
func (p *Push) Close() { p.client.CloseIdleConnections() }

// Key is the public key that a browser asks for when it subscribes; "" when
// push is off.
func (p *Push) Key() string {
	if len(p.Hosts) == 0 {
		return ""
	}
	return p.public
}

// Subscribe keeps a browser of a person. Again, or another person in the same
// browser, replaces what there was.
func (p *Push) Subscribe(ctx context.Context, person string, a Address) error {
	host, err := p.check(a)
	if err != nil {
		return err
	}
	mine, err := p.Devices(ctx, person)
	if err != nil {
		return err
	}
	if len(mine) >= maxDevices {
		return fault.New(fault.Conflict, "push.many", "%d browsers are told already", maxDevices)
	}
	plain, err := json.Marshal(a)
	if err != nil {
		return err
	}
	s := &subscription{Meta: store.Meta{ID: p.Vault.Blind("push", a.Endpoint)}, PersonID: person, Maker: maker(host), At: p.Now().UnixMilli()}
	if s.Box, err = p.Vault.Seal(ctx, seal.Person(person), ref(s.ID), plain); err != nil {
		return err
	}
	if err = p.subs.Insert(ctx, s); errors.Is(err, store.ErrConflict) {
		_, err = p.subs.Update(ctx, s.ID, func(was *subscription) error {
			s.Meta = was.Meta
			*was = *s
			return nil
		})
	}
	return err
}

// Devices are a person's browsers, the first one first.
func (p *Push) Devices(ctx context.Context, person string) ([]Device, error) {
	found, err := p.find(ctx, person)
	out := []Device{}
	for _, s := range found {
		out = append(out, Device{s.ID, s.Maker, s.At})
	}
	slices.SortFunc(out, func(a, b Device) int { return int(a.At - b.At) })
	return out, err
}

// Remove stops telling a browser of a person; one that is not there is
// removed already.
func (p *Push) Remove(ctx context.Context, person, id string) error {
	s, err := p.subs.Get(ctx, id)
	if err == nil && s.PersonID == person {
		err = p.subs.Delete(ctx, id)
	}
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

func (p *Push) find(ctx context.Context, person string) ([]*subscription, error) {
	return p.subs.Find(ctx, store.Query{Where: []store.Cond{store.Is("personId", person)}, Limit: 1000})
}

// address opens where a browser is.
func (p *Push) address(ctx context.Context, s *subscription) (a Address, err error) {
	plain, err := p.Vault.Open(ctx, seal.Person(s.PersonID), ref(s.ID), s.Box)
	if err == nil {
		err = json.Unmarshal(plain, &a)
	}
	return a, err
}

func ref(id string) seal.Ref { return seal.Ref{Coll: subsName, ID: id, Field: "box"} }
