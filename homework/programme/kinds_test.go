package programme_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kring/homework/programme"
	"kring/internal/fault"
)

// everyKind is a module with a step of each kind that the shipped programme lacks.
func everyKind(t testing.TB) (*programme.Module, string) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "kinds.json"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := programme.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return &p.Modules[0], string(raw)
}

// Every rule of a kind's definition, by breaking each once.
func TestKindsRefuseDefinitions(t *testing.T) {
	_, good := everyKind(t)
	for _, c := range []struct {
		step, field string
		value       any
	}{
		{"picture", "alt", nil},
		{"picture", "alt", map[string]any{"nl": "alleen Nederlands"}},
		{"picture", "media", "ademen.mp4"},
		{"picture", "media", "../geheim.svg"},
		{"picture", "media", "Q2X7ZT6Y5N4M3L2K1J"},
		{"video", "transcript", nil},
		{"video", "media", nil},
		{"video", "media", "kring.svg"},
		{"video", "captions", map[string]any{"nl": "<script>"}},
		{"video", "required", true},
		{"audio", "media", "Q2X7ZT6Y5N4M3L2K1J"},
		{"audio", "transcript", nil},
		{"choices", "options", nil},
		{"number", "unit", nil},
		{"number", "max", 0},
		{"number", "min", -1},
		{"number", "max", 100_001},
		{"short", "maxLength", 201},
		{"link", "url", "http://www.thuisarts.nl"},
		{"link", "url", "javascript:alert(1)"},
		{"link", "url", "https://piet@thuisarts.nl/"},
		{"link", "screened", nil},
		{"link", "body", nil},
	} {
		var p map[string]any
		if err := json.Unmarshal([]byte(good), &p); err != nil {
			t.Fatal(err)
		}
		for _, s := range at(p, "modules", 0)["steps"].([]any) {
			if s := s.(map[string]any); s["id"] == c.step {
				s[c.field] = c.value
			}
		}
		raw, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := programme.Parse(raw); err == nil {
			t.Errorf("%s with %s %v: accepted", c.step, c.field, c.value)
		}
	}
}

func TestKindsCheckValues(t *testing.T) {
	m, _ := everyKind(t)
	for _, c := range []struct{ step, value, code string }{
		{"picture", `{"done":true}`, "step.unknown"},
		{"video", `{"done":true}`, "step.unknown"},
		{"audio", `{"text":"x"}`, "step.unknown"},
		{"choices", `{"choices":["hoofd","borst"]}`, ""},
		{"choices", `{"choices":["borst","hoofd"]}`, "step.option"},
		{"choices", `{"choices":["hoofd","hoofd"]}`, "step.option"},
		{"choices", `{"choices":["teen"]}`, "step.option"},
		{"choices", `{"choice":"hoofd"}`, "step.malformed"},
		{"choices", `{"choices":["hoofd"],"text":"en"}`, "step.malformed"},
		{"number", `{"number":0}`, ""},
		{"number", `{"number":7.5}`, ""},
		{"number", `{"number":24}`, ""},
		{"number", `{"number":24.1}`, "step.range"},
		{"number", `{"number":-0.1}`, "step.range"},
		{"number", `{"number":7.25}`, "step.range"},
		{"number", `{"text":"zeven"}`, "step.malformed"},
		{"short", `{"text":"rust"}`, ""},
		{"short", `{"text":"` + strings.Repeat("é", 60) + `"}`, ""},
		{"short", `{"text":"` + strings.Repeat("é", 61) + `"}`, "step.too-long"},
		{"thoughts", `{"parts":{"event":{"text":"De bus was te laat"},"before":{"number":100},"after":{"number":0}}}`, ""},
		{"thoughts", `{"parts":{"before":{"number":101}}}`, "step.range"},
		{"thoughts", `{"parts":{"before":{"number":70.5}}}`, "step.range"},
		{"thoughts", `{"parts":{"before":{"text":"veel"}}}`, "step.malformed"},
		{"thoughts", `{"parts":{"event":{"number":1}}}`, "step.malformed"},
		{"thoughts", `{"parts":{"dream":{"text":"x"}}}`, "step.malformed"},
		{"thoughts", `{"parts":{"event":{"text":"` + strings.Repeat("x", 2001) + `"}}}`, "step.too-long"},
		{"thoughts", `{"parts":{"event":{"text":"x"}},"done":true}`, "step.malformed"},
		{"plan", `{"done":true}`, ""},
		{"plan", `{"text":"mijn plan"}`, "step.malformed"},
		{"link", `{"done":true}`, ""},
		{"link", `{"text":"gezien"}`, "step.malformed"},
	} {
		vs, err := programme.ParseValues(fmt.Appendf(nil, `{%q:%s}`, c.step, c.value))
		if err != nil || len(vs) != 1 {
			t.Fatalf("%s %s: %v, %v", c.step, c.value, vs, err)
		}
		code := ""
		if err := m.Check(vs); err != nil {
			code = fault.Of(err).Code
		}
		if code != c.code {
			t.Errorf("%s %.60s: code %q, want %q", c.step, c.value, code, c.code)
		}
	}
}

// Nothing but white space and empty parts is nothing: a required step waits.
func TestEmptyPartsAreNothing(t *testing.T) {
	m, _ := everyKind(t)
	for _, raw := range []string{`{"choices":[]}`, `{"parts":{}}`, `{"parts":{"event":{"text":" \n"},"result":{}}}`} {
		vs, err := programme.ParseValues([]byte(`{"thoughts":` + raw + `}`))
		if err != nil || len(vs) != 0 || m.Missing(vs) != "thoughts" {
			t.Errorf("%s: %v, %v", raw, vs, err)
		}
	}
	vs, _ := programme.ParseValues([]byte(`{"thoughts":{"parts":{"after":{"number":0}}}}`))
	if m.Missing(vs) != "" {
		t.Error("a nought counts as an answer")
	}
}

func TestWordsOfEachKind(t *testing.T) {
	m, _ := everyKind(t)
	for _, c := range []struct{ step, value, want string }{
		{"choices", `{"choices":["hoofd","borst"]}`, "Hoofd, Borst"},
		{"number", `{"number":7.5}`, "7.5"},
		{"short", `{"text":"rust"}`, "rust"},
		{"thoughts", `{"parts":{"alternative":{"text":"Bussen zijn vaak laat"},"event":{"text":"De bus was te laat"},"before":{"number":70}}}`, "De bus was te laat\nBussen zijn vaak laat"},
		{"plan", `{"done":true}`, "✓"},
	} {
		var v programme.Value
		if err := json.Unmarshal([]byte(c.value), &v); err != nil {
			t.Fatal(err)
		}
		if got := m.Step(c.step).Words(v, "nl"); got != c.want {
			t.Errorf("%s: %q, want %q", c.step, got, c.want)
		}
	}
}
