package live

import (
	"testing"

	"kring/groups"
	"kring/groups/groupstest"
	"kring/internal/store"
)

// In a meeting's chat a message to one person reaches the two and passes the others.
func TestAMessageForOneReachesTheTwo(t *testing.T) {
	h := build(t)
	h.allow(groups.PrivateChatFacilitators)
	channel := groups.MeetingChannel(h.meeting)
	a, b, guide := h.open(roos), h.open(sam), h.open(groupstest.Guide)
	for _, x := range []*tab{a, b, guide} {
		x.must("chat.page", `"type":"chat.open","channel":%q,"after":0`, channel)
	}
	a.must("chat.private-off", `"type":"chat.send","channel":%q,"to":%q,"clientId":"c0","text":"Hoi Sam"`, channel, h.members[sam])
	a.must("chat.sent", `"type":"chat.send","channel":%q,"to":%q,"clientId":"c1","text":"Mag ik u spreken?"`, channel, "f-"+groupstest.Guide)
	a.must("chat.sent", `"type":"chat.send","channel":%q,"clientId":"c2","text":"Hoi"`, channel)
	var m ChatNew
	guide.next("chat.message", &m)
	same(t, "the guide reads it, and that it is for her alone", m.Message.To.ID+m.Message.Text, "f-"+groupstest.Guide+"Mag ik u spreken?")
	same(t, "sam hears only the other", b.hears(1), "2 Roos: Hoi")
}

func TestTheBackChannelIsTheFacilitatorsOwn(t *testing.T) {
	h := build(t)
	channel := groups.BackChannel(h.group.ID)
	a, guide, co := h.open(roos), h.open(groupstest.Guide), h.open(groupstest.CoGuide)
	a.must("not-found", `"type":"chat.open","channel":%q,"after":0`, channel)
	a.must("not-found", `"type":"chat.send","channel":%q,"clientId":"c1","text":"Hoi"`, channel)
	co.must("chat.page", `"type":"chat.open","channel":%q,"after":0`, channel)
	guide.must("chat.sent", `"type":"chat.send","channel":%q,"clientId":"c1","text":"Let even op Roos"`, channel)
	same(t, "the co-facilitator hears", co.hears(1), "1 Name of person-guide: Let even op Roos")
	a.must("not-found", `"type":"chat.open","channel":"m-%s-99","after":0`, h.group.ID)
}

// allow sets whom people may write to alone, in the stored group.
func (h *house) allow(private string) {
	h.t.Helper()
	docs, err := store.Open[groups.Group](h.t.Context(), h.DB, groups.Specs()[0])
	groupstest.Must(h.t, err)
	_, err = docs.Update(h.t.Context(), h.group.ID, func(g *groups.Group) error { g.PrivateChat = private; return nil })
	groupstest.Must(h.t, err)
}
