package main

import (
	"context"
	"log/slog"
	"time"
)

// runs starts work that goes on until the server closes, which waits for it.
func (k *kring) runs(ctx context.Context, work func(context.Context)) {
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx)) // ctx may be about starting only
	done := make(chan struct{})
	go func() { // ends at stop
		defer close(done)
		work(ctx)
	}()
	k.onClose(func() error { stop(); <-done; return nil })
}

// every does a chore now and then each time an interval has passed, until the
// server closes. What fails is told in the log and tried again at the next
// turn. Several servers may do the same chore at once: it has to bear that.
func (k *kring) every(ctx context.Context, interval time.Duration, chore string, do func(context.Context) error) {
	k.runs(ctx, func(ctx context.Context) {
		tick := time.NewTicker(interval)
		defer tick.Stop()
		for {
			if err := do(ctx); err != nil && ctx.Err() == nil {
				slog.Error("a chore failed; it is tried again", "chore", chore, "error", err)
			}
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			}
		}
	})
}
