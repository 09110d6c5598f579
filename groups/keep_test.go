package groups_test

import (
	"testing"

	"kring/groups"
	"kring/groups/groupstest"
)

// TestHowLongAGroupKeeps: as its kind does, until it chooses; treatment is the
// shorter of the two.
func TestHowLongAGroupKeeps(t *testing.T) {
	w := world(t)
	g := w.Group(t, func(n *groups.NewGroup) { n.Kind = "groepstherapie" })
	if got := g.Kept().RecordingDays; got != 60 {
		t.Errorf("treatment keeps %d days", got)
	}
	g = w.Group(t, nil)
	if got := g.Kept().RecordingDays; got != 90 {
		t.Errorf("guidance keeps %d days", got)
	}
	for _, days := range []int{-1, 6, 181} {
		_, err := w.SetKeep(t.Context(), g.ID, groups.Keep{RecordingDays: days})
		groupstest.WantFault(t, err, "group.keep")
	}
	k, err := w.SetKeep(t.Context(), g.ID, groups.Keep{RecordingDays: 30})
	groupstest.Must(t, err)
	v, err := w.ViewGroup(t.Context(), g.ID, groupstest.Guide)
	groupstest.Must(t, err)
	if k.RecordingDays != 30 || v.Keep.RecordingDays != 30 {
		t.Errorf("chosen %+v, shown %+v", k, v.Keep)
	}
	if k, err = w.SetKeep(t.Context(), g.ID, groups.Keep{}); err != nil || k.RecordingDays != 90 {
		t.Errorf("back to what is usual: %+v, %v", k, err)
	}
	_, err = w.SetKeep(t.Context(), "no-group", groups.Keep{})
	groupstest.WantFault(t, err, "not-found")
}
