package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
)

// ErrAway: NATS is not reached now.
var ErrAway = errors.New("bus: NATS is away")

// ErrNobody: the bus is up and nobody serves that subject.
var ErrNobody = errors.New("bus: nobody is there")

// Serve calls fn with what others Send or Call to subject, one at a time and in
// the order of their sending; fn must not block. Its answer is Call's; nil is none.
// Unlike events these are bytes of the sender's own making, and what is lost is
// not told: who needs to know numbers them.
func (b *Bus) Serve(subject string, fn func(data []byte) (answer []byte)) (cancel func(), err error) {
	sub, err := b.conn.Subscribe(subject, func(m *nats.Msg) {
		if answer := fn(m.Data); answer != nil && m.Reply != "" {
			_ = m.Respond(answer) // fails only when the connection is gone, and then the caller's time runs out
		}
	})
	if err != nil {
		return nil, fmt.Errorf("serve %s: %w", subject, err)
	}
	cancel = func() { _ = sub.Unsubscribe() } // fails only when the connection is gone already
	if err := b.conn.FlushTimeout(flushTime); err != nil {
		cancel()
		return nil, fmt.Errorf("serve %s: %w", subject, err)
	}
	return cancel, nil
}

// Send sends data to who serves subject. It does not wait.
func (b *Bus) Send(subject string, data []byte) error { return b.conn.Publish(subject, data) }

// callTime is how long an answer is waited for: who serves must not block.
const callTime = 2 * time.Second

// Call sends data to who serves subject and returns the answer, within callTime.
func (b *Bus) Call(ctx context.Context, subject string, data []byte) ([]byte, error) {
	if !b.conn.IsConnected() {
		return nil, ErrAway // it would wait until ctx is over
	}
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	m, err := b.conn.RequestWithContext(ctx, subject, data)
	switch {
	case errors.Is(err, nats.ErrNoResponders):
		return nil, ErrNobody
	case err != nil:
		return nil, fmt.Errorf("call %s: %w", subject, err)
	}
	return m.Data, nil
}
