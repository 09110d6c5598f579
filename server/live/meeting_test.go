package live

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"kring/groups/groupstest"
)

func (x *tab) enter(h *house) {
	x.t.Helper()
	x.must("ok", `"type":"meeting.enter","meeting":%q,"microphone":true,"camera":true`, h.meeting)
}

func (x *tab) act(h *house, what string) string {
	x.t.Helper()
	return x.ask(`"type":"meeting.%s","meeting":%q`, what, h.meeting)
}

func (x *tab) must(want, format string, args ...any) {
	x.t.Helper()
	same(x.t, fmt.Sprintf(format, args...), x.ask(format, args...), want)
}

func seated(n int) func(MeetingState) bool {
	return func(s MeetingState) bool { return s.You.Status == "seated" && len(s.Seats) == n }
}

func TestAMeeting(t *testing.T) {
	h := build(t)
	guide, a, b := h.open(groupstest.Guide), h.open(roos), h.open(sam)
	a.enter(h)
	s := a.state("roos waits", func(MeetingState) bool { return true })
	same(t, "waits", s.You, You{h.members[roos], "member", -1, "waiting"})
	guide.enter(h)
	b.enter(h)
	s = guide.state("two wait", func(s MeetingState) bool { return len(s.Waiting) == 2 })
	same(t, "who", s.Waiting[0].Alias+" "+s.Waiting[1].Alias, "Roos Sam")
	same(t, "seats", s.SeatCount, 10)
	same(t, "not open", guide.ask(`"type":"meeting.admit","meeting":%q,"who":"all"`, h.meeting), "meeting.not-open")
	same(t, "a member cannot open", a.act(h, "open"), "not-found")
	same(t, "the guide can", guide.act(h, "open"), "ok")
	guide.must("ok", `"type":"meeting.admit","meeting":%q,"who":"all"`, h.meeting)
	s = a.state("all sit", seated(3))
	same(t, "the circle", fmt.Sprint(s.Seats[1].Seat, s.Seats[1].Author, s.Seats[2].Author), fmt.Sprint(1, Author{h.members[roos], "Roos", "member"}, Author{h.members[sam], "Sam", "member"}))
	same(t, "a member sees nobody waiting", len(s.Waiting), 0)

	var answer RTCAnswer
	a.answer(a.send(`"type":"rtc.offer","meeting":%q,"sdp":"v=0"`, h.meeting), &answer)
	same(t, "answer", answer.SDP, "answer for seat 1 of 10")
	h.server.Meetings.Speaking(h.meeting, map[string][]int{h.members[sam]: {2}})
	var sp MeetingSpeaking
	b.next("meeting.speaking", &sp)
	same(t, "speaking", fmt.Sprint(sp.Seats), "[2]")

	guide.must("ok", `"type":"meeting.mute","meeting":%q,"who":%q`, h.meeting, h.members[roos])
	a.state("roos is muted", func(s MeetingState) bool {
		return len(s.Seats) > 1 && s.Seats[1].MutedBy != "" && !s.Seats[1].Microphone
	})
	a.must("ok", `"type":"meeting.hand","meeting":%q,"up":true`, h.meeting)
	guide.state("her hand is up", func(s MeetingState) bool { return len(s.Seats) > 1 && s.Seats[1].Hand == 1 })

	_ = b.ws.Close()
	a.state("sam's line is lost", func(s MeetingState) bool { return len(s.Seats) == 3 && !s.Seats[2].Connected })
	b = h.open(sam)
	b.enter(h)
	same(t, "sam has his seat back", b.state("", seated(3)).You.Seat, 2)

	guide.must("ok", `"type":"meeting.remove","meeting":%q,"who":%q`, h.meeting, h.members[sam])
	var e MeetingEnded
	b.next("meeting.ended", &e)
	same(t, "removed", e.Reason, "removed")
	b.must("meeting.not-entered", `"type":"meeting.hand","meeting":%q,"up":true`, h.meeting)
	same(t, "leave", a.act(h, "leave"), "ok")
	same(t, "twice", a.act(h, "leave"), "meeting.not-entered")
	b.enter(h)
	same(t, "close", guide.act(h, "close"), "ok")
	b.next("meeting.ended", &e)
	same(t, "closed", e.Reason, "closed")
	same(t, "over", a.ask(`"type":"meeting.enter","meeting":%q,"microphone":true,"camera":true`, h.meeting), "meeting.closed")
}

func TestANewTabTakesOver(t *testing.T) {
	h := build(t)
	old := h.open(groupstest.Guide)
	old.enter(h)
	tab := h.open(groupstest.Guide)
	tab.enter(h)
	var e MeetingEnded
	old.next("meeting.ended", &e)
	same(t, "reason", e.Reason, "elsewhere")
	tab.enter(h)
	same(t, "entering twice is harmless", tab.state("", seated(1)).You.Seat, 0)
}

// TestWhatChangedRightsDo: open sockets follow.
func TestWhatChangedRightsDo(t *testing.T) {
	h := build(t)
	guide, a, b := h.open(groupstest.Guide), h.open(roos), h.open(sam)
	for _, x := range []*tab{guide, a, b} {
		x.enter(h)
		x.must("chat.page", `"type":"chat.open","channel":%q,"after":0`, h.channel)
	}
	same(t, "open", guide.act(h, "open"), "ok")
	guide.must("ok", `"type":"meeting.admit","meeting":%q,"who":"all"`, h.meeting)

	groupstest.Must(t, h.RemoveMember(t.Context(), h.members[roos]))
	h.server.Recheck(roos)
	var e MeetingEnded
	a.next("meeting.ended", &e)
	same(t, "out of the group, out of the meeting", e.Reason, "removed")
	b.must("chat.sent", `"type":"chat.send","channel":%q,"clientId":"c1","text":"Waar is Roos?"`, h.channel)
	b.hears(1)
	same(t, "and of the chat", a.ask(`"type":"chat.open","channel":%q,"after":0`, h.channel), "not-found")
	for _, raw := range a.news {
		if strings.Contains(string(raw), "Waar is Roos?") {
			t.Errorf("somebody who was removed heard %s", raw)
		}
	}

	other := h.open(sam)
	h.sign("token-of-"+sam, "")
	h.server.Recheck(sam)
	same(t, "signed out", b.closed(), 4401)
	same(t, "on every tab", other.closed(), 4401)
	guide.state("sam is gone", func(s MeetingState) bool { return len(s.Seats) == 1 })
}

func TestClosingTellsBrowsersToComeBack(t *testing.T) {
	h := build(t)
	a := h.open(roos)
	a.enter(h)
	h.server.Close()
	same(t, "code", a.closed(), websocket.CloseGoingAway)
}
