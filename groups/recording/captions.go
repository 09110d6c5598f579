package recording

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"kring/groups/recording/take"
	"kring/internal/seal"
)

// A caption does not tell who spoke. So a line is kept only while everybody
// seated is recorded (take.Caption), and goes with whoever is taken out of the
// stretch in which it was written. Lines are sealed under a key for each
// minute, the smallest stretch that can be destroyed in every copy.

// Line is what was said, as somebody wrote it, at a time, ms.
type Line struct {
	At  int64  `bson:"at" json:"at"`
	Box []byte `bson:"box" json:"box"`
}

const (
	minute = 60_000 // ms
	// behind is how much later than it is said something is written, at most, ms.
	behind = 30_000
	// longest is how long a line is shown when no other follows, ms.
	longest = 7_000
)

func captionKey(id string, at int64) seal.Key {
	return seal.Key(fmt.Sprintf("recording:%s:captions:%d", id, at/minute))
}

func captionRef(id string, at int64) seal.Ref { return ref(id, "caption/%d", at) }

// Captions keeps lines. One of a minute that was destroyed meanwhile is lost.
func (o owner) Captions(ctx context.Context, id string, lines []take.Title) error {
	var kept []Line
	for _, l := range lines {
		box, err := o.Vault.Seal(ctx, captionKey(id, l.At), captionRef(id, l.At), []byte(l.Text))
		if errors.Is(err, seal.ErrErased) {
			continue
		}
		if err != nil {
			return err
		}
		kept = append(kept, Line{l.At, box})
	}
	_, err := o.all.Update(ctx, id, func(d *Recording) error {
		d.Captions = append(d.Captions, kept...)
		return nil
	})
	return err
}

// Captions is a recording's WebVTT (https://www.w3.org/TR/webvtt1/).
func (r *Recordings) Captions(ctx context.Context, id string) ([]byte, error) {
	d, err := r.get(ctx, id)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	b.WriteString("WEBVTT\n")
	for i, l := range d.Captions {
		text, err := r.Vault.Open(ctx, captionKey(id, l.At), captionRef(id, l.At), l.Box)
		if errors.Is(err, seal.ErrErased) { // by a withdrawal that is still going on
			continue
		}
		if err != nil {
			return nil, err
		}
		until := l.At + longest
		if i+1 < len(d.Captions) {
			until = min(until, max(d.Captions[i+1].At, l.At+1))
		}
		writeCue(&b, l.At, until, string(text))
	}
	return []byte(b.String()), nil
}

func writeCue(b *strings.Builder, from, to int64, text string) {
	fmt.Fprintf(b, "\n%s --> %s\n%s\n", stamp(from), stamp(to), cueText.Replace(strings.Join(strings.Fields(text), " ")))
}

var cueText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func stamp(ms int64) string {
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3_600_000, ms/60_000%60, ms/1000%60, ms%1000)
}

// uncaption destroys the lines that may hold what was said in a stretch, with
// the rest of their minutes: keys first, so that it can be repeated.
func (r *Recordings) uncaption(ctx context.Context, id string, said func(at int64) bool) error {
	d, err := r.all.Get(ctx, id)
	if err != nil {
		return err
	}
	gone := map[int64]bool{}
	for _, l := range d.Captions {
		if said(l.At) && !gone[l.At/minute] {
			gone[l.At/minute] = true
			if err := r.Vault.Erase(ctx, captionKey(id, l.At)); err != nil {
				return err
			}
		}
	}
	if len(gone) == 0 {
		return nil
	}
	_, err = r.all.Update(ctx, id, func(d *Recording) error {
		d.Captions = slices.DeleteFunc(d.Captions, func(l Line) bool { return gone[l.At/minute] })
		return nil
	})
	return err
}

// saidBy tells of a time whether a line of then may hold what these tracks
// hold. What is not in a part yet may.
func (d *Recording) saidBy(tracks []string) func(at int64) bool {
	return func(at int64) bool {
		return at >= d.Length() || slices.ContainsFunc(d.Parts, func(p Part) bool {
			return p.From <= at && at < p.To+behind && slices.ContainsFunc(tracks, p.holds)
		})
	}
}
