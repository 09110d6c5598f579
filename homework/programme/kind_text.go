package programme

// text: something to read. Body; takes no value.
var textKind = kind{
	define: func(s *Step) error { return needText("body", s.Body) },
}
