package programme

import (
	"errors"
	"slices"
)

// choices: any number of Options; value {"choices": [option ids]}, in the
// order of the options.
var choicesKind = kind{
	define: func(s *Step) error { return checkOptions(s.Options) },
	check: func(s *Step, v Value) (string, error) {
		if !v.Equal(Value{Choices: v.Choices}) {
			return "step.malformed", errors.New("choices are options only")
		}
		at := -1
		for _, id := range v.Choices {
			i := slices.IndexFunc(s.Options, func(o Option) bool { return o.ID == id })
			if i <= at {
				return "step.option", errors.New("not among the options, or not in their order")
			}
			at = i
		}
		return "", nil
	},
}
