package chat

import (
	"context"
	"errors"

	"kring/internal/store"
)

// maxUnread is where counting stops: "99 or more".
const maxUnread = 100

// Mark is how far a person has read a channel. Others are told only where the
// group has that on.
type Mark struct {
	store.Meta `bson:",inline"`
	PersonID   string `bson:"personId" json:"personId"`
	Channel    string `bson:"channel" json:"channel"`
	Seq        int64  `bson:"seq" json:"seq"`
}

// Read keeps that a person has read up to seq. It only moves forward, and not
// past the last message.
func (c *Chat) Read(ctx context.Context, personID, channel string, seq int64) error {
	last, err := c.last(ctx, channel)
	if err != nil {
		return err
	}
	seq = min(seq, last.Seq)
	id := markID(personID, channel)
	err = c.marks.Insert(ctx, &Mark{Meta: store.Meta{ID: id}, PersonID: personID, Channel: channel, Seq: max(seq, 0)})
	if err != nil && !errors.Is(err, store.ErrConflict) {
		return err
	}
	if err != nil {
		if m, err := c.marks.Get(ctx, id); err != nil || m.Seq >= seq {
			return err
		}
		if _, err = c.marks.Update(ctx, id, func(m *Mark) error {
			m.Seq = max(m.Seq, seq)
			return nil
		}); err != nil {
			return err
		}
	}
	c.Notifier.HasRead(personID, channel)
	return nil
}

// ReadTo is the seq up to which a person has read a channel.
func (c *Chat) ReadTo(ctx context.Context, personID, channel string) (int64, error) {
	m, err := c.marks.Get(ctx, markID(personID, channel))
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return m.Seq, nil
}

// News is what waits for a person in a channel.
type News struct {
	Unread int   `json:"unread" doc:"100 means 100 or more"`
	Read   int64 `json:"read" doc:"The seq up to which the person has read"`
	LastAt int64 `json:"lastAt,omitempty" doc:"Unix milliseconds of the newest message; absent without one"`
}

// News counts what others wrote after the reader's mark and she may see. It
// counts over the store each time: nothing is added up, so nothing drifts.
func (c *Chat) News(ctx context.Context, r Reader, channel string) (News, error) {
	n, _, err := c.NewsAndLast(ctx, r, channel)
	return n, err
}

// NewsAndLast is News, and the newest message that the reader may see, nil
// without one in the last 50.
func (c *Chat) NewsAndLast(ctx context.Context, r Reader, channel string) (n News, last *MessageView, err error) {
	if last, err = c.latest(ctx, r, channel); err != nil || last == nil {
		return n, nil, err // nothing to count
	}
	n.LastAt = last.At
	if n.Read, err = c.ReadTo(ctx, r.PersonID, channel); err != nil {
		return n, last, err
	}
	n.Unread, err = c.unread(ctx, r, channel, n.Read)
	return n, last, err
}

// unread counts what others wrote after a number.
func (c *Chat) unread(ctx context.Context, r Reader, channel string, read int64) (count int, err error) {
	for at := read; count < maxUnread; {
		after, err := c.messages.Find(ctx, store.Query{
			Where: []store.Cond{store.Is("channel", channel), {Field: "seq", Op: store.Gt, Value: at}}, OrderBy: "seq", Limit: maxUnread,
		})
		if err != nil {
			return count, err
		}
		for _, m := range after {
			at = m.Seq
			if author, ok := r.seen(m); ok && !author.Own && m.Removed == "" && count < maxUnread {
				count++
			}
		}
		if len(after) < maxUnread {
			break
		}
	}
	return count, nil
}

func (c *Chat) latest(ctx context.Context, r Reader, channel string) (*MessageView, error) {
	for _, limit := range []int{1, 50} { // nearly always the very last
		ms, err := c.messages.Find(ctx, store.Query{Where: []store.Cond{store.Is("channel", channel)}, OrderBy: "seq", Desc: true, Limit: limit})
		if err != nil {
			return nil, err
		}
		for _, m := range ms {
			if _, ok := r.seen(m); !ok || m.Removed == ByTime {
				continue
			}
			if err := c.open(ctx, m); err != nil {
				return nil, err
			}
			v, _ := r.View(*m)
			return &v, nil
		}
		if len(ms) < limit {
			break
		}
	}
	return nil, nil
}

func markID(personID, channel string) string { return channel + "." + personID }
