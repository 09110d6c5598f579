package appointment

import (
	"net/url"
	"time"

	ics "github.com/arran4/golang-ical"
)

// entry makes the calendar file of a slot. Its sequence grows with each change
// (RFC 5546), so that a calendar that has it takes the newer one; a slot that
// is off takes it out again.
func entry(s *Slot, publicURL string, now time.Time) []byte {
	host := "kring"
	if u, err := url.Parse(publicURL); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	c := ics.NewCalendarFor("Kring")
	c.SetMethod(ics.MethodPublish)
	e := c.AddEvent(s.ID + "@" + host)
	e.SetDtStampTime(now.UTC())
	e.SetSequence(s.Sequence)
	e.SetStartAt(at(s.StartAt))
	e.SetEndAt(at(s.end()))
	e.SetSummary("Afspraak")
	e.SetClass(ics.ClassificationPrivate)
	e.SetStatus(ics.ObjectStatusConfirmed)
	if s.MeetingID == "" {
		c.SetMethod(ics.MethodCancel)
		e.SetStatus(ics.ObjectStatusCancelled)
	} else {
		e.SetURL(publicURL + "/bijeenkomst/" + s.MeetingID)
		e.SetLocation(publicURL + "/bijeenkomst/" + s.MeetingID)
	}
	return []byte(c.Serialize())
}
