package live

import (
	"context"
	"time"

	"github.com/gorilla/websocket"

	"kring/groups/meeting"
	"kring/internal/fault"
)

// visit returns the socket's visit to a meeting.
func (c *conn) visit(id string) (*meeting.Visit, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if v := c.visits[id]; v != nil {
		return v, nil
	}
	return nil, notEntered()
}

func notEntered() error {
	return fault.New(fault.Conflict, "meeting.not-entered", "send meeting.enter first")
}

func meetingEnter(ctx context.Context, c *conn, m MeetingEnter) (any, error) {
	on := meeting.Devices(m.Devices)
	if v, err := c.visit(m.Meeting); err == nil {
		err := v.Media(ctx, on)
		if f := fault.Of(err); f == nil || f.Code != "meeting.not-entered" {
			return nil, err
		}
	}
	c.mu.Lock()
	full := len(c.visits)+len(c.remotes) >= maxVisits
	c.mu.Unlock()
	if full {
		return nil, fault.New(fault.TooMany, "too-many", "one socket enters at most %d meetings", maxVisits)
	}
	v, err := c.come(ctx, m)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	c.visits[m.Meeting] = v
	c.mu.Unlock()
	c.careFor(m.Meeting) // it may have had other news too, before it was here
	return nil, nil
}

func (c *conn) come(ctx context.Context, m MeetingEnter) (*meeting.Visit, error) {
	if m.Room {
		return c.s.Meetings.CheckIn(ctx, m.Meeting, c.person, c.nudge)
	}
	return c.s.Meetings.Enter(ctx, m.Meeting, c.person, meeting.Devices(m.Devices), c.nudge)
}

func meetingLeave(ctx context.Context, c *conn, m MeetingOnly) (any, error) {
	v, err := c.visit(m.Meeting)
	if err == nil {
		err = v.Leave(ctx)
	}
	if err == nil {
		c.forget(m.Meeting, v)
	}
	return nil, err
}

func (c *conn) forget(id string, v *meeting.Visit) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.visits[id] == v {
		delete(c.visits, id)
	}
}

// acts makes a handler of what a visitor does.
func acts[M message](do func(context.Context, *meeting.Visit, M) error) func(context.Context, *conn, M) (any, error) {
	return func(ctx context.Context, c *conn, m M) (any, error) {
		v, err := c.visit(m.place())
		if err != nil {
			return nil, err
		}
		return nil, do(ctx, v, m)
	}
}

func rtcOffer(ctx context.Context, c *conn, m RTCOffer) (any, error) {
	v, err := c.visit(m.Meeting)
	if err != nil {
		return nil, err
	}
	sdp, err := v.Offer(ctx, m.SDP)
	if err != nil {
		return nil, err
	}
	return RTCAnswer{Head{"rtc.answer", m.Ref}, m.Meeting, sdp}, nil
}

// meetingNews writes what is new in a meeting; the newest of each is enough.
func (c *conn) meetingNews(id string, v *meeting.Visit) error {
	u := v.Take()
	if u.View != nil {
		s := wireState(id, u.View)
		s.Recording = c.recording(id, u.View)
		if err := c.tell(s); err != nil {
			return err
		}
	}
	if u.Speaking != nil {
		if err := c.tell(MeetingSpeaking{Head{Type: "meeting.speaking"}, id, u.Speaking}); err != nil {
			return err
		}
	}
	for _, r := range u.Reacted {
		if err := c.tell(MeetingReaction{Head{Type: "meeting.reaction"}, id, r.ID, r.Kind}); err != nil {
			return err
		}
	}
	if err := c.tellWritten(id, u); err != nil {
		return err
	}
	if u.Ended == "" {
		return nil
	}
	c.forget(id, v)
	switch u.Ended {
	case meeting.Lost:
		c.end(websocket.CloseServiceRestart)
	case meeting.Ended, meeting.Removed, meeting.Elsewhere:
		return c.tell(MeetingEnded{Head{Type: "meeting.ended"}, id, string(u.Ended)})
	}
	return nil
}

func wireState(id string, v *meeting.View) MeetingState {
	s := MeetingState{
		Head: Head{Type: "meeting.state"}, Meeting: id, Phase: v.Phase, Rev: v.Rev, Locked: v.Locked,
		Seats: []Seat{}, Waiting: []Waiting{}, SeatCount: v.Count, Screen: v.Screen,
		You: You{v.You.ID, v.You.Role, v.YourSeat, "waiting"}, ServerTime: time.Now().UnixMilli(), View: v.Stage,
	}
	if v.Closing != 0 {
		s.Closing = &Closing{v.Closing}
	}
	switch {
	case v.YourSeat >= 0:
		s.You.Status = "seated"
	case v.InRoom:
		s.You.Status = "room"
	}
	s.Room, s.Captioner = wirePresent(v.Room), v.Captioner
	for _, x := range v.Seats {
		s.Seats = append(s.Seats, Seat{
			Seat: x.Seat, Author: Author{x.ID, x.Alias, x.Role}, Devices: Devices(x.Devices),
			Hand: x.Hand, MutedBy: x.MutedBy, Connected: x.Connected,
		})
	}
	for _, x := range v.Waiting {
		s.Waiting = append(s.Waiting, Waiting{x.ID, x.Alias, Devices(x.Devices)})
	}
	return s
}
