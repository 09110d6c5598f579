package recording

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"kring/internal/store"
)

// soon is how long before a recording is removed who missed it is told.
const soon = 7 * day

// Reminder is for a person who has not watched a recording: it is removed at
// Until, Unix ms.
type Reminder struct {
	PersonID, RecordingID string
	Until                 int64
}

// Audience is who may watch the recordings of a group.
type Audience interface {
	// Members are the persons who are in a group now.
	Members(ctx context.Context, group string) ([]string, error)
	// Tell queues a reminder; asked again for the same recording it does nothing.
	Tell(ctx context.Context, r Reminder) error
}

// Remind tells the members who were not there and have not watched most of a
// recording that it will be removed. Whoever answered the question for it was
// there, and has nothing to make up for. It can be repeated.
func (r *Recordings) Remind(ctx context.Context) error {
	now := r.now()
	ds, err := r.all.Find(ctx, store.Query{Where: []store.Cond{
		{Field: "expiresAt", Op: store.Gt, Value: now}, {Field: "expiresAt", Op: store.Lt, Value: now + soon.Milliseconds()},
	}, Limit: 1000})
	errs := []error{err}
	for _, d := range ds {
		if d.State == Ready && !d.Hidden && d.late(now) {
			errs = append(errs, r.remind(ctx, d))
		}
	}
	return errors.Join(errs...)
}

// late: less than a week is left, or, of one that is kept for a week, half of it.
func (d *Recording) late(now int64) bool {
	kept := time.Duration(cmp.Or(d.KeepDays, firstDays)) * day
	return d.ExpiresAt-now < min(soon, kept/2).Milliseconds()
}

func (r *Recordings) remind(ctx context.Context, d *Recording) error {
	members, err := r.Audience.Members(ctx, d.GroupID)
	if err != nil {
		return err
	}
	watched, err := r.viewers(ctx, d.ID)
	if err != nil {
		return err
	}
	var errs []error
	for _, person := range members {
		seen := func(w *Watch) bool { return w.PersonID == person && w.share(d.Length()) >= most }
		if d.answer(person) == nil && !slices.ContainsFunc(watched, seen) {
			errs = append(errs, r.Audience.Tell(ctx, Reminder{person, d.ID, d.ExpiresAt}))
		}
	}
	return errors.Join(errs...)
}
