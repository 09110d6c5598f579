package flow

import "time"

const (
	// mostReceived is what one peer may send, in bytes per second: three layers
	// of a camera and a screen are about 6 Mbit/s. Every packet counts as
	// leastPacket at least, because that is what it costs us: 2,000 a second.
	mostReceived = 10_000_000 / 8
	leastPacket  = 625
	// burstReceived is how much may come at once: a key frame of a large screen
	// and what a sender's way held back.
	burstReceived = 1 << 20
)

// Allowance is what one peer may still send. The zero value is full.
type Allowance struct {
	left float64
	at   time.Time
}

// Take reports whether a packet may pass, and counts it then.
func (a *Allowance) Take(size int, now time.Time) bool {
	if a.at.IsZero() {
		a.left = burstReceived
	} else if passed := now.Sub(a.at).Seconds(); passed > 0 {
		a.left = min(a.left+passed*mostReceived, burstReceived)
	}
	a.at = now
	cost := float64(max(size, leastPacket))
	if a.left < cost {
		return false
	}
	a.left -= cost
	return true
}
