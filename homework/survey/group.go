package survey

import (
	"context"
	"errors"

	"kring/homework/measure"
	"kring/homework/programme"
	"kring/internal/seal"
	"kring/internal/store"
)

// Row is a group's scores on one questionnaire at one moment, without names.
// Mean and Change are missing while fewer than four people are counted. It is
// for the group's facilitators, who may read each of them apart.
type Row struct {
	Instrument string   `json:"instrument"`
	Name       string   `json:"name"`
	Moment     string   `json:"moment" enum:"start,mid,end,follow-up"`
	HighBetter bool     `json:"highBetter"`
	Low        float64  `json:"low" doc:"The lowest score there is"`
	High       float64  `json:"high" doc:"The highest score there is"`
	People     int      `json:"people" doc:"With a score at this moment"`
	Mean       *float64 `json:"mean,omitempty"`
	Both       int      `json:"both" doc:"With a score at the start too"`
	Change     *float64 `json:"change,omitempty" doc:"The mean change of those since the start"`
}

// leastPeople is below how many nothing is told of a group.
const leastPeople = 4

// Rows are a group's scores, by questionnaire and moment. Who was erased is
// not counted.
func (s *Surveys) Rows(ctx context.Context, groupID string) ([]Row, error) {
	out := []Row{}
	err := s.eachScores(ctx, groupID, func(d *measure.Definition, scores map[string]map[string]float64) {
		for _, at := range []string{programme.Start, programme.Mid, programme.End, programme.FollowUp} {
			if len(scores[at]) > 0 {
				out = append(out, row(d, at, scores[programme.Start], scores[at]))
			}
		}
	})
	return out, err
}

// Scores are what each person of a group scored: by person, questionnaire and
// moment. It is for counting; who was erased is not in it.
func (s *Surveys) Scores(ctx context.Context, groupID string) (map[string]map[string]map[string]float64, error) {
	out := map[string]map[string]map[string]float64{}
	err := s.eachScores(ctx, groupID, func(d *measure.Definition, scores map[string]map[string]float64) {
		for moment, of := range scores {
			for person, score := range of {
				if out[person] == nil {
					out[person] = map[string]map[string]float64{}
				}
				if out[person][d.ID] == nil {
					out[person][d.ID] = map[string]float64{}
				}
				out[person][d.ID][moment] = score
			}
		}
	})
	return out, err
}

// eachScores calls each with every questionnaire and a group's scores on it, by
// moment and person.
func (s *Surveys) eachScores(ctx context.Context, groupID string, each func(*measure.Definition, map[string]map[string]float64)) error {
	found, err := s.find(ctx, store.Is("groupId", groupID))
	if err != nil || len(found) == 0 {
		return err
	}
	chosen, err := s.chosenFor(ctx, groupID)
	if err != nil {
		return err
	}
	for _, d := range measure.All() {
		c := chosen[d.ID]
		scores, err := s.scores(ctx, &d, found, c != nil && c.ConfirmedAt != 0)
		if err != nil {
			return err
		}
		each(&d, scores)
	}
	return nil
}

// scores are by moment and person.
func (s *Surveys) scores(ctx context.Context, d *measure.Definition, found []*response, confirmed bool) (map[string]map[string]float64, error) {
	out := map[string]map[string]float64{}
	for _, r := range found {
		if r.Instrument != d.ID || r.Moment == "" {
			continue
		}
		result, err := s.score(ctx, d, r, confirmed)
		if errors.Is(err, seal.ErrErased) || err == nil && result.Score == nil {
			continue
		}
		if err != nil {
			return nil, err
		}
		if out[r.Moment] == nil {
			out[r.Moment] = map[string]float64{}
		}
		out[r.Moment][r.PersonID] = *result.Score
	}
	return out, nil
}

func row(d *measure.Definition, at string, start, now map[string]float64) Row {
	low, high := d.Range()
	r := Row{Instrument: d.ID, Name: d.Name, Moment: at, HighBetter: d.Better == "high", Low: low, High: high, People: len(now)}
	sum, change := 0.0, 0.0
	for person, score := range now {
		sum += score
		if first, ok := start[person]; ok {
			r.Both++
			change += score - first
		}
	}
	if r.People >= leastPeople {
		r.Mean = share(sum, r.People)
	}
	if r.Both >= leastPeople && at != programme.Start {
		r.Change = share(change, r.Both)
	}
	return r
}

func share(sum float64, n int) *float64 {
	mean := sum / float64(n)
	return &mean
}
