package upload

import (
	"context"
	"errors"
	"time"

	"kring/internal/fault"
	"kring/internal/store"
)

// looseTime is how long a file stays that no answer holds.
const looseTime = 24 * time.Hour

// SweepEvery is how often Sweep is to be called.
const SweepEvery = time.Hour

// Hold notes that an answer of a person to an assignment holds a file at a
// step. It is an Invalid fault when the file is not complete, or another's,
// or of another step.
func (s *Uploads) Hold(ctx context.Context, person, assignment, step, id string) error {
	u, err := s.Get(ctx, id)
	if fault.Is(err, fault.NotFound) || err == nil && (u.PersonID != person || u.AssignmentID != assignment || u.Step != step || !u.Complete()) {
		return fault.Bad(step, "upload.gone", "step %s has no complete upload %s of this person", step, id)
	}
	if err != nil || u.LooseSince == 0 {
		return err
	}
	return s.loose(ctx, id, 0)
}

// Let notes that an answer does not hold a file any more.
func (s *Uploads) Let(ctx context.Context, id string) error {
	err := s.loose(ctx, id, time.Now().UnixMilli())
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

func (s *Uploads) loose(ctx context.Context, id string, since int64) error {
	_, err := s.docs.Update(ctx, id, func(u *Upload) error { u.LooseSince = since; return nil })
	return err
}

// Sweep removes the files that were loose for a day. It goes on after an error.
func (s *Uploads) Sweep(ctx context.Context) error {
	due := time.Now().Add(-looseTime).UnixMilli()
	loose, err := s.docs.Find(ctx, store.Query{Where: []store.Cond{
		{Field: "looseSince", Op: store.Gt, Value: 0}, {Field: "looseSince", Op: store.Lt, Value: due},
	}, Limit: 1000})
	errs := []error{err}
	for _, u := range loose {
		held, err := s.Held(ctx, u)
		if err == nil && !held { // one that is held is asked for again
			err = s.remove(ctx, u)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// remove takes a file away for good: first what opens it. It can be repeated.
func (s *Uploads) remove(ctx context.Context, u *Upload) error {
	if err := s.docs.Delete(ctx, u.ID); err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return s.discard(ctx, append(u.Parts, Part{Blob: u.Blob}))
}

func (s *Uploads) discard(ctx context.Context, parts []Part) error {
	var errs []error
	for _, p := range parts {
		if p.Blob != "" {
			errs = append(errs, s.blobs.Delete(ctx, p.Blob))
		}
	}
	return errors.Join(errs...)
}
