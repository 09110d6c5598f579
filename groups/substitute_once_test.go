package groups_test

import (
	"testing"
	"time"

	"kring/groups"
	"kring/groups/groupstest"
	"kring/groups/organisation"
	"kring/internal/access"
)

const third = "person-third"

// TestASubstituteForOneMeeting leads that meeting and nothing else, until it is
// over; everybody sees who replaces whom, also afterwards.
func TestASubstituteForOneMeeting(t *testing.T) {
	w := world(t)
	ctx := t.Context()
	g := w.Group(t, nil)
	groupstest.Must(t, w.Organisations.Give(ctx, w.Org, third, organisation.Facilitator))
	w.Join(t, g.ID, "person-roos", "Roos")
	view, err := w.ViewGroup(ctx, g.ID, "person-roos")
	groupstest.Must(t, err)
	first, second := view.Meetings[0].ID, view.Meetings[1].ID

	groupstest.WantFault(t, w.SubstituteOnce(ctx, first, groupstest.Guide, "person-roos"), "substitute.who")
	groupstest.WantFault(t, w.SubstituteOnce(ctx, first, third, third), "substitute.of")
	groupstest.WantFault(t, w.SubstituteOnce(ctx, first, groupstest.Guide, groupstest.CoGuide), "substitute.already")
	for range 2 {
		groupstest.Must(t, w.SubstituteOnce(ctx, first, groupstest.Guide, third))
	}
	leads := func(kind access.Kind, id string) bool {
		t.Helper()
		f, err := w.Facts(ctx, third, access.Place{Kind: kind, ID: id})
		groupstest.Must(t, err)
		if f.Facilitator != f.StandIn {
			t.Errorf("at %s she is %+v", id, f)
		}
		return f.Facilitator
	}
	if !leads(access.Meeting, first) || !leads(access.Channel, groups.MeetingChannel(first)) {
		t.Error("she does not lead her meeting")
	}
	if leads(access.Meeting, second) || leads(access.Group, g.ID) || leads(access.Channel, groups.Channel(g.ID)) || leads(access.Channel, groups.BackChannel(g.ID)) {
		t.Error("she leads more than her meeting")
	}
	seen := func() []groups.FacilitatorView {
		t.Helper()
		view, err := w.ViewGroup(ctx, g.ID, "person-roos")
		groupstest.Must(t, err)
		if len(view.Meetings[1].Substitutes) > 0 || len(view.Facilitators) != 2 {
			t.Errorf("the group shows %+v and %+v", view.Meetings[1], view.Facilitators)
		}
		return view.Meetings[0].Substitutes
	}
	if s := seen(); len(s) != 1 || s[0].Name != "Name of "+third || s[0].Replaces != "Name of "+groupstest.Guide {
		t.Errorf("a member sees %+v", s)
	}
	mine, err := w.MyMeetings(ctx, third)
	groupstest.Must(t, err)
	if len(mine) != 1 || mine[0].ID != first || !mine[0].StandIn || mine[0].Role != groups.RoleFacilitator {
		t.Errorf("her meetings are %+v", mine)
	}
	inside(t, w, first)

	w.CloseMeeting(t, first)
	if leads(access.Meeting, first) {
		t.Error("she leads a meeting that is over")
	}
	if mine, err = w.MyMeetings(ctx, third); err != nil || len(mine) > 0 {
		t.Errorf("afterwards %+v, %v", mine, err)
	}
	if s := seen(); len(s) != 1 {
		t.Errorf("afterwards a member sees %+v", s)
	}
	groupstest.WantFault(t, w.SubstituteOnce(ctx, first, groupstest.CoGuide, third), "meeting.closed")
	groupstest.WantFault(t, w.EndSubstituteOnce(ctx, first, third), "meeting.closed")
}

// inside: in the meeting's own circle she is its facilitator by name; in the
// group's she is nobody.
func inside(t *testing.T, w *groupstest.World, meeting string) {
	t.Helper()
	c, err := w.ChannelCircle(t.Context(), groups.MeetingChannel(meeting))
	groupstest.Must(t, err)
	roos := c.Viewer("person-roos")
	if v, ok := c.See(roos, third); !ok || v.ID != "f-"+third || v.Alias != "Name of "+third || v.Role != groups.RoleFacilitator || c.PersonOf(v.ID) != third {
		t.Errorf("Roos sees %+v, %v", v, ok)
	}
	all, err := w.Circle(t.Context(), c.ID)
	groupstest.Must(t, err)
	if v := all.Viewer(third); v.Role != "" {
		t.Errorf("in the group she is %+v", v)
	}
}

// TestASubstituteIsTakenOff, or replaced by another, or her meeting was never opened.
func TestASubstituteIsTakenOff(t *testing.T) {
	w := world(t)
	ctx := t.Context()
	g := w.Group(t, nil)
	for _, p := range []string{third, "person-fourth"} {
		groupstest.Must(t, w.Organisations.Give(ctx, w.Org, p, organisation.Facilitator))
	}
	can, err := w.CanSubstitute(ctx, g.ID)
	groupstest.Must(t, err)
	if len(can) != 2 {
		t.Errorf("%+v can be named", can)
	}
	view, err := w.ViewGroup(ctx, g.ID, groupstest.Guide)
	groupstest.Must(t, err)
	meeting := view.Meetings[0].ID
	now := func() []string {
		t.Helper()
		var out []string
		for _, p := range []string{third, "person-fourth"} {
			f, err := w.Facts(ctx, p, access.Place{Kind: access.Meeting, ID: meeting})
			groupstest.Must(t, err)
			if f.Facilitator {
				out = append(out, p)
			}
		}
		return out
	}
	groupstest.Must(t, w.SubstituteOnce(ctx, meeting, groupstest.Guide, third))
	groupstest.Must(t, w.SubstituteOnce(ctx, meeting, groupstest.Guide, "person-fourth"))
	if got := now(); len(got) != 1 || got[0] != "person-fourth" {
		t.Errorf("%v lead it", got)
	}
	for range 2 {
		groupstest.Must(t, w.EndSubstituteOnce(ctx, meeting, "person-fourth"))
	}
	if got := now(); len(got) != 0 {
		t.Errorf("%v lead it", got)
	}
	groupstest.Must(t, w.SubstituteOnce(ctx, meeting, groupstest.Guide, third))
	w.Pass(30 * 24 * time.Hour)
	if got := now(); len(got) != 0 {
		t.Errorf("%v lead a meeting that nobody opened", got)
	}
}
