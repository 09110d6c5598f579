package care

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"kring/internal/seal"
	"kring/internal/store"
)

// States of an alarm. One that is closed is gone.
const (
	Raised = "raised" // on no facilitator's screen yet
	Shown  = "shown"  // a facilitator's page has it
)

// alarm is one person's open alarm in one meeting, with a copy of her lines
// under a key of its own, so that it may outlive the meeting's.
type alarm struct {
	store.Meta `bson:",inline"`
	Meeting    string `bson:"meeting" json:"meeting"`
	PersonID   string `bson:"personId" json:"personId"`
	At         int64  `bson:"at" json:"at"` // Unix ms
	Status     string `bson:"status" json:"status"`
	Key        string `bson:"key" json:"key"` // of Box
	Box        []byte `bson:"box" json:"box"` // Lines as JSON; none was told
}

// Alarm is an open alarm as facilitators see it. At is Unix ms.
type Alarm struct {
	PersonID string
	At       int64
	Status   string
	Lines
}

// alarmID: a person has one open alarm in a meeting, however often she presses.
func alarmID(meeting, person string) string { return meeting + "." + person }

// Raise tells the facilitators, and nobody else, that a person needs help now.
// It returns when the alarm and tomorrow's follow-up are durable. Raising again
// changes nothing.
func (c *Care) Raise(ctx context.Context, meeting, person string) error {
	group, err := c.going(ctx, meeting)
	if err != nil {
		return err
	}
	id := alarmID(meeting, person)
	if _, err := c.alarms.Get(ctx, id); !errors.Is(err, store.ErrNotFound) {
		return err
	}
	l, _, err := c.Told(ctx, meeting, person)
	if err != nil {
		return err
	}
	now := c.Now().UnixMilli()
	a := &alarm{Meta: store.Meta{ID: id}, Meeting: meeting, PersonID: person, At: now, Status: Raised, Key: string(newKey(meeting))}
	if a.Box, err = c.seal(ctx, seal.Key(a.Key), a.ref(), l); err != nil {
		return err
	}
	// The follow-up first: an alarm without one would be forgotten, one too many is ticked off.
	if err := c.plan(ctx, &task{GroupID: group, MeetingID: meeting, PersonID: person, At: now}); err != nil {
		return err
	}
	if err := c.alarms.Insert(ctx, a); err != nil && !errors.Is(err, store.ErrConflict) {
		return err
	}
	c.Changed(meeting, person)
	return nil
}

func (a *alarm) ref() seal.Ref { return seal.Ref{Coll: alarmColl, ID: a.ID, Field: "lines"} }

// rewrite gives a person's alarm other lines, if it is there.
func (c *Care) rewrite(ctx context.Context, meeting, person string, l Lines) error {
	_, err := c.alarms.Update(ctx, alarmID(meeting, person), func(a *alarm) (err error) {
		a.Box, err = c.seal(ctx, seal.Key(a.Key), a.ref(), l)
		return err
	})
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, seal.ErrErased) {
		return nil
	}
	return err
}

// Alarms are a meeting's open alarms, the oldest first, with what there is of
// the person's lines.
func (c *Care) Alarms(ctx context.Context, meeting string) ([]Alarm, error) {
	docs, err := c.alarms.Find(ctx, store.Query{Where: []store.Cond{store.Is("meeting", meeting)}, Limit: 1000})
	if err != nil {
		return nil, err
	}
	var out []Alarm
	for _, a := range docs {
		if c.expired(a) {
			continue
		}
		l, err := c.open(ctx, seal.Key(a.Key), a.ref(), a.Box)
		if err != nil {
			return nil, err
		}
		out = append(out, Alarm{a.PersonID, a.At, a.Status, l})
	}
	slices.SortFunc(out, func(a, b Alarm) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.PersonID, b.PersonID)) })
	return out, nil
}

// Status is that of a person's own alarm, "" without one.
func (c *Care) Status(ctx context.Context, meeting, person string) (string, error) {
	a, err := c.alarms.Get(ctx, alarmID(meeting, person))
	if errors.Is(err, store.ErrNotFound) || err == nil && c.expired(a) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return a.Status, nil
}

// Show notes that an alarm is on a facilitator's page. One that is not there
// stays so.
func (c *Care) Show(ctx context.Context, meeting, person string) error {
	fresh := false
	_, err := c.alarms.Update(ctx, alarmID(meeting, person), func(a *alarm) error {
		fresh, a.Status = a.Status == Raised, Shown
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err == nil && fresh {
		c.Changed(meeting, person)
	}
	return err
}

// Close ends an alarm and destroys its copy of the lines. Closing again is
// harmless.
func (c *Care) Close(ctx context.Context, meeting, person string) error {
	a, err := c.alarms.Get(ctx, alarmID(meeting, person))
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return c.forget(ctx, a)
}

// forget destroys the key first: what a crash leaves cannot be read, and the
// next sweep removes it.
func (c *Care) forget(ctx context.Context, a *alarm) error {
	if err := c.Vault.Erase(ctx, seal.Key(a.Key)); err != nil {
		return err
	}
	if err := c.alarms.Delete(ctx, a.ID); err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	c.Changed(a.Meeting, a.PersonID)
	return nil
}

// longest is how long an open alarm keeps lines. The sweep comes every hour,
// so that they are gone within 24.
const longest = 24*time.Hour - SweepEvery

func (c *Care) expired(a *alarm) bool {
	return c.Now().Sub(time.UnixMilli(a.At)) >= longest
}
