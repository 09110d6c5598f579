package groups_test

import (
	"fmt"
	"testing"

	"kring/groups"
	"kring/groups/groupstest"
	"kring/internal/access"
)

// TestTheDeviceInTheRoom: it has its own meeting while that is not over, and
// nothing else; it sees and is seen as a member is.
func TestTheDeviceInTheRoom(t *testing.T) {
	ctx := t.Context()
	for mode, want := range map[string]string{
		groups.VisibleMembers:      "true true true",
		groups.VisibleFacilitators: "false false true",
		groups.VisibleNobody:       "false false true",
	} {
		w := world(t)
		g := w.Group(t, func(f *groups.NewGroup) { f.Visibility, f.MeetingKind, f.Capacity = mode, groups.Hybrid, 14 })
		w.Join(t, g.ID, "person-roos", "Roos")
		view, err := w.ViewGroup(ctx, g.ID, groupstest.Guide)
		groupstest.Must(t, err)
		meeting, other := view.Meetings[0], view.Meetings[1]
		if meeting.Seats != 16 {
			t.Errorf("%d seats", meeting.Seats)
		}
		device := access.RoomPerson(meeting.ID)
		is := func(kind access.Kind, id string) bool {
			f, err := w.Facts(ctx, device, access.Place{Kind: kind, ID: id})
			groupstest.Must(t, err)
			return f.Room
		}
		if !is(access.Meeting, meeting.ID) || is(access.Meeting, other.ID) || is(access.Group, g.ID) || is(access.Channel, meeting.Channel) {
			t.Error("the device is something elsewhere, or nothing in its own meeting")
		}
		c, err := w.MeetingCircle(ctx, meeting.ID)
		groupstest.Must(t, err)
		_, seesRoos := c.See(c.Viewer(device), "person-roos")
		_, seenByRoos := c.See(c.Viewer("person-roos"), device)
		_, seenByGuide := c.See(c.Viewer(groupstest.Guide), device)
		if got := fmt.Sprint(seesRoos, seenByRoos, seenByGuide); got != want {
			t.Errorf("%s: sees Roos, is seen by her and by the guide: %s, want %s", mode, got, want)
		}
		if _, ok := c.See(c.Viewer(device), groupstest.Guide); !ok || c.PersonOf("room-"+meeting.ID) != device || c.Viewer(access.RoomPerson(other.ID)).Role != "" {
			t.Error("the device does not see who guides, has another id, or that of another meeting is somebody here")
		}
		w.CloseMeeting(t, meeting.ID)
		if is(access.Meeting, meeting.ID) {
			t.Error("it is still something when the meeting is over")
		}
		groupstest.WantFault(t, w.HasRoom(ctx, meeting.ID), "meeting.not-hybrid")
		groupstest.Must(t, w.HasRoom(ctx, other.ID))
	}
}
