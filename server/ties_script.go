package main

import (
	"context"
	"time"

	"kring/groups"
	"kring/groups/script"
	"kring/homework/programme"
	"kring/internal/bus"
	"kring/internal/fault"
	"kring/rtc"
)

// scripts gives meetings the script of their programme's session.
type scripts struct{ *kring }

func (s scripts) Script(ctx context.Context, m *groups.Meeting) ([]script.Step, error) {
	g, err := s.groups.Group(ctx, m.GroupID)
	if err != nil {
		return nil, err
	}
	p, err := s.homework.Programme(g.ProgrammeID, g.ProgrammeVersion)
	if err != nil {
		return nil, err
	}
	given, err := s.homework.Given(ctx, g.ID)
	if err != nil {
		return nil, err
	}
	var out []script.Step
	for _, session := range p.Sessions {
		for i := range session.Script {
			if session.ID == m.SessionID {
				out = append(out, step(&session.Script[i], given))
			}
		}
	}
	return out, nil
}

func step(s *programme.ScriptStep, given map[string]string) script.Step {
	out := script.Step{
		ID: s.ID, Kind: s.Kind, Title: script.Text(s.Title), Body: script.Text(s.Body), Guide: script.Text(s.Guide), Minutes: s.Minutes,
		Seconds: s.Seconds, Size: s.Size, Film: s.Film, Assignment: given[s.Module], Steps: s.Steps,
	}
	for _, o := range s.Options {
		out.Options = append(out.Options, script.Option{ID: o.ID, Label: script.Text(o.Label)})
	}
	return out
}

// hearAnswers tells every node, over the bus, of each answer that was kept: a
// meeting that does the module together counts it.
func (k *kring) hearAnswers() error {
	k.homework.Saved = func(assignment string) {
		// What is lost here is counted with the next one.
		_ = k.bus.Publish("answer."+assignment, bus.Event{Kind: "answer", Channel: assignment})
	}
	cancel, err := k.bus.Subscribe("answer.*", func(e bus.Event) {
		ctx, end := context.WithTimeout(context.Background(), countTime)
		defer end()
		k.meetings.Answered(ctx, e.Channel) // of a gap none: all count again
	})
	if err == nil {
		k.onClose(func() error { cancel(); return nil })
	}
	return err
}

// countTime is how long counting the answers of a meeting may take.
const countTime = 5 * time.Second

func (m media) Circles(meeting string, rooms map[string]int) {
	m.room(meeting, func(r *rtc.Room) { r.Circles(rooms) })
}

// playable refuses a film that a meeting's organisation does not have whole.
func (k *kring) playable(ctx context.Context, meeting, id string) error {
	m, err := k.groups.Meeting(ctx, meeting)
	if err != nil {
		return err
	}
	g, err := k.groups.Group(ctx, m.GroupID)
	if err != nil {
		return err
	}
	f, err := k.films.Get(ctx, g.OrgID, id)
	if fault.Is(err, fault.NotFound) { // not the answer of who may not lead: films are no secret to who does
		return fault.Bad("film", "film.unknown", "the organisation has no film %s", id)
	}
	if err != nil {
		return err
	}
	if len(f.Missing()) > 0 {
		return fault.New(fault.Conflict, "film.incomplete", "film %s is not complete", id)
	}
	return nil
}
