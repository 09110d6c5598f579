package live

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"kring/groups"
	"kring/groups/chat"
	"kring/internal/bus"
)

const (
	pageSize   = 100 // messages of one chat.page
	keep       = 256 // newest messages of a channel that its listeners share
	circleLife = time.Minute
)

// topic is one channel that sockets of this node listen to. Each new message
// is read once for all of them; each goes on from its own place, so that what
// an event did not tell, or a socket was too slow for, is read from the store.
type topic struct {
	s       *Server
	channel string
	conns   map[*conn]bool // guarded by Server.mu
	head    atomic.Int64   // newest seq that was heard of
	stale   atomic.Bool    // there may be newer ones
	changed atomic.Int64   // newest number of a change that was heard of
	unsure  atomic.Bool    // there may be newer changes

	mu       sync.Mutex // held while one listener reads for all
	fresh    bool       // nothing was read yet
	start    int64
	end      int64
	recent   []chat.Message // those after start up to end
	known    int64          // the changes that recent shows
	circle   *groups.Circle
	circleAt time.Time
}

// heard is called with Server.mu held. An event without seq is a gap.
func (t *topic) heard(e bus.Event) {
	newest := &t.head
	switch {
	case e.Kind == changedEvent:
		newest = &t.changed
	case e.Seq == 0:
		t.stale.Store(true)
		t.unsure.Store(true)
	}
	for head := newest.Load(); e.Seq > head && !newest.CompareAndSwap(head, e.Seq); {
		head = newest.Load()
	}
	for c := range t.conns {
		c.nudge()
	}
}

// batch is a stretch of a channel for one viewer, as it is after change number
// changes. More: another follows.
type batch struct {
	messages []chat.Message
	changes  int64
	circle   *groups.Circle
	more     bool
}

// after returns what comes after seq, at most pageSize messages.
func (t *topic) after(ctx context.Context, seq int64, person string) (b batch, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.fresh && seq > 0 {
		t.start, t.end = seq, seq
	}
	t.fresh = false
	if err := t.learn(ctx); err != nil {
		return b, err
	}
	b.changes = t.known
	switch {
	case seq < t.start:
		page, err := t.s.Chat.After(ctx, t.channel, seq, pageSize)
		if err != nil {
			return b, err
		}
		b.messages, b.more = page.Messages, page.More
	default:
		if err := t.catchUp(ctx); err != nil {
			return b, err
		}
		i, _ := slices.BinarySearchFunc(t.recent, seq+1, func(m chat.Message, seq int64) int { return cmp.Compare(m.Seq, seq) })
		b.messages = t.recent[i:]
		b.more = t.stale.Load() || t.head.Load() > t.end
		if len(b.messages) > pageSize {
			b.messages, b.more = b.messages[:pageSize], true
		}
	}
	b.circle, err = t.around(ctx, person, b.messages)
	return b, err
}

// learn finds out how far the channel has changed, before messages are read:
// what is shared is then not older than that.
func (t *topic) learn(ctx context.Context) error {
	if !t.unsure.Swap(false) && t.changed.Load() <= t.known {
		return nil
	}
	n, err := t.s.Chat.ChangesUpTo(ctx, t.channel)
	if err != nil {
		t.unsure.Store(true)
		return err
	}
	if n > t.known {
		t.known, t.recent, t.start = n, nil, t.end
	}
	for heard := t.changed.Load(); heard > n && !t.changed.CompareAndSwap(heard, n); {
		heard = t.changed.Load() // an event without a change must not be asked for again and again
	}
	return nil
}

// catchUp reads on from end if there is more, or may be.
func (t *topic) catchUp(ctx context.Context) error {
	head := t.head.Load()
	if !t.stale.Swap(false) && head <= t.end {
		return nil
	}
	page, err := t.s.Chat.After(ctx, t.channel, t.end, pageSize)
	if err != nil {
		t.stale.Store(true)
		return err
	}
	if page.More {
		t.stale.Store(true)
	}
	n := len(page.Messages)
	if n == 0 {
		t.head.CompareAndSwap(head, t.end) // an event without a message must not be asked for again and again
		return nil
	}
	t.recent, t.end = append(t.recent, page.Messages...), page.Messages[n-1].Seq
	if drop := len(t.recent) - keep; drop > pageSize {
		t.start = t.recent[drop-1].Seq
		t.recent = slices.Clone(t.recent[drop:]) // others still read the old one
	}
	return nil
}

// around returns a circle that knows the viewer and all authors. A name that
// changed is seen within circleLife.
func (t *topic) around(ctx context.Context, person string, ms []chat.Message) (*groups.Circle, error) {
	if t.circle != nil && time.Since(t.circleAt) < circleLife && knows(t.circle, person, ms) {
		return t.circle, nil
	}
	c, err := t.s.Groups.ChannelCircle(ctx, t.channel)
	if err == nil {
		t.circle, t.circleAt = c, time.Now()
	}
	return c, err
}

func knows(c *groups.Circle, person string, ms []chat.Message) bool {
	if c.Viewer(person).Role == "" {
		return false
	}
	for _, m := range ms {
		if _, ok := c.See(groups.Viewer{Role: groups.RoleFacilitator}, m.Author); !ok {
			return false
		}
	}
	return true
}

// join makes c a listener of a channel.
func (s *Server) join(channel string, c *conn) *topic {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.topics[channel]
	if t == nil {
		t = &topic{s: s, channel: channel, conns: map[*conn]bool{}, fresh: true}
		t.stale.Store(true)
		t.unsure.Store(true)
		s.topics[channel] = t
	}
	t.conns[c] = true
	return t
}

// leave ends that; a channel without listeners is forgotten.
func (s *Server) leave(channel string, c *conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t := s.topics[channel]; t != nil {
		delete(t.conns, c)
		if len(t.conns) == 0 {
			delete(s.topics, channel)
		}
	}
}
