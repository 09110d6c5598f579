package programme

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"kring/homework/measure"
)

// questionnaire: the items of a measure.Definition, whose texts each
// organisation has of the owner; value {"parts": {"1": {"number": n, "at": t}}}
// by item from 1. A part without a number was passed over.
var questionnaireKind = kind{
	define: func(s *Step) error {
		_, err := measure.Find(s.Questionnaire)
		return err
	},
	check: func(s *Step, v Value) (string, error) {
		if !v.Equal(Value{Parts: v.Parts}) {
			return "step.malformed", errors.New("a questionnaire is answered by item")
		}
		d, err := measure.Find(s.Questionnaire)
		if err != nil {
			return "step.malformed", err
		}
		for number, p := range v.Parts {
			if n, err := strconv.Atoi(number); err != nil || strconv.Itoa(n) != number || n < 1 || n > d.Items+d.Unscored || p.Text != "" {
				return "step.malformed", fmt.Errorf("no item %q", number)
			}
			if n := p.Number; n != nil && (*n != math.Trunc(*n) || *n < float64(d.Min) || *n > float64(d.Max)) {
				return "step.range", fmt.Errorf("item %s: not a whole number from %d to %d", number, d.Min, d.Max)
			}
		}
		return "", nil
	},
}
