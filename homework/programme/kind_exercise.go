package programme

import "errors"

// exercise: something to do away from the screen. Body; value {"done": true}.
var exerciseKind = kind{
	define: func(s *Step) error { return needText("body", s.Body) },
	check: func(_ *Step, v Value) (string, error) {
		if !v.Equal(Value{Done: true}) {
			return "step.malformed", errors.New("an exercise is done or not")
		}
		return "", nil
	},
}
