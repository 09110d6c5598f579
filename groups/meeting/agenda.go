package meeting

import (
	"context"
	"errors"

	"kring/groups/script"
	"kring/internal/fault"
	"kring/internal/store"
)

// Agenda is the run of a meeting as it is stored: what it did, or what it will
// do when it has yet to begin.
func (s *Meetings) Agenda(ctx context.Context, meeting string) (*script.Run, error) {
	doc, err := s.deps.Documents.Get(ctx, meeting)
	if errors.Is(err, store.ErrNotFound) {
		return nil, fault.Gone()
	}
	if err != nil {
		return nil, err
	}
	return s.deps.run(ctx, doc)
}
