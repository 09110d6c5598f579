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
	Choice string   `json:"choice,omitempty"`
	Number *float64 `json:"number,omitempty"`
	Text   string   `json:"text,omitempty"`
	Done   bool     `json:"done,omitempty"`
}

// Values are an answer: step id to value.
type Values map[string]Value

// Empty reports whether nothing was done; white space alone is nothing.
func (v Value) Empty() bool {
	v.Text = strings.TrimSpace(v.Text)
	return v == Value{}
}

// Equal compares by content.
func (v Value) Equal(w Value) bool {
	if (v.Number == nil) != (w.Number == nil) || v.Number != nil && *v.Number != *w.Number {
		return false
	}
	v.Number, w.Number = nil, nil
	return v == w
}

// Equal compares by content.
func (vs Values) Equal(ws Values) bool { return maps.EqualFunc(vs, ws, Value.Equal) }

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
