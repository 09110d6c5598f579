package measure

import (
	"fmt"
	"math"
	"slices"

	"kring/internal/fault"
)

// Answers are the values by item, from item 1 on; nil is not answered.
// Reversed are the items that the import names as reversed, from 1; the values
// are as they were given. Confirmed: an administrator confirmed what sources
// differ about.
type Answers struct {
	Values    []*float64 `json:"values"`
	Reversed  []int      `json:"reversed,omitempty"`
	Confirmed bool       `json:"confirmed,omitempty"`
}

// Result is what the numbers say. Score is nil when too much is missing;
// Bands are all that hold it, none without a score.
type Result struct {
	Score   *float64           `json:"score"`
	Missing int                `json:"missing"`
	Lowest  *float64           `json:"lowest,omitempty"`
	Parts   map[string]float64 `json:"parts,omitempty"`
	High    []string           `json:"high,omitempty"` // parts that are high
	Bands   []string           `json:"bands,omitempty"`
	Profile string             `json:"profile,omitempty"`
}

// Score scores answers. What does not fit the definition is an Invalid fault
// whose Field names the item.
func (d *Definition) Score(a Answers) (Result, error) {
	values, err := d.turned(a)
	if err != nil {
		return Result{}, err
	}
	r := Result{}
	for _, v := range values {
		if v == nil {
			r.Missing++
		}
	}
	if r.Missing == len(values) || r.Missing > d.mayMiss(a.Confirmed) {
		return r, nil
	}
	r.Score = d.of(values)
	if d.Lowest {
		r.Lowest = lowest(values)
	}
	d.parts(&r, values)
	d.name(&r, values, a.Confirmed)
	return r, nil
}

func (d *Definition) mayMiss(confirmed bool) int {
	if d.Missing.Check && !confirmed {
		return 0
	}
	return d.Missing.Most
}

// turned checks the answers and returns the scored ones, the reversed turned round.
func (d *Definition) turned(a Answers) ([]*float64, error) {
	if n := len(a.Values); n != d.Items && n != d.Items+d.Unscored {
		return nil, fault.Bad("values", "measure.items", "%s has %d items, not %d", d.ID, d.Items+d.Unscored, n)
	}
	if err := d.CheckReversed(a.Reversed); err != nil {
		return nil, err
	}
	out := slices.Clone(a.Values[:d.Items])
	for i, v := range a.Values {
		if v != nil && (*v < float64(d.Min) || *v > float64(d.Max) || *v != math.Trunc(*v)) {
			return nil, fault.Bad(fmt.Sprintf("values[%d]", i), "measure.value", "%s, item %d: %v is not a whole number from %d to %d", d.ID, i+1, *v, d.Min, d.Max)
		}
		if v != nil && slices.Contains(a.Reversed, i+1) {
			other := float64(d.Min+d.Max) - *v
			out[i] = &other
		}
	}
	return out, nil
}

// CheckReversed says whether these can be the reversed items: as many as the
// definition has, each once.
func (d *Definition) CheckReversed(items []int) error {
	bad := len(items) != d.Reversed
	for i, item := range items {
		bad = bad || item < 1 || item > d.Items || slices.Contains(items[:i], item)
	}
	if bad {
		return fault.Bad("reversed", "measure.reversed", "%s has %d reversed items among 1 to %d, not %v", d.ID, d.Reversed, d.Items, items)
	}
	return nil
}

// of is the score of some items. Missing ones count as the mean of the others.
func (d *Definition) of(values []*float64) *float64 {
	sum, n := 0.0, 0
	for _, v := range values {
		if v == nil {
			continue
		}
		n++
		if d.Method != "count" {
			sum += *v
		} else if *v >= float64(d.From) {
			sum++
		}
	}
	if n == 0 {
		return nil
	}
	score := sum / float64(n)
	if d.Method != "mean" {
		score = sum * float64(len(values)) / float64(n) * float64(max(d.Factor, 1))
	}
	return &score
}

func lowest(values []*float64) *float64 {
	var low *float64
	for _, v := range values {
		if v != nil && (low == nil || *v < *low) {
			low = v
		}
	}
	return low
}

func (d *Definition) parts(r *Result, values []*float64) {
	for _, p := range d.Parts {
		var own []*float64
		for _, item := range p.Items {
			own = append(own, values[item-1])
		}
		score := d.of(own)
		if score == nil {
			continue
		}
		if r.Parts == nil {
			r.Parts = map[string]float64{}
		}
		r.Parts[p.Code] = *score
		if p.High > 0 && *score >= float64(p.High) {
			r.High = append(r.High, p.Code)
		}
	}
}

// name finds bands and profile. A score between two whole numbers, from a mean
// for what is missing, is in the band of the nearest.
func (d *Definition) name(r *Result, values []*float64, confirmed bool) {
	whole := math.Floor(*r.Score + 0.5)
	for _, b := range d.Bands {
		if whole >= float64(b.From) && whole <= float64(b.To) && (confirmed || !b.Check) {
			r.Bands = append(r.Bands, b.Code)
		}
	}
	for _, p := range d.Profiles {
		if p.holds(values) {
			r.Profile = p.Code
			return
		}
	}
}

func (p *Pattern) holds(values []*float64) bool {
	for _, need := range p.Need {
		n := 0
		for _, v := range values[need.First-1 : need.Last] {
			if v != nil && *v >= float64(p.From) && *v <= float64(p.To) {
				n++
			}
		}
		if n < need.AtLeast {
			return false
		}
	}
	return true
}
