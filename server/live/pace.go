package live

import "time"

// pace bounds how fast one socket may send: bursts of paceBurst, then paceRate
// a second. A person never reaches it, a loop does at once.
type pace struct {
	left float64
	at   time.Time
}

const (
	paceBurst = 120
	paceRate  = 30
)

func newPace() pace { return pace{left: paceBurst} }

// take reports whether one more message may be done now.
func (p *pace) take(now time.Time) bool {
	if !p.at.IsZero() {
		p.left = min(paceBurst, p.left+now.Sub(p.at).Seconds()*paceRate)
	}
	p.at = now
	if p.left < 1 {
		return false
	}
	p.left--
	return true
}
