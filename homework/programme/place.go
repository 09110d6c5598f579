package programme

import (
	"regexp"
	"strconv"
	"strings"
)

var blankLines = regexp.MustCompile(`\n[ \t]*\n\s*`)

// Paragraphs are the parts of a text between blank lines. The browser client
// divides in the same way.
func Paragraphs(text string) []string {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	return blankLines.Split(text, -1)
}

// Place reads where feedback stands: a step ("hope"), or a paragraph of its
// text ("hope:2", from 1); 0 is the step as a whole.
func Place(place string) (step string, paragraph int) {
	step, n, _ := strings.Cut(place, ":")
	paragraph, _ = strconv.Atoi(n)
	return step, paragraph
}

// Until is the module up to and with the first step that waits for feedback
// and has none.
func (m *Module) Until(fed func(step string) bool) *Module {
	for i := range m.Steps {
		if m.Steps[i].Waits && !fed(m.Steps[i].ID) {
			short := *m
			short.Steps = m.Steps[:i+1]
			return &short
		}
	}
	return m
}
