package rtc

import "time"

// seqMap numbers the packets that one receiver gets on one line. Sources
// follow each other there (a person leaves the seat, a layer changes, a muted
// microphone comes back), and the receiver must see one sequence without holes
// except for packets that were really lost.
type seqMap struct {
	delta uint16 // number sent = number received + delta
	first uint16 // the oldest received number that may be mapped
	next  uint16 // the number sent after the highest one
	begun bool
}

// reach is how far back a source's packets are still mapped.
const reach = 1 << 14

// begin makes the packet numbered in the next one of the line. Older packets
// of the same source are refused from now on.
func (m *seqMap) begin(in uint16) {
	m.delta, m.first, m.begun = m.next-in, in, true
}

// out maps the number of a received packet. False: it is from before begin.
func (m *seqMap) out(in uint16) (uint16, bool) {
	if !m.begun || int16(in-m.first) < 0 {
		return 0, false
	}
	out := in + m.delta
	if int16(out-m.next) >= 0 {
		m.next = out + 1
	}
	if in-m.first > reach {
		m.first = in - reach
	}
	return out, true
}

// mine reports whether a received packet belongs to the source that is sent.
func (m *seqMap) mine(in uint16) bool { return m.begun && int16(in-m.first) >= 0 }

// in finds the received number of a packet that was sent. False: another
// source sent it, or nobody yet.
func (m *seqMap) in(out uint16) (uint16, bool) {
	in := out - m.delta
	return in, m.mine(in) && int16(out-m.next) < 0
}

// timeline does for timestamps what seqMap does for sequence numbers: it goes
// on by the clock on the wall while sources change.
type timeline struct {
	rate  uint32 // ticks per second
	delta uint32 // timestamp sent = timestamp received + delta
	last  uint32 // timestamp sent last, at
	at    time.Time
}

// begin makes the source's timestamp in mean now.
func (t *timeline) begin(in uint32, now time.Time) {
	if !t.at.IsZero() {
		passed := now.Sub(t.at).Seconds() * float64(t.rate)
		// int64 first: a long pause wraps around, as timestamps do.
		t.last += uint32(int64(max(passed, 1)))
	}
	t.at, t.delta = now, t.last-in
}

// out maps a received timestamp.
func (t *timeline) out(in uint32, now time.Time) uint32 {
	out := in + t.delta
	if int32(out-t.last) > 0 {
		t.last, t.at = out, now
	}
	return out
}
