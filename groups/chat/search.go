package chat

import (
	"context"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"kring/internal/fault"
	"kring/internal/store"
)

// One look through a channel takes at most so many messages and so long; with
// more to see it says where to go on.
const (
	searchMost = 20_000
	searchTime = 700 * time.Millisecond
	searchHits = 20
	minSearch  = 2 // runes
	maxSearch  = 100
)

// Found is what one look for words found, newest first. Before is where the
// next look goes on (see Search); 0 when the whole channel was looked through.
type Found struct {
	Messages []Message
	Before   int64
	Looked   int // messages
}

// Search looks for words in a channel, newest first, before a number (0: from
// the end). A message is found when it holds all the words, in any order, as
// parts of words, whatever their case and accents.
//
// There is no index: texts are opened one by one, looked at and forgotten, so
// that no word of anybody rests anywhere unsealed, not even as a hash to guess
// at. The price is time, and it is bounded: see BENCH.md for how far one look
// comes. Who wants to look further back asks again.
func (c *Chat) Search(ctx context.Context, r Reader, channel, words string, before int64) (Found, error) {
	want := strings.Fields(plain(words))
	if n := len([]rune(words)); n < minSearch || n > maxSearch || len(want) == 0 {
		return Found{}, fault.Bad("q", "chat.search", "%d to %d characters", minSearch, maxSearch)
	}
	var out Found
	until := time.Now().Add(searchTime)
	for at := before; ; {
		q := store.Query{Where: []store.Cond{store.Is("channel", channel)}, OrderBy: "seq", Desc: true, Limit: 500}
		if at > 0 {
			q.Where = append(q.Where, store.Cond{Field: "seq", Op: store.Lt, Value: at})
		}
		ms, err := c.messages.Find(ctx, q)
		if err != nil {
			return out, err
		}
		for _, m := range ms {
			at = m.Seq
			out.Looked++
			hit, err := c.holds(ctx, r, m, want)
			if err != nil {
				return out, err
			}
			if hit {
				out.Messages = append(out.Messages, *m)
			}
			if len(out.Messages) == searchHits || out.Looked == searchMost || out.Looked%100 == 0 && time.Now().After(until) {
				out.Before = at
				return out, nil
			}
		}
		if len(ms) < q.Limit {
			return out, nil
		}
	}
}

func (c *Chat) holds(ctx context.Context, r Reader, m *Message, want []string) (bool, error) {
	if _, ok := r.seen(m); !ok || m.TextBox == nil {
		return false, nil
	}
	if err := c.open(ctx, m); err != nil {
		return false, err
	}
	text := plain(m.Text)
	for _, w := range want {
		if !strings.Contains(text, w) {
			return false, nil
		}
	}
	return true, nil
}

// plain is a text without case and accents.
func plain(s string) string {
	for i := range len(s) {
		if s[i] >= 0x80 {
			t, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn))), s)
			if err == nil {
				s = t
			}
			break
		}
	}
	return strings.ToLower(s)
}
