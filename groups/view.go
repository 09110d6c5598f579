package groups

import (
	"context"
	"slices"

	"kring/groups/organisation"
	"kring/internal/access"
	"kring/internal/store"
)

// GroupSummary is a line of a coordinator's list.
type GroupSummary struct {
	ID             string `json:"id"`
	Name           string `json:"name"`
	Theme          string `json:"theme"`
	ProgrammeTitle string `json:"programmeTitle"`
	Status         string `json:"status" enum:"planned,running,ended"`
	Capacity       int    `json:"capacity"`
	Members        int    `json:"members"`
	NextMeetingAt  int64  `json:"nextMeetingAt,omitempty" doc:"Unix milliseconds; absent when there is none"`
}

// FacilitatorView is who guides a group.
type FacilitatorView struct {
	PersonID string `json:"personId"`
	Name     string `json:"name"`
	Role     string `json:"role" enum:"facilitator,co-facilitator"`
	Replaces string `json:"replaces,omitempty" doc:"Name of whose substitute this is"`
}

// GroupView is the page of a group for one viewer. Members are those that the
// viewer may see; where members do not see that there is a group, Capacity is
// 0 for them.
type GroupView struct {
	ID             string            `json:"id"`
	Name           string            `json:"name"`
	Theme          string            `json:"theme"`
	Kind           string            `json:"kind" enum:"groepstherapie,groepsbegeleiding"`
	Status         string            `json:"status" enum:"planned,running,ended"`
	Visibility     string            `json:"visibility" enum:"members,facilitators,hidden"`
	Capacity       int               `json:"capacity"`
	MinAge         int               `json:"minAge"`
	Organisation   organisation.Ref  `json:"organisation"`
	ProgrammeTitle string            `json:"programmeTitle"`
	Facilitators   []FacilitatorView `json:"facilitators"`
	Meetings       []MeetingView     `json:"meetings"`
	Members        []MemberView      `json:"members"`
	Channel        string            `json:"channel"`
	AnswerTime     string            `json:"answerTime"`
	Keep           Keep              `json:"keep"`
	Offering       Offering          `json:"offering"`
	Viewer         ViewerView        `json:"viewer"`
}

// ViewerView is what the viewer is to the group.
type ViewerView struct {
	Role     string `json:"role" enum:"member,facilitator,co-facilitator,coordinator"`
	MemberID string `json:"memberId,omitempty"`
}

// status is the status that people see.
func (s *Groups) status(g *Group, meetings []*Meeting) string {
	began := slices.ContainsFunc(meetings, func(m *Meeting) bool { return m.Phase != Planned || !m.CalledOff() && m.StartAt <= s.now() })
	if g.Status == StatusPlanned && began {
		return StatusRunning
	}
	return g.Status
}

// ListGroups lists an organisation's own groups by name, at most 1000.
func (s *Groups) ListGroups(ctx context.Context, orgID string) ([]GroupSummary, error) {
	gs, err := s.groups.Find(ctx, store.Query{Where: []store.Cond{store.Is("orgId", orgID)}, Limit: 1000})
	if err != nil {
		return nil, err
	}
	out := []GroupSummary{}
	for _, g := range gs {
		if g.Status == statusDraft {
			continue
		}
		ms, err := s.meetingsOf(ctx, g.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, GroupSummary{
			ID: g.ID, Name: g.Name, Theme: g.Theme, ProgrammeTitle: g.ProgrammeTitle, Status: s.status(g, ms),
			Capacity: g.Capacity, Members: len(g.Spots), NextMeetingAt: s.next(ms),
		})
	}
	slices.SortFunc(out, func(a, b GroupSummary) int { return compare(a.Name, b.Name, a.ID, b.ID) })
	return out, nil
}

// next is the start of the first meeting that is not over, 0 without one.
func (s *Groups) next(ms []*Meeting) int64 {
	next := int64(0)
	for _, m := range ms {
		if m.Phase != Closed && !m.CalledOff() && m.end() > s.now() && (next == 0 || m.StartAt < next) {
			next = m.StartAt
		}
	}
	return next
}

// ViewGroup reads the page of a group for a person.
func (s *Groups) ViewGroup(ctx context.Context, groupID, personID string) (GroupView, error) {
	c, v, err := s.circleFor(ctx, groupID, personID)
	if err != nil {
		return GroupView{}, err
	}
	o, err := s.Organisations.Get(ctx, c.OrgID)
	if err != nil {
		return GroupView{}, err
	}
	ms, err := s.meetingsOf(ctx, groupID)
	if err != nil {
		return GroupView{}, err
	}
	view := GroupView{
		ID: c.ID, Name: c.Name, Theme: c.Theme, Kind: c.Kind, Status: s.status(c.Group, ms), Visibility: c.Visibility, Capacity: c.Capacity,
		MinAge: c.MinAge, Organisation: organisation.Ref{ID: o.ID, Name: o.Name, Kind: o.Kind, Roles: []string{}}, ProgrammeTitle: c.ProgrammeTitle,
		Facilitators: c.facilitators(c.Facilitators), Meetings: []MeetingView{}, Members: c.Members(v), Channel: Channel(c.ID), AnswerTime: c.AnswerTime, Keep: c.Kept(), Offering: c.offering(),
		Viewer: ViewerView{Role: v.Role},
	}
	for _, m := range ms {
		shown, err := s.viewMeeting(ctx, c.Group, m, personID)
		if err != nil {
			return GroupView{}, err
		}
		view.Meetings = append(view.Meetings, shown)
	}
	if v.Role == RoleMember {
		view.Viewer.MemberID = c.member(personID).ID
		if c.Visibility == VisibleNobody {
			view.Capacity = 0
		}
	}
	return view, nil
}

// facilitators shows who guides, and whom they replace.
func (c *Circle) facilitators(fs []Facilitator) []FacilitatorView {
	out := []FacilitatorView{}
	for _, f := range fs {
		out = append(out, FacilitatorView{PersonID: f.PersonID, Name: c.names[f.PersonID], Role: f.Role, Replaces: c.names[f.Replaces]})
	}
	return out
}

// Members lists who is in a group, for a person who may know.
func (s *Groups) Members(ctx context.Context, groupID, personID string) ([]MemberView, error) {
	c, v, err := s.circleFor(ctx, groupID, personID)
	if err != nil {
		return nil, err
	}
	return c.Members(v), nil
}

// circleFor reads a circle and as what a person looks at it. A coordinator of
// the group's own organisation who has no part in the group looks as that.
func (s *Groups) circleFor(ctx context.Context, groupID, personID string) (*Circle, Viewer, error) {
	c, err := s.Circle(ctx, groupID)
	if err != nil {
		return nil, Viewer{}, err
	}
	v := c.Viewer(personID)
	if v.Role == "" {
		roles, err := s.Organisations.Roles(ctx, c.OrgID, personID)
		if err != nil {
			return nil, Viewer{}, err
		}
		if roles&access.Coordinator != 0 {
			v.Role = RoleCoordinator
		}
	}
	return c, v, nil
}
