package debrief

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"kring/groups"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

// How somebody was there. Absent is everybody of whom nothing is known.
const (
	Video     = "video"
	Room      = "room"
	Phone     = "phone"   // with sound alone
	Chat      = "chat"    // of a meeting in text
	Watched   = "watched" // back, later
	Cancelled = "cancelled"
	Absent    = "absent"
)

var ways = []string{Video, Room, Phone, Chat, Watched, Cancelled, Absent}

// maxReason is the longest reason of a correction, in characters.
const maxReason = 300

// Present is how one person of the group was there. What follows from the
// meeting is Found; How differs from it when somebody corrected it.
type Present struct {
	ID      string `json:"id" doc:"Participant id"`
	Alias   string `json:"alias"`
	Role    string `json:"role" enum:"member,facilitator,co-facilitator"`
	How     string `json:"how" enum:"video,room,phone,chat,watched,cancelled,absent"`
	Found   string `json:"found" enum:"video,room,phone,chat,watched,cancelled,absent"`
	Minutes int    `json:"minutes" doc:"In the live meeting"`
	Reason  string `json:"reason,omitempty" doc:"Of a correction; facilitators only"`
	At      int64  `json:"at,omitempty" doc:"Of a correction, Unix milliseconds"`
}

// correction is the last word of a facilitator or coordinator on one person.
type correction struct {
	store.Meta `bson:",inline"` // meeting and person
	MeetingID  string           `bson:"meetingId" json:"meetingId"`
	PersonID   string           `bson:"personId" json:"personId"`
	How        string           `bson:"how" json:"how"`
	ReasonBox  []byte           `bson:"reasonBox" json:"reasonBox"` // under the group's key
	By         string           `bson:"by" json:"by"`               // person id
	At         int64            `bson:"at" json:"at"`               // Unix ms
}

// Attendance lists the group's people: its members, and who else was there.
// Reasons are filled in for who may read content.
func (s *Debrief) Attendance(ctx context.Context, meeting string, reasons bool) ([]Present, error) {
	m, err := s.meeting(ctx, meeting)
	if err != nil {
		return nil, err
	}
	circle, err := s.People.MeetingCircle(ctx, m.ID)
	if err != nil {
		return nil, err
	}
	corrections, err := s.corrections.Find(ctx, store.Query{Where: []store.Cond{store.Is("meetingId", meeting)}, Limit: 1000})
	if err != nil {
		return nil, err
	}
	list := found(m, circle, s.Now().UnixMilli())
	if err := s.addWatched(ctx, meeting, circle, list); err != nil {
		return nil, err
	}
	for _, c := range corrections {
		i := slices.IndexFunc(list, func(p Present) bool { return circle.PersonOf(p.ID) == c.PersonID })
		if i < 0 {
			continue // somebody who was taken out of the group's records
		}
		list[i].How, list[i].At = c.How, c.At
		if reasons {
			box, err := s.Vault.Open(ctx, seal.Group(m.GroupID), reasonRef(c.ID), c.ReasonBox)
			if err != nil {
				return nil, err
			}
			list[i].Reason = string(box)
		}
	}
	return list, nil
}

// found is what follows from what happened, by role and alias.
func found(m *groups.Meeting, circle *groups.Circle, now int64) []Present {
	viewer := groups.Viewer{Role: groups.RoleFacilitator}
	var list []Present
	for _, v := range circle.Members(viewer) {
		list = append(list, Present{ID: v.ID, Alias: v.Alias, Role: v.Role, Found: without(m, circle.PersonOf(v.ID))})
	}
	for _, seated := range m.Live.Roster {
		if seated.Role == groups.RoleRoom {
			continue // a device is nobody
		}
		i := slices.IndexFunc(list, func(p Present) bool { return p.ID == seated.ID })
		if i < 0 {
			v, ok := circle.See(viewer, seated.PersonID)
			if !ok {
				continue
			}
			list, i = append(list, Present{ID: v.ID, Alias: v.Alias, Role: v.Role}), len(list)
		}
		list[i].Found, list[i].Minutes = within(m, seated), minutes(seated.Times, now)
	}
	for i := range list {
		list[i].How = list[i].Found
	}
	slices.SortFunc(list, func(a, b Present) int {
		return cmp.Or(cmp.Compare(b.Role, a.Role), cmp.Compare(a.Alias, b.Alias), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// without is what is known of a member who was not there.
func without(m *groups.Meeting, person string) string {
	if slices.Contains(m.Away, person) {
		return Cancelled
	}
	return Absent
}

// within is how somebody was there.
func within(m *groups.Meeting, seated groups.Seated) string {
	switch {
	case seated.Room:
		return Room
	case m.Kind == "chat":
		return Chat
	case seated.Seen:
		return Video
	}
	return Phone
}

// minutes adds stretches up, begun minutes counted whole.
func minutes(spans []groups.Span, now int64) int {
	ms := int64(0)
	for _, s := range spans {
		out := s.Out
		if out == 0 {
			out = now
		}
		ms += max(0, out-s.In)
	}
	return int((ms + 59_999) / 60_000)
}

// Correction is what somebody (By, a person id) says of how a participant was there.
type Correction struct{ Meeting, Participant, How, Reason, By string }

// Correct keeps a correction, in place of an earlier one of the same participant.
func (s *Debrief) Correct(ctx context.Context, k Correction) error {
	m, err := s.meeting(ctx, k.Meeting)
	if err != nil {
		return err
	}
	circle, err := s.People.MeetingCircle(ctx, m.ID)
	if err != nil {
		return err
	}
	person, reason := circle.PersonOf(k.Participant), strings.TrimSpace(k.Reason)
	switch n := utf8.RuneCountInString(reason); {
	case person == "":
		return fault.Bad("id", "attendance.who", "nobody of the group has that id")
	case !slices.Contains(ways, k.How):
		return fault.Bad("how", "attendance.how", "no such way to be there")
	case n == 0 || n > maxReason:
		return fault.Bad("reason", "attendance.reason", "a reason has 1 to %d characters", maxReason)
	}
	c := &correction{Meta: store.Meta{ID: k.Meeting + "." + person}, MeetingID: k.Meeting, PersonID: person}
	box, err := s.Vault.Seal(ctx, seal.Group(m.GroupID), reasonRef(c.ID), []byte(reason))
	if err != nil {
		return err
	}
	return s.put(ctx, c, func(c *correction) { c.How, c.ReasonBox, c.By, c.At = k.How, box, k.By, s.Now().UnixMilli() })
}

// put stores a correction in place of an earlier one.
func (s *Debrief) put(ctx context.Context, c *correction, set func(*correction)) error {
	set(c)
	err := s.corrections.Insert(ctx, c)
	if !errors.Is(err, store.ErrConflict) {
		return err
	}
	_, err = s.corrections.Update(ctx, c.ID, func(was *correction) error {
		set(was)
		return nil
	})
	return err
}

func reasonRef(id string) seal.Ref {
	return seal.Ref{Coll: correctionColl, ID: id, Field: "reason"}
}
