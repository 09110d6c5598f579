package programme

// audio: Media is what is heard, Transcript the same in words; takes no value.
var audioKind = kind{
	define: func(s *Step) error { return first(checkMedia(s.Media, sounds), needText("transcript", s.Transcript)) },
}
