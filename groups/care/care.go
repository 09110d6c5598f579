// Package care is what keeps people safe in a meeting (SAFE-2): the check-in
// before it, the silent alarm to the facilitators, and the follow-up a day later.
//
// At check-in a person may say where she is today and whom to call. Those lines
// rest in a store of their own, which is not in exports, sealed under a key of
// that one meeting. They are shown to nobody but herself, and to facilitators
// from the moment that she raises an alarm. When the meeting ends its key is
// destroyed, and with it all lines. An alarm that is still open then keeps its
// own copy under its own key, until a facilitator closes it and for at most 24
// hours. Sweep does the same after a crash.
//
// Who may ask is the edge's to check. No error holds what somebody wrote.
package care

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

// Vault is what care needs of internal/seal.
type Vault interface {
	Seal(ctx context.Context, k seal.Key, r seal.Ref, plain []byte) ([]byte, error)
	Open(ctx context.Context, k seal.Key, r seal.Ref, box []byte) ([]byte, error)
	Erase(ctx context.Context, k seal.Key) error
}

// Meetings knows the meetings.
type Meetings interface {
	// Going returns the group of a meeting that people may be in or enter now,
	// "" for any other.
	Going(ctx context.Context, meeting string) (group string, err error)
}

// Deps is what Open needs. Brief is the store that is never exported, Docs
// that of everything else. Changed is told, after it was saved, that a person's
// check-in or alarm is another one; it must not block. Now is time.Now when nil.
type Deps struct {
	Brief, Docs store.DB
	Vault       Vault
	Meetings    Meetings
	Changed     func(meeting, person string)
	Now         func() time.Time
}

// Care is the service. Several processes may share its stores.
type Care struct {
	Deps
	checkins store.Collection[checkin, *checkin]
	alarms   store.Collection[alarm, *alarm]
	tasks    store.Collection[task, *task]
}

// The collections.
const (
	checkinColl = "checkins"
	alarmColl   = "alarms"
	taskColl    = "followUps"
)

// Specs declares what this package keeps among all other documents: the
// follow-ups. The rest is never exported.
func Specs() []store.Spec {
	return []store.Spec{store.Of[task](store.Spec{Name: taskColl, Indexes: []store.Index{{Fields: []string{"groupId"}}}})}
}

// Open ensures the collections and returns the service.
func Open(ctx context.Context, d Deps) (*Care, error) {
	if d.Now == nil {
		d.Now = time.Now
	}
	if d.Changed == nil {
		d.Changed = func(string, string) {}
	}
	c := &Care{Deps: d}
	var errs [3]error
	c.checkins, errs[0] = store.Open[checkin](ctx, d.Brief, store.Of[checkin](store.Spec{Name: checkinColl}))
	c.alarms, errs[1] = store.Open[alarm](ctx, d.Brief, store.Of[alarm](store.Spec{Name: alarmColl, Indexes: []store.Index{{Fields: []string{"meeting"}}}}))
	c.tasks, errs[2] = store.Open[task](ctx, d.Docs, Specs()[0])
	if err := errors.Join(errs[:]...); err != nil {
		return nil, fmt.Errorf("care: %w", err)
	}
	return c, nil
}

// going returns the group of a meeting that goes on or begins soon.
func (c *Care) going(ctx context.Context, meeting string) (string, error) {
	group, err := c.Meetings.Going(ctx, meeting)
	if err == nil && group == "" {
		err = fault.New(fault.Conflict, "care.not-now", "the meeting is over or has yet to come")
	}
	return group, err
}

// newKey is a fresh key of one meeting: after it was destroyed a meeting that
// is opened again gets another one.
func newKey(meeting string) seal.Key {
	return seal.Meeting(meeting + ":" + store.NewID())
}
