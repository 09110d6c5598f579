package homework

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"kring/homework/programme"
	"kring/internal/fault"
	"kring/internal/store"
)

// Work is a participant's answer on its way in: all values, not a change.
type Work struct {
	AssignmentID, PersonID string
	Rev                    int64 // the AnswerView.Rev it was made from; 0: none yet
	Values                 programme.Values
	Place                  string // step id where the person is; "": the start
	By                     string // a random name of the page that saves
}

// Stale is the Conflict of a save or hand-in made from an older Rev: the
// values changed elsewhere. Current is what is stored, so that both versions
// can be shown.
type Stale struct{ Current AnswerView }

func (s *Stale) Error() string {
	return fmt.Sprintf("the answer changed elsewhere and is at revision %d", s.Current.Rev)
}

// Unwrap is the fault for callers that only want its kind.
func (s *Stale) Unwrap() error { return fault.New(fault.Conflict, "answer.stale", "%s", s.Error()) }

// Save stores work and returns the stored answer. Values that do not fit are
// an Invalid fault whose Field is the step; a stale Rev is a *Stale, unless
// the stored values are the same already (a repeat after a lost reply).
func (h *Homework) Save(ctx context.Context, w Work) (AnswerView, error) {
	as, m, err := h.open(ctx, w.AssignmentID)
	if err != nil {
		return AnswerView{}, err
	}
	w.Values = w.Values.Filled()
	if err := m.Check(w.Values); err != nil {
		return AnswerView{}, err
	}
	if w.Place != "" && m.Step(w.Place) == nil {
		return AnswerView{}, fault.Bad("place", "step.unknown", "module %s has no step %q", m.ID, w.Place)
	}
	a, err := h.begun(ctx, as, w.PersonID)
	if err != nil {
		return AnswerView{}, fmt.Errorf("save answer to assignment %s: %w", as.ID, err)
	}
	if err := h.tell(ctx, a, m, w); err != nil { // before the answer is confirmed
		return AnswerView{}, err
	}
	a, err = h.answers.Update(ctx, a.ID, func(a *Answer) error { return h.put(ctx, a, m, w) })
	if err != nil {
		return AnswerView{}, err
	}
	if h.Saved != nil {
		h.Saved(as.ID)
	}
	return h.ownView(ctx, a)
}

// begun is a person's answer, one without values when there was none. When
// another tab was first, its answer is the result.
func (h *Homework) begun(ctx context.Context, as *Assignment, person string) (*Answer, error) {
	a, err := h.answerOf(ctx, as.ID, person)
	if err != nil || a != nil {
		return a, err
	}
	a = &Answer{
		Meta:         store.Meta{ID: store.NewID()},
		AssignmentID: as.ID, PersonID: person, GroupID: as.GroupID, Status: draft,
	}
	raw, err := programme.Values{}.Encode()
	if err != nil {
		return nil, err
	}
	if a.StepsBox, err = h.seal(ctx, a, stepsField, raw); err != nil {
		return nil, err
	}
	err = h.answers.Insert(ctx, a)
	if errors.Is(err, store.ErrConflict) {
		return h.answers.One(ctx, store.Is("assignmentId", as.ID), store.Is("personId", person))
	}
	return a, err
}

// put changes a as w asks.
func (h *Homework) put(ctx context.Context, a *Answer, m *programme.Module, w Work) error {
	old, err := h.values(ctx, a)
	if err != nil {
		return err
	}
	same := old.Equal(w.Values)
	if w.Rev != a.ValuesRev && !same {
		return h.stale(ctx, a)
	}
	a.Place = w.Place
	if same {
		return nil
	}
	if err := a.closed(m, old, w.Values); err != nil {
		return err
	}
	given, err := h.allSent(ctx, a)
	if err != nil {
		return err
	}
	if err := h.moveFiles(ctx, a, append(given, old), append(given, w.Values)); err != nil {
		return err
	}
	a.By = w.By
	return h.setValues(ctx, a, w.Values)
}

func (h *Homework) stale(ctx context.Context, a *Answer) error {
	current, err := h.ownView(ctx, a)
	if err != nil {
		return err
	}
	return &Stale{Current: current}
}

// HandIn sends the answer as it is stored at rev: facilitators read this
// snapshot from now on. A required step without a value is an Invalid fault
// whose Field is the step, another rev a *Stale. Handing in what was handed in
// already changes nothing.
func (h *Homework) HandIn(ctx context.Context, assignmentID, person string, rev int64) (AnswerView, error) {
	as, m, err := h.open(ctx, assignmentID)
	if err != nil {
		return AnswerView{}, err
	}
	if as.GroupID == "" {
		return AnswerView{}, fault.New(fault.Invalid, "answer.alone", "nobody reads along with self-help %s", as.ID)
	}
	a, err := h.answerOf(ctx, assignmentID, person)
	if err != nil {
		return AnswerView{}, err
	}
	if a == nil {
		return AnswerView{}, fault.New(fault.Invalid, "answer.empty", "nothing was answered yet")
	}
	a, err = h.answers.Update(ctx, a.ID, func(a *Answer) error {
		if a.ValuesRev != rev {
			return h.stale(ctx, a)
		}
		return h.send(ctx, a, m)
	})
	if err == nil {
		err = h.keep(ctx, a, m) // who hears of an error sends again
	}
	if err != nil {
		return AnswerView{}, err
	}
	return h.ownView(ctx, a)
}

// send copies the participant's side to the sent side.
func (h *Homework) send(ctx context.Context, a *Answer, m *programme.Module) error {
	if a.Status == handedIn {
		return nil
	}
	vs, err := h.values(ctx, a)
	if err != nil {
		return err
	}
	if len(vs) == 0 {
		return fault.New(fault.Invalid, "answer.empty", "nothing was answered yet")
	}
	if step := a.opened(m).Missing(vs); step != "" {
		return fault.Bad(step, "step.required", "step %s must be done before handing in", step)
	}
	before, err := h.sent(ctx, a)
	if err == nil && a.answeredRound() {
		err = h.archive(ctx, a, before)
	}
	if err != nil {
		return err
	}
	if err := h.snapshot(ctx, a, before, vs); err != nil {
		return err
	}
	a.Status, a.SentBack = handedIn, false
	a.HandedInAt = h.Now().UnixMilli()
	if a.WaitingSince == 0 && m.Moment == "" { // who sends again while waiting keeps the place in the queue
		a.WaitingSince = a.HandedInAt
	}
	a.SentRev++
	return nil
}

// snapshot puts what is not kept to oneself on the sent side, in the place of
// before.
func (h *Homework) snapshot(ctx context.Context, a *Answer, before, vs programme.Values) error {
	earlier, err := h.roundValues(ctx, a)
	if err != nil {
		return err
	}
	if err := h.moveFiles(ctx, a, append(earlier, before, vs), append(earlier, vs)); err != nil {
		return err
	}
	sent := maps.Clone(vs)
	for _, step := range a.Mine {
		delete(sent, step)
	}
	raw, err := sent.Encode()
	if err == nil {
		a.SnapshotBox, err = h.seal(ctx, a, snapshotField, raw)
	}
	return err
}
