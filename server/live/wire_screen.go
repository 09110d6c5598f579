package live

import (
	"context"
	"slices"

	"kring/groups/meeting"
	"kring/internal/access"
)

// MeetingScreen shares the sender's screen, or stops sharing it.
type MeetingScreen struct {
	Head
	Meeting string `json:"meeting"`
	On      bool   `json:"on"`
}

// MeetingView says which pictures the sender's page shows. Screen is the height
// of the shared one, 0 when it is not shown.
type MeetingView struct {
	Head
	Meeting string `json:"meeting"`
	Tiles   []Tile `json:"tiles"`
	Screen  int    `json:"screen"`
}

// Tile is a seat's picture. Height is in device pixels.
type Tile struct {
	Seat   int `json:"seat"`
	Height int `json:"height"`
}

const (
	maxTiles  = 16   // the most seats of a meeting
	maxHeight = 8640 // of a picture: 8K on its side
)

func (m MeetingScreen) place() string { return m.Meeting }
func (m MeetingView) place() string   { return m.Meeting }

// screenTable is about the pictures of a meeting.
var screenTable = []kind{
	on("meeting.screen", access.EnterMeeting, access.Meeting, acts(func(ctx context.Context, v *meeting.Visit, m MeetingScreen) error {
		return v.Screen(ctx, m.On)
	})),
	on("meeting.view", access.SitInMeeting, access.Meeting, acts(func(ctx context.Context, v *meeting.Visit, m MeetingView) error {
		tiles, err := m.tiles()
		if err != nil {
			return err
		}
		return v.View(ctx, tiles)
	})),
}

// tiles are all the pictures that the page shows.
func (m MeetingView) tiles() ([]meeting.Tile, error) {
	out := []meeting.Tile{{Seat: meeting.ScreenPlace, Height: m.Screen}}
	for _, t := range m.Tiles {
		if t.Seat < 0 || t.Seat >= maxTiles {
			return nil, invalid("no such seat")
		}
		out = append(out, meeting.Tile(t))
	}
	if len(m.Tiles) > maxTiles || slices.ContainsFunc(out, func(t meeting.Tile) bool { return t.Height < 0 || t.Height > maxHeight }) {
		return nil, invalid("too many pictures, or too high")
	}
	return out, nil
}
