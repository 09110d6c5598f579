package meeting

import (
	"context"
	"errors"
	"time"

	"kring/groups"
)

// saveTime is how long one save may take before it has failed.
const saveTime = 5 * time.Second

// write is the meeting's one writer: it stores states and keeps the lease. It
// ends when run has, and gives the lease back unless that was lost.
func (m *Meeting) write() {
	tick := time.NewTicker(m.claimed.lease / 3)
	defer tick.Stop()
	for {
		select {
		case s := <-m.toSave:
			err := within(func(ctx context.Context) error { return m.claimed.save(ctx, s) })
			_ = m.post(context.Background(), func() { m.onSaved(s, err) }) // ended meanwhile: nobody waits
			if err == nil && s.phase == groups.Closed && m.deps.Ended != nil {
				_ = within(func(ctx context.Context) error { m.deps.Ended(ctx, m.id); return nil })
			}
		case <-tick.C:
			if err := within(m.claimed.renew); errors.Is(err, errLost) {
				_ = m.post(context.Background(), m.lost)
			}
		case <-m.done:
			_ = within(m.claimed.release) // failing, it runs out by itself
			return
		}
	}
}

// within bounds what the writer does: a meeting outlives every request.
func within(f func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), saveTime)
	defer cancel()
	return f(ctx)
}
