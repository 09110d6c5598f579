package programme

import "fmt"

// maxShort is the most characters that fit on a line or two.
const maxShort = 200

// short-text: some words on one line, at most MaxLength characters; value as
// of long-text.
var shortTextKind = kind{
	define: func(s *Step) error {
		if s.MaxLength < 1 || s.MaxLength > maxShort {
			return fmt.Errorf("maxLength %d, want 1..%d", s.MaxLength, maxShort)
		}
		return nil
	},
	check: longTextKind.check,
}
