package main

import (
	"context"
	"log/slog"

	"kring/groups"
	"kring/groups/care"
	"kring/groups/debrief"
	"kring/internal/bus"
	"kring/internal/fault"
)

// openCare opens what is kept around a meeting, and starts what sweeps
// check-ins and alarms away, now and every hour.
func (k *kring) openCare(ctx context.Context) (err error) {
	k.care, err = care.Open(ctx, care.Deps{
		Brief: k.brief, Docs: k.docs, Vault: k.vault, Meetings: going{k.groups}, Changed: caring{k.bus}.changed,
	})
	if err != nil {
		return err
	}
	if k.debrief, err = debrief.Open(ctx, debrief.Deps{DB: k.docs, Vault: k.vault, People: k.groups}); err != nil {
		return err
	}
	k.every(ctx, care.SweepEvery, "sweep check-ins", k.care.Sweep)
	return nil
}

// meetingEnded erases the check-ins of a meeting that has closed, and signs the
// device in its room out.
func (k *kring) meetingEnded(ctx context.Context, meeting string) {
	if err := k.care.End(ctx, meeting); err != nil {
		slog.Error("check-ins were not erased; the next sweep does it", "error", err)
	}
	if err := k.accounts.EndRoom(ctx, meeting); err != nil {
		slog.Error("the device in the room was not signed out; it can do nothing any more", "error", err)
	}
}

// going tells care which meetings go on or begin soon.
type going struct{ groups *groups.Groups }

func (g going) Going(ctx context.Context, meeting string) (string, error) {
	m, err := g.groups.Meeting(ctx, meeting)
	if fault.Is(err, fault.NotFound) || err == nil && !m.Joinable {
		return "", nil
	}
	return m.GroupID, err
}

// caring tells all nodes that there is news of a person in a meeting, not what.
type caring struct{ *bus.Bus }

func (c caring) changed(meeting, person string) {
	// What is lost here, a facilitator's page reads when it enters again.
	_ = c.Publish("care."+meeting, bus.Event{Kind: "care", Channel: meeting, Person: person})
}
