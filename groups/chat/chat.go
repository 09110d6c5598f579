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
	"math/rand/v2"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kring/groups"
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

// Message is one message. Seq counts from 1 in its channel.
type Message struct {
	store.Meta `bson:",inline"`
	Channel    string `bson:"channel" json:"channel"`
	Seq        int64  `bson:"seq" json:"seq"`
	Author     string `bson:"author" json:"author"` // person id
	To         string `bson:"to" json:"to"`         // person id of the only other reader, "" for the whole channel
	ClientID   string `bson:"clientId" json:"clientId"`
	TextBox    []byte `bson:"textBox" json:"textBox"`
	At         int64  `bson:"at" json:"at"` // Unix ms

	// Text is what TextBox holds, "" when Erased: the group's key is gone.
	Text   string `bson:"-" json:"-"`
	Erased bool   `bson:"-" json:"-"`
}

// Vault is what chat needs of internal/seal.
type Vault interface {
	Seal(ctx context.Context, k seal.Key, r seal.Ref, plain []byte) ([]byte, error)
	Open(ctx context.Context, k seal.Key, r seal.Ref, box []byte) ([]byte, error)
}

// Notifier is told of every new message once it is stored. It must not block;
// what it loses, readers find by the gap.
type Notifier interface {
	Posted(channel string, seq int64)
}

// Deps is what Open needs; Now is time.Now when nil.
type Deps struct {
	DB       store.DB
	Vault    Vault
	Notifier Notifier
	Now      func() time.Time
}

// Chat is the service. Several processes may share one store.
type Chat struct {
	Deps
	messages store.Collection[Message, *Message]
	marks    store.Collection[Mark, *Mark]
	turns    [64]chan struct{} // a channel's senders wait for each other on one of these
}

const messageColl = "messages"

// Specs declares the collections of this package.
func Specs() []store.Spec {
	return []store.Spec{
		store.Of[Message](store.Spec{Name: messageColl, Indexes: []store.Index{
			{Fields: []string{"channel", "seq"}, Unique: true}, {Fields: []string{"channel", "author", "clientId"}, Unique: true},
		}}),
		store.Of[Mark](store.Spec{Name: "readMarks", Indexes: []store.Index{{Fields: []string{"personId"}}}}),
	}
}

// Open ensures the collections and returns the service.
func Open(ctx context.Context, d Deps) (*Chat, error) {
	if d.Now == nil {
		d.Now = time.Now
	}
	c := &Chat{Deps: d}
	for i := range c.turns {
		c.turns[i] = make(chan struct{}, 1)
	}
	var err, err2 error
	c.messages, err = store.Open[Message](ctx, d.DB, Specs()[0])
	c.marks, err2 = store.Open[Mark](ctx, d.DB, Specs()[1])
	if err = errors.Join(err, err2); err != nil {
		return nil, fmt.Errorf("chat: %w", err)
	}
	return c, nil
}

// Draft is a message to send; Author is a person id. To is the participant id
// of the one person of a meeting whom it is for, "" for everybody there.
type Draft struct {
	Channel, Author, To string
	ClientID, Text      string
}

// Send stores a message of 1..4000 runes for everybody of the channel. When it
// returns without error the message is durable and has its number. A resend
// (same channel, author and client id) returns what was stored the first time.
func (c *Chat) Send(ctx context.Context, channel, author, clientID, text string) (Message, error) {
	return c.send(ctx, &Message{Channel: channel, Author: author, ClientID: clientID, Text: text})
}

// Whisper is Send to one other person, as the group allows it (MEET-7): only
// in the channel of a meeting, and only to whom the author may know.
func (c *Chat) Whisper(ctx context.Context, circle *groups.Circle, d Draft) (Message, error) {
	if _, ok := groups.OfMeetingChannel(d.Channel); !ok {
		return Message{}, fault.New(fault.Conflict, "chat.private-off", "one person is written to in a meeting only")
	}
	to, err := circle.PrivateTo(circle.Viewer(d.Author), d.To)
	if err != nil {
		return Message{}, err
	}
	return c.send(ctx, &Message{Channel: d.Channel, Author: d.Author, To: to, ClientID: d.ClientID, Text: d.Text})
}

func (c *Chat) send(ctx context.Context, m *Message) (Message, error) {
	m.ID = store.NewID()
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

func (m *Message) check() error {
	if n := utf8.RuneCountInString(m.Text); n > MaxText || !utf8.ValidString(m.Text) || strings.TrimSpace(m.Text) == "" {
		return fault.Bad("text", "message.text", "a message has 1 to %d characters, this one has %d", MaxText, n)
	}
	if m.ClientID == "" || len(m.ClientID) > maxClientID {
		return fault.Bad("clientId", "message.client-id", "the client id needs 1 to %d bytes", maxClientID)
	}
	return nil
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
		earlier, err = c.messages.One(ctx, store.Is("channel", m.Channel), store.Is("author", m.Author), store.Is("clientId", m.ClientID))
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

// Page is a stretch of a channel in order. More: there is more in the
// direction that was asked for.
type Page struct {
	Messages []Message
	More     bool
}

// After returns what came after seq, at most limit (1..200).
func (c *Chat) After(ctx context.Context, channel string, seq int64, limit int) (Page, error) {
	return c.page(ctx, store.Query{
		Where: []store.Cond{store.Is("channel", channel), {Field: "seq", Op: store.Gt, Value: seq}}, OrderBy: "seq", Limit: limit,
	})
}

// Before returns what came just before seq (0: the end of the channel), at
// most limit (1..200), in order.
func (c *Chat) Before(ctx context.Context, channel string, seq int64, limit int) (Page, error) {
	q := store.Query{Where: []store.Cond{store.Is("channel", channel)}, OrderBy: "seq", Desc: true, Limit: limit}
	if seq > 0 {
		q.Where = append(q.Where, store.Cond{Field: "seq", Op: store.Lt, Value: seq})
	}
	p, err := c.page(ctx, q)
	slices.Reverse(p.Messages)
	return p, err
}

func (c *Chat) page(ctx context.Context, q store.Query) (Page, error) {
	limit := min(max(q.Limit, 1), MaxPage)
	q.Limit = limit + 1 // one more, to know whether there is more
	found, err := c.messages.Find(ctx, q)
	if err != nil {
		return Page{}, err
	}
	p := Page{More: len(found) > limit, Messages: make([]Message, 0, limit)}
	for _, m := range found[:min(len(found), limit)] {
		if err := c.open(ctx, m); err != nil {
			return Page{}, err
		}
		p.Messages = append(p.Messages, *m)
	}
	return p, nil
}

// open fills in the text. A group whose key was erased has none any more.
func (c *Chat) open(ctx context.Context, m *Message) error {
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

func (m *Message) ref() seal.Ref { return seal.Ref{Coll: messageColl, ID: m.ID, Field: "text"} }

func keyOf(channel string) (seal.Key, error) {
	id, ok := groups.OfChannel(channel)
	if !ok {
		return "", fault.Gone()
	}
	return seal.Group(id), nil
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
