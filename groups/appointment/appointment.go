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
	"kring/internal/seal"
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

	// Of an intake call (see intake.go); "" and empty of any other.
	TokenBlind string `bson:"tokenBlind" json:"tokenBlind"` // of the personal link
	EmailBox   []byte `bson:"emailBox" json:"emailBox"`     // under the group's key
}

func (s *Slot) end() int64 { return s.StartAt + int64(s.DurationMin)*time.Minute.Milliseconds() }

// mine: the slot is for this member, or may become so.
func (s *Slot) mine(person string) bool {
	if s.BookedBy != "" || s.intake() {
		return s.BookedBy == person
	}
	return !s.CalledOff && (s.ForID == "" || s.ForID == person)
}

// Groups is what appointments need of groups.
type Groups interface {
	Facts(ctx context.Context, person string, p access.Place) (access.Facts, error)
	Circle(ctx context.Context, groupID string) (*groups.Circle, error)
	MeetingCircle(ctx context.Context, meetingID string) (*groups.Circle, error)
	Meeting(ctx context.Context, id string) (groups.MeetingView, error)
	PlanPrivate(ctx context.Context, groupID string, only [2]string, startAt int64, minutes int) (string, error)
	PlanIntake(ctx context.Context, groupID, guide, guest, name string, startAt int64, minutes int) (string, error)
	CallOff(ctx context.Context, meetingID string) error
}

// People knows who somebody is by a proved address.
type People interface {
	// Enrol returns the person for an e-mail address, as enrol.People has it.
	Enrol(ctx context.Context, email, lang string, proven bool) (personID string, err error)
}

// Notices tells a person something by its kind, here slotOff; never content.
type Notices interface {
	Tell(ctx context.Context, personID, kind string) error
}

const slotOff = "slot-off"

// Vault is what appointments need of internal/seal.
type Vault interface {
	Seal(ctx context.Context, k seal.Key, r seal.Ref, plain []byte) ([]byte, error)
	Open(ctx context.Context, k seal.Key, r seal.Ref, box []byte) ([]byte, error)
	Blind(purpose, value string) string
}

// Deps is what Open needs; Now is time.Now when nil.
type Deps struct {
	DB     store.DB
	Vault  Vault
	Groups Groups
	People People
	Now    func() time.Time

	Notices Notices
}

// Appointments is the service.
type Appointments struct {
	groups Groups
	people People
	tells  Notices
	vault  Vault
	now    func() time.Time
	slots  store.Collection[Slot, *Slot]
}

const slotColl = "slots"

// Spec declares the collection of this package.
func Spec() store.Spec {
	return store.Of[Slot](store.Spec{Name: slotColl, Indexes: []store.Index{
		{Fields: []string{"groupId", "startAt"}}, {Fields: []string{"guideId", "startAt"}}, {Fields: []string{"bookedBy", "startAt"}}, {Fields: []string{"tokenBlind"}},
	}})
}

// Open ensures the collection and returns the service.
func Open(ctx context.Context, d Deps) (*Appointments, error) {
	if d.Now == nil {
		d.Now = time.Now
	}
	slots, err := store.Open[Slot](ctx, d.DB, Spec())
	if err != nil {
		return nil, fmt.Errorf("appointment: %w", err)
	}
	return &Appointments{groups: d.Groups, people: d.People, tells: d.Notices, vault: d.Vault, now: d.Now, slots: slots}, nil
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
	f.Guest = s.intake() && s.BookedBy == person && !f.Facilitator && f.Membership != access.Active
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
	taken, err := a.taken(ctx, guide)
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

// taken are a facilitator's appointments ahead.
func (a *Appointments) taken(ctx context.Context, guide string) ([]*Slot, error) {
	return a.slots.Find(ctx, store.Query{Where: []store.Cond{store.Is("guideId", guide), a.upcoming()}, Limit: 1000})
}

// upcoming is what is not long over; no appointment takes over two hours.
func (a *Appointments) upcoming() store.Cond {
	return store.Cond{Field: "startAt", Op: store.Gt, Value: a.now().Add(-shownAfter - maxMinutes*time.Minute).UnixMilli()}
}
