package live

import (
	"testing"

	"kring/groups/groupstest"
)

func TestASharedScreen(t *testing.T) {
	h := build(t)
	guide, a := h.open(groupstest.Guide), h.open(roos)
	guide.enter(h)
	a.enter(h)
	a.must("meeting.not-seated", `"type":"meeting.screen","meeting":%q,"on":true`, h.meeting)
	same(t, "open", guide.act(h, "open"), "ok")
	guide.must("ok", `"type":"meeting.admit","meeting":%q,"who":"all"`, h.meeting)
	guide.must("ok", `"type":"meeting.screen","meeting":%q,"on":true`, h.meeting)
	s := a.state("the guide shares", func(s MeetingState) bool { return s.Screen != "" })
	same(t, "who", s.Screen, s.Seats[0].ID)
	a.must("meeting.screen-taken", `"type":"meeting.screen","meeting":%q,"on":true`, h.meeting)
	guide.must("ok", `"type":"meeting.screen","meeting":%q,"on":false`, h.meeting)
	a.state("no more", func(s MeetingState) bool { return s.Screen == "" })
}

func TestWhatAPageShows(t *testing.T) {
	h := build(t)
	a := h.open(roos)
	a.must("meeting.not-entered", `"type":"meeting.view","meeting":%q,"tiles":[],"screen":0`, h.meeting)
	a.enter(h)
	a.must("ok", `"type":"meeting.view","meeting":%q,"tiles":[{"seat":15,"height":360}],"screen":720`, h.meeting)
	for _, bad := range []string{
		`"tiles":[{"seat":16,"height":1}],"screen":0`, `"tiles":[{"seat":-1,"height":1}],"screen":0`,
		`"tiles":[{"seat":1,"height":-1}],"screen":0`, `"tiles":[],"screen":9000`,
	} {
		a.must("message.invalid", `"type":"meeting.view","meeting":%q,`+bad, h.meeting)
	}
}
