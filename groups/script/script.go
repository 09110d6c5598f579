// Package script is the run of one meeting: the timed steps and how far the
// group is, and what a step puts on everybody's screen (talking stick, timer,
// poll, film, pairs, joint module step).
//
// It is pure: no clock, no storage, no goroutines. A Run is one value that
// encodes as JSON. What somebody does is an Act; an Act that fails has changed
// nothing that is kept, because it works on a Clone. Who may do what is the
// caller's to check; who sees what of it is View.
package script

import (
	"slices"

	"kring/internal/fault"
)

// Text is one text by language code.
type Text map[string]string

// plain is what somebody typed: the same in every language.
func plain(s string) Text { return Text{"nl": s, "en": s} }

// Option is one possible choice of a poll.
type Option struct {
	ID    string `json:"id"`
	Label Text   `json:"label"`
}

// Step is one timed step. Body is what everybody sees, Guide what only the
// facilitators see; the rest depends on the kind.
type Step struct {
	ID         string   `json:"id"`
	Kind       string   `json:"kind"` // welcome, talk, break, round, check-out, pairs, film, poll, module
	Title      Text     `json:"title"`
	Body       Text     `json:"body"`
	Guide      Text     `json:"guide,omitempty"`
	Minutes    int      `json:"minutes"`
	Seconds    int      `json:"seconds,omitempty"`    // round, check-out: for each person; 0 is no limit
	Size       int      `json:"size,omitempty"`       // pairs: people in one room
	Film       string   `json:"film,omitempty"`       // film: its id
	Assignment string   `json:"assignment,omitempty"` // module: where the answers are
	Steps      []string `json:"steps,omitempty"`      // module: which of its steps
	Options    []Option `json:"options,omitempty"`    // poll
}

// States of a step.
const (
	Todo    = "todo"
	Now     = "now"
	Done    = "done"
	Skipped = "skipped"
)

// Progress is a step and how it went. TookMs adds up when it is done again.
type Progress struct {
	Step
	State     string `json:"state"`
	StartedAt int64  `json:"startedAt,omitempty"` // the last time, Unix ms
	TookMs    int64  `json:"tookMs,omitempty"`
}

// Run is a meeting under way. What the current step brought ends with it.
type Run struct {
	Steps   []Progress `json:"steps"`
	Current string     `json:"current,omitempty"` // id of the step that is on; "" before the first and after the end
	Added   int        `json:"added,omitempty"`   // steps added on the spot, for their ids

	Stick *Stick `json:"stick,omitempty"`
	Timer *Timer `json:"timer,omitempty"`
	Poll  *Poll  `json:"poll,omitempty"`
	Polls []Poll `json:"polls,omitempty"` // drafts
	Film  *Film  `json:"film,omitempty"`
	Pairs *Pairs `json:"pairs,omitempty"`

	Privates []Private `json:"privates,omitempty"` // who are apart

	Joint *Joint `json:"joint,omitempty"`
	Table string `json:"table,omitempty"` // the piece of the Groepstafel that all look at: its id, never what it says
	Say   *Word  `json:"say,omitempty"`   // to everybody, in pairs too

	Notice  *Word `json:"notice,omitempty"` // to who waits
	Paused  bool  `json:"paused,omitempty"`
	Debrief bool  `json:"debrief,omitempty"` // the participants have gone home

	// To read back: what was shown to everybody.
	Results []Result `json:"results,omitempty"`
	Films   []Played `json:"films,omitempty"`
}

// Scene is what an Act may know besides the run.
type Scene struct {
	Now     int64    // Unix ms
	You     string   // participant id of who acts; "" is the meeting itself
	People  []Person // who has a seat, by seat
	Shuffle func(n int, swap func(i, j int))
}

// Person is somebody with a seat.
type Person struct {
	ID    string
	Seat  int
	Leads bool
	Here  bool // connected
	Room  bool // with others in one room: without sound, and Seat -1
}

// Act is one thing somebody does to a run. Its error is a fault.
type Act func(*Run, Scene) error

// New is a meeting that has not begun.
func New(steps []Step) *Run {
	r := &Run{}
	for _, s := range steps {
		r.Steps = append(r.Steps, Progress{Step: s, State: Todo})
	}
	return r
}

// Do returns the run after an act, r itself stays as it was.
func (r *Run) Do(act Act, s Scene) (*Run, error) {
	next := r.Clone()
	if err := act(next, s); err != nil {
		return nil, err
	}
	return next, nil
}

// Clone copies all that an act may change; texts and options never do.
func (r *Run) Clone() *Run {
	c := *r
	c.Steps, c.Polls, c.Privates = slices.Clone(r.Steps), slices.Clone(r.Polls), slices.Clone(r.Privates)
	c.Results, c.Films = slices.Clone(r.Results), slices.Clone(r.Films)
	c.Stick, c.Poll, c.Pairs, c.Joint = r.Stick.clone(), r.Poll.clone(), r.Pairs.clone(), r.Joint.clone()
	return &c
}

// step finds a step.
func (r *Run) step(id string) *Progress {
	for i := range r.Steps {
		if r.Steps[i].ID == id {
			return &r.Steps[i]
		}
	}
	return nil
}

func (s Scene) person(id string) *Person {
	for i := range s.People {
		if s.People[i].ID == id {
			return &s.People[i]
		}
	}
	return nil
}

// here says whether somebody has a seat and is connected.
func (s Scene) here(id string) bool {
	p := s.person(id)
	return p != nil && p.Here
}

// word refuses what is too short or too long for a field.
func word(field, s string, least, most int) error {
	if n := len([]rune(s)); n < least || n > most {
		return fault.Bad(field, "script.length", "%d characters, want %d..%d", n, least, most)
	}
	return nil
}

func within(field string, n, least, most int) error {
	if n < least || n > most {
		return fault.Bad(field, "script.range", "%d, want %d..%d", n, least, most)
	}
	return nil
}

func none(what string) error {
	return fault.New(fault.Conflict, what+".none", "there is no %s now", what)
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
