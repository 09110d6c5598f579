package meeting

import (
	"context"

	"kring/groups"
)

// Of is the People of groups.
func Of(g *groups.Groups) People { return people{g} }

type people struct{ groups *groups.Groups }

func (p people) Circle(ctx context.Context, meeting string) (Circle, error) {
	c, err := p.groups.MeetingCircle(ctx, meeting)
	return circle{c}, err
}

type circle struct{ *groups.Circle }

func (c circle) Participant(personID string) (Who, bool) {
	v := c.Viewer(personID)
	m, _ := c.See(v, personID)
	return Who{ID: m.ID, PersonID: personID, Alias: m.Alias, Role: v.Role}, v.Role != ""
}

func (c circle) Person(participantID string) string { return c.PersonOf(participantID) }

func (c circle) Reads(viewer, other string) bool {
	_, ok := c.Author(c.Viewer(viewer), other)
	return ok
}

func (c circle) Sees(viewer, other string) bool {
	_, ok := c.See(c.Viewer(viewer), other)
	return ok
}
