package appointment_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"kring/groups"
	"kring/groups/appointment"
	"kring/groups/groupstest"
	"kring/internal/access"
	"kring/internal/store/sqlitestore"
)

const anna, bram = "person-anna", "person-bram"

type world struct {
	*groupstest.World
	*appointment.Appointments
	group   string
	members map[string]string // member id by person
	told    []string          // person and kind of each mail
}

// Enrol knows everybody by their address.
func (w *world) Enrol(_ context.Context, email, _ string, proven bool) (string, error) {
	return fmt.Sprint("person-", email, "-", proven), nil
}

func (w *world) Tell(_ context.Context, person, kind string) error {
	w.told = append(w.told, person+" "+kind)
	return nil
}

func open(t *testing.T) *world {
	t.Helper()
	db, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "kring.db"))
	groupstest.Must(t, err)
	t.Cleanup(func() { groupstest.Must(t, db.Close()) })
	w := &world{World: groupstest.New(t, db), members: map[string]string{}}
	w.group = w.World.Group(t, nil).ID
	for person, alias := range map[string]string{anna: "Anna", bram: "Bram"} {
		w.members[person] = w.Join(t, w.group, person, alias)
	}
	w.Appointments, err = appointment.Open(t.Context(), appointment.Deps{DB: db, Vault: w.Vault, Groups: w.Groups, People: w, Notices: w, Now: w.Clock})
	groupstest.Must(t, err)
	return w
}

// in is a moment of half an hour, so much from now.
func (w *world) in(d time.Duration) appointment.Moment {
	return appointment.Moment{StartAt: w.Clock().Add(d).UnixMilli(), DurationMin: 30}
}

func (w *world) offer(t *testing.T, member string, ms ...appointment.Moment) {
	t.Helper()
	groupstest.Must(t, w.Offer(t.Context(), w.group, groupstest.Guide, appointment.Offer{Moments: ms, MemberID: member}))
}

func (w *world) of(t *testing.T, person string) []appointment.SlotView {
	t.Helper()
	vs, err := w.Of(t.Context(), w.group, person)
	groupstest.Must(t, err)
	return vs
}

// says is a person's list in short.
func (w *world) says(t *testing.T, person string) string {
	t.Helper()
	var out []string
	for _, v := range w.of(t, person) {
		out = append(out, strings.TrimSpace(fmt.Sprint(v.Status, " ", v.Member)))
	}
	return strings.Join(out, ", ")
}

func TestAMemberBooksAndCancels(t *testing.T) {
	w := open(t)
	w.offer(t, "", w.in(24*time.Hour), w.in(48*time.Hour))
	w.offer(t, w.members[bram], w.in(72*time.Hour))
	for person, want := range map[string]string{anna: "free, free", bram: "free, free, free", groupstest.CoGuide: "free, free, free Bram", "person-stranger": ""} {
		if got := w.says(t, person); got != want {
			t.Errorf("%s sees %q, want %q", person, got, want)
		}
	}
	slot := w.of(t, anna)[0]
	groupstest.Must(t, w.Book(t.Context(), slot.ID, anna))
	groupstest.Must(t, w.Book(t.Context(), slot.ID, anna))
	groupstest.WantFault(t, w.Book(t.Context(), slot.ID, bram), "slot.taken")
	groupstest.WantFault(t, w.Book(t.Context(), w.of(t, bram)[1].ID, anna), "slot.taken")
	if a, b, g := w.says(t, anna), w.says(t, bram), w.says(t, groupstest.Guide); a != "booked, free" || b != "free, free" || g != "booked Anna, free, free Bram" {
		t.Errorf("anna %q, bram %q, guide %q", a, b, g)
	}
	booked := w.of(t, anna)[0]
	if booked.MeetingID == "" || booked.Joinable || w.of(t, groupstest.CoGuide)[0].MeetingID != "" {
		t.Errorf("the meeting is the two's own: %+v", booked)
	}
	m, err := w.Meeting(t.Context(), booked.MeetingID)
	if err != nil || m.StartAt != booked.StartAt || m.Seats != 2 || !m.Private || m.Kind != "video" {
		t.Errorf("%+v, %v", m, err)
	}
	groupstest.WantFault(t, w.Cancel(t.Context(), slot.ID, bram), "slot.not-booked")
	groupstest.Must(t, w.Cancel(t.Context(), slot.ID, anna))
	_, err = w.Meeting(t.Context(), booked.MeetingID)
	groupstest.WantFault(t, err, "not-found")
	groupstest.Must(t, w.Book(t.Context(), slot.ID, bram))
}

// Of many who press at once one gets it, and no meeting of another stays.
func TestOneOfManyBooks(t *testing.T) {
	w := open(t)
	w.offer(t, "", w.in(time.Hour))
	id := w.of(t, anna)[0].ID
	var wg sync.WaitGroup
	got := make([]error, 12)
	for i := range got {
		wg.Go(func() { got[i] = w.Book(t.Context(), id, []string{anna, bram}[i%2]) })
	}
	wg.Wait()
	winner := anna
	if w.says(t, bram) == "booked" {
		winner = bram
	}
	for i, err := range got {
		if []string{anna, bram}[i%2] != winner {
			groupstest.WantFault(t, err, "slot.taken")
		} else if err != nil {
			t.Errorf("the winner hears %v", err)
		}
	}
	f, err := w.Groups.Facts(t.Context(), winner, access.Place{Kind: access.Meeting, ID: w.of(t, winner)[0].MeetingID})
	if err != nil || f.Membership != access.Active {
		t.Errorf("the winner's meeting: %+v, %v", f, err)
	}
}

func TestTheFacilitatorCallsItOff(t *testing.T) {
	w := open(t)
	w.offer(t, "", w.in(time.Hour), w.in(2*time.Hour))
	vs := w.of(t, anna)
	groupstest.Must(t, w.Book(t.Context(), vs[0].ID, anna))
	for _, v := range vs {
		groupstest.Must(t, w.Withdraw(t.Context(), v.ID))
	}
	groupstest.Must(t, w.Withdraw(t.Context(), vs[0].ID))
	if a, b, told := w.says(t, anna), w.says(t, bram), fmt.Sprint(w.told); a != "off" || b != "" || told != "[person-anna slot-off]" {
		t.Errorf("anna sees %q, bram %q; told by mail: %s", a, b, told)
	}
	groupstest.WantFault(t, w.Book(t.Context(), vs[1].ID, bram), "slot.taken")
	w.Pass(3 * time.Hour)
	if got := w.says(t, anna) + w.says(t, groupstest.Guide); got != "" {
		t.Errorf("what is over still shows: %q", got)
	}
}

func TestWhatCannotBeOffered(t *testing.T) {
	w := open(t)
	w.offer(t, "", w.in(time.Hour))
	for _, c := range []struct {
		moment appointment.Moment
		member string
		code   string
	}{
		{w.in(-time.Minute), "", "date.range"},
		{w.in(400 * 24 * time.Hour), "", "date.range"},
		{appointment.Moment{StartAt: w.in(5 * time.Hour).StartAt, DurationMin: 5}, "", "slot.length"},
		{appointment.Moment{StartAt: w.in(5 * time.Hour).StartAt, DurationMin: 500}, "", "slot.length"},
		{w.in(time.Hour + 29*time.Minute), "", "slot.overlap"},
		{w.in(5 * time.Hour), "f-" + groupstest.CoGuide, "slot.member"},
		{w.in(5 * time.Hour), "nobody", "slot.member"},
	} {
		err := w.Offer(t.Context(), w.group, groupstest.Guide, appointment.Offer{Moments: []appointment.Moment{c.moment}, MemberID: c.member})
		groupstest.WantFault(t, err, c.code)
	}
	groupstest.WantFault(t, w.Offer(t.Context(), w.group, groupstest.Guide, appointment.Offer{}), "slot.count")
	w.offer(t, "", w.in(time.Hour+30*time.Minute)) // right after it is no overlap
	groupstest.Must(t, w.Offer(t.Context(), w.group, groupstest.CoGuide, appointment.Offer{Moments: []appointment.Moment{w.in(time.Hour)}}))
	w.Pass(2 * time.Hour)
	groupstest.WantFault(t, w.Book(t.Context(), "nothing", anna), "not-found")
}

// To somebody else's slot a member is nobody.
func TestFactsOfASlot(t *testing.T) {
	w := open(t)
	w.offer(t, w.members[bram], w.in(time.Hour))
	place := access.Place{Kind: access.Slot, ID: w.of(t, bram)[0].ID}
	for person, want := range map[string]bool{anna: false, bram: true, groupstest.Guide: true, groupstest.CoGuide: true, groupstest.Coordinator: false} {
		f, err := w.Appointments.Facts(t.Context(), person, place)
		groupstest.Must(t, err)
		if got := f.Group == w.group; got != want {
			t.Errorf("%s: %+v", person, f)
		}
	}
}

// The calendar file holds when and where, never who or what, and a later one
// of the same appointment replaces it.
func TestCalendarFile(t *testing.T) {
	w := open(t)
	w.offer(t, "", w.in(24*time.Hour))
	id := w.of(t, anna)[0].ID
	const url = "https://kring.example"
	_, err := w.Calendar(t.Context(), id, anna, url)
	groupstest.WantFault(t, err, "not-found")
	groupstest.Must(t, w.Book(t.Context(), id, anna))
	v := w.of(t, anna)[0]
	raw, err := w.Calendar(t.Context(), id, anna, url)
	groupstest.Must(t, err)
	first := parse(t, raw)
	for name, want := range map[ics.ComponentProperty]string{
		ics.ComponentPropertySummary: "Afspraak", ics.ComponentPropertyUrl: url + "/bijeenkomst/" + v.MeetingID, ics.ComponentPropertyUniqueId: id + "@kring.example",
		ics.ComponentPropertyDtStart: "20261125T120000", ics.ComponentPropertyDtEnd: "20261125T123000", ics.ComponentPropertyStatus: "CONFIRMED",
	} {
		if got := first.GetProperty(name).Value; got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	text := string(raw)
	if !strings.Contains(text, "METHOD:PUBLISH") {
		t.Errorf("no METHOD:PUBLISH in %s", text)
	}
	for _, word := range []string{"Anna", "Name of", "Rust op dinsdag", "stress", "DESCRIPTION"} {
		if strings.Contains(text, word) {
			t.Errorf("it says %q: %s", word, text)
		}
	}
	if _, err := w.Calendar(t.Context(), id, groupstest.CoGuide, url); err == nil {
		t.Error("the other facilitator has it too")
	}
	groupstest.Must(t, w.Withdraw(t.Context(), id))
	raw, err = w.Calendar(t.Context(), id, anna, url)
	groupstest.Must(t, err)
	off := parse(t, raw)
	if !strings.Contains(string(raw), "METHOD:CANCEL") || off.GetProperty(ics.ComponentPropertyStatus).Value != "CANCELLED" ||
		off.Id() != first.Id() || off.GetProperty(ics.ComponentPropertySequence).Value <= first.GetProperty(ics.ComponentPropertySequence).Value {
		t.Errorf("called off: %s", raw)
	}
}

func parse(t *testing.T, raw []byte) *ics.VEvent {
	t.Helper()
	c, err := ics.ParseCalendar(strings.NewReader(string(raw)))
	groupstest.Must(t, err)
	if len(c.Events()) != 1 {
		t.Fatalf("%d events", len(c.Events()))
	}
	return c.Events()[0]
}

var _ appointment.Groups = (*groups.Groups)(nil)
