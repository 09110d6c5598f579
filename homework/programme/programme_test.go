package programme_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kring/homework/programme"
)

// shipped reads a programme that comes with Kring.
func shipped(t testing.TB) (*programme.Programme, string) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "content", "omgaan-met-stress.1.json"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := programme.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return p, string(raw)
}

func TestTheShippedProgrammeIsWhole(t *testing.T) {
	p, _ := shipped(t)
	if len(p.Sessions) != 4 || len(p.Modules) < 3 {
		t.Fatalf("%d sessions, %d modules", len(p.Sessions), len(p.Modules))
	}
	kinds := map[string]bool{}
	for _, m := range p.Modules {
		if missing := m.Missing(nil); missing == "" {
			t.Errorf("module %s can be handed in empty", m.ID)
		}
		for _, s := range m.Steps {
			kinds[s.Kind] = true
		}
	}
	for _, k := range []string{"text", "exercise", "choice", "scale", "long-text"} {
		if !kinds[k] {
			t.Errorf("no step of kind %s to try", k)
		}
	}
}

// Every rule of Validate, by breaking the shipped programme once for each.
func TestParseRefuses(t *testing.T) {
	_, good := shipped(t)
	for name, change := range map[string]func(map[string]any){
		"unknown field":       func(p map[string]any) { p["colour"] = "red" },
		"version 0":           func(p map[string]any) { p["version"] = 0 },
		"no sessions":         func(p map[string]any) { p["sessions"] = []any{} },
		"id with a dot":       func(p map[string]any) { p["id"] = "a.b" },
		"no English title":    func(p map[string]any) { delete(at(p, "title"), "en") },
		"module due nowhere":  func(p map[string]any) { at(p, "modules", 0)["session"] = "elders" },
		"module without time": func(p map[string]any) { at(p, "modules", 0)["minutes"] = 0 },
		"same module twice":   func(p map[string]any) { at(p, "modules", 1)["id"] = at(p, "modules", 0)["id"] },
		"same step twice":     func(p map[string]any) { at(p, "modules", 0, "steps", 1)["id"] = "welkom" },
		"unknown kind":        func(p map[string]any) { at(p, "modules", 0, "steps", 0)["kind"] = "film" },
		"text required":       func(p map[string]any) { at(p, "modules", 0, "steps", 0)["required"] = true },
		"text without body":   func(p map[string]any) { delete(at(p, "modules", 0, "steps", 0), "body") },
		"one option":          func(p map[string]any) { s := at(p, "modules", 0, "steps", 1); s["options"] = s["options"].([]any)[:1] },
		"option twice":        func(p map[string]any) { at(p, "modules", 0, "steps", 1, "options", 0)["id"] = "heel" },
		"scale upside down":   func(p map[string]any) { at(p, "modules", 1, "steps", 3)["min"] = 11 },
		"scale without words": func(p map[string]any) { delete(at(p, "modules", 1, "steps", 3), "maxLabel") },
		"endless text":        func(p map[string]any) { at(p, "modules", 0, "steps", 2)["maxLength"] = 20_001 },
		"script too long":     func(p map[string]any) { at(p, "sessions", 0)["durationMin"] = 60 },
		"script kind":         func(p map[string]any) { at(p, "sessions", 0, "script", 0)["kind"] = "dance" },
		"step of no module":   func(p map[string]any) { at(p, "sessions", 0, "script", 3)["module"] = "elders" },
		"no such module step": func(p map[string]any) { at(p, "sessions", 0, "script", 3)["steps"] = []any{"elders"} },
		"pairs of five":       func(p map[string]any) { at(p, "sessions", 0, "script", 5)["size"] = 5 },
		"poll of nothing":     func(p map[string]any) { delete(at(p, "sessions", 1, "script", 5), "options") },
	} {
		var p map[string]any
		if err := json.Unmarshal([]byte(good), &p); err != nil {
			t.Fatal(err)
		}
		change(p)
		raw, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := programme.Parse(raw); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// at walks into parsed JSON by field name and position.
func at(v any, path ...any) map[string]any {
	for _, p := range path {
		switch p := p.(type) {
		case string:
			v = v.(map[string]any)[p]
		case int:
			v = v.([]any)[p]
		}
	}
	return v.(map[string]any)
}

func TestTextFallsBackToDutch(t *testing.T) {
	if got := (programme.Text{"nl": "dag", "en": "day"}).In("de"); got != "dag" {
		t.Errorf("got %q", got)
	}
}

func TestParseValues(t *testing.T) {
	vs, err := programme.ParseValues([]byte(`{"a":{"text":"x"},"b":{"text":" "},"c":{"number":0},"d":{}}`))
	if err != nil || len(vs) != 2 || vs["a"].Text != "x" || *vs["c"].Number != 0 {
		t.Errorf("got %v, %v", vs, err)
	}
	for _, bad := range []string{``, `[]`, `{"a":1}`, `{"a":{"colour":"red"}}`, `{"a":{"number":"7"}}`, `{} {}`, `{"a":{"text":"` + strings.Repeat("x", programme.MaxBytes) + `"}}`} {
		if vs, err := programme.ParseValues([]byte(bad)); err == nil {
			t.Errorf("accepted %.40q as %v", bad, vs)
		}
	}
}

// What is accepted is encoded, and reads back as the same answer; checking it
// never panics and accepts nothing outside a step's bounds.
func FuzzParseValues(f *testing.F) {
	p, _ := shipped(f)
	rest, _ := everyKind(f)
	modules := append(slices.Clone(p.Modules), *rest)
	for _, seed := range []string{
		`{"gevoel":{"choice":"zin"},"hoop":{"text":"rust"}}`, `{"spanning":{"number":7}}`, `{"spanning":{"number":1e300}}`,
		`{"drie-dagen":{"done":true}}`, `{"":{}}`, `{"a":{"text":"\ud800"}}`, `null`,
		`{"choices":{"choices":["hoofd","buik"]}}`, `{"number":{"number":7.5}}`, `{"thoughts":{"parts":{"event":{"text":"bus"},"after":{"number":40}}}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		vs, err := programme.ParseValues(raw)
		if err != nil {
			return
		}
		again, err := vs.Encode()
		if err != nil {
			return // grew over the limit by escaping
		}
		back, err := programme.ParseValues(again)
		if err != nil || !back.Equal(vs) {
			t.Fatalf("%q read back as %v, %v", again, back, err)
		}
		for i := range modules {
			if modules[i].Check(vs) == nil {
				bounded(t, &modules[i], vs)
			}
		}
	})
}

func bounded(t *testing.T, m *programme.Module, vs programme.Values) {
	for id, v := range vs {
		s := m.Step(id)
		if len(v.Text) > 4*s.MaxLength || len(v.Choices) > len(s.Options) || outside(v.Number, s.Max) {
			t.Fatalf("step %s accepted %+v", id, v)
		}
		for part, p := range v.Parts {
			if len(p.Text) > 8000 || outside(p.Number, 100) {
				t.Fatalf("step %s accepted %s %+v", id, part, p)
			}
		}
	}
}

func outside(n *float64, most int) bool { return n != nil && (*n < 0 || *n > float64(most)) }
