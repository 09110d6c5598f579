package homework

import (
	"context"
	"fmt"

	"kring/homework/programme"
	"kring/internal/store"
)

// Given is the assignment of each module that a group has, by module id.
func (h *Homework) Given(ctx context.Context, groupID string) (map[string]string, error) {
	all, err := h.assigned(ctx, groupID)
	out := map[string]string{}
	for _, a := range all {
		out[a.ModuleID] = a.ID
	}
	return out, err
}

// Count is how many people answered at least one of an assignment's steps.
func (h *Homework) Count(ctx context.Context, assignmentID string, steps []string) (n int, err error) {
	err = h.each(ctx, assignmentID, func(_ *Answer, vs programme.Values) {
		for _, id := range steps {
			if _, ok := vs[id]; ok {
				n++
				return
			}
		}
	})
	return n, err
}

// each calls f with everybody's own values of an assignment, sent or not. What
// is made of them must not tell whose they are (HOME-5).
func (h *Homework) each(ctx context.Context, assignmentID string, f func(*Answer, programme.Values)) error {
	all, err := h.answers.Find(ctx, store.Query{Where: []store.Cond{store.Is("assignmentId", assignmentID)}, Limit: 1000})
	if err != nil {
		return fmt.Errorf("answers to assignment %s: %w", assignmentID, err)
	}
	for _, a := range all {
		vs, err := h.values(ctx, a)
		if err != nil {
			return err
		}
		f(a, vs)
	}
	return nil
}

// Answer is a person's own answer to a step in words, "" for none. It is for
// that person only, who may show it to others.
func (h *Homework) Answer(ctx context.Context, assignmentID, person, step string) (string, error) {
	_, m, err := h.open(ctx, assignmentID)
	if err != nil {
		return "", err
	}
	a, err := h.answerOf(ctx, assignmentID, person)
	if err != nil || a == nil || m.Step(step) == nil {
		return "", err
	}
	vs, err := h.values(ctx, a)
	if err != nil {
		return "", err
	}
	return m.Step(step).Words(vs[step], "nl"), nil
}
