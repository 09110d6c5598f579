package script

import "slices"

// fewest are the answers below which a result is not kept: with three, each
// could guess who chose what.
const fewest = 4

// maxKept bounds what is kept of one meeting.
const maxKept = 50

// Result is a poll as it was shown to everybody: how many chose each option,
// never who.
type Result struct {
	Poll     string   `json:"poll"` // its id
	Question Text     `json:"question"`
	Options  []Option `json:"options"`
	Counts   []int    `json:"counts"` // by option
	Answers  int      `json:"answers"`
}

// Played is a film that was shown. Title is that of its step, empty without one.
type Played struct {
	Film  string `json:"film"`
	Title Text   `json:"title,omitempty"`
}

// keepPoll keeps the result of the poll that goes, if everybody saw it, in
// place of an earlier result of the same poll.
func (r *Run) keepPoll() {
	p := r.Poll
	if p == nil || !p.Shown || len(p.Votes) < fewest {
		return
	}
	r.Results = slices.DeleteFunc(r.Results, func(k Result) bool { return k.Poll == p.ID })
	if len(r.Results) < maxKept {
		r.Results = append(r.Results, Result{Poll: p.ID, Question: p.Question, Options: p.Options, Counts: p.counts(), Answers: len(p.Votes)})
	}
}

// keepFilm keeps that a film was shown, once.
func (r *Run) keepFilm(f *Film) {
	known := slices.ContainsFunc(r.Films, func(p Played) bool { return p.Film == f.ID })
	if !known && len(r.Films) < maxKept {
		r.Films = append(r.Films, Played{Film: f.ID, Title: f.Title})
	}
}
