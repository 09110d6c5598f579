package script

import (
	"fmt"
	"slices"

	"kring/internal/fault"
)

// Limits of a script.
const (
	maxSteps   = 60
	maxTitle   = 120  // characters
	maxBody    = 2000 // characters
	maxMinutes = 240
	maxSeconds = 3600
)

// addable are the kinds of step that can be added on the spot; a module needs
// an assignment, which the programme gives.
var addable = []string{"welcome", "talk", "break", "round", "check-out", "pairs", "film", "poll"}

// Next goes to the step after from, which is what the presser saw: pressed
// twice, it goes on once.
func Next(from string) Act {
	return func(r *Run, s Scene) error {
		if from != r.Current {
			return nil
		}
		at := slices.IndexFunc(r.Steps, func(p Progress) bool { return p.ID == r.Current })
		open := func(p Progress) bool { return p.State != Skipped }
		if at < 0 { // before the first, or opened again after the end
			open = func(p Progress) bool { return p.State == Todo }
		}
		i := slices.IndexFunc(r.Steps[at+1:], open)
		if i < 0 {
			return fault.New(fault.Conflict, "script.end", "this is the last step")
		}
		r.begin(&r.Steps[at+1+i], s.Now)
		return nil
	}
}

// Goto goes to a step, to do it again or to jump.
func Goto(id string) Act {
	return func(r *Run, s Scene) error {
		p := r.step(id)
		if p == nil {
			return unknown(id)
		}
		r.begin(p, s.Now)
		return nil
	}
}

// Skip leaves a step out, or puts it back.
func Skip(id string, skipped bool) Act {
	return func(r *Run, _ Scene) error {
		p := r.step(id)
		switch {
		case p == nil:
			return unknown(id)
		case p.State == Now:
			return fault.New(fault.Conflict, "script.current", "step %s is on", id)
		case skipped:
			p.State = Skipped
		case p.State == Skipped:
			p.State = rested(p)
		}
		return nil
	}
}

// Addition is a step to add after another, "" for before the first. What is
// typed is the same in every language.
type Addition struct {
	After, Kind, Title, Body string
	Minutes, Seconds         int
}

// Insert adds a step.
func Insert(a Addition) Act {
	return func(r *Run, _ Scene) error {
		at := slices.IndexFunc(r.Steps, func(p Progress) bool { return p.ID == a.After })
		if at < 0 && a.After != "" {
			return unknown(a.After)
		}
		if !slices.Contains(addable, a.Kind) {
			return fault.Bad("kind", "script.kind", "no such kind of step to add: %q", a.Kind)
		}
		err := first(within("after", len(r.Steps)+1, 1, maxSteps), word("title", a.Title, 1, maxTitle), word("body", a.Body, 0, maxBody),
			within("minutes", a.Minutes, 1, maxMinutes), within("seconds", a.Seconds, 0, maxSeconds))
		if err != nil {
			return err
		}
		r.Added++
		s := Step{ID: fmt.Sprintf("added-%d", r.Added), Kind: a.Kind, Title: plain(a.Title), Body: plain(a.Body), Minutes: a.Minutes, Seconds: a.Seconds}
		if a.Kind == "pairs" {
			s.Size = 2
		}
		r.Steps = slices.Insert(r.Steps, at+1, Progress{Step: s, State: Todo})
		return nil
	}
}

// Begin is the meeting being opened, the first time or again.
func Begin(r *Run, _ Scene) error {
	r.Debrief = false
	return nil
}

// End ends the meeting's run: its steps stay, to read back or to go on later.
func End(r *Run, s Scene) error {
	r.finish(s.Now)
	r.Notice, r.Paused, r.Debrief, r.Privates = nil, false, false, nil
	return nil
}

// GoHome is the end for the participants; the facilitators stay to talk it over.
// It waits for who are apart.
func GoHome(r *Run, s Scene) error {
	if err := first(r.Together(), End(r, s)); err != nil {
		return err
	}
	r.Debrief = true
	return nil
}

// begin ends the current step and all that it brought, and starts p.
func (r *Run) begin(p *Progress, now int64) {
	r.finish(now)
	p.State, p.StartedAt, r.Current = Now, now, p.ID
	switch {
	case p.Kind == "module" && p.Assignment != "":
		r.Joint = &Joint{Assignment: p.Assignment, Steps: p.Steps}
	case p.Kind == "poll" && len(p.Options) > 0:
		r.Poll = &Poll{ID: p.ID, Question: p.Title, Options: p.Options, Open: true, Votes: map[string][]string{}}
	}
}

func (r *Run) finish(now int64) {
	if p := r.step(r.Current); p != nil {
		p.State, p.TookMs = Done, p.TookMs+max(0, now-p.StartedAt)
	}
	r.Current = ""
	r.keepPoll()
	r.Stick, r.Timer, r.Poll, r.Film, r.Pairs, r.Joint, r.Say, r.Table = nil, nil, nil, nil, nil, nil, nil, ""
}

// rested is what a step is that is neither on nor skipped.
func rested(p *Progress) string {
	if p.StartedAt != 0 {
		return Done
	}
	return Todo
}

func unknown(id string) error {
	return fault.Bad("step", "script.unknown-step", "no step %q", id)
}
