package groups

import (
	"context"
	"errors"
	"hash/fnv"
	"math/rand/v2"
	"slices"

	"kring/internal/access"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

// Practice is the kind of a private meeting in which one person tries camera,
// sound and buttons (MEET-19). Her facilitators may come along.
const Practice = "practice"

// Private meetings are held in the same room as all others and stand in no
// list of the group: their numbers begin where no programme ends.
const (
	privateFrom  = 1_000
	practiceFrom = 1_000_000
	practiceTo   = 10_000_000
	seatsOfTwo   = 2
)

// admits says for whom a meeting is there: a private one is nothing to anybody
// else, not even to the organisation's coordinator.
func (m *Meeting) admits(f access.Facts) bool {
	return len(m.Only) == 0 || slices.Contains(m.Only, f.Person) || m.Kind == Practice && f.Facilitator
}

// PlanPrivate plans a meeting of a group's member and facilitator for two
// (MEET-16); startAt is Unix ms. It returns the meeting's id.
func (s *Groups) PlanPrivate(ctx context.Context, groupID string, only [2]string, startAt int64, minutes int) (string, error) {
	if _, err := s.Running(ctx, groupID); err != nil {
		return "", err
	}
	m := Meeting{GroupID: groupID, Kind: "video", StartAt: startAt, DurationMin: minutes, Seats: seatsOfTwo, Only: only[:]}
	for {
		m.Number = privateFrom + rand.IntN(practiceFrom-privateFrom)
		if err := s.insertPrivate(ctx, &m); !errors.Is(err, store.ErrConflict) {
			return m.ID, err
		}
	}
}

// Guest is whom a facilitator invited to a conversation before there is any
// place in the group for her. NameBox is what she calls herself, under the
// group's key.
type Guest struct {
	PersonID string `bson:"personId" json:"personId"`
	NameBox  []byte `bson:"nameBox" json:"nameBox"`
}

// PlanIntake is PlanPrivate for a facilitator and a guest, who calls herself
// name (an alias).
func (s *Groups) PlanIntake(ctx context.Context, groupID, guide, guest, name string, startAt int64, minutes int) (string, error) {
	name, err := CleanAlias(name)
	if err != nil {
		return "", err
	}
	id, err := s.PlanPrivate(ctx, groupID, [2]string{guide, guest}, startAt, minutes)
	if err != nil {
		return "", err
	}
	box, err := s.Vault.Seal(ctx, seal.Group(groupID), guestRef(id), []byte(name))
	if err != nil {
		return "", err
	}
	_, err = s.meetings.Update(ctx, id, func(m *Meeting) error {
		m.Guest = Guest{PersonID: guest, NameBox: box}
		return nil
	})
	return id, err
}

func guestRef(meeting string) seal.Ref {
	return seal.Ref{Coll: meetingColl, ID: meeting, Field: "guest"}
}

// welcome makes a person the guest of a conversation that she was invited to.
// Who is or was in the group is what the group knows her as.
func (m *Meeting) welcome(f access.Facts) access.Facts {
	f.Guest = m.Guest.PersonID != "" && m.Guest.PersonID == f.Person && !f.Facilitator && f.Membership != access.Active
	return f
}

// guestOf is the guest as a member is shown, nil without one: the two see each other.
func (s *Groups) guestOf(ctx context.Context, m *Meeting) (*Member, error) {
	if m.Guest.PersonID == "" {
		return nil, nil
	}
	name, err := s.Vault.Open(ctx, seal.Group(m.GroupID), guestRef(m.ID), m.Guest.NameBox)
	if errors.Is(err, seal.ErrErased) {
		err = nil
	}
	return &Member{Meta: store.Meta{ID: "guest-" + m.ID}, GroupID: m.GroupID, PersonID: m.Guest.PersonID, Status: Active, Alias: string(name)}, err
}

// CallOff forgets a private meeting that has not begun.
func (s *Groups) CallOff(ctx context.Context, meetingID string) error {
	m, err := s.meetings.Get(ctx, meetingID)
	if errors.Is(err, store.ErrNotFound) {
		return nil // it was called off before
	}
	if err != nil {
		return err
	}
	if len(m.Only) == 0 || m.Phase != Planned {
		return fault.New(fault.Conflict, "meeting.started", "the meeting has begun, or is the group's")
	}
	return s.meetings.Delete(ctx, meetingID)
}

// PracticeRoom is the id of a person's own practice room in a group; it is
// made when it is asked for first.
func (s *Groups) PracticeRoom(ctx context.Context, groupID, personID string) (string, error) {
	if _, err := s.Running(ctx, groupID); err != nil {
		return "", err
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(personID)) // a hash never fails
	for n := practiceFrom + int(h.Sum32()%(practiceTo-practiceFrom)); ; n++ {
		m, err := s.meetings.Get(ctx, meetingID(groupID, n))
		if errors.Is(err, store.ErrNotFound) {
			m = &Meeting{GroupID: groupID, Number: n, Kind: Practice, StartAt: s.now(), Seats: 1 + maxGuides, Only: []string{personID}}
			err = s.insertPrivate(ctx, m)
		}
		if err != nil && !errors.Is(err, store.ErrConflict) {
			return "", err
		}
		if err == nil && m.Only[0] == personID {
			return m.ID, nil
		}
	}
}

func (s *Groups) insertPrivate(ctx context.Context, m *Meeting) error {
	m.ID, m.Phase, m.Live.Roster = meetingID(m.GroupID, m.Number), Planned, []Seated{}
	return s.meetings.Insert(ctx, m)
}
