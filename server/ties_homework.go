package main

import (
	"context"
	"log/slog"

	"kring/homework"
	"kring/homework/upload"
	"kring/internal/access"
	"kring/internal/fault"
)

// openHomework opens what people do at home, and starts what sweeps files
// away that no answer holds.
func (k *kring) openHomework(ctx context.Context) (err error) {
	if k.homework, err = homework.Open(ctx, k.docs, k.vault); err != nil {
		return err
	}
	if k.uploads, err = upload.Open(ctx, k.docs, k.blobs, k.vault); err != nil {
		return err
	}
	k.homework.Files = k.uploads
	k.uploads.Held = func(ctx context.Context, u *upload.Upload) (bool, error) {
		held, _, err := k.homework.HoldsFile(ctx, u.AssignmentID, u.PersonID, u.ID)
		return held, err
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx)) // ctx may be about starting only
	done := make(chan struct{})
	go func() { // ends at stop
		defer close(done)
		k.uploads.Sweeping(ctx, func(err error) { slog.Error("loose uploads were not swept", "error", err) })
	}()
	k.onClose(func() error { stop(); <-done; return nil })
	return nil
}

// uploadFacts is what a person is to a file: its owner's answer knows whether
// it was sent.
func (k *kring) uploadFacts(ctx context.Context, person, id string) (access.Facts, error) {
	u, err := k.uploads.Get(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return access.Facts{Person: person}, nil
	}
	if err != nil {
		return access.Facts{}, err
	}
	f, err := k.groups.Facts(ctx, person, access.Place{Kind: access.Group, ID: u.GroupID})
	if err != nil {
		return f, err
	}
	f.Owner, f.Own = u.PersonID, u.PersonID == person
	_, f.HandedIn, err = k.homework.HoldsFile(ctx, u.AssignmentID, u.PersonID, id)
	return f, err
}
