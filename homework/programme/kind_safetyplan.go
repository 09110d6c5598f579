package programme

// safety-plan: a moment for one's own safety plan, which is the person's and
// not the answer's (package homework/plan); value {"done": true} says that it
// fits for now.
var safetyPlanKind = kind{
	define: func(*Step) error { return nil },
	check:  exerciseKind.check,
}
