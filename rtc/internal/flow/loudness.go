package flow

import (
	"cmp"
	"slices"
	"time"
)

const (
	// speechLevel: a person is heard above -50 dBov, a quiet room is below.
	speechLevel = 127 - 50
	// beginSpeech and endSpeech keep a cough out, and a breath in.
	beginSpeech = 80 * time.Millisecond
	endSpeech   = 700 * time.Millisecond
)

// Loudness follows one microphone by the levels in its packets (RFC 6464).
// The zero value is silent.
type Loudness struct {
	level    float64   // smoothed, 0 is silence, 127 the loudest
	since    time.Time // since when it is above speechLevel; zero: it is not
	above    time.Time // when it was last
	speaking bool
}

// Hear takes the level of one packet, in -dBov: 0 is the loudest, 127 silence.
func (l *Loudness) Hear(dBov uint8, now time.Time) {
	heard := float64(127 - min(dBov, 127))
	l.level += (heard - l.level) / 5 // 20 ms packets: a memory of 100 ms
	if heard < speechLevel {
		if now.Sub(l.above) > beginSpeech {
			l.since = time.Time{}
		}
		return
	}
	if l.since.IsZero() {
		l.since = now
	}
	l.above = now
}

// Speaks decides at a moment, also when packets have stopped coming.
func (l *Loudness) Speaks(now time.Time) bool {
	switch {
	case now.Sub(l.above) > endSpeech:
		l.speaking, l.level = false, 0
	case !l.since.IsZero() && l.above.Sub(l.since) >= beginSpeech:
		l.speaking = true
	}
	return l.speaking
}

// Level is the loudness of the last 100 ms: 0 is silence, 127 the loudest.
func (l *Loudness) Level() float64 { return l.level }

// Voice is one seat's loudness.
type Voice struct {
	Seat  int
	Level float64 // 0 is silence, 127 the loudest
}

// margin is how much louder somebody must be to be named first instead of
// whoever is: two people talking must not make the mark jump.
const margin = 6

// Order lists the seats of voices loudest first, in the order of before as
// far as it holds. It reorders voices.
func Order(before []int, voices []Voice) []int {
	if len(voices) == 0 {
		return nil
	}
	place := func(v Voice) int {
		if i := slices.Index(before, v.Seat); i >= 0 {
			return i
		}
		return len(before)
	}
	slices.SortFunc(voices, func(a, b Voice) int {
		return cmp.Or(place(a)-place(b), cmp.Compare(b.Level, a.Level), a.Seat-b.Seat)
	})
	loudest := 0
	for i, v := range voices {
		if v.Level > voices[loudest].Level {
			loudest = i
		}
	}
	if first := voices[loudest]; first.Level > voices[0].Level+margin {
		voices = slices.Insert(slices.Delete(voices, loudest, loudest+1), 0, first)
	}
	seats := make([]int, len(voices))
	for i, v := range voices {
		seats[i] = v.Seat
	}
	return seats
}
