package recording

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"kring/groups/recording/capture"
	"kring/groups/recording/compose"
	"kring/groups/recording/mix"
	"kring/internal/seal"
)

// errAgain: somebody withdrew while a part was made.
var errAgain = errors.New("recording: make the part again")

// compose makes a part of its capture file, and removes that.
func (r *Recordings) compose(ctx context.Context, id string, n int) error {
	defer r.alone(id)()
	file, err := capture.Find(r.dir(id), n)
	if err != nil {
		return err
	}
	pieces, err := capture.Read(ctx, file.Path, r.Vault, id, n)
	if err != nil {
		return err
	}
	from, to := file.From, file.To
	ffmpeg := r.Ffmpeg
	if to == 0 { // the last one, that people wait for
		ffmpeg.Hurry = true
		for _, p := range pieces {
			to = max(to, p.At+mix.Frame)
		}
		to += mix.Frame - 1
		to -= to % mix.Frame
	}
	if to <= from {
		return os.Remove(file.Path)
	}
	part, err := r.part(ctx, id, n)
	if err != nil {
		return err
	}
	part.From, part.To = from.Milliseconds(), to.Milliseconds()
	if err := r.tracks(ctx, id, n, &part, pieces); err != nil {
		return err
	}
	if err := r.keep(ctx, id, making{n, part, pieces, ffmpeg}); err != nil {
		return err
	}
	return os.Remove(file.Path)
}

// part is what is stored of a part, if a crash came after that.
func (r *Recordings) part(ctx context.Context, id string, n int) (Part, error) {
	d, err := r.all.Get(ctx, id)
	if err != nil || n >= len(d.Parts) {
		return Part{}, err
	}
	return d.Parts[n], nil
}

// tracks keeps what each person sent in a part, as a blob of her own.
func (r *Recordings) tracks(ctx context.Context, id string, n int, part *Part, pieces []capture.Piece) error {
	byWho := map[string][]byte{}
	for _, p := range pieces {
		byWho[p.Who] = capture.Append(byWho[p.Who], p)
	}
	for who, plain := range byWho {
		t := Track{Who: who}
		if old := slices.IndexFunc(part.Tracks, func(t Track) bool { return t.Who == who }); old >= 0 {
			t.Gen = part.Tracks[old].Gen
		}
		t.Gen++
		box, err := r.shelf.Put(ctx, trackItem(id, n, t), plain)
		if errors.Is(err, seal.ErrErased) {
			continue // she withdrew
		}
		if err != nil {
			return err
		}
		t.Box = box
		part.Tracks = slices.DeleteFunc(part.Tracks, func(o Track) bool { return o.Who == who })
		part.Tracks = append(part.Tracks, t)
	}
	slices.SortFunc(part.Tracks, func(a, b Track) int { return strings.Compare(a.Who, b.Who) })
	return nil
}

// making is a part with what its mix is made of.
type making struct {
	n      int
	part   Part
	pieces []capture.Piece
	ffmpeg mix.Ffmpeg
}

// keep makes the mix of a part and stores the part: as the next one, or in the
// place of an older one.
func (r *Recordings) keep(ctx context.Context, id string, m making) error {
	m.part.Gen++
	made, err := compose.Part(ctx, m.ffmpeg, m.pieces, time.Duration(m.part.From)*time.Millisecond, time.Duration(m.part.To)*time.Millisecond)
	if err != nil {
		return err
	}
	m.part.Size, m.part.Cues, m.part.Talk = int64(len(made.Body)), made.Cues, made.Talk
	item := mixItem(id, m.n, m.part.Gen)
	if m.part.Box, err = r.shelf.Put(ctx, item, made.Body); err != nil {
		return err
	}
	_, err = r.all.Update(ctx, id, func(d *Recording) error {
		if slices.ContainsFunc(m.pieces, func(p capture.Piece) bool { return d.gone(p.Who) }) {
			return errAgain
		}
		if m.n < len(d.Parts) {
			d.Parts[m.n] = m.part
		} else {
			d.Parts = append(d.Parts, m.part)
		}
		return nil
	})
	if err == nil {
		return nil
	}
	if left := errors.Join(r.shelf.Erase(ctx, item), r.shelf.Remove(ctx, item)); left != nil || !errors.Is(err, errAgain) {
		return errors.Join(err, left)
	}
	// Again, of those who are still in it.
	d, err := r.all.Get(ctx, id)
	if err != nil {
		return err
	}
	m.part.Tracks = slices.DeleteFunc(m.part.Tracks, func(t Track) bool { return d.gone(t.Who) })
	m.pieces = slices.DeleteFunc(m.pieces, func(p capture.Piece) bool { return d.gone(p.Who) })
	return r.keep(ctx, id, m)
}

// remake makes the mixes that are missing, of the tracks.
func (r *Recordings) remake(ctx context.Context, id string) error {
	defer r.alone(id)()
	d, err := r.all.Get(ctx, id)
	if err != nil {
		return err
	}
	for n, p := range d.Parts {
		if len(p.Box) > 0 {
			continue
		}
		var pieces []capture.Piece
		for _, t := range p.Tracks {
			got, err := r.track(ctx, id, n, t)
			if err != nil && !errors.Is(err, seal.ErrErased) {
				return err
			}
			pieces = append(pieces, got...)
		}
		if err := r.keep(ctx, id, making{n, p, pieces, r.Ffmpeg}); err != nil {
			return err
		}
	}
	return nil
}

// track reads what one person sent in a part.
func (r *Recordings) track(ctx context.Context, id string, n int, t Track) ([]capture.Piece, error) {
	b, err := r.shelf.Get(ctx, trackItem(id, n, t), t.Box)
	if err != nil {
		return nil, fmt.Errorf("recording %s: track of part %d: %w", id, n, err)
	}
	return capture.Parse(t.Who, b)
}

// finish makes the recording one that can be watched, when all its parts are
// made: until then its captures stay, and it is tried again later. One in which
// nothing came is removed.
func (r *Recordings) finish(ctx context.Context, id, why string) error {
	left, err := capture.Files(r.dir(id))
	if err != nil {
		return err
	}
	d, err := r.all.Update(ctx, id, func(d *Recording) error {
		if d.EndedAt == 0 {
			d.EndedAt, d.Why = r.now(), why
			d.expire(d.EndedAt)
		}
		if d.State = Ready; len(left) > 0 {
			d.State = Ending
		}
		return nil
	})
	if err != nil || d.State == Ending {
		return err
	}
	if len(d.Parts) == 0 {
		return r.Delete(ctx, id)
	}
	return os.RemoveAll(r.dir(id))
}
