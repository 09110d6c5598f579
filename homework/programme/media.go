package programme

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// The files that a step of each kind takes, by their ends. A film may also be
// the id of a film of the organisation, which has no end.
var (
	pictures = []string{".svg", ".webp", ".png", ".jpg"}
	films    = []string{".mp4", ".webm", ""}
	sounds   = []string{".mp3", ".m4a"}
)

// mediaPattern keeps names usable in a path: a file that comes with Kring, or
// an id.
var mediaPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{0,59}(\.[a-z0-9]{3,4})?$`)

func checkMedia(name string, ends []string) error {
	if !mediaPattern.MatchString(name) || !slices.Contains(ends, path.Ext(name)) {
		return fmt.Errorf("media %q, want one of %q", name, ends)
	}
	return nil
}

// checkCaptions: WebVTT in each language that has any
// (https://www.w3.org/TR/webvtt1).
func checkCaptions(t Text) error {
	for lang, vtt := range t {
		if !strings.HasPrefix(vtt, "WEBVTT\n") {
			return fmt.Errorf("captions in %s are not WebVTT", lang)
		}
	}
	return nil
}
