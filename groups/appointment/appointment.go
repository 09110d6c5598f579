// Package appointment keeps the moments that a facilitator offers for a
// conversation between two (MEET-16): a member books one, and it becomes a
// private meeting of theirs, held in the same room as all others.
//
// A slot is one document, so that of two who book at once one does. Its
// meeting is planned first: one that lost its slot is called off, and is in
// nobody's list should that fail.
//
// Who may ask is decided at the edge, on Facts: to a slot that is somebody
// else's, a member is nobody.
package appointment

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kring/groups"
	"kring/internal/access"
	"kring/internal/fault"
	"kring/internal/store"
)

// Bounds of an offer.
const (
	maxOffer   = 20 // slots at once
	minMinutes = 10
	maxMinutes = 120
	ahead      = 366 * 24 * time.Hour
	shownAfter = time.Hour // after its end a slot goes from the lists
)

// Slot is one moment that GuideID offers in a group. Nothing is stored of what
// it is about.
type Slot struct {
	store.Meta  `bson:",inline"`
	GroupID     string `bson:"groupId" json:"groupId"`
	GuideID     string `bson:"guideId" json:"guideId"`
	ForID       string `bson:"forId" json:"forId"` // the one member who may book it, "" for any
	StartAt     int64  `bson:"startAt" json:"startAt"`
	DurationMin int    `bson:"durationMin" json:"durationMin"`
	BookedBy    string `bson:"bookedBy" json:"bookedBy"`   // person id, "" is free
	MeetingID   string `bson:"meetingId" json:"meetingId"` // while it is booked
	CalledOff   bool   `bson:"calledOff" json:"calledOff"` // by the facilitator
	Sequence    int    `bson:"sequence" json:"sequence"`   // grows with each change, for calendars
}

func (s *Slot) end() int64 { return s.StartAt + int64(s.DurationMin)*time.Minute.Milliseconds() }

// mine: the slot is for this member, or may become so.
func (s *Slot) mine(person string) bool {
	if s.BookedBy != "" {
		return s.BookedBy == person
	}
	return !s.CalledOff && (s.ForID == "" || s.ForID == person)
}

// Groups is what appointments need of groups.
type Groups interface {
	Facts(ctx context.Context, person string, p access.Place) (access.Facts, error)
	Circle(ctx context.Context, groupID string) (*groups.Circle, error)
	Meeting(ctx context.Context, id string) (groups.MeetingView, error)
	PlanPrivate(ctx context.Context, groupID string, only [2]string, startAt int64, minutes int) (string, error)
	CallOff(ctx context.Context, meetingID string) error
}

// Appointments is the service.
type Appointments struct {
	groups Groups
	now    func() time.Time
	slots  store.Collection[Slot, *Slot]
}

// Spec declares the collection of this package.
func Spec() store.Spec {
	return store.Of[Slot](store.Spec{Name: "slots", Indexes: []store.Index{{Fields: []string{"groupId", "startAt"}}, {Fields: []string{"guideId", "startAt"}}}})
}

// Open ensures the collection and returns the service; now is time.Now when nil.
func Open(ctx context.Context, db store.DB, g Groups, now func() time.Time) (*Appointments, error) {
	if now == nil {
		now = time.Now
	}
	slots, err := store.Open[Slot](ctx, db, Spec())
	if err != nil {
		return nil, fmt.Errorf("appointment: %w", err)
	}
	return &Appointments{groups: g, now: now, slots: slots}, nil
}

// Facts says what a person is to a Slot.
func (a *Appointments) Facts(ctx context.Context, person string, p access.Place) (access.Facts, error) {
	s, err := a.slots.Get(ctx, p.ID)
	if errors.Is(err, store.ErrNotFound) {
		return access.Facts{Person: person}, nil
	}
	if err != nil {
		return access.Facts{}, err
	}
	f, err := a.groups.Facts(ctx, person, access.Place{Kind: access.Group, ID: s.GroupID})
	if err != nil || !f.Facilitator && !s.mine(person) {
		return access.Facts{Person: person}, err
	}
	f.Owner = s.BookedBy
	return f, nil
}

// Moment is a start in Unix ms and a length.
type Moment struct {
	StartAt     int64 `json:"startAt" doc:"Unix milliseconds"`
	DurationMin int   `json:"durationMin" minimum:"10" maximum:"120"`
}

// Offer is what a facilitator offers: to one member of the group or to all.
type Offer struct {
	Moments  []Moment `json:"moments" minItems:"1" maxItems:"20"`
	MemberID string   `json:"memberId,omitempty" doc:"For this member only"`
}

// Offer stores the moments of one facilitator. It refuses what overlaps with
// her other appointments.
func (a *Appointments) Offer(ctx context.Context, groupID, guide string, o Offer) error {
	forID, err := a.member(ctx, groupID, o.MemberID)
	if err != nil {
		return err
	}
	if len(o.Moments) == 0 || len(o.Moments) > maxOffer {
		return fault.Bad("moments", "slot.count", "offer 1 to %d moments at once", maxOffer)
	}
	taken, err := a.slots.Find(ctx, store.Query{Where: []store.Cond{store.Is("guideId", guide), a.upcoming()}, Limit: 1000})
	if err != nil {
		return err
	}
	for _, m := range o.Moments {
		s := &Slot{GroupID: groupID, GuideID: guide, ForID: forID, StartAt: m.StartAt, DurationMin: m.DurationMin}
		if err := a.check(s, taken); err != nil {
			return err
		}
		if err := a.slots.Insert(ctx, s); err != nil {
			return err
		}
		taken = append(taken, s)
	}
	return nil
}

// member finds the person of an active member; "" is for everybody.
func (a *Appointments) member(ctx context.Context, groupID, memberID string) (string, error) {
	if memberID == "" {
		return "", nil
	}
	c, err := a.groups.Circle(ctx, groupID)
	if err != nil {
		return "", err
	}
	person, err := c.MemberPerson(memberID)
	if err != nil {
		return "", fault.Bad("memberId", "slot.member", "no member of this group")
	}
	return person, nil
}

func (a *Appointments) check(s *Slot, taken []*Slot) error {
	if in := time.UnixMilli(s.StartAt).Sub(a.now()); in < 0 || in > ahead {
		return fault.Bad("startAt", "date.range", "the moment is in the past or over a year away")
	}
	if s.DurationMin < minMinutes || s.DurationMin > maxMinutes {
		return fault.Bad("durationMin", "slot.length", "an appointment takes %d to %d minutes", minMinutes, maxMinutes)
	}
	for _, t := range taken {
		if !t.CalledOff && t.StartAt < s.end() && s.StartAt < t.end() {
			return fault.Bad("startAt", "slot.overlap", "you offer another moment at that time")
		}
	}
	return nil
}

// upcoming is what is not long over; no appointment takes over two hours.
func (a *Appointments) upcoming() store.Cond {
	return store.Cond{Field: "startAt", Op: store.Gt, Value: a.now().Add(-shownAfter - maxMinutes*time.Minute).UnixMilli()}
}
