package groups_test

import (
	"testing"

	"kring/groups"
	"kring/groups/groupstest"
)

// TestOffered: a group is offered when it was switched on, never when it is hidden or over.
func TestOffered(t *testing.T) {
	w := world(t)
	g := w.Group(t, nil)
	hidden := w.Group(t, func(n *groups.NewGroup) { n.Visibility = groups.VisibleNobody })
	count := func() (n int) {
		groupstest.Must(t, w.EachOffered(t.Context(), func(groups.Offered) error { n++; return nil }))
		return n
	}
	if count() != 0 {
		t.Error("offered before anybody chose so")
	}
	on := groups.Offering{Public: true, Offer: groups.Offer{Lang: "nl"}}
	_, err := w.SetOffering(t.Context(), hidden.ID, on)
	groupstest.WantFault(t, err, "group.not-public")
	_, err = w.SetOffering(t.Context(), g.ID, groups.Offering{Public: true})
	groupstest.WantFault(t, err, "group.choice")
	_, err = w.SetOffering(t.Context(), g.ID, on)
	groupstest.Must(t, err)
	if count() != 1 {
		t.Error("not offered")
	}
	groupstest.Must(t, w.End(t.Context(), g.ID))
	if count() != 0 {
		t.Error("offered after its end")
	}
}
