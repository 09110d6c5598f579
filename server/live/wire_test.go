package live

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestReadmeShowsTheTestdata: the text alone is enough to write another
// client, so its examples are the ones that are tested.
func TestReadmeShowsTheTestdata(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{}
	for _, m := range regexp.MustCompile("(?s)```json\n(.*?)\n```").FindAllStringSubmatch(string(text), -1) {
		shown[m[1]] = true
	}
	for name, raw := range examples(t) {
		if !shown[strings.TrimRight(string(raw), "\n")] {
			t.Errorf("README.md does not show %s as it is", name)
		}
	}
	if n := len(examples(t)); n != len(shown) {
		t.Errorf("README.md has %d examples, testdata %d", len(shown), n)
	}
}

func examples(t testing.TB) map[string][]byte {
	t.Helper()
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	out := map[string][]byte{}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var h Head
		if err := json.Unmarshal(raw, &h); err != nil || !strings.HasPrefix(filepath.Base(f), h.Type) {
			t.Fatalf("%s holds type %q: %v", f, h.Type, err)
		}
		out[filepath.Base(f)] = raw
	}
	return out
}
