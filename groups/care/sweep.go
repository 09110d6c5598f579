package care

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kring/internal/seal"
	"kring/internal/store"
)

// SweepEvery is how often Sweep is to be called, and once at start.
const SweepEvery = time.Hour

// End destroys the check-ins of a meeting that is over. Open alarms stay.
func (c *Care) End(ctx context.Context, meeting string) error {
	d, err := c.checkins.Get(ctx, meeting)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err == nil {
		err = c.Vault.Erase(ctx, seal.Key(d.Key))
	}
	if err == nil {
		err = c.checkins.Delete(ctx, meeting)
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("erase the check-ins of meeting %s: %w", meeting, err)
	}
	return nil
}

// Sweep destroys what should be gone: check-ins of meetings that are over and
// alarms that were left open too long. It goes on after an error.
func (c *Care) Sweep(ctx context.Context) error {
	docs, err := c.checkins.Find(ctx, store.Query{Limit: 1000})
	errs := []error{err}
	for _, d := range docs {
		group, err := c.Meetings.Going(ctx, d.ID)
		if err == nil && group == "" {
			err = c.End(ctx, d.ID)
		}
		errs = append(errs, err)
	}
	alarms, err := c.alarms.Find(ctx, store.Query{Limit: 1000})
	errs = append(errs, err)
	for _, a := range alarms {
		if c.expired(a) {
			errs = append(errs, c.forget(ctx, a))
		}
	}
	return errors.Join(errs...)
}
