package groups_test

import (
	"testing"

	"kring/groups"
	"kring/groups/groupstest"
	"kring/internal/access"
)

// A private meeting is there for its two and nothing to anybody else, and the
// group's own lists do not show it.
func TestPrivateMeetingsAreNothingToOthers(t *testing.T) {
	w := world(t)
	g := w.Group(t, nil)
	w.Join(t, g.ID, "person-anna", "Anna")
	w.Join(t, g.ID, "person-bram", "Bram")
	talk, err := w.PlanPrivate(t.Context(), g.ID, [2]string{groupstest.Guide, "person-anna"}, groupstest.Begin.UnixMilli(), 30)
	groupstest.Must(t, err)
	room, err := w.PracticeRoom(t.Context(), g.ID, "person-anna")
	groupstest.Must(t, err)
	again, err := w.PracticeRoom(t.Context(), g.ID, "person-anna")
	groupstest.Must(t, err)
	if brams, err := w.PracticeRoom(t.Context(), g.ID, "person-bram"); err != nil || again != room || brams == room {
		t.Errorf("practice rooms %s, %s and %s, %v", room, again, brams, err)
	}
	for person, want := range map[string][2]bool{
		"person-anna": {true, true}, groupstest.Guide: {true, true}, groupstest.CoGuide: {false, true}, "person-bram": {}, groupstest.Coordinator: {},
	} {
		for i, place := range []access.Place{
			{Kind: access.Meeting, ID: talk}, {Kind: access.Meeting, ID: room},
			{Kind: access.Channel, ID: groups.MeetingChannel(talk)}, {Kind: access.Channel, ID: groups.MeetingChannel(room)},
		} {
			f, err := w.Facts(t.Context(), person, place)
			groupstest.Must(t, err)
			if got := f != (access.Facts{Person: person}); got != want[i%2] {
				t.Errorf("%s at %s: %+v", person, place.ID, f)
			}
		}
	}
	v, err := w.ViewGroup(t.Context(), g.ID, groupstest.Guide)
	groupstest.Must(t, err)
	mine, err := w.MyMeetings(t.Context(), "person-anna")
	groupstest.Must(t, err)
	if len(v.Meetings) != 3 || len(mine) != 1 {
		t.Errorf("%d meetings of the group, %d of Anna's", len(v.Meetings), len(mine))
	}
	groupstest.Must(t, w.CallOff(t.Context(), talk))
	groupstest.Must(t, w.CallOff(t.Context(), talk))
	groupstest.WantFault(t, w.CallOff(t.Context(), v.Meetings[0].ID), "meeting.started")
	_, err = w.Meeting(t.Context(), talk)
	groupstest.WantFault(t, err, "not-found")
}
