package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
	"github.com/gorilla/websocket"
	"go.uber.org/goleak"

	"kring/groups"
	"kring/groups/chat"
	"kring/groups/groupstest"
	"kring/groups/meeting"
	"kring/internal/access"
	"kring/internal/bus"
	"kring/internal/store"
	"kring/internal/store/sqlitestore"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		// fasthttp looks every ten seconds whether its pool was stopped, and its clock never stops.
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*workerPool).Start.func2"),
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.updateServerDate.func1"))
}

// The people of the tests besides groupstest's.
const (
	roos = "person-roos"
	sam  = "person-sam"
	kim  = "person-kim" // is in no group
)

// house is a real server: Fiber on a free port, SQLite, the bus, no media.
type house struct {
	*groupstest.World
	t       testing.TB
	server  *Server
	url     string
	group   *groups.Group
	channel string
	meeting string
	members map[string]string // member id by person
	offers  *offers

	mu     sync.Mutex
	signed map[string]string // person by session token
	logged []string
}

func build(t testing.TB) *house {
	t.Helper()
	db, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "kring.db"))
	groupstest.Must(t, err)
	t.Cleanup(func() { _ = db.Close() })
	h := &house{World: groupstest.New(t, db), t: t, members: map[string]string{}, signed: map[string]string{}, offers: &offers{}}
	h.group = h.Group(t, nil)
	h.channel = groups.Channel(h.group.ID)
	for person, alias := range map[string]string{roos: "Roos", sam: "Sam"} {
		h.members[person] = h.Join(t, h.group.ID, person, alias)
	}
	view, err := h.ViewGroup(t.Context(), h.group.ID, groupstest.Guide)
	groupstest.Must(t, err)
	h.meeting = view.Meetings[0].ID
	h.serve(db)
	return h
}

// serve starts everything that ends before the store does.
func (h *house) serve(db store.DB) {
	t := h.t
	b, err := bus.Open(context.Background(), "")
	groupstest.Must(t, err)
	t.Cleanup(b.Close)
	c, err := chat.Open(t.Context(), chat.Deps{DB: db, Vault: h.Vault, Notifier: posted{b}})
	groupstest.Must(t, err)
	docs, err := store.Open[groups.Meeting](t.Context(), db, groups.MeetingSpec())
	groupstest.Must(t, err)
	m := meeting.New(meeting.Deps{Documents: docs, People: meeting.Of(h.Groups), Media: h.offers, Node: "n1"})
	t.Cleanup(m.Close)
	h.server, err = New(Options{
		Sessions: h, Facts: h.Facts, Policy: access.Kring(), Log: h.log, Groups: h.Groups, Chat: c, Meetings: m, Bus: b,
		Token: func(r *http.Request) string {
			if c, err := r.Cookie("session"); err == nil {
				return c.Value
			}
			return ""
		},
		Own: func(origin, host string) bool { return origin == "http://"+host },
	})
	groupstest.Must(t, err)
	app := fiber.New(fiber.Config{DisableStartupMessage: true, Immutable: true, ReadTimeout: 15 * time.Second, IdleTimeout: time.Minute})
	app.Get("/api/live", adaptor.HTTPHandler(h.server))
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	groupstest.Must(t, err)
	h.url = ln.Addr().String()
	served := make(chan error, 1)
	go func() { served <- app.Listener(ln) }()
	t.Cleanup(func() {
		h.server.Close()
		_ = app.ShutdownWithTimeout(5 * time.Second)
		<-served
	})
}

type posted struct{ *bus.Bus }

func (p posted) Posted(channel string, seq int64) {
	_ = p.Publish("chat."+channel, bus.Event{Kind: "message", Channel: channel, Seq: seq})
}

// Who is Sessions.
func (h *house) Who(_ context.Context, token string) (string, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.signed[token], nil
}

func (h *house) sign(token, person string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.signed[token] = person
}

func (h *house) log(_ context.Context, f access.Facts, a access.Action, p access.Place, write bool) (func(error) error, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.logged = append(h.logged, fmt.Sprintf("%s %s %v", f.Person, a, write))
	return func(error) error { return nil }, nil
}

// offers is meeting.Media that answers everything.
type offers struct{}

func (*offers) Answer(_ context.Context, o meeting.Offer) (string, error) {
	return fmt.Sprintf("answer for seat %d of %d", o.Seat, o.Seats), nil
}
func (*offers) Mute(string, string, bool)   {}
func (*offers) Camera(string, string, bool) {}
func (*offers) Leave(string, string)        {}
func (*offers) Close(string)                {}

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
