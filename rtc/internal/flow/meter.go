package flow

import "time"

// Meter measures the bit rate of a stream, smoothed over half a second. The
// zero value has seen nothing.
type Meter struct {
	rate  float64 // bit/s
	bytes int     // since the last look
	at    time.Time
}

// Add counts what came.
func (m *Meter) Add(bytes int) { m.bytes += bytes }

// Rate is the bit rate at the last look, in bit/s.
func (m *Meter) Rate() float64 { return m.rate }

// Look measures what came since the look before.
func (m *Meter) Look(now time.Time) {
	if d := now.Sub(m.at).Seconds(); !m.at.IsZero() && d > 0 {
		m.rate += (float64(m.bytes)*8/d - m.rate) * min(d/0.5, 1)
	}
	m.bytes, m.at = 0, now
}
