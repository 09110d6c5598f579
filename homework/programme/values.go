package programme

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"strings"

	"kring/internal/fault"
)

// Limits of one answer. MaxRunes is the most that a long text may allow.
const (
	MaxBytes = 256 << 10
	MaxRunes = 20_000
)

// Value is what a person did at one step; which field depends on its kind.
type Value struct {
	Choice  string          `json:"choice,omitempty"`
	Choices []string        `json:"choices,omitempty"`
	Number  *float64        `json:"number,omitempty"`
	Text    string          `json:"text,omitempty"`
	Done    bool            `json:"done,omitempty"`
	Parts   map[string]Part `json:"parts,omitempty" doc:"Of a step in several parts, by part"`
	Files   []string        `json:"files,omitempty" maxItems:"4" doc:"Ids of uploads, at a step that takes them"`
}

// Part is what a person did at one part of a step. At is when, by the clock of
// their device, where that matters: what was done offline arrives later.
type Part struct {
	Number *float64 `json:"number,omitempty"`
	Text   string   `json:"text,omitempty"`
	At     int64    `json:"at,omitempty" doc:"Unix ms"`
}

// Values are an answer: step id to value.
type Values map[string]Value

// trimmed is the value without white space for text and without empty parts.
func (v Value) trimmed() Value {
	v.Text, v.Parts = strings.TrimSpace(v.Text), maps.Clone(v.Parts)
	maps.DeleteFunc(v.Parts, func(_ string, p Part) bool { return p.Number == nil && strings.TrimSpace(p.Text) == "" })
	return v
}

// Empty reports whether nothing was done; white space alone is nothing.
func (v Value) Empty() bool { return v.trimmed().Equal(Value{}) }

// Equal compares by content: what is stored is the same.
func (v Value) Equal(w Value) bool {
	a, errA := json.Marshal(v)
	b, errB := json.Marshal(w)
	return errA == nil && errB == nil && bytes.Equal(a, b)
}

// Equal compares by content.
func (vs Values) Equal(ws Values) bool { return maps.EqualFunc(vs, ws, Value.Equal) }

// Files are the ids of all uploads in the values.
func (vs Values) Files() []string {
	var out []string
	for _, v := range vs {
		out = append(out, v.Files...)
	}
	return out
}

// Filled returns the values without the empty ones: clearing a field is the
// same as never having touched it.
func (vs Values) Filled() Values {
	out := maps.Clone(vs)
	if out == nil {
		out = Values{}
	}
	maps.DeleteFunc(out, func(_ string, v Value) bool { return v.Empty() })
	return out
}

// ParseValues reads values from JSON of at most MaxBytes. Unknown fields and
// anything after the object are Invalid faults; empty values are left out.
func ParseValues(raw []byte) (Values, error) {
	if len(raw) > MaxBytes {
		return nil, fault.New(fault.Invalid, "answer.too-large", "%d bytes, at most %d", len(raw), MaxBytes)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	var vs Values
	if err := d.Decode(&vs); err != nil {
		return nil, fault.New(fault.Invalid, "answer.malformed", "values: %v", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, fault.New(fault.Invalid, "answer.malformed", "values: more than one object")
	}
	return vs.Filled(), nil
}

// Encode writes the values as JSON, the same bytes for equal values.
func (vs Values) Encode() ([]byte, error) {
	raw, err := json.Marshal(vs.Filled())
	if err == nil && len(raw) > MaxBytes {
		return nil, fault.New(fault.Invalid, "answer.too-large", "%d bytes, at most %d", len(raw), MaxBytes)
	}
	return raw, err
}
