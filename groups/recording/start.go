package recording

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"kring/groups"
	"kring/groups/recording/take"
	"kring/internal/fault"
	"kring/internal/store"
)

// Start asks everybody present. Called again, it begins with those who have
// said yes, without waiting for the others; they can still answer.
func (r *Recordings) Start(ctx context.Context, g *groups.Group, meeting, by string) error {
	if err := r.Ffmpeg.Ready(); err != nil {
		return err
	}
	if g.Visibility != groups.VisibleMembers {
		return fault.New(fault.Conflict, "recording.visibility", "in this group people do not see each other, and a recording would show them")
	}
	if err := r.Takes.Room(); err != nil {
		return err
	}
	if t := r.Takes.Of(meeting); t != nil && !t.Over() {
		return t.Begin(ctx)
	}
	doc := &Recording{Meta: store.Meta{ID: store.NewID()}, GroupID: g.ID, MeetingID: meeting, State: Asking, Node: r.Node, By: by, KeepDays: g.Kept().RecordingDays}
	doc.expire(r.now())
	t, err := r.Takes.Ask(doc.ID, meeting)
	if err != nil {
		return err
	}
	if err := r.all.Insert(ctx, doc); err != nil {
		r.Takes.Dismiss(t)
		return err
	}
	r.work.Go(func() { t.Run(r.ctx) }) //nolint:contextcheck // a recording outlives the request that began it
	r.Changed(meeting)
	return nil
}

// Stop ends the recording of a meeting; its last part is made now.
func (r *Recordings) Stop(_ context.Context, meeting string) error {
	t := r.Takes.Of(meeting)
	if t == nil {
		return fault.New(fault.Conflict, "recording.none", "nothing is recorded")
	}
	t.End("")
	r.Changed(meeting)
	return nil
}

// Answer is what a person in the meeting says. A no after a yes withdraws.
func (r *Recordings) Answer(ctx context.Context, meeting, who, person string, yes bool, version int) error {
	t := r.Takes.Of(meeting)
	if t == nil || t.Over() {
		return fault.New(fault.Conflict, "recording.none", "nothing is recorded")
	}
	if version != r.Version {
		return fault.Bad("version", "consent.version", "the text has version %d", r.Version)
	}
	before := t.Said(person)
	if before == take.Word(yes) {
		return nil
	}
	defer r.Changed(meeting)
	if before == "yes" {
		t.Hear(person, false, nil) // nothing more of her from here on, whatever comes of the rest
		return r.Withdraw(ctx, t.ID, person)
	}
	tracks := t.Holding(who, person)
	if err := r.note(ctx, t.ID, Answer{PersonID: person, Tracks: tracks, Yes: yes, Version: version, At: r.now()}); err != nil {
		return err
	}
	t.Hear(person, yes, tracks)
	if t.Answered() {
		return t.Begin(ctx)
	}
	return nil
}

// note stores an answer; who took back a yes cannot give it again here.
func (r *Recordings) note(ctx context.Context, id string, a Answer) error {
	_, err := r.all.Update(ctx, id, func(d *Recording) error {
		old := d.answer(a.PersonID)
		switch {
		case old == nil:
			d.Answers, d.PersonIDs = append(d.Answers, a), append(d.PersonIDs, a.PersonID)
		case old.Withdrawn != 0 && a.Yes:
			return fault.New(fault.Conflict, "recording.withdrawn", "this recording goes on without you; start another one")
		case old.Withdrawn == 0:
			*old = a
		}
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return fault.Gone()
	}
	if err != nil {
		return fmt.Errorf("recording %s: answer: %w", id, err)
	}
	return nil
}

// owner stores what takes tell.
type owner struct{ *Recordings }

func (o owner) Begin(ctx context.Context, id string, at time.Time) error {
	_, err := o.all.Update(ctx, id, func(d *Recording) error {
		d.State, d.BegunAt = Running, at.UnixMilli()
		return nil
	})
	return err
}

func (o owner) Bind(ctx context.Context, id, person string, tracks []string) error {
	_, err := o.all.Update(ctx, id, func(d *Recording) error {
		a := d.answer(person)
		if a == nil || a.Withdrawn != 0 {
			return nil // she takes her yes back just now, and the take hears of it
		}
		for _, id := range tracks {
			if !slices.Contains(a.Tracks, id) {
				a.Tracks = append(a.Tracks, id)
			}
		}
		return nil
	})
	return err
}

func (o owner) Chapters(ctx context.Context, id string, titles []take.Title) error {
	_, err := o.all.Update(ctx, id, func(d *Recording) error {
		for _, c := range titles {
			if c.Text == "" {
				continue
			}
			box, err := o.Vault.Seal(ctx, groupKey(d), chapterRef(d, c.At), []byte(c.Text))
			if err != nil {
				return err
			}
			d.Chapters = append(d.Chapters, Chapter{c.At, box})
		}
		return nil
	})
	return err
}

func (o owner) Compose(ctx context.Context, id string, part int) error {
	return o.compose(ctx, id, part)
}

func (o owner) Finish(ctx context.Context, id, why string) error { return o.finish(ctx, id, why) }

func (o owner) Changed(meeting string) { o.Deps.Changed(meeting) }

func (o owner) Report(id string, err error) { o.report(id, err) }
