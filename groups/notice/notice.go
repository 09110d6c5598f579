// Package notice tells people that there is something for them: by mail, on
// their own devices (push), or not at all, as each of them chose (CHAT-6).
//
// A notice is a person, a kind of the fixed list in kind.go and at most an id.
// It never holds content, a name or a theme, so neither can what is made of
// it. It is one document in a durable queue. Who asks with a key asks once:
// the key makes the document's id. Several servers share the queue; one claims
// a notice by moving its due time on under its Rev, sends it, and writes down
// how it went.
//
// A notice is told at least once. Twice is possible only where a server dies,
// or loses the store, between the moment when the mail server took the mail
// and the moment when that was written down; both mails then carry the same
// Message-ID, which is the notice's id, and a push message replaces the
// earlier one of the same id.
package notice

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"kring/internal/store"
)

// Errors of a Courier. Any other is tried again.
var (
	// ErrNowhere: the person has no address, or no device that may be told.
	ErrNowhere = errors.New("notice: nowhere to send it")
	// ErrRefused: the other side says that this will never do.
	ErrRefused = errors.New("notice: refused for good")
)

// Parcel is a notice on its way to a person.
type Parcel struct {
	ID, PersonID, Kind, About string
}

// Courier takes a notice to a person in one way: mail or push.
type Courier interface {
	Carry(ctx context.Context, p Parcel) error
}

// Deps is what Open needs. Still says whether a notice has a point yet, just
// before it goes; nil is always. Now is time.Now when nil.
type Deps struct {
	DB         store.DB
	Mail, Push Courier
	Still      func(ctx context.Context, n Note) (bool, error)
	Now        func() time.Time
}

// Notices is the service. It is safe for concurrent use, and several processes
// may share its store.
type Notices struct {
	Deps
	queue store.Collection[notice, *notice]
	prefs store.Collection[preferences, *preferences]
	kick  chan struct{} // a notice was queued
}

// Specs declares the collections, for export and import.
func Specs() []store.Spec {
	return []store.Spec{
		store.Of[notice](store.Spec{Name: "noticeQueue", Indexes: []store.Index{{Fields: []string{"dueAt", "askedAt"}}, {Fields: []string{"personId", "askedAt"}}}}),
		store.Of[preferences](store.Spec{Name: "noticePreferences"}),
	}
}

// Open prepares the collections. Nothing is sent before Run.
func Open(ctx context.Context, d Deps) (*Notices, error) {
	if d.Now == nil {
		d.Now = time.Now
	}
	n, specs := &Notices{Deps: d, kick: make(chan struct{}, 1)}, Specs()
	var errs [2]error
	n.queue, errs[0] = store.Open[notice](ctx, d.DB, specs[0])
	n.prefs, errs[1] = store.Open[preferences](ctx, d.DB, specs[1])
	if err := errors.Join(errs[:]...); err != nil {
		return nil, fmt.Errorf("notices: %w", err)
	}
	return n, nil
}

// Note is one thing to tell a person. The same Key tells once, "" is always a
// new one. It is not told before At nor from Until on (Unix ms; 0 is no bound).
// About is the id of what it is about, for Still and for a calendar entry.
type Note struct {
	PersonID, Kind string
	Key, About     string
	At, Until      int64
}

// notice is a Note in the queue, and afterwards in the person's log.
type notice struct {
	store.Meta `bson:",inline"`
	PersonID   string `bson:"personId" json:"personId"`
	Kind       string `bson:"kind" json:"kind"`
	Key        string `bson:"key" json:"key"`
	About      string `bson:"about" json:"about"`
	AskedAt    int64  `bson:"askedAt" json:"askedAt"`
	At         int64  `bson:"at" json:"at"`
	Until      int64  `bson:"until" json:"until"`
	DueAt      int64  `bson:"dueAt" json:"dueAt"` // when to try next; 0: it is over
	OverAt     int64  `bson:"overAt" json:"overAt"`
	Tries      int    `bson:"tries" json:"tries"`
	Mail       string `bson:"mail" json:"mail"` // outcomes, "" while it is to be tried
	Push       string `bson:"push" json:"push"`
}

func (n *notice) note() Note {
	return Note{PersonID: n.PersonID, Kind: n.Kind, Key: n.Key, About: n.About, At: n.At, Until: n.Until}
}

// Tell queues a notice for now; when it returns nil the notice is durable. It
// fits the one-method interfaces of those who have something to tell.
func (n *Notices) Tell(ctx context.Context, personID, kind string) error {
	return n.Plan(ctx, Note{PersonID: personID, Kind: kind})
}

// Plan queues a notice. When it returns nil the notice is durable; asking
// again with the same key changes nothing.
func (n *Notices) Plan(ctx context.Context, note Note) error {
	k, ok := find(note.Kind)
	if !ok {
		return fmt.Errorf("notice: no kind %q", note.Kind)
	}
	var err error
	if k.Bundled && note.Key == "" {
		err = n.bundle(ctx, note, k)
	} else {
		_, err = n.insert(ctx, note, max(note.At, n.now()+k.delay.Milliseconds()))
	}
	if err != nil {
		return fmt.Errorf("queue a notice (%s): %w", note.Kind, err)
	}
	select {
	case n.kick <- struct{}{}:
	default: // it is awake already
	}
	return nil
}

// insert reports whether the notice is new.
func (n *Notices) insert(ctx context.Context, note Note, due int64) (bool, error) {
	d := &notice{PersonID: note.PersonID, Kind: note.Kind, Key: note.Key, About: note.About, AskedAt: n.now(), At: note.At, Until: note.Until, DueAt: due}
	if note.Key != "" {
		d.ID = idOf(note)
	}
	err := n.queue.Insert(ctx, d)
	if errors.Is(err, store.ErrConflict) {
		return false, nil
	}
	return err == nil, err
}

// idOf is one for each person, kind and key.
func idOf(note Note) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q", note.PersonID, note.Kind, note.Key))
	return hex.EncodeToString(sum[:16])
}

func (n *Notices) now() int64 { return n.Now().UnixMilli() }
