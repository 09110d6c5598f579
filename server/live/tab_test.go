package live

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"kring/groups/groupstest"
)

// tab is one browser tab.
type tab struct {
	t    testing.TB
	ws   *websocket.Conn
	refs int
	news []json.RawMessage // came while an answer was waited for
}

func (h *house) dial(origin, token string) (*websocket.Conn, *http.Response, error) {
	head := http.Header{}
	if origin != "" {
		head.Set("Origin", origin)
	}
	if token != "" {
		head.Set("Cookie", "session="+token)
	}
	d := websocket.Dialer{HandshakeTimeout: 5 * time.Second, NetDial: func(network, addr string) (net.Conn, error) {
		c, err := net.Dial(network, addr)
		if err == nil {
			err = c.(*net.TCPConn).SetReadBuffer(64 << 10) // so that one who does not read is noticed soon
		}
		return c, err
	}}
	return d.Dial("ws://"+h.url+"/api/live", head)
}

// open signs a person in and opens a tab.
func (h *house) open(person string) *tab {
	h.t.Helper()
	token := "token-of-" + person
	h.sign(token, person)
	ws, _, err := h.dial("http://"+h.url, token)
	if err != nil {
		h.t.Fatalf("%s opens a socket: %v", person, err)
	}
	h.t.Cleanup(func() { _ = ws.Close() })
	x := &tab{t: h.t, ws: ws}
	var w Welcome
	x.next("welcome", &w)
	if w.Person != person {
		h.t.Fatalf("welcome for %q", w.Person)
	}
	return x
}

// read returns the next frame, or the close code.
func (x *tab) read() (json.RawMessage, error) {
	if err := x.ws.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		return nil, err
	}
	_, b, err := x.ws.ReadMessage()
	return b, err
}

// next waits for a frame of a type; others stay for later.
func (x *tab) next(typ string, into any) {
	x.t.Helper()
	x.find(func(h Head) bool { return h.Type == typ }, into)
}

func (x *tab) find(is func(Head) bool, into any) {
	x.t.Helper()
	for i := 0; ; i++ {
		if i == len(x.news) {
			b, err := x.read()
			if err != nil {
				x.t.Fatalf("waited for a frame: %v; had %s", err, x.news)
			}
			x.news = append(x.news, b)
		}
		var h Head
		groupstest.Must(x.t, json.Unmarshal(x.news[i], &h))
		if is(h) {
			groupstest.Must(x.t, json.Unmarshal(x.news[i], into))
			x.news = append(x.news[:i:i], x.news[i+1:]...)
			return
		}
	}
}

// send writes a message, given as its JSON without the braces and the ref.
func (x *tab) send(format string, args ...any) (ref string) {
	x.t.Helper()
	x.refs++
	ref = fmt.Sprint("r", x.refs)
	groupstest.Must(x.t, x.ws.WriteMessage(websocket.TextMessage, fmt.Appendf(nil, `{"ref":%q,%s}`, ref, fmt.Sprintf(format, args...))))
	return ref
}

// ask sends and returns "ok", or the answer's type, or the error's code.
func (x *tab) ask(format string, args ...any) string {
	x.t.Helper()
	var e Error
	x.answer(x.send(format, args...), &e)
	if e.Type == "error" {
		return e.Code
	}
	return e.Type
}

func (x *tab) answer(ref string, into any) {
	x.t.Helper()
	x.find(func(h Head) bool { return h.Ref == ref }, into)
}

// state waits until the meeting looks as it should.
func (x *tab) state(what string, is func(MeetingState) bool) MeetingState {
	x.t.Helper()
	for {
		var s MeetingState
		x.next("meeting.state", &s)
		if is(s) {
			return s
		}
	}
}

// closed reads on until the socket is closed and returns the code.
func (x *tab) closed() int {
	for {
		_, err := x.read()
		var c *websocket.CloseError
		if errors.As(err, &c) {
			return c.Code
		}
		if err != nil {
			x.t.Fatalf("the socket was not closed in order: %v", err)
		}
	}
}

func (x *tab) hears(n int) string {
	x.t.Helper()
	var out []string
	for range n {
		var m ChatNew
		x.next("chat.message", &m)
		out = append(out, fmt.Sprintf("%d %s: %s", m.Message.Seq, m.Message.Author.Alias, m.Message.Text))
	}
	return strings.Join(out, ", ")
}

func same[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
