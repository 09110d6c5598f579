package programme

import (
	"errors"
	"fmt"
	"unicode/utf8"
)

// long-text: something to write, at most MaxLength characters (code points);
// value {"text": "…"}.
var longTextKind = kind{
	define: func(s *Step) error {
		if s.MaxLength < 1 || s.MaxLength > MaxRunes {
			return fmt.Errorf("maxLength %d, want 1..%d", s.MaxLength, MaxRunes)
		}
		return nil
	},
	check: func(s *Step, v Value) (string, error) {
		if !v.Equal(Value{Text: v.Text}) {
			return "step.malformed", errors.New("a long text is one text")
		}
		if n := utf8.RuneCountInString(v.Text); n > s.MaxLength {
			return "step.too-long", fmt.Errorf("%d characters, at most %d", n, s.MaxLength)
		}
		return "", nil
	},
}
