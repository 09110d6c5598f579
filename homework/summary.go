package homework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strconv"

	"kring/homework/programme"
	"kring/internal/seal"
	"kring/internal/store"
)

// A summary is nameless: nothing is counted before there are leastAnswers, and
// what was shown is counted anew only when leastChanged people answered,
// changed or took back theirs since. So the difference between two summaries
// never is one person's answer.
const (
	leastAnswers = 4
	leastChanged = 2
)

// StepSummary is what a group answered to one step. Bars are the choices, or
// the points of a scale; texts have none.
type StepSummary struct {
	ID       string   `json:"id"`
	Kind     string   `json:"kind"`
	Title    string   `json:"title"`
	Answered int      `json:"answered" doc:"People who answered"`
	Counted  int      `json:"counted" doc:"Of whom the bars are; 0 while they are fewer than four"`
	Bars     []Bar    `json:"bars,omitempty"`
	Mean     *float64 `json:"mean,omitempty" doc:"Of a scale"`
}

// Bar is how many chose one option or point.
type Bar struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Count int    `json:"count"`
}

// shown is what was last shown of the answers to an assignment; its id is the
// assignment's. It is sealed under the group's key.
type shown struct {
	store.Meta `bson:",inline"`
	GroupID    string `bson:"groupId" json:"groupId"`
	Box        []byte `bson:"box" json:"box"` // tally by step id, as JSON
}

// tally is one step, counted.
type tally struct {
	Of   map[string]string `json:"of"`   // person → fingerprint of what was counted, never the answer
	Bars map[string]int    `json:"bars"` // by option or point
}

const (
	shownName  = "summaries"
	shownField = "box"
)

// Summary counts the answers to some steps of an assignment without names.
func (h *Homework) Summary(ctx context.Context, assignmentID string, steps []string, lang string) ([]StepSummary, error) {
	as, m, err := h.open(ctx, assignmentID)
	if err != nil {
		return nil, err
	}
	fresh, err := h.tallies(ctx, as.ID, steps)
	if err != nil {
		return nil, err
	}
	counted, err := h.publish(ctx, as, fresh)
	if err != nil {
		return nil, err
	}
	out := []StepSummary{}
	for _, id := range steps {
		if s := m.Step(id); s != nil && s.Answerable() {
			out = append(out, summary(s, len(fresh[id].Of), counted[id], lang))
		}
	}
	return out, nil
}

// tallies counts what people answered as of now.
func (h *Homework) tallies(ctx context.Context, assignmentID string, steps []string) (map[string]tally, error) {
	out := map[string]tally{}
	for _, id := range steps {
		out[id] = tally{map[string]string{}, map[string]int{}}
	}
	err := h.each(ctx, assignmentID, func(a *Answer, vs programme.Values) {
		for _, id := range steps {
			if v, ok := vs[id]; ok {
				out[id].Of[a.PersonID] = fingerprint(a.ID, id, v)
				for _, b := range bars(v) {
					out[id].Bars[b]++
				}
			}
		}
	})
	return out, err
}

// publish decides what may be shown, and keeps it. Of two who ask at once both
// get what was stored first.
func (h *Homework) publish(ctx context.Context, as *Assignment, fresh map[string]tally) (counted map[string]tally, err error) {
	d, err := h.summaries.Get(ctx, as.ID)
	if errors.Is(err, store.ErrNotFound) {
		d = &shown{Meta: store.Meta{ID: as.ID}, GroupID: as.GroupID}
		if err = h.summaries.Insert(ctx, d); errors.Is(err, store.ErrConflict) {
			d, err = h.summaries.Get(ctx, as.ID)
		}
	}
	if err != nil {
		return nil, err
	}
	counted, changed, err := h.count(ctx, d, fresh)
	if err == nil && changed {
		_, err = h.summaries.Update(ctx, d.ID, func(d *shown) (err error) {
			if counted, _, err = h.count(ctx, d, fresh); err != nil {
				return err
			}
			raw, err := json.Marshal(counted)
			if err == nil {
				d.Box, err = h.sealer.Seal(ctx, seal.Group(d.GroupID), shownRef(d), raw)
			}
			return err
		})
	}
	for id, t := range fresh {
		if len(t.Of) < leastAnswers { // somebody took hers back
			delete(counted, id)
		}
	}
	return counted, err
}

// count is what may be shown after d now that the answers are fresh.
func (h *Homework) count(ctx context.Context, d *shown, fresh map[string]tally) (counted map[string]tally, changed bool, err error) {
	counted = map[string]tally{}
	if err := h.openShown(ctx, d, &counted); err != nil {
		return nil, false, err
	}
	for id, t := range fresh {
		if mayFollow(counted[id], t) {
			counted[id], changed = t, true
		}
	}
	return counted, changed, nil
}

func (h *Homework) openShown(ctx context.Context, d *shown, into *map[string]tally) error {
	if len(d.Box) == 0 {
		return nil
	}
	raw, err := h.sealer.Open(ctx, seal.Group(d.GroupID), shownRef(d), d.Box)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, into)
}

func shownRef(d *shown) seal.Ref { return seal.Ref{Coll: shownName, ID: d.ID, Field: shownField} }

// mayFollow says whether fresh may be shown after old.
func mayFollow(old, fresh tally) bool {
	changed := 0
	for person, was := range old.Of {
		if fresh.Of[person] != was {
			changed++
		}
	}
	for person := range fresh.Of {
		if _, there := old.Of[person]; !there {
			changed++
		}
	}
	return len(fresh.Of) >= leastAnswers && changed >= leastChanged
}

func summary(s *programme.Step, answered int, t tally, lang string) StepSummary {
	out := StepSummary{ID: s.ID, Kind: s.Kind, Title: s.Title.In(lang), Answered: answered, Counted: len(t.Of)}
	for _, o := range s.Options {
		out.Bars = append(out.Bars, Bar{o.ID, o.Label.In(lang), t.Bars[o.ID]})
	}
	if s.Kind == "scale" {
		out.addPoints(s, t)
	}
	return out
}

// addPoints adds a bar per point of a scale, and the mean.
func (out *StepSummary) addPoints(s *programme.Step, t tally) {
	sum := 0
	for n := s.Min; n <= s.Max; n++ {
		id := strconv.Itoa(n)
		out.Bars = append(out.Bars, Bar{id, id, t.Bars[id]})
		sum += n * t.Bars[id]
	}
	if out.Counted > 0 {
		mean := float64(sum) / float64(out.Counted)
		out.Mean = &mean
	}
}

// bars are where a value is counted; none for words.
func bars(v programme.Value) []string {
	switch {
	case v.Number != nil:
		return []string{strconv.FormatFloat(*v.Number, 'f', -1, 64)}
	case v.Choice != "":
		return []string{v.Choice}
	}
	return v.Choices
}

// fingerprint tells whether a value changed.
func fingerprint(answerID, step string, v programme.Value) string {
	raw, _ := json.Marshal([]any{answerID, step, v}) // plain values always encode
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:8])
}
