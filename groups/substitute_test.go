package groups_test

import (
	"testing"

	"kring/groups/groupstest"
	"kring/groups/organisation"
	"kring/internal/access"
)

// TestASubstituteGuides: from then on the group, and it alone, and everybody
// sees who replaces whom; afterwards nothing is left of it.
func TestASubstituteGuides(t *testing.T) {
	w := world(t)
	ctx := t.Context()
	g, other := w.Group(t, nil), w.Group(t, nil)
	groupstest.Must(t, w.Organisations.Give(ctx, w.Org, "person-third", organisation.Facilitator))
	w.Join(t, g.ID, "person-roos", "Roos")
	guides := func(group string) bool {
		f, err := w.Facts(ctx, "person-third", access.Place{Kind: access.Group, ID: group})
		groupstest.Must(t, err)
		return f.Facilitator
	}
	groupstest.WantFault(t, w.Substitute(ctx, g.ID, groupstest.Guide, "person-roos"), "substitute.who")
	groupstest.WantFault(t, w.Substitute(ctx, g.ID, "person-third", "person-third"), "substitute.of")
	groupstest.WantFault(t, w.Substitute(ctx, g.ID, groupstest.Guide, groupstest.CoGuide), "substitute.already")
	for range 2 {
		groupstest.Must(t, w.Substitute(ctx, g.ID, groupstest.Guide, "person-third"))
	}
	if !guides(g.ID) || guides(other.ID) {
		t.Errorf("guides the group %v, another %v", guides(g.ID), guides(other.ID))
	}
	view, err := w.ViewGroup(ctx, g.ID, "person-roos")
	groupstest.Must(t, err)
	if n := len(view.Facilitators); n != 3 || view.Facilitators[2].Replaces != "Name of person-guide" {
		t.Errorf("a member sees %+v", view.Facilitators)
	}
	mine, err := w.MyGroups(ctx, "person-third")
	groupstest.Must(t, err)
	if len(mine) != 1 {
		t.Errorf("her groups are %+v", mine)
	}
	for range 2 {
		groupstest.Must(t, w.EndSubstitute(ctx, g.ID, "person-third"))
	}
	groupstest.Must(t, w.EndSubstitute(ctx, g.ID, groupstest.CoGuide)) // no substitute: she stays
	if guides(g.ID) {
		t.Error("still guides")
	}
	if view, err = w.ViewGroup(ctx, g.ID, "person-roos"); err != nil || len(view.Facilitators) != 2 {
		t.Errorf("afterwards %+v, %v", view.Facilitators, err)
	}
}
