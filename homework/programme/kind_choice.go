package programme

import (
	"errors"
	"fmt"
	"slices"
)

// choice: one of Options; value {"choice": option id}.
var choiceKind = kind{
	define: func(s *Step) error { return checkOptions(s.Options) },
	check: func(s *Step, v Value) (string, error) {
		if !v.Equal(Value{Choice: v.Choice}) {
			return "step.malformed", errors.New("a choice is one option")
		}
		if !slices.ContainsFunc(s.Options, func(o Option) bool { return o.ID == v.Choice }) {
			return "step.option", errors.New("not one of the options")
		}
		return "", nil
	},
}

func checkOptions(options []Option) error {
	if len(options) < 2 || len(options) > 12 {
		return fmt.Errorf("%d options, want 2..12", len(options))
	}
	seen := ids{}
	for _, o := range options {
		if err := first(seen.add(o.ID), needText("label", o.Label)); err != nil {
			return fmt.Errorf("option %q: %w", o.ID, err)
		}
	}
	return nil
}
