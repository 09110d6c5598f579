// Package theme reads an organisation's token file, other values for Kring's
// --basis-* tokens, and refuses one with which words could not be read: every
// pair of colours that Kring puts on each other is checked (WCAG 2.2, 1.4.3
// and 1.4.11) before the file is kept.
//
// A file is CSS as token tools write it: declarations between braces, with any
// selector. Of those only what Kring knows and lets change is used, and every
// value is of a narrow grammar, so that what is served again is a list of
// colours, lengths and font names and nothing else.
package theme

import (
	"fmt"
	"hash/fnv"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// MaxBytes is how long a token file may be.
const MaxBytes = 200 << 10

// Tokens are values by name, without the leading --basis-.
type Tokens map[string]string

// Themes knows the base theme that an organisation's own stands on.
type Themes struct{ base Tokens }

// TokenFault is one thing wrong with a token file: a line that cannot be used (Code
// "token.value" or "token.syntax"), or two colours too close to each other
// ("contrast").
type TokenFault struct {
	Code  string  `json:"code" enum:"token.value,token.syntax,contrast"`
	Text  string  `json:"text,omitempty" doc:"What cannot be used"`
	Token string  `json:"token,omitempty"`
	On    string  `json:"on,omitempty" doc:"With contrast: the ground on which the token stands"`
	Ratio float64 `json:"ratio,omitempty" doc:"Rounded down to tenths"`
	Need  float64 `json:"need,omitempty"`
}

// TokenCheck is what a token file comes to. Used counts the tokens that change
// something, Unknown those of other design systems, which are left alone.
type TokenCheck struct {
	Used    int          `json:"used"`
	Unknown int          `json:"unknown"`
	Faults  []TokenFault `json:"faults"`
}

// New reads the base theme: Kring's own tokens.css.
func New(base string) (*Themes, error) {
	t := &Themes{base: Tokens{}}
	for _, d := range declarations(base) {
		if name, ok := strings.CutPrefix(d.name, prefix); ok {
			t.base[name] = d.value
		}
	}
	if len(pairs(t.base)) < 20 {
		return nil, fmt.Errorf("theme: the base theme has %d tokens and hardly a pair of colours", len(t.base))
	}
	if fs := contrasts(t.base); len(fs) > 0 {
		return nil, fmt.Errorf("theme: the base theme itself: %+v", fs)
	}
	return t, nil
}

const prefix = "--basis-"

// Check reads a token file and tells all that is wrong with it.
func (t *Themes) Check(source string) TokenCheck {
	_, r := t.read(source)
	return r
}

// CSS is what is served for an organisation: the tokens of its file for who
// has its class on the root element. Of a file with faults it is "".
func (t *Themes) CSS(org, source string) string {
	own, r := t.read(source)
	if len(r.Faults) > 0 || len(own) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("html." + Class(org) + " {\n")
	for _, name := range slices.Sorted(maps.Keys(own)) {
		b.WriteString("  " + prefix + name + ": " + own[name] + ";\n")
	}
	return b.String() + "}\n"
}

// Class is the class that turns an organisation's theme on.
func Class(org string) string { return "kring-theme-" + org }

// Version changes with a token file, for caches.
func Version(source string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(source)) // never fails
	return fmt.Sprintf("%x", h.Sum64())
}

func (t *Themes) read(source string) (Tokens, TokenCheck) {
	own, r := Tokens{}, TokenCheck{Faults: []TokenFault{}}
	for _, d := range declarations(source) {
		name, basis := strings.CutPrefix(d.name, prefix)
		_, known := t.base[name]
		switch {
		case d.name == "":
			r.Faults = append(r.Faults, TokenFault{Code: "token.syntax", Text: short(d.value)})
		case !basis || !known || !changeable(name):
			r.Unknown++
		case !valid(name, d.value):
			r.Faults = append(r.Faults, TokenFault{Code: "token.value", Token: name, Text: short(d.value)})
		default:
			own[name] = full(d.value)
		}
	}
	r.Used = len(own)
	all := maps.Clone(t.base)
	maps.Copy(all, own)
	r.Faults = append(r.Faults, contrasts(all)...)
	return own, r
}

// declaration is one name with its value; what is none has no name.
type declaration struct{ name, value string }

var comment = regexp.MustCompile(`(?s)/\*.*?\*/`)

// declarations cuts a file at braces and semicolons. A part before an opening
// brace is a selector and is left out.
func declarations(source string) []declaration {
	var out []declaration
	rest := comment.ReplaceAllString(source, " ")
	for rest != "" {
		i := strings.IndexAny(rest, "{};")
		part, end := rest, byte(';')
		if i >= 0 {
			part, end, rest = rest[:i], rest[i], rest[i+1:]
		} else {
			rest = ""
		}
		part = strings.TrimSpace(part)
		if part == "" || end == '{' {
			continue
		}
		name, value, ok := strings.Cut(part, ":")
		name = strings.TrimSpace(name)
		if !ok || !strings.HasPrefix(name, "--") {
			name, value = "", part
		}
		out = append(out, declaration{name, strings.TrimSpace(value)})
	}
	return out
}

// changeable: what an organisation may look like. How big a target is, and how
// far apart things are, is not a matter of taste.
func changeable(name string) bool {
	return strings.HasPrefix(name, "color-") || strings.HasPrefix(name, "border-radius-") ||
		strings.HasPrefix(name, "focus-") && strings.HasSuffix(name, "-color") || name == "text-font-family-default"
}

var (
	colour = regexp.MustCompile(`^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$`)
	length = regexp.MustCompile(`^(0|[0-9]{1,4}(\.[0-9]{1,4})?(px|rem))$`)
	fonts  = regexp.MustCompile(`^[A-Za-z0-9 ,'"-]{1,200}$`)
)

func valid(name, value string) bool {
	switch {
	case strings.HasPrefix(name, "border-radius-"):
		return length.MatchString(value)
	case strings.HasPrefix(name, "text-"):
		return fonts.MatchString(value) && strings.Count(value, `"`)%2 == 0 && strings.Count(value, "'")%2 == 0
	}
	return colour.MatchString(value)
}

// full writes a colour of three digits with six.
func full(value string) string {
	if len(value) != 4 || value[0] != '#' {
		return value
	}
	var b strings.Builder
	b.WriteByte('#')
	for _, c := range []byte(value[1:]) {
		b.WriteByte(c)
		b.WriteByte(c)
	}
	return b.String()
}

// short is enough of a text to find it by.
func short(s string) string {
	r := []rune(strings.ToValidUTF8(strings.Join(strings.Fields(s), " "), "?"))
	if len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return string(r)
}
