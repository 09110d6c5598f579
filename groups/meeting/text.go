package meeting

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"kring/internal/fault"
)

// Bounds of what is written while it is said (MEET-17).
const (
	maxTyped    = 200 // runes
	maxCaptions = 16  // that wait for one slow listener
)

// Text is what a participant is typing now, for the others to read letter by
// letter; "" clears it. It is stored nowhere.
type Text struct{ ID, Text string }

// Caption is what is being said, as the captioner writes it: one that is not
// final is replaced by the next. Here it is stored nowhere; a recording keeps it
// while everybody is recorded.
type Caption struct {
	Text  string
	Final bool
}

// Type shows the others what the visitor is typing. The newest counts.
func (v *Visit) Type(ctx context.Context, text string) error {
	if err := typed(text); err != nil {
		return err
	}
	return v.tell(ctx, func(to *Visit) { to.reads(Text{v.who.ID, text}) })
}

// Captioner appoints who writes the captions, "" for nobody.
func (v *Visit) Captioner(ctx context.Context, who string) error {
	return v.change(ctx, func(s *state) error {
		if who != "" && s.seated(who) == nil {
			return fault.Gone()
		}
		s.Captioner = who
		return nil
	}, func() {})
}

// Caption shows a caption to everybody who may see all that are heard: a
// caption does not tell who spoke (ORG-11).
func (v *Visit) Caption(ctx context.Context, c Caption) error {
	if err := typed(c.Text); err != nil {
		return err
	}
	err := v.tell(ctx, func(to *Visit) {
		s := v.m.saved
		for i := range s.Roster {
			p := &s.Roster[i]
			if s.seated(p.ID) != nil && p.ID != to.who.ID && !v.m.circle.Sees(to.who.PersonID, p.PersonID) {
				return
			}
		}
		to.captioned(c)
	}, func(s *state) error {
		if s.Captioner != v.who.ID {
			return fault.New(fault.Conflict, "meeting.not-captioner", "somebody else writes the captions, or nobody")
		}
		return nil
	})
	if err == nil && c.Final && c.Text != "" && v.m.deps.Captioned != nil {
		v.m.deps.Captioned(v.m.id, c.Text)
	}
	return err
}

// Caption is that of a person who is in a meeting that is led here, for an
// engine that writes captions over the API.
func (s *Meetings) Caption(ctx context.Context, meeting, personID string, c Caption) error {
	m := s.led(meeting)
	if m == nil {
		return fault.New(fault.Conflict, "meeting.not-entered", "nobody is in meeting %s here", meeting)
	}
	found := make(chan *Visit, 1)
	if err := m.post(ctx, func() { found <- m.visitOf(personID) }); err != nil {
		return busy(meeting)
	}
	select {
	case v := <-found:
		if v != nil {
			return v.Caption(ctx, c)
		}
	case <-m.done:
	case <-ctx.Done():
		return ctx.Err()
	}
	return fault.New(fault.Conflict, "meeting.not-entered", "the captioner is not in the meeting")
}

func (m *Meeting) visitOf(personID string) *Visit {
	for _, x := range m.parts {
		if x.visit != nil && x.visit.who.PersonID == personID {
			return x.visit
		}
	}
	return nil
}

// tell does something with every visit in the visitor's own room, hers too, if
// she may: nothing is saved and nothing published.
func (v *Visit) tell(ctx context.Context, do func(*Visit), may ...func(*state) error) error {
	return v.ask(ctx, func(_ *part, answer func(error)) {
		s := v.m.saved
		if s.seated(v.who.ID) == nil {
			answer(fault.New(fault.Conflict, "meeting.not-seated", "this needs a seat"))
			return
		}
		for _, check := range may {
			if err := check(&s); err != nil {
				answer(err)
				return
			}
		}
		for id, x := range v.m.parts {
			if x.visit != nil && s.seated(id) != nil && s.run.Room(id) == s.run.Room(v.who.ID) {
				do(x.visit)
			}
		}
		answer(nil)
	})
}

func typed(text string) error {
	if n := utf8.RuneCountInString(text); n > maxTyped || !utf8.ValidString(text) {
		return fault.Bad("text", "text.long", "at most %d characters, these are %d", maxTyped, n)
	}
	return nil
}

func (v *Visit) reads(t Text) {
	v.mu.Lock()
	if v.news.texts == nil {
		v.news.texts = map[string]string{}
	}
	v.news.texts[t.ID] = t.Text
	v.mu.Unlock()
	v.wake()
}

func (v *Visit) captioned(c Caption) {
	v.mu.Lock()
	all := v.news.captions
	if n := len(all); n > 0 && !all[n-1].Final {
		all = all[:n-1]
	}
	if all = append(all, c); len(all) > maxCaptions {
		all = slices.Delete(all, 0, 1)
	}
	v.news.captions = all
	v.mu.Unlock()
	v.wake()
}

// sees reports whether the view shows a participant.
func (v *View) sees(id string) bool {
	return slices.ContainsFunc(v.Seats, func(s Seat) bool { return s.ID == id }) ||
		slices.ContainsFunc(v.Room, func(p Present) bool { return p.ID == id })
}

// written are those texts whose writers the view shows, in order of their ids.
func (v *View) written(all map[string]string) []Text {
	var out []Text
	for id, text := range all {
		if v.sees(id) {
			out = append(out, Text{id, text})
		}
	}
	slices.SortFunc(out, func(a, b Text) int { return strings.Compare(a.ID, b.ID) })
	return out
}
