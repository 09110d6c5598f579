package groups

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"kring/groups/consent"
	"kring/internal/store"
)

// soon is how far ahead "Vandaag" looks; the next meeting of a group is shown
// whenever it is.
const soon = 7 * 24 * time.Hour

// MyGroup is a group as somebody in it knows it. Alias and MemberID are ""
// for facilitators.
type MyGroup struct {
	ID       string `json:"id"`
	OrgID    string `json:"orgId"`
	Name     string `json:"name"`
	Theme    string `json:"theme"`
	Role     string `json:"role" enum:"member,facilitator,co-facilitator"`
	MemberID string `json:"memberId,omitempty"`
	Alias    string `json:"alias,omitempty"`
	Channel  string `json:"channel"`
	Line     string `json:"line,omitempty" doc:"The channel of this member and the facilitators; absent for facilitators"`
	Back     string `json:"backChannel,omitempty" doc:"The channel that only facilitators read; absent for members"`
	Ended    bool   `json:"ended"`
}

// MyMeeting is a meeting and what the person is there.
type MyMeeting struct {
	MeetingView
	Role    string `json:"role" enum:"member,facilitator,co-facilitator"`
	StandIn bool   `json:"standIn,omitempty" doc:"The person stands in at this meeting, and has no other part in the group"`
}

// part is one person's part in one group; member is nil for facilitators.
type part struct {
	group  *Group
	member *Member
	role   string
}

// parts reads in which groups a person is an active member or facilitator, by name.
func (s *Groups) parts(ctx context.Context, personID string) ([]part, error) {
	guided, err := s.groups.Find(ctx, store.Query{Where: []store.Cond{store.Is("guideIds", personID)}, Limit: 1000})
	if err != nil {
		return nil, err
	}
	var out []part
	for _, g := range guided {
		if g.Status != statusDraft {
			out = append(out, part{group: g, role: g.guide(personID)})
		}
	}
	ms, err := s.members.Find(ctx, store.Query{Where: []store.Cond{store.Is("personId", personID)}, Limit: 1000})
	if err != nil {
		return nil, err
	}
	for _, m := range ms {
		if m.Status != Active {
			continue
		}
		g, err := s.groups.Get(ctx, m.GroupID)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err = errors.Join(err, s.name(ctx, m)); err != nil {
			return nil, err
		}
		out = append(out, part{group: g, member: m, role: RoleMember})
	}
	slices.SortFunc(out, func(a, b part) int { return compare(a.group.Name, b.group.Name, a.group.ID, b.group.ID) })
	return out, nil
}

// MyGroups are the groups a person is in or guides, by name.
func (s *Groups) MyGroups(ctx context.Context, personID string) ([]MyGroup, error) {
	parts, err := s.parts(ctx, personID)
	if err != nil {
		return nil, err
	}
	out := []MyGroup{}
	for _, p := range parts {
		ref := MyGroup{
			ID: p.group.ID, OrgID: p.group.OrgID, Name: p.group.Name, Theme: p.group.Theme, Role: p.role,
			Channel: Channel(p.group.ID), Ended: p.group.Status == StatusEnded,
		}
		if p.member == nil {
			ref.Back = BackChannel(p.group.ID)
		} else {
			ref.MemberID, ref.Alias, ref.Line = p.member.ID, p.member.Alias, LineChannel(p.group.ID, p.member.ID)
		}
		out = append(out, ref)
	}
	return out, nil
}

// MyMeetings are the meetings a person can enter now or soon, and the next of
// each group, in order of time.
func (s *Groups) MyMeetings(ctx context.Context, personID string) ([]MyMeeting, error) {
	parts, err := s.parts(ctx, personID)
	if err != nil {
		return nil, err
	}
	out := []MyMeeting{}
	for _, p := range parts {
		if p.group.Status == StatusEnded {
			continue
		}
		ms, err := s.meetingsOf(ctx, p.group.ID)
		if err != nil {
			return nil, err
		}
		for _, m := range s.ahead(ms) {
			v, err := s.viewMeeting(ctx, p.group, m, personID)
			if err != nil {
				return nil, err
			}
			out = append(out, MyMeeting{MeetingView: v, Role: p.role})
		}
	}
	standIn, err := s.standingIn(ctx, personID)
	if err != nil {
		return nil, err
	}
	out = append(out, standIn...)
	slices.SortFunc(out, func(a, b MyMeeting) int {
		return cmp.Or(cmp.Compare(a.StartAt, b.StartAt), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}

// standingIn are the meetings that are not over at which a person stands in.
func (s *Groups) standingIn(ctx context.Context, personID string) ([]MyMeeting, error) {
	ms, err := s.meetings.Find(ctx, store.Query{Where: []store.Cond{store.Is("substituteIds", personID)}, Limit: 1000})
	var out []MyMeeting
	for _, m := range ms {
		if m.over(s.now()) {
			continue
		}
		g, err := s.Group(ctx, m.GroupID)
		if err != nil {
			return nil, err
		}
		if g.Status == StatusEnded || g.guide(personID) != "" {
			continue
		}
		v, err := s.viewMeeting(ctx, g, m, personID)
		if err != nil {
			return nil, err
		}
		out = append(out, MyMeeting{MeetingView: v, Role: roleOf(m.Substitutes, personID), StandIn: true})
	}
	return out, err
}

// ahead picks the meetings that can be entered now, those that start soon,
// and the first that has yet to start.
func (s *Groups) ahead(ms []*Meeting) []*Meeting {
	now, next := s.now(), s.next(ms)
	var out []*Meeting
	for _, m := range ms {
		coming := m.phase() == Planned && m.StartAt > now && m.StartAt <= now+soon.Milliseconds()
		if m.joinable(now) || coming || m.Phase != Closed && next != 0 && m.StartAt == next {
			out = append(out, m)
		}
	}
	return out
}

// MyConsents are a person's answers to every text in every group they are a
// member of. Answers are given with Consents.Set.
func (s *Groups) MyConsents(ctx context.Context, personID, lang string) ([]consent.View, error) {
	parts, err := s.parts(ctx, personID)
	out := []consent.View{}
	for _, p := range parts {
		if p.member == nil {
			continue
		}
		views, err := s.Consents.Of(ctx, personID, p.group.ID, lang)
		if err != nil {
			return nil, err
		}
		for i := range views {
			views[i].GroupName = p.group.Name
		}
		out = append(out, views...)
	}
	return out, err
}
