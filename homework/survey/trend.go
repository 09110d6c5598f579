package survey

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"kring/homework/measure"
	"kring/internal/store"
)

// Trend is a person's scores on one questionnaire, oldest first. Bands are for
// facilitators: none for the person, none when the organisation switched them
// off.
type Trend struct {
	Instrument string         `json:"instrument"`
	Name       string         `json:"name"`
	Low        float64        `json:"low" doc:"The lowest score there is"`
	High       float64        `json:"high" doc:"The highest score there is"`
	HighBetter bool           `json:"highBetter"`
	Counts     float64        `json:"counts,omitempty" doc:"A change of at least this counts; 0: not stated"`
	Points     []Point        `json:"points"`
	Change     *float64       `json:"change,omitempty" doc:"Of the last score since the first"`
	Bands      []measure.Band `json:"bands,omitempty"`
	Source     string         `json:"source,omitempty" doc:"Of the bands"`
	ToCheck    bool           `json:"toCheck,omitempty" doc:"Some bands wait for an administrator to confirm them"`
}

// Point is one score. Score is missing when too few questions were answered.
type Point struct {
	At     int64              `json:"at" doc:"Unix ms"`
	Moment string             `json:"moment,omitempty" enum:"start,mid,end,follow-up"`
	Score  *float64           `json:"score,omitempty"`
	Lowest *float64           `json:"lowest,omitempty"`
	Parts  map[string]float64 `json:"parts,omitempty"`
	Bands  []string           `json:"bands,omitempty"`
	Shape  string             `json:"shape,omitempty" doc:"The pattern that the answers fit"`
}

// Trends are a person's scores in a group, by questionnaire. For themselves
// people get no bands.
func (s *Surveys) Trends(ctx context.Context, groupID, person string, bands bool) ([]Trend, error) {
	found, err := s.find(ctx, store.Is("personId", person), store.Is("groupId", groupID))
	if err != nil {
		return nil, err
	}
	chosen, err := s.chosenFor(ctx, groupID)
	if err != nil {
		return nil, err
	}
	out := []Trend{}
	for _, d := range measure.All() {
		t := trendOf(&d)
		c := chosen[d.ID]
		named := bands && (c == nil || !c.BandsOff)
		confirmed := c != nil && c.ConfirmedAt != 0
		if named {
			t.Bands, t.Source, t.ToCheck = d.Named(confirmed), d.Source, d.ToCheck() && !confirmed
		}
		if err := s.points(ctx, &t, &d, found, named, confirmed); err != nil {
			return nil, err
		}
		if len(t.Points) > 0 {
			out = append(out, t)
		}
	}
	return out, nil
}

func trendOf(d *measure.Definition) Trend {
	low, high := d.Range()
	return Trend{Instrument: d.ID, Name: d.Name, Low: low, High: high, HighBetter: d.Better == "high", Counts: float64(d.Change), Points: []Point{}}
}

func (s *Surveys) points(ctx context.Context, t *Trend, d *measure.Definition, found []*response, named, confirmed bool) error {
	for _, r := range found {
		if r.Instrument != d.ID {
			continue
		}
		result, err := s.score(ctx, d, r, confirmed)
		if err != nil {
			return err
		}
		p := Point{At: r.At, Moment: r.Moment, Score: result.Score, Lowest: result.Lowest, Parts: result.Parts}
		if named {
			p.Bands, p.Shape = result.Bands, result.Profile
		}
		t.Points = append(t.Points, p)
	}
	var scores []float64
	for _, p := range t.Points {
		if p.Score != nil {
			scores = append(scores, *p.Score)
		}
	}
	if len(scores) > 1 {
		change := scores[len(scores)-1] - scores[0]
		t.Change = &change
	}
	return nil
}

// score scores one response. Its values were checked when they came in.
func (s *Surveys) score(ctx context.Context, d *measure.Definition, r *response, confirmed bool) (measure.Result, error) {
	g, err := s.open(ctx, r)
	if err != nil {
		return measure.Result{}, err
	}
	a := measure.Answers{Values: make([]*float64, d.Items), Reversed: g.Reversed, Confirmed: confirmed}
	for i := range a.Values {
		if v, ok := g.Values[i+1]; ok {
			f := float64(v)
			a.Values[i] = &f
		}
	}
	return d.Score(a)
}

// find reads responses, oldest first.
func (s *Surveys) find(ctx context.Context, where ...store.Cond) ([]*response, error) {
	var out []*response
	for last := ""; ; {
		page, err := s.responses.Find(ctx, store.Query{Where: append(where[:len(where):len(where)], store.Cond{Field: "id", Op: store.Gt, Value: last}), Limit: 1000})
		if err != nil {
			return nil, fmt.Errorf("responses: %w", err)
		}
		out = append(out, page...)
		if len(page) < 1000 {
			break
		}
		last = page[len(page)-1].ID
	}
	slices.SortStableFunc(out, func(a, b *response) int { return cmp.Compare(a.At, b.At) })
	return out, nil
}
