package live

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/gorilla/websocket"

	"kring/groups/chat"
	"kring/groups/groupstest"
	"kring/internal/bus"
)

func TestChatReachesEveryTab(t *testing.T) {
	h := build(t)
	a, b, guide := h.open(roos), h.open(sam), h.open(groupstest.Guide)
	for _, x := range []*tab{a, b, guide} {
		same(t, "open", x.ask(`"type":"chat.open","channel":%q,"after":-1`, h.channel), "chat.page")
	}
	var sent, again ChatSent
	a.answer(a.send(`"type":"chat.send","channel":%q,"clientId":"c1","text":"Hoi"`, h.channel), &sent)
	same(t, "first seq", sent.Seq, 1)
	b.ask(`"type":"chat.send","channel":%q,"clientId":"c1","text":"Dag"`, h.channel)
	a.answer(a.send(`"type":"chat.send","channel":%q,"clientId":"c1","text":"Hoi"`, h.channel), &again)
	same(t, "a resend is the same message", fmt.Sprint(again.Seq, again.At), fmt.Sprint(sent.Seq, sent.At))
	same(t, "hears", a.hears(2), "1 Roos: Hoi, 2 Sam: Dag")
	same(t, "hears", b.hears(2), "1 Roos: Hoi, 2 Sam: Dag")
	same(t, "hears", guide.hears(2), "1 Roos: Hoi, 2 Sam: Dag")
	same(t, "too long", a.ask(`"type":"chat.send","channel":%q,"clientId":"c2","text":""`, h.channel), "message.text")
	same(t, "read", a.ask(`"type":"chat.read","channel":%q,"seq":2`, h.channel), "ok")

	same(t, "close", b.ask(`"type":"chat.close","channel":%q`, h.channel), "ok")
	a.ask(`"type":"chat.send","channel":%q,"clientId":"c3","text":"Nog iets"`, h.channel)
	same(t, "a closed channel is quiet", a.hears(1), "3 Roos: Nog iets")
	same(t, "nothing came", len(b.news), 0)
}

func TestOwnMessagesCarryTheirClientID(t *testing.T) {
	h := build(t)
	a, b := h.open(roos), h.open(sam)
	a.ask(`"type":"chat.send","channel":%q,"clientId":"c1","text":"Hoi"`, h.channel)
	for x, want := range map[*tab]string{a: "true c1", b: "false "} {
		var p ChatPage
		x.answer(x.send(`"type":"chat.open","channel":%q,"after":0`, h.channel), &p)
		same(t, "own and id", fmt.Sprintf("%v %s", p.Messages[0].Own, p.Messages[0].ClientID), want)
		same(t, "author", p.Messages[0].Author, Author{h.members[roos], "Roos", "member"})
	}
}

// TestResumeMissesNothing: whoever comes back with its last seq gets the rest,
// in order, once, while others go on writing.
func TestResumeMissesNothing(t *testing.T) {
	h := build(t)
	writers := []*tab{h.open(roos), h.open(sam), h.open(groupstest.Guide)}
	const each = 40
	var wg sync.WaitGroup
	for i, x := range writers {
		wg.Go(func() {
			for n := range each {
				for {
					got := x.ask(`"type":"chat.send","channel":%q,"clientId":"w%d-%d","text":"t"`, h.channel, i, n)
					if got == "chat.sent" {
						break
					}
					if got != "too-many" {
						t.Errorf("send: %s", got)
						return
					}
				}
			}
		})
	}
	seen := int64(0)
	for seen < 3*each {
		x := h.open(roos)
		ref := x.send(`"type":"chat.open","channel":%q,"after":%d`, h.channel, seen)
		var p ChatPage
		x.answer(ref, &p)
		seen = inOrder(t, seen, p)
		for p.More {
			x.next("chat.page", &p)
			seen = inOrder(t, seen, p)
		}
		for range 5 { // then the line drops
			if seen == 3*each {
				break
			}
			var m ChatNew
			x.next("chat.message", &m)
			seen = inOrder(t, seen, ChatPage{Messages: []ChatMessage{m.Message}, UpTo: m.Message.Seq})
		}
		_ = x.ws.Close()
	}
	wg.Wait()
}

func inOrder(t *testing.T, seen int64, p ChatPage) int64 {
	t.Helper()
	for _, m := range p.Messages {
		if m.Seq != seen+1 {
			t.Fatalf("after %d came %d", seen, m.Seq)
		}
		seen = m.Seq
	}
	same(t, "upTo", p.UpTo, seen)
	return seen
}

func TestALostEventIsFoundByTheNextOne(t *testing.T) {
	h := build(t)
	x := h.open(roos)
	x.ask(`"type":"chat.open","channel":%q,"after":0`, h.channel)
	quiet := h.server.Chat.Notifier
	h.server.Chat.Notifier = deaf{}
	for i := range 3 {
		_, err := h.server.Chat.Say(t.Context(), h.channel, sam, fmt.Sprint("c", i), "stil")
		groupstest.Must(t, err)
	}
	h.server.Chat.Notifier = quiet
	h.server.posted(bus.Event{Kind: bus.Gap})
	same(t, "a gap is filled", x.hears(3), "1 Sam: stil, 2 Sam: stil, 3 Sam: stil")
	h.server.Chat.Notifier = deaf{}
	_, err := h.server.Chat.Say(t.Context(), h.channel, sam, "c4", "vier")
	groupstest.Must(t, err)
	h.server.Chat.Notifier = quiet
	_, err = h.server.Chat.Say(t.Context(), h.channel, sam, "c5", "vijf")
	groupstest.Must(t, err)
	same(t, "so is one that nobody told", x.hears(2), "4 Sam: vier, 5 Sam: vijf")
}

type deaf struct{}

func (deaf) Posted(string, int64)   {}
func (deaf) Changed(string, int64)  {}
func (deaf) HasRead(string, string) {}

// TestASlowReaderIsDroppedAndGoesOn: news waits in the store and answers in a
// bounded queue; who reads neither is closed and gets everything after it.
func TestASlowReaderIsDroppedAndGoesOn(t *testing.T) {
	h := build(t)
	const n = 150
	long := strings.Repeat("€", chat.MaxText)
	for i := range n {
		_, err := h.server.Chat.Say(t.Context(), h.channel, sam, fmt.Sprint("c", i), long)
		groupstest.Must(t, err)
	}
	x := h.open(roos)
	for range 400 { // pages of 1.2 MB and 400 answers: no socket buffer holds that
		x.send(`"type":"chat.open","channel":%q,"after":0`, h.channel)
		x.send(`"type":"chat.read","channel":%q,"seq":1`, h.channel)
	}
	same(t, "close code", x.closed(), websocket.CloseTryAgainLater)

	x = h.open(roos)
	var p ChatPage
	x.answer(x.send(`"type":"chat.open","channel":%q,"after":%d`, h.channel, n-1), &p)
	same(t, "goes on where it was", p.UpTo, n)
}
