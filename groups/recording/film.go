package recording

import (
	"context"
	"fmt"

	"kring/groups/recording/compose"
	"kring/groups/recording/shelf"
	"kring/groups/recording/webm"
	"kring/internal/fault"
)

// Film opens a finished recording to be watched.
func (r *Recordings) Film(ctx context.Context, id string) (*shelf.Film, error) {
	d, err := r.get(ctx, id)
	if err != nil {
		return nil, err
	}
	if d.State != Ready || !d.whole() {
		return nil, fault.New(fault.Conflict, "recording.not-ready", "it is being made")
	}
	return r.film(d), nil
}

// film is one WebM: a header made of the document, and the mixes behind it.
func (r *Recordings) film(d *Recording) *shelf.Film {
	var body int64
	var cues []webm.Cue
	gens := 0
	for _, p := range d.Parts {
		for _, c := range p.Cues {
			cues = append(cues, webm.Cue{At: c.At, Offset: c.Offset + body})
		}
		body += p.Size
		gens += p.Gen
	}
	f := r.shelf.Film("video/webm")
	f.ETag = fmt.Sprintf(`"%s-%d-%d"`, d.ID, gens, len(d.Parts))
	f.AddBytes(webm.Header(compose.Kinds(), d.Length(), body, cues))
	for n, p := range d.Parts {
		f.Add(mixItem(d.ID, n, p.Gen), p.Box, p.Size)
	}
	return f
}
