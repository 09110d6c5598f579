// Package programme is a programme on paper: sessions with a timed script,
// homework modules with typed steps, and what counts as an answer to a step.
// It is pure: no storage, no clock, no people.
//
// A programme is one JSON document with every text in every language it has.
// A published version never changes; a change is a new version, and running
// groups keep theirs. Adding a kind of homework step is one file kind_x.go and
// a line in the table in step.go; a kind of script step is a line in script.go.
package programme

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
)

// Text is one text by language code ("nl", "en"). Paragraphs are separated by
// a blank line.
type Text map[string]string

// In returns the text in a language, in Dutch when that is missing.
func (t Text) In(lang string) string {
	if s := t[lang]; s != "" {
		return s
	}
	return t["nl"]
}

// Programme is one version of a programme.
type Programme struct {
	ID       string    `json:"id" bson:"id"`
	Version  int       `json:"version" bson:"version"`
	Title    Text      `json:"title" bson:"title"`
	Summary  Text      `json:"summary" bson:"summary"`
	Sessions []Session `json:"sessions" bson:"sessions"`
	Modules  []Module  `json:"modules" bson:"modules"`
	Measures []Measure `json:"measures,omitempty" bson:"measures,omitempty"`
}

// Session is what one meeting follows. Aim is for the participants, Guide for
// the facilitators only.
type Session struct {
	ID          string       `json:"id" bson:"id"`
	Title       Text         `json:"title" bson:"title"`
	Aim         Text         `json:"aim" bson:"aim"`
	Guide       Text         `json:"guide" bson:"guide"`
	DurationMin int          `json:"durationMin" bson:"durationMin"`
	Script      []ScriptStep `json:"script" bson:"script"`
}

// Module is a piece of homework; Session is the id of the session at which it
// is due. An Open one can also be done by anybody, without a group: its texts
// name no facilitator and no meeting.
type Module struct {
	ID      string `json:"id" bson:"id"`
	Title   Text   `json:"title" bson:"title"`
	Intro   Text   `json:"intro" bson:"intro"`
	Minutes int    `json:"minutes" bson:"minutes"`
	Session string `json:"session" bson:"session"`
	Open    bool   `json:"open,omitempty" bson:"open,omitempty"`
	Steps   []Step `json:"steps" bson:"steps"`
	Moment  string `json:"-" bson:"-"` // of a measure moment, see Moments; "" for homework
}

// Parse reads a programme from JSON and refuses unknown fields and everything
// that Validate refuses.
func Parse(raw []byte) (*Programme, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	p := new(Programme)
	if err := d.Decode(p); err != nil {
		return nil, fmt.Errorf("programme: %w", err)
	}
	if err := p.Validate(); err != nil {
		return nil, fmt.Errorf("programme %s: %w", p.ID, err)
	}
	return p, nil
}

// Module returns the module or the measure moment with that id, or nil.
func (p *Programme) Module(id string) *Module {
	for i := range p.Modules {
		if p.Modules[i].ID == id {
			return &p.Modules[i]
		}
	}
	for _, m := range p.Moments() {
		if m.ID == id {
			return &m
		}
	}
	return nil
}

// SessionNumber returns the place of a session in the programme, from 1; 0
// when there is no such session.
func (p *Programme) SessionNumber(id string) int {
	for i := range p.Sessions {
		if p.Sessions[i].ID == id {
			return i + 1
		}
	}
	return 0
}

// Validate says what is wrong with the programme as a whole: ids, texts,
// times, and every step by its kind.
func (p *Programme) Validate() error {
	if p.Version < 1 {
		return fmt.Errorf("version %d, want 1 or more", p.Version)
	}
	if len(p.Sessions) == 0 {
		return fmt.Errorf("no sessions")
	}
	if err := first(checkID(p.ID), needText("title", p.Title), needText("summary", p.Summary)); err != nil {
		return err
	}
	seen := ids{}
	for i := range p.Modules {
		if err := first(seen.add(p.Modules[i].ID), p.Modules[i].validate(p)); err != nil {
			return fmt.Errorf("module %q: %w", p.Modules[i].ID, err)
		}
	}
	seen = ids{}
	for i := range p.Measures {
		if err := first(seen.add(p.Measures[i].Questionnaire), p.Measures[i].validate()); err != nil {
			return fmt.Errorf("measure %q: %w", p.Measures[i].Questionnaire, err)
		}
	}
	seen = ids{}
	for i := range p.Sessions {
		if err := first(seen.add(p.Sessions[i].ID), p.Sessions[i].validate(p)); err != nil {
			return fmt.Errorf("session %q: %w", p.Sessions[i].ID, err)
		}
	}
	return nil
}

func (m *Module) validate(p *Programme) error {
	if p.SessionNumber(m.Session) == 0 {
		return fmt.Errorf("due at unknown session %q", m.Session)
	}
	if m.Minutes < 1 || len(m.Steps) == 0 {
		return fmt.Errorf("needs minutes and steps")
	}
	if err := first(needText("title", m.Title), needText("intro", m.Intro)); err != nil {
		return err
	}
	seen := ids{}
	for i := range m.Steps {
		if err := first(seen.add(m.Steps[i].ID), m.Steps[i].validate()); err != nil {
			return fmt.Errorf("step %q: %w", m.Steps[i].ID, err)
		}
	}
	return nil
}

func (s *Session) validate(p *Programme) error {
	if err := first(needText("title", s.Title), needText("aim", s.Aim), needText("guide", s.Guide)); err != nil {
		return err
	}
	seen, minutes := ids{}, 0
	for i := range s.Script {
		if err := first(seen.add(s.Script[i].ID), s.Script[i].validate(p)); err != nil {
			return fmt.Errorf("script step %q: %w", s.Script[i].ID, err)
		}
		minutes += s.Script[i].Minutes
	}
	if minutes != s.DurationMin {
		return fmt.Errorf("script takes %d minutes, the session %d", minutes, s.DurationMin)
	}
	return nil
}

// idPattern keeps ids usable as document keys, element ids and URL parts.
var idPattern = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

type ids map[string]bool

func (seen ids) add(id string) error {
	if seen[id] {
		return fmt.Errorf("id is used twice")
	}
	seen[id] = true
	return checkID(id)
}

func checkID(id string) error {
	if !idPattern.MatchString(id) {
		return fmt.Errorf("id %q does not match %s", id, idPattern)
	}
	return nil
}

// needText: every text exists in Dutch and in English.
func needText(name string, t Text) error {
	if t["nl"] == "" || t["en"] == "" {
		return fmt.Errorf("%s: needs nl and en", name)
	}
	return nil
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
