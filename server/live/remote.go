package live

import (
	"cmp"
	"context"
	"errors"
	"log/slog"

	"github.com/gorilla/websocket"

	"kring/internal/access"
	"kring/internal/fault"
	"kring/server/live/route"
)

// remote is a meeting that lives on another node, for one socket: its messages go
// there as they are, and what comes back goes to the browser as it is. That node
// asks the policy and writes the access log.
type remote struct {
	*route.Link
	node  string
	leads bool // may be told of alarms
}

// elsewhere does a message of a meeting that lives on another node; false when it
// is to be done here.
func (c *conn) elsewhere(k *kind, m message, frame []byte) bool {
	if k.Place != access.Meeting || k.here || c.s.routes == nil || c.away {
		return false
	}
	ctx, cancel := context.WithTimeout(c.ctx, workTime)
	defer cancel()
	r, err := c.remote(m.place()), error(nil)
	if _, enters := m.(MeetingEnter); enters {
		r, err = c.seeks(ctx, k, m.place(), r)
	}
	if r == nil && err == nil {
		return false
	}
	if err == nil {
		err = r.Send(ctx, frame)
	}
	if err != nil && fault.Of(err) == nil {
		err = fault.New(fault.TooMany, "meeting.busy", "the node of the meeting is not reached: %v", err)
	}
	if err != nil {
		c.refuse(m.head(), err)
	}
	return true
}

func (c *conn) remote(meeting string) *remote {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.remotes[meeting]
}

// seeks finds the node of a meeting that somebody enters; nil is this one, also
// for who may not enter: she hears here that there is nothing for her. A node that
// is gone has lost its meeting.
func (c *conn) seeks(ctx context.Context, k *kind, meeting string, old *remote) (*remote, error) {
	node, err := c.s.Meetings.LedBy(ctx, meeting)
	if old != nil && (err != nil || old.node != node) {
		c.parts(meeting, old)
	} else if old != nil {
		return old, nil
	}
	if err != nil || node == "" {
		return nil, err
	}
	place := access.Place{Kind: k.Place, ID: meeting}
	facts, err := c.s.Facts(ctx, c.person, place)
	if err != nil || !c.s.Policy.Allow(k.Action, facts) {
		return nil, err
	}
	link, err := c.s.routes.Dial(ctx, node, c.person)
	if errors.Is(err, route.ErrGone) {
		slog.Warn("live: a node is gone; its meeting is taken over", "node", node)
		return nil, c.s.Meetings.Expire(ctx, meeting, node)
	}
	if err != nil {
		return nil, err
	}
	r := &remote{link, node, c.s.Policy.Allow(access.LeadMeeting, facts)}
	if !c.holds(meeting, r) {
		link.End(websocket.CloseNormalClosure)
		return nil, fault.New(fault.TooMany, "too-many", "one socket enters at most %d meetings", maxVisits)
	}
	c.careFor(meeting) // it may have had other news too, before it was here
	return r, nil
}

// holds keeps a new remote and begins to pass on what it says.
func (c *conn) holds(meeting string, r *remote) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ctx.Err() != nil || len(c.visits)+len(c.remotes) >= maxVisits {
		return false
	}
	c.remotes[meeting] = r
	c.s.wg.Go(func() { c.relay(meeting, r) }) // ends with the link, which the socket ends
	return true
}

// relay passes what the other node says to the browser, no faster than it reads.
func (c *conn) relay(meeting string, r *remote) {
	for {
		frame, err := r.Receive()
		if err != nil {
			break
		}
		select {
		case c.passed <- frame:
		case <-c.ctx.Done():
		}
	}
	if c.parts(meeting, r) {
		c.end(cmp.Or(r.Code(), route.Lost)) // the browser connects again and enters where the meeting is then
	}
}

// parts forgets a remote and ends it; false when that was done already.
func (c *conn) parts(meeting string, r *remote) bool {
	c.mu.Lock()
	held := c.remotes[meeting] == r
	if held {
		delete(c.remotes, meeting)
	}
	c.mu.Unlock()
	r.End(websocket.CloseNormalClosure)
	return held
}

// leaveRemotes ends the remotes of a socket that ends with code.
func (c *conn) leaveRemotes(code int) {
	c.mu.Lock()
	all := c.remotes
	c.remotes = nil
	c.mu.Unlock()
	for _, r := range all {
		r.End(code)
	}
}

// accept is the other end: a conn whose browser is on another node.
func (s *Server) accept(l *route.Link) {
	c := newConn(s, away{l}, l.Person(), "")
	c.away = true
	if !s.start(c) {
		l.End(websocket.CloseGoingAway)
	}
}

// in says whether the socket is in a meeting, here or elsewhere, and whether it
// leads it.
func (c *conn) in(meeting string) (leads, in bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if r := c.remotes[meeting]; r != nil {
		return r.leads, true
	}
	if v := c.visits[meeting]; v != nil {
		return v.Who().Leads(), true
	}
	return false, false
}
