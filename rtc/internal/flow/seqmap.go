package flow

import "time"

// SeqMap numbers the packets that one receiver gets on one line. Sources
// follow each other there (a person leaves the seat, a layer changes, a muted
// microphone comes back), and the receiver must see one sequence without holes
// except for packets that were really lost.
type SeqMap struct {
	Next  uint16 // the number to send after the highest one; the caller chooses the first
	delta uint16 // number sent = number received + delta
	first uint16 // the oldest received number that may be mapped
	begun bool
}

// reach is how far back a source's packets are still mapped.
const reach = 1 << 14

// Begin makes the packet numbered in the next one of the line. Older packets
// of the same source are refused from now on.
func (m *SeqMap) Begin(in uint16) {
	m.delta, m.first, m.begun = m.Next-in, in, true
}

// Out maps the number of a received packet. False: it is from before Begin.
func (m *SeqMap) Out(in uint16) (uint16, bool) {
	if !m.begun || int16(in-m.first) < 0 {
		return 0, false
	}
	out := in + m.delta
	if int16(out-m.Next) >= 0 {
		m.Next = out + 1
	}
	if in-m.first > reach {
		m.first = in - reach
	}
	return out, true
}

// Mine reports whether a received packet belongs to the source that is sent.
func (m *SeqMap) Mine(in uint16) bool { return m.begun && int16(in-m.first) >= 0 }

// In finds the received number of a packet that was sent. False: another
// source sent it, or nobody yet.
func (m *SeqMap) In(out uint16) (uint16, bool) {
	in := out - m.delta
	return in, m.Mine(in) && int16(out-m.Next) < 0
}

// Timeline does for timestamps what SeqMap does for sequence numbers: it goes
// on by the clock on the wall while sources change.
type Timeline struct {
	Rate  uint32    // ticks per second
	Last  uint32    // timestamp sent last; the caller chooses the first
	delta uint32    // timestamp sent = timestamp received + delta
	at    time.Time // when Last was sent
}

// Begin makes the source's timestamp in mean now.
func (t *Timeline) Begin(in uint32, now time.Time) {
	if !t.at.IsZero() {
		passed := now.Sub(t.at).Seconds() * float64(t.Rate)
		// int64 first: a long pause wraps around, as timestamps do.
		t.Last += uint32(int64(max(passed, 1)))
	}
	t.at, t.delta = now, t.Last-in
}

// Of is the timestamp on this line of the source's timestamp in.
func (t *Timeline) Of(in uint32) uint32 { return in + t.delta }

// Out maps the timestamp of a packet that is sent now.
func (t *Timeline) Out(in uint32, now time.Time) uint32 {
	out := t.Of(in)
	if int32(out-t.Last) > 0 {
		t.Last, t.at = out, now
	}
	return out
}
