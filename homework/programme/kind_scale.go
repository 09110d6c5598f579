package programme

import (
	"errors"
	"fmt"
	"math"
)

// scale: a whole number from Min to Max, with words at both ends;
// value {"number": n}.
var scaleKind = kind{
	define: func(s *Step) error {
		if s.Min >= s.Max || s.Max-s.Min > 10 {
			return fmt.Errorf("scale %d..%d, want 1 to 10 apart", s.Min, s.Max)
		}
		return first(needText("minLabel", s.MinLabel), needText("maxLabel", s.MaxLabel))
	},
	check: func(s *Step, v Value) (string, error) {
		if v.Number == nil || !v.Equal(Value{Number: v.Number}) {
			return "step.malformed", errors.New("a scale is one number")
		}
		n := *v.Number
		if n != math.Trunc(n) || n < float64(s.Min) || n > float64(s.Max) {
			return "step.range", fmt.Errorf("not a whole number from %d to %d", s.Min, s.Max)
		}
		return "", nil
	},
}
