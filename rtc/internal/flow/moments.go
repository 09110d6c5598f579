package flow

import "time"

const (
	// late is how late a packet may come before its stream is taken to have stood
	// still, or its network to have.
	late = 200 * time.Millisecond
	// longestHold is how long a network may hold packets back and then bring them
	// all at once; what is later than that stood still.
	longestHold = time.Second
	// catchUp is how long what was held back takes to come.
	catchUp = 500 * time.Millisecond
)

// Moments tells a stream's timestamps in this computer's time: they are as far
// apart as the source says, and follow the packet that took the shortest way.
type Moments struct {
	ts     uint32
	at     time.Time
	behind time.Time // since when packets have been late; zero: they are not
}

// Of is the moment of a timestamp, of so many ticks per second, that came now.
// Packets that were held back keep the moments at which they were sent; those
// that go on coming late were sent late.
func (m *Moments) Of(ts, rate uint32, now time.Time) time.Time {
	at := m.at.Add(time.Duration(int64(int32(ts-m.ts)) * int64(time.Second) / int64(rate)))
	lateness := now.Sub(at)
	if lateness <= late {
		m.behind = time.Time{}
	} else if m.behind.IsZero() {
		m.behind = now
	}
	if lateness < 0 || lateness > longestHold || lateness > late && now.Sub(m.behind) >= catchUp {
		at, m.behind = now, time.Time{}
	}
	m.ts, m.at = ts, at
	return at
}
