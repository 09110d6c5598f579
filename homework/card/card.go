// Package card says of each programme that comes with Kring what a person
// needs to choose: its aim, whom it is for and not for, who made it, and what is
// known of whether it works. Not known is said as plainly as known.
package card

import (
	_ "embed"
	"encoding/json"
	"fmt"

	"kring/homework/programme"
)

// Card is one programme's. Topic is what it is about, for filters and the
// choice aid; Level is how hard its texts are to read (CEFR).
type Card struct {
	Programme string         `json:"programme"`
	Topic     string         `json:"topic"`
	Title     programme.Text `json:"title"`
	Aim       programme.Text `json:"aim"`
	For       programme.Text `json:"for"`
	NotFor    programme.Text `json:"notFor"`
	Work      programme.Text `json:"work"`
	Maker     programme.Text `json:"maker"`
	Evidence  programme.Text `json:"evidence"`
	Level     string         `json:"level"`
	Sources   []Source       `json:"sources"`
}

// Source is a publication that the evidence line leans on.
type Source struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

//go:embed cards.json
var raw []byte

// Load reads the cards.
func Load() ([]Card, error) {
	var all []Card
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, fmt.Errorf("programme cards: %w", err)
	}
	return all, nil
}
