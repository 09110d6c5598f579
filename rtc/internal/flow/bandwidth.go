package flow

import "time"

const (
	// startRate is assumed of a receiver that has said nothing yet, in bit/s.
	startRate = 1_500_000
	// leastRate is always assumed: sound must pass.
	leastRate = 50_000
	// leastQueued is assumed unless much gets lost: a queue alone (also that of
	// a busy computer) does not cost the last small picture.
	leastQueued = 250_000
	// reachFactor and reachMore are how far the rate may grow beyond what
	// arrives: the next layer is up to four times the one before.
	reachFactor = 4
	reachMore   = 300_000
	// firstGrowth per step until it was too much for the first time, and
	// laterGrowth.
	firstGrowth = 1.25
	laterGrowth = 1.04
	// queueLimit is how long packets may stand in a queue on the way before
	// that counts as too much. Wireless links jitter by less.
	queueLimit = 80 * time.Millisecond
	// lossLimit is the share of lost packets that counts as too much; less is
	// repaired, and is no reason to send less on a wireless link.
	lossLimit = 0.10
	// lossMemory is how long a way counts as one that loses packets.
	lossMemory = 10 * time.Second
	// step is the time between two decisions.
	step = 300 * time.Millisecond
	// baseAge is how long the shortest delay is remembered.
	baseAge = 10 * time.Second
	// firstHold and mostHold are how long nothing is added after it was too much.
	firstHold = 3 * time.Second
	mostHold  = 12 * time.Second
)

// Bandwidth estimates what one receiver can take, from its feedback. The way
// is too narrow when packets begin to stand in a queue (the delay grows beyond
// the shortest one seen) or many get lost; then the rate falls below what
// really arrived, so that the queue empties. Otherwise it grows, but not far
// beyond what is in use: to know more, more must be sent. The zero value knows
// nothing and is for a receiver that gives no feedback.
type Bandwidth struct {
	rate float64 // bit/s

	base, baseNext int64 // the shortest delay, in µs, of this and the next period
	baseAt         time.Time

	from    time.Time // of what the next decision is about
	bytes   int
	acks    int
	lost    int
	delays  [2]int64 // the shortest delay in the last message and the one before, in µs
	dropped time.Time
	hold    time.Duration
	losing  time.Time // when a packet was last found lost
}

// NewBandwidth is for a receiver that gives feedback, and has not yet.
func NewBandwidth() Bandwidth { return Bandwidth{rate: startRate} }

// Rate is the estimate in bit/s; 0: nothing is known.
func (b *Bandwidth) Rate() float64 { return b.rate }

// Known reports whether the receiver gives feedback at all, so that anything
// is to be estimated.
func (b *Bandwidth) Known() bool { return b.rate > 0 }

// Heard takes what one feedback message says (SentLog.Take): which packets
// arrived, and how many got lost.
func (b *Bandwidth) Heard(acks []Ack, lost int, now time.Time) {
	b.lost += lost
	if lost > 0 {
		b.losing = now
	}
	if len(acks) == 0 {
		return
	}
	if b.baseAt.IsZero() {
		b.base, b.baseNext, b.baseAt, b.from = 1<<62, 1<<62, now, now
	}
	b.delays = [2]int64{1 << 62, b.delays[0]}
	for _, a := range acks {
		b.bytes += a.size
		b.delays[0] = min(b.delays[0], a.arrived-a.sent)
	}
	b.acks += len(acks)
	b.baseNext = min(b.baseNext, b.delays[0])
	b.base = min(b.base, b.baseNext)
	if now.Sub(b.baseAt) > baseAge {
		b.base, b.baseNext, b.baseAt = b.baseNext, b.delays[0], now
	}
	if now.Sub(b.from) >= step || b.standing() > 2*queueLimit && now.After(b.from) {
		b.decide(now)
	}
}

// Loses reports whether packets were lost lately.
func (b *Bandwidth) Loses(now time.Time) bool {
	return !b.losing.IsZero() && now.Sub(b.losing) < lossMemory
}

// standing is how long packets wait in a queue on the way. All packets of two
// messages must have waited: a computer that was busy for a moment is no queue.
func (b *Bandwidth) standing() time.Duration {
	return time.Duration(min(b.delays[0], b.delays[1])-b.base) * time.Microsecond
}

func (b *Bandwidth) decide(now time.Time) {
	arrived := float64(b.bytes) * 8 / now.Sub(b.from).Seconds()
	loss := float64(b.lost) / float64(b.lost+b.acks)
	switch {
	case b.standing() > queueLimit:
		b.drop(max(0.85*arrived, leastQueued), now)
	case loss > lossLimit:
		b.drop(max((1-loss/2)*arrived, leastRate), now)
	default:
		growth := laterGrowth
		if b.dropped.IsZero() {
			growth = firstGrowth
		}
		if limit := reachFactor*arrived + reachMore; b.rate < limit {
			b.rate = min(b.rate*growth, limit)
		}
	}
	b.from, b.bytes, b.acks, b.lost = now, 0, 0, 0
}

// drop lowers the rate. Soon after the time before, the hold becomes longer:
// what was tried was too much again.
func (b *Bandwidth) drop(to float64, now time.Time) {
	switch since := now.Sub(b.dropped); {
	case b.dropped.IsZero() || since > 3*mostHold:
		b.hold = firstHold
	case since > b.hold:
		b.hold = min(2*b.hold, mostHold)
	}
	b.rate, b.dropped = min(b.rate, to), now
}

// MayRise reports whether more may be tried.
func (b *Bandwidth) MayRise(now time.Time) bool {
	return b.dropped.IsZero() || now.Sub(b.dropped) > b.hold
}
