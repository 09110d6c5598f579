package chat

import (
	"context"
	"slices"

	"kring/internal/store"
)

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

// Around returns what lies about a message: before it at most half of limit
// (1..200), the rest from it on. More: there is more after the last.
func (c *Chat) Around(ctx context.Context, channel string, seq int64, limit int) (Page, error) {
	before, err := c.Before(ctx, channel, max(seq, 1), limit/2)
	if err != nil {
		return Page{}, err
	}
	after, err := c.After(ctx, channel, seq-1, limit-limit/2)
	return Page{Messages: append(before.Messages, after.Messages...), More: after.More}, err
}

// FirstSince is the number of the first message at or after a moment (Unix
// ms); without one it is the last message's, 0 in an empty channel.
func (c *Chat) FirstSince(ctx context.Context, channel string, at int64) (int64, error) {
	ms, err := c.messages.Find(ctx, store.Query{
		Where: []store.Cond{store.Is("channel", channel), {Field: "at", Op: store.Gt, Value: at - 1}}, OrderBy: "at", Limit: 1,
	})
	if err != nil {
		return 0, err
	}
	if len(ms) == 0 {
		last, err := c.last(ctx, channel)
		return last.Seq, err
	}
	return ms[0].Seq, nil
}
