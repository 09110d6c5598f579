package flow

import "time"

// late is how late a packet may come before its stream is taken to have stood
// still.
const late = 200 * time.Millisecond

// Moments tells a stream's timestamps in this computer's time: they are as far
// apart as the source says, and follow the packet that took the shortest way.
type Moments struct {
	ts uint32
	at time.Time
}

// Of is the moment of a timestamp, of so many ticks per second, that came now.
func (m *Moments) Of(ts, rate uint32, now time.Time) time.Time {
	at := m.at.Add(time.Duration(int64(int32(ts-m.ts)) * int64(time.Second) / int64(rate)))
	if at.After(now) || now.Sub(at) > late {
		at = now
	}
	m.ts, m.at = ts, at
	return at
}
