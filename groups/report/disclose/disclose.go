// Package disclose decides which figures about people may leave Kring (REP-2).
// It is pure: figures go in group by group, and only what may be shown comes
// out. Nothing in it knows who somebody is.
//
// The rules, after the handbook of statistical disclosure control that Dutch
// and European statistics offices use (Hundepool et al., 2012):
//
//   - A figure stands for at least MinPeople people from at least MinGroups
//     groups, of which the largest gives at most MaxShare. Otherwise whoever
//     led the one group that counts would read about its people.
//   - Counts are rounded to Step. Percentages are made of rounded counts.
//   - In a table the parts that are left out together make a figure that could
//     have been shown itself, and are at least two: a total less its other
//     parts gives nobody away. Zero is left out as other small numbers are.
//   - A mean stands for as many people, is rounded, and is not given when all
//     say the same or when one person makes up more than half of it.
//
// These rules make one report safe. That no two reports can be subtracted from
// each other is the work of package report: every person is counted in one
// place and one period, and a report is made once.
package disclose

import (
	"math"
	"slices"
)

// The bounds of what is shown.
const (
	MinPeople = 10
	MinGroups = 2
	MaxShare  = 0.8
	Step      = 5
)

// Tally counts people, one group after the other.
type Tally struct {
	people, groups, largest int
}

// Add counts people of one group. A group is added once.
func (t *Tally) Add(people int) {
	if people == 0 {
		return
	}
	t.people += people
	t.groups++
	t.largest = max(t.largest, people)
}

// with is two tallies that have no group in common, together.
func (t Tally) with(o Tally) Tally {
	return Tally{people: t.people + o.people, groups: t.groups + o.groups, largest: max(t.largest, o.largest)}
}

// safe reports whether a figure about these people may be shown.
func (t Tally) safe() bool {
	return t.people >= MinPeople && t.groups >= MinGroups && float64(t.largest) <= MaxShare*float64(t.people)
}

// Count is a number of people as it may be shown: nil is "too few to show".
type Count *int

func (t Tally) rounded() Count {
	n := (t.people + Step/2) / Step * Step
	return &n
}

// Total is a figure that stands by itself.
func (t Tally) Total() Count {
	if !t.safe() {
		return nil
	}
	return t.rounded()
}

// Part is how many of all there are, when the rest may be known too: who knows
// the total knows both.
func Part(part, rest Tally) Count {
	if !rest.safe() {
		return nil
	}
	return part.Total()
}

// Parts shows a total that is divided into parts; every group is in exactly
// one. The parts are shown only if the total is.
func Parts(total Tally, parts []Tally) []Count {
	out := make([]Count, len(parts))
	if !total.safe() {
		return out
	}
	hidden := hide(parts)
	for i, p := range parts {
		if !slices.Contains(hidden, i) {
			out[i] = p.rounded()
		}
	}
	return out
}

// hide chooses the parts that are left out: those that are not safe, and then
// the smallest others until what is left out is no figure about few people.
func hide(parts []Tally) []int {
	var hidden, shown []int
	var out Tally
	for i, p := range parts {
		if p.safe() {
			shown = append(shown, i)
			continue
		}
		hidden, out = append(hidden, i), out.with(p)
	}
	slices.SortStableFunc(shown, func(a, b int) int { return parts[a].people - parts[b].people })
	for len(hidden) > 0 && len(shown) > 0 && (len(hidden) < 2 || !out.safe()) {
		hidden, out, shown = append(hidden, shown[0]), out.with(parts[shown[0]]), shown[1:]
	}
	return hidden
}

// Mean gathers one number of each person, one group after the other.
type Mean struct {
	Tally
	sum, squares, sizes, most float64 // sizes without their signs: all together, and the largest
}

// Add takes the numbers of the people of one group. A group is added once;
// who has no number is not in it.
func (m *Mean) Add(numbers []float64) {
	m.Tally.Add(len(numbers))
	for _, x := range numbers {
		m.sum += x
		m.squares += x * x
		m.sizes += math.Abs(x)
		m.most = max(m.most, math.Abs(x))
	}
}

// Figure is a mean as it may be shown, with the number of people whose mean
// it is.
type Figure struct {
	Value  float64 `json:"value"`
	People int     `json:"people" doc:"Rounded to 5"`
}

// Figure is the mean rounded to step, nil for "too few to show".
func (m *Mean) Figure(step float64) *Figure {
	if !m.safe() || m.spread() == 0 || m.most > m.sizes/2 {
		return nil
	}
	return &Figure{Value: round(m.sum/float64(m.people), step), People: *m.rounded()}
}

// spread is the standard deviation (n - 1), 0 when all numbers are the same.
func (m *Mean) spread() float64 {
	n := float64(m.people)
	if n < 2 || m.squares*n-m.sum*m.sum <= 1e-9*m.squares*n {
		return 0
	}
	return math.Sqrt((m.squares - m.sum*m.sum/n) / (n - 1))
}

// Change gathers what people scored before and after.
type Change struct {
	before, change Mean
}

// Pair is one person's two scores.
type Pair struct{ Before, After float64 }

// Add takes the pairs of the people of one group. A group is added once.
func (c *Change) Add(pairs []Pair) {
	before, change := make([]float64, len(pairs)), make([]float64, len(pairs))
	for i, p := range pairs {
		before[i], change[i] = p.Before, p.After-p.Before
	}
	c.before.Add(before)
	c.change.Add(change)
}

// Effect is a mean change, in points and as an effect size: the change divided
// by the standard deviation before (Becker 1988, "standardized mean change").
type Effect struct {
	Figure
	Size float64 `json:"size" doc:"Rounded to 0.1"`
}

// Effect is the change rounded to step, nil for "too few to show". What people
// scored before is not shown by itself.
func (c *Change) Effect(step float64) *Effect {
	f, spread := c.change.Figure(step), c.before.spread()
	if f == nil || spread == 0 {
		return nil
	}
	return &Effect{Figure: *f, Size: round(c.change.sum/float64(c.change.people)/spread, 0.1)}
}

// round rounds to a multiple of step, without what binary fractions add.
func round(x, step float64) float64 { return math.Round(math.Round(x/step)*step*100) / 100 }
