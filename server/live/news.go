package live

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"time"

	"kring/groups"
	"kring/internal/access"
	"kring/internal/bus"
	"kring/internal/fault"
)

// Kinds of event on the bus besides that of a new message.
const (
	changedEvent = "changed" // a message of a channel changed; Seq is its number
	readEvent    = "read"    // a person read in a channel
)

// newsEvery is how often one socket is told at most what waits.
const newsEvery = time.Second

// maxWatched is how many groups one socket watches.
const maxWatched = 64

// tidings is what one socket is still to be told of channels that it has not
// open; guarded by conn.mu, but for watched.
type tidings struct {
	waits   map[string]bool // channels of which the count may be another
	newsAt  time.Time       // when news was told last
	newsIn  *time.Timer     // until it may be told again
	watched map[string]bool // groups; guarded by Server.mu
}

// chatWatch asks for chat.news of a group's channels. Once is for as long as
// the socket lives; what it may not read is not told.
func chatWatch(_ context.Context, c *conn, m ChatWatch) (any, error) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if len(c.watched) >= maxWatched {
		return nil, fault.New(fault.TooMany, "too-many", "one socket watches at most %d groups", maxWatched)
	}
	if c.s.watchers[m.Group] == nil {
		c.s.watchers[m.Group] = map[*conn]bool{}
	}
	if c.watched == nil {
		c.watched = map[string]bool{}
	}
	c.s.watchers[m.Group][c] = true
	c.watched[m.Group] = true
	return nil, nil
}

// unwatch is called with Server.mu held.
func (s *Server) unwatch(c *conn) {
	for group := range c.watched {
		delete(s.watchers[group], c)
		if len(s.watchers[group]) == 0 {
			delete(s.watchers, group)
		}
	}
}

// stir is called with Server.mu held: whoever watches the group of a channel
// and has it not open is told what waits there.
func (s *Server) stir(e bus.Event) {
	if e.Kind == bus.Gap {
		return // the next event, or opening the list, tells
	}
	group, _ := groups.OfChannel(e.Channel)
	for c := range s.watchers[group] {
		if e.Person == "" || e.Person == c.person {
			c.stirred(e.Channel, e.Kind == readEvent)
		}
	}
}

// stirred remembers that the count of a channel may be another. Of what is
// open in this tab only the person's own reading counts.
func (c *conn) stirred(channel string, read bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.channels[channel] != nil && !read {
		return
	}
	if c.waits == nil {
		c.waits = map[string]bool{}
	}
	c.waits[channel] = true
	c.nudge()
}

// tellNews writes chat.news for what stirred, at most once a second.
func (c *conn) tellNews() error {
	c.mu.Lock()
	if len(c.waits) == 0 {
		c.mu.Unlock()
		return nil
	}
	if wait := newsEvery - time.Since(c.newsAt); wait > 0 {
		if c.newsIn == nil {
			c.newsIn = time.AfterFunc(wait, c.nudge) // does not block; harmless after the end
		} else {
			c.newsIn.Reset(wait)
		}
		c.mu.Unlock()
		return nil
	}
	stirred := slices.Sorted(maps.Keys(c.waits))
	c.waits, c.newsAt = nil, time.Now()
	c.mu.Unlock()
	for _, channel := range stirred {
		if err := c.tellNewsOf(channel); err != nil {
			return err
		}
	}
	return nil
}

func (c *conn) tellNewsOf(channel string) error {
	ctx, cancel := context.WithTimeout(c.ctx, workTime)
	defer cancel()
	f, err := c.s.Facts(ctx, c.person, access.Place{Kind: access.Channel, ID: channel})
	if err != nil || !c.s.Policy.Allow(access.ReadChat, f) {
		return nil // the list has it when it is opened
	}
	circle, err := c.s.Groups.ChannelCircle(ctx, channel)
	if err != nil {
		return nil
	}
	r, err := c.s.Chat.Reader(ctx, circle, c.person)
	if err != nil {
		return nil
	}
	n, err := c.s.Chat.News(ctx, r, channel)
	if err != nil {
		slog.Error("live: count what waits", "err", err)
		return nil
	}
	return c.tell(ChatNews{Head{Type: "chat.news"}, channel, n})
}
