package recording

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kring/internal/fault"
	"kring/internal/store"
)

// Hours of the night in Amsterdam: nobody meets, and a server has time.
const (
	nightFrom = 1
	nightTo   = 6
)

func (r *Recordings) night() (bool, error) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		return false, fmt.Errorf("recordings: %w", err)
	}
	h := r.Now().In(zone).Hour()
	return nightFrom <= h && h < nightTo, nil
}

// Render makes the renditions that will be needed, at night, one after another
// and with low priority, and says how many: in groups where somebody's browser
// asked for one before. A server makes those of what was recorded on it.
func (r *Recordings) Render(ctx context.Context) (made int, err error) {
	ds, err := r.all.Find(ctx, store.Query{Where: []store.Cond{store.Is("state", Ready)}, Limit: 1000})
	if err != nil {
		return 0, err
	}
	needs := map[string]bool{}
	for _, d := range ds {
		needs[d.GroupID] = needs[d.GroupID] || d.Asked
	}
	var errs []error
	for _, d := range ds {
		if !needs[d.GroupID] || d.Node != r.Node {
			continue
		}
		night, err := r.night()
		if err != nil || !night || ctx.Err() != nil {
			return made, errors.Join(append(errs, err)...)
		}
		did, err := r.renderNow(ctx, d.ID)
		if did {
			made++
		}
		errs = append(errs, err)
	}
	return made, errors.Join(errs...)
}

// renderNow makes a rendition that is missing, unless it is being made.
func (r *Recordings) renderNow(ctx context.Context, id string) (did bool, err error) {
	f, err := r.Film(ctx, id)
	if fault.Of(err) != nil {
		return false, nil // it is being made again, or gone
	}
	if err != nil {
		return false, err
	}
	d, err := r.get(ctx, id)
	if err != nil || d.rendered(f.ETag) || !r.claim(id) {
		return false, err
	}
	defer r.release(id)
	err = r.rendered(ctx, id, f)
	return err == nil, err
}

// rendered: there is a rendition of the film with this ETag.
func (d *Recording) rendered(of string) bool {
	return d.MP4 != nil && d.MP4.Of == of && len(d.MP4.Box) > 0
}

// claim says that a rendition is being made here, unless it is already.
func (r *Recordings) claim(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.renders[id] {
		return false
	}
	r.renders[id] = true
	return true
}

func (r *Recordings) release(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.renders, id)
}
