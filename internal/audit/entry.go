package audit

import (
	"fmt"
	"regexp"

	"kring/internal/fault"
)

// Entry is one line of the log, with the fields of NEN 7513. It holds ids and
// short words, never names: letters, digits and - _ . : up to 64.
type Entry struct {
	ID      string  `bson:"id" json:"id"`                         // made by Append when empty
	At      int64   `bson:"at" json:"at"`                         // when, Unix ms; set by Append
	Node    string  `bson:"node,omitempty" json:"node,omitempty"` // where; set by Append
	Who     string  `bson:"who" json:"who"`                       // person id of the user, or "system"
	Role    string  `bson:"role,omitempty" json:"role,omitempty"` // in which the user acted: "facilitator"
	Org     string  `bson:"org,omitempty" json:"org,omitempty"`   // organisation responsible for the user
	Action  string  `bson:"action" json:"action"`                 // "read", "write", "export"
	On      string  `bson:"on,omitempty" json:"on,omitempty"`     // person whose data it is; "" when it is of many
	Kind    string  `bson:"kind,omitempty" json:"kind,omitempty"` // of object: "answer", "channel"
	Object  string  `bson:"obj,omitempty" json:"obj,omitempty"`   // its id
	From    int64   `bson:"from,omitempty" json:"from,omitempty"` // range within the object, both ends
	To      int64   `bson:"to,omitempty" json:"to,omitempty"`     // included, as of messages
	Why     []byte  `bson:"why,omitempty" json:"why,omitempty"`   // a reason in free text, sealed by the caller for this ID
	Outcome Outcome `bson:"outcome" json:"outcome"`               // how it ended
	Attempt string  `bson:"try,omitempty" json:"try,omitempty"`   // id of the attempt whose outcome this is
	Part    bool    `bson:"-" json:"-"`                           // of a file that is read in many: one entry stands for those of 15 minutes
}

// Outcome is how an action ended.
type Outcome string

// The outcomes. A write is Tried before its effect and Done, Refused or Failed
// after it; one that stays Tried was cut off by a crash and may have happened.
const (
	Tried   Outcome = "tried"
	Done    Outcome = "done"
	Refused Outcome = "refused"
	Failed  Outcome = "failed"
)

var word = regexp.MustCompile(`^[A-Za-z0-9_.:-]{0,64}$`)

// check refuses what NEN 7513 cannot do without, and whatever looks like text.
func (e Entry) check() error {
	for field, s := range map[string]string{
		"id": e.ID, "who": e.Who, "role": e.Role, "org": e.Org, "action": e.Action, "on": e.On,
		"kind": e.Kind, "object": e.Object, "attempt": e.Attempt, "outcome": string(e.Outcome),
	} {
		if !word.MatchString(s) {
			return fault.Bad(field, "audit.not-an-id", "the log entry's %s is not an id", field)
		}
	}
	if e.Who == "" || e.Action == "" || e.Outcome == "" {
		return fault.New(fault.Invalid, "audit.incomplete", "a log entry needs who, action and outcome")
	}
	return nil
}

// coarse reports whether somebody touches own data, or a part of what is read
// in many: logged in a coarser grain.
func (e Entry) coarse() bool { return e.Who == e.On || e.Part }

// same is what makes two coarse entries one.
func (e Entry) same() string {
	return fmt.Sprint(e.Who, " ", e.Action, " ", e.Kind, " ", e.Object, " ", e.Outcome)
}

// subjects are what an entry can be found by: the person and the object.
func (e Entry) subjects() []string {
	var s []string
	if e.On != "" {
		s = append(s, e.On)
	}
	if e.Object != "" {
		s = append(s, e.Kind+":"+e.Object)
	}
	return s
}
