package groups

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kring/internal/fault"
)

// maxAlias is the longest alias, in runes.
const maxAlias = 40

// phoneDigits is how many digits make an alias look like a telephone number.
const phoneDigits = 7

// CleanAlias checks an alias and returns it with single spaces: 1..40 runes
// that all show, and nothing by which somebody can be reached.
func CleanAlias(raw string) (string, error) {
	bad := func(code, why string) (string, error) { return "", fault.Bad("alias", code, "%s", why) }
	if !utf8.ValidString(raw) || strings.ContainsFunc(raw, hidden) {
		return bad("alias.characters", "the alias has characters that do not show")
	}
	a := strings.Join(strings.Fields(raw), " ")
	digits := 0
	for _, r := range a {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	switch {
	case a == "":
		return bad("alias.empty", "an alias is needed")
	case utf8.RuneCountInString(a) > maxAlias:
		return bad("alias.long", "the alias is over 40 characters")
	case strings.Contains(a, "@") || digits >= phoneDigits:
		return bad("alias.contact", "the alias looks like an e-mail address or a telephone number")
	}
	return a, nil
}

// hidden reports control and format characters, with which an alias could
// look like another one.
func hidden(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs) }

// text checks a line of text that staff typed: min..max runes that all show.
func text(field, s string, low, high int) error {
	n := utf8.RuneCountInString(strings.TrimSpace(s))
	if n < low || n > high || !utf8.ValidString(s) || strings.ContainsFunc(s, hidden) {
		return fault.Bad(field, "text.invalid", "%s needs %d to %d characters on one line", field, low, high)
	}
	return nil
}
