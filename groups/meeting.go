package groups

import (
	"fmt"
	"strings"

	"kring/internal/store"
)

// Phases of a meeting.
const (
	Planned = "planned"
	Opened  = "open"
	Closed  = "closed"

	// CalledOff is what people see of a planned meeting that is not held; its
	// stored phase stays Planned, and it can be held after all.
	CalledOff = "off"
)

// Meeting is one meeting of a group. This package plans it; groups/meeting
// leads it and is the only writer of Phase and Live. Both write through
// compare-and-set on Rev.
type Meeting struct {
	store.Meta  `bson:",inline"`
	GroupID     string    `bson:"groupId" json:"groupId"`
	Number      int       `bson:"number" json:"number"` // 1..
	Title       string    `bson:"title" json:"title"`
	Kind        string    `bson:"kind" json:"kind"` // video, chat, hybrid, in_person, practice
	StartAt     int64     `bson:"startAt" json:"startAt"`
	DurationMin int       `bson:"durationMin" json:"durationMin"`
	SessionID   string    `bson:"sessionId" json:"sessionId"` // of the programme version
	Seats       int       `bson:"seats" json:"seats"`         // capacity + 2, at most 16
	Phase       string    `bson:"phase" json:"phase"`
	Off         bool      `bson:"off" json:"off"`             // called off
	MovedWith   string    `bson:"movedWith" json:"movedWith"` // the move of an earlier meeting that it followed last
	Only        []string  `bson:"only" json:"only"`           // person ids; of a private meeting (see private.go)
	Away        []string  `bson:"away" json:"away"`           // person ids: said that they would not come
	Sequence    int       `bson:"sequence" json:"sequence"`   // grows with each change, for calendars
	Untold      string    `bson:"untold" json:"untold"`       // of what its people are to be told yet, see remind.go
	Live        LiveState `bson:"live" json:"live"`

	// Guest is in no group: invited to this one conversation (see private.go).
	Guest Guest `bson:"guest" json:"guest"`

	// Substitutes guide this meeting alone (ORG-10, see substitute.go).
	Substitutes   []Facilitator `bson:"substitutes" json:"substitutes"`
	SubstituteIDs []string      `bson:"substituteIds" json:"substituteIds"` // their persons, to find the meeting
}

// CalledOff reports whether it is not held.
func (m *Meeting) CalledOff() bool { return m.Off && m.Phase == Planned }

// phase is the phase that people see.
func (m *Meeting) phase() string {
	if m.CalledOff() {
		return CalledOff
	}
	return m.Phase
}

// meetingID is the id of a group's meeting by its number, so that planning
// twice adds none and a channel's id tells its group.
func meetingID(groupID string, number int) string { return fmt.Sprintf("%s-%02d", groupID, number) }

func ofMeeting(id string) (groupID string, ok bool) {
	i := strings.LastIndexByte(id, '-')
	if i < 1 {
		return "", false
	}
	return id[:i], true
}

// LiveState is what must survive a crash of the node that leads the meeting.
type LiveState struct {
	Roster     []Seated `bson:"roster" json:"roster"`
	Locked     bool     `bson:"locked" json:"locked"`
	Node       string   `bson:"node" json:"node"`             // node/process that leads it, "" for none
	LeaseUntil int64    `bson:"leaseUntil" json:"leaseUntil"` // Unix ms
	Captioner  string   `bson:"captioner" json:"captioner"`   // participant id of who writes the captions, "" for nobody
	RunBox     []byte   `bson:"runBox" json:"runBox"`         // script.Run as JSON, sealed under the group's key
}

// Seated is one participant who ever had a seat. ID is the member id, or "f-"
// and the person id of a facilitator. Seat counts from 0; it is hers while
// Admitted, and after leaving for as long as nobody needs it; -1 is no seat.
type Seated struct {
	ID       string `bson:"id" json:"id"`
	PersonID string `bson:"personId" json:"personId"`
	Role     string `bson:"role" json:"role"`
	Seat     int    `bson:"seat" json:"seat"`
	Room     bool   `bson:"room" json:"room"`         // with the others in one room: no seat, sound or picture of her own
	Seen     bool   `bson:"seen" json:"seen"`         // her camera was on, if only for a moment
	Admitted bool   `bson:"admitted" json:"admitted"` // may sit down without asking
	Left     bool   `bson:"left" json:"left"`         // went away herself
	Times    []Span `bson:"times" json:"times"`       // attendance
}

// Span is one stretch of attendance, Unix ms; Out is 0 while it lasts.
type Span struct {
	In  int64 `bson:"in" json:"in"`
	Out int64 `bson:"out" json:"out"`
}
