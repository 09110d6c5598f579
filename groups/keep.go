package groups

import (
	"cmp"
	"context"

	"kring/internal/fault"
)

// Keep is for how long what a group leaves is kept, in days; 0 is the default of
// its kind of group.
type Keep struct {
	RecordingDays int `bson:"recordingDays" json:"recordingDays" doc:"Days that a recording of a meeting can be watched, 7 to 180"`
	ChatDays      int `bson:"chatDays" json:"chatDays" required:"false" doc:"Days that messages of the chat can be read, 30 to 730"`
}

// Bounds of what a group may choose: long enough for who was ill, and no archive.
const (
	minRecordingDays = 7
	maxRecordingDays = 180
	minChatDays      = 30
	maxChatDays      = 730
)

// keeps are the defaults by kind of group. What is said in treatment is kept
// shorter than what is said in guidance.
var keeps = map[string]Keep{
	"groepstherapie":    {RecordingDays: 60, ChatDays: 180},
	"groepsbegeleiding": {RecordingDays: 90, ChatDays: 365},
}

// Kept is for how long this group's things are kept: as was chosen, and
// otherwise as is usual for its kind.
func (g *Group) Kept() Keep {
	usual, known := keeps[g.Kind]
	if !known {
		usual = keeps["groepstherapie"]
	}
	return Keep{RecordingDays: cmp.Or(g.Keep.RecordingDays, usual.RecordingDays), ChatDays: cmp.Or(g.Keep.ChatDays, usual.ChatDays)}
}

func (k Keep) check() error {
	if d := k.RecordingDays; d != 0 && (d < minRecordingDays || d > maxRecordingDays) {
		return fault.Bad("recordingDays", "group.keep", "recordings are kept %d to %d days", minRecordingDays, maxRecordingDays)
	}
	if d := k.ChatDays; d != 0 && (d < minChatDays || d > maxChatDays) {
		return fault.Bad("chatDays", "group.keep", "messages are kept %d to %d days", minChatDays, maxChatDays)
	}
	return nil
}

// SetKeep chooses for how long a group's things are kept, and returns that.
func (s *Groups) SetKeep(ctx context.Context, groupID string, k Keep) (Keep, error) {
	if err := k.check(); err != nil {
		return Keep{}, err
	}
	if _, err := s.Group(ctx, groupID); err != nil {
		return Keep{}, err
	}
	g, err := s.groups.Update(ctx, groupID, func(g *Group) error {
		g.Keep = k
		return nil
	})
	if err != nil {
		return Keep{}, gone(err)
	}
	return g.Kept(), nil
}
