package programme

// picture: Media is the picture, Alt what it shows for who does not see it,
// Body the text beside it; takes no value.
var pictureKind = kind{
	define: func(s *Step) error { return first(checkMedia(s.Media, pictures), needText("alt", s.Alt)) },
}
