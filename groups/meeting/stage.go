package meeting

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"kring/groups"
	"kring/groups/script"
	"kring/internal/fault"
	"kring/internal/seal"
)

// Sealer is the part of seal.Vault that meetings need.
type Sealer interface {
	Seal(ctx context.Context, k seal.Key, r seal.Ref, plain []byte) ([]byte, error)
	Open(ctx context.Context, k seal.Key, r seal.Ref, box []byte) ([]byte, error)
}

// Scripts gives the steps that a meeting follows.
type Scripts interface {
	Script(ctx context.Context, m *groups.Meeting) ([]script.Step, error)
}

// chatKind is the kind of a meeting in text only (MEET-10).
const chatKind = "chat"

// reactions are what React takes; "same" is "I recognise that".
var reactions = []string{"heart", "clap", "thumb", "same"}

// maxReacted bounds the reactions that wait for one slow listener.
const maxReacted = 32

// Reaction is a sign of a participant that is gone in a moment.
type Reaction struct{ ID, Kind string }

func sealedRun(meeting string) seal.Ref {
	return seal.Ref{Coll: groups.MeetingSpec().Name, ID: meeting, Field: "live.runBox"}
}

func sealRun(ctx context.Context, c *claim, run *script.Run) ([]byte, error) {
	raw, err := json.Marshal(run)
	if err != nil {
		return nil, err
	}
	return c.sealer.Seal(ctx, seal.Group(c.group), sealedRun(c.id), raw)
}

// run opens a meeting's run; one that has none yet follows its script.
func (d *Deps) run(ctx context.Context, doc *groups.Meeting) (*script.Run, error) {
	if len(doc.Live.RunBox) == 0 {
		steps, err := d.Scripts.Script(ctx, doc)
		if err != nil {
			return nil, fmt.Errorf("script of meeting %s: %w", doc.ID, err)
		}
		return script.New(steps), nil
	}
	raw, err := d.Sealer.Open(ctx, seal.Group(doc.GroupID), sealedRun(doc.ID), doc.Live.RunBox)
	if err != nil {
		return nil, err
	}
	run := &script.Run{}
	return run, json.Unmarshal(raw, run)
}

// Play does something with the script; it needs a seat.
func (v *Visit) Play(ctx context.Context, act script.Act) error {
	err := v.change(ctx, func(s *state) error {
		if s.seated(v.who.ID) == nil {
			return fault.New(fault.Conflict, "meeting.not-seated", "this needs a seat")
		}
		return v.m.play(s, v.who.ID, act)
	}, func() {})
	if err == nil {
		v.m.recount(ctx)
	}
	return err
}

// React shows a sign to everybody in the same room. It is not kept.
func (v *Visit) React(ctx context.Context, kind string) error {
	if !slices.Contains(reactions, kind) {
		return fault.Bad("kind", "reaction.unknown", "no such reaction: %q", kind)
	}
	return v.tell(ctx, func(to *Visit) { to.react(Reaction{v.who.ID, kind}) })
}

// Debrief sends the participants home; the facilitators stay.
func (v *Visit) Debrief(ctx context.Context) error {
	now := time.Now().UnixMilli()
	return v.change(ctx, func(s *state) error {
		if s.phase != groups.Opened {
			return fault.New(fault.Conflict, "meeting.not-open", "it is %s", s.phase)
		}
		s.goHome(now)
		return v.m.play(s, "", script.GoHome)
	}, func() {
		for id, x := range v.m.parts {
			if x.visit != nil && !x.visit.who.Leads() {
				v.m.away(id, Ended)
			}
		}
	})
}

func (v *Visit) react(r Reaction) {
	v.mu.Lock()
	if len(v.news.reacted) < maxReacted {
		v.news.reacted = append(v.news.reacted, r)
	}
	v.mu.Unlock()
	v.wake()
}

// shown are those reactions whose senders the view shows.
func (v *View) shown(all []Reaction) []Reaction {
	return slices.DeleteFunc(all, func(r Reaction) bool {
		return !v.sees(r.ID)
	})
}

// play has somebody act on the run of s.
func (m *Meeting) play(s *state, you string, act script.Act) error {
	run, err := s.run.Do(act, m.scene(s, you))
	if err == nil {
		s.run = run
	}
	return err
}

func (m *Meeting) scene(s *state, you string) script.Scene {
	c := script.Scene{Now: time.Now().UnixMilli(), You: you, Shuffle: rand.Shuffle}
	for i := range s.Roster {
		if p := s.seated(s.Roster[i].ID); p != nil && p.Role != groups.RoleRoom {
			x := m.part(p.ID)
			c.People = append(c.People, script.Person{ID: p.ID, Leads: leads(p.Role), Here: x.visit != nil, Room: p.Room, Seat: p.Seat})
		}
	}
	slices.SortFunc(c.People, func(a, b script.Person) int { return a.Seat - b.Seat })
	return c
}

// sits gives a visitor a seat and a place in what goes on.
func (m *Meeting) sits(s *state, v *Visit, now int64) error {
	if m.kind == groups.Practice {
		s.phase = groups.Opened
	}
	if err := s.sit(v.who, v.room, m.seats, now); err != nil {
		return err
	}
	if m.part(v.who.ID).devices.Camera {
		s.person(v.who.ID).Seen = true // spares attend a write
	}
	if v.who.device() {
		return nil
	}
	return m.play(s, v.who.ID, script.Came(v.who.ID))
}

// goes takes somebody out, by leave or remove, and out of what goes on.
func (m *Meeting) goes(s *state, id string, now int64, out func(*state, string, int64)) error {
	out(s, id, now)
	return m.play(s, id, script.Went(id))
}

// has is what of somebody's devices counts here: none in a chat meeting.
func (m *Meeting) has(d Devices) Devices {
	if m.kind == chatKind {
		return Devices{}
	}
	return d
}

// hush mutes whom the stick keeps silent; they turn the microphone on again
// themselves, when they may.
func (m *Meeting) hush() {
	for id, x := range m.parts {
		p := m.saved.seated(id)
		if p == nil || p.Role == groups.RoleRoom || !x.devices.Microphone { // all in the room speak through its device
			continue
		}
		if by := m.saved.run.Silenced(id, leads(p.Role)); by != "" {
			x.devices.Microphone, x.mutedBy = false, by
		}
	}
}

// attend notes who was seen: attendance tells who came with sound alone.
func (m *Meeting) attend() {
	for id, x := range m.parts {
		if p := m.next.seated(id); p != nil && x.devices.Camera && !p.Seen {
			m.note(func(s *state) { s.person(id).Seen = true })
		}
	}
}

// rooms says for everybody with a seat in which room they are, also before
// their media comes.
func (m *Meeting) rooms() map[string]int {
	out := map[string]int{}
	for i := range m.saved.Roster {
		if p := m.saved.seated(m.saved.Roster[i].ID); p != nil {
			out[p.ID] = m.saved.run.Room(p.ID)
		}
	}
	return out
}

// wind sets the bell to the end of the pairs.
func (m *Meeting) wind() {
	at := m.saved.run.EndsAt()
	if at == m.rings {
		return
	}
	m.rings = at
	if m.bell.Stop(); at != 0 {
		m.bell.Reset(time.Until(time.UnixMilli(at)))
	}
}

// pairsUp brings all back when the time of the pairs is over.
func (m *Meeting) pairsUp() {
	m.change(func(s *state) error { return m.play(s, "", script.PairsOver) }, func(err error) {
		if err != nil {
			m.bell.Reset(time.Second) // not saved: once more
		}
	})
}

// stage is what one seated viewer sees of the run.
func (s *shot) stage(you Who) script.View {
	v := s.run.View(script.Eyes{
		You: you.ID, Leads: you.Leads(),
		Sees: func(id string) bool {
			return id == you.ID || s.circle.Sees(you.PersonID, s.circle.Person(id))
		},
		Reads: func(id string) bool { return s.circle.Reads(you.PersonID, s.circle.Person(id)) },
		Alias: func(id string) string {
			w, _ := s.circle.Participant(s.circle.Person(id))
			return w.Alias
		},
	})
	if v.Joint != nil {
		v.Joint.Answered = s.joint
	}
	if you.device() { // a poll once it is shown, and nothing that is somebody's own
		v.Joint, v.Table = nil, ""
		if v.Poll != nil {
			if v.Poll.Open = false; !v.Poll.Shown {
				v.Poll = nil
			}
		}
	}
	v.Paused = v.Paused || s.leaderless() && s.run.Room(you.ID) >= 0
	return v
}
