package recording

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kring/groups/recording/capture"
	"kring/groups/recording/compose"
	"kring/groups/recording/mix"
	"kring/internal/blob"
	"kring/internal/seal"
)

// Keys and places of what a recording keeps.

func groupKey(d *Recording) seal.Key { return seal.Group(d.GroupID) }

func chapterRef(d *Recording, at int64) seal.Ref {
	return seal.Ref{Coll: coll, ID: d.ID, Field: fmt.Sprintf("chapter/%d", at)}
}

// mixKey is the key of one mix of one part: it can be erased alone.
func mixKey(id string, part, gen int) seal.Key {
	return seal.Key(fmt.Sprintf("recording:%s:mix:%d:%d", id, part, gen))
}

func mixRef(id string, part, gen int) seal.Ref {
	return seal.Ref{Coll: coll, ID: id, Field: fmt.Sprintf("mix/%d/%d", part, gen)}
}

func mixBlob(id string, part, gen int) string { return fmt.Sprintf("%s-%05d-%d", id, part, gen) }

func trackRef(id string, part int, t Track) seal.Ref {
	return seal.Ref{Coll: coll, ID: id, Field: fmt.Sprintf("track/%d/%d/%s", part, t.Gen, t.Who)}
}

func trackBlob(id string, part int, t Track) string {
	return fmt.Sprintf("%s-%05d-%s-%d", id, part, t.Who, t.Gen)
}

// errAgain: somebody withdrew while a part was made.
var errAgain = errors.New("recording: make the part again")

// compose makes a part of its capture file, and removes that.
func (r *Recordings) compose(ctx context.Context, id string, n int) error {
	defer r.alone(id)()
	path, from, to, err := r.captured(id, n)
	if err != nil {
		return err
	}
	pieces, err := capture.Read(ctx, path, r.Vault, id, n)
	if err != nil {
		return err
	}
	if to == 0 { // the last one
		for _, p := range pieces {
			to = max(to, p.At+mix.Frame)
		}
		to += mix.Frame - 1
		to -= to % mix.Frame
	}
	if to <= from {
		return os.Remove(path)
	}
	part, err := r.part(ctx, id, n)
	if err != nil {
		return err
	}
	part.From, part.To = from.Milliseconds(), to.Milliseconds()
	if err := r.tracks(ctx, id, n, &part, pieces); err != nil {
		return err
	}
	if err := r.keep(ctx, id, n, part, pieces); err != nil {
		return err
	}
	return os.Remove(path)
}

// part is what is stored of a part, if a crash came after that.
func (r *Recordings) part(ctx context.Context, id string, n int) (Part, error) {
	d, err := r.all.Get(ctx, id)
	if err != nil || n >= len(d.Parts) {
		return Part{}, err
	}
	return d.Parts[n], nil
}

// captured finds the file of a part, and when the part begins and ends; to is 0
// when there is no part after it.
func (r *Recordings) captured(id string, n int) (path string, from, to time.Duration, err error) {
	files, err := filepath.Glob(filepath.Join(r.dir(id), "*-*"))
	if err != nil {
		return "", 0, 0, err
	}
	for _, f := range files {
		var part int
		var ms int64
		if _, err := fmt.Sscanf(filepath.Base(f), "%d-%d", &part, &ms); err != nil {
			continue
		}
		switch part {
		case n:
			path, from = f, time.Duration(ms)*time.Millisecond
		case n + 1:
			to = time.Duration(ms) * time.Millisecond
		}
	}
	if path == "" {
		return "", 0, 0, fmt.Errorf("recording %s: no capture of part %d", id, n)
	}
	return path, from, to, nil
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
		box, err := r.put(ctx, trackBlob(id, n, t), capture.Key(id, who), trackRef(id, n, t), plain)
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

// put writes a sealed blob; box is the key of it.
func (r *Recordings) put(ctx context.Context, id string, k seal.Key, ref seal.Ref, plain []byte) (box []byte, err error) {
	b, err := r.Blobs.Create(ctx, id)
	if err != nil {
		return nil, err
	}
	defer b.Abort()
	w, box, err := r.Vault.CreateFile(ctx, k, ref, b)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain); err != nil {
		return nil, fmt.Errorf("write %s: %w", id, err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("write %s: %w", id, err)
	}
	return box, b.Commit()
}

// keep makes the mix of a part and stores the part: as the next one, or in the
// place of an older one.
func (r *Recordings) keep(ctx context.Context, id string, n int, part Part, pieces []capture.Piece) error {
	part.Gen++
	made, err := compose.Part(ctx, r.Ffmpeg, pieces, time.Duration(part.From)*time.Millisecond, time.Duration(part.To)*time.Millisecond)
	if err != nil {
		return err
	}
	part.Size, part.Cues, part.Talk = int64(len(made.Body)), made.Cues, made.Talk
	if part.Box, err = r.put(ctx, mixBlob(id, n, part.Gen), mixKey(id, n, part.Gen), mixRef(id, n, part.Gen), made.Body); err != nil {
		return err
	}
	_, err = r.all.Update(ctx, id, func(d *Recording) error {
		if slices.ContainsFunc(pieces, func(p capture.Piece) bool { return d.gone(p.Who) }) {
			return errAgain
		}
		if n < len(d.Parts) {
			d.Parts[n] = part
		} else {
			d.Parts = append(d.Parts, part)
		}
		return nil
	})
	if err != nil {
		err = errors.Join(err, r.Vault.Erase(ctx, mixKey(id, n, part.Gen)), r.Blobs.Delete(ctx, mixBlob(id, n, part.Gen)))
	}
	if errors.Is(err, errAgain) {
		return r.without(ctx, id, n, part, pieces)
	}
	return err
}

// without keeps a part again, of those who are still in it.
func (r *Recordings) without(ctx context.Context, id string, n int, part Part, pieces []capture.Piece) error {
	d, err := r.all.Get(ctx, id)
	if err != nil {
		return err
	}
	part.Tracks = slices.DeleteFunc(part.Tracks, func(t Track) bool { return d.gone(t.Who) })
	pieces = slices.DeleteFunc(pieces, func(p capture.Piece) bool { return d.gone(p.Who) })
	return r.keep(ctx, id, n, part, pieces)
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
		if err := r.keep(ctx, id, n, p, pieces); err != nil {
			return err
		}
	}
	return nil
}

// track reads what one person sent in a part.
func (r *Recordings) track(ctx context.Context, id string, n int, t Track) ([]capture.Piece, error) {
	b, err := r.Blobs.Open(ctx, trackBlob(id, n, t))
	if errors.Is(err, blob.ErrNotFound) {
		return nil, fmt.Errorf("recording %s: track of part %d: %w", id, n, err)
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = b.Close() }()
	plain, size, err := r.Vault.OpenFile(ctx, capture.Key(id, t.Who), trackRef(id, n, t), t.Box, b, b.Size())
	if err != nil {
		return nil, err
	}
	all, err := io.ReadAll(io.NewSectionReader(plain, 0, size))
	if err != nil {
		return nil, fmt.Errorf("recording %s: track of part %d: %w", id, n, err)
	}
	return capture.Parse(t.Who, all)
}

// finish makes the recording one that can be watched. One in which nothing came
// is removed.
func (r *Recordings) finish(ctx context.Context, id, why string) error {
	d, err := r.all.Update(ctx, id, func(d *Recording) error {
		d.State, d.EndedAt, d.Why = Ready, r.now(), why
		d.ExpiresAt = r.Now().Add(r.Keep).UnixMilli()
		return nil
	})
	if err != nil {
		return err
	}
	if len(d.Parts) == 0 {
		return r.Delete(ctx, id)
	}
	return os.RemoveAll(r.dir(id))
}
