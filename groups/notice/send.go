package notice

import (
	"context"
	"errors"
	"sync"
	"time"

	"kring/internal/store"
)

// Outcomes of one way, as the log tells them.
const (
	Sent    = "sent"
	Off     = "off"     // the person switched it off
	Nowhere = "nowhere" // no address, no device
	Refused = "refused" // for good; the address is marked
	Failed  = "failed"  // given up after a week of trying
	Late    = "late"    // its time was over before it could go
	Moot    = "moot"    // it had no point any more
)

const (
	lease    = 2 * time.Minute // how long one process has to send it before another tries
	carrying = 45 * time.Second
	giveUp   = 7 * 24 * time.Hour
	interval = 20 * time.Second
	kept     = 90 * 24 * time.Hour // in the log
	abreast  = 4                   // a slow mail server holds up only so many
)

// Run sends what is due, until ctx ends. failed is told what goes wrong; it is
// tried again after a minute, then ever later, at most every six hours.
func (n *Notices) Run(ctx context.Context, failed func(error)) {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		if err := n.Send(ctx); err != nil && ctx.Err() == nil {
			failed(err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-n.kick:
		}
	}
}

// Send tries everything that is due now, once.
func (n *Notices) Send(ctx context.Context) error {
	due, err := n.queue.Find(ctx, store.Query{Where: []store.Cond{
		{Field: "dueAt", Op: store.Gt, Value: 0}, {Field: "dueAt", Op: store.Lt, Value: n.now() + 1},
	}, OrderBy: "dueAt", Limit: 1000})
	if err != nil {
		return err
	}
	var wg sync.WaitGroup
	errs, places := make([]error, len(due)), make(chan struct{}, abreast)
	for i, d := range due {
		if ctx.Err() != nil {
			break
		}
		places <- struct{}{}
		wg.Go(func() { // ends with its own deadline
			defer func() { <-places }()
			errs[i] = n.send(ctx, d)
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// send claims one notice and tries it. It is not an error that another
// process has it.
func (n *Notices) send(ctx context.Context, d *notice) error {
	d.DueAt = n.now() + lease.Milliseconds()
	if err := n.queue.Replace(ctx, d); errors.Is(err, store.ErrConflict) {
		return nil
	} else if err != nil {
		return err
	}
	k, _ := find(d.Kind)
	p, err := n.preferences(ctx, d.PersonID)
	if err != nil {
		return err
	}
	due, over, err := n.hindered(ctx, d, k, p)
	if err != nil {
		return err
	}
	var problem error
	switch {
	case over != "":
		d.end(over, n.now())
	case due != 0:
		d.DueAt = due
	default:
		problem = n.carry(ctx, d, k, p)
	}
	// What was sent is written down, whatever becomes of the caller.
	return errors.Join(problem, n.queue.Replace(context.WithoutCancel(ctx), d))
}

// hindered says why a notice does not go now: it is over, or due later.
func (n *Notices) hindered(ctx context.Context, d *notice, k Kind, p *preferences) (due int64, over string, err error) {
	if d.Until != 0 && n.now() >= d.Until {
		return 0, Late, nil
	}
	if n.Still != nil {
		if still, err := n.Still(ctx, d.note()); err != nil || !still {
			return 0, Moot, err
		}
	}
	if quiet := p.quietUntil(n.now()); quiet != 0 && !k.Locked {
		if d.Until != 0 && quiet >= d.Until {
			return 0, Late, nil
		}
		return quiet, "", nil
	}
	return 0, "", nil
}

// carry tries the ways that are left and decides what comes next.
func (n *Notices) carry(ctx context.Context, d *notice, k Kind, p *preferences) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), carrying)
	defer cancel()
	ways := p.ways(k)
	var errs [2]error
	d.Mail, errs[0] = n.mail(ctx, d, k, p, ways.Mail)
	d.Push, errs[1] = n.push(ctx, d, ways.Push)
	now := n.now()
	d.Tries++
	switch {
	case d.Mail != "" && d.Push != "":
		d.DueAt, d.OverAt = 0, now
	case now-max(d.At, d.AskedAt) > giveUp.Milliseconds():
		d.end(Failed, now)
	default:
		wait := min(time.Minute<<min(d.Tries-1, 10), 6*time.Hour)
		if errors.Is(errs[0], ErrRefused) {
			wait = max(wait, time.Hour) // for good, it said: no hurry to ask again
		}
		d.DueAt = now + wait.Milliseconds()
	}
	return errors.Join(errs[:]...)
}

// end writes the outcome of the ways that had none.
func (d *notice) end(outcome string, now int64) {
	if d.Mail == "" {
		d.Mail = outcome
	}
	if d.Push == "" {
		d.Push = outcome
	}
	d.DueAt, d.OverAt = 0, now
}

func (n *Notices) push(ctx context.Context, d *notice, on bool) (string, error) {
	if d.Push != "" {
		return d.Push, nil
	}
	if !on {
		return Off, nil
	}
	err := n.Push.Carry(ctx, d.parcel())
	switch {
	case errors.Is(err, ErrNowhere):
		return Nowhere, nil
	case errors.Is(err, ErrRefused):
		return Refused, nil
	case err != nil:
		return "", err
	}
	return Sent, nil
}

// mail counts what is refused for good: the third time in a row marks the
// address, and until then it is tried again.
func (n *Notices) mail(ctx context.Context, d *notice, k Kind, p *preferences, on bool) (string, error) {
	switch {
	case d.Mail != "":
		return d.Mail, nil
	case !on:
		return Off, nil
	case p.MarkedAt != 0 && !k.Locked:
		return Refused, nil
	}
	err := n.Mail.Carry(ctx, d.parcel())
	switch {
	case errors.Is(err, ErrNowhere):
		return Nowhere, nil
	case errors.Is(err, ErrRefused):
		marked, countErr := n.refused(ctx, d.PersonID)
		if marked {
			return Refused, errors.Join(err, countErr)
		}
		return "", errors.Join(err, countErr)
	case err != nil:
		return "", err
	}
	return Sent, n.taken(ctx, p)
}

func (d *notice) parcel() Parcel {
	return Parcel{ID: d.ID, PersonID: d.PersonID, Kind: d.Kind, About: d.About}
}

// Sweep removes from the log what is older than 90 days and says how many.
func (n *Notices) Sweep(ctx context.Context) (removed int, err error) {
	for {
		old, err := n.queue.Find(ctx, store.Query{Where: []store.Cond{
			store.Is("dueAt", 0), {Field: "askedAt", Op: store.Lt, Value: n.now() - kept.Milliseconds()},
		}, Limit: 500})
		if err != nil || len(old) == 0 {
			return removed, err
		}
		for _, d := range old {
			if err := n.queue.Delete(ctx, d.ID); err != nil && !errors.Is(err, store.ErrNotFound) {
				return removed, err
			}
			removed++
		}
	}
}
