package groups_test

import (
	"slices"
	"testing"

	"kring/groups"
	"kring/groups/groupstest"
)

// Who sees whom in the three modes, in lists and as authors of messages.
func TestWhoSeesWhom(t *testing.T) {
	const anna, bram, gone = "person-anna", "person-bram", "person-gone"
	type sight struct {
		list          []string // aliases in anna's list
		alias         string   // bram's alias as the author of a message
		reads, former bool     // anna may read what bram wrote; a former member has an alias
	}
	for mode, want := range map[string]sight{
		groups.VisibleMembers:      {list: []string{"Anna", "Bram"}, alias: "Bram", reads: true, former: true},
		groups.VisibleFacilitators: {list: []string{"Anna"}, reads: true},
		groups.VisibleNobody:       {list: []string{"Anna"}},
	} {
		w := world(t)
		g := w.Group(t, func(f *groups.NewGroup) { f.Visibility = mode })
		w.Join(t, g.ID, anna, "Anna")
		w.Join(t, g.ID, bram, "Bram")
		groupstest.Must(t, w.RemoveMember(t.Context(), w.Join(t, g.ID, gone, "Gone")))
		c, err := w.Circle(t.Context(), g.ID)
		groupstest.Must(t, err)

		v := c.Viewer(anna)
		if got := aliases(c.Members(v)); !slices.Equal(got, want.list) {
			t.Errorf("%s: anna's list is %v, want %v", mode, got, want.list)
		}
		a, reads := c.Author(v, bram)
		if reads != want.reads || a.Alias != want.alias || a.Own || (a.ID == "") != (want.alias == "") {
			t.Errorf("%s: anna sees a message of bram as %+v, %v", mode, a, reads)
		}
		if a, _ := c.Author(v, gone); (a.Alias == "Gone") != want.former {
			t.Errorf("%s: anna sees a message of a former member as %+v", mode, a)
		}
		if a, ok := c.Author(v, anna); !ok || !a.Own || a.Alias != "Anna" {
			t.Errorf("%s: anna's own message %+v", mode, a)
		}
		if f, ok := c.See(v, groupstest.Guide); !ok || f.ID != "f-"+groupstest.Guide || f.Role != groups.RoleFacilitator || f.Alias == "" {
			t.Errorf("%s: anna sees the facilitator as %+v", mode, f)
		}
		for _, all := range []string{groupstest.Guide, groupstest.CoGuide, groupstest.Coordinator} {
			ms, err := w.Members(t.Context(), g.ID, all)
			if got := aliases(ms); err != nil || !slices.Equal(got, []string{"Anna", "Bram"}) {
				t.Errorf("%s: %s sees %v, %v", mode, all, got, err)
			}
		}
		for _, nobody := range []string{gone, "person-stranger", ""} {
			ms, err := w.Members(t.Context(), g.ID, nobody)
			if _, ok := c.Author(c.Viewer(nobody), groupstest.Guide); ok || err != nil || len(ms) != 0 {
				t.Errorf("%s: %q sees %v, %v", mode, nobody, ms, err)
			}
		}
	}
}

func aliases(ms []groups.MemberView) []string {
	out := []string{}
	for _, m := range ms {
		out = append(out, m.Alias)
	}
	return out
}

// A group in which members do not see that there is one tells no numbers either.
func TestHiddenGroupTellsNoNumbers(t *testing.T) {
	w := world(t)
	g := w.Group(t, func(f *groups.NewGroup) { f.Visibility = groups.VisibleNobody })
	id := w.Join(t, g.ID, "person-anna", "Anna")
	v, err := w.ViewGroup(t.Context(), g.ID, "person-anna")
	if err != nil || v.Capacity != 0 || len(v.Members) != 1 || v.Viewer.MemberID != id {
		t.Errorf("%+v, %v", v, err)
	}
}
