package theme_test

import (
	"math"
	"regexp"
	"strings"
	"testing"

	"kring/groups/organisation/theme"
	"kring/web"
)

func open(t testing.TB) *theme.Themes {
	t.Helper()
	s, err := theme.New(web.Tokens)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestATokenFile(t *testing.T) {
	s := open(t)
	source := `/* Gemeente; a { comment } */
.gemeente-theme, :root {
  --basis-color-action-1-bg-default: #154273;
  --basis-color-action-1-color-inverse: #FFF;
  --basis-border-radius-md: 4px;
  --basis-text-font-family-default: 'Open Sans', sans-serif;
  --utrecht-button-font-size: 1rem;
  --basis-pointer-target-min-block-size: 10px
}`
	if r := s.Check(source); r.Used != 4 || r.Unknown != 2 || len(r.Faults) != 0 {
		t.Fatalf("%+v", r)
	}
	want := `html.kring-theme-team {
  --basis-border-radius-md: 4px;
  --basis-color-action-1-bg-default: #154273;
  --basis-color-action-1-color-inverse: #FFFFFF;
  --basis-text-font-family-default: 'Open Sans', sans-serif;
}
`
	if got := s.CSS("team", source); got != want {
		t.Errorf("%s", got)
	}
	if s.CSS("team", "") != "" || theme.Version(source) == theme.Version("") {
		t.Error("an empty file has a theme, or the same version")
	}
}

// A button whose words cannot be read is refused, with which colours and how far.
func TestWordsThatCannotBeRead(t *testing.T) {
	s := open(t)
	source := ":root { --basis-color-action-1-bg-default: #7fb5b0; }"
	r := s.Check(source)
	var words, edge *theme.TokenFault
	for i, f := range r.Faults {
		if f.Token == "color-action-1-color-inverse" {
			words = &r.Faults[i]
		}
		if f.Token == "color-action-1-bg-default" && f.On == "color-default-bg-default" {
			edge = &r.Faults[i]
		}
	}
	// #fff on #7fb5b0: luminances 1 and 0.407 make 2.298, told as 2.2: never more than it is.
	if words == nil || words.On != "color-action-1-bg-default" || math.Abs(words.Ratio-2.2) > 0.01 || words.Need != 4.5 || edge == nil || edge.Need != 3 {
		t.Errorf("%+v", r.Faults)
	}
	if s.CSS("team", source) != "" {
		t.Error("it is served all the same")
	}
}

func TestWhatIsNoToken(t *testing.T) {
	s := open(t)
	for source, code := range map[string]string{
		":root { --basis-color-action-1-bg-default: url(https://example.org/a.png); }": "token.value",
		":root { --basis-color-action-1-bg-default: var(--x); }":                       "token.value",
		":root { --basis-color-action-1-bg-default: red }":                             "token.value",
		":root { --basis-text-font-family-default: x'y }":                              "token.value",
		"body { display: none }":                                                       "token.syntax",
		`@import "https://example.org/a.css";`:                                         "token.syntax",
		"{\"color\": 1}":                                                               "token.syntax",
		":root { --basis-border-radius-md: 1e9px }":                                    "token.value",
		":root { --basis-color-default-color-default: #eeeeee } /* open":               "token.syntax",
	} {
		r := s.Check(source)
		found := false
		for _, f := range r.Faults {
			found = found || f.Code == code
		}
		if !found || s.CSS("team", source) != "" {
			t.Errorf("%s: %+v", source, r)
		}
	}
}

var served = regexp.MustCompile(`^(html\.kring-theme-team \{\n(  --basis-[a-z0-9-]+: [A-Za-z0-9#.,'" -]+;\n)+\}\n)?$`)

// FuzzTheme: whatever the file, what is served is a list of plain values.
func FuzzTheme(f *testing.F) {
	s := open(f)
	f.Add(":root { --basis-color-action-1-bg-default: #154273; }")
	f.Add("/* } */ --basis-text-font-family-default: a;}{ --x")
	f.Add(strings.Repeat("{", 100) + "--basis-border-radius-sm:0")
	f.Fuzz(func(t *testing.T, source string) {
		if css := s.CSS("team", source); !served.MatchString(css) {
			t.Errorf("%q", css)
		}
		for _, bad := range s.Check(source).Faults {
			if len([]rune(bad.Text)) > 61 {
				t.Errorf("a text of %d bytes", len(bad.Text))
			}
		}
	})
}
