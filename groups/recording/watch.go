package recording

import (
	"context"
	"errors"
	"math/bits"

	"kring/internal/fault"
	"kring/internal/store"
)

// Watch is how far a person has watched a recording, and what of it.
type Watch struct {
	store.Meta  `bson:",inline"`
	RecordingID string `bson:"recordingId" json:"recordingId"`
	PersonID    string `bson:"personId" json:"personId"`
	At          int64  `bson:"at" json:"at"`     // ms: where to go on
	Last        int64  `bson:"last" json:"last"` // Unix ms
	Seen        []byte `bson:"seen" json:"seen"` // a bit for every ten seconds
	Told        bool   `bson:"told" json:"told"` // attendance knows
}

const (
	slot = 10_000 // ms
	// most of a recording is this share of it, in percent.
	most = 60
)

// mark notes a stretch as seen, ms.
func (w *Watch) mark(from, to, length int64) {
	n := int((length + slot - 1) / slot)
	for len(w.Seen) < (n+7)/8 {
		w.Seen = append(w.Seen, 0)
	}
	for i := (from + slot/2) / slot; i < (to+slot/2)/slot && int(i) < n; i++ {
		w.Seen[i/8] |= 1 << (i % 8)
	}
}

// share is how much has been seen, in percent.
func (w *Watch) share(length int64) int {
	n := int((length + slot - 1) / slot)
	if n == 0 {
		return 0
	}
	seen := 0
	for _, b := range w.Seen {
		seen += bits.OnesCount8(b)
	}
	return 100 * min(seen, n) / n
}

// Watched notes that a person has watched a stretch, ms, and is at its end now.
// Who has watched most of it counts as having watched the meeting back.
func (r *Recordings) Watched(ctx context.Context, id, person string, from, to int64) error {
	d, err := r.get(ctx, id)
	if err != nil {
		return err
	}
	if from < 0 || to < from || to > d.Length()+slot {
		return fault.Bad("to", "recording.place", "a stretch of 0 to %d ms", d.Length())
	}
	w, err := r.watch(ctx, id, person)
	if err != nil {
		return err
	}
	if w, err = r.watches.Update(ctx, w.ID, func(w *Watch) error {
		w.mark(from, to, d.Length())
		w.At, w.Last = to, r.now()
		return nil
	}); err != nil {
		return err
	}
	if w.Told || w.share(d.Length()) < most {
		return nil
	}
	if err := r.Attendance.WatchedBack(ctx, d.MeetingID, person); err != nil {
		return err
	}
	_, err = r.watches.Update(ctx, w.ID, func(w *Watch) error {
		w.Told = true
		return nil
	})
	return err
}

// watch finds or makes a person's.
func (r *Recordings) watch(ctx context.Context, id, person string) (*Watch, error) {
	find := func() (*Watch, error) {
		return r.watches.One(ctx, store.Is("recordingId", id), store.Is("personId", person))
	}
	w, err := find()
	if !errors.Is(err, store.ErrNotFound) {
		return w, err
	}
	w = &Watch{RecordingID: id, PersonID: person}
	if err = r.watches.Insert(ctx, w); errors.Is(err, store.ErrConflict) {
		return find()
	}
	return w, err
}

func (r *Recordings) viewers(ctx context.Context, id string) ([]*Watch, error) {
	return r.watches.Find(ctx, store.Query{Where: []store.Cond{store.Is("recordingId", id)}, Limit: 1000})
}

// forget removes who watched a recording.
func (r *Recordings) forget(ctx context.Context, id string) error {
	ws, err := r.viewers(ctx, id)
	if err != nil {
		return err
	}
	for _, w := range ws {
		if err := r.watches.Delete(ctx, w.ID); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return nil
}
