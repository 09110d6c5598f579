package live

import (
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"kring/groups/meeting"
)

// What one socket may follow at once: far more than a person can.
const (
	maxChannels = 64
	maxVisits   = 8
	maxLate     = 4 // media offers that are being answered
)

// conn is one socket. read is its only reader, write its only writer.
type conn struct {
	s             *Server
	line          line
	person, token string
	ctx           context.Context // done when the socket ends
	cancel        context.CancelFunc
	answers       chan []byte   // bounded: who does not read them is dropped
	passed        chan []byte   // from other nodes; who brings them waits
	wake          chan struct{} // there is news to pull
	late          chan struct{} // one per message that is answered later
	pace          pace
	away          bool          // its browser is on another node, which has all but its one meeting
	deaf          chan struct{} // closed when read has ended

	mu       sync.Mutex         // Server.mu is never taken while it is held
	code     int                // of the close frame; 0: the browser went
	channels map[string]*follow // by channel
	visits   map[string]*meeting.Visit
	remotes  map[string]*remote // meetings that live on other nodes
	care     map[string]bool    // meetings whose alarms are to be told

	tidings // of channels that are not open

	logged map[string]bool // alarms that the access log has as read; write's own
}

func newConn(s *Server, l line, person, token string) *conn {
	c := &conn{
		s: s, line: l, person: person, token: token, answers: make(chan []byte, answerLimit), passed: make(chan []byte),
		wake: make(chan struct{}, 1), late: make(chan struct{}, maxLate), pace: newPace(), deaf: make(chan struct{}),
		channels: map[string]*follow{}, visits: map[string]*meeting.Visit{}, remotes: map[string]*remote{},
		care: map[string]bool{}, logged: map[string]bool{},
	}
	c.ctx, c.cancel = context.WithCancel(context.Background())
	return c
}

// end makes write close the socket with code; the first code counts.
func (c *conn) end(code int) {
	c.mu.Lock()
	if c.ctx.Err() == nil {
		c.code = code
	}
	c.cancel()
	c.mu.Unlock()
}

// read does the browser's messages, one after another.
func (c *conn) read() {
	defer c.left()
	defer close(c.deaf)
	for {
		frame, code, err := c.line.read()
		switch {
		case err != nil:
			c.end(code)
			return
		case c.ctx.Err() != nil: // read on until the browser has heard why
		case code != 0:
			c.end(code)
		default:
			c.receive(frame)
		}
	}
}

// left forgets the socket: a lost one keeps its seats, a signed-out one goes.
func (c *conn) left() {
	c.s.mu.Lock()
	delete(c.s.conns, c)
	c.s.unwatch(c)
	c.s.mu.Unlock()
	c.mu.Lock()
	visits, code := maps.Clone(c.visits), c.code
	channels := slices.Collect(maps.Keys(c.channels))
	c.mu.Unlock()
	for _, channel := range channels {
		c.unfollow(channel)
	}
	c.leaveRemotes(code)
	ctx, cancel := context.WithTimeout(context.Background(), workTime)
	defer cancel()
	for _, v := range visits {
		if code == closeSignedOut {
			_ = v.Leave(ctx) // failing, Gone ends it too
		}
		v.Gone()
	}
}

// write sends answers and news and keeps the socket alive.
func (c *conn) write() {
	ping, look := time.NewTicker(pingEvery), time.NewTicker(lookEvery)
	defer ping.Stop()
	defer look.Stop()
	defer c.goodbye()
	for {
		var err error
		select {
		case <-c.ctx.Done():
			return
		case frame := <-c.answers:
			err = c.line.write(frame)
		case frame := <-c.passed:
			err = c.line.write(frame)
		case <-c.wake:
			err = c.news()
		case <-ping.C:
			err = c.line.ping()
		case <-look.C:
			c.s.wg.Go(c.look) // ends within workTime
		}
		if err != nil {
			c.end(0)
			return
		}
	}
}

// goodbye tells why and closes the line, which ends read.
func (c *conn) goodbye() {
	c.mu.Lock()
	code := c.code
	c.mu.Unlock()
	c.line.close(code, c.deaf)
}

// tell writes a message at once; for write's goroutine only.
func (c *conn) tell(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return c.line.write(b)
}

// reply queues an answer. A browser that lets them pile up is dropped; it
// connects again and asks anew.
func (c *conn) reply(v any) {
	b, err := json.Marshal(v)
	if err != nil {
		slog.Error("live: answer", "err", err) // a defect: answers are plain structs
		return
	}
	select {
	case c.answers <- b:
	default:
		c.end(websocket.CloseTryAgainLater)
	}
}

// nudge tells write that there is news; it never blocks.
func (c *conn) nudge() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// news writes what is new in the channels and meetings of this socket.
func (c *conn) news() error {
	c.mu.Lock()
	var visits map[string]*meeting.Visit
	if len(c.visits) > 0 { // most sockets are in no meeting
		visits = maps.Clone(c.visits)
	}
	follows := make([]*follow, 0, 8) // most follow no more than this: nothing to allocate
	for _, f := range c.channels {
		follows = append(follows, f)
	}
	c.mu.Unlock()
	for id, v := range visits {
		if err := c.meetingNews(id, v); err != nil {
			return err
		}
	}
	if err := c.careNews(); err != nil {
		return err
	}
	for _, f := range follows {
		if err := c.chatNews(f); err != nil {
			return err
		}
	}
	return c.tellNews()
}
