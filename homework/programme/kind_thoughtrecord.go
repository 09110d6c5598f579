package programme

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxPart is the most characters in one part of a thought record.
const maxPart = 2000

// The parts of a thought record in the order in which they are made: the five
// of the G-schema (gebeurtenis, gedachten, gevoel, gedrag, gevolg) and the
// helping thought in words; how strong the feeling is before and after it as
// a whole number from 0 to 100.
var (
	thoughtTexts  = []string{"event", "thought", "feeling", "behaviour", "result", "alternative"}
	thoughtScales = []string{"before", "after"}
)

// thought-record: value {"parts": {part: {"text": "…"} or {"number": n}}}.
var thoughtRecordKind = kind{
	define: func(*Step) error { return nil },
	check: func(_ *Step, v Value) (string, error) {
		if !v.Equal(Value{Parts: v.Parts}) {
			return "step.malformed", errors.New("a thought record has parts only")
		}
		for id, p := range v.Parts {
			if code, err := checkThought(id, p); err != nil {
				return code, fmt.Errorf("part %q: %w", id, err)
			}
		}
		return "", nil
	},
}

func checkThought(id string, p Part) (string, error) {
	switch {
	case p.Number == nil && slices.Contains(thoughtTexts, id):
		if n := utf8.RuneCountInString(p.Text); n > maxPart {
			return "step.too-long", fmt.Errorf("%d characters, at most %d", n, maxPart)
		}
	case p.Number != nil && p.Text == "" && slices.Contains(thoughtScales, id):
		if n := *p.Number; n != math.Trunc(n) || n < 0 || n > 100 {
			return "step.range", errors.New("not a whole number from 0 to 100")
		}
	default:
		return "step.malformed", errors.New("not a part of a thought record")
	}
	return "", nil
}

// thoughtWords are the texts under each other, in their order.
func thoughtWords(parts map[string]Part) string {
	var out []string
	for _, id := range thoughtTexts {
		if t := parts[id].Text; t != "" {
			out = append(out, t)
		}
	}
	return strings.Join(out, "\n")
}
