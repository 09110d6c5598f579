package recording

import (
	"context"
	"errors"
	"os"
	"slices"
	"time"

	"kring/groups/recording/capture"
	"kring/groups/recording/shelf"
	"kring/internal/fault"
	"kring/internal/store"
)

// Withdraw takes a person out of a recording for good: her key and those of all
// mixes that hold her are destroyed, and the mixes are made again of the tracks
// that are left. It returns when nothing of her can be read any more; the rest
// plays again a little later.
func (r *Recordings) Withdraw(ctx context.Context, id, person string) error {
	d, err := r.all.Update(ctx, id, func(d *Recording) error {
		a := d.answer(person)
		if a == nil || !a.Yes {
			return fault.Gone()
		}
		if a.Withdrawn == 0 {
			a.Withdrawn = r.now()
		}
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return fault.Gone()
	}
	if err != nil {
		return err
	}
	tracks := d.answer(person).Tracks
	if err := r.uncaption(ctx, id, d.saidBy(tracks)); err != nil {
		return err
	}
	for _, who := range tracks {
		if err := r.Vault.Erase(ctx, capture.Key(id, who)); err != nil {
			return err
		}
	}
	if err := r.unmake(ctx, id, func(p Part) bool { return slices.ContainsFunc(tracks, p.holds) }); err != nil {
		return err
	}
	r.later(id) //nolint:contextcheck // it outlives the request
	return nil
}

// later makes the missing mixes beside what goes on.
func (r *Recordings) later(id string) {
	r.work.Go(func() { r.report(id, r.remake(r.ctx, id)) }) // ends when they are made, or at Close
}

// unmake destroys the mixes of some parts, and the tracks of those who are gone.
// It can be repeated: keys first, then the document, then the files.
func (r *Recordings) unmake(ctx context.Context, id string, which func(Part) bool) error {
	d, err := r.all.Get(ctx, id)
	if err != nil {
		return err
	}
	mixes := d.rendition()
	var tracks []shelf.Item
	for n, p := range d.Parts {
		if !which(p) {
			continue
		}
		mixes = append(mixes, mixItem(id, n, p.Gen))
		for _, t := range p.Tracks {
			if d.gone(t.Who) {
				tracks = append(tracks, trackItem(id, n, t))
			}
		}
	}
	if err := r.shelf.Erase(ctx, mixes...); err != nil || len(mixes) == 0 {
		return err
	}
	if _, err = r.all.Update(ctx, id, func(d *Recording) error {
		d.MP4 = nil
		for n, p := range d.Parts {
			if which(p) {
				p.Box, p.Size, p.Cues, p.Talk = nil, 0, nil, nil
				p.Tracks = slices.DeleteFunc(slices.Clone(p.Tracks), func(t Track) bool { return d.gone(t.Who) })
				d.Parts[n] = p
			}
		}
		return nil
	}); err != nil {
		return err
	}
	return r.shelf.Remove(ctx, append(mixes, tracks...)...)
}

// rendition is the MP4, if there is one or was to be.
func (d *Recording) rendition() []shelf.Item {
	if d.MP4 == nil {
		return nil
	}
	return []shelf.Item{mp4Item(d.ID, d.MP4.Gen)}
}

// Cut takes a stretch out, ms, for everybody and for good. The length stays.
func (r *Recordings) Cut(ctx context.Context, id string, c Cut) error {
	d, err := r.get(ctx, id)
	if err != nil {
		return err
	}
	if d.State != Ready || c.From < 0 || c.To <= c.From || c.To > d.Length() {
		return fault.Bad("to", "recording.cut", "a stretch of 0 to %d ms of a finished recording", d.Length())
	}
	touched := func(p Part) bool { return p.From < c.To && c.From < p.To }
	defer r.alone(id)()
	if _, err := r.all.Update(ctx, id, func(d *Recording) error {
		d.Cuts = append(d.Cuts, c)
		return nil
	}); err != nil {
		return err
	}
	if err := r.uncaption(ctx, id, func(at int64) bool { return c.From <= at && at < c.To+behind }); err != nil {
		return err
	}
	if err := r.unmake(ctx, id, touched); err != nil {
		return err
	}
	if err := r.cutTracks(ctx, id, c, touched); err != nil {
		return err
	}
	r.later(id) //nolint:contextcheck // it outlives the request
	return nil
}

// cutTracks makes the tracks of some parts again without a stretch.
func (r *Recordings) cutTracks(ctx context.Context, id string, c Cut, which func(Part) bool) error {
	d, err := r.all.Get(ctx, id)
	if err != nil {
		return err
	}
	var old []shelf.Item
	fresh := map[int][]Track{}
	for n, p := range d.Parts {
		if !which(p) {
			continue
		}
		var kept []capture.Piece
		for _, t := range p.Tracks {
			ps, err := r.track(ctx, id, n, t)
			if err != nil {
				return err
			}
			for _, piece := range ps {
				if ms := piece.At.Milliseconds(); ms < c.From || ms >= c.To {
					kept = append(kept, piece)
				}
			}
			old = append(old, trackItem(id, n, t))
		}
		if err := r.tracks(ctx, id, n, &p, kept); err != nil {
			return err
		}
		p.Tracks = slices.DeleteFunc(p.Tracks, func(t Track) bool { return slices.Contains(old, trackItem(id, n, t)) })
		fresh[n] = p.Tracks
	}
	if _, err := r.all.Update(ctx, id, func(d *Recording) error {
		for n, ts := range fresh {
			d.Parts[n].Tracks = slices.DeleteFunc(slices.Clone(ts), func(t Track) bool { return d.gone(t.Who) })
		}
		return nil
	}); err != nil {
		return err
	}
	return r.shelf.Remove(ctx, old...)
}

// Hide keeps a recording from members until it is shown again.
func (r *Recordings) Hide(ctx context.Context, id string, hidden bool) error {
	_, err := r.all.Update(ctx, id, func(d *Recording) error {
		d.Hidden = hidden
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return fault.Gone()
	}
	return err
}

// Delete destroys a recording: its keys first, so that copies are unreadable too.
func (r *Recordings) Delete(ctx context.Context, id string) error {
	d, err := r.get(ctx, id)
	if err != nil {
		return err
	}
	if t := r.Takes.Of(d.MeetingID); t != nil && t.ID == id && !t.Over() {
		return fault.New(fault.Conflict, "recording.running", "stop it first")
	}
	defer r.alone(id)()
	for _, a := range d.Answers {
		for _, who := range a.Tracks {
			if err := r.Vault.Erase(ctx, capture.Key(id, who)); err != nil {
				return err
			}
		}
	}
	if err := r.uncaption(ctx, id, func(int64) bool { return true }); err != nil {
		return err
	}
	mixes := d.rendition()
	var tracks []shelf.Item
	for n, p := range d.Parts {
		mixes = append(mixes, mixItem(id, n, p.Gen))
		for _, t := range p.Tracks {
			tracks = append(tracks, trackItem(id, n, t))
		}
	}
	if err := r.shelf.Erase(ctx, mixes...); err != nil {
		return err
	}
	if err := errors.Join(r.shelf.Remove(ctx, append(mixes, tracks...)...), os.RemoveAll(r.dir(id)), r.forget(ctx, id)); err != nil {
		return err
	}
	if err := r.all.Delete(ctx, id); !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return nil
}

// tend finishes what a crash left, every hour.
func (r *Recordings) tend(ctx context.Context) {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		r.report("", r.recover(ctx))
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// recover finishes the recordings of this server that were running when it
// stopped, and the mixes that had not been made again.
func (r *Recordings) recover(ctx context.Context) error {
	var errs []error
	for _, state := range []string{Asking, Running, Ending} {
		ds, err := r.all.Find(ctx, store.Query{Where: []store.Cond{store.Is("state", state)}, Limit: 1000})
		errs = append(errs, err)
		for _, d := range ds {
			errs = append(errs, r.resume(ctx, d))
		}
	}
	ds, err := r.all.Find(ctx, store.Query{Where: []store.Cond{store.Is("state", Ready)}, Limit: 1000})
	errs = append(errs, err)
	for _, d := range ds {
		for _, a := range d.Answers {
			if a.Withdrawn != 0 && slices.ContainsFunc(a.Tracks, d.holds) {
				errs = append(errs, r.Withdraw(ctx, d.ID, a.PersonID))
			}
		}
		if !d.whole() {
			errs = append(errs, r.remake(ctx, d.ID))
		}
	}
	return errors.Join(errs...)
}

// resume finishes one recording that another start began, if its captures are here.
func (r *Recordings) resume(ctx context.Context, d *Recording) error {
	if t := r.Takes.Of(d.MeetingID); d.Node != r.Node || t != nil && t.ID == d.ID && !t.Left() {
		return nil
	}
	files, err := capture.Files(r.dir(d.ID))
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := r.compose(ctx, d.ID, f.Part); err != nil {
			return err
		}
	}
	return r.finish(ctx, d.ID, "restart")
}
