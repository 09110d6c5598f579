// Package calendar writes appointments for people's own calendars (iCalendar,
// RFC 5545 and 5546), and keeps the secret link by which a calendar fetches
// all of a person's.
//
// An entry holds when, and where it is on this server. It says nothing of a
// group, a name or a theme: whoever looks over a shoulder reads "Afspraak".
// Times are on the clock of Amsterdam, with the rules of summer time beside
// them, so that a calendar elsewhere shows the right moment.
package calendar

import (
	"net/url"
	"time"
	_ "time/tzdata" // one binary runs anywhere, also without zone files

	ics "github.com/arran4/golang-ical"
)

// Methods of a file (RFC 5546).
const (
	Publish = string(ics.MethodPublish)
	Request = string(ics.MethodRequest)
	Cancel  = string(ics.MethodCancel)
)

const (
	summary = "Afspraak"
	zone    = "Europe/Amsterdam"
)

// Entry is one appointment, times in Unix ms. Sequence grows with each change,
// so that a calendar that has it takes the newer one. Off takes it out again.
type Entry struct {
	ID             string
	Sequence       int
	StartAt, EndAt int64
	Path           string // of its page, "" for none
	Off            bool
}

// Place is who writes: the public address of this server, and now, Unix ms.
type Place struct {
	PublicURL string
	Now       int64
}

// File is one appointment to download.
func File(e Entry, p Place) []byte {
	method := ics.MethodPublish
	if e.Off {
		method = ics.MethodCancel
	}
	c := begin(method)
	add(c, e, p)
	return []byte(c.Serialize())
}

// Invitation is one appointment as part of a mail from one address to another,
// and its method: REQUEST, or CANCEL when it is off.
func Invitation(e Entry, p Place, from, to string) (raw []byte, method string) {
	m := ics.MethodRequest
	if e.Off {
		m = ics.MethodCancel
	}
	c := begin(m)
	event := add(c, e, p)
	event.SetOrganizer("mailto:" + from)
	event.AddAttendee("mailto:"+to, ics.WithRSVP(false))
	return []byte(c.Serialize()), string(m)
}

// Feed is all of a person's appointments, for a calendar that fetches them.
func Feed(es []Entry, p Place) []byte {
	c := begin(ics.MethodPublish)
	c.SetXWRCalName("Kring")
	for _, e := range es {
		add(c, e, p)
	}
	return []byte(c.Serialize())
}

func begin(m ics.Method) *ics.Calendar {
	c := ics.NewCalendarFor("Kring")
	c.SetMethod(m)
	z := c.AddTimezone(zone)
	winter := z.AddStandard()
	rule(&winter.ComponentBase, "CET", "+0200", "+0100", "19961027T030000", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU")
	summer := &ics.Daylight{}
	rule(&summer.ComponentBase, "CEST", "+0100", "+0200", "19810329T020000", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU")
	z.Components = append(z.Components, summer)
	return c
}

// rule is one half of the year, as it is since 1996.
func rule(c *ics.ComponentBase, name, from, to, since, every string) {
	c.SetProperty(ics.ComponentPropertyDtStart, since)
	c.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetfrom), from)
	c.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetto), to)
	c.SetProperty(ics.ComponentProperty(ics.PropertyTzname), name)
	c.AddRrule(every)
}

func add(c *ics.Calendar, e Entry, p Place) *ics.VEvent {
	host := "kring"
	if u, err := url.Parse(p.PublicURL); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	v := c.AddEvent(e.ID + "@" + host)
	v.SetDtStampTime(time.UnixMilli(p.Now).UTC())
	v.SetSequence(e.Sequence)
	v.SetProperty(ics.ComponentPropertyDtStart, local(e.StartAt), ics.WithTZID(zone))
	v.SetProperty(ics.ComponentPropertyDtEnd, local(e.EndAt), ics.WithTZID(zone))
	v.SetSummary(summary)
	v.SetClass(ics.ClassificationPrivate)
	v.SetStatus(ics.ObjectStatusConfirmed)
	if e.Off {
		v.SetStatus(ics.ObjectStatusCancelled)
	} else if e.Path != "" {
		v.SetURL(p.PublicURL + e.Path)
		v.SetLocation(p.PublicURL + e.Path)
	}
	return v
}

// local is a moment on the clock of Amsterdam. The hour that comes twice is
// read as the first of the two (RFC 5545, 3.3.5), an hour early for what is
// planned in the second: nobody meets at that time of night.
func local(ms int64) string {
	at, err := time.LoadLocation(zone)
	if err != nil {
		panic(err) // it is in the binary
	}
	return time.UnixMilli(ms).In(at).Format("20060102T150405")
}
