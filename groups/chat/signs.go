package chat

import (
	"context"

	"kring/internal/store"
)

// LastWords is when each author last wrote in a channel, Unix ms, as far as
// its last 1000 messages tell.
func (c *Chat) LastWords(ctx context.Context, channel string) (map[string]int64, error) {
	last, err := c.messages.Find(ctx, store.Query{Where: []store.Cond{store.Is("channel", channel)}, OrderBy: "seq", Desc: true, Limit: 1000})
	out := map[string]int64{}
	for _, m := range last {
		out[m.Author] = max(out[m.Author], m.At)
	}
	return out, err
}
