package debrief

import (
	"context"

	"kring/groups"
	"kring/internal/store"
)

// Attended counts, by person id, at how many of these meetings somebody was:
// live, or watched back. A correction has the last word, as in Attendance.
func (s *Debrief) Attended(ctx context.Context, meetings []*groups.Meeting) (map[string]int, error) {
	out := map[string]int{}
	for _, m := range meetings {
		there := map[string]bool{}
		for _, seated := range m.Live.Roster {
			there[seated.PersonID] = seated.Role == groups.RoleMember
		}
		of := store.Query{Where: []store.Cond{store.Is("meetingId", m.ID)}, Limit: 1000}
		back, err := s.watched.Find(ctx, of)
		if err != nil {
			return nil, err
		}
		for _, w := range back {
			there[w.PersonID] = true
		}
		corrections, err := s.corrections.Find(ctx, of)
		if err != nil {
			return nil, err
		}
		for _, c := range corrections {
			there[c.PersonID] = c.How != Absent && c.How != Cancelled
		}
		for person, was := range there {
			if was {
				out[person]++
			}
		}
	}
	return out, nil
}
