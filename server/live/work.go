package live

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"time"

	"kring/internal/access"
	"kring/internal/fault"
)

// receive does one frame and sees that it is answered.
func (c *conn) receive(frame []byte) {
	m, k, head, err := decode(frame)
	if err == nil && !c.pace.take(time.Now()) {
		err = fault.New(fault.TooMany, "too-many", "too many messages")
	}
	if err != nil {
		c.refuse(head, err)
		return
	}
	if c.elsewhere(k, m, frame) {
		return
	}
	if !k.late {
		c.do(k, m)
		return
	}
	select {
	case c.late <- struct{}{}:
		c.s.wg.Go(func() { c.do(k, m); <-c.late }) // ends within workTime
	default:
		c.refuse(head, fault.New(fault.TooMany, "too-many", "too many at once"))
	}
}

// do asks the policy, then the handler.
func (c *conn) do(k *kind, m message) {
	ctx, cancel := context.WithTimeout(c.ctx, workTime)
	defer cancel()
	answer, err := c.allowed(ctx, k, m)
	switch {
	case err != nil:
		c.refuse(m.head(), err)
	case answer != nil:
		c.reply(answer)
	case !k.itself:
		c.reply(OK{Head{Type: "ok", Ref: m.head().Ref}})
	}
}

func (c *conn) allowed(ctx context.Context, k *kind, m message) (answer any, err error) {
	place := access.Place{Kind: k.Place, ID: m.place()}
	facts, err := c.s.Facts(ctx, c.person, place)
	if err != nil {
		return nil, err
	}
	if !c.s.Policy.Allow(k.Action, facts) {
		return nil, fault.Gone()
	}
	if !k.logged {
		return k.handle(ctx, c, m)
	}
	done, err := c.s.Log(ctx, facts, k.Action, place, k.write)
	if err != nil {
		return nil, err
	}
	answer, err = k.handle(ctx, c, m)
	return answer, errors.Join(err, done(err))
}

// refuse answers with an error. What is no fault is a defect or an outage.
func (c *conn) refuse(h Head, err error) {
	f := fault.Of(err)
	if f == nil {
		if c.ctx.Err() == nil {
			slog.Error("live: message", "type", h.Type, "err", err)
		}
		f = fault.New(fault.Internal, "internal", "not sure that it was done; send it again")
	}
	c.reply(Error{Head{Type: "error", Ref: h.Ref}, f.Code, f.Text})
}

// look ends the socket when its session has ended, and takes it out of the
// channels and meetings that its person may no longer enter.
func (c *conn) look() {
	ctx, cancel := context.WithTimeout(c.ctx, workTime)
	defer cancel()
	if !c.away { // the session is that node's to look at
		person, err := c.s.Sessions.Who(ctx, c.token)
		if err != nil {
			return // an outage; looked at again soon
		}
		if person != c.person {
			c.end(closeSignedOut)
			return
		}
	}
	c.mu.Lock()
	channels, visits := slices.Collect(maps.Keys(c.channels)), maps.Clone(c.visits)
	c.mu.Unlock()
	for _, id := range channels {
		if c.refused(ctx, access.ReadChat, access.Place{Kind: access.Channel, ID: id}) {
			c.unfollow(id)
		}
	}
	c.readAnew()
	for id, v := range visits {
		if c.refused(ctx, access.SitInMeeting, access.Place{Kind: access.Meeting, ID: id}) {
			if err := c.s.Meetings.Drop(ctx, id, v.Who().ID); err != nil {
				slog.Error("live: take out of a meeting", "err", err)
			}
		}
	}
}

// readAnew: whom the person hides may have changed.
func (c *conn) readAnew() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, f := range c.channels {
		f.again = true
	}
}

func (c *conn) refused(ctx context.Context, a access.Action, p access.Place) bool {
	f, err := c.s.Facts(ctx, c.person, p)
	return err == nil && !c.s.Policy.Allow(a, f)
}
