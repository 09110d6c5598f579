// Package groups holds what is true of a group on paper too: the organisation
// it belongs to, its dates, who guides it, who is in it and who sees whom. How one
// gets in is groups/enrol, what people agree to groups/consent.
//
// Nobody's right to ask is checked here: an edge gathers Facts, asks the
// policy, and then calls. What is checked here must hold whoever asks:
// capacity, one alias per group, expiry, agreements, one stored revision.
//
// There are no transactions. The invariant "no more people than places, no
// two with one alias" lives in one document, the Group with its Spots;
// everything around it is a step that can be repeated.
package groups

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"kring/groups/consent"
	"kring/groups/organisation"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

// Vault is what groups needs of internal/seal.
type Vault interface {
	Seal(ctx context.Context, k seal.Key, r seal.Ref, plain []byte) ([]byte, error)
	Open(ctx context.Context, k seal.Key, r seal.Ref, box []byte) ([]byte, error)
	Blind(purpose, value string) string
}

// Plan is what a group needs to know of one version of a programme.
type Plan struct {
	ID       string
	Version  int
	Title    string
	Sessions []Session
}

// Session is one session of a plan; a meeting is made from each.
type Session struct {
	ID          string
	Title       string
	DurationMin int
}

// Programmes gives plans; version 0 asks for the newest published one.
type Programmes interface {
	Plan(ctx context.Context, programmeID string, version int) (Plan, error)
}

// Deps is what Open needs; Now is time.Now when nil.
type Deps struct {
	DB         store.DB
	Vault      Vault
	Programmes Programmes
	Names      organisation.Names
	Now        func() time.Time
}

// Groups is the service, with the two it stands on. It holds no state of its own.
type Groups struct {
	Deps
	Organisations *organisation.Organisations
	Consents      *consent.Consents

	groups   store.Collection[Group, *Group]
	members  store.Collection[Member, *Member]
	meetings store.Collection[Meeting, *Meeting]
}

// The collections; groups/meeting opens the meetings too.
const (
	groupColl   = "groups"
	memberColl  = "members"
	meetingColl = "meetings"
)

// Specs declares the collections of this package and the two it stands on.
func Specs() []store.Spec {
	return append(ownSpecs(), append(organisation.Specs(), consent.Spec())...)
}

func ownSpecs() []store.Spec {
	return []store.Spec{
		store.Of[Group](store.Spec{Name: groupColl, Indexes: []store.Index{{Fields: []string{"orgId"}}, {Fields: []string{"key"}, Unique: true}, {Fields: []string{"guideIds"}}, {Fields: []string{"public"}}, {Fields: []string{"waiterIds"}}, {Fields: []string{"waitDue"}}}}),
		store.Of[Member](store.Spec{Name: memberColl, Indexes: []store.Index{{Fields: []string{"groupId", "personId"}, Unique: true}, {Fields: []string{"personId"}}}}),
		MeetingSpec(),
	}
}

// MeetingSpec declares the meetings, which groups/meeting opens too.
func MeetingSpec() store.Spec {
	return store.Of[Meeting](store.Spec{Name: meetingColl, Indexes: []store.Index{{Fields: []string{"groupId", "number"}, Unique: true}, {Fields: []string{"phase", "startAt"}}, {Fields: []string{"untold"}}, {Fields: []string{"only"}}, {Fields: []string{"substituteIds"}}}})
}

// Open ensures the collections and returns the service.
func Open(ctx context.Context, d Deps) (*Groups, error) {
	if d.Now == nil {
		d.Now = time.Now
	}
	s := &Groups{Deps: d}
	specs := ownSpecs()
	var errs [5]error
	s.groups, errs[0] = store.Open[Group](ctx, d.DB, specs[0])
	s.members, errs[1] = store.Open[Member](ctx, d.DB, specs[1])
	s.meetings, errs[2] = store.Open[Meeting](ctx, d.DB, specs[2])
	s.Organisations, errs[3] = organisation.Open(ctx, d.DB, d.Names)
	s.Consents, errs[4] = consent.Open(ctx, d.DB, d.Now)
	if err := errors.Join(errs[:]...); err != nil {
		return nil, fmt.Errorf("groups: %w", err)
	}
	return s, nil
}

func (s *Groups) now() int64 { return s.Now().UnixMilli() }

// gone turns a missing document into the one answer that tells nothing.
func gone(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return fault.Gone()
	}
	return err
}

// compare orders by name, then by id, so that lists never jump.
func compare(a, b, ida, idb string) int {
	return cmp.Or(cmp.Compare(a, b), cmp.Compare(ida, idb))
}
