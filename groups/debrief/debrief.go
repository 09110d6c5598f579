// Package debrief is what facilitators keep of a meeting that is over: who was
// there and how (MEET-14), and five lines of report (MEET-15), each for the
// group's read-back page or for facilitators only.
//
// Attendance is not entered: it follows from what happened. A correction is
// kept beside it, with its reason.
package debrief

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kring/groups"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

// Vault is what debrief needs of internal/seal.
type Vault interface {
	Seal(ctx context.Context, k seal.Key, r seal.Ref, plain []byte) ([]byte, error)
	Open(ctx context.Context, k seal.Key, r seal.Ref, box []byte) ([]byte, error)
}

// People knows who is in a meeting's circle.
type People interface {
	MeetingCircle(ctx context.Context, meeting string) (*groups.Circle, error)
}

// Deps is what Open needs; Now is time.Now when nil.
type Deps struct {
	DB     store.DB
	Vault  Vault
	People People
	Now    func() time.Time
}

// Debrief is the service. It holds no state of its own.
type Debrief struct {
	Deps
	meetings    store.Collection[groups.Meeting, *groups.Meeting]
	reports     store.Collection[report, *report]
	corrections store.Collection[correction, *correction]
	watched     store.Collection[watched, *watched]
}

const (
	reportColl     = "reports"
	correctionColl = "attendance"
)

// Specs declares the collections of this package.
func Specs() []store.Spec {
	return []store.Spec{
		store.Of[report](store.Spec{Name: reportColl}),
		store.Of[correction](store.Spec{Name: correctionColl, Indexes: []store.Index{{Fields: []string{"meetingId"}}}}),
		store.Of[watched](store.Spec{Name: watchedColl, Indexes: []store.Index{{Fields: []string{"meetingId"}}}}),
	}
}

// Open ensures the collections and returns the service.
func Open(ctx context.Context, d Deps) (*Debrief, error) {
	if d.Now == nil {
		d.Now = time.Now
	}
	s := &Debrief{Deps: d}
	var errs [4]error
	s.meetings, errs[0] = store.Open[groups.Meeting](ctx, d.DB, groups.MeetingSpec())
	s.reports, errs[1] = store.Open[report](ctx, d.DB, Specs()[0])
	s.corrections, errs[2] = store.Open[correction](ctx, d.DB, Specs()[1])
	s.watched, errs[3] = store.Open[watched](ctx, d.DB, Specs()[2])
	if err := errors.Join(errs[:]...); err != nil {
		return nil, fmt.Errorf("debrief: %w", err)
	}
	return s, nil
}

func (s *Debrief) meeting(ctx context.Context, id string) (*groups.Meeting, error) {
	m, err := s.meetings.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, fault.Gone()
	}
	return m, err
}
