// Package reminder says when people are reminded: of a meeting a day and an
// hour before it, of homework two days before it is due, and at once when a
// meeting was moved or called off.
//
// Nothing is kept of it. What is due follows from the meetings as they are
// stored; it is planned as a notice whose key is the meeting, its start and
// the kind, so that it is told once over restarts and by several servers. Just
// before a notice goes, Still looks again: what was moved or called off
// meanwhile is not told of the old time, and has its own notice at the new one.
package reminder

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"kring/groups"
	"kring/groups/notice"
	"kring/internal/fault"
)

// Meetings is what reminders need of groups.
type Meetings interface {
	Upcoming(ctx context.Context, from, to int64) ([]*groups.Meeting, error)
	Untold(ctx context.Context) ([]*groups.Meeting, error)
	Told(ctx context.Context, m *groups.Meeting) error
	Planned(ctx context.Context, id string) (*groups.Meeting, error)
	Expected(ctx context.Context, m *groups.Meeting, away bool) ([]string, error)
	ActiveMembers(ctx context.Context, groupID string) ([]*groups.Member, error)
}

// Homework is what reminders need of homework.
type Homework interface {
	EachDue(ctx context.Context, from, to int64, each func(groupID string, at int64) error) error
	Unsent(ctx context.Context, groupID, person string, at int64) (bool, error)
}

// Notices is where reminders go.
type Notices interface {
	Plan(ctx context.Context, n notice.Note) error
}

// Reminders is the service. Now is the clock.
type Reminders struct {
	Meetings
	Homework
	Notices
	Now func() time.Time

	mu   sync.Mutex
	done map[string]int64 // what this process planned, until it is over (Unix ms): a cache, not a record
}

// leads are how long before a meeting people are reminded. One that is over
// half its time late is not told: the server was away, or the meeting planned
// at short notice.
var leads = []struct {
	kind string
	lead time.Duration
}{{notice.MeetingDay, 24 * time.Hour}, {notice.MeetingHour, time.Hour}}

const homeworkLead = 48 * time.Hour

// Do plans what is due now. It can be repeated, and done by several servers.
func (r *Reminders) Do(ctx context.Context) error {
	return errors.Join(r.changes(ctx), r.meetings(ctx), r.homework(ctx))
}

// changes tells of meetings that were moved or called off.
func (r *Reminders) changes(ctx context.Context) error {
	found, err := r.Untold(ctx)
	if err != nil {
		return err
	}
	for _, m := range found {
		n := notice.Note{Kind: notice.MeetingMoved, About: m.ID, Until: m.StartAt, Key: fmt.Sprintf("%s %d", m.ID, m.Sequence)}
		if m.Untold == groups.UntoldOff {
			n.Kind = notice.MeetingOff
		}
		people, err := r.Expected(ctx, m, true)
		if err == nil {
			err = r.tell(ctx, people, n)
		}
		if err == nil {
			err = r.Told(ctx, m)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *Reminders) meetings(ctx context.Context) error {
	now := r.Now().UnixMilli()
	found, err := r.Upcoming(ctx, now, now+leads[0].lead.Milliseconds()+1)
	if err != nil {
		return err
	}
	for _, m := range found {
		for _, l := range leads {
			left := m.StartAt - now
			n := notice.Note{Kind: l.kind, About: m.ID, Until: m.StartAt, Key: fmt.Sprintf("%s %d", m.ID, m.StartAt)}
			if left > l.lead.Milliseconds() || left <= l.lead.Milliseconds()/2 || r.was(n) {
				continue
			}
			people, err := r.Expected(ctx, m, false)
			if err == nil {
				err = r.tell(ctx, people, n)
			}
			if err != nil {
				return err
			}
			r.planned(n)
		}
	}
	return nil
}

func (r *Reminders) homework(ctx context.Context) error {
	now := r.Now().UnixMilli()
	return r.EachDue(ctx, now+homeworkLead.Milliseconds()/2, now+homeworkLead.Milliseconds()+1, func(group string, at int64) error {
		n := notice.Note{Kind: notice.Homework, About: fmt.Sprintf("%s %d", group, at), Until: at, Key: fmt.Sprintf("%s %d", group, at)}
		if r.was(n) {
			return nil
		}
		members, err := r.ActiveMembers(ctx, group)
		if err != nil {
			return err
		}
		people := make([]string, len(members))
		for i, m := range members {
			people[i] = m.PersonID
		}
		if err := r.tell(ctx, people, n); err != nil {
			return err
		}
		r.planned(n)
		return nil
	})
}

func (r *Reminders) tell(ctx context.Context, people []string, n notice.Note) error {
	for _, person := range people {
		n.PersonID = person
		if err := r.Plan(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

func (r *Reminders) was(n notice.Note) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.done[n.Kind+n.Key] != 0
}

func (r *Reminders) planned(n notice.Note) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.done == nil {
		r.done = map[string]int64{}
	}
	r.done[n.Kind+n.Key] = n.Until
	for key, until := range r.done {
		if until < r.Now().UnixMilli() {
			delete(r.done, key)
		}
	}
}

// Still reports whether a notice of this package has a point yet; of all
// others it says yes.
func (r *Reminders) Still(ctx context.Context, n notice.Note) (bool, error) {
	switch n.Kind {
	case notice.MeetingDay, notice.MeetingHour, notice.MeetingMoved:
		m, err := r.Planned(ctx, n.About)
		if fault.Is(err, fault.NotFound) {
			return false, nil
		}
		if err != nil || m.Phase != groups.Planned || m.CalledOff() || m.StartAt != n.Until {
			return false, err
		}
		people, err := r.Expected(ctx, m, n.Kind == notice.MeetingMoved)
		return slices.Contains(people, n.PersonID), err
	case notice.Homework:
		group, due, _ := strings.Cut(n.About, " ")
		at, err := strconv.ParseInt(due, 10, 64)
		if err != nil {
			return false, err
		}
		members, err := r.ActiveMembers(ctx, group)
		if err != nil || !slices.ContainsFunc(members, func(m *groups.Member) bool { return m.PersonID == n.PersonID }) {
			return false, err
		}
		return r.Unsent(ctx, group, n.PersonID, at)
	}
	return true, nil
}
