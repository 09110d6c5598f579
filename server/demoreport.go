package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"

	"kring/groups/report"
)

// fictional adds to what a report counts the groups that a town like the
// demo's would have had, so that its report can be looked at. Nobody in them
// is real, nor stored.
type fictional struct{ report.Sources }

const fictionalID = "fictional-"

// fictionalGroups is how many end in half a year.
const fictionalGroups = 14

func (f fictional) Ended(ctx context.Context, org string, from, to int64, each func(string) error) error {
	if org == demoTeam {
		for i := range fictionalGroups {
			if err := each(fmt.Sprintf("%s%d-%02d", fictionalID, from, i)); err != nil {
				return err
			}
		}
	}
	return f.Sources.Ended(ctx, org, from, to, each)
}

// Cohort makes up a group; the same one each time.
func (f fictional) Cohort(ctx context.Context, groupID, org string) (report.Cohort, error) {
	if !strings.HasPrefix(groupID, fictionalID) {
		return f.Sources.Cohort(ctx, groupID, org)
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(groupID)) // a hash never fails
	r := rand.New(rand.NewPCG(h.Sum64(), 1))
	c := report.Cohort{Programme: "Omgaan met stress", Form: "video", Kind: "groepsbegeleiding"}
	if r.IntN(3) == 0 {
		c.Programme = "Rouw en verder"
	}
	if r.IntN(3) == 0 {
		c.Form = "hybrid"
	}
	for range 6 + r.IntN(5) {
		start := 45 + r.NormFloat64()*12
		p := report.Person{
			Waited: float64(5 + r.IntN(40)), Held: 6, Attended: 6 - min(6, int(r.ExpFloat64()*1.4)),
			Scores: map[string]map[string]float64{
				"who-5":           {report.Start: start},
				report.Experience: {report.End: min(10, 7.6+r.NormFloat64())},
			},
		}
		if p.Attended >= 3 {
			p.Scores["who-5"][report.End] = start + 9 + r.NormFloat64()*10
		}
		if p.Attended >= 4 {
			p.Scores["who-5"][report.FollowUp] = start + 7 + r.NormFloat64()*11
		}
		c.People = append(c.People, p)
	}
	return c, nil
}
