package programme

// video: Media is the film, Transcript its words and what happens, Captions
// its subtitles when somebody speaks in it; takes no value.
var videoKind = kind{
	define: func(s *Step) error {
		return first(checkMedia(s.Media, films), needText("transcript", s.Transcript), checkCaptions(s.Captions))
	},
}
