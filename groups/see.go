package groups

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"kring/internal/access"
	"kring/internal/fault"
)

// Viewer is who looks at a group: Role is what they are to it, "" for nobody.
type Viewer struct {
	PersonID string
	Role     string
}

func (v Viewer) leads() bool { return v.Role == RoleFacilitator || v.Role == RoleCoFacilitator }

// MemberView is a person of a group as one viewer sees them. ID is the member
// id, or "f-" and the person id of a facilitator; for somebody the viewer may
// not know it is "" and so is Alias.
type MemberView struct {
	ID       string `json:"id"`
	Alias    string `json:"alias"`
	Role     string `json:"role" enum:"member,facilitator,co-facilitator"`
	Status   string `json:"status,omitempty"`
	JoinedAt int64  `json:"joinedAt,omitempty"`
	Own      bool   `json:"own"`
}

// See is the one projection of a member for a viewer (ORG-11). The bool says
// whether the viewer may know that this member is there: lists and seats show
// nobody else. The view is what may be said of them where something of theirs
// is shown all the same (see Circle.Author).
func See(v Viewer, m *Member, visibility string) (MemberView, bool) {
	full := MemberView{ID: m.ID, Alias: m.Alias, Role: RoleMember, Status: m.Status, JoinedAt: m.JoinedAt, Own: m.PersonID == v.PersonID}
	switch {
	case v.leads(), v.Role == RoleCoordinator:
		return full, true
	case v.Role == RoleMember && full.Own, (v.Role == RoleMember || v.Role == RoleRoom) && visibility == VisibleMembers:
		return full, true
	}
	return MemberView{Role: RoleMember}, false
}

// Circle is a group and everybody who is or was in it, read once, to show
// lists, seats and messages to many viewers.
type Circle struct {
	*Group
	members []*Member
	names   map[string]string // of the facilitators
	once    []Facilitator     // substitutes for the meeting it is read for
	room    string            // the meeting in whose room a device may sit, "" for none
}

// Circle reads a group's circle.
func (s *Groups) Circle(ctx context.Context, groupID string) (*Circle, error) {
	g, err := s.Group(ctx, groupID)
	if err != nil {
		return nil, err
	}
	c := &Circle{Group: g, names: map[string]string{}}
	if c.members, err = s.membersOf(ctx, groupID); err != nil {
		return nil, err
	}
	return c, s.call(ctx, c, g.Facilitators)
}

// call fills in facilitators' names.
func (s *Groups) call(ctx context.Context, c *Circle, fs []Facilitator) (err error) {
	for _, f := range fs {
		if c.names[f.PersonID], err = s.Names.Name(ctx, f.PersonID); err != nil {
			return err
		}
	}
	return nil
}

// guide returns a person's role as facilitator of the group, or of the meeting
// it is read for, or "".
func (c *Circle) guide(personID string) string {
	return cmp.Or(c.Group.guide(personID), roleOf(c.once, personID))
}

// Viewer says as what a person looks at the group. Whoever neither guides it
// nor is in it sees nobody.
func (c *Circle) Viewer(personID string) Viewer {
	v := Viewer{PersonID: personID, Role: c.guide(personID)}
	if m := c.member(personID); v.Role == "" && m != nil && m.Status == Active {
		v.Role = RoleMember
	}
	if c.device(personID) {
		v.Role = RoleRoom
	}
	return v
}

// See shows a person of the group, facilitator or member, to a viewer. A
// person without a part in the group is nobody.
func (c *Circle) See(v Viewer, personID string) (MemberView, bool) {
	if v.Role == "" {
		return MemberView{}, false
	}
	if role := c.guide(personID); role != "" {
		return MemberView{ID: "f-" + personID, Alias: c.names[personID], Role: role, Own: personID == v.PersonID}, true
	}
	if m := c.member(personID); m != nil {
		return See(v, m, c.Visibility)
	}
	if c.device(personID) {
		return c.seeDevice(v)
	}
	return MemberView{}, false
}

// Author shows who wrote something in the group. False: the viewer may not
// read it either. In a group where members see only facilitators, members'
// words are shown without a name; where members do not see that there is a
// group, they are not shown at all. Who has no part in the group any more was
// a facilitator once: members stay on record.
func (c *Circle) Author(v Viewer, personID string) (MemberView, bool) {
	if c.guide(personID) == "" && c.member(personID) == nil {
		return MemberView{Role: RoleFacilitator}, v.Role != ""
	}
	view, seen := c.See(v, personID)
	return view, seen || v.Role != "" && c.Visibility == VisibleFacilitators
}

// Members lists the active members that a viewer may see, in order of alias.
func (c *Circle) Members(v Viewer) []MemberView {
	out := []MemberView{}
	for _, m := range c.members {
		if view, ok := See(v, m, c.Visibility); ok && m.Status == Active {
			out = append(out, view)
		}
	}
	slices.SortFunc(out, func(a, b MemberView) int { return compare(a.Alias, b.Alias, a.ID, b.ID) })
	return out
}

// PersonOf is whose id a MemberView carries, "" for nobody's here.
func (c *Circle) PersonOf(memberID string) string {
	if person, ok := strings.CutPrefix(memberID, "f-"); ok && c.guide(person) != "" {
		return person
	}
	for _, m := range c.members {
		if m.ID == memberID {
			return m.PersonID
		}
	}
	if c.room != "" && memberID == roomIDPrefix+c.room {
		return access.RoomPerson(c.room)
	}
	return ""
}

// MemberPerson is PersonOf for an active member; anybody else is not there.
func (c *Circle) MemberPerson(memberID string) (string, error) {
	person := c.PersonOf(memberID)
	if c.Viewer(person).Role != RoleMember {
		return "", fault.Gone()
	}
	return person, nil
}

func (c *Circle) member(personID string) *Member {
	i := slices.IndexFunc(c.members, func(m *Member) bool { return m.PersonID == personID })
	if i < 0 {
		return nil
	}
	return c.members[i]
}
