package groups_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"kring/groups"
	"kring/groups/groupstest"
	"kring/groups/organisation"
	"kring/internal/access"
	"kring/internal/fault"
	"kring/internal/store"
)

func TestGroupFromProgramme(t *testing.T) {
	w := world(t)
	g := w.Group(t, nil)
	v, err := w.ViewGroup(t.Context(), g.ID, groupstest.Coordinator)
	groupstest.Must(t, err)
	if v.Status != groups.StatusPlanned || v.ProgrammeTitle != "Omgaan met stress" || v.Viewer.Role != groups.RoleCoordinator || len(v.Facilitators) != 2 {
		t.Errorf("group %+v", v)
	}
	if len(v.Meetings) != 3 {
		t.Fatalf("%d meetings, want 3", len(v.Meetings))
	}
	for i, want := range []string{"2026-12-01T18:30:00Z", "2026-12-08T18:30:00Z", "2026-12-15T18:30:00Z"} {
		m := v.Meetings[i]
		if got := time.UnixMilli(m.StartAt).UTC().Format(time.RFC3339); got != want || m.Number != i+1 || m.Seats != 10 || m.Phase != groups.Planned {
			t.Errorf("meeting %d starts at %s, want %s: %+v", i+1, got, want, m)
		}
	}
	list, err := w.ListGroups(t.Context(), w.Org)
	if err != nil || len(list) != 1 || list[0].NextMeetingAt != v.Meetings[0].StartAt {
		t.Errorf("list %+v, %v", list, err)
	}
}

func TestFormIsCheckedPerField(t *testing.T) {
	w := world(t)
	elsewhere := "person-elsewhere"
	other := w.AddOrganisation(t, w.Org)
	groupstest.Must(t, w.Organisations.Give(t.Context(), other, elsewhere, organisation.Facilitator))
	for _, c := range []struct {
		field  string
		change func(*groups.NewGroup)
	}{
		{"capacity", func(f *groups.NewGroup) { f.Capacity = 1 }},
		{"capacity", func(f *groups.NewGroup) { f.Capacity = 15 }},
		{"minAge", func(f *groups.NewGroup) { f.MinAge = 15 }},
		{"minAge", func(f *groups.NewGroup) { f.MinAge = 0 }},
		{"kind", func(f *groups.NewGroup) { f.Kind = "cursus" }},
		{"visibility", func(f *groups.NewGroup) { f.Visibility = "" }},
		{"meetingKind", func(f *groups.NewGroup) { f.MeetingKind = "phone" }},
		{"privateChat", func(f *groups.NewGroup) { f.PrivateChat = "on" }},
		{"name", func(f *groups.NewGroup) { f.Name = " " }},
		{"theme", func(f *groups.NewGroup) { f.Theme = "a\nb" }},
		{"firstDate", func(f *groups.NewGroup) { f.FirstDate = "1-12-2026" }},
		{"firstDate", func(f *groups.NewGroup) { f.FirstDate = "2206-12-01" }},
		{"time", func(f *groups.NewGroup) { f.Time = "25:00" }},
		{"everyDays", func(f *groups.NewGroup) { f.EveryDays = 0 }},
		{"programmeId", func(f *groups.NewGroup) { f.ProgrammeID = "none" }},
		{"facilitators", func(f *groups.NewGroup) { f.Facilitators = nil }},
		{"facilitators", func(f *groups.NewGroup) { f.Facilitators = []string{elsewhere} }},
		{"coFacilitator", func(f *groups.NewGroup) { f.CoFacilitator = elsewhere }},
		{"coFacilitator", func(f *groups.NewGroup) { f.CoFacilitator = groupstest.Guide }},
	} {
		f := groupstest.Form()
		c.change(&f)
		_, err := w.CreateGroup(t.Context(), w.Org, f)
		if got := fault.Of(err); got == nil || got.Kind != fault.Invalid || got.Field != c.field {
			t.Errorf("got %v, want a fault of field %s", err, c.field)
		}
	}
	if list, _ := w.ListGroups(t.Context(), w.Org); len(list) != 0 {
		t.Errorf("refused forms left %d groups", len(list))
	}
}

// breaking fails the n-th write after it is armed, as a crash would.
type breaking struct {
	store.DB
	mu   sync.Mutex
	left int
}

var errBroken = errors.New("the power went")

func (b *breaking) write() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.left--
	if b.left == 0 {
		return errBroken
	}
	return nil
}

func (b *breaking) Insert(ctx context.Context, coll string, d store.Doc) error {
	if err := b.write(); err != nil {
		return err
	}
	return b.DB.Insert(ctx, coll, d)
}

func (b *breaking) Replace(ctx context.Context, coll string, rev int64, d store.Doc) error {
	if err := b.write(); err != nil {
		return err
	}
	return b.DB.Replace(ctx, coll, rev, d)
}

// Whatever step breaks, nobody sees half a group, and asking again with the
// same key gives one whole group.
func TestCreationSurvivesABreakAtEveryStep(t *testing.T) {
	for step := 1; ; step++ {
		w := world(t)
		b := &breaking{DB: w.DB}
		broken := groupstest.New(t, b)
		f := groupstest.Form()
		f.Key = "form-1"
		b.left = step
		_, err := broken.CreateGroup(t.Context(), broken.Org, f)
		if err == nil {
			if step < 6 { // a draft, three meetings, the group
				t.Errorf("only %d writes", step-1)
			}
			return
		}
		if !errors.Is(err, errBroken) {
			t.Fatal(err)
		}
		if list, _ := broken.ListGroups(t.Context(), broken.Org); len(list) != 0 {
			t.Fatalf("break at %d: half a group is in the list", step)
		}
		if mine, _ := broken.MyGroups(t.Context(), groupstest.Guide); len(mine) != 0 {
			t.Fatalf("break at %d: its facilitator sees half a group", step)
		}
		wantNoFactsOfDrafts(t, broken)
		g, err := broken.CreateGroup(t.Context(), broken.Org, f)
		groupstest.Must(t, err)
		again, err := broken.CreateGroup(t.Context(), broken.Org, f)
		if err != nil || again.ID != g.ID {
			t.Errorf("break at %d: again gives %v, %v", step, again, err)
		}
		v, err := broken.ViewGroup(t.Context(), g.ID, groupstest.Guide)
		if err != nil || len(v.Meetings) != 3 {
			t.Errorf("break at %d: %d meetings, %v", step, len(v.Meetings), err)
		}
	}
}

// wantNoFactsOfDrafts: to the policy a draft and its meetings do not exist.
func wantNoFactsOfDrafts(t *testing.T, w *groupstest.World) {
	t.Helper()
	gs, err := stored(t, w).Find(t.Context(), store.Query{Where: []store.Cond{store.Is("orgId", w.Org)}, Limit: 10})
	groupstest.Must(t, err)
	for _, g := range gs {
		for _, p := range []access.Place{{Kind: access.Group, ID: g.ID}, {Kind: access.Meeting, ID: g.ID + "-01"}, {Kind: access.Channel, ID: groups.Channel(g.ID)}} {
			f, err := w.Facts(t.Context(), groupstest.Guide, p)
			if err != nil || f != (access.Facts{Person: groupstest.Guide}) {
				t.Errorf("a draft has facts at %v: %+v, %v", p, f, err)
			}
		}
		if _, err := w.Circle(t.Context(), g.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("a draft has a circle: %v", err)
		}
	}
}

// stored opens the groups as they rest in the store.
func stored(t *testing.T, w *groupstest.World) store.Collection[groups.Group, *groups.Group] {
	t.Helper()
	c, err := store.Open[groups.Group](t.Context(), w.DB, groups.Specs()[0])
	groupstest.Must(t, err)
	return c
}

func TestSameFormAtOnceMakesOneGroup(t *testing.T) {
	w := world(t)
	f := groupstest.Form()
	f.Key = "double-click"
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := w.CreateGroup(t.Context(), w.Org, f); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if list, err := w.ListGroups(t.Context(), w.Org); err != nil || len(list) != 1 {
		t.Errorf("%d groups, %v", len(list), err)
	}
}

func TestMoveMeeting(t *testing.T) {
	w := world(t)
	g := w.Group(t, nil)
	v, err := w.ViewGroup(t.Context(), g.ID, groupstest.Guide)
	groupstest.Must(t, err)
	m := v.Meetings[1]
	to := m.StartAt + (24 * time.Hour).Milliseconds()
	moved, _, err := w.MoveMeeting(t.Context(), m.ID, m.Rev, groups.Move{StartAt: to})
	if err != nil || moved.StartAt != to {
		t.Errorf("moved %+v, %v", moved, err)
	}
	_, _, err = w.MoveMeeting(t.Context(), m.ID, m.Rev, groups.Move{StartAt: to})
	groupstest.WantFault(t, err, "meeting.changed")
	_, _, err = w.MoveMeeting(t.Context(), m.ID, moved.Rev, groups.Move{StartAt: groupstest.Begin.UnixMilli() - 1})
	groupstest.WantFault(t, err, "date.range")
	_, _, err = w.MoveMeeting(t.Context(), "none", 1, groups.Move{StartAt: to})
	groupstest.WantFault(t, err, "not-found")

	meetings, err := store.Open[groups.Meeting](t.Context(), w.DB, groups.MeetingSpec())
	groupstest.Must(t, err)
	begun, err := meetings.Update(t.Context(), m.ID, func(m *groups.Meeting) error { m.Phase = groups.Opened; return nil })
	groupstest.Must(t, err)
	_, _, err = w.MoveMeeting(t.Context(), m.ID, begun.Rev, groups.Move{StartAt: to})
	groupstest.WantFault(t, err, "meeting.started")
	if v, err := w.ViewGroup(t.Context(), g.ID, groupstest.Guide); err != nil || v.Status != groups.StatusRunning || !v.Meetings[1].Joinable {
		t.Errorf("with an open meeting: %+v, %v", v, err)
	}
}

// What follows moves as far on the clock on the wall, through the night on which
// that changes; a failure half-way is mended by asking again.
func TestLaterMeetingsFollow(t *testing.T) {
	w := world(t)
	g := w.Group(t, func(f *groups.NewGroup) { f.FirstDate, f.Time, f.EveryDays = "2027-03-16", "19:30", 7 })
	v, err := w.ViewGroup(t.Context(), g.ID, groupstest.Guide)
	groupstest.Must(t, err)
	second := v.Meetings[1]
	at := func(day, clock string) int64 {
		t.Helper()
		zone, err := time.LoadLocation("Europe/Amsterdam")
		groupstest.Must(t, err)
		moment, err := time.ParseInLocation("2006-01-02 15:04", day+" "+clock, zone)
		groupstest.Must(t, err)
		return moment.UnixMilli()
	}
	_, moved, err := w.MoveMeeting(t.Context(), second.ID, second.Rev, groups.Move{StartAt: at("2027-03-24", "20:00"), Following: true})
	if err != nil || len(moved) != len(v.Meetings)-2 {
		t.Fatalf("%d followed, %v", len(moved), err)
	}
	if moved[0].StartAt != at("2027-03-31", "20:00") { // it is summer time since the 28th
		t.Errorf("the third is at %v", time.UnixMilli(moved[0].StartAt))
	}
	after, err := w.ViewGroup(t.Context(), g.ID, groupstest.Guide)
	if err != nil || after.Meetings[0].StartAt != v.Meetings[0].StartAt || after.Meetings[2].StartAt != moved[0].StartAt {
		t.Errorf("after it: %+v, %v", after.Meetings, err)
	}
	untold, err := w.Untold(t.Context())
	if err != nil || len(untold) != len(v.Meetings)-1 {
		t.Errorf("people are to be told of %d moves, %v", len(untold), err)
	}

	// It fails after the second: the third is somewhere where it may not be.
	first, third := after.Meetings[0], after.Meetings[2]
	meetings, err := store.Open[groups.Meeting](t.Context(), w.DB, groups.MeetingSpec())
	groupstest.Must(t, err)
	put := func(start int64) {
		t.Helper()
		_, err := meetings.Update(t.Context(), third.ID, func(m *groups.Meeting) error { m.StartAt = start; return nil })
		groupstest.Must(t, err)
	}
	put(at("2030-01-01", "20:00"))
	day := groups.Move{StartAt: at("2027-03-17", "19:30"), Following: true}
	_, _, err = w.MoveMeeting(t.Context(), first.ID, first.Rev, day)
	groupstest.WantFault(t, err, "date.range")
	put(third.StartAt)
	if _, _, err = w.MoveMeeting(t.Context(), first.ID, first.Rev, day); err != nil {
		t.Fatal(err)
	}
	for i, want := range []int64{day.StartAt, at("2027-03-25", "20:00"), at("2027-04-01", "20:00")} {
		if now, err := w.Meeting(t.Context(), after.Meetings[i].ID); err != nil || now.StartAt != want {
			t.Errorf("meeting %d is at %v, %v", i+1, time.UnixMilli(now.StartAt), err)
		}
	}
}

func TestCallOffAMeeting(t *testing.T) {
	w := world(t)
	g := w.Group(t, nil)
	v, err := w.ViewGroup(t.Context(), g.ID, groupstest.Guide)
	groupstest.Must(t, err)
	first := v.Meetings[0]
	_, err = w.CallOffMeeting(t.Context(), first.ID, first.Rev+1, true)
	groupstest.WantFault(t, err, "meeting.changed")
	_, err = w.CallOffMeeting(t.Context(), "none", 1, true)
	groupstest.WantFault(t, err, "not-found")
	off, err := w.CallOffMeeting(t.Context(), first.ID, first.Rev, true)
	if err != nil || off.Phase != groups.CalledOff || off.Joinable {
		t.Fatalf("called off: %+v, %v", off, err)
	}
	untold, err := w.Untold(t.Context())
	if err != nil || len(untold) != 1 || untold[0].Untold != groups.UntoldOff || !untold[0].Entry().Off || untold[0].Entry().Sequence != 1 {
		t.Errorf("to be told: %+v, %v", untold, err)
	}
	groupstest.WantFault(t, w.SayAway(t.Context(), first.ID, "anna", true), "meeting.started")
	mine, err := w.MyMeetings(t.Context(), groupstest.Guide)
	groupstest.Must(t, err)
	for _, m := range mine {
		if m.ID == first.ID {
			t.Error("it is still among what comes")
		}
	}
	soon, err := w.Upcoming(t.Context(), first.StartAt-1, first.StartAt+1)
	if err != nil || len(soon) != 0 {
		t.Errorf("reminders go out for %d meetings, %v", len(soon), err)
	}
	w.Pass(time.UnixMilli(first.StartAt).Sub(w.Now()) + 3*time.Hour)
	if past, err := w.Past(t.Context(), g.ID); err != nil || len(past) != 0 {
		t.Errorf("it counts as held: %+v, %v", past, err)
	}
	if v, err = w.ViewGroup(t.Context(), g.ID, groupstest.Guide); err != nil || v.Status != groups.StatusPlanned {
		t.Errorf("a group of which nothing was held is %s, %v", v.Status, err)
	}

	held, err := w.CallOffMeeting(t.Context(), first.ID, off.Rev, false)
	if err != nil || held.Phase != groups.Planned {
		t.Errorf("held after all: %+v, %v", held, err)
	}
	if off, err = w.CallOffMeeting(t.Context(), first.ID, held.Rev, true); err != nil {
		t.Fatal(err)
	}
	again, _, err := w.MoveMeeting(t.Context(), first.ID, off.Rev, groups.Move{StartAt: w.Now().Add(24 * time.Hour).UnixMilli()})
	if err != nil || again.Phase != groups.Planned {
		t.Errorf("another day: %+v, %v", again, err)
	}
}

// TestPlanning: an organisation's own meetings in a stretch of time, with who
// leads each, and nothing of another organisation.
func TestPlanning(t *testing.T) {
	w := world(t)
	g := w.Group(t, nil) // on 1, 8 and 15 December
	other := w.AddOrganisation(t, "")
	f := groupstest.Form()
	_, err := w.CreateGroup(t.Context(), other, f)
	groupstest.Must(t, err)
	w.Group(t, func(f *groups.NewGroup) { f.Name, f.FirstDate, f.Time = "Eerder", "2026-12-08", "10:00" })
	at := func(day int) int64 { return time.Date(2026, 12, day, 0, 0, 0, 0, time.UTC).UnixMilli() }
	v, err := w.ViewGroup(t.Context(), g.ID, groupstest.Guide)
	groupstest.Must(t, err)
	_, err = w.CallOffMeeting(t.Context(), v.Meetings[1].ID, v.Meetings[1].Rev, true)
	groupstest.Must(t, err)
	w.CloseMeeting(t, v.Meetings[0].ID)
	all, err := w.Planning(t.Context(), w.Org, at(1), at(15))
	groupstest.Must(t, err)
	var lines []string
	for _, m := range all {
		lines = append(lines, fmt.Sprintf("%s %s %d %s %v", time.UnixMilli(m.StartAt).UTC().Format("02 15:04"), m.GroupName, m.Number, m.Phase, m.Guides))
	}
	want := "01 18:30 Rust op dinsdag 1 closed [Name of person-guide Name of person-coguide]\n08 09:00 Eerder 1 planned [Name of person-guide Name of person-coguide]\n08 18:30 Rust op dinsdag 2 off [Name of person-guide Name of person-coguide]"
	if got := strings.Join(lines, "\n"); got != want {
		t.Errorf("the planning is\n%s\nwant\n%s", got, want)
	}
	_, err = w.Planning(t.Context(), w.Org, at(1), at(1)+46*24*time.Hour.Milliseconds())
	groupstest.WantFault(t, err, "planning.range")
}

func TestDaysWithoutAMeeting(t *testing.T) {
	w := world(t)
	g := w.Group(t, func(f *groups.NewGroup) {
		f.FirstDate, f.EveryDays, f.Skip = "2026-12-18", 7, []string{"2026-12-25", "2027-01-01"}
	})
	v, err := w.ViewGroup(t.Context(), g.ID, groupstest.Guide)
	groupstest.Must(t, err)
	for i, want := range []string{"2026-12-18", "2027-01-08", "2027-01-15"} {
		if got := time.UnixMilli(v.Meetings[i].StartAt).Format(time.DateOnly); got != want {
			t.Errorf("meeting %d is on %s, want %s", i+1, got, want)
		}
	}
	for _, skip := range [][]string{{"25 december"}, make([]string, 101)} {
		f := groupstest.Form()
		f.Skip = skip
		_, err := w.CreateGroup(t.Context(), w.Org, f)
		groupstest.WantFault(t, err, "date.invalid")
	}
}

func TestWhenAMeetingCanBeJoined(t *testing.T) {
	w := world(t)
	g := w.Group(t, func(f *groups.NewGroup) { f.FirstDate, f.Time = "2026-11-24", "12:00" }) // now
	w.Pass(-31 * time.Minute)
	at := func(wait time.Duration) groups.MyMeeting {
		t.Helper()
		w.Pass(wait)
		ms, err := w.MyMeetings(t.Context(), groupstest.Guide)
		if err != nil || len(ms) == 0 {
			t.Fatalf("%v, %v", ms, err)
		}
		return ms[0]
	}
	if m := at(0); m.Joinable || m.Number != 1 || m.Role != groups.RoleFacilitator {
		t.Errorf("31 minutes before: %+v", m)
	}
	if m := at(time.Minute); !m.Joinable {
		t.Errorf("30 minutes before: %+v", m)
	}
	if m := at(30*time.Minute + 150*time.Minute); !m.Joinable || m.Number != 1 {
		t.Errorf("an hour after its end: %+v", m)
	}
	if m := at(time.Minute); m.Joinable || m.Number != 2 {
		t.Errorf("later the next one is shown: %+v", m)
	}
	groupstest.Must(t, w.End(t.Context(), g.ID))
	if ms, err := w.MyMeetings(t.Context(), groupstest.Guide); len(ms) != 0 || err != nil {
		t.Errorf("after the end of the group: %v, %v", ms, err)
	}
	if f, _ := w.Facts(t.Context(), groupstest.Guide, access.Place{Kind: access.Group, ID: g.ID}); !f.Ended {
		t.Error("the facts do not say that it ended")
	}
}
