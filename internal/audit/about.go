package audit

import (
	"context"
	"fmt"
	"slices"

	"kring/internal/store"
)

// About returns who touched a person's data, newest first: at most limit
// entries, older than the cursor before ("" for the newest). next is the
// cursor of the following page, "" at the end. An attempt and its outcome are
// two entries; the second names the first.
func (l *Log) About(ctx context.Context, person, before string, limit int) (page []Entry, next string, err error) {
	page, next, err = l.find(ctx, person, before, limit)
	if err != nil {
		err = fmt.Errorf("access log about %s: %w", person, err)
	}
	return page, next, err
}

// Object is About for what was done with one object, such as a group's
// channel, which is of many persons.
func (l *Log) Object(ctx context.Context, kind, id, before string, limit int) (page []Entry, next string, err error) {
	page, next, err = l.find(ctx, kind+":"+id, before, limit)
	if err != nil {
		err = fmt.Errorf("access log about %s %s: %w", kind, id, err)
	}
	return page, next, err
}

// find reads blocks from new to old. A cursor is a block's id and the number
// of an entry in it, which sorts after the block's id itself: so "blocks with
// a lower id" includes the block that the last page ended in.
func (l *Log) find(ctx context.Context, subject, before string, limit int) ([]Entry, string, error) {
	if before == "" {
		before = "~" // after every digit
	}
	var page []Entry
	for at := before; ; {
		bs, err := l.blocks.Find(ctx, store.Query{
			Where:   []store.Cond{store.Is("about", subject), {Field: "id", Op: store.Lt, Value: at}},
			OrderBy: "id", Desc: true, Limit: min(max(limit, 1), 100),
		})
		if err != nil || len(bs) == 0 {
			return page, "", err
		}
		for _, b := range bs {
			for _, k := range slices.Backward(b.Links) {
				cursor := fmt.Sprintf("%s-%010d", b.ID, k.N)
				if cursor >= before || !slices.Contains(k.Entry.subjects(), subject) {
					continue
				}
				if page = append(page, k.Entry); len(page) >= limit {
					return page, cursor, nil
				}
			}
			at = b.ID
		}
	}
}
