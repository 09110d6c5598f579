package debrief

import (
	"context"
	"errors"
	"slices"

	"kring/groups"
	"kring/internal/store"
)

const watchedColl = "watched_back"

// watched says that a person watched most of a recording of a meeting. It stays
// when the recording is gone.
type watched struct {
	store.Meta `bson:",inline"` // meeting and person
	MeetingID  string           `bson:"meetingId" json:"meetingId"`
	PersonID   string           `bson:"personId" json:"personId"`
	At         int64            `bson:"at" json:"at"` // Unix ms
}

// WatchedBack notes that a person has watched most of what was recorded of a
// meeting; it can be repeated.
func (s *Debrief) WatchedBack(ctx context.Context, meeting, person string) error {
	err := s.watched.Insert(ctx, &watched{Meta: store.Meta{ID: meeting + "." + person}, MeetingID: meeting, PersonID: person, At: s.Now().UnixMilli()})
	if errors.Is(err, store.ErrConflict) {
		return nil
	}
	return err
}

// addWatched finds who was not there and watched back.
func (s *Debrief) addWatched(ctx context.Context, meeting string, circle *groups.Circle, list []Present) error {
	back, err := s.watched.Find(ctx, store.Query{Where: []store.Cond{store.Is("meetingId", meeting)}, Limit: 1000})
	for _, w := range back {
		i := slices.IndexFunc(list, func(p Present) bool { return circle.PersonOf(p.ID) == w.PersonID })
		if i >= 0 && (list[i].Found == Absent || list[i].Found == Cancelled) {
			list[i].Found, list[i].How = Watched, Watched
		}
	}
	return err
}
