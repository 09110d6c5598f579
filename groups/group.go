package groups

import (
	"context"
	"slices"

	"kring/internal/fault"
	"kring/internal/store"
)

// States of a group. Only draft, planned and ended are stored: a planned
// group runs from its first meeting on. A draft is a group whose creation
// has not finished; nobody sees it.
const (
	statusDraft   = "draft"
	StatusPlanned = "planned"
	StatusRunning = "running"
	StatusEnded   = "ended"
)

// Who sees whom in a group (ORG-11); See decides.
const (
	VisibleMembers      = "members"
	VisibleFacilitators = "facilitators"
	VisibleNobody       = "hidden"
)

// Roles in a group, and of its organisation's coordinator who looks at it.
const (
	RoleMember        = "member"
	RoleFacilitator   = "facilitator"
	RoleCoFacilitator = "co-facilitator"
	RoleCoordinator   = "coordinator"
)

// Group is people who follow a programme. Spots guards capacity and aliases:
// nobody is an active member without one.
type Group struct {
	store.Meta       `bson:",inline"`
	Key              string        `bson:"key" json:"key"` // of its creation: a repeated request finds it
	OrgID            string        `bson:"orgId" json:"orgId"`
	ProgrammeID      string        `bson:"programmeId" json:"programmeId"`
	ProgrammeVersion int           `bson:"programmeVersion" json:"programmeVersion"`
	ProgrammeTitle   string        `bson:"programmeTitle" json:"programmeTitle"`
	Name             string        `bson:"name" json:"name"`
	Theme            string        `bson:"theme" json:"theme"`
	Kind             string        `bson:"kind" json:"kind"` // groepstherapie, groepsbegeleiding
	Capacity         int           `bson:"capacity" json:"capacity"`
	MinAge           int           `bson:"minAge" json:"minAge"`
	Visibility       string        `bson:"visibility" json:"visibility"`
	PrivateChat      string        `bson:"privateChat" json:"privateChat"` // off, facilitators, open
	AnswerTime       string        `bson:"answerTime" json:"answerTime"`
	Status           string        `bson:"status" json:"status"`
	EndedAt          int64         `bson:"endedAt" json:"endedAt"`
	Keep             Keep          `bson:"keep" json:"keep"`     // what was chosen; Kept tells what counts
	Public           bool          `bson:"public" json:"public"` // stands in the public catalogue
	Offer            Offer         `bson:"offer" json:"offer"`
	Rhythm           Rhythm        `bson:"rhythm" json:"rhythm"`
	MeetingKind      string        `bson:"meetingKind" json:"meetingKind"`
	Facilitators     []Facilitator `bson:"facilitators" json:"facilitators"`
	GuideIDs         []string      `bson:"guideIds" json:"guideIds"` // the persons of Facilitators, to find their groups
	Spots            []Spot        `bson:"spots" json:"spots"`
	Waiters          []Waiter      `bson:"waiters" json:"waiters"`     // who waits for a place, see settle
	WaiterIDs        []string      `bson:"waiterIds" json:"waiterIds"` // the persons of Waiters, to find their groups
	Tells            []Tell        `bson:"tells" json:"tells"`
	WaitDue          int64         `bson:"waitDue" json:"waitDue"` // when the line is to be looked at, Unix ms; 0: nobody waits
}

// Facilitator guides a group; Role is facilitator or co-facilitator.
type Facilitator struct {
	PersonID string `bson:"personId" json:"personId"`
	Role     string `bson:"role" json:"role"`
	Replaces string `bson:"replaces" json:"replaces"` // person id of whose substitute this is, "" for nobody's
}

// guide returns a person's role as facilitator of the group, or "".
func (g *Group) guide(personID string) string { return roleOf(g.Facilitators, personID) }

func roleOf(fs []Facilitator, personID string) string {
	i := slices.IndexFunc(fs, func(f Facilitator) bool { return f.PersonID == personID })
	if i < 0 {
		return ""
	}
	return fs[i].Role
}

// spot returns a person's place, or nil.
func (g *Group) spot(personID string) *Spot {
	i := slices.IndexFunc(g.Spots, func(p Spot) bool { return p.PersonID == personID })
	if i < 0 {
		return nil
	}
	return &g.Spots[i]
}

// Group reads one that is not a draft.
func (s *Groups) Group(ctx context.Context, id string) (*Group, error) {
	g, err := s.groups.Get(ctx, id)
	if err != nil {
		return nil, gone(err)
	}
	if g.Status == statusDraft {
		return nil, fault.Gone()
	}
	return g, nil
}

// Running reads a group that has not ended.
func (s *Groups) Running(ctx context.Context, id string) (*Group, error) {
	g, err := s.Group(ctx, id)
	if err == nil && g.Status == StatusEnded {
		return nil, fault.Gone()
	}
	return g, err
}

// End ends a group: its people keep reading, nobody meets or writes any more.
func (s *Groups) End(ctx context.Context, id string) error {
	_, err := s.groups.Update(ctx, id, func(g *Group) error {
		if g.Status == statusDraft {
			return fault.Gone()
		}
		if g.Status != StatusEnded {
			g.Status, g.EndedAt = StatusEnded, s.now()
			g.settle(s.now(), 0)
		}
		return nil
	})
	return gone(err)
}

// Rhythm is how the dates were made, in the organisation's local time.
type Rhythm struct {
	FirstDate string   `bson:"firstDate" json:"firstDate"` // 2026-12-01
	Time      string   `bson:"time" json:"time"`           // 19:30
	EveryDays int      `bson:"everyDays" json:"everyDays"`
	Skip      []string `bson:"skip" json:"skip"`         // days without a meeting, 2026-12-25
	Timezone  string   `bson:"timezone" json:"timezone"` // Europe/Amsterdam
}
