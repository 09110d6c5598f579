package care

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"kring/internal/fault"
	"kring/internal/store"
)

// task is a follow-up: ask the day after how somebody is. It holds ids only.
type task struct {
	store.Meta `bson:",inline"`
	GroupID    string `bson:"groupId" json:"groupId"`
	MeetingID  string `bson:"meetingId" json:"meetingId"`
	PersonID   string `bson:"personId" json:"personId"`
	At         int64  `bson:"at" json:"at"`         // of the alarm, Unix ms
	DueAt      int64  `bson:"dueAt" json:"dueAt"`   // the next morning, Unix ms
	DoneAt     int64  `bson:"doneAt" json:"doneAt"` // 0 until ticked
	DoneBy     string `bson:"doneBy" json:"doneBy"` // person id
}

// FollowUp is a task that waits. Open says that its alarm is open too.
type FollowUp struct {
	ID        string `json:"id"`
	GroupID   string `json:"groupId"`
	GroupName string `json:"groupName"`
	MeetingID string `json:"meetingId"`
	Alias     string `json:"alias"`
	At        int64  `json:"at" doc:"Of the alarm, Unix milliseconds"`
	DueAt     int64  `json:"dueAt" doc:"The next morning, Unix milliseconds"`
	Open      bool   `json:"open" doc:"The alarm has not been closed yet"`
	PersonID  string `json:"-"`
}

// dueHour is when on the next day, in Kring's own time zone.
const dueHour = 9

// plan keeps a follow-up for the morning after. Its id makes a second alarm of
// the same person in the same meeting the same task, until it is ticked.
func (c *Care) plan(ctx context.Context, t *task) error {
	at := time.UnixMilli(t.At).In(zone())
	t.DueAt = time.Date(at.Year(), at.Month(), at.Day()+1, dueHour, 0, 0, 0, at.Location()).UnixMilli()
	t.ID = alarmID(t.MeetingID, t.PersonID)
	err := c.tasks.Insert(ctx, t)
	if !errors.Is(err, store.ErrConflict) {
		return err
	}
	_, err = c.tasks.Update(ctx, t.ID, func(was *task) error {
		if was.DoneAt != 0 {
			was.At, was.DueAt, was.DoneAt, was.DoneBy = t.At, t.DueAt, 0, ""
		}
		return nil
	})
	return err
}

// zone is where Kring's days begin.
func zone() *time.Location {
	if z, err := time.LoadLocation("Europe/Amsterdam"); err == nil {
		return z
	}
	return time.UTC // a machine without time zones
}

// FollowUps are what waits in these groups, the first due first. Names are the
// caller's to fill in.
func (c *Care) FollowUps(ctx context.Context, groups []string) ([]FollowUp, error) {
	out := []FollowUp{}
	for _, g := range groups {
		docs, err := c.tasks.Find(ctx, store.Query{Where: []store.Cond{store.Is("groupId", g)}, Limit: 1000})
		if err != nil {
			return nil, err
		}
		for _, t := range docs {
			if t.DoneAt != 0 {
				continue
			}
			status, err := c.Status(ctx, t.MeetingID, t.PersonID)
			if err != nil {
				return nil, err
			}
			out = append(out, FollowUp{ID: t.ID, GroupID: t.GroupID, MeetingID: t.MeetingID, PersonID: t.PersonID, At: t.At, DueAt: t.DueAt, Open: status != ""})
		}
	}
	slices.SortFunc(out, func(a, b FollowUp) int { return cmp.Or(cmp.Compare(a.DueAt, b.DueAt), cmp.Compare(a.ID, b.ID)) })
	return out, nil
}

// Done ticks a group's follow-up; ticking twice is harmless.
func (c *Care) Done(ctx context.Context, group, id, by string) error {
	_, err := c.tasks.Update(ctx, id, func(t *task) error {
		if t.GroupID != group {
			return fault.Gone()
		}
		if t.DoneAt == 0 {
			t.DoneAt, t.DoneBy = c.Now().UnixMilli(), by
		}
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return fault.Gone()
	}
	return err
}
