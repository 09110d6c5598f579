// Package groupstest makes a small organisation with groups, for tests of
// groups and of what stands on it.
package groupstest

import (
	"bytes"
	"context"
	"sync/atomic"
	"testing"
	"time"

	"kring/groups"
	"kring/groups/organisation"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

// The people who are there from the start, by person id.
const (
	Coordinator = "person-coordinator"
	Guide       = "person-guide"
	CoGuide     = "person-coguide"
	Programme   = "stress"
)

// Begin is what the clock says at first: a Tuesday noon in Amsterdam's winter.
var Begin = time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC)

// World is one organisation, with a clock of its own.
type World struct {
	*groups.Groups
	Vault *seal.Vault
	DB    store.DB
	Org   string

	clock atomic.Int64
}

// New opens groups on db, which holds the keys too, and makes an organisation.
func New(t testing.TB, db store.DB) *World {
	t.Helper()
	vault, err := seal.Open(t.Context(), db, bytes.Repeat([]byte{7}, seal.KeySize))
	Must(t, err)
	w := &World{Vault: vault, DB: db}
	w.clock.Store(Begin.UnixMilli())
	w.Groups, err = groups.Open(t.Context(), groups.Deps{DB: db, Vault: vault, Programmes: plans{}, Names: names{}, Now: w.Clock})
	Must(t, err)
	w.Org = w.AddOrganisation(t, "")
	Must(t, w.Organisations.Give(t.Context(), w.Org, Coordinator, organisation.Coordinator))
	return w
}

// Clock is the world's time.
func (w *World) Clock() time.Time { return time.UnixMilli(w.clock.Load()).UTC() }

// Pass lets time pass.
func (w *World) Pass(d time.Duration) { w.clock.Add(d.Milliseconds()) }

// AddOrganisation makes a wijkteam below parent where the guides may be chosen.
func (w *World) AddOrganisation(t testing.TB, parent string) string {
	t.Helper()
	o := &organisation.Organisation{Kind: "wijkteam", Name: "Wijkteam Oost", ParentID: parent}
	Must(t, w.Organisations.Add(t.Context(), o))
	Must(t, w.Organisations.Give(t.Context(), o.ID, Guide, organisation.Facilitator))
	Must(t, w.Organisations.Give(t.Context(), o.ID, CoGuide, organisation.Facilitator))
	return o.ID
}

// Form is a complete request for a new group.
func Form() groups.NewGroup {
	return groups.NewGroup{
		ProgrammeID: Programme, Name: "Rust op dinsdag", Theme: "stress", Kind: "groepsbegeleiding", Capacity: 8, MinAge: 18,
		Visibility: groups.VisibleMembers, FirstDate: "2026-12-01", Time: "19:30", EveryDays: 7,
		Facilitators: []string{Guide}, CoFacilitator: CoGuide,
	}
}

// Group makes a group from the form, changed by change (nil for not at all).
func (w *World) Group(t testing.TB, change func(*groups.NewGroup)) *groups.Group {
	t.Helper()
	f := Form()
	if change != nil {
		change(&f)
	}
	g, err := w.CreateGroup(t.Context(), w.Org, f)
	Must(t, err)
	return g
}

// Join makes a person an active member and returns the member id.
func (w *World) Join(t testing.TB, groupID, person, alias string) string {
	t.Helper()
	spot, err := w.TakeSpot(t.Context(), groups.Claim{GroupID: groupID, PersonID: person, Alias: alias})
	Must(t, err)
	Must(t, w.Admit(t.Context(), groupID, spot))
	return spot.MemberID
}

// CloseMeeting has a meeting be over.
func (w *World) CloseMeeting(t testing.TB, id string) {
	t.Helper()
	docs, err := store.Open[groups.Meeting](t.Context(), w.DB, groups.MeetingSpec())
	Must(t, err)
	_, err = docs.Update(t.Context(), id, func(m *groups.Meeting) error { m.Phase = groups.Closed; return nil })
	Must(t, err)
}

// Must ends the test when err is not nil.
func Must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// WantFault fails the test unless err is the fault with this code.
func WantFault(t testing.TB, err error, code string) {
	t.Helper()
	if f := fault.Of(err); f == nil || f.Code != code {
		t.Errorf("got %v, want the fault %s", err, code)
	}
}

// names calls everybody after their id.
type names struct{}

func (names) Name(_ context.Context, id string) (string, error) { return "Name of " + id, nil }

// plans knows one programme of three sessions.
type plans struct{}

func (plans) Plan(_ context.Context, id string, version int) (groups.Plan, error) {
	if id != Programme || version > 2 {
		return groups.Plan{}, fault.Gone()
	}
	return groups.Plan{ID: id, Version: 2, Title: "Omgaan met stress", Sessions: []groups.Session{
		{ID: "s1", Title: "Kennismaken", DurationMin: 90}, {ID: "s2", Title: "Spanning", DurationMin: 90}, {ID: "s3", Title: "Verder", DurationMin: 60},
	}}, nil
}
