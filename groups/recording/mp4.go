package recording

import (
	"context"
	"errors"
	"fmt"
	"io"

	"kring/internal/fault"
	"kring/internal/seal"
)

// MP4 is a rendition for browsers that do not play WebM: older Safari. It is
// made when somebody first needs it. Of is the ETag of what it was made of;
// without a Box it is being made.
type MP4 struct {
	Of   string `bson:"of" json:"of"`
	Gen  int64  `bson:"gen" json:"gen"` // of its key: Unix ms
	Size int64  `bson:"size" json:"size"`
	Box  []byte `bson:"box" json:"box"`
}

func mp4Key(id string, gen int64) seal.Key {
	return seal.Key(fmt.Sprintf("recording:%s:mp4:%d", id, gen))
}

func mp4Ref(id string, gen int64) seal.Ref {
	return seal.Ref{Coll: coll, ID: id, Field: fmt.Sprintf("mp4/%d", gen)}
}

func mp4Blob(id string, gen int64) string { return fmt.Sprintf("%s-mp4-%d", id, gen) }

// MP4 opens the rendition. The first time it is made, which takes about a tenth
// of its length: recording.rendering until then.
func (r *Recordings) MP4(ctx context.Context, id string) (*Film, error) {
	f, err := r.Film(ctx, id)
	if err != nil {
		return nil, err
	}
	d, err := r.get(ctx, id)
	if err != nil {
		return nil, err
	}
	m := d.MP4
	if m == nil || m.Of != f.ETag || len(m.Box) == 0 {
		r.render(d, f) //nolint:contextcheck // it outlives the request
		return nil, fault.New(fault.Conflict, "recording.rendering", "it is being made")
	}
	return &Film{Type: "video/mp4", Size: m.Size, ETag: fmt.Sprintf(`"%s-mp4-%d"`, id, m.Gen), r: r, pieces: []stretch{{
		size: m.Size, blob: mp4Blob(id, m.Gen), key: mp4Key(id, m.Gen), ref: mp4Ref(id, m.Gen), box: m.Box,
	}}}, nil
}

// render makes the rendition, once at a time.
func (r *Recordings) render(d *Recording, f *Film) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.renders[d.ID] {
		return
	}
	r.renders[d.ID] = true
	r.work.Go(func() { // ends when it is made, or at Close
		r.report(d.ID, r.rendered(r.ctx, d.ID, f))
		r.mu.Lock()
		delete(r.renders, d.ID)
		r.mu.Unlock()
	})
}

func (r *Recordings) rendered(ctx context.Context, id string, f *Film) error {
	in, err := f.Read(0, f.Size)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	m := &MP4{Of: f.ETag, Gen: r.now()}
	b, err := r.Blobs.Create(ctx, mp4Blob(id, m.Gen))
	if err != nil {
		return err
	}
	defer b.Abort()
	w, box, err := r.Vault.CreateFile(ctx, mp4Key(id, m.Gen), mp4Ref(id, m.Gen), b)
	if err != nil {
		return err
	}
	count := &counter{w: w}
	// A fragmented file needs no way back to its beginning, and so no file in the clear.
	cmd := r.Ffmpeg.Command(ctx, "-i", "pipe:0", "-vf", "scale=640:360:force_original_aspect_ratio=decrease,pad=640:360:-1:-1,fps=25",
		"-c:v", "libx264", "-preset", "veryfast", "-g", "125", "-c:a", "aac", "-b:a", "64k", "-movflags", "frag_keyframe+empty_moov+default_base_moof", "-f", "mp4", "pipe:1")
	cmd.Stdin, cmd.Stdout = in, count
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("recording %s: rendition: %w", id, err)
	}
	if err := errors.Join(w.Close(), b.Commit()); err != nil {
		return err
	}
	m.Size, m.Box = count.n, box
	_, err = r.all.Update(ctx, id, func(d *Recording) error {
		if !d.whole() || r.film(d).ETag != m.Of {
			return errAgain
		}
		d.MP4 = m
		return nil
	})
	if err != nil {
		err = errors.Join(err, r.Vault.Erase(ctx, mp4Key(id, m.Gen)), r.Blobs.Delete(ctx, mp4Blob(id, m.Gen)))
	}
	return err
}

// dropMP4 destroys the rendition's key and names its file.
func (r *Recordings) dropMP4(ctx context.Context, d *Recording) []string {
	if d.MP4 == nil {
		return nil
	}
	r.report(d.ID, r.Vault.Erase(ctx, mp4Key(d.ID, d.MP4.Gen)))
	return []string{mp4Blob(d.ID, d.MP4.Gen)}
}

type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}
