package live

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os/exec"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"kring/groups/groupstest"
)

// TestWhoGetsASocket: signed in, from our own pages.
func TestWhoGetsASocket(t *testing.T) {
	h := build(t)
	h.sign("t", roos)
	own := "http://" + h.url
	for _, c := range []struct {
		what, origin, token string
		status              int
	}{
		{"nobody", own, "", http.StatusUnauthorized},
		{"an ended session", own, "old", http.StatusUnauthorized},
		{"another site", "https://evil.example", "t", http.StatusForbidden},
		{"no origin", "", "t", http.StatusForbidden},
		{"our page", own, "t", http.StatusSwitchingProtocols},
	} {
		ws, resp, err := h.dial(c.origin, c.token)
		if resp == nil {
			t.Fatalf("%s: %v", c.what, err)
		}
		same(t, c.what, resp.StatusCode, c.status)
		if ws != nil {
			_ = ws.Close()
		}
	}
}

// TestFasthttpCanHijack guards the version: Fiber alone resolves to fasthttp
// 1.51, whose adaptor answers every upgrade with 500.
func TestFasthttpCanHijack(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Version}}", "github.com/valyala/fasthttp").Output()
	if err != nil {
		t.Fatal(err)
	}
	same(t, "fasthttp", strings.TrimSpace(string(out)), "v1.69.0")
}

// TestRefusedAndMissingAreAlike: every message, as people who may not, and to
// places that are not there.
func TestRefusedAndMissingAreAlike(t *testing.T) {
	h := build(t)
	h.sign("kim", kim)
	outsider, member := h.open(kim), h.open(roos)
	for _, k := range Entries() {
		if got := tryOut(outsider, k, h.channel, h.meeting); got != "not-found: no such thing for you" {
			t.Errorf("%s by somebody of no group: %s", k.Type, got)
		}
		if got := tryOut(member, k, "g-NOTTHERE", "NOTTHERE"); got != "not-found: no such thing for you" {
			t.Errorf("%s of what is not there: %s", k.Type, got)
		}
	}
	for _, typ := range []string{"open", "close", "lock", "admit", "remove", "mute"} {
		if got := tryOut(member, *entry("meeting." + typ), h.channel, h.meeting); got != "not-found: no such thing for you" {
			t.Errorf("meeting.%s by a member: %s", typ, got)
		}
	}
}

func entry(typ string) *Entry { return &known(typ).Entry }

// tryOut sends the example of a message to another place and returns the error.
func tryOut(x *tab, k Entry, channel, meeting string) string {
	raw := examples(x.t)[k.Type+".json"]
	var m map[string]any
	groupstest.Must(x.t, json.Unmarshal(raw, &m))
	x.refs++
	m["ref"] = fmt.Sprint("r", x.refs)
	for field, id := range map[string]string{"channel": channel, "meeting": meeting, "group": strings.TrimPrefix(channel, "g-")} {
		if m[field] != nil {
			m[field] = id
		}
	}
	groupstest.Must(x.t, x.ws.WriteJSON(m))
	var e Error
	x.answer(m["ref"].(string), &e)
	return e.Code + ": " + e.Text
}

// TestEveryMessageIsRegistered: the table and the examples name the same types.
func TestEveryMessageIsRegistered(t *testing.T) {
	answers := map[string]any{
		"ok": OK{}, "error": Error{}, "welcome": Welcome{}, "chat.page": ChatPage{}, "chat.message": ChatNew{}, "chat.sent": ChatSent{}, "chat.changed": ChatChanged{}, "chat.news": ChatNews{},
		"meeting.state": MeetingState{}, "meeting.speaking": MeetingSpeaking{}, "meeting.reaction": MeetingReaction{}, "meeting.ended": MeetingEnded{}, "meeting.typed": MeetingTyped{}, "meeting.captioned": MeetingCaptioned{}, "meeting.care": MeetingCare{}, "rtc.relays": RTCServers{}, "rtc.answer": RTCAnswer{},
	}
	seen := map[string]bool{}
	for name, raw := range examples(t) {
		var h Head
		groupstest.Must(t, json.Unmarshal(raw, &h))
		seen[h.Type] = true
		var m any
		if v, ok := answers[h.Type]; ok {
			p := reflect.New(reflect.TypeOf(v))
			groupstest.Must(t, strict(raw, p.Interface()))
			m = p.Interface()
		} else if got, _, _, err := decode(raw); err != nil {
			t.Errorf("%s: %v", name, err)
		} else {
			m = got
		}
		if back, err := json.Marshal(m); err != nil || !sameJSON(raw, back) {
			t.Errorf("%s came back as %s (%v)", name, back, err)
		}
	}
	for _, k := range Entries() {
		if !seen[k.Type] {
			t.Errorf("no example of %s", k.Type)
		}
	}
	same(t, "types", len(seen), len(answers)+len(Entries()))
}

func sameJSON(a, b []byte) bool {
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}

func TestMalformed(t *testing.T) {
	h := build(t)
	x := h.open(roos)
	for frame, want := range map[string]string{
		`[]`:                     "message.invalid ",
		`{"ref":"a"}`:            "message.unknown a",
		`{"type":"x","ref":"b"}`: "message.unknown b",
		`{"type":"chat.close","ref":"c","channel":"g-1","more":1}`:                "message.invalid c",
		`{"type":"chat.close","ref":"d","channel":7}`:                             "message.invalid d",
		`{"type":"chat.close","ref":"e"}`:                                         "message.invalid e",
		`{"type":"chat.close","ref":"f","channel":"g-1"}{}`:                       "message.invalid ",
		`{"type":"chat.close","ref":"g","channel":"g-1/../x"}`:                    "message.invalid g",
		`{"type":"chat.open","ref":"h","channel":"` + h.channel + `","after":-2}`: "message.invalid h",
		`{"type":"ok","ref":"i"}`:                                                 "message.unknown i",
	} {
		groupstest.Must(t, x.ws.WriteMessage(websocket.TextMessage, []byte(frame)))
		var e Error
		x.next("error", &e)
		same(t, frame, e.Code+" "+e.Ref, want)
	}
}

func TestFramesAreBounded(t *testing.T) {
	h := build(t)
	x := h.open(roos)
	groupstest.Must(t, x.ws.WriteMessage(websocket.TextMessage, bytes.Repeat([]byte(" "), frameLimit+1)))
	same(t, "too large", x.closed(), websocket.CloseMessageTooBig)
	x = h.open(roos)
	groupstest.Must(t, x.ws.WriteMessage(websocket.BinaryMessage, []byte("x")))
	same(t, "binary", x.closed(), websocket.CloseUnsupportedData)
}

func TestPace(t *testing.T) {
	p, now := newPace(), time.Unix(1, 0)
	n := 0
	for range 1000 {
		if p.take(now) {
			n++
		}
	}
	same(t, "at once", n, paceBurst)
	now = now.Add(time.Second)
	n = 0
	for range 1000 {
		if p.take(now) {
			n++
		}
	}
	same(t, "a second later", n, paceRate)
}

func FuzzEnvelope(f *testing.F) {
	for _, raw := range examples(f) {
		f.Add(raw)
	}
	f.Add([]byte(`{"type":"chat.open","channel":"g-1","after":1e99}`))
	f.Fuzz(func(t *testing.T, frame []byte) {
		m, k, h, err := decode(frame)
		if len(h.Ref) > maxRef {
			t.Fatalf("an answer would carry a ref of %d bytes", len(h.Ref))
		}
		if err != nil {
			return
		}
		if !isID(m.place()) || m.head().Type != k.Type {
			t.Fatalf("took %q as %s", frame, k.Type)
		}
		back, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		again, _, _, err := decode(back)
		if err != nil || !reflect.DeepEqual(again, m) {
			t.Fatalf("%q came back as %q: %v", frame, back, err)
		}
	})
}
