package live

import (
	"testing"
	"time"

	"kring/groups/groupstest"
	"kring/groups/meeting"
)

// relays answers for the engine: the name says for whom.
func relays(o meeting.Offer) (Relay, error) {
	return Relay{[]string{"turn:kring.example:3478?transport=udp"}, o.Peer, "secret", time.UnixMilli(1796119400000)}, nil
}

func TestOnlyWhoHasASeatMayUseTheRelay(t *testing.T) {
	h := build(t)
	guide, a := h.open(groupstest.Guide), h.open(roos)
	a.must("meeting.not-entered", `"type":"rtc.servers","meeting":%q`, h.meeting)
	h.open(kim).must("not-found", `"type":"rtc.servers","meeting":%q`, h.meeting)
	guide.enter(h)
	a.enter(h)
	a.must("meeting.not-seated", `"type":"rtc.servers","meeting":%q`, h.meeting)
	same(t, "open", guide.act(h, "open"), "ok")
	guide.must("ok", `"type":"meeting.admit","meeting":%q,"who":"all"`, h.meeting)
	var got RTCServers
	a.answer(a.send(`"type":"rtc.servers","meeting":%q`, h.meeting), &got)
	same(t, "servers", len(got.Servers), 1)
	same(t, "whose", got.Servers[0].Username, h.members[roos])
	same(t, "how", got.Servers[0].URLs[0], "turn:kring.example:3478?transport=udp")
	same(t, "until", got.ExpiresAt, int64(1796119400000))
}
