package meeting

import (
	"context"

	"kring/internal/fault"
)

// ScreenPlace is the seat number of the shared screen in a Tile.
const ScreenPlace = -1

// Tile is a picture that a page shows: Height is in device pixels.
type Tile struct{ Seat, Height int }

// Screen shares the visitor's screen, or stops sharing it. There is one screen
// place: who is first has it, and a facilitator may take it over. It is given
// back when its owner is out, or has been without a connection for deafAfter.
func (v *Visit) Screen(ctx context.Context, on bool) error {
	return v.do(ctx, func(*part) error {
		m, me := v.m, v.who.ID
		switch {
		case on && m.screen != "" && m.screen != me && !v.who.Leads():
			return fault.New(fault.Conflict, "meeting.screen-taken", "somebody else shares a screen")
		case on:
			m.screen = me
		case m.screen == me:
			m.screen = ""
		}
		return nil
	})
}

// View tells which pictures the visitor's page shows; the others are not sent
// to her, and without any she gets sound only. Nobody else learns of it.
func (v *Visit) View(ctx context.Context, tiles []Tile) error {
	return v.ask(ctx, func(x *part, answer func(error)) {
		x.tiles = &tiles
		v.m.mix()
		answer(nil)
	})
}

// sharing is who shares a screen now. Whoever is gone for good has given it back.
func (m *Meeting) sharing() string {
	if x := m.parts[m.screen]; x == nil || m.saved.seated(m.screen) == nil || x.visit == nil && x.offer == 0 {
		m.screen = ""
	}
	return m.screen
}
