package homework

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kring/homework/programme"
)

// digests of the versions that were published; they never change: groups run on them. A new version gets a
// new file and a line here.
var digests = map[string]string{
	"omgaan-met-stress.1.json": "5787ed712110dd50",
	"rouw-en-verder.1.json":    "9deeb6744d1c16d2",
}

func TestPublishedVersionsStayAsTheyWere(t *testing.T) {
	for name, want := range digests {
		sum := sha256.Sum256(read(t, "content/"+name))
		if got := hex.EncodeToString(sum[:8]); got != want {
			t.Errorf("%s has digest %s, published was %s: make a new version instead", name, got, want)
		}
	}
}

func TestEveryContentFileIsWhole(t *testing.T) {
	for name, p := range files(t) {
		if want := fmt.Sprintf("%s.%d.json", p.ID, p.Version); path.Base(name) != want {
			t.Errorf("%s holds %s", name, want)
		}
		for where, text := range texts(t, name) {
			if strings.TrimSpace(text["nl"]) == "" || strings.TrimSpace(text["en"]) == "" {
				t.Errorf("%s %s: needs both languages", name, where)
			}
		}
		for i := range p.Modules {
			checkModule(t, name, &p.Modules[i])
		}
		for i := range p.Sessions {
			checkSession(t, name, &p.Sessions[i])
		}
	}
}

func checkModule(t *testing.T, name string, m *programme.Module) {
	if m.Minutes > 20 {
		t.Errorf("%s %s: %d minutes at home is too much", name, m.ID, m.Minutes)
	}
	if m.Missing(nil) == "" && !strings.HasSuffix(name, ".1.json") {
		t.Errorf("%s %s: can be handed in empty", name, m.ID)
	}
}

func checkSession(t *testing.T, name string, s *programme.Session) {
	minutes, pauses := 0, 0
	for _, step := range s.Script {
		minutes += step.Minutes
		if step.Kind == "break" {
			pauses++
		}
	}
	last := s.Script[len(s.Script)-1]
	if minutes != s.DurationMin || minutes != 90 {
		t.Errorf("%s %s: the script takes %d minutes, the meeting %d", name, s.ID, minutes, s.DurationMin)
	}
	if s.Script[0].Kind != "welcome" || last.Kind != "check-out" || last.Minutes < 10 || pauses != 1 {
		t.Errorf("%s %s: wants a welcome, one break and ten minutes to land", name, s.ID)
	}
}

// The newest version of each programme is held to how it must read: B1, "u",
// and a guide at every step. Older ones stay as they were published.
func TestTheNewestVersionsReadEasily(t *testing.T) {
	for name, p := range newestFiles(t) {
		for where, text := range texts(t, name) {
			for lang, words := range text {
				checkSentences(t, name+where+" "+lang, words)
			}
			checkWords(t, name+where, text["nl"])
		}
		for _, s := range p.Sessions {
			for _, step := range s.Script {
				if step.Kind != "break" && step.Guide.In("nl") == "" {
					t.Errorf("%s %s %s: no guide for the facilitator", name, s.ID, step.ID)
				}
			}
		}
		if len(p.Sessions) != 6 || len(p.Modules) != 7 {
			t.Errorf("%s: %d sessions, %d modules", name, len(p.Sessions), len(p.Modules))
		}
	}
}

// longest is the most words of one sentence.
const longest = 20

var (
	sentenceEnd = regexp.MustCompile(`[.!?:]+["”’)]*(\s+|$)|\n+`)
	word        = regexp.MustCompile(`[\p{L}\p{N}][\p{L}\p{N}'’-]*`)
	quoted      = regexp.MustCompile(`"[^"]*"`)
	informal    = regexp.MustCompile(`(?i)\b(je|jij|jou|jouw|jullie)\b`)
	jargon      = regexp.MustCompile(`(?i)\b(cogniti\w*|coping\w*|interventie\w*|psycho-?educatie|exposure|trigger\w*|mindful\w*|stressor\w*|disfunctione\w*|rumin\w*|regulatie|emotieregulatie|normaliser\w*|validere\w*|gedragsactivatie|terugvalpreventie|comorbid\w*|symptom\w*|cli[eë]nt\w*|pati[eë]nt\w*|verwerkingsproces|rouwproces|rouwtaak|hulpvraag|zelfredzaam\w*|participer\w*|faciliter\w*|reflecter\w*|evaluer\w*)\b`)
)

func checkSentences(t *testing.T, where, text string) {
	for _, s := range sentenceEnd.Split(text, -1) {
		if n := len(word.FindAllString(s, -1)); n > longest {
			t.Errorf("%s: %d words: %s", where, n, s)
		}
	}
}

func checkWords(t *testing.T, where, nl string) {
	if w := jargon.FindString(nl); w != "" {
		t.Errorf("%s: %q is no plain word", where, w)
	}
	// What a person could say to a friend, between quotes, may be informal.
	if w := informal.FindString(quoted.ReplaceAllString(nl, "")); w != "" {
		t.Errorf("%s: says %q, want u", where, w)
	}
}

// An open module is done alone: nobody reads along, and there is no group.
func TestOpenModulesStandAlone(t *testing.T) {
	together := regexp.MustCompile(`(?i)\b(begeleider|bijeenkomst|groep|inleveren|samen|facilitator|meeting|group|hand in|together)\b`)
	open := 0
	for name, p := range newestFiles(t) {
		for _, m := range p.Modules {
			if !m.Open {
				continue
			}
			open++
			raw, err := json.Marshal(m)
			if err != nil {
				t.Fatal(err)
			}
			if w := together.FindString(string(raw)); w != "" {
				t.Errorf("%s %s: speaks of %q", name, m.ID, w)
			}
		}
	}
	if open < 2 {
		t.Errorf("%d open modules", open)
	}
}

// files parses every content file.
func files(t *testing.T) map[string]*programme.Programme {
	t.Helper()
	names, err := fs.Glob(content, "content/*.json")
	if err != nil || len(names) < 4 {
		t.Fatalf("%d content files, %v", len(names), err)
	}
	out := map[string]*programme.Programme{}
	for _, name := range names {
		p, err := programme.Parse(read(t, name))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = p
	}
	return out
}

func newestFiles(t *testing.T) map[string]*programme.Programme {
	out, newest := files(t), map[string]int{}
	for _, p := range out {
		newest[p.ID] = max(newest[p.ID], p.Version)
	}
	for name, p := range out {
		if p.Version != newest[p.ID] {
			delete(out, name)
		}
	}
	return out
}

// texts finds every text of a file by where it stands, optional ones too.
func texts(t *testing.T, name string) map[string]programme.Text {
	var doc any
	if err := json.Unmarshal(read(t, name), &doc); err != nil {
		t.Fatal(err)
	}
	out := map[string]programme.Text{}
	collect(doc, "", out)
	return out
}

func collect(v any, where string, out map[string]programme.Text) {
	switch v := v.(type) {
	case []any:
		for i, x := range v {
			collect(x, fmt.Sprintf("%s/%d", where, i), out)
		}
	case map[string]any:
		nl, isText := v["nl"].(string)
		en, isEnglish := v["en"].(string)
		if isText || isEnglish {
			out[where] = programme.Text{"nl": nl, "en": en}
			return
		}
		for k, x := range v {
			collect(x, where+"/"+k, out)
		}
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := content.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestNewestVersionComesFirst(t *testing.T) {
	all, err := shippedProgrammes()
	if err != nil {
		t.Fatal(err)
	}
	lib := library(all)
	slices.SortFunc(lib, newestFirst)
	if p := lib.find("omgaan-met-stress", 0); p.Version < 2 {
		t.Errorf("new groups run on version %d", p.Version)
	}
	if p := lib.find("omgaan-met-stress", 1); p == nil || len(p.Sessions) != 4 {
		t.Error("a group that began on version 1 lost it")
	}
}
