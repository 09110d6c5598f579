package programme

import (
	"errors"
	"fmt"
	"math"
)

// number: a number from Min to Max of Unit, with at most one decimal; value
// {"number": n}.
var numberKind = kind{
	define: func(s *Step) error {
		if s.Min < 0 || s.Min >= s.Max || s.Max > 100_000 {
			return fmt.Errorf("number %d..%d, want 0 <= min < max <= 100000", s.Min, s.Max)
		}
		return needText("unit", s.Unit)
	},
	check: func(s *Step, v Value) (string, error) {
		if v.Number == nil || !v.Equal(Value{Number: v.Number}) {
			return "step.malformed", errors.New("a number is one number")
		}
		n := *v.Number
		if n < float64(s.Min) || n > float64(s.Max) || math.Abs(n*10-math.Round(n*10)) > 1e-6 {
			return "step.range", fmt.Errorf("not a number from %d to %d with one decimal", s.Min, s.Max)
		}
		return "", nil
	},
}
