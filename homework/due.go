package homework

import (
	"context"
	"fmt"

	"kring/internal/store"
)

// EachDue calls each once for every group and moment (Unix ms) at which that
// group has something due, after from and before to.
func (h *Homework) EachDue(ctx context.Context, from, to int64, each func(groupID string, at int64) error) error {
	type due struct {
		group string
		at    int64
	}
	seen := map[due]bool{}
	for last := ""; ; {
		found, err := h.assignments.Find(ctx, store.Query{Where: []store.Cond{
			{Field: "dueAt", Op: store.Gt, Value: from}, {Field: "dueAt", Op: store.Lt, Value: to}, {Field: "id", Op: store.Gt, Value: last},
		}, Limit: 1000})
		if err != nil {
			return fmt.Errorf("what is due: %w", err)
		}
		if len(found) == 0 {
			return nil
		}
		last = found[len(found)-1].ID
		for _, a := range found {
			d := due{a.GroupID, a.DueAt}
			if seen[d] {
				continue
			}
			seen[d] = true
			if err := each(a.GroupID, a.DueAt); err != nil {
				return err
			}
		}
	}
}

// Unsent reports whether a person has something of a group open that is due at
// that moment and was never handed in.
func (h *Homework) Unsent(ctx context.Context, groupID, person string, at int64) (bool, error) {
	items, err := h.Items(ctx, groupID, person, "nl")
	if err != nil {
		return false, err
	}
	for _, it := range items {
		if it.DueAt == at && it.HandedInAt == 0 {
			return true, nil
		}
	}
	return false, nil
}
