package meeting

import (
	"context"
	"errors"

	"kring/groups/script"
	"kring/internal/fault"
	"kring/internal/store"
)

// Agenda are the steps of a meeting as it is stored: what it did, or what it
// will do when it has yet to begin.
func (s *Meetings) Agenda(ctx context.Context, meeting string) ([]script.Progress, error) {
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
	return run.Steps, nil
}
