package homework

import (
	"context"
	"slices"

	"kring/homework/programme"
	"kring/internal/fault"
)

// Files keeps the files of answers (homework/upload).
type Files interface {
	Hold(ctx context.Context, person, assignment, step, id string) error
	Let(ctx context.Context, id string) error
}

// TakesFile returns the group of an assignment of which a step takes a kind of
// file; otherwise it is an Invalid fault.
func (h *Homework) TakesFile(ctx context.Context, assignmentID, step, kind string) (groupID string, err error) {
	as, m, err := h.open(ctx, assignmentID)
	if err != nil {
		return "", err
	}
	if s := m.Step(step); s == nil || !slices.Contains(s.Uploads, kind) {
		return "", fault.Bad("step", "upload.kind", "module %s: step %q takes no %s", m.ID, step, kind)
	}
	return as.GroupID, nil
}

// HoldsFile says whether a person's answer holds a file, and whether that part
// of it was sent.
func (h *Homework) HoldsFile(ctx context.Context, assignmentID, person, id string) (held, sent bool, err error) {
	a, err := h.answerOf(ctx, assignmentID, person)
	if err != nil || a == nil {
		return false, false, err
	}
	own, err := h.values(ctx, a)
	if err != nil {
		return false, false, err
	}
	given, err := h.allSent(ctx, a)
	for _, vs := range given {
		sent = sent || slices.Contains(vs.Files(), id)
	}
	return sent || slices.Contains(own.Files(), id), sent, err
}

// allSent is all that was sent, now and in earlier rounds.
func (h *Homework) allSent(ctx context.Context, a *Answer) ([]programme.Values, error) {
	out, err := h.roundValues(ctx, a)
	if err != nil {
		return nil, err
	}
	now, err := h.sent(ctx, a)
	return append(out, now), err
}

// moveFiles holds the files that an answer has come to hold and lets go of
// those that it holds no more.
func (h *Homework) moveFiles(ctx context.Context, a *Answer, was, now []programme.Values) error {
	old := map[string]bool{}
	for _, vs := range was {
		for _, id := range vs.Files() {
			old[id] = true
		}
	}
	for _, vs := range now {
		for step, v := range vs {
			for _, id := range v.Files {
				if !old[id] {
					if err := h.Files.Hold(ctx, a.PersonID, a.AssignmentID, step, id); err != nil {
						return err
					}
				}
				old[id] = false
			}
		}
	}
	for id, gone := range old {
		if gone {
			if err := h.Files.Let(ctx, id); err != nil {
				return err
			}
		}
	}
	return nil
}
