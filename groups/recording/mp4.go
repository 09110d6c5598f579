package recording

import (
	"context"
	"errors"
	"fmt"
	"io"

	"kring/groups/recording/shelf"
	"kring/internal/fault"
	"kring/internal/store"
)

// MP4 is a rendition for browsers that do not play WebM: older Safari. It is
// made when somebody first needs it, and at night (Render). Of is the ETag of what it was made of;
// without a Box it is being made.
type MP4 struct {
	Of   string `bson:"of" json:"of"`
	Gen  string `bson:"gen" json:"gen"` // of its key, which is never used again
	Size int64  `bson:"size" json:"size"`
	Box  []byte `bson:"box" json:"box"`
}

// MP4 opens the rendition. The first time it is made, which takes about a tenth
// of its length: recording.rendering until then.
func (r *Recordings) MP4(ctx context.Context, id string) (*shelf.Film, error) {
	f, err := r.Film(ctx, id)
	if err != nil {
		return nil, err
	}
	d, err := r.get(ctx, id)
	if err != nil {
		return nil, err
	}
	m := d.MP4
	if !d.rendered(f.ETag) {
		if !d.Asked {
			if _, err := r.all.Update(ctx, id, func(d *Recording) error { d.Asked = true; return nil }); err != nil {
				return nil, err
			}
		}
		r.render(id, f) //nolint:contextcheck // it outlives the request
		return nil, fault.New(fault.Conflict, "recording.rendering", "it is being made")
	}
	film := r.shelf.Film("video/mp4")
	film.ETag = fmt.Sprintf(`"%s-mp4-%s"`, id, m.Gen)
	film.Add(mp4Item(id, m.Gen), m.Box, m.Size)
	return film, nil
}

// render makes the rendition, once at a time.
func (r *Recordings) render(id string, f *shelf.Film) {
	if !r.claim(id) {
		return
	}
	r.work.Go(func() { // ends when it is made, or at Close
		defer r.release(id)
		r.report(id, r.rendered(r.ctx, id, f))
	})
}

// rendered makes it. It is in the document before it exists, so that whoever
// withdraws meanwhile, or after a crash, destroys its key too.
func (r *Recordings) rendered(ctx context.Context, id string, f *shelf.Film) error {
	m := &MP4{Of: f.ETag, Gen: store.NewID()}
	if err := r.plan(ctx, id, m); err != nil {
		return err
	}
	item := mp4Item(id, m.Gen)
	var err error
	m.Box, m.Size, err = r.shelf.Fill(ctx, item, func(out io.Writer) error { return r.transcode(ctx, f, out) })
	if err != nil {
		return fmt.Errorf("recording %s: rendition: %w", id, err)
	}
	_, err = r.all.Update(ctx, id, func(d *Recording) error {
		if d.MP4 == nil || d.MP4.Gen != m.Gen {
			return errAgain
		}
		d.MP4 = m
		return nil
	})
	if err != nil {
		err = errors.Join(err, r.shelf.Erase(ctx, item), r.shelf.Remove(ctx, item))
	}
	return err
}

// plan notes that a rendition will be made, and destroys what was there of it.
func (r *Recordings) plan(ctx context.Context, id string, m *MP4) error {
	var old *MP4
	d, err := r.all.Update(ctx, id, func(d *Recording) error {
		if !d.whole() || r.film(d).ETag != m.Of {
			return errAgain
		}
		old, d.MP4 = d.MP4, m
		return nil
	})
	if err != nil || old == nil {
		return err
	}
	item := mp4Item(d.ID, old.Gen)
	return errors.Join(r.shelf.Erase(ctx, item), r.shelf.Remove(ctx, item))
}

// transcode writes a film as MP4. A fragmented file needs no way back to its
// beginning, and so no file in the clear.
func (r *Recordings) transcode(ctx context.Context, f *shelf.Film, out io.Writer) error {
	in, err := f.Read(0, f.Size)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	cmd := r.Ffmpeg.Command(ctx, "-i", "pipe:0", "-vf", "scale=640:360:force_original_aspect_ratio=decrease,pad=640:360:-1:-1,fps=25",
		"-c:v", "libx264", "-preset", "veryfast", "-g", "125", "-c:a", "aac", "-b:a", "64k", "-movflags", "frag_keyframe+empty_moov+default_base_moof", "-f", "mp4", "pipe:1")
	cmd.Stdin, cmd.Stdout = in, out
	return cmd.Run()
}
