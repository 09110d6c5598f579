package consent

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// Kinds of text that people agree to. The first two are required to join;
// the others are extras, asked one by one and off until given.
const (
	HouseRules       = "house-rules"
	GroupAgreement   = "group-agreement"
	Reminders        = "reminders"
	AftercareContact = "aftercare-contact"
	Research         = "research"
)

// Recording is asked when a meeting begins to be recorded, and its answer is
// kept with that recording.
const Recording = "recording"

// kinds in the order in which they are asked.
var kinds = []string{HouseRules, GroupAgreement, Reminders, AftercareContact, Research}

func required(kind string) bool { return kind == HouseRules || kind == GroupAgreement }

// textFiles are named kind.version.lang.md: a line "# title" and paragraphs
// with blank lines between; {days} is for how long a recording is kept (Naming).
// A file is never changed once somebody may have agreed to it: a new text is a
// new version.
//
//go:embed texts/*.md
var textFiles embed.FS

// Text is one version of a text in one language. Body is plain paragraphs
// separated by blank lines.
type Text struct {
	Kind     string `json:"kind"`
	Version  int    `json:"version"`
	Required bool   `json:"required"`
	Title    string `json:"title"`
	Body     string `json:"body"`
	lang     string
}

// readTexts reads the embedded texts and refuses a kind or version that
// lacks a language.
func readTexts() ([]Text, error) {
	names, err := fs.Glob(textFiles, "texts/*.md")
	if err != nil {
		return nil, err
	}
	var all []Text
	for _, name := range names {
		b, err := textFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		t, err := parseText(strings.TrimPrefix(name, "texts/"), string(b))
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	for _, t := range all {
		if textOf(all, t.Kind, t.Version, "nl").lang != "nl" || textOf(all, t.Kind, t.Version, "en").lang != "en" {
			return nil, fmt.Errorf("text %s version %d is not there in nl and en", t.Kind, t.Version)
		}
	}
	for _, k := range append(kinds, Recording) {
		if current(all, k, "nl").Version == 0 {
			return nil, fmt.Errorf("no text %s", k)
		}
	}
	return all, nil
}

func parseText(name, content string) (Text, error) {
	parts := strings.Split(name, ".")
	title, body, ok := strings.Cut(content, "\n")
	if len(parts) != 4 || !slices.Contains(append(kinds, Recording), parts[0]) || !ok || !strings.HasPrefix(title, "# ") {
		return Text{}, fmt.Errorf("text %s: want kind.version.lang.md with a line \"# title\"", name)
	}
	v, err := strconv.Atoi(parts[1])
	if err != nil || v < 1 {
		return Text{}, fmt.Errorf("text %s: version %q", name, parts[1])
	}
	return Text{
		Kind: parts[0], Version: v, lang: parts[2], Required: required(parts[0]),
		Title: strings.TrimPrefix(title, "# "), Body: strings.TrimSpace(body),
	}, nil
}

// textOf returns one version in a language, Dutch when there is no other;
// zero when there is none.
func textOf(all []Text, kind string, version int, lang string) Text {
	var found Text
	for _, t := range all {
		if t.Kind == kind && t.Version == version && (t.lang == lang || t.lang == "nl" && found.Version == 0) {
			found = t
		}
	}
	return found
}

// current returns the newest version of a kind; zero when there is none.
func current(all []Text, kind, lang string) Text {
	newest := 0
	for _, t := range all {
		if t.Kind == kind {
			newest = max(newest, t.Version)
		}
	}
	return textOf(all, kind, newest, lang)
}

// Naming is the text with the group's own number of days in it.
func (t Text) Naming(days int) Text {
	t.Body = strings.ReplaceAll(t.Body, "{days}", strconv.Itoa(days))
	return t
}
