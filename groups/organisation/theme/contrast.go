package theme

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// What two colours must differ (WCAG 2.2): words from their ground, and the
// edge of a control from what it stands on.
const (
	needWords = 4.5
	needEdge  = 3
)

// pair is a token that stands on another.
type pair struct {
	token, on string
	need      float64
}

// contrasts tells which pairs of a whole theme are too close, in a fixed order.
func contrasts(all Tokens) []TokenFault {
	out := []TokenFault{}
	for _, p := range pairs(all) {
		if r := ratio(all[p.token], all[p.on]); r < p.need {
			out = append(out, TokenFault{Code: "contrast", Token: p.token, On: p.on, Ratio: math.Floor(r*10) / 10, Need: p.need})
		}
	}
	return out
}

// pairs are the colours that Kring puts on each other; the browser client's
// test of its base theme (web/src/ui/tokens.test.ts) says the same.
func pairs(all Tokens) []pair {
	var out []pair
	names := slices.Sorted(maps.Keys(all))
	for _, on := range names {
		kind, ground, ok := strings.Cut(on, "-bg-")
		if !ok || !strings.HasPrefix(on, "color-") {
			continue
		}
		// On a strong ground stand the inverse words of its kind.
		strong := (kind == "color-action-1" || kind == "color-negative") && !strings.Contains(ground, "subtle")
		for _, token := range names {
			if word, ok := strings.CutPrefix(token, kind+"-color-"); ok && strings.Contains(word, "inverse") == strong {
				out = append(out, pair{token, on, needWords})
			}
		}
	}
	for _, on := range []string{"color-default-bg-document", "color-default-bg-default", "color-default-bg-subtle", "color-accent-1-bg-subtle"} {
		for _, token := range []string{"color-action-1-color-default", "color-negative-color-default", "color-default-color-subtle"} {
			out = append(out, pair{token, on, needWords})
		}
	}
	for _, on := range []string{"color-default-bg-document", "color-default-bg-default", "color-accent-1-bg-subtle"} {
		for _, token := range []string{"color-default-border-control", "color-action-1-bg-default", "color-negative-bg-default", "focus-outline-color"} {
			out = append(out, pair{token, on, needEdge})
		}
	}
	return slices.CompactFunc(slices.SortedFunc(slices.Values(out), func(a, b pair) int {
		return strings.Compare(a.token+" "+a.on, b.token+" "+b.on)
	}), func(a, b pair) bool { return a.token == b.token && a.on == b.on })
}

// ratio is the contrast of two colours, 1 to 21; of what is no colour it is 1.
func ratio(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is the relative luminance of a colour as #rrggbb (WCAG 2.2).
func luminance(hex string) float64 {
	n, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
	if err != nil {
		return 0
	}
	channel := func(v uint64) float64 {
		c := float64(v&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(n>>16) + 0.7152*channel(n>>8) + 0.0722*channel(n)
}
