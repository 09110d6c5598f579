package calendar_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"kring/groups/calendar"
	"kring/internal/fault"
	"kring/internal/store/sqlitestore"
)

var place = calendar.Place{PublicURL: "https://kring.example", Now: time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC).UnixMilli()}

func entry(start time.Time) calendar.Entry {
	return calendar.Entry{ID: "g-01", StartAt: start.UnixMilli(), EndAt: start.Add(90 * time.Minute).UnixMilli(), Path: "/bijeenkomst/g-01"}
}

func parse(t *testing.T, raw []byte) (*ics.Calendar, *ics.VEvent) {
	t.Helper()
	c, err := ics.ParseCalendar(strings.NewReader(string(raw)))
	if err != nil || len(c.Events()) == 0 {
		t.Fatalf("%v in %s", err, raw)
	}
	return c, c.Events()[0]
}

func value(e *ics.VEvent, name ics.ComponentProperty) string {
	if p := e.GetProperty(name); p != nil {
		return p.Value
	}
	return ""
}

// An invitation, the same moved, and the same called off are one appointment
// with a growing number; nothing in them says what it is about.
func TestAnInvitationMovedAndOff(t *testing.T) {
	first := entry(time.Date(2026, 12, 8, 18, 30, 0, 0, time.UTC))
	moved := first
	moved.Sequence, moved.StartAt = 1, first.StartAt+int64(24*time.Hour/time.Millisecond)
	off := moved
	off.Sequence, off.Off = 2, true
	for i, c := range []struct {
		entry          calendar.Entry
		method, status string
		start          string
	}{
		{first, "REQUEST", "CONFIRMED", "20261208T193000"}, {moved, "REQUEST", "CONFIRMED", "20261209T193000"}, {off, "CANCEL", "CANCELLED", "20261209T193000"},
	} {
		raw, method := calendar.Invitation(c.entry, place, "kring@kring.example", "anna@voorbeeld.nl")
		_, e := parse(t, raw)
		got := []string{method, value(e, ics.ComponentPropertyStatus), value(e, ics.ComponentPropertyDtStart), value(e, ics.ComponentPropertyUniqueId), value(e, ics.ComponentPropertySummary)}
		want := []string{c.method, c.status, c.start, "g-01@kring.example", "Afspraak"}
		if strings.Join(got, " ") != strings.Join(want, " ") || value(e, ics.ComponentPropertySequence) != string(rune('0'+i)) {
			t.Errorf("got %v, want %v, sequence %s", got, want, value(e, ics.ComponentPropertySequence))
		}
		text := string(raw)
		if !strings.Contains(text, "METHOD:"+c.method) || !strings.Contains(text, "mailto:kring@kring.example") || !strings.Contains(text, "mailto:anna@voorbeeld.nl") || strings.Contains(text, "DESCRIPTION") {
			t.Error(text)
		}
	}
}

// Before and after the clock changes, the rules of the file give the moment
// that was meant.
func TestSummerTime(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	for _, day := range []string{"2027-03-27", "2027-03-28", "2027-03-29", "2026-10-24", "2026-10-25", "2026-10-26", "2028-07-01"} {
		start, err := time.ParseInLocation("2006-01-02 15:04", day+" 19:30", zone)
		if err != nil {
			t.Fatal(err)
		}
		raw := calendar.File(entry(start), place)
		c, e := parse(t, raw)
		if got := value(e, ics.ComponentPropertyDtStart); !strings.HasSuffix(got, "T193000") {
			t.Errorf("%s: %s", day, got)
		}
		if got := offset(t, c, start); got != start.Format("-0700") {
			t.Errorf("%s: the file's rules say %s, the clock %s", day, got, start.Format("-0700"))
		}
		if p := e.GetProperty(ics.ComponentPropertyDtStart).ICalParameters["TZID"]; len(p) != 1 || p[0] != "Europe/Amsterdam" {
			t.Errorf("zone %v", p)
		}
	}
}

// offset reads the rules of the file as a calendar does: the half of the year
// that began last, each on the last Sunday of its month.
func offset(t *testing.T, c *ics.Calendar, at time.Time) (offset string) {
	t.Helper()
	var latest time.Time
	for _, half := range c.Timezones()[0].SubComponents() {
		props := map[string]string{}
		for _, p := range half.UnknownPropertiesIANAProperties() {
			props[p.IANAToken] = p.Value
		}
		month := time.March
		if strings.Contains(props["RRULE"], "BYMONTH=10") {
			month = time.October
		}
		for _, year := range []int{at.Year() - 1, at.Year()} {
			last := time.Date(year, month+1, 0, 1, 0, 0, 0, time.UTC) // both changes are at one, universal time
			last = last.AddDate(0, 0, -int(last.Weekday()))
			if !last.After(at) && last.After(latest) {
				latest, offset = last, props["TZOFFSETTO"]
			}
		}
	}
	return offset
}

func TestAFeed(t *testing.T) {
	a, b := entry(time.Date(2026, 12, 8, 18, 30, 0, 0, time.UTC)), entry(time.Date(2026, 12, 15, 18, 30, 0, 0, time.UTC))
	b.ID, b.Off = "g-02", true
	c, _ := parse(t, calendar.Feed([]calendar.Entry{a, b}, place))
	if len(c.Events()) != 2 || value(c.Events()[1], ics.ComponentPropertyStatus) != "CANCELLED" {
		t.Error(c.Serialize())
	}
	tag := calendar.Tag([]calendar.Entry{a, b})
	b.Sequence++
	if calendar.Tag([]calendar.Entry{a, b}) == tag {
		t.Error("a change does not change the tag")
	}
}

// A link is its person's until it is renewed; the old one is dead at once.
func TestLinks(t *testing.T) {
	db, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "kring.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	f, err := calendar.OpenFeeds(t.Context(), db, func(purpose, value string) string { return purpose + "-" + value }, nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	first, err := f.Renew(ctx, "anna")
	if err != nil {
		t.Fatal(err)
	}
	if who, err := f.Whose(ctx, first); who != "anna" || err != nil {
		t.Errorf("%q, %v", who, err)
	}
	second, err := f.Renew(ctx, "anna")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Whose(ctx, first); !fault.Is(err, fault.NotFound) {
		t.Errorf("the old link: %v", err)
	}
	if who, err := f.Whose(ctx, second); who != "anna" || err != nil {
		t.Errorf("the new link: %q, %v", who, err)
	}
	for range 2 {
		if err := f.Stop(ctx, "anna"); err != nil {
			t.Fatal(err)
		}
	}
	_, err = f.Whose(ctx, second)
	if at, _ := f.MadeAt(ctx, "anna"); at != 0 || !fault.Is(err, fault.NotFound) {
		t.Errorf("a stopped link: %v", err)
	}
}
