// Package chat keeps what people write to each other in a group (CHAT-1, 2).
//
// Every message of a channel has the next number, without gaps: whoever has
// everything up to n asks for what came after n and misses nothing. A message
// is stored before its sender hears that it was sent; the same client id again
// stores nothing and gives the same message.
//
// Who may read or write is decided at the edge. Text rests sealed under the
// key of the channel's group.
package chat

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"time"

	"kring/groups"
	"kring/internal/blob"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

// Bounds of a message and of a page.
const (
	MaxText     = 4000 // runes
	maxClientID = 64   // bytes
	MaxPage     = 200  // messages
)

// Vault is what chat needs of internal/seal.
type Vault interface {
	CreateFile(ctx context.Context, k seal.Key, r seal.Ref, dst io.Writer) (w io.WriteCloser, box []byte, err error)
	OpenFile(ctx context.Context, k seal.Key, r seal.Ref, box []byte, src io.ReaderAt, size int64) (plain io.ReaderAt, n int64, err error)
	Seal(ctx context.Context, k seal.Key, r seal.Ref, plain []byte) ([]byte, error)
	Open(ctx context.Context, k seal.Key, r seal.Ref, box []byte) ([]byte, error)
}

// Notifier is told of every new message, and of every change to one, once it
// is stored, and of what a person read, by its channel. It must not block; what
// it loses, readers find by the gap.
type Notifier interface {
	Posted(channel string, seq int64)
	Changed(channel string, n int64)
	HasRead(person, channel string)
}

// Gate says who may write where, as a group's own rules have it (chat/rules).
type Gate interface {
	// MayWrite refuses a new message; last tells when the author last wrote there.
	MayWrite(ctx context.Context, channel, author string, last func(context.Context) (int64, error)) error
	// EditTime is how long an author may change or remove an own message.
	EditTime(ctx context.Context, channel string) (time.Duration, error)
}

// Deps is what Open needs; Now is time.Now when nil, without a Gate all may
// write and change what is theirs at any time.
type Deps struct {
	DB       store.DB
	Blobs    blob.Store // of pictures
	Vault    Vault
	Notifier Notifier
	Gate     Gate
	Now      func() time.Time
}

// Chat is the service. Several processes may share one store.
type Chat struct {
	Deps
	messages store.Collection[Message, *Message]
	marks    store.Collection[Mark, *Mark]
	changes  store.Collection[Changes, *Changes]
	hides    store.Collection[Hides, *Hides]
	look     chan struct{}     // held while a picture is decoded
	turns    [64]chan struct{} // a channel's senders wait for each other on one of these
}

const messageColl = "messages"

// Specs declares the collections of this package.
func Specs() []store.Spec {
	return []store.Spec{
		store.Of[Message](store.Spec{Name: messageColl, Indexes: []store.Index{
			{Fields: []string{"channel", "seq"}, Unique: true}, {Fields: []string{"channel", "author", "clientId"}, Unique: true},
			{Fields: []string{"channel", "at"}},
		}}),
		store.Of[Mark](store.Spec{Name: "readMarks", Indexes: []store.Index{{Fields: []string{"personId"}}}}),
		store.Of[Changes](store.Spec{Name: "chatChanges"}),
		store.Of[Hides](store.Spec{Name: "chatHides", Indexes: []store.Index{{Fields: []string{"personId"}}}}),
	}
}

// Open ensures the collections and returns the service.
func Open(ctx context.Context, d Deps) (*Chat, error) {
	if d.Now == nil {
		d.Now = time.Now
	}
	c := &Chat{Deps: d, look: make(chan struct{}, 1)}
	for i := range c.turns {
		c.turns[i] = make(chan struct{}, 1)
	}
	var errs [4]error
	c.messages, errs[0] = store.Open[Message](ctx, d.DB, Specs()[0])
	c.marks, errs[1] = store.Open[Mark](ctx, d.DB, Specs()[1])
	c.changes, errs[2] = store.Open[Changes](ctx, d.DB, Specs()[2])
	c.hides, errs[3] = store.Open[Hides](ctx, d.DB, Specs()[3])
	if err := errors.Join(errs[:]...); err != nil {
		return nil, fmt.Errorf("chat: %w", err)
	}
	return c, nil
}

// Draft is a message to send; Author is a person id. To is the participant id
// of the one person of a meeting whom it is for, "" for everybody there.
type Draft struct {
	Channel, Author, To string
	ClientID, Text      string
	Fold                bool      // a heavy subject: readers open it themselves
	Photo               io.Reader // nil for none; it may be the whole message
}

// Say is Send without anything special.
func (c *Chat) Say(ctx context.Context, channel, author, clientID, text string) (Message, error) {
	return c.Send(ctx, nil, Draft{Channel: channel, Author: author, ClientID: clientID, Text: text})
}

// Send stores a message of 1..4000 runes. When it returns without error the
// message is durable and has its number. A resend (same channel, author and
// client id) returns what was stored the first time.
//
// To whom it is alone is decided by the circle, as the group allows it (MEET-7):
// only in the channel of a meeting, and only whom the author may know.
func (c *Chat) Send(ctx context.Context, circle *groups.Circle, d Draft) (Message, error) {
	m := &Message{Channel: d.Channel, Author: d.Author, ClientID: d.ClientID, Text: d.Text, Fold: d.Fold}
	if d.To != "" {
		var err error
		if m.To, err = whisperTo(circle, d); err != nil {
			return Message{}, err
		}
	}
	if c.Gate != nil {
		if err := c.Gate.MayWrite(ctx, d.Channel, d.Author, c.lastOf(d.Channel, d.Author)); err != nil {
			if earlier, e := c.sent(ctx, m); e == nil { // it was, when it still could be
				return *earlier, c.open(ctx, earlier)
			}
			return Message{}, err
		}
	}
	if d.Photo != nil {
		return c.sendPhoto(ctx, m, d.Photo)
	}
	return c.send(ctx, m)
}

func whisperTo(circle *groups.Circle, d Draft) (person string, err error) {
	if _, ok := groups.OfMeetingChannel(d.Channel); !ok {
		return "", fault.New(fault.Conflict, "chat.private-off", "one person is written to in a meeting only")
	}
	return circle.PrivateTo(circle.Viewer(d.Author), d.To)
}

// lastOf tells when a person last wrote in a channel, as far as its last 100
// messages tell; 0 for longer ago.
func (c *Chat) lastOf(channel, author string) func(context.Context) (int64, error) {
	return func(ctx context.Context) (int64, error) {
		ms, err := c.messages.Find(ctx, store.Query{Where: []store.Cond{store.Is("channel", channel)}, OrderBy: "seq", Desc: true, Limit: 100})
		for _, m := range ms {
			if m.Author == author {
				return m.At, nil
			}
		}
		return 0, err
	}
}

// sent finds what was stored under m's client id.
func (c *Chat) sent(ctx context.Context, m *Message) (*Message, error) {
	return c.messages.One(ctx, store.Is("channel", m.Channel), store.Is("author", m.Author), store.Is("clientId", m.ClientID))
}

func (c *Chat) send(ctx context.Context, m *Message) (Message, error) {
	if m.ID == "" {
		m.ID = store.NewID()
	}
	if err := m.check(); err != nil {
		return Message{}, err
	}
	key, err := keyOf(m.Channel)
	if err != nil {
		return Message{}, err
	}
	if m.TextBox, err = c.Vault.Seal(ctx, key, m.ref(), []byte(m.Text)); err != nil {
		return Message{}, err
	}
	earlier, err := c.append(ctx, m)
	if err != nil {
		return Message{}, fmt.Errorf("message to %s: %w", m.Channel, err)
	}
	if earlier != nil {
		err := c.open(ctx, earlier)
		return *earlier, err
	}
	c.Notifier.Posted(m.Channel, m.Seq)
	return *m, nil
}

// append gives m the next number and stores it. If it was stored before, that
// message is returned instead. Senders of one process take turns per channel;
// against those of other processes the unique index decides, and the loser
// tries again with the number after.
func (c *Chat) append(ctx context.Context, m *Message) (earlier *Message, err error) {
	turn := c.turn(m.Channel)
	select {
	case turn <- struct{}{}:
		defer func() { <-turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	for try := 1; ; try++ {
		last, err := c.last(ctx, m.Channel)
		if err != nil {
			return nil, err
		}
		m.Seq, m.At = last.Seq+1, max(last.At, c.Now().UnixMilli())
		err = c.messages.Insert(ctx, m)
		if err == nil {
			return nil, nil
		}
		if !errors.Is(err, store.ErrConflict) || try == 100 {
			return nil, err
		}
		earlier, err = c.sent(ctx, m)
		if !errors.Is(err, store.ErrNotFound) {
			return earlier, err
		}
		if err := pause(ctx, try); err != nil {
			return nil, err
		}
	}
}

func (c *Chat) turn(channel string) chan struct{} {
	h := fnv.New32a()
	_, _ = h.Write([]byte(channel)) // a hash never fails
	return c.turns[h.Sum32()%uint32(len(c.turns))]
}

// last returns the newest message, sealed; the zero Message in an empty channel.
func (c *Chat) last(ctx context.Context, channel string) (Message, error) {
	ms, err := c.messages.Find(ctx, store.Query{Where: []store.Cond{store.Is("channel", channel)}, OrderBy: "seq", Desc: true, Limit: 1})
	if err != nil || len(ms) == 0 {
		return Message{}, err
	}
	return *ms[0], nil
}

// open fills in the text. A group whose key was erased has none any more.
func (c *Chat) open(ctx context.Context, m *Message) error {
	if m.TextBox == nil {
		return nil // removed
	}
	key, err := keyOf(m.Channel)
	if err != nil {
		return err
	}
	b, err := c.Vault.Open(ctx, key, m.ref(), m.TextBox)
	if m.Erased = errors.Is(err, seal.ErrErased); m.Erased {
		return nil
	}
	m.Text = string(b)
	return err
}

// pause waits a random while, longer after each lost race.
func pause(ctx context.Context, try int) error {
	t := time.NewTimer(rand.N(time.Duration(min(try, 20)) * time.Millisecond))
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
