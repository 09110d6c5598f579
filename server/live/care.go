package live

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"

	"kring/groups"
	"kring/groups/care"
	"kring/groups/script"
	"kring/internal/access"
	"kring/internal/bus"
	"kring/internal/fault"
)

// careTable is what people do for their safety. None of it changes the
// meeting's state, so that the others see nothing. Alarms, and what was told at
// check-in, are read and written by the node that the socket is on: they never
// go from node to node.
var careTable = []kind{
	on("meeting.alarm", access.RaiseAlarm, access.Meeting, raiseAlarm).in("write").doneHere(),
	on("meeting.alarm.close", access.LeadMeeting, access.Meeting, closeAlarm).in("write").doneHere(),
	leads("apart", func(m MeetingWho) script.Act { return script.Apart(m.Who) }).in("write"),
	takesPart("apart.end", func(MeetingOnly) script.Act { return script.ApartEnd }).in("write"),
}

// readCheckIn is what the access log calls it when a facilitator's page shows
// somebody's lines.
const readCheckIn access.Action = "read-check-in"

// raiseAlarm is for who is in the meeting or its waiting room.
func raiseAlarm(ctx context.Context, c *conn, m MeetingOnly) (any, error) {
	if _, in := c.in(m.Meeting); !in {
		return nil, notEntered()
	}
	return nil, c.s.Care.Raise(ctx, m.Meeting, c.person)
}

// closeAlarm needs no visit: an alarm may outlive its meeting.
func closeAlarm(ctx context.Context, c *conn, m MeetingWho) (any, error) {
	person, err := c.personOf(ctx, m.Meeting, m.Who)
	if err != nil {
		return nil, err
	}
	return nil, c.s.Care.Close(ctx, m.Meeting, person)
}

// personOf is whose participant id it is in a meeting.
func (c *conn) personOf(ctx context.Context, meeting, who string) (string, error) {
	circle, err := c.circleOf(ctx, meeting)
	if err != nil {
		return "", err
	}
	if person := circle.PersonOf(who); person != "" {
		return person, nil
	}
	return "", fault.Bad("who", "care.who", "nobody here has that id")
}

func (c *conn) circleOf(ctx context.Context, meeting string) (*groups.Circle, error) {
	return c.s.Groups.MeetingCircle(ctx, meeting)
}

// cared hears that there is news of e's person in a meeting: her own sockets
// and those of the facilitators look, or all after a gap.
func (s *Server) cared(e bus.Event) {
	for _, c := range s.all() {
		if leads, in := c.in(e.Channel); e.Kind == bus.Gap || in && (leads || c.person == e.Person) {
			c.careFor(e.Channel)
		}
	}
}

// careFor has write tell how a meeting's alarms stand; after a gap, "" is all.
func (c *conn) careFor(meeting string) {
	if c.away {
		return
	}
	c.mu.Lock()
	for _, id := range slices.AppendSeq(slices.Collect(maps.Keys(c.visits)), maps.Keys(c.remotes)) {
		if meeting == "" || id == meeting {
			c.care[id] = true
		}
	}
	c.mu.Unlock()
	c.nudge()
}

// careNews writes it where it is due.
func (c *conn) careNews() error {
	c.mu.Lock()
	var due map[string]bool
	if len(c.care) > 0 { // with none, careFor goes on writing in the same map
		due, c.care = c.care, map[string]bool{}
	}
	c.mu.Unlock()
	for id := range due {
		ctx, cancel := context.WithTimeout(c.ctx, workTime)
		news, shown, err := c.careOf(ctx, id)
		if err == nil && news != nil {
			err = c.tell(news)
		}
		for _, person := range shown {
			if err == nil {
				err = c.s.Care.Show(ctx, id, person)
			}
		}
		cancel()
		if err != nil && c.ctx.Err() == nil {
			slog.Error("live: tell of an alarm", "err", err)
			return err // the browser connects again and is told then
		}
	}
	return nil
}

// careOf is what a person may know of a meeting's alarms, and whose are on her
// page now for the first time. What she sees of others is in the access log
// first.
func (c *conn) careOf(ctx context.Context, id string) (m *MeetingCare, shown []string, err error) {
	place := access.Place{Kind: access.Meeting, ID: id}
	facts, err := c.s.Facts(ctx, c.person, place)
	if err != nil || !c.s.Policy.Allow(access.EnterMeeting, facts) {
		return nil, nil, err
	}
	m = &MeetingCare{Head: Head{Type: "meeting.care"}, Meeting: id, Alarms: []CareAlarm{}}
	if m.Alarm, err = c.s.Care.Status(ctx, id, c.person); err != nil || !c.s.Policy.Allow(access.LeadMeeting, facts) {
		return m, nil, err
	}
	alarms, err := c.s.Care.Alarms(ctx, id)
	if err != nil || len(alarms) == 0 {
		return m, nil, err
	}
	circle, err := c.circleOf(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	for _, a := range alarms {
		facts.Owner = a.PersonID
		if err := c.noted(ctx, facts, place, fmt.Sprint(id, a.PersonID, a.At)); err != nil {
			return nil, nil, err
		}
		who, _ := circle.See(circle.Viewer(c.person), a.PersonID)
		m.Alarms = append(m.Alarms, CareAlarm{who.ID, who.Alias, a.At, a.Status, a.Place, a.Contact, a.Phone})
		if a.Status == care.Raised {
			shown = append(shown, a.PersonID)
		}
	}
	return m, shown, nil
}

// noted writes in the access log, once per socket and alarm, that this person
// reads the lines of another. It is write's own.
func (c *conn) noted(ctx context.Context, f access.Facts, p access.Place, alarm string) error {
	if c.logged[alarm] {
		return nil
	}
	_, err := c.s.Log(ctx, f, readCheckIn, p, false)
	c.logged[alarm] = err == nil
	return err
}
