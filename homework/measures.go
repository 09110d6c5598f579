package homework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"kring/homework/programme"
	"kring/homework/survey"
	"kring/internal/fault"
	"kring/internal/store"
)

// A measure moment opens this long before it is due, and asks for attention
// until as long after.
const opens = 7 * 24 * time.Hour

// assignMoments gives a group the measure moments of its programme, beside its
// homework.
func (h *Homework) assignMoments(ctx context.Context, groupID string, p *programme.Programme, meetings []int64) error {
	for i, m := range p.Moments() {
		a := &Assignment{GroupID: groupID, ModuleID: m.ID, ProgrammeID: p.ID, Version: p.Version, DueMeeting: p.At(m.Moment), Order: len(p.Modules) + i}
		if m.Moment == programme.Start {
			a.Order = -1
		}
		a.due(m.Moment, meetings[a.DueMeeting-1])
		if err := h.assignments.Insert(ctx, a); err != nil && !errors.Is(err, store.ErrConflict) {
			return fmt.Errorf("assign %s to group %s: %w", m.ID, groupID, err)
		}
	}
	return nil
}

// due puts an assignment at its meeting; a measure moment opens before it, and
// the last of them is months later.
func (a *Assignment) due(moment string, meetingAt int64) {
	a.DueAt = meetingAt
	if moment == programme.FollowUp {
		a.DueAt = time.UnixMilli(meetingAt).AddDate(0, programme.AfterMonths, 0).UnixMilli()
	}
	if moment != "" {
		a.OpensAt = a.DueAt - opens.Milliseconds()
	}
}

// meeting is the number of the meeting at which m is due, 0 for what comes
// after the last.
func (a *Assignment) meeting(m *programme.Module) int {
	if m.Moment == programme.FollowUp {
		return 0
	}
	return a.DueMeeting
}

// readable leaves out of a measure moment the questionnaires that the group's
// organisation has no text of.
func (h *Homework) readable(ctx context.Context, groupID string, m *programme.Module) (*programme.Module, error) {
	if m.Moment == "" {
		return m, nil
	}
	ready, err := h.Surveys.Ready(ctx, groupID)
	if err != nil {
		return nil, err
	}
	own := *m
	own.Steps = slices.DeleteFunc(slices.Clone(m.Steps), func(s programme.Step) bool { return !ready[s.Questionnaire] })
	return &own, nil
}

// asks reports whether a measure moment, not done yet, is to be put before
// people now.
func (i *Item) asks(now int64) bool {
	return i.Moment != "" && i.Status == statusNew && now < i.DueAt+opens.Milliseconds()
}

// sheets adds to the steps of a module the questionnaires that they hold.
func (h *Homework) sheets(ctx context.Context, groupID string, m *programme.Module, steps []StepView, lang string) (err error) {
	for i := range m.Steps {
		if q := m.Steps[i].Questionnaire; q != "" && err == nil {
			steps[i].Sheet, err = h.Surveys.Sheet(ctx, groupID, q, lang)
		}
	}
	return err
}

// tell queues a notice for each answer in work that a rule is about and that
// was not there before (SAFE-4). It comes before the answer is stored, and
// also when that is refused afterwards: the person gave that answer.
func (h *Homework) tell(ctx context.Context, a *Answer, m *programme.Module, w Work) error {
	var old programme.Values
	for id, v := range w.Values {
		step := m.Step(id)
		if step.Questionnaire == "" {
			continue
		}
		if old == nil {
			var err error
			if old, err = h.values(ctx, a); err != nil {
				return err
			}
		}
		for number, part := range v.Parts {
			item, err := strconv.Atoi(number)
			was := old[id].Parts[number].Number
			if err != nil || part.Number == nil || was != nil && *was == *part.Number {
				continue
			}
			err = h.Surveys.Tell(ctx, survey.Given{
				AnswerID: a.ID, Step: id, PersonID: a.PersonID, GroupID: a.GroupID, Instrument: step.Questionnaire, Item: item, Value: int(*part.Number), At: part.At,
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// keep stores the questionnaires of an answer that was handed in.
func (h *Homework) keep(ctx context.Context, a *Answer, m *programme.Module) error {
	vs, err := h.sent(ctx, a)
	if err != nil {
		return err
	}
	for i := range m.Steps {
		s := &m.Steps[i]
		v, filled := vs[s.ID]
		if s.Questionnaire == "" || !filled {
			continue
		}
		f := survey.Filled{AnswerID: a.ID, Step: s.ID, PersonID: a.PersonID, GroupID: a.GroupID, Instrument: s.Questionnaire, Moment: m.Moment, Values: map[int]int{}}
		for number, p := range v.Parts {
			if item, err := strconv.Atoi(number); err == nil && p.Number != nil {
				f.Values[item] = int(*p.Number)
			}
			f.At = max(f.At, p.At)
		}
		if f.At == 0 || f.At > a.HandedInAt {
			f.At = a.HandedInAt
		}
		if err := h.Surveys.Keep(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

// Fill puts a FHIR R4 QuestionnaireResponse at a step of a person's answer,
// made from revision rev, as if the person had filled it in. What does not fit
// is an Invalid fault with the path.
func (h *Homework) Fill(ctx context.Context, w Work, step string, raw []byte) (AnswerView, error) {
	as, m, err := h.open(ctx, w.AssignmentID)
	if err != nil {
		return AnswerView{}, err
	}
	s := m.Step(step)
	if s == nil || s.Questionnaire == "" {
		return AnswerView{}, fault.Gone()
	}
	values, at, err := h.Surveys.Read(ctx, as.GroupID, s.Questionnaire, raw)
	if err != nil {
		return AnswerView{}, err
	}
	v := programme.Value{Parts: map[string]programme.Part{}}
	for item, value := range values {
		n := float64(value)
		v.Parts[strconv.Itoa(item)] = programme.Part{Number: &n, At: at}
	}
	own, err := h.Assignment(ctx, as.ID, w.PersonID, "nl")
	if err != nil {
		return AnswerView{}, err
	}
	w.Values, w.Place = own.Answer.Values, step
	w.Values[step] = v
	return h.Save(ctx, w)
}

// Response returns what a person sent at a step, as FHIR; NotFound when
// nothing was.
func (h *Homework) Response(ctx context.Context, assignmentID, person, step, lang string) ([]byte, error) {
	a, err := h.answerOf(ctx, assignmentID, person)
	if err != nil {
		return nil, err
	}
	if a == nil {
		return nil, fault.Gone()
	}
	return h.Surveys.FHIR(ctx, a.ID, step, lang)
}
