package chat

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"kring/groups"
	"kring/internal/fault"
	"kring/internal/store"
)

// keptChanges is how many changes a channel remembers by number. Whoever
// missed more begins anew.
const keptChanges = 500

// Changes is which messages of a channel changed after they were sent, by a
// number that counts up from 1: whoever knows everything up to N asks for what
// changed since, and gets each message once, in its latest state.
//
// A change is opened here, done in its message, and then numbered. So it gets
// its number only when it is done: nobody who knows that number has the older
// state. What was open when a process died is told to whoever asks until the
// next change of the channel gives it a number.
type Changes struct {
	store.Meta `bson:",inline"` // the id is the channel's
	N          int64            `bson:"n" json:"n"`
	Base       int64            `bson:"base" json:"base"`     // whoever knows less begins anew
	Recent     []Change         `bson:"recent" json:"recent"` // ascending; a message only by its last
	Open       []Change         `bson:"open" json:"open"`     // N is when it was opened, Unix ms
}

// Change says that a message changed.
type Change struct {
	N   int64 `bson:"n" json:"n"`
	Seq int64 `bson:"seq" json:"seq"`
}

// openFor is how long a change can take; one that is open longer was lost.
const openFor = time.Minute

// ChangesUpTo is the number of a channel's last change; 0 without any.
func (c *Chat) ChangesUpTo(ctx context.Context, channel string) (int64, error) {
	all, err := c.changes.Get(ctx, channel)
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return all.N, nil
}

// ChangedSince returns the messages that changed after number n, each as it is
// now, in order, and the number that is known then. False: so much changed
// that the channel has to be read anew.
func (c *Chat) ChangedSince(ctx context.Context, channel string, n int64) (ms []Message, upTo int64, ok bool, err error) {
	all, err := c.changes.Get(ctx, channel)
	if errors.Is(err, store.ErrNotFound) {
		return nil, n, true, nil
	}
	if err != nil {
		return nil, n, false, err
	}
	if n < all.Base || len(all.Recent) == keptChanges && n < all.Recent[0].N-1 {
		return nil, all.N, false, nil
	}
	var seqs []int64
	for _, ch := range all.Recent {
		if ch.N > n {
			seqs = append(seqs, ch.Seq)
		}
	}
	for _, ch := range all.Open {
		seqs = append(seqs, ch.Seq)
	}
	slices.Sort(seqs)
	for _, seq := range slices.Compact(seqs) {
		m, err := c.Message(ctx, channel, seq)
		if fault.Is(err, fault.NotFound) {
			continue // kept long enough
		}
		if err != nil {
			return nil, n, false, err
		}
		ms = append(ms, *m)
	}
	return ms, all.N, true, nil
}

// Message reads one, with its text.
func (c *Chat) Message(ctx context.Context, channel string, seq int64) (*Message, error) {
	m, err := c.messages.One(ctx, store.Is("channel", channel), store.Is("seq", seq))
	if errors.Is(err, store.ErrNotFound) {
		return nil, fault.Gone()
	}
	if err != nil {
		return nil, err
	}
	return m, c.open(ctx, m)
}

// Seen reads a message that a reader may see; any other is not there for her.
func (c *Chat) Seen(ctx context.Context, r Reader, channel string, seq int64) (*Message, error) {
	m, err := c.Message(ctx, channel, seq)
	if err != nil {
		return nil, err
	}
	if _, ok := r.seen(m); !ok {
		return nil, fault.Gone()
	}
	return m, nil
}

// Edit gives an own message another text, within the time that the group has.
func (c *Chat) Edit(ctx context.Context, r Reader, channel string, seq int64, text string) error {
	return c.change(ctx, r, channel, seq, func(m *Message) error {
		if err := c.stillOwn(ctx, r, m); err != nil {
			return err
		}
		m.Text = text
		if err := m.check(); err != nil {
			return err
		}
		key, err := keyOf(channel)
		if err != nil {
			return err
		}
		m.Edited = c.Now().UnixMilli()
		m.TextBox, err = c.Vault.Seal(ctx, key, m.ref(), []byte(text))
		return err
	})
}

// Remove takes a message away: an own one within the time, and a facilitator
// any at any time. That there was one stays to be seen.
func (c *Chat) Remove(ctx context.Context, r Reader, channel string, seq int64) error {
	return c.change(ctx, r, channel, seq, func(m *Message) error {
		by := ByAuthor
		if leads(r.Role) && m.Author != r.PersonID {
			by = ByFacilitator
		} else if err := c.stillOwn(ctx, r, m); err != nil {
			return err
		}
		m.empty(by)
		return nil
	})
}

// Withdraw is Remove by who decides about a report, reader or not.
func (c *Chat) Withdraw(ctx context.Context, channel string, seq int64) error {
	m, err := c.Message(ctx, channel, seq)
	if err != nil || m.Removed != "" {
		return err
	}
	return c.alter(ctx, m, func(m *Message) error { m.empty(ByFacilitator); return nil })
}

func leads(role string) bool {
	return role == groups.RoleFacilitator || role == groups.RoleCoFacilitator
}

// empty leaves of a message only that it was there.
func (m *Message) empty(by string) {
	m.Removed, m.Text, m.TextBox, m.Picture, m.Reactions, m.Fold = by, "", nil, nil, nil, false
}

func (c *Chat) stillOwn(ctx context.Context, r Reader, m *Message) error {
	if m.Author != r.PersonID {
		return fault.New(fault.Conflict, "chat.not-own", "it is somebody else's message")
	}
	if c.Gate == nil {
		return nil
	}
	most, err := c.Gate.EditTime(ctx, m.Channel)
	if err != nil {
		return err
	}
	if c.Now().UnixMilli()-m.At > most.Milliseconds() {
		return fault.New(fault.Conflict, "chat.too-late", "a message is changed within %s", most)
	}
	return nil
}

// React puts a reader's one sign at a message; "" takes it away.
func (c *Chat) React(ctx context.Context, r Reader, channel string, seq int64, kind string) error {
	if kind != "" && !slices.Contains(Kinds, kind) {
		return fault.Bad("kind", "chat.reaction", "one of %s", strings.Join(Kinds, ", "))
	}
	return c.change(ctx, r, channel, seq, func(m *Message) error {
		m.Reactions = slices.DeleteFunc(m.Reactions, func(one Reaction) bool { return one.PersonID == r.PersonID })
		if kind != "" {
			m.Reactions = append(m.Reactions, Reaction{r.PersonID, kind})
		}
		return nil
	})
}

// change does one change to a message that the reader sees and that stands.
// do must be repeatable; refused, it leaves nothing behind.
func (c *Chat) change(ctx context.Context, r Reader, channel string, seq int64, do func(*Message) error) error {
	m, err := c.Seen(ctx, r, channel, seq)
	if err != nil {
		return err
	}
	if m.Removed != "" {
		return fault.New(fault.Conflict, "chat.removed", "the message is not there any more")
	}
	trial := *m
	trial.Reactions = slices.Clone(m.Reactions)
	if err := do(&trial); err != nil {
		return err
	}
	return c.alter(ctx, m, func(m *Message) error {
		if m.Removed != "" {
			return fault.New(fault.Conflict, "chat.removed", "the message is not there any more")
		}
		return do(m)
	})
}

// alter changes a stored message and sees that everybody learns of it.
func (c *Chat) alter(ctx context.Context, m *Message, do func(*Message) error) error {
	if err := c.begin(ctx, m.Channel, m.Seq); err != nil {
		return err
	}
	picture := m.Picture
	changed, err := c.messages.Update(ctx, m.ID, do)
	n, err2 := c.number(ctx, m.Channel, m.Seq, err == nil)
	if err = errors.Join(err, err2); err != nil {
		return err
	}
	c.Notifier.Changed(m.Channel, n)
	if picture != nil && changed.Picture == nil {
		return c.Blobs.Delete(ctx, picture.Blob)
	}
	return nil
}

// begin opens a change.
func (c *Chat) begin(ctx context.Context, channel string, seq int64) error {
	one := Change{N: c.Now().UnixMilli(), Seq: seq}
	err := c.changes.Insert(ctx, &Changes{Meta: store.Meta{ID: channel}, Recent: []Change{}, Open: []Change{one}})
	if !errors.Is(err, store.ErrConflict) {
		return err
	}
	_, err = c.changes.Update(ctx, channel, func(all *Changes) error {
		all.Open = append(all.Open, one)
		return nil
	})
	return err
}

// number closes a change and, when it was done, gives it the next number; what
// was lost before gets one too.
func (c *Chat) number(ctx context.Context, channel string, seq int64, done bool) (int64, error) {
	all, err := c.changes.Update(context.WithoutCancel(ctx), channel, func(all *Changes) error {
		told := []int64{}
		if i := slices.IndexFunc(all.Open, func(ch Change) bool { return ch.Seq == seq }); i >= 0 {
			all.Open = slices.Delete(all.Open, i, i+1)
		}
		if done {
			told = append(told, seq)
		}
		lost := c.Now().Add(-openFor).UnixMilli()
		all.Open = slices.DeleteFunc(all.Open, func(ch Change) bool {
			if ch.N < lost {
				told = append(told, ch.Seq)
			}
			return ch.N < lost
		})
		for _, s := range told {
			all.N++
			all.Recent = append(slices.DeleteFunc(all.Recent, func(ch Change) bool { return ch.Seq == s }), Change{all.N, s})
		}
		all.Recent = all.Recent[max(0, len(all.Recent)-keptChanges):]
		return nil
	})
	if err != nil {
		return 0, err
	}
	return all.N, nil
}
