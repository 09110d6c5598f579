package appointment

import "kring/groups/calendar"

// entry is a slot for calendars; one that is off takes it out again.
func (s *Slot) entry() calendar.Entry {
	return calendar.Entry{ID: s.ID, Sequence: s.Sequence, StartAt: s.StartAt, EndAt: s.end(), Path: "/bijeenkomst/" + s.MeetingID, Off: s.MeetingID == ""}
}
