package debrief_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"kring/groups"
	"kring/groups/debrief"
	"kring/groups/groupstest"
	"kring/internal/fault"
	"kring/internal/store"
	"kring/internal/store/sqlitestore"
)

// past is a meeting that Roos came to for an hour and Sam missed.
type past struct {
	*groupstest.World
	*debrief.Debrief
	meeting string
	roos    string // participant ids
	sam     string
}

func newPast(t *testing.T) *past {
	t.Helper()
	db, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "kring.db"))
	groupstest.Must(t, err)
	t.Cleanup(func() { _ = db.Close() })
	p := &past{World: groupstest.New(t, db)}
	g := p.Group(t, nil)
	p.roos, p.sam = p.Join(t, g.ID, "roos", "Roos"), p.Join(t, g.ID, "sam", "Sam")
	view, err := p.ViewGroup(t.Context(), g.ID, groupstest.Guide)
	groupstest.Must(t, err)
	p.meeting = view.Meetings[0].ID
	docs, err := store.Open[groups.Meeting](t.Context(), db, groups.MeetingSpec())
	groupstest.Must(t, err)
	_, err = docs.Update(t.Context(), p.meeting, func(m *groups.Meeting) error {
		at := m.StartAt
		m.Phase = groups.Closed
		m.Live.Roster = []groups.Seated{
			{ID: "f-" + groupstest.Guide, PersonID: groupstest.Guide, Role: groups.RoleFacilitator, Seen: true, Times: []groups.Span{{In: at, Out: at + 90*60_000}}},
			{ID: p.roos, PersonID: "roos", Role: groups.RoleMember, Seen: true, Times: []groups.Span{{In: at, Out: at + 40*60_000}, {In: at + 45*60_000, Out: at + 65*60_000 - 1}}},
		}
		return nil
	})
	groupstest.Must(t, err)
	p.Debrief, err = debrief.Open(t.Context(), debrief.Deps{DB: db, Vault: p.Vault, People: p.Groups, Now: p.Clock})
	groupstest.Must(t, err)
	return p
}

func (p *past) who(t *testing.T, reasons bool) (out string) {
	t.Helper()
	list, err := p.Attendance(t.Context(), p.meeting, reasons)
	groupstest.Must(t, err)
	for _, a := range list {
		out += fmt.Sprintf("%s:%s/%s %d %s|", a.Alias, a.How, a.Found, a.Minutes, a.Reason)
	}
	return out
}

func TestAttendanceFillsItself(t *testing.T) {
	p := newPast(t)
	ctx := t.Context()
	if got := p.who(t, true); got != "Roos:video/video 60 |Sam:absent/absent 0 |Name of person-guide:video/video 90 |" {
		t.Errorf("found %s", got)
	}
	for _, person := range []string{"sam", "sam", "roos", "somebody else"} { // told again, of one who was there, and of nobody
		groupstest.Must(t, p.WatchedBack(ctx, p.meeting, person))
	}
	if got := p.who(t, true); got != "Roos:video/video 60 |Sam:watched/watched 0 |Name of person-guide:video/video 90 |" {
		t.Errorf("after watching back %s", got)
	}
	fix := debrief.Correction{Meeting: p.meeting, Participant: p.sam, How: debrief.Phone, Reason: " Belde in ", By: groupstest.Guide}
	groupstest.Must(t, p.Correct(ctx, fix))
	fix.How = debrief.Cancelled
	groupstest.Must(t, p.Correct(ctx, fix))
	if got := p.who(t, true); !strings.Contains(got, "Sam:cancelled/watched 0 Belde in|") {
		t.Errorf("corrected %s", got)
	}
	if got := p.who(t, false); strings.Contains(got, "Belde") {
		t.Errorf("a reason for who may not read it: %s", got)
	}
	for want, wrong := range map[string]debrief.Correction{
		"attendance.who":    {Meeting: p.meeting, Participant: "x", How: debrief.Phone, Reason: "r"},
		"attendance.how":    {Meeting: p.meeting, Participant: p.sam, How: "dreamt", Reason: "r"},
		"attendance.reason": {Meeting: p.meeting, Participant: p.sam, How: debrief.Phone, Reason: " "},
		"not-found":         {Meeting: "m0", Participant: p.sam, How: debrief.Phone, Reason: "r"},
	} {
		groupstest.WantFault(t, p.Correct(ctx, wrong), want)
	}
}

// TestEveryWayToBeThere follows from what happened; who said not to come and
// came all the same was there.
func TestEveryWayToBeThere(t *testing.T) {
	p := newPast(t)
	ctx := t.Context()
	docs, err := store.Open[groups.Meeting](ctx, p.DB, groups.MeetingSpec())
	groupstest.Must(t, err)
	set := func(f func(*groups.Meeting)) {
		_, err := docs.Update(ctx, p.meeting, func(m *groups.Meeting) error { f(m); return nil })
		groupstest.Must(t, err)
	}
	is := func(what, want string) {
		t.Helper()
		if got := p.who(t, false); !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	set(func(m *groups.Meeting) { m.Phase = groups.Planned })
	groupstest.Must(t, p.SayAway(ctx, p.meeting, "roos", true))
	for range 2 {
		groupstest.Must(t, p.SayAway(ctx, p.meeting, "sam", true))
	}
	is("said not to come", "Sam:cancelled/cancelled 0")
	groupstest.Must(t, p.SayAway(ctx, p.meeting, "sam", false))
	is("comes after all", "Sam:absent/absent 0")
	set(func(m *groups.Meeting) { m.Phase = groups.Closed })
	groupstest.WantFault(t, p.SayAway(ctx, p.meeting, "sam", true), "meeting.started")
	for range 2 {
		groupstest.Must(t, p.WatchedBack(ctx, p.meeting, "sam"))
		groupstest.Must(t, p.WatchedBack(ctx, p.meeting, "roos"))
	}
	is("watched it back", "Roos:video/video 60 |Sam:watched/watched 0")
	set(func(m *groups.Meeting) { m.Live.Roster[1].Seen = false })
	is("never seen", "Roos:phone/phone 60")
	set(func(m *groups.Meeting) { m.Live.Roster[1].Room = true })
	is("in the room", "Roos:room/room 60")
	set(func(m *groups.Meeting) { m.Kind, m.Live.Roster[1].Room = "chat", false })
	is("in text", "Roos:chat/chat 60")
	set(func(m *groups.Meeting) {
		m.Live.Roster = append(m.Live.Roster, groups.Seated{ID: "room-" + p.meeting, PersonID: "room." + p.meeting, Role: groups.RoleRoom})
	})
	if got := p.who(t, false); strings.Count(got, "|") != 3 {
		t.Errorf("a device is listed: %s", got)
	}
}

func lines(texts ...string) []debrief.Line {
	out := make([]debrief.Line, 5)
	for i, s := range texts {
		out[i] = debrief.Line{Text: strings.TrimPrefix(s, "+"), Shared: strings.HasPrefix(s, "+")}
	}
	return out
}

func TestAReportOfFiveLines(t *testing.T) {
	p := newPast(t)
	ctx := t.Context()
	r, err := p.Report(ctx, p.meeting)
	groupstest.Must(t, err)
	if r.Rev != 0 || len(r.Lines) != 5 {
		t.Errorf("before it is written: %+v", r)
	}
	r, err = p.Write(ctx, p.meeting, groupstest.Guide, 0, lines("+We ademden samen. ", "Sam was er niet."))
	groupstest.Must(t, err)
	back, err := p.ReadBack(ctx, p.meeting)
	groupstest.Must(t, err)
	if fmt.Sprint(back) != "[We ademden samen.]" {
		t.Errorf("the group reads %v", back)
	}
	_, err = p.Write(ctx, p.meeting, groupstest.CoGuide, 0, lines("+Iets anders"))
	var newer *debrief.NewerReport
	if !errors.As(err, &newer) || newer.Current.Lines[1].Text != "Sam was er niet." || !fault.Is(err, fault.Conflict) {
		t.Errorf("the second writer: %v", err)
	}
	if r, err = p.Write(ctx, p.meeting, groupstest.CoGuide, r.Rev, lines("+Iets anders")); err != nil || r.Rev != 2 {
		t.Errorf("on what she read: %+v, %v", r, err)
	}
	_, err = p.Write(ctx, p.meeting, groupstest.Guide, 2, nil)
	groupstest.WantFault(t, err, "report.lines")
	_, err = p.Write(ctx, p.meeting, groupstest.Guide, 2, lines(strings.Repeat("x", 501)))
	groupstest.WantFault(t, err, "report.long")
}
