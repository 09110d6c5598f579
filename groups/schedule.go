package groups

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"kring/internal/fault"
	"kring/internal/store"
)

// When a planned meeting can be entered, before its start and after its end.
const (
	joinBefore = 30 * time.Minute
	joinAfter  = 60 * time.Minute
)

// MeetingView is a meeting as everybody in the group sees it; Rev is for
// If-Match.
type MeetingView struct {
	ID          string            `json:"id"`
	Rev         int64             `json:"rev"`
	GroupID     string            `json:"groupId"`
	GroupName   string            `json:"groupName"`
	Number      int               `json:"number"`
	Title       string            `json:"title"`
	Kind        string            `json:"kind" enum:"video,chat,hybrid,in_person,practice"`
	StartAt     int64             `json:"startAt" doc:"Unix milliseconds"`
	DurationMin int               `json:"durationMin"`
	Phase       string            `json:"phase" enum:"planned,open,closed,off"`
	Seats       int               `json:"seats"`
	Private     bool              `json:"private" doc:"A conversation between two, or somebody's practice room"`
	Joinable    bool              `json:"joinable"`
	Channel     string            `json:"channel" doc:"Its own chat"`
	Away        bool              `json:"away,omitempty" doc:"In one's own lists: the caller said not to come"`
	Substitutes []FacilitatorView `json:"substitutes,omitempty" doc:"Who stands in for whom at this meeting alone"`
	PrivateChat string            `json:"privateChat" enum:"off,facilitators,open" doc:"Whom one may write to alone in that chat"`
}

// end is when a meeting should be over, in Unix ms.
func (m *Meeting) end() int64 {
	return m.StartAt + (time.Duration(m.DurationMin) * time.Minute).Milliseconds()
}

// joinable: an open meeting always, a planned one around its time.
func (m *Meeting) joinable(now int64) bool {
	return m.Phase == Opened ||
		m.phase() == Planned && now >= m.StartAt-joinBefore.Milliseconds() && now <= m.end()+joinAfter.Milliseconds()
}

// viewMeeting shows a meeting to a person, "" for anybody.
func (s *Groups) viewMeeting(ctx context.Context, g *Group, m *Meeting, person string) (MeetingView, error) {
	c := &Circle{Group: g, names: map[string]string{}}
	if len(m.Substitutes) > 0 {
		if err := s.call(ctx, c, slices.Concat(g.Facilitators, m.Substitutes)); err != nil {
			return MeetingView{}, err
		}
	}
	return MeetingView{
		ID: m.ID, Rev: m.Rev, GroupID: g.ID, GroupName: g.Name, Number: m.Number, Title: m.Title, Kind: m.Kind,
		StartAt: m.StartAt, DurationMin: m.DurationMin, Phase: m.phase(), Seats: m.Seats, Private: len(m.Only) > 0,
		Away: person != "" && slices.Contains(m.Away, person), Channel: MeetingChannel(m.ID), PrivateChat: g.PrivateChat,
		Joinable:    g.Status != StatusEnded && (m.Kind == Practice || m.joinable(s.now())),
		Substitutes: c.facilitators(m.Substitutes),
	}, nil
}

// meetingsOf reads a group's meetings by number, without the private ones.
func (s *Groups) meetingsOf(ctx context.Context, groupID string) ([]*Meeting, error) {
	return s.meetings.Find(ctx, store.Query{Where: []store.Cond{store.Is("groupId", groupID), {Field: "number", Op: store.Lt, Value: privateFrom}}, OrderBy: "number", Limit: 1000})
}

// Meetings are a group's meetings by number, without the private ones.
func (s *Groups) Meetings(ctx context.Context, g *Group) ([]*Meeting, error) {
	return s.meetingsOf(ctx, g.ID)
}

// Channels are all channels of a group, those of its talks between two too.
func (s *Groups) Channels(ctx context.Context, g *Group) ([]string, error) {
	out := []string{Channel(g.ID), BackChannel(g.ID)}
	members, err := s.members.Find(ctx, store.Query{Where: []store.Cond{store.Is("groupId", g.ID)}, Limit: maxMembers})
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		out = append(out, LineChannel(g.ID, m.ID))
	}
	ms, err := s.meetings.Find(ctx, store.Query{Where: []store.Cond{store.Is("groupId", g.ID)}, Limit: 1000})
	for _, m := range ms {
		out = append(out, MeetingChannel(m.ID))
	}
	return out, err
}

// After are the groups by id after one, at most limit.
func (s *Groups) After(ctx context.Context, id string, limit int) ([]*Group, error) {
	return s.groups.Find(ctx, store.Query{Where: []store.Cond{{Field: "id", Op: store.Gt, Value: id}}, Limit: limit})
}

// Past are a group's meetings of which the time is over, by number, without
// those that were called off.
func (s *Groups) Past(ctx context.Context, groupID string) ([]*Meeting, error) {
	ms, err := s.meetingsOf(ctx, groupID)
	return slices.DeleteFunc(ms, func(m *Meeting) bool { return m.end() > s.now() || m.CalledOff() }), err
}

// Starts are the starts of all a group's meetings by number, in Unix ms.
func (s *Groups) Starts(ctx context.Context, groupID string) ([]int64, error) {
	ms, err := s.meetingsOf(ctx, groupID)
	starts := make([]int64, len(ms))
	for i, m := range ms {
		starts[i] = m.StartAt
	}
	return starts, err
}

// Dates are the starts of those of a group's meetings that are held, in Unix ms
// and by number; none when all were called off.
func (s *Groups) Dates(ctx context.Context, groupID string) ([]int64, error) {
	ms, err := s.meetingsOf(ctx, groupID)
	return dates(ms), err
}

func dates(ms []*Meeting) (out []int64) {
	for _, m := range ms {
		if !m.CalledOff() {
			out = append(out, m.StartAt)
		}
	}
	return out
}

// Meeting reads one as people see it.
func (s *Groups) Meeting(ctx context.Context, id string) (MeetingView, error) {
	m, err := s.meetings.Get(ctx, id)
	if err != nil {
		return MeetingView{}, gone(err)
	}
	g, err := s.Group(ctx, m.GroupID)
	if err != nil {
		return MeetingView{}, err
	}
	return s.viewMeeting(ctx, g, m, "")
}

// CallOffMeeting says that a group's meeting is not held, or with off false
// that it is after all. Its people are told, and their calendars. rev is the
// revision that the caller saw; when it is no longer the stored one the fault is
// Conflict and nothing changes.
func (s *Groups) CallOffMeeting(ctx context.Context, id string, rev int64, off bool) (MeetingView, error) {
	g, m, err := s.toPlan(ctx, id, rev)
	if err != nil {
		return MeetingView{}, err
	}
	if len(m.Only) > 0 {
		return MeetingView{}, fault.New(fault.Conflict, "meeting.private", "a conversation is called off by who made it")
	}
	if m.Off != off {
		m.Off = off
		untold := UntoldMoved
		if off {
			untold = UntoldOff
		}
		m.changed(untold)
		if err := s.meetings.Replace(ctx, m); err != nil {
			return MeetingView{}, meanwhile(err)
		}
	}
	return s.viewMeeting(ctx, g, m, "")
}

// toPlan reads a group's meeting of this revision that has not begun.
func (s *Groups) toPlan(ctx context.Context, id string, rev int64) (*Group, *Meeting, error) {
	m, err := s.meetings.Get(ctx, id)
	if err != nil {
		return nil, nil, gone(err)
	}
	g, err := s.Group(ctx, m.GroupID)
	if err != nil {
		return nil, nil, err
	}
	if m.Phase != Planned {
		return nil, nil, fault.New(fault.Conflict, "meeting.started", "the meeting has begun")
	}
	if m.Rev != rev {
		return nil, nil, meanwhile(store.ErrConflict)
	}
	return g, m, nil
}

func meanwhile(err error) error {
	if errors.Is(err, store.ErrConflict) {
		return fault.New(fault.Conflict, "meeting.changed", "the meeting was changed meanwhile")
	}
	return err
}

// Move is another start (Unix ms) of a meeting. With Following all later ones
// of its group that have not begun move as far, on the clock on the wall.
type Move struct {
	StartAt   int64
	Following bool
}

// MoveMeeting gives a meeting that has not begun another start, and returns it
// and those that followed. One that was called off is held again. rev is the
// revision that the mover saw; when it is no longer the stored one the fault is
// Conflict and nothing moves. The meeting itself is last: after a failure half-way
// the same request goes on where it stopped.
func (s *Groups) MoveMeeting(ctx context.Context, id string, rev int64, to Move) (MeetingView, []*Meeting, error) {
	g, m, err := s.toPlan(ctx, id, rev)
	if err != nil {
		return MeetingView{}, nil, err
	}
	if err := s.near(to.StartAt); err != nil {
		return MeetingView{}, nil, err
	}
	var moved []*Meeting
	if to.Following {
		if moved, err = s.follow(ctx, g, m, to.StartAt); err != nil {
			return MeetingView{}, nil, err
		}
	}
	m.StartAt, m.Off = to.StartAt, false
	m.changed(UntoldMoved)
	if err := s.meetings.Replace(ctx, m); err != nil {
		return MeetingView{}, nil, meanwhile(err)
	}
	v, err := s.viewMeeting(ctx, g, m, "")
	return v, moved, err
}

// near refuses a start in the past or far away.
func (s *Groups) near(startAt int64) error {
	if d := time.UnixMilli(startAt).Sub(s.Now()); d < 0 || d > dateRange {
		return fault.Bad("startAt", "date.range", "the new start is in the past or over two years away")
	}
	return nil
}

// follow moves what comes after a meeting as far as that moves.
func (s *Groups) follow(ctx context.Context, g *Group, m *Meeting, startAt int64) (moved []*Meeting, err error) {
	ms, err := s.meetingsOf(ctx, g.ID)
	if err != nil {
		return nil, err
	}
	with := fmt.Sprintf("%s %d", m.ID, m.Rev)
	for _, next := range ms {
		if next.Number <= m.Number || next.Phase != Planned {
			continue
		}
		if next.MovedWith != with {
			if next.StartAt, err = g.Rhythm.shift(next.StartAt, m.StartAt, startAt); err != nil {
				return nil, err
			}
			if err := s.near(next.StartAt); err != nil {
				return nil, err
			}
			next.MovedWith = with
			if !next.Off {
				next.changed(UntoldMoved)
			}
			if err := s.meetings.Replace(ctx, next); err != nil {
				return nil, meanwhile(err)
			}
		}
		moved = append(moved, next)
	}
	return moved, nil
}
