// Package measure turns the answers to a questionnaire into numbers (HOME-8).
// It is pure: no storage, no people, no item texts; those are the owner's and
// are imported.
//
// definitions.json holds what each instrument is as numbers, with its source;
// the browser reads the same file's content and scores by the same rules, so
// that a score is there without a connection. testdata/scores.json proves both.
// What sources differ about has "check": it is used only after an administrator
// confirmed it. A score is a sum or a mean of what somebody filled in, never a
// diagnosis or a risk.
package measure

import (
	"bytes"
	_ "embed" // definitions.json
	"encoding/json"
	"fmt"
	"slices"

	"kring/internal/fault"
)

//go:embed definitions.json
var definitions []byte

// Definition is one instrument. Items counts those that are scored; Unscored
// ones follow them. Reversed says how many of them the import must name as
// answered the other way round.
type Definition struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Items    int        `json:"items"`
	Unscored int        `json:"unscored,omitempty"`
	Reversed int        `json:"reversed,omitempty"`
	Min      int        `json:"min"`
	Max      int        `json:"max"`
	Method   string     `json:"method" enum:"sum,mean,count"`
	From     int        `json:"from,omitempty"`   // count: an item counts from this value on
	Factor   int        `json:"factor,omitempty"` // sum: times this; 0 is once
	Better   string     `json:"better,omitempty" enum:"high"`
	Change   int        `json:"change,omitempty"` // a change of at least this counts
	Lowest   bool       `json:"lowest,omitempty"` // the lowest answer is told too
	Missing  Missing    `json:"missing"`
	Parts    []Subscale `json:"parts,omitempty"`
	Bands    []Band     `json:"bands,omitempty"`
	Profiles []Pattern  `json:"profiles,omitempty"`
	Rules    []Rule     `json:"rules,omitempty"` // on by default
	Source   string     `json:"source"`
}

// Missing says how many answers may be missing; they then count as the mean of
// the others.
type Missing struct {
	Most  int  `json:"most,omitempty"`
	Check bool `json:"check,omitempty"`
}

// Subscale is a score of some items, by the definition's method. From High on it
// is told.
type Subscale struct {
	Code  string `json:"code"`
	Items []int  `json:"items"` // from 1
	High  int    `json:"high,omitempty"`
}

// Band names scores From..To, both included.
type Band struct {
	Code  string `json:"code"`
	From  int    `json:"from"`
	To    int    `json:"to"`
	Check bool   `json:"check,omitempty"`
}

// Pattern holds when every Need does: at least so many of the items First..Last
// with a value From..To.
type Pattern struct {
	Code string `json:"code"`
	From int    `json:"from"`
	To   int    `json:"to"`
	Need []Need `json:"need"`
}

// Need is one condition of a Pattern.
type Need struct {
	First   int `json:"first"`
	Last    int `json:"last"`
	AtLeast int `json:"atLeast"`
}

// All returns every definition, in a fixed order. It panics when the embedded
// file is broken, which a test would have seen.
func All() []Definition {
	d := json.NewDecoder(bytes.NewReader(definitions))
	d.DisallowUnknownFields()
	var all []Definition
	if err := d.Decode(&all); err != nil {
		panic(fmt.Sprintf("measure: definitions.json: %v", err))
	}
	return all
}

// Find returns the definition with that id; NotFound.
func Find(id string) (Definition, error) {
	all := All()
	i := slices.IndexFunc(all, func(d Definition) bool { return d.ID == id })
	if i < 0 {
		return Definition{}, fault.New(fault.NotFound, "measure.unknown", "no questionnaire %q", id)
	}
	return all[i], nil
}

// ToCheck reports whether sources differ about some of it.
func (d *Definition) ToCheck() bool {
	return d.Missing.Check || slices.ContainsFunc(d.Bands, func(b Band) bool { return b.Check })
}

// Named are the bands that may be shown.
func (d *Definition) Named(confirmed bool) []Band {
	return slices.DeleteFunc(slices.Clone(d.Bands), func(b Band) bool { return b.Check && !confirmed })
}

// Range is the lowest and the highest score.
func (d *Definition) Range() (low, high float64) {
	switch d.Method {
	case "mean":
		return float64(d.Min), float64(d.Max)
	case "count":
		return 0, float64(d.Items)
	}
	n := float64(d.Items * max(d.Factor, 1))
	return n * float64(d.Min), n * float64(d.Max)
}
