package chat

import (
	"context"
	"errors"

	"kring/internal/fault"
	"kring/internal/store"
)

// What becomes of one's own messages when one leaves (CHAT-7).
const (
	TakeAlong = "remove" // their words go; that there was something stays
	Unlink    = "unlink" // they stay, and are nobody's any more
)

// Leave removes or unlinks all that a person wrote in channels, and returns how
// many messages. Again finishes what was broken off.
func (c *Chat) Leave(ctx context.Context, channels []string, person, how string) (int, error) {
	if how != TakeAlong && how != Unlink {
		return 0, fault.Bad("what", "chat.leave", "%s or %s", TakeAlong, Unlink)
	}
	n := 0
	for _, channel := range channels {
		did, err := c.leave(ctx, channel, person, how)
		if n += did; err != nil {
			return n, err
		}
	}
	return n, nil
}

func (c *Chat) leave(ctx context.Context, channel, person, how string) (n int, err error) {
	for at := ""; ; {
		q := store.Query{Where: []store.Cond{store.Is("channel", channel), store.Is("author", person)}, OrderBy: "clientId", Limit: 500}
		if at != "" {
			q.Where = append(q.Where, store.Cond{Field: "clientId", Op: store.Gt, Value: at})
		}
		ms, err := c.messages.Find(ctx, q)
		if err != nil {
			return n, err
		}
		for _, m := range ms {
			at = m.ClientID
			if m.Removed != "" && how == TakeAlong {
				continue
			}
			if err := c.letGo(ctx, m, how); err != nil {
				return n, err
			}
			n++
		}
		if len(ms) < q.Limit {
			return n, c.allChanged(ctx, channel, n)
		}
	}
}

func (c *Chat) letGo(ctx context.Context, m *Message, how string) error {
	picture := m.Picture
	changed, err := c.messages.Update(ctx, m.ID, func(m *Message) error {
		if how == Unlink {
			m.Author = ""
		} else {
			m.empty(ByLeaving)
		}
		return nil
	})
	if err == nil && picture != nil && changed.Picture == nil {
		err = c.Blobs.Delete(ctx, picture.Blob)
	}
	return err
}

// allChanged makes everybody read a channel anew.
func (c *Chat) allChanged(ctx context.Context, channel string, n int) error {
	if n == 0 {
		return nil
	}
	err := c.changes.Insert(ctx, &Changes{Meta: store.Meta{ID: channel}, Recent: []Change{}, Open: []Change{}})
	if err != nil && !errors.Is(err, store.ErrConflict) {
		return err
	}
	all, err := c.changes.Update(ctx, channel, func(all *Changes) error {
		all.N++
		all.Base, all.Recent = all.N, []Change{}
		return nil
	})
	if err == nil {
		c.Notifier.Changed(channel, all.N)
	}
	return err
}

// Expire removes what a channel has from before a moment (Unix ms), pictures
// too, and returns how many messages. Its newest message is only emptied: its
// number must not be given again.
func (c *Chat) Expire(ctx context.Context, channel string, before int64) (n int, err error) {
	last, err := c.last(ctx, channel)
	if err != nil || last.Seq == 0 {
		return 0, err
	}
	for {
		ms, err := c.messages.Find(ctx, store.Query{
			Where: []store.Cond{store.Is("channel", channel), {Field: "at", Op: store.Lt, Value: before}}, OrderBy: "at", Limit: 500,
		})
		if err != nil {
			return n, err
		}
		left := 0
		for _, m := range ms {
			if m.Seq == last.Seq {
				left++
			}
			if m.Removed == ByTime {
				continue
			}
			if err := c.expire(ctx, m, m.Seq == last.Seq); err != nil {
				return n, err
			}
			n++
		}
		if len(ms)-left == 0 {
			return n, nil
		}
	}
}

func (c *Chat) expire(ctx context.Context, m *Message, newest bool) error {
	if m.Picture != nil {
		if err := c.Blobs.Delete(ctx, m.Picture.Blob); err != nil {
			return err
		}
	}
	if newest {
		_, err := c.messages.Update(ctx, m.ID, func(m *Message) error { m.empty(ByTime); return nil })
		return err
	}
	err := c.messages.Delete(ctx, m.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil // another server did it
	}
	return err
}
