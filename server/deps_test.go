package main

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// homes says which package alone may import a library (by prefix), besides
// main and test-only packages, and why.
var homes = []struct{ lib, home, why string }{
	{"github.com/gofiber/", "server/api", "it is the HTTP edge"},
	{"github.com/valyala/", "server/api", "it is the HTTP edge"},
	{"github.com/danielgtaylor/huma", "server/api", "it describes the operations"},
	{"github.com/gorilla/websocket", "server/live", "it is the socket edge"},
	{"github.com/pion/", "rtc", "it is the media engine"},
	{"go.mongodb.org/", "internal/store/mongostore internal/blob/gridblob", "they are the MongoDB adapters"},
	{"modernc.org/", "internal/store/sqlitestore", "it is the only SQLite adapter"},
	{"github.com/nats-io/", "internal/bus", "it is the only way between nodes"},
	{"github.com/tink-crypto/", "internal/seal", "it is the only cipher at rest"},
	{"github.com/arran4/golang-ical", "groups/calendar", "it writes calendar files"},
	{"github.com/SherClockHolmes/webpush-go", "server/push", "it tells browsers"},
	{"filippo.io/age", "internal/seal", "it seals files"},
	{"golang.org/x/image", "internal/content", "it decodes and draws pictures"},
	{"github.com/wneessen/go-mail", "server/account", "it sends the mail"},
	{"github.com/prometheus/", "server/api", "it serves the metrics"},
}

// forbidden are the arrows that must not exist: from → to, with the reason.
var forbidden = []struct{ from, to, why string }{
	{"groups", "homework", "domains never import each other: ask through an interface that main ties"},
	{"groups", "rtc", "domains never import each other: ask through an interface that main ties"},
	{"homework", "groups", "domains never import each other: ask through an interface that main ties"},
	{"homework", "rtc", "domains never import each other: ask through an interface that main ties"},
	{"rtc", "groups", "domains never import each other: ask through an interface that main ties"},
	{"rtc", "homework", "domains never import each other: ask through an interface that main ties"},
	{"rtc", "internal/store", "rtc is media only: no storage"},
	{"groups", "server", "edges call domains, never back"},
	{"homework", "server", "edges call domains, never back"},
	{"rtc", "server", "edges call domains, never back"},
	{"internal", "groups", "internal packages are leaves"},
	{"internal", "homework", "internal packages are leaves"},
	{"internal", "rtc", "internal packages are leaves"},
	{"internal", "server", "internal packages are leaves"},
	{"server/api", "internal/store/sqlitestore", "engines are chosen in main"},
	{"server/account", "server/api", "an edge below another: api calls account"},
	{"groups", "internal/store/sqlitestore", "engines are chosen in main"},
	{"groups", "internal/blob/dirblob", "engines are chosen in main"},
	{"homework", "internal/blob/dirblob", "engines are chosen in main"},
	{"rtc", "internal/blob", "rtc is media only: no storage"},
	{"homework", "internal/store/sqlitestore", "engines are chosen in main"},
}

type pkg struct {
	ImportPath string
	Imports    []string
}

func TestArrows(t *testing.T) {
	for _, p := range packages(t) {
		from := strings.TrimPrefix(p.ImportPath, "kring/")
		for _, imp := range p.Imports {
			if to, ok := strings.CutPrefix(imp, "kring/"); ok {
				checkArrow(t, from, to)
				continue
			}
			for _, h := range homes {
				if strings.HasPrefix(imp, h.lib) && !atHome(from, h.home) {
					t.Errorf("%s imports %s: its home is %s, %s", from, imp, h.home, h.why)
				}
			}
		}
	}
}

func checkArrow(t *testing.T, from, to string) {
	if to == "server" {
		t.Errorf("%s imports main", from)
	}
	for _, f := range forbidden {
		if under(from, f.from) && under(to, f.to) {
			t.Errorf("%s imports %s: %s", from, to, f.why)
		}
	}
}

// atHome: main and test-only packages may use every library; homes has more
// than one home for a library with spaces between.
func atHome(from, homes string) bool {
	return from == "server" || strings.HasSuffix(from, "test") ||
		slices.ContainsFunc(strings.Fields(homes), func(home string) bool { return under(from, home) })
}

func under(pkg, root string) bool { return pkg == root || strings.HasPrefix(pkg, root+"/") }

func packages(t *testing.T) (out []pkg) {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	cmd.Dir = ".."
	b, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for d := json.NewDecoder(bytes.NewReader(b)); d.More(); {
		var p pkg
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	if len(out) < 10 {
		t.Fatalf("go list found only %d packages", len(out))
	}
	return out
}
