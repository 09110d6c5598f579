package chat_test

import (
	"fmt"
	"strings"
	"testing"

	"kring/groups"
	"kring/groups/chat"
	"kring/groups/groupstest"
)

// circle reads the group of the test with its members by alias.
func (w *world) circle(t *testing.T) *groups.Circle {
	t.Helper()
	c, err := w.Circle(t.Context(), w.group.ID)
	groupstest.Must(t, err)
	return c
}

func TestWhoMayWriteToWhomAlone(t *testing.T) {
	const guide = "f-" + groupstest.Guide
	for _, c := range []struct {
		private, visibility, author, to, want string
	}{
		{groups.PrivateChatOff, groups.VisibleMembers, "person-anna", "bram", "chat.private-off"},
		{groups.PrivateChatOff, groups.VisibleMembers, "person-anna", guide, "chat.private-off"},
		{groups.PrivateChatOff, groups.VisibleMembers, groupstest.Guide, "anna", "chat.private-off"},
		{groups.PrivateChatFacilitators, groups.VisibleMembers, "person-anna", "bram", "chat.private-off"},
		{groups.PrivateChatFacilitators, groups.VisibleMembers, "person-anna", guide, ""},
		{groups.PrivateChatFacilitators, groups.VisibleMembers, groupstest.Guide, "anna", ""},
		{groups.PrivateChatFacilitators, groups.VisibleNobody, "person-anna", guide, ""},
		{groups.PrivateChatFacilitators, groups.VisibleNobody, "person-anna", "bram", "not-found"},
		{groups.PrivateChatOpen, groups.VisibleMembers, "person-anna", "bram", ""},
		{groups.PrivateChatOpen, groups.VisibleFacilitators, "person-anna", "bram", "not-found"},
		{groups.PrivateChatOpen, groups.VisibleMembers, "person-anna", "anna", "not-found"},
		{groups.PrivateChatOpen, groups.VisibleMembers, "person-stranger", "bram", "not-found"},
	} {
		t.Run(fmt.Sprint(c.private, " ", c.visibility, " ", c.author, " ", c.to), func(t *testing.T) {
			w := open(t, func(f *groups.NewGroup) { f.PrivateChat, f.Visibility = c.private, c.visibility })
			to := c.to
			for _, alias := range []string{"Anna", "Bram"} {
				id := w.Join(t, w.group.ID, "person-"+strings.ToLower(alias), alias)
				if strings.EqualFold(alias, c.to) {
					to = id
				}
			}
			_, err := w.Send(t.Context(), w.circle(t), chat.Draft{Channel: w.meeting(t), Author: c.author, To: to, ClientID: "1", Text: "Even tussen ons"})
			if c.want == "" {
				groupstest.Must(t, err)
				return
			}
			groupstest.WantFault(t, err, c.want)
		})
	}
}

// meeting is the channel of the group's first meeting.
func (w *world) meeting(t *testing.T) string {
	t.Helper()
	v, err := w.ViewGroup(t.Context(), w.group.ID, groupstest.Guide)
	groupstest.Must(t, err)
	return v.Meetings[0].Channel
}

// A message to one person is read by the two, whoever else is there, and
// counts as unread for no other.
func TestOnlyTheTwoReadIt(t *testing.T) {
	w := open(t, func(f *groups.NewGroup) { f.PrivateChat = groups.PrivateChatOpen })
	w.Join(t, w.group.ID, "person-anna", "Anna")
	bram := w.Join(t, w.group.ID, "person-bram", "Bram")
	w.Join(t, w.group.ID, "person-carla", "Carla")
	w.channel = w.meeting(t)
	w.say(t, "person-anna", "Voor iedereen")
	_, err := w.Send(t.Context(), w.circle(t), chat.Draft{Channel: w.channel, Author: "person-anna", To: bram, ClientID: "2", Text: "Alleen voor Bram"})
	groupstest.Must(t, err)
	for person, want := range map[string]string{
		"person-anna":      "Voor iedereen, Alleen voor Bram→Bram",
		"person-bram":      "Voor iedereen, Alleen voor Bram→Bram",
		"person-carla":     "Voor iedereen",
		groupstest.Guide:   "Voor iedereen",
		groupstest.CoGuide: "Voor iedereen",
	} {
		var got []string
		for _, m := range w.reader(t, person).Views(w.all(t)) {
			text := m.Text
			if m.To != nil {
				text += "→" + m.To.Alias
			}
			got = append(got, text)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s reads %q, want %q", person, got, want)
		}
		n, err := w.News(t.Context(), w.reader(t, person), w.channel)
		groupstest.Must(t, err)
		if wantUnread := len(got); person != "person-anna" && n.Unread != wantUnread {
			t.Errorf("%s has %d unread, want %d", person, n.Unread, wantUnread)
		}
	}
}

func TestWhisperingIsForMeetings(t *testing.T) {
	w := open(t, func(f *groups.NewGroup) { f.PrivateChat = groups.PrivateChatOpen })
	w.Join(t, w.group.ID, "person-anna", "Anna")
	for _, channel := range []string{w.channel, groups.BackChannel(w.group.ID)} {
		_, err := w.Send(t.Context(), w.circle(t), chat.Draft{Channel: channel, Author: "person-anna", To: "f-" + groupstest.Guide, ClientID: "1", Text: "hoi"})
		groupstest.WantFault(t, err, "chat.private-off")
	}
}

// Even somebody who should never have got that far reads nothing there.
func TestMembersReadNothingOfTheBackChannel(t *testing.T) {
	w := open(t, nil)
	w.Join(t, w.group.ID, "person-anna", "Anna")
	w.channel = groups.BackChannel(w.group.ID)
	w.say(t, groupstest.Guide, "Let even op Anna")
	if got := w.reader(t, "person-anna").Views(w.all(t)); len(got) != 0 {
		t.Errorf("a member reads %+v", got)
	}
	if got := w.reader(t, groupstest.CoGuide).Views(w.all(t)); len(got) != 1 || got[0].Text != "Let even op Anna" {
		t.Errorf("the co-facilitator reads %+v", got)
	}
}

func TestOfChannel(t *testing.T) {
	for channel, want := range map[string]string{
		groups.Channel("G1"): "G1", groups.BackChannel("G1"): "G1", groups.MeetingChannel("G1-02"): "G1", "m-G1": "", "m--1": "", "x-G1": "", "": "",
	} {
		if got, ok := groups.OfChannel(channel); got != want || ok != (want != "") {
			t.Errorf("%s is of group %q, %v", channel, got, ok)
		}
	}
}
