package disclose

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func tally(groups ...int) (t Tally) {
	for _, n := range groups {
		t.Add(n)
	}
	return t
}

func shown(c Count) int {
	if c == nil {
		return -1
	}
	return *c
}

func TestTotal(t *testing.T) {
	for _, c := range []struct {
		name   string
		groups []int
		want   int
	}{
		{"nobody", nil, -1},
		{"nine people", []int{5, 4}, -1},
		{"ten people", []int{5, 5}, 10},
		{"rounded down", []int{6, 6}, 10},
		{"rounded up", []int{7, 6}, 15},
		{"one group alone", []int{14}, -1},
		{"one group and one person", []int{14, 1}, -1},
		{"one group of four fifths", []int{8, 2}, 10},
		{"one group of more than four fifths", []int{9, 2}, -1},
		{"a group without people is no group", []int{14, 0}, -1},
	} {
		if got := shown(tally(c.groups...).Total()); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

func TestPart(t *testing.T) {
	if got := shown(Part(tally(10, 10), tally(5, 4))); got != -1 {
		t.Errorf("20 of 29 who completed are shown as %d: then all read that 9 did not", got)
	}
	if got := shown(Part(tally(10, 10), tally(5, 6))); got != 20 {
		t.Errorf("20 of 31 are shown as %d", got)
	}
}

func TestParts(t *testing.T) {
	for _, c := range []struct {
		name  string
		parts [][]int
		want  []int
	}{
		{"all large", [][]int{{8, 8}, {10, 10, 10}}, []int{15, 30}},
		{"one small: the smallest other goes with it", [][]int{{3, 2}, {10, 10}, {8, 8}}, []int{-1, 20, -1}},
		{"one of nobody: the same", [][]int{{}, {10, 10}, {8, 8}}, []int{-1, 20, -1}},
		{"two small that are few together: a third goes too", [][]int{{2, 2}, {2, 2}, {8, 8}, {9, 9}}, []int{-1, -1, -1, 20}},
		{"two small that are many together", [][]int{{4, 4}, {4, 4}, {8, 8}}, []int{-1, -1, 15}},
		{"one group alone", [][]int{{14}, {10, 10}, {12, 12}}, []int{-1, -1, 25}},
		{"two parts", [][]int{{5}, {20, 20}}, []int{-1, -1}},
	} {
		var total Tally
		parts := make([]Tally, len(c.parts))
		for i, groups := range c.parts {
			parts[i] = tally(groups...)
			total = total.with(parts[i])
		}
		var got []int
		for _, p := range Parts(total, parts) {
			got = append(got, shown(p))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	if got := Parts(tally(4, 4), []Tally{tally(4), tally(4)}); got[0] != nil || got[1] != nil {
		t.Error("parts of a total that is not shown are")
	}
}

func mean(groups ...[]float64) *Mean {
	var m Mean
	for _, g := range groups {
		m.Add(g)
	}
	return &m
}

func TestFigure(t *testing.T) {
	for _, c := range []struct {
		name   string
		groups [][]float64
		want   float64 // NaN: not shown
	}{
		{"ten people", [][]float64{{1, 2, 3, 4, 5}, {6, 7, 8, 9, 11}}, 5.5},
		{"nine people", [][]float64{{1, 2, 3, 4, 5}, {6, 7, 8, 9}}, math.NaN()},
		{"all the same", [][]float64{{0.1, 0.1, 0.1, 0.1, 0.1}, {0.1, 0.1, 0.1, 0.1, 0.1}}, math.NaN()},
		{"one person is all", [][]float64{{0, 0, 0, 0, 300}, {0, 0, 0, 0, 0}}, math.NaN()},
		{"one person is more than half", [][]float64{{1, 1, 1, 1, 300}, {1, 1, 1, 1, 1}}, math.NaN()},
		{"one person is more than half of what goes up and down", [][]float64{{-1, 1, -1, 1, -9}, {1, -1, 1, -1, 0}}, math.NaN()},
	} {
		f := mean(c.groups...).Figure(0.5)
		if (f == nil) != math.IsNaN(c.want) || f != nil && (f.Value != c.want || f.People != 10) {
			t.Errorf("%s: %v, want %v", c.name, f, c.want)
		}
	}
}

func TestEffect(t *testing.T) {
	var c Change
	// Twice the same five people: before 10 12 14 16 18 (SD 2.98 over ten), each 3 points lower but one 2.
	five := []Pair{{10, 7}, {12, 9}, {14, 11}, {16, 13}, {18, 16}}
	c.Add(five)
	if got := c.Effect(0.5); got != nil {
		t.Errorf("five people of one group are shown: %+v", got)
	}
	c.Add(five)
	got := c.Effect(0.5)
	if got == nil || got.Value != -3 || got.Size != -0.9 || got.People != 10 {
		t.Errorf("change %+v, want -3 and -0.9 of 10", got)
	}
}

// What an attacker who has the whole table knows of a part that was left out:
// more than one number fits, and none of the fitting stretches is that of few
// people alone. The attacker solves all that was published at once: rounding
// leaves each shown number two on either side, and none below MinPeople.
func TestNobodyIsFoundInATable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		groups := rapid.SliceOfN(rapid.SliceOfN(rapid.IntRange(0, 14), 0, 6), 1, 6).Draw(t, "groups")
		var total Tally
		parts := make([]Tally, len(groups))
		for i, g := range groups {
			parts[i] = tally(g...)
			total = total.with(parts[i])
		}
		out := Parts(total, parts)
		if c := total.Total(); c != nil && abs(*c-total.people) > Step/2 {
			t.Fatalf("total %d is shown as %d", total.people, *c)
		}
		var hidden Tally
		n := 0
		for i, c := range out {
			switch {
			case c == nil:
				hidden, n = hidden.with(parts[i]), n+1
			case !parts[i].safe():
				t.Fatalf("part %d of %v is shown as %d", i, groups[i], *c)
			}
		}
		if total.safe() && n > 0 && (n < 2 || !hidden.safe()) {
			t.Fatalf("the total less its other parts is a figure about %+v in %d parts", hidden, n)
		}
		low, high := fits(total, out)
		if total.safe() && n > 0 && high-low < MinPeople {
			t.Fatalf("a part that was left out is known to be %d to %d", low, high)
		}
	})
}

// fits is the stretch in which an attacker places each part that was left out.
func fits(total Tally, out []Count) (low, high int) {
	if total.Total() == nil {
		return 0, math.MaxInt
	}
	high = *total.Total() + Step/2
	for _, c := range out {
		if c != nil {
			high -= max(*c-Step/2, MinPeople)
		}
	}
	return 0, high // each other part that was left out may be all of the rest
}

func abs(n int) int { return max(n, -n) }

// Of two datasets that differ in one person no more is shown of the larger one
// than the rules allow, whoever that person is: a figure that appears with them
// is one about at least MinPeople.
func TestOnePersonMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		numbers := rapid.SliceOfN(rapid.SliceOfN(rapid.Float64Range(-27, 27), 1, 14), 1, 8).Draw(t, "numbers")
		m, most, sizes := mean(numbers...), 0.0, 0.0
		people, largest := 0, 0
		for _, g := range numbers {
			people, largest = people+len(g), max(largest, len(g))
			for _, x := range g {
				most, sizes = max(most, math.Abs(x)), sizes+math.Abs(x)
			}
		}
		f := m.Figure(0.5)
		if f == nil {
			return
		}
		if people < MinPeople || len(numbers) < MinGroups || float64(largest) > MaxShare*float64(people) || most > sizes/2 {
			t.Fatalf("a mean of %v is shown", numbers)
		}
	})
}
