package meeting

import (
	"context"
	"errors"

	"kring/groups/script"
	"kring/internal/fault"
	"kring/internal/store"
)

// Answers is what homework knows of a joint module step.
type Answers interface {
	// Count is how many people answered one of the steps.
	Count(ctx context.Context, assignment string, steps []string) (int, error)
	// Answer is a person's own answer to a step in words, "" for none.
	Answer(ctx context.Context, assignment, person, step string) (string, error)
}

// Share shows the visitor's own answer to a joint step to the group, or no longer.
func (v *Visit) Share(ctx context.Context, step string, shared bool) error {
	var assignment, text string
	err := v.do(ctx, func(*part) error {
		if j := v.m.saved.run.Joint; j != nil {
			assignment = j.Assignment
		}
		return nil
	})
	if err == nil && shared && assignment != "" {
		if text, err = v.m.deps.Answers.Answer(ctx, assignment, v.who.PersonID, step); err == nil && text == "" {
			err = fault.New(fault.Conflict, "joint.empty", "nothing was answered yet")
		}
	}
	if err != nil {
		return err
	}
	return v.Play(ctx, script.JointShare(step, text))
}

// Joint is the joint module step that a meeting is at, as it is stored: any
// node may ask. joint.none when it is at none.
func (s *Meetings) Joint(ctx context.Context, meeting string) (*script.Joint, error) {
	doc, err := s.deps.Documents.Get(ctx, meeting)
	if errors.Is(err, store.ErrNotFound) {
		return nil, fault.Gone()
	}
	if err != nil {
		return nil, err
	}
	run, err := s.deps.run(ctx, doc)
	if err != nil {
		return nil, err
	}
	if run.Joint == nil {
		return nil, fault.New(fault.Conflict, "joint.none", "the meeting is not at a joint step")
	}
	return run.Joint, nil
}

// Gone tells that a piece of the Groepstafel was taken back: it leaves the
// screens of the meeting that shows it.
func (s *Meetings) Gone(ctx context.Context, piece string) {
	for _, m := range s.meetings() {
		_ = m.post(ctx, func() { // one that has ended shows nothing
			if piece != "" && m.next.run.Table == piece { // "": events were missed; its words cannot be read any more anyhow
				m.change(func(st *state) error { return m.play(st, "", script.PieceGone(piece)) }, func(error) {})
			}
		})
	}
}

// Answered tells that somebody worked on an assignment, "" for on any: a meeting
// that does it together counts again.
func (s *Meetings) Answered(ctx context.Context, assignment string) {
	for _, m := range s.meetings() {
		if j := m.joint.Load(); j != nil && (assignment == "" || j.Assignment == assignment) {
			m.recount(ctx)
		}
	}
}

// meetings are those that are led here now.
func (s *Meetings) meetings() (all []*Meeting) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, at := range s.live {
		select {
		case <-at.ready:
			if at.m != nil {
				all = append(all, at.m)
			}
		default:
		}
	}
	return all
}

// recount asks how many answered the joint step and tells everybody. Failing,
// the next answer counts again.
func (m *Meeting) recount(ctx context.Context) {
	j := m.joint.Load()
	if j == nil {
		return
	}
	n, err := m.deps.Answers.Count(ctx, j.Assignment, j.Steps)
	if err != nil {
		return
	}
	_ = m.post(ctx, func() {
		if m.answered != n {
			m.answered = n
			m.publish()
		}
	})
}
