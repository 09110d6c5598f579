package live

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"kring/groups"
	"kring/groups/care"
	"kring/groups/chat"
	"kring/groups/meeting"
	"kring/groups/recording"
	"kring/internal/access"
	"kring/internal/bus"
	"kring/internal/store"
	"kring/server/live/route"
)

// Limits of a socket.
const (
	frameLimit  = 256 << 10 // bytes of one frame from the browser
	answerLimit = 64        // answers that wait to be written; more: the socket is dropped
	pingEvery   = 25 * time.Second
	silence     = 60 * time.Second // without a frame or a pong the socket is dead
	writeTime   = 10 * time.Second // for one frame
	workTime    = 10 * time.Second // for one message
	lookEvery   = 5 * time.Minute  // session and rights of a quiet socket are looked at again
)

// Close codes besides those of RFC 6455 that gorilla names.
const closeSignedOut = 4401

// Sessions knows who is signed in.
type Sessions interface {
	// Who returns the person of a session token, "" for none.
	Who(ctx context.Context, token string) (person string, err error)
}

// Options of New. Facts gathers what the policy looks at; Log writes the
// access log around an operation, as for server/api. Token reads the session
// token of a request; Own tells whether an Origin is this server's, asked as
// host. Relay lets a seated participant use the media relay.
type Options struct {
	Sessions Sessions
	Facts    func(ctx context.Context, person string, p access.Place) (access.Facts, error)
	Policy   access.Policy
	Log      func(ctx context.Context, f access.Facts, a access.Action, p access.Place, write bool) (done func(error) error, err error)
	Groups   *groups.Groups
	Chat     *chat.Chat
	Meetings *meeting.Meetings
	Care     *care.Care
	// Recordings of the meetings that are led here; nil where nothing is recorded.
	Recordings *recording.Recordings
	Relay      func(meeting.Offer) (Relay, error)
	// Playable refuses a film that the meeting's organisation does not have whole.
	Playable func(ctx context.Context, meeting, film string) error
	// OnTable refuses a piece that is not on the Groepstafel of the meeting's group.
	OnTable func(ctx context.Context, meeting, piece string) error
	Bus     *bus.Bus
	// Node names this one among several, as Meetings does, and Key is known to all of
	// them and to nobody else; without a key there is one node.
	Node  string
	Key   []byte
	Token func(*http.Request) string
	Own   func(origin, host string) bool
}

// Server serves GET /api/live.
type Server struct {
	Options
	id       string // of this process
	upgrader websocket.Upgrader
	cancels  []func()      // of the bus
	routes   *route.Routes // to the other nodes; nil without any
	wg       sync.WaitGroup

	mu     sync.Mutex
	closed bool
	conns  map[*conn]bool
	topics map[string]*topic

	watchers map[string]map[*conn]bool // by group
}

// New listens to the bus; Close ends it.
func New(o Options) (*Server, error) {
	s := &Server{Options: o, id: store.NewID(), conns: map[*conn]bool{}, topics: map[string]*topic{}, watchers: map[string]map[*conn]bool{}}
	s.upgrader = websocket.Upgrader{
		// A socket is idle nearly always: it keeps a small buffer to read with, and borrows one to write with.
		HandshakeTimeout: writeTime, ReadBufferSize: 1 << 10, WriteBufferSize: 4 << 10, WriteBufferPool: &sync.Pool{},
		CheckOrigin: func(r *http.Request) bool {
			origin := r.Header.Get("Origin")
			return origin != "" && s.Own(origin, r.Host)
		},
	}
	for subject, fn := range map[string]func(bus.Event){"chat.*": s.posted, "person.*": s.changed, "care.*": s.cared} {
		cancel, err := o.Bus.Subscribe(subject, fn)
		if err != nil {
			s.Close()
			return nil, err
		}
		s.cancels = append(s.cancels, cancel)
	}
	if len(o.Key) > 0 {
		var err error
		if s.routes, err = route.Open(route.Options{Bus: o.Bus, Node: o.Node, Key: o.Key, Accept: s.accept}); err != nil {
			s.Close()
			return nil, err
		}
	}
	return s, nil
}

// ServeHTTP upgrades a signed-in browser's request. It reads all that it needs
// before that: afterwards fasthttp uses the request's memory again.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(context.Background(), workTime) // Fiber's context may not be kept
	defer cancel()
	token := s.Token(r)
	person, err := s.Sessions.Who(ctx, token) //nolint:contextcheck // see above
	switch {
	case err != nil:
		slog.Error("live: session", "err", err)
		http.Error(w, "try again", http.StatusServiceUnavailable)
		return
	case person == "":
		http.Error(w, "sign in first", http.StatusUnauthorized)
		return
	}
	ws, err := s.upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // it has answered
	}
	c := newConn(s, newBrowser(ws), person, token)
	c.reply(Welcome{Head{Type: "welcome"}, c.person, c.s.id})
	if !s.start(c) {
		_ = ws.Close()
	}
}

// start lets a conn read and write; false once the server closes.
func (s *Server) start(c *conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.conns[c] = true
	s.wg.Go(c.read)  // ends when the line is closed, which write does
	s.wg.Go(c.write) // ends a moment after c.ctx
	return true
}

// Recheck looks again, on every node, at the sessions and the rights of a
// person's sockets. Call it when somebody signed out or was taken out of a
// group, or when a group ended.
func (s *Server) Recheck(person string) {
	if err := s.Bus.Publish("person."+person, bus.Event{Kind: "recheck", Person: person}); err != nil {
		slog.Error("live: tell of changed rights", "err", err)
		s.changed(bus.Event{Person: person})
	}
}

// changed makes the sockets of e's person look again, or all after a gap.
func (s *Server) changed(e bus.Event) {
	if e.Kind == readEvent {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.stir(e)
		return
	}
	for _, c := range s.all() {
		if e.Kind == bus.Gap || c.person == e.Person {
			s.wg.Go(c.look) // ends within workTime
		}
	}
}

// posted wakes who listens to e's channel, or all after a gap.
func (s *Server) posted(e bus.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t := s.topics[e.Channel]; t != nil {
		t.heard(e)
	}
	if e.Kind == bus.Gap {
		for _, t := range s.topics {
			t.heard(e)
		}
	}
	s.stir(e)
}

// all are the sockets that are open; none once the server closes.
func (s *Server) all() []*conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]*conn, 0, len(s.conns))
	for c := range s.conns {
		if !s.closed {
			out = append(out, c)
		}
	}
	return out
}

// Close tells every browser to connect again elsewhere or later, and waits
// for the sockets' goroutines.
func (s *Server) Close() {
	for _, cancel := range s.cancels {
		cancel()
	}
	s.mu.Lock()
	s.closed = true
	for c := range s.conns {
		c.end(websocket.CloseGoingAway)
	}
	s.mu.Unlock()
	s.wg.Wait()
	if s.routes != nil {
		s.routes.Close()
	}
}

// Count is how many sockets are open here.
func (s *Server) Count() (n int) {
	for _, c := range s.all() {
		if !c.away {
			n++
		}
	}
	return n
}
