package groups

import "kring/internal/store"

// Phases of a meeting.
const (
	Planned = "planned"
	Opened  = "open"
	Closed  = "closed"
)

// Meeting is one meeting of a group. This package plans it; groups/meeting
// leads it and is the only writer of Phase and Live. Both write through
// compare-and-set on Rev.
type Meeting struct {
	store.Meta  `bson:",inline"`
	GroupID     string    `bson:"groupId" json:"groupId"`
	Number      int       `bson:"number" json:"number"` // 1..
	Title       string    `bson:"title" json:"title"`
	Kind        string    `bson:"kind" json:"kind"` // video, chat, hybrid, in_person
	StartAt     int64     `bson:"startAt" json:"startAt"`
	DurationMin int       `bson:"durationMin" json:"durationMin"`
	SessionID   string    `bson:"sessionId" json:"sessionId"` // of the programme version
	Seats       int       `bson:"seats" json:"seats"`         // capacity + 2, at most 16
	Phase       string    `bson:"phase" json:"phase"`
	Live        LiveState `bson:"live" json:"live"`
}

// LiveState is what must survive a crash of the node that leads the meeting.
type LiveState struct {
	Roster     []Seated `bson:"roster" json:"roster"`
	Locked     bool     `bson:"locked" json:"locked"`
	Node       string   `bson:"node" json:"node"`             // who leads it
	LeaseUntil int64    `bson:"leaseUntil" json:"leaseUntil"` // Unix ms
	Step       string   `bson:"step" json:"step"`             // of the script
}

// Seated is one participant who was admitted. ID is the member id, or "f-"
// and the person id of a facilitator; Seat counts from 0.
type Seated struct {
	ID         string `bson:"id" json:"id"`
	PersonID   string `bson:"personId" json:"personId"`
	Role       string `bson:"role" json:"role"`
	Seat       int    `bson:"seat" json:"seat"`
	AdmittedAt int64  `bson:"admittedAt" json:"admittedAt"`
	Removed    bool   `bson:"removed" json:"removed"`
}
