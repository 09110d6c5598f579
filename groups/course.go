package groups

import (
	"context"

	"kring/internal/store"
)

// Course is what became of a group: its meetings and everybody who ever joined
// it, without names. It is for counting.
type Course struct {
	*Group
	Meetings []*Meeting // by number, without private ones
	Joined   []*Member  // without Alias
}

// Starts and Ends are when the first meeting began and the last one was over,
// Unix ms, 0 without meetings. What was called off does not count.
func (c *Course) Starts() int64 {
	first := int64(0)
	for _, m := range c.Meetings {
		if !m.CalledOff() && (first == 0 || m.StartAt < first) {
			first = m.StartAt
		}
	}
	return first
}

// Ends: see Starts.
func (c *Course) Ends() int64 { return lastEnd(c.Meetings) }

func lastEnd(ms []*Meeting) int64 {
	last := int64(0)
	for _, m := range ms {
		if !m.CalledOff() {
			last = max(last, m.end())
		}
	}
	return last
}

// Course reads a group's course.
func (s *Groups) Course(ctx context.Context, groupID string) (*Course, error) {
	g, err := s.Group(ctx, groupID)
	if err != nil {
		return nil, err
	}
	c := &Course{Group: g}
	if c.Meetings, err = s.meetingsOf(ctx, groupID); err != nil {
		return nil, err
	}
	all, err := s.members.Find(ctx, store.Query{Where: []store.Cond{store.Is("groupId", groupID)}, Limit: maxMembers})
	for _, m := range all {
		if m.Status != Waiting {
			c.Joined = append(c.Joined, m)
		}
	}
	return c, err
}

// EachGroup calls each with every group of an organisation that is not a
// draft, a page of them in memory at a time.
func (s *Groups) EachGroup(ctx context.Context, orgID string, each func(*Group) error) error {
	return s.eachWhere(ctx, store.Is("orgId", orgID), each)
}

func (s *Groups) eachWhere(ctx context.Context, where store.Cond, each func(*Group) error) error {
	const size = 500
	for after := ""; ; {
		page, err := s.groups.Find(ctx, store.Query{Where: []store.Cond{where, {Field: "id", Op: store.Gt, Value: after}}, Limit: size})
		if err != nil {
			return err
		}
		for _, g := range page {
			after = g.ID
			if g.Status == statusDraft {
				continue
			}
			if err := each(g); err != nil {
				return err
			}
		}
		if len(page) < size {
			return nil
		}
	}
}

// Ended calls each with every group of an organisation of which the last
// meeting was over in from..to (Unix ms, to excluded).
func (s *Groups) Ended(ctx context.Context, orgID string, from, to int64, each func(groupID string) error) error {
	return s.EachGroup(ctx, orgID, func(g *Group) error {
		ms, err := s.meetingsOf(ctx, g.ID)
		if end := lastEnd(ms); err != nil || end < from || end >= to {
			return err
		}
		return each(g.ID)
	})
}
