package groups

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"kring/groups/organisation"
	"kring/internal/fault"
	"kring/internal/store"
)

// Bounds of a group.
const (
	minCapacity = 2
	maxGuides   = 2
	maxSeats    = 16 // that a meeting holds
	maxCapacity = maxSeats - maxGuides
	// minMinAge: below it a guardian's consent is needed, which does not exist
	// in Kring yet (ORG-4).
	minMinAge    = 16
	maxEveryDays = 56
	maxSkip      = 100
	dateRange    = 2 * 365 * 24 * time.Hour // how far from now a first date may be
)

// NewGroup is what a coordinator fills in. Key makes the request repeatable:
// the same key gives the same group; "" is a new one each time.
type NewGroup struct {
	Key           string   `json:"key,omitempty" maxLength:"64"`
	ProgrammeID   string   `json:"programmeId"`
	Name          string   `json:"name"`
	Theme         string   `json:"theme"`
	Kind          string   `json:"kind" enum:"groepstherapie,groepsbegeleiding"`
	Capacity      int      `json:"capacity"`
	MinAge        int      `json:"minAge"`
	Visibility    string   `json:"visibility" enum:"members,facilitators,hidden"`
	FirstDate     string   `json:"firstDate" example:"2026-12-01"`
	Time          string   `json:"time" example:"19:30"`
	EveryDays     int      `json:"everyDays"`
	Skip          []string `json:"skip,omitempty" maxItems:"100" doc:"Days of the rhythm on which there is no meeting, such as holidays; the meetings after move on" example:"[\"2026-12-25\"]"`
	Facilitators  []string `json:"facilitators"`
	CoFacilitator string   `json:"coFacilitator,omitempty"`
	MeetingKind   string   `json:"meetingKind,omitempty" enum:"video,chat,hybrid,in_person" doc:"video when left out"`
	PrivateChat   string   `json:"privateChat,omitempty" enum:"off,facilitators,open" doc:"off when left out"`
	AnswerTime    string   `json:"answerTime,omitempty" doc:"When a question in the chat gets an answer"`
}

// CreateGroup makes a group and its meetings from the newest version of a
// programme. It can be repeated after any failure: until the last step the
// group is a draft that nobody sees.
func (s *Groups) CreateGroup(ctx context.Context, orgID string, in NewGroup) (*Group, error) {
	g, err := s.draft(ctx, orgID, in)
	if err != nil || g.Status != statusDraft {
		return g, err
	}
	plan, err := s.Programmes.Plan(ctx, g.ProgrammeID, g.ProgrammeVersion)
	if err != nil {
		return nil, err
	}
	if err := s.planMeetings(ctx, g, plan); err != nil {
		return nil, fmt.Errorf("meetings of group %s: %w", g.ID, err)
	}
	return s.groups.Update(ctx, g.ID, func(g *Group) error {
		if g.Status == statusDraft {
			g.Status = StatusPlanned
		}
		return nil
	})
}

// draft returns the group of an earlier request with this key, or stores a
// new draft.
func (s *Groups) draft(ctx context.Context, orgID string, in NewGroup) (*Group, error) {
	key := orgID + " " + cmp.Or(in.Key, store.NewID())
	g, err := s.groups.One(ctx, store.Is("key", key))
	if err == nil || !errors.Is(err, store.ErrNotFound) {
		return g, err
	}
	if g, err = s.newDraft(ctx, orgID, in); err != nil {
		return nil, err
	}
	g.Key = key
	err = s.groups.Insert(ctx, g)
	if errors.Is(err, store.ErrConflict) { // the same request, at the same time
		return s.groups.One(ctx, store.Is("key", key))
	}
	return g, err
}

func (s *Groups) newDraft(ctx context.Context, orgID string, in NewGroup) (*Group, error) {
	if _, err := s.Organisations.Get(ctx, orgID); err != nil {
		return nil, err
	}
	in.MeetingKind, in.PrivateChat = cmp.Or(in.MeetingKind, "video"), cmp.Or(in.PrivateChat, PrivateChatOff)
	rhythm := Rhythm{FirstDate: in.FirstDate, Time: in.Time, EveryDays: in.EveryDays, Skip: in.Skip, Timezone: homeZone}
	if err := errors.Join(in.check(), s.checkRhythm(rhythm)); err != nil {
		return nil, first(err)
	}
	guides, err := s.guides(ctx, orgID, in)
	if err != nil {
		return nil, err
	}
	plan, err := s.Programmes.Plan(ctx, in.ProgrammeID, 0)
	if fault.Is(err, fault.NotFound) || err == nil && len(plan.Sessions) == 0 {
		return nil, fault.Bad("programmeId", "programme.unknown", "no such published programme")
	}
	if err != nil {
		return nil, err
	}
	g := &Group{
		OrgID: orgID, ProgrammeID: plan.ID, ProgrammeVersion: plan.Version, ProgrammeTitle: plan.Title,
		Name: strings.TrimSpace(in.Name), Theme: strings.TrimSpace(in.Theme), Kind: in.Kind, Capacity: in.Capacity, MinAge: in.MinAge, Visibility: in.Visibility,
		PrivateChat: in.PrivateChat, AnswerTime: in.AnswerTime, Status: statusDraft, Rhythm: rhythm, MeetingKind: in.MeetingKind,
		Facilitators: guides, Spots: []Spot{}, Waiters: []Waiter{}, WaiterIDs: []string{}, Tells: []Tell{},
	}
	for _, f := range guides {
		g.GuideIDs = append(g.GuideIDs, f.PersonID)
	}
	return g, nil
}

// check looks at the fields that need nothing else to be judged.
func (in NewGroup) check() error {
	if in.Capacity < minCapacity || in.Capacity > maxCapacity {
		return fault.Bad("capacity", "group.capacity", "capacity %d is not %d to %d", in.Capacity, minCapacity, maxCapacity)
	}
	if in.MinAge < minMinAge || in.MinAge > 120 {
		return fault.Bad("minAge", "group.min-age", "a group for people under %d needs their guardians' consent", minMinAge)
	}
	for _, f := range []struct {
		name, value string
		of          []string
	}{
		{"kind", in.Kind, []string{"groepstherapie", "groepsbegeleiding"}},
		{"visibility", in.Visibility, []string{VisibleMembers, VisibleFacilitators, VisibleNobody}},
		{"meetingKind", in.MeetingKind, []string{"video", "chat", "hybrid", "in_person"}},
		{"privateChat", in.PrivateChat, []string{PrivateChatOff, PrivateChatFacilitators, PrivateChatOpen}},
	} {
		if !slices.Contains(f.of, f.value) {
			return fault.Bad(f.name, "group.choice", "%s %q is none of %v", f.name, f.value, f.of)
		}
	}
	return errors.Join(text("name", in.Name, 1, 80), text("theme", in.Theme, 1, 80), text("answerTime", in.AnswerTime, 0, 200))
}

func (s *Groups) checkRhythm(r Rhythm) error {
	if r.EveryDays < 1 || r.EveryDays > maxEveryDays {
		return fault.Bad("everyDays", "group.rhythm", "a meeting every %d days, not 1 to %d", r.EveryDays, maxEveryDays)
	}
	for _, day := range r.Skip {
		if _, err := time.Parse(time.DateOnly, day); err != nil || len(r.Skip) > maxSkip {
			return fault.Bad("skip", "date.invalid", "want at most %d dates as 2026-12-25", maxSkip)
		}
	}
	at, err := r.starts(1)
	if err != nil {
		return err
	}
	if d := time.UnixMilli(at[0]).Sub(s.Now()); d < -dateRange || d > dateRange {
		return fault.Bad("firstDate", "date.range", "the first date is more than two years away")
	}
	return nil
}

// guides checks who will guide: one or two people, all facilitators of this
// organisation.
func (s *Groups) guides(ctx context.Context, orgID string, in NewGroup) ([]Facilitator, error) {
	out := []Facilitator{}
	for _, p := range in.Facilitators {
		out = append(out, Facilitator{PersonID: p, Role: RoleFacilitator})
	}
	if in.CoFacilitator != "" {
		out = append(out, Facilitator{PersonID: in.CoFacilitator, Role: RoleCoFacilitator})
	}
	if len(in.Facilitators) == 0 || len(out) > maxGuides {
		return nil, fault.Bad("facilitators", "group.facilitators", "a group has one or two facilitators")
	}
	if len(out) == 2 && out[0].PersonID == out[1].PersonID {
		return nil, fault.Bad("coFacilitator", "group.facilitators", "the same person twice")
	}
	for i, f := range out {
		is, err := s.Organisations.Has(ctx, orgID, f.PersonID, organisation.Facilitator)
		if err != nil {
			return nil, err
		}
		if field := []string{"facilitators", "coFacilitator"}[min(i/len(in.Facilitators), 1)]; !is {
			return nil, fault.Bad(field, "group.facilitators", "not a facilitator of this organisation")
		}
	}
	return out, nil
}

// planMeetings stores a meeting per session. Their ids follow from the
// group's, so that repeating adds none.
func (s *Groups) planMeetings(ctx context.Context, g *Group, plan Plan) error {
	at, err := g.Rhythm.starts(len(plan.Sessions))
	if err != nil {
		return err
	}
	for i, session := range plan.Sessions {
		seats := g.Capacity + maxGuides
		if g.MeetingKind == Hybrid {
			seats = min(seats+1, maxSeats) // the device in the room has one
		}
		err := s.meetings.Insert(ctx, &Meeting{
			Meta: store.Meta{ID: meetingID(g.ID, i+1)}, GroupID: g.ID, Number: i + 1, Title: session.Title, Kind: g.MeetingKind,
			StartAt: at[i], DurationMin: session.DurationMin, SessionID: session.ID, Seats: seats, Phase: Planned,
			Live: LiveState{Roster: []Seated{}},
		})
		if err != nil && !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
	return nil
}

// first returns the first fault of joined errors: one field at a time is told.
func first(err error) error {
	if f := fault.Of(err); f != nil {
		return f
	}
	return err
}
