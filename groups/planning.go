package groups

import (
	"cmp"
	"context"
	"slices"
	"time"

	"kring/internal/fault"
	"kring/internal/store"
)

// maxPlanning is the longest stretch that an organisation's planning shows:
// a month with the weeks that it cuts.
const maxPlanning = 45 * 24 * time.Hour

// PlannedView is a meeting in an organisation's planning.
type PlannedView struct {
	MeetingID   string   `json:"meetingId"`
	GroupID     string   `json:"groupId"`
	GroupName   string   `json:"groupName"`
	Number      int      `json:"number"`
	Title       string   `json:"title"`
	Kind        string   `json:"kind" enum:"video,chat,hybrid,in_person"`
	StartAt     int64    `json:"startAt" doc:"Unix milliseconds"`
	DurationMin int      `json:"durationMin"`
	Phase       string   `json:"phase" enum:"planned,open,closed,off"`
	Guides      []string `json:"guides" doc:"Names of who leads this meeting"`
}

// Planning lists the meetings of an organisation's own groups that start in
// from..to (Unix ms, to excluded, at most 45 days), first first; conversations
// between two and practice rooms are not in it.
func (s *Groups) Planning(ctx context.Context, orgID string, from, to int64) ([]PlannedView, error) {
	if to <= from || to-from > maxPlanning.Milliseconds() {
		return nil, fault.Bad("to", "planning.range", "a stretch of at most %d days", int(maxPlanning.Hours()/24))
	}
	own := map[string]*Group{}
	if err := s.EachGroup(ctx, orgID, func(g *Group) error { own[g.ID] = g; return nil }); err != nil {
		return nil, err
	}
	names := map[string]string{} // by person
	out := []PlannedView{}
	for _, phase := range []string{Planned, Opened, Closed} {
		ms, err := s.starting(ctx, phase, from-1, to)
		if err != nil {
			return nil, err
		}
		for _, m := range ms {
			g := own[m.GroupID]
			if g == nil || m.Number >= privateFrom {
				continue
			}
			v := PlannedView{
				MeetingID: m.ID, GroupID: g.ID, GroupName: g.Name, Number: m.Number, Title: m.Title, Kind: m.Kind,
				StartAt: m.StartAt, DurationMin: m.DurationMin, Phase: m.phase(), Guides: []string{},
			}
			for _, f := range leading(g, m) {
				if names[f.PersonID] == "" {
					if names[f.PersonID], err = s.Names.Name(ctx, f.PersonID); err != nil {
						return nil, err
					}
				}
				v.Guides = append(v.Guides, names[f.PersonID])
			}
			out = append(out, v)
		}
	}
	slices.SortFunc(out, func(a, b PlannedView) int {
		return cmp.Or(cmp.Compare(a.StartAt, b.StartAt), compare(a.GroupName, b.GroupName, a.MeetingID, b.MeetingID))
	})
	return out, nil
}

// leading are the group's facilitators, with who stands in at this meeting in
// the place of whom they replace.
func leading(g *Group, m *Meeting) []Facilitator {
	all := slices.DeleteFunc(slices.Clone(g.Facilitators), func(f Facilitator) bool {
		return slices.ContainsFunc(m.Substitutes, func(sub Facilitator) bool { return sub.Replaces == f.PersonID })
	})
	return append(all, m.Substitutes...)
}

// starting are the meetings in a phase that start after from and before to
// (Unix ms), in no order.
func (s *Groups) starting(ctx context.Context, phase string, from, to int64) (out []*Meeting, err error) {
	const size = 1000
	for last := ""; ; {
		found, err := s.meetings.Find(ctx, store.Query{Where: []store.Cond{
			store.Is("phase", phase), {Field: "startAt", Op: store.Gt, Value: from}, {Field: "startAt", Op: store.Lt, Value: to}, {Field: "id", Op: store.Gt, Value: last},
		}, OrderBy: "id", Limit: size})
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
		if len(found) < size {
			return out, nil
		}
		last = found[len(found)-1].ID
	}
}
