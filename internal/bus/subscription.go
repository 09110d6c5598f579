package bus

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/nats-io/nats.go"
)

// subscription delivers one subscriber's events on a goroutine of its own, so
// that a slow one holds up nobody.
type subscription struct {
	nats   *nats.Subscription
	events chan *nats.Msg // filled by NATS, which drops when it is full
	lost   chan struct{}  // 1: a reconnection lost events
	done   chan struct{}
	once   sync.Once
}

// Subscribe calls fn with every event on subject, one at a time, in the order
// of publishing. "*" stands for one word of the subject, ">" at its end for
// all the rest. When events are lost, because 256 wait for fn already or the
// connection broke, fn is called with Kind Gap: read again what you follow.
//
// When Subscribe returns, no later event is missed: subscribe first, then read
// the store. cancel may be called from anywhere, more than once; a call of fn
// that is running still ends after it.
func (b *Bus) Subscribe(subject string, fn func(Event)) (cancel func(), err error) {
	s, err := b.subscribe(subject, fn)
	if err != nil {
		return nil, fmt.Errorf("subscribe to %s: %w", subject, err)
	}
	cancel = func() {
		b.mu.Lock()
		delete(b.subs, s)
		b.mu.Unlock()
		s.stop()
	}
	if err := b.conn.FlushTimeout(flushTime); err != nil { // until NATS knows of it
		cancel()
		return nil, fmt.Errorf("subscribe to %s: %w", subject, err)
	}
	return cancel, nil
}

func (b *Bus) subscribe(subject string, fn func(Event)) (*subscription, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return nil, ErrClosed
	}
	s := &subscription{events: make(chan *nats.Msg, pending), lost: make(chan struct{}, 1), done: make(chan struct{})}
	var err error
	if s.nats, err = b.conn.ChanSubscribe(subject, s.events); err != nil {
		return nil, err
	}
	b.subs[s] = true
	b.wg.Go(func() { s.run(fn) }) // ends at stop
	return s, nil
}

// run ends when done is closed.
func (s *subscription) run(fn func(Event)) {
	dropped := 0
	for {
		select {
		case <-s.done:
			return
		case <-s.lost:
			fn(Event{Kind: Gap})
		case m := <-s.events:
			// NATS drops only when the channel is full, so at least one
			// message is received after every drop: looking here misses none.
			if n, err := s.nats.Dropped(); err == nil && n != dropped {
				dropped = n
				fn(Event{Kind: Gap})
			}
			var e Event
			if json.Unmarshal(m.Data, &e) != nil {
				e = Event{Kind: Gap} // not one of ours, or of a newer version
			}
			fn(e)
		}
	}
}

func (s *subscription) stop() {
	s.once.Do(func() {
		_ = s.nats.Unsubscribe() // fails only when the connection is gone already
		close(s.done)
	})
}

func (s *subscription) hear(data []byte) {
	select {
	case s.events <- &nats.Msg{Data: data}:
	default:
		s.gap()
	}
}

// matches says whether a subject is one of those that a pattern stands for.
func matches(pattern, subject string) bool {
	want, is := strings.Split(pattern, "."), strings.Split(subject, ".")
	for i, word := range want {
		switch {
		case word == ">":
			return i < len(is)
		case i >= len(is) || word != "*" && word != is[i]:
			return false
		}
	}
	return len(want) == len(is)
}

func (s *subscription) gap() {
	select {
	case s.lost <- struct{}{}:
	default: // it will hear of it already
	}
}
