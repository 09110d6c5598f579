package groups

import (
	"context"
	"errors"
	"slices"
	"time"

	"kring/groups/calendar"
	"kring/internal/store"
)

// What the people of a meeting are still to be told of it (Meeting.Untold).
const (
	UntoldMoved = "moved"
	UntoldOff   = "off"
)

// changed notes, in the same write, that a meeting is no longer as its people
// know it: a calendar that has it takes the new one, and they are told.
func (m *Meeting) changed(untold string) {
	m.Sequence++
	m.Untold = untold
}

// Upcoming are the planned meetings of all groups that start after from and
// before to (Unix ms); those called off and practice rooms are not among them.
func (s *Groups) Upcoming(ctx context.Context, from, to int64) ([]*Meeting, error) {
	ms, err := s.starting(ctx, Planned, from, to)
	return slices.DeleteFunc(ms, func(m *Meeting) bool { return m.CalledOff() || m.Kind == Practice }), err
}

// Untold are the meetings that changed and whose people were not told yet.
func (s *Groups) Untold(ctx context.Context) (out []*Meeting, err error) {
	for _, what := range []string{UntoldMoved, UntoldOff} {
		found, err := s.meetings.Find(ctx, store.Query{Where: []store.Cond{store.Is("untold", what)}, Limit: 1000})
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

// Told notes that a meeting's people were told of it as it was then; when it
// changed meanwhile they are told again.
func (s *Groups) Told(ctx context.Context, m *Meeting) error {
	_, err := s.meetings.Update(ctx, m.ID, func(now *Meeting) error {
		if now.Sequence == m.Sequence {
			now.Untold = ""
		}
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// Planned reads a meeting as it is stored; missing is NotFound.
func (s *Groups) Planned(ctx context.Context, id string) (*Meeting, error) {
	m, err := s.meetings.Get(ctx, id)
	return m, gone(err)
}

// Expected are the persons who come to a meeting; of a group that has ended
// nobody. With away are those too who said that they would not.
func (s *Groups) Expected(ctx context.Context, m *Meeting, away bool) ([]string, error) {
	g, err := s.groups.Get(ctx, m.GroupID)
	if errors.Is(err, store.ErrNotFound) || err == nil && g.Status != StatusPlanned {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	members, err := s.members.Find(ctx, store.Query{Where: []store.Cond{store.Is("groupId", g.ID)}, Limit: maxMembers})
	if err != nil {
		return nil, err
	}
	in := slices.Clone(g.GuideIDs)
	for _, one := range m.Substitutes {
		in = append(in, one.PersonID)
	}
	for _, one := range members {
		if one.Status == Active {
			in = append(in, one.PersonID)
		}
	}
	return slices.DeleteFunc(in, func(p string) bool {
		return len(m.Only) > 0 && !slices.Contains(m.Only, p) || !away && slices.Contains(m.Away, p)
	}), nil
}

// remembered is how long a meeting stays in people's calendars.
const remembered = 31 * 24 * time.Hour

// Agenda are a person's meetings for calendars, their conversations between
// two too, first first.
func (s *Groups) Agenda(ctx context.Context, personID string) ([]calendar.Entry, error) {
	parts, err := s.parts(ctx, personID)
	if err != nil {
		return nil, err
	}
	own, err := s.meetings.Find(ctx, store.Query{Where: []store.Cond{store.Is("only", personID)}, Limit: 1000})
	if err != nil {
		return nil, err
	}
	for _, p := range parts {
		if p.group.Status == StatusEnded {
			continue
		}
		ms, err := s.meetingsOf(ctx, p.group.ID)
		if err != nil {
			return nil, err
		}
		own = append(own, ms...)
	}
	slices.SortFunc(own, func(a, b *Meeting) int { return int(a.StartAt - b.StartAt) })
	out := []calendar.Entry{}
	for _, m := range own {
		if m.Kind != Practice && m.end() > s.now()-remembered.Milliseconds() {
			out = append(out, m.Entry())
		}
	}
	return out, nil
}

// Entry is a meeting for calendars.
func (m *Meeting) Entry() calendar.Entry {
	return calendar.Entry{ID: m.ID, Sequence: m.Sequence, StartAt: m.StartAt, EndAt: m.end(), Path: "/bijeenkomst/" + m.ID, Off: m.CalledOff()}
}
