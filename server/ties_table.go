package main

import (
	"context"

	"kring/internal/bus"
	"kring/internal/fault"
)

// onTable refuses a piece that is not on the Groepstafel of a meeting's group.
func (k *kring) onTable(ctx context.Context, meeting, piece string) error {
	m, err := k.groups.Meeting(ctx, meeting)
	if err != nil {
		return err
	}
	lies, err := k.table.Lies(ctx, m.GroupID, piece)
	if err == nil && !lies { // not the answer of who may not lead: the table is no secret to who does
		err = fault.Bad("piece", "table.unknown", "no piece %s on the table of group %s", piece, m.GroupID)
	}
	return err
}

// hearTable takes a piece that its owner took back off the screens, whichever
// node leads the meeting: its id goes over the bus, never what it says.
func (k *kring) hearTable() error {
	k.table.Taken = func(piece string) {
		// What is lost here stays an id on the screens, of which nothing can be read any more.
		_ = k.bus.Publish("piece."+piece, bus.Event{Kind: "piece", Channel: piece})
	}
	cancel, err := k.bus.Subscribe("piece.*", func(e bus.Event) {
		ctx, end := context.WithTimeout(context.Background(), countTime)
		defer end()
		k.meetings.Gone(ctx, e.Channel)
	})
	if err == nil {
		k.onClose(func() error { cancel(); return nil })
	}
	return err
}
