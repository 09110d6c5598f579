package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gorilla/websocket"

	"kring/internal/access"
	"kring/server/api"
	"kring/server/live"
)

// row is one line of testdata/access.txt: an operation or socket message, and
// the columns that may do it.
type row struct {
	name  string
	marks map[string]bool
}

// readTable reads the hand-written decisions.
func readTable(t *testing.T) (columns []string, rows []row) {
	t.Helper()
	f, err := os.Open("testdata/access.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	for s := bufio.NewScanner(f); s.Scan(); {
		line := s.Text()
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, cells, ok := strings.Cut(line, "|")
		if !ok {
			t.Fatalf("no | in %q", line)
		}
		fields := strings.Fields(cells)
		if columns == nil {
			columns = fields
			continue
		}
		if len(fields) > len(columns) {
			t.Fatalf("%s: %d cells for %d columns", name, len(fields), len(columns))
		}
		r := row{strings.TrimSpace(name), map[string]bool{}}
		for i, c := range fields {
			r.marks[columns[i]] = c == "+"
		}
		rows = append(rows, r)
	}
	return columns, rows
}

// operation is what the server says of a row.
type operation struct {
	action access.Action
	param  string // the path parameter that names the place
	socket string // message type, "" for HTTP
}

var parameter = regexp.MustCompile(`\{([a-z]+)\}`)

// operations are all that the server offers, by the table's name for them.
func (w *world) operations() map[string]operation {
	out := map[string]operation{}
	for path, item := range w.api.OpenAPI().Paths {
		for method, o := range map[string]any{"GET": item.Get, "POST": item.Post, "PUT": item.Put, "PATCH": item.Patch, "DELETE": item.Delete} {
			raw, err := json.Marshal(o)
			w.must(err)
			var op struct {
				Action access.Action `json:"x-action"`
			}
			w.must(json.Unmarshal(raw, &op))
			if string(raw) == "null" {
				continue
			}
			param := ""
			if m := parameter.FindStringSubmatch(path); m != nil {
				param = m[1]
			}
			out[method+" "+path] = operation{action: op.Action, param: param}
		}
	}
	for _, e := range live.Entries() {
		out["socket "+e.Type] = operation{action: e.Action, param: map[access.Kind]string{access.Channel: "channel", access.Meeting: "meeting", access.Group: "group"}[e.Place], socket: e.Type}
	}
	return out
}

// TestPathParametersAreDescribed: huma fills only the fields it knows of, and
// an operation with an id that is always "" would answer 404 to everybody.
func TestPathParametersAreDescribed(t *testing.T) {
	for path, item := range api.New(api.Options{Metrics: api.NewMetrics()}).OpenAPI().Paths {
		for _, o := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
			if o == nil {
				continue
			}
			for _, want := range parameter.FindAllStringSubmatch(path, -1) {
				if !slices.ContainsFunc(o.Parameters, func(p *huma.Param) bool { return p.In == "path" && p.Name == want[1] }) {
					t.Errorf("%s %s does not read {%s}", o.Method, path, want[1])
				}
			}
		}
	}
}

// variants are rows of the same operation at another place of the same kind:
// what stands behind its name, the path parameter, and the target it gets.
var variants = []struct{ suffix, param, target string }{
	{" of a draft", "answer", "draft"},
	{" of somebody's self-help", "answer", "alone-answer"},
	{" of self-help", "assignment", "alone"},
	{" of a moment after the group", "assignment", "later"},
	{" of a hidden one", "recording", "hidden"},
	{" of the back channel", "channel", "back"},
	{" of another's line", "channel", "others-line"},
	{" of one about a facilitator", "report", "about-guide"},
	{" of one's own line", "channel", "own-line"},
	{" of a piece on the table", "upload", "table-upload"},
	{" of another's draft", "upload", "others-upload"},
	{" of another's slot", "slot", "others-slot"},
	{" of another's talk", "meeting", "others-talk"},
	{" of a meeting's channel", "channel", "meeting-channel"},
	{" in the chat where the colleague stands in", "channel", "substituted-channel"},
	{" in the chat where the colleague stood in", "channel", "closed-channel"},
	{" in the chat of the intake of one elsewhere", "channel", "intake-channel"},
	{" of the intake slot of one elsewhere", "slot", "intake-slot"},
	{" of the intake of one elsewhere", "meeting", "intake"},
	{" where the colleague stands in", "meeting", "substituted"},
	{" where the colleague stood in", "meeting", "closed"},
}

// plain is a row's name without what makes it a variant, and the variant's target.
func plain(name string) (base, param, target string) {
	for _, v := range variants {
		if base, ok := strings.CutSuffix(name, v.suffix); ok {
			return base, v.param, v.target
		}
	}
	return name, "", ""
}

func TestAccess(t *testing.T) {
	w := start(t)
	w.populate()
	columns, rows := readTable(t)
	ops := w.operations()
	covered := map[string]bool{}
	for _, r := range rows {
		base, _, _ := plain(r.name)
		covered[base] = true
	}
	for name := range ops {
		if !covered[name] {
			t.Errorf("%s is not in the table", name)
		}
	}
	cells := 0
	for _, r := range rows {
		base, _, _ := plain(r.name)
		o, ok := ops[base]
		if !ok {
			t.Errorf("%s is in the table and nowhere else", r.name)
			continue
		}
		for _, column := range columns {
			cells++
			if got, how := w.try(r.name, o, column, w.target(column)); got != r.marks[column] {
				t.Errorf("%-60s %-18s allowed %v, want %v (%s)", r.name, column, got, r.marks[column], how)
			}
		}
	}
	t.Logf("access table: %d operations and messages × %d columns = %d decisions", len(rows), len(columns), cells)
}

// try does an operation as a column and reports whether it was let through.
// No body is sent, so nothing but the decision happens.
func (w *world) try(name string, o operation, column string, target map[string]string) (allowed bool, how string) {
	name, param, at := plain(name)
	if param != "" {
		target = maps.Clone(target)
		target[param] = target[at]
	}
	if o.socket != "" {
		return w.trySocket(o.socket, column, target)
	}
	method, path, _ := strings.Cut(name, " ")
	path = parameter.ReplaceAllStringFunc(path, func(p string) string { return target[p[1:len(p)-1]] })
	status, body := w.request(method, path, w.people[column], nil, nil)
	if status >= http.StatusInternalServerError {
		w.t.Errorf("%s as %s: %d %s", name, column, status, body)
	}
	refused := status == http.StatusUnauthorized || status == http.StatusNotFound && !strings.HasPrefix(path, "/api/demo")
	return !refused, fmt.Sprint(status, " ", body)
}

// trySocket sends the README's example of a message with a real id.
func (w *world) trySocket(typ, column string, target map[string]string) (bool, string) {
	raw, err := os.ReadFile("live/testdata/" + typ + ".json")
	w.must(err)
	var m map[string]any
	w.must(json.Unmarshal(raw, &m))
	for _, k := range []string{"channel", "meeting", "group"} {
		if _, ok := m[k]; ok {
			m[k] = target[k]
		}
	}
	m["ref"] = "try"
	h := http.Header{"Origin": {w.url}, "Cookie": {"kring-session=" + "none"}}
	if p := w.people[column]; p != "" {
		h.Set("Cookie", "kring-session="+w.session(p))
	}
	ws, res, err := websocket.DefaultDialer.DialContext(w.t.Context(), "ws"+strings.TrimPrefix(w.url, "http")+"/api/live", h)
	if err != nil {
		return false, fmt.Sprint("no socket: ", res.StatusCode)
	}
	defer func() { _ = ws.Close() }()
	w.must(ws.WriteJSON(m))
	for {
		var a struct{ Type, Ref, Code string }
		if err := ws.ReadJSON(&a); err != nil {
			return true, "closed: " + err.Error()
		}
		if a.Code == "internal" {
			w.t.Errorf("%s as %s failed", typ, column)
		}
		if a.Ref == "try" || a.Type == "error" {
			return a.Code != "not-found", a.Type + " " + a.Code
		}
	}
}

// TestRefusedAndMissingAreAlike: whoever is refused at a real id gets the very
// answer of an id that does not exist.
func TestRefusedAndMissingAreAlike(t *testing.T) {
	w := start(t)
	w.populate()
	columns, rows := readTable(t)
	ops := w.operations()
	for _, r := range rows {
		o := ops[r.name]
		if o.param == "" || o.socket != "" {
			continue
		}
		for _, column := range columns {
			if r.marks[column] {
				continue
			}
			_, refused := w.try(r.name, o, column, w.target(column))
			_, missing := w.try(r.name, o, column, unknown(w.target(column)))
			if refused != missing {
				t.Errorf("%s as %s: refused says %s, missing says %s", r.name, column, refused, missing)
			}
		}
	}
}

// TestEveryConditionCounts drops each rule and each condition of the policy in
// turn: the hand-written table must notice every one.
func TestEveryConditionCounts(t *testing.T) {
	w := start(t)
	w.populate()
	columns, rows := readTable(t)
	ops := w.operations()
	type cell struct {
		of     string // row and column
		action access.Action
		facts  access.Facts
		want   bool
	}
	var cells []cell
	for _, r := range rows {
		base, _, at := plain(r.name)
		o := ops[base]
		param, id := o.param, cmp.Or(at, o.param)
		for _, column := range columns {
			f := access.Facts{Person: w.people[column]}
			if param != "" {
				var err error
				f, err = w.facts(t.Context(), w.people[column], w.place(param, w.target(column)[id]))
				w.must(err)
			}
			if (o.action == access.Anyone || o.action == access.Own) && param != "" {
				continue // its handler refuses by what it finds, not the policy
			}
			cells = append(cells, cell{r.name + " by " + column, o.action, f, r.marks[column]})
		}
	}
	differs := func(p access.Policy) int {
		return slices.IndexFunc(cells, func(c cell) bool { return p.Allow(c.action, c.facts) != c.want })
	}
	noticed := func(p access.Policy) bool { return differs(p) >= 0 }
	if i := differs(access.Kring()); i >= 0 {
		t.Fatalf("the policy itself does not agree with the table: %s: %+v", cells[i].of, cells[i].facts)
	}
	dropped := 0
	for action, rules := range access.Kring() {
		for i, rule := range rules {
			p := access.Kring()
			p[action] = slices.Delete(slices.Clone(rules), i, i+1)
			if dropped++; !noticed(p) {
				t.Errorf("%s: nobody notices when rule %d is dropped", action, i+1)
			}
			for j, cond := range rule {
				p := access.Kring()
				p[action] = slices.Clone(rules)
				p[action][i] = slices.Delete(slices.Clone(rule), j, j+1)
				if dropped++; !noticed(p) {
					t.Errorf("%s, rule %d: nobody notices when %q is dropped", action, i+1, cond.Name)
				}
			}
		}
	}
	t.Logf("policy: %d rules and conditions dropped, each noticed by the table", dropped)
}
