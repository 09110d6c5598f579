package live

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
	"go.uber.org/goleak"

	"kring/groups"
	"kring/groups/chat"
	"kring/groups/groupstest"
	"kring/groups/meeting"
	"kring/groups/script"
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
	app     *fiber.App
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
	m := meeting.New(meeting.Deps{Documents: docs, People: meeting.Of(h.Groups), Media: h.offers, Sealer: h.Vault, Scripts: plan{}, Node: "n1"})
	t.Cleanup(m.Close)
	h.server, err = New(Options{
		Playable: func(context.Context, string, string) error { return nil },
		OnTable:  func(context.Context, string, string) error { return nil },
		Sessions: h, Facts: h.Facts, Policy: access.Kring(), Log: h.log, Groups: h.Groups, Chat: c, Meetings: m, Relay: relays, Care: h.ward(b), Bus: b,
		Token: func(r *http.Request) string {
			if c, err := r.Cookie("session"); err == nil {
				return c.Value
			}
			return ""
		},
		Own: func(origin, host string) bool { return origin == "http://"+host },
	})
	groupstest.Must(t, err)
	// Fiber's limits are for requests: a socket outlives them.
	app := fiber.New(fiber.Config{DisableStartupMessage: true, Immutable: true, ReadTimeout: 300 * time.Millisecond, IdleTimeout: 300 * time.Millisecond})
	h.app = app
	app.Get("/api/live", adaptor.HTTPHandler(h.server))
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	groupstest.Must(t, err)
	h.url = ln.Addr().String()
	served := make(chan error, 1)
	go func() { served <- app.Listener(ln) }()
	t.Cleanup(func() {
		h.server.Close()
		_ = app.ShutdownWithTimeout(5 * time.Second)
		groupstest.Must(t, <-served)
	})
}

type posted struct{ *bus.Bus }

func (p posted) Posted(channel string, seq int64) {
	_ = p.Publish("chat."+channel, bus.Event{Kind: "message", Channel: channel, Seq: seq})
}

func (p posted) Changed(channel string, n int64) {
	_ = p.Publish("chat."+channel, bus.Event{Kind: changedEvent, Channel: channel, Seq: n})
}

func (p posted) HasRead(person, channel string) {
	_ = p.Publish("person."+person, bus.Event{Kind: readEvent, Person: person, Channel: channel})
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
func (*offers) Mute(string, string, bool)           {}
func (*offers) Camera(string, string, bool)         {}
func (*offers) Screen(string, string, bool)         {}
func (*offers) Leave(string, string)                {}
func (*offers) View(string, string, []meeting.Tile) {}
func (*offers) Circles(string, map[string]int)      {}
func (*offers) Close(string)                        {}

// plan is a script of two steps.
type plan struct{}

func (plan) Script(context.Context, *groups.Meeting) ([]script.Step, error) {
	return []script.Step{
		{ID: "welkom", Kind: "welcome", Title: script.Text{"nl": "Welkom"}, Minutes: 10},
		{ID: "rondje", Kind: "round", Title: script.Text{"nl": "Rondje"}, Minutes: 15},
	}, nil
}
