package notice

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kring/internal/store"
)

// bundle queues a notice of a kind of which one person gets at most one in a
// part of the day (or a day), as they chose. The part is the notice's key, so
// that of many who ask at once one makes it. When it was told already, there
// is one more in the next part; Still decides then whether it has a point.
func (n *Notices) bundle(ctx context.Context, note Note, k Kind) error {
	p, err := n.preferences(ctx, note.PersonID)
	if err != nil {
		return err
	}
	due := n.now() + k.delay.Milliseconds()
	if p.Bundle == Each {
		_, err := n.insert(ctx, note, due)
		return err
	}
	begin, next := part(due, p.Bundle)
	note.Key = fmt.Sprintf("%s %d", p.Bundle, begin)
	fresh, err := n.insert(ctx, note, due)
	if fresh || err != nil {
		return err
	}
	was, err := n.queue.Update(ctx, idOf(note), func(d *notice) error {
		if d.DueAt == 0 && d.Mail != Sent && d.Push != Sent { // nothing went: this part still has its one
			d.DueAt, d.OverAt, d.Mail, d.Push, d.Tries = due, 0, "", "", 0
			d.AskedAt = n.now()
		}
		return nil
	})
	if errors.Is(err, store.ErrNotFound) || err == nil && was.DueAt != 0 {
		return nil // swept, or one waits that covers this
	}
	if err != nil {
		return err
	}
	note.Key = fmt.Sprintf("%s %d", p.Bundle, next)
	if p.Bundle == Day {
		next += nine.Milliseconds()
	}
	_, err = n.insert(ctx, note, next)
	return err
}

// nine in the morning is when what waited for a new day is told.
const nine = 9 * time.Hour

// part is the part of the day (night, morning, afternoon, evening), or with
// Day the whole of it, that holds a moment: its begin and that of the next, in
// Unix ms.
func part(at int64, bundle string) (begin, next int64) {
	t := time.UnixMilli(at).In(home())
	y, m, d := t.Date()
	if bundle == Day {
		return time.Date(y, m, d, 0, 0, 0, 0, home()).UnixMilli(), time.Date(y, m, d+1, 0, 0, 0, 0, home()).UnixMilli()
	}
	hour := t.Hour() / 6 * 6
	return time.Date(y, m, d, hour, 0, 0, 0, home()).UnixMilli(), time.Date(y, m, d, hour+6, 0, 0, 0, home()).UnixMilli()
}
