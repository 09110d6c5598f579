package homework

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"kring/homework/programme"
	"kring/internal/fault"
)

// maxRounds is how many earlier rounds an answer keeps; the oldest goes first.
const maxRounds = 8

// Round is what was handed in before, and the feedback it got.
type Round struct {
	Number      int                 `bson:"number" json:"number"` // from 1
	HandedInAt  int64               `bson:"handedInAt" json:"handedInAt"`
	SnapshotBox []byte              `bson:"snapshotBox" json:"snapshotBox"` // programme.Values
	Feedback    map[string]Feedback `bson:"feedback" json:"feedback"`
}

// RoundView is an earlier round, for its owner and for facilitators.
type RoundView struct {
	Number     int                     `json:"number"`
	HandedInAt int64                   `json:"handedInAt"`
	Values     programme.Values        `json:"values"`
	Feedback   map[string]FeedbackView `json:"feedback"`
}

func roundField(n int) string { return fmt.Sprintf("rounds.%d.snapshotBox", n) }

// answeredRound reports whether what was handed in last has had feedback, so
// that handing in again begins a new round.
func (a *Answer) answeredRound() bool {
	for _, f := range a.Feedback {
		if f.At >= a.HandedInAt && a.HandedInAt != 0 {
			return true
		}
	}
	return a.SentBack
}

// archive keeps the round that is over.
func (h *Homework) archive(ctx context.Context, a *Answer, given programme.Values) error {
	r := Round{Number: a.round(), HandedInAt: a.HandedInAt, Feedback: maps.Clone(a.Feedback)}
	raw, err := given.Encode()
	if err == nil {
		r.SnapshotBox, err = h.seal(ctx, a, roundField(r.Number), raw)
	}
	if err != nil {
		return err
	}
	a.Rounds = append(a.Rounds, r)
	a.Rounds = a.Rounds[max(0, len(a.Rounds)-maxRounds):]
	return nil
}

// round is the number of the round that goes on.
func (a *Answer) round() int {
	if n := len(a.Rounds); n > 0 {
		return a.Rounds[n-1].Number + 1
	}
	return 1
}

func (h *Homework) roundValues(ctx context.Context, a *Answer) (out []programme.Values, err error) {
	for _, r := range a.Rounds {
		vs, err := h.openValues(ctx, a, roundField(r.Number), r.SnapshotBox)
		if err != nil {
			return nil, err
		}
		out = append(out, vs)
	}
	return out, nil
}

// said is all feedback on an answer, and the rounds before with theirs. A
// remark stays when its round is over, until another takes its place.
func (h *Homework) said(ctx context.Context, a *Answer) (map[string]FeedbackView, []RoundView, error) {
	all, err := h.roundValues(ctx, a)
	if err != nil {
		return nil, nil, err
	}
	rounds := []RoundView{}
	for i, r := range a.Rounds {
		fb, err := h.feedback(ctx, a, r.Feedback, func(Feedback) programme.Values { return all[i] })
		if err != nil {
			return nil, nil, err
		}
		rounds = append(rounds, RoundView{Number: r.Number, HandedInAt: r.HandedInAt, Values: all[i], Feedback: fb})
	}
	var sent programme.Values
	if len(a.Feedback) > 0 {
		if sent, err = h.sent(ctx, a); err != nil {
			return nil, nil, err
		}
	}
	fb, err := h.feedback(ctx, a, a.Feedback, func(f Feedback) programme.Values {
		if f.At >= a.HandedInAt {
			return sent
		}
		for i := len(a.Rounds) - 1; i >= 0; i-- {
			if a.Rounds[i].HandedInAt <= f.At {
				return all[i]
			}
		}
		return nil // of a round that is no longer kept
	})
	return fb, rounds, err
}

// feedback opens what was given; of gives the values that a remark is about.
func (h *Homework) feedback(ctx context.Context, a *Answer, given map[string]Feedback, of func(Feedback) programme.Values) (map[string]FeedbackView, error) {
	out := map[string]FeedbackView{}
	for place, f := range given {
		text, err := h.unseal(ctx, a, feedbackField(place), f.TextBox)
		if err != nil {
			return nil, err
		}
		v := FeedbackView{Text: string(text), By: f.By, At: f.At, ReadAt: f.ReadAt}
		if step, n := programme.Place(place); n > 0 {
			if all := programme.Paragraphs(of(f)[step].Text); n <= len(all) {
				v.Quote = all[n-1]
			}
		}
		out[place] = v
	}
	return out, nil
}

// SendBack asks the participant to go on with what was read at rev; the answer
// leaves the queue until it is handed in again.
func (h *Homework) SendBack(ctx context.Context, answerID string, rev int64, lang string) (Review, error) {
	a, err := h.sentAnswer(ctx, answerID)
	if err != nil {
		return Review{}, err
	}
	a, err = h.answers.Update(ctx, a.ID, func(a *Answer) error {
		if err := h.current(ctx, a, rev, lang); err != nil {
			return err
		}
		a.SentBack, a.WaitingSince = true, 0
		a.SentRev++
		return nil
	})
	if err != nil {
		return Review{}, err
	}
	return h.review(ctx, a, lang)
}

// opened is the module up to the first step that waits for feedback which has
// not come: what the person can do now.
func (a *Answer) opened(m *programme.Module) *programme.Module {
	return m.Until(func(step string) bool {
		for place := range a.Feedback {
			if s, _ := programme.Place(place); s == step {
				return true
			}
		}
		return false
	})
}

// closed refuses what was changed at steps that are not open yet.
func (a *Answer) closed(m *programme.Module, old, now programme.Values) error {
	open := a.opened(m)
	for step, v := range now {
		if open.Step(step) == nil && !v.Equal(old[step]) {
			return fault.Bad(step, "step.closed", "step %s opens when an earlier one has feedback", step)
		}
	}
	return nil
}

// Keep decides whether a step is for its owner only (mine) or goes to the
// facilitators with a hand-in, as all do at first. What was sent of a step
// that is kept is taken back at once, from all rounds.
func (h *Homework) Keep(ctx context.Context, assignmentID, person, step string, mine bool) error {
	as, m, err := h.open(ctx, assignmentID)
	if err != nil {
		return err
	}
	if s := m.Step(step); s == nil || !s.Answerable() {
		return fault.Bad("step", "step.unknown", "module %s has no step %q to answer", m.ID, step)
	}
	a, err := h.begun(ctx, as, person)
	if err != nil {
		return err
	}
	_, err = h.answers.Update(ctx, a.ID, func(a *Answer) error {
		a.Mine = slices.DeleteFunc(a.Mine, func(s string) bool { return s == step })
		if a.Status == handedIn {
			a.Status = draft // what is sent next differs
		}
		if !mine {
			return nil
		}
		a.Mine = append(a.Mine, step)
		return h.takeBack(ctx, a, step)
	})
	return err
}

// takeBack takes a step out of all that was sent, with what was said about it.
func (h *Homework) takeBack(ctx context.Context, a *Answer, step string) error {
	about := func(place string, _ Feedback) bool { s, _ := programme.Place(place); return s == step }
	without := func(field string, box *[]byte) error {
		if *box == nil {
			return nil
		}
		vs, err := h.openValues(ctx, a, field, *box)
		if err != nil {
			return err
		}
		delete(vs, step)
		raw, err := vs.Encode()
		if err == nil {
			*box, err = h.seal(ctx, a, field, raw)
		}
		return err
	}
	for i := range a.Rounds {
		r := &a.Rounds[i]
		maps.DeleteFunc(r.Feedback, about)
		if err := without(roundField(r.Number), &r.SnapshotBox); err != nil {
			return err
		}
	}
	if a.SnapshotBox != nil {
		a.SentRev++
	}
	maps.DeleteFunc(a.Feedback, about)
	return without(snapshotField, &a.SnapshotBox)
}

// remarkable says whether a remark can stand at a place: a step that asks
// something, or a paragraph of the text that was sent there.
func remarkable(m *programme.Module, given programme.Values, place string) error {
	step, paragraph := programme.Place(place)
	s := m.Step(step)
	if s == nil || !s.Answerable() || strings.Contains(place, ":") && (paragraph < 1 || paragraph > len(programme.Paragraphs(given[step].Text))) {
		return fault.Bad("step", "step.unknown", "module %s has no place %q to write at", m.ID, place)
	}
	return nil
}
