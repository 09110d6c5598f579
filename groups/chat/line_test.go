package chat_test

import (
	"fmt"
	"testing"
	"time"

	"kring/groups"
	"kring/groups/groupstest"
	"kring/groups/inbox"
	"kring/internal/access"
)

// A member's line is read by her and the facilitators, whatever the members
// of the group see of each other.
func TestALineIsOfOneMemberAndTheFacilitators(t *testing.T) {
	for _, mode := range []string{groups.VisibleMembers, groups.VisibleFacilitators, groups.VisibleNobody} {
		w := open(t, func(f *groups.NewGroup) { f.Visibility = mode })
		anna := w.Join(t, w.group.ID, "person-anna", "Anna")
		w.Join(t, w.group.ID, "person-bram", "Bram")
		w.channel = groups.LineChannel(w.group.ID, anna)
		w.say(t, "person-anna", "Mag ik u iets vragen?")
		for person, reads := range map[string]bool{"person-anna": true, groupstest.Guide: true, groupstest.CoGuide: true, "person-bram": false, groupstest.Coordinator: false} {
			if got := len(w.reader(t, person).Views(w.all(t))) == 1; got != reads {
				t.Errorf("%s: %s reads it: %v, want %v", mode, person, got, reads)
			}
			f, err := w.Facts(t.Context(), person, access.Place{Kind: access.Channel, ID: w.channel})
			groupstest.Must(t, err)
			if got := access.Kring().Allow(access.ReadChat, f); got != reads {
				t.Errorf("%s: %s may open it: %v, want %v", mode, person, got, reads)
			}
		}
	}
	w := open(t, nil)
	f, err := w.Facts(t.Context(), groupstest.Guide, access.Place{Kind: access.Channel, ID: groups.LineChannel(w.group.ID, "NOBODY")})
	if err != nil || f.Group != "" {
		t.Errorf("the line of nobody: %+v, %v", f, err)
	}
}

// What is listed is what can be read, and what waits is counted, not added up.
func TestConversations(t *testing.T) {
	w := open(t, nil)
	anna := w.Join(t, w.group.ID, "person-anna", "Anna")
	bram := w.Join(t, w.group.ID, "person-bram", "Bram")
	box := inbox.Inbox{Groups: w.Groups, Chat: w.Chat}
	general := w.channel
	list := func(person string) (out []string) {
		t.Helper()
		all, err := box.Of(t.Context(), person)
		groupstest.Must(t, err)
		for _, c := range all {
			line := c.Kind
			if c.Member != nil {
				line += " of " + c.Member.Alias
			}
			if c.Last != nil {
				line += ": " + c.Last.Text
			}
			out = append(out, fmt.Sprint(line, " ", c.Unread))
		}
		return out
	}
	want := func(person string, lines ...string) {
		t.Helper()
		if got := list(person); fmt.Sprint(got) != fmt.Sprint(lines) {
			t.Errorf("%s has %q, want %q", person, got, lines)
		}
	}
	want("person-anna", "group 0", "line 0")
	want(groupstest.Guide, "group 0")
	for i := range 130 { // more than one look counts
		w.say(t, "person-anna", fmt.Sprint("g", i))
	}
	w.say(t, "person-bram", "dag Anna")
	w.Pass(time.Second)
	w.channel = groups.LineChannel(w.group.ID, bram)
	w.say(t, "person-bram", "alleen u")
	w.Pass(time.Second)
	w.channel = w.meeting(t)
	w.say(t, "person-bram", "bij de bijeenkomst")
	want("person-anna", "meeting: bij de bijeenkomst 1", "group: dag Anna 1", "line 0")
	want("person-bram", "meeting: bij de bijeenkomst 0", "line: alleen u 0", "group: dag Anna 100")
	want(groupstest.Guide, "meeting: bij de bijeenkomst 1", "line of Bram: alleen u 1", "group: dag Anna 100")
	groupstest.Must(t, w.Read(t.Context(), "person-bram", general, 129))
	want("person-bram", "meeting: bij de bijeenkomst 0", "line: alleen u 0", "group: dag Anna 1")

	r := w.reader(t, "person-anna")
	groupstest.Must(t, w.Hide(t.Context(), r, bram, true))
	want("person-anna", "group: g129 0", "line 0")
	for _, other := range []string{anna, "f-" + groupstest.Guide, "NOBODY"} {
		if err := w.Hide(t.Context(), r, other, true); err == nil {
			t.Errorf("%s was hidden", other)
		}
	}
	groupstest.Must(t, w.Hide(t.Context(), w.reader(t, "person-anna"), bram, false))
	want("person-anna", "meeting: bij de bijeenkomst 1", "group: dag Anna 1", "line 0")
}
