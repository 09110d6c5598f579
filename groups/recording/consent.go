package recording

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"kring/groups"
	"kring/internal/fault"
	"kring/internal/store"
)

// Scene is what a meeting shows of itself: who is seated, whether they are
// apart (in pairs, in a private room, in a pause), and what the script is at.
type Scene struct {
	Open    bool
	Apart   bool
	Chapter string
	Seated  []Seated
}

// Seated is a participant; Persons are whom her device hears, herself first: a
// room device has more than one. Who is away keeps her seat, and is not waited for.
type Seated struct {
	ID      string
	Persons []string
	Away    bool
}

// Live is the recording of a meeting as one of its participants sees it.
type Live struct {
	ID      string
	State   string   // asking, running, paused; "" for none
	Asked   []string // who has not answered yet; for facilitators
	Yours   string   // yes, no, or "" when not answered
	Problem string   // why it stopped by itself
}

// Live tells what a participant sees; nil when there is nothing to tell.
func (r *Recordings) Live(meeting, person string, leads bool) *Live {
	s := r.session(meeting)
	if s == nil {
		return nil
	}
	return s.view(person, leads)
}

// Scene takes what a meeting is like now. It does not block.
func (r *Recordings) Scene(meeting string, sc Scene) {
	r.mu.Lock()
	if sc.Open {
		r.scenes[meeting] = sc
	} else {
		delete(r.scenes, meeting)
	}
	s := r.live[meeting]
	r.mu.Unlock()
	if s != nil {
		s.see(sc)
	}
}

// Attach is called when a meeting's media begins: a recording that runs takes
// from it too.
func (r *Recordings) Attach(meeting string) {
	if s := r.session(meeting); s != nil {
		s.attach()
	}
}

func (r *Recordings) session(meeting string) *session {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.live[meeting]
}

// Start asks everybody present. Called again, it begins with those who have
// said yes, without waiting for the others; they can still answer.
func (r *Recordings) Start(ctx context.Context, g *groups.Group, meeting, by string) error {
	if err := r.Ffmpeg.Ready(); err != nil {
		return err
	}
	if g.Visibility != groups.VisibleMembers {
		return fault.New(fault.Conflict, "recording.visibility", "in this group people do not see each other, and a recording would show them")
	}
	if err := space(r.Dir); err != nil {
		return err
	}
	if s := r.session(meeting); s != nil && !s.over() {
		return s.begin(ctx)
	}
	doc := &Recording{Meta: store.Meta{ID: store.NewID()}, GroupID: g.ID, MeetingID: meeting, State: Asking, Node: r.Node, By: by}
	doc.ExpiresAt = r.Now().Add(r.Keep).UnixMilli()
	s := newSession(r, doc)
	if err := r.enlist(s); err != nil {
		return err
	}
	if err := r.all.Insert(ctx, doc); err != nil {
		r.dismiss(s)
		return err
	}
	r.work.Go(func() { s.run(r.ctx) }) //nolint:contextcheck // a recording outlives the request that began it
	r.Changed(meeting)
	return nil
}

// enlist makes s the recording of its meeting.
func (r *Recordings) enlist(s *session) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if old := r.live[s.meeting]; old != nil && !old.over() {
		return fault.New(fault.Conflict, "recording.running", "it is recorded already")
	}
	sc, ok := r.scenes[s.meeting]
	if !ok {
		return fault.New(fault.Conflict, "meeting.not-open", "the meeting is not open")
	}
	s.scene = sc
	r.live[s.meeting] = s
	return nil
}

func (r *Recordings) dismiss(s *session) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.live[s.meeting] == s {
		delete(r.live, s.meeting)
	}
}

// Stop ends the recording of a meeting; its last part is made now.
func (r *Recordings) Stop(_ context.Context, meeting string) error {
	s := r.session(meeting)
	if s == nil {
		return fault.New(fault.Conflict, "recording.none", "nothing is recorded")
	}
	s.end("")
	r.Changed(meeting)
	return nil
}

// Answer is what a person in the meeting says. A no after a yes withdraws.
func (r *Recordings) Answer(ctx context.Context, meeting, who, person string, yes bool, version int) error {
	s := r.session(meeting)
	if s == nil || s.over() {
		return fault.New(fault.Conflict, "recording.none", "nothing is recorded")
	}
	if version != r.Version {
		return fault.Bad("version", "consent.version", "the text has version %d", r.Version)
	}
	before := s.said(person)
	if before == said(yes) {
		return nil
	}
	if before == "yes" {
		s.heard(person, false) // nothing more of her from here on, whatever comes of the rest
		if err := r.Withdraw(ctx, s.id, person); err != nil {
			return err
		}
		r.Changed(meeting)
		return nil
	}
	if err := r.note(ctx, s.id, Answer{PersonID: person, Tracks: s.tracksOf(who, person), Yes: yes, Version: version, At: r.now()}); err != nil {
		return err
	}
	s.heard(person, yes)
	var err error
	if s.answered() {
		err = s.begin(ctx)
	}
	r.Changed(meeting)
	return err
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

// tracksOf are the participants whose tracks hold a person: her own, and the
// device of the room that she sits in.
func (s *session) tracksOf(who, person string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := []string{who}
	for _, p := range s.scene.Seated {
		if p.ID != who && slices.Contains(p.Persons, person) {
			out = append(out, p.ID)
		}
	}
	return out
}

func said(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// asked are the participants who are here and have not answered.
func (sc Scene) asked(answers map[string]bool) []string {
	out := []string{}
	for _, p := range sc.Seated {
		if len(p.Persons) == 0 {
			continue
		}
		if _, ok := answers[p.Persons[0]]; !ok && !p.Away {
			out = append(out, p.ID)
		}
	}
	return out
}

// allows: everybody at this device said yes.
func (sc Scene) allows(peer string, answers map[string]bool) bool {
	i := slices.IndexFunc(sc.Seated, func(p Seated) bool { return p.ID == peer })
	return i >= 0 && len(sc.Seated[i].Persons) > 0 &&
		!slices.ContainsFunc(sc.Seated[i].Persons, func(person string) bool { return !answers[person] })
}
