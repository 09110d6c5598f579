package recording

import (
	"cmp"
	"context"
	"errors"
	"time"

	"kring/internal/fault"
	"kring/internal/store"
)

// firstDays is what the first version of the text said; later ones name the
// group's own number.
const firstDays = 90

const day = 24 * time.Hour

// expire sets when a recording is removed, counted from its end, Unix ms.
func (d *Recording) expire(from int64) {
	d.ExpiresAt = from + int64(cmp.Or(d.KeepDays, firstDays))*day.Milliseconds()
}

// Days is for how many days the recording of a meeting that goes on will be
// kept, which is what people there agree to; usual when none is asked for.
func (r *Recordings) Days(ctx context.Context, meeting string, usual int) (int, error) {
	t := r.Takes.Of(meeting)
	if t == nil {
		return usual, nil
	}
	d, err := r.all.Get(ctx, t.ID)
	if errors.Is(err, store.ErrNotFound) {
		return usual, nil
	}
	if err != nil {
		return 0, err
	}
	return cmp.Or(d.KeepDays, firstDays), nil
}

// Shorten keeps the recordings of a group no longer than some days. None is kept
// longer than the people in it agreed to: more days count for later ones.
func (r *Recordings) Shorten(ctx context.Context, group string, days int) error {
	ds, err := r.all.Find(ctx, store.Query{Where: []store.Cond{store.Is("groupId", group)}, Limit: 1000})
	if err != nil {
		return err
	}
	for _, d := range ds {
		if cmp.Or(d.KeepDays, firstDays) <= days {
			continue
		}
		if _, err := r.all.Update(ctx, d.ID, func(d *Recording) error {
			d.KeepDays = days
			d.expire(cmp.Or(d.EndedAt, r.now()))
			return nil
		}); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return nil
}

// Sweep removes the recordings that have expired and says how many. It goes on
// after one that cannot be removed.
func (r *Recordings) Sweep(ctx context.Context) (removed int, err error) {
	old, err := r.all.Find(ctx, store.Query{Where: []store.Cond{{Field: "expiresAt", Op: store.Lt, Value: r.now()}}, OrderBy: "expiresAt", Limit: 1000})
	errs := []error{err}
	for _, d := range old {
		err := r.remove(ctx, d)
		if err == nil {
			removed++
		}
		errs = append(errs, err)
	}
	return removed, errors.Join(errs...)
}

func (r *Recordings) remove(ctx context.Context, d *Recording) error {
	done, err := r.Expire(ctx, d.GroupID, d.ID)
	if err != nil {
		return err
	}
	if err = r.Delete(ctx, d.ID); fault.Is(err, fault.NotFound) {
		err = nil // another server was sooner
	}
	return errors.Join(err, done(err))
}
