package measure

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"kring/internal/fault"
)

// MaxResource is the largest FHIR resource that is read, in bytes.
const MaxResource = 256 << 10

// reader walks a JSON resource and keeps the first thing that is wrong with
// it, as an Invalid fault whose Field is the path as FHIR writes it
// (item[3].answerOption[2].valueInteger). After that it reads zero values.
type reader struct{ err error }

// node is a place in the resource; v is nil where there is nothing.
type node struct {
	path string
	v    any
}

// read parses one JSON object of the given resource type.
func (r *reader) read(raw []byte, resourceType string) node {
	if len(raw) > MaxResource {
		r.wrong(node{}, "fhir.size", "%d bytes, at most %d", len(raw), MaxResource)
		return node{}
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v map[string]any
	if err := d.Decode(&v); err != nil {
		r.wrong(node{}, "fhir.json", "not a JSON object: %v", err)
		return node{}
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		r.wrong(node{}, "fhir.json", "more than one JSON object")
		return node{}
	}
	n := node{v: v}
	if got := r.text(n.at("resourceType")); got != resourceType {
		r.wrong(n.at("resourceType"), "fhir.type", "is %q, want %q", got, resourceType)
	}
	return n
}

func (r *reader) wrong(n node, code, format string, args ...any) {
	if r.err == nil {
		r.err = fault.Bad(n.path, code, "%s: %s", n.path, fmt.Sprintf(format, args...))
	}
}

// at is a field of an object.
func (n node) at(field string) node {
	path := field
	if n.path != "" {
		path = n.path + "." + field
	}
	object, _ := n.v.(map[string]any)
	return node{path, object[field]}
}

// list is the elements of an array; a missing one has none.
func (r *reader) list(n node) []node {
	if n.v == nil {
		return nil
	}
	all, ok := n.v.([]any)
	if !ok {
		r.wrong(n, "fhir.shape", "is not a list")
	}
	out := make([]node, 0, len(all))
	for i, v := range all {
		one := node{n.path + "[" + strconv.Itoa(i) + "]", v}
		if _, ok := v.(map[string]any); !ok {
			r.wrong(one, "fhir.shape", "is not an object")
		}
		out = append(out, one)
	}
	return out
}

// text is a string, "" when it is missing.
func (r *reader) text(n node) string {
	s, ok := n.v.(string)
	if !ok && n.v != nil {
		r.wrong(n, "fhir.shape", "is not a text")
	}
	return s
}

// yes is a boolean, false when it is missing.
func (r *reader) yes(n node) bool {
	b, ok := n.v.(bool)
	if !ok && n.v != nil {
		r.wrong(n, "fhir.shape", "is not true or false")
	}
	return b
}

// whole is a whole number; a decimal without a fraction (2.0) is one.
func (r *reader) whole(n node) int {
	number, ok := n.v.(json.Number)
	f, err := number.Float64()
	if !ok || err != nil || f != float64(int(f)) || f < -1e6 || f > 1e6 {
		r.wrong(n, "fhir.number", "is not a whole number")
		return 0
	}
	return int(f)
}

// extension is the value of the first extension with that url.
func (r *reader) extension(n node, url, value string) (node, bool) {
	for _, e := range r.list(n.at("extension")) {
		if r.text(e.at("url")) == url {
			return e.at(value), true
		}
	}
	return node{}, false
}

// words is a text with its translations (the FHIR translation extension).
func (r *reader) words(n node, field, lang string) Words {
	w := Words{lang: r.text(n.at(field))}
	for _, e := range r.list(n.at("_" + field).at("extension")) {
		if r.text(e.at("url")) != translationURL {
			continue
		}
		l, _ := r.extension(e, "lang", "valueCode")
		content, _ := r.extension(e, "content", "valueString")
		w[r.text(l)] = r.text(content)
	}
	return w
}
