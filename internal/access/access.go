// Package access decides who may do what: one readable policy, deny by
// default, no role inherited up or down the tree of organisations.
//
// An edge (HTTP or socket) registers every operation with an Action and says
// which Place it touches. Before the handler runs it gathers Facts (what is
// this person to this place) and asks Policy.Allow. A refusal and a missing
// thing get the same answer, so that nobody learns what exists.
package access

import "strings"

// Kind says what a Place is.
type Kind int

// The kinds of place. Platform is Kring as a whole and Self is the person's
// own account: both need no id.
const (
	Platform Kind = iota
	Self
	Organisation
	Group
	Member
	Meeting
	Channel
	Invitation
	Assignment
	Answer
	Recording
	Slot
	Upload
	Report
)

// Place is what an operation touches.
type Place struct {
	Kind Kind
	ID   string
}

// RoleSet is a set of roles at one organisation.
type RoleSet uint8

// Roles at an organisation. They hold there only, not at its parent, children or siblings.
const (
	Coordinator RoleSet = 1 << iota
	PolicyOfficer
	Administrator
)

// Membership is what a person is to a group.
type Membership int

// The states of a membership. Waiting: invited or on the waiting list, not in yet.
const (
	None Membership = iota
	Waiting
	Active
	Removed
	Left
)

// Facts is all that a decision may look at: what one person is to one place.
// The zero value is nobody at nothing.
type Facts struct {
	Person      string     // "" is nobody: not signed in
	Roles       RoleSet    // at the organisation of the place itself
	Facilitator bool       // of the place's group
	StandIn     bool       // facilitator of this one meeting, in somebody's place, and of no more
	Guest       bool       // invited to this conversation between two, and of no group
	Membership  Membership // of the place's group
	Ended       bool       // the place's group has ended
	HandedIn    bool       // the answer, or the part of it that holds the upload, was handed in
	Own         bool       // the upload is the person's
	Later       bool       // the assignment is done after its group has ended
	Tabled      bool       // the upload lies on the group's table
	Hidden      bool       // the recording is hidden from members
	Recorded    bool       // the person is in the recording
	Named       bool       // the report is for the person to decide
	Alone       bool       // the assignment is self-help: of no group, one's own
	Room        bool       // it is no person but the device in the room of this very meeting

	// For the access log, never for a decision: whose data it is and where.
	Owner, Organisation, Group string
}

// roomPrefix begins what the device in the room of a hybrid meeting is signed
// in as (MEET-11), in place of a person.
const roomPrefix = "room."

// RoomPerson is what the device in a meeting's room is signed in as.
func RoomPerson(meeting string) string { return roomPrefix + meeting }

// RoomOf is the meeting of such a device; false for a person.
func RoomOf(person string) (meeting string, ok bool) { return strings.CutPrefix(person, roomPrefix) }

// Action is one thing a person can want to do, as the policy names it.
type Action string

// Cond is one named condition of a rule.
type Cond struct {
	Name  string
	Holds func(Facts) bool
}

// Rule allows when all its conditions hold; the empty rule allows everyone.
type Rule []Cond

// Policy names for each action the rules of which one must allow.
type Policy map[Action][]Rule

// Allow decides. An action that the policy does not name is refused.
func (p Policy) Allow(a Action, f Facts) bool {
	for _, r := range p[a] {
		if r.allows(f) {
			return true
		}
	}
	return false
}

func (r Rule) allows(f Facts) bool {
	for _, c := range r {
		if !c.Holds(f) {
			return false
		}
	}
	return true
}
