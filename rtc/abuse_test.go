package rtc

import (
	"testing"
	"time"

	"github.com/pion/rtp"
)

// TestPacketsOfOthersAreRefused: a peer sends with the SSRCs of somebody else,
// with such as nobody has, with labels of lines on which it receives, and a
// screen that it has not the place for.
func TestPacketsOfOthersAreRefused(t *testing.T) {
	r := crowd(t, 4)
	thief, victim := r.bySeat[0], r.bySeat[1]
	sent := func() (n uint64) {
		for _, p := range r.bySeat {
			n += p.counts.Sent
		}
		return n
	}
	now := time.Now()
	body := key(90)
	for line, l := range victim.offer.Lines[:4] {
		for _, ssrc := range []uint32{l.SSRCs[0], victim.sinks[0].ssrc, 12345} {
			thief.HandleRTP(&rtp.Header{Version: 2, SSRC: ssrc, PayloadType: l.PT, Marker: true}, body, now)
			if n := thief.counts.Refused; n != 1 {
				t.Errorf("line %d, SSRC %d: %d packets refused; want 1", line, ssrc, n)
			}
			thief.counts.Refused = 0
		}
	}
	for line, l := range thief.offer.Lines[4:] {
		h := &rtp.Header{Version: 2, SSRC: uint32(9000 + line), PayloadType: l.PT, Marker: true}
		_ = h.SetExtension(5, []byte(l.MID))
		thief.HandleRTP(h, body, now)
	}
	if n := int(thief.counts.Refused); n != len(thief.offer.Lines)-4 {
		t.Errorf("%d packets on receiving lines are refused; want all %d", n, len(thief.offer.Lines)-4)
	}
	for _, line := range []int{screen, screenSound} {
		l := thief.offer.Lines[line]
		thief.HandleRTP(&rtp.Header{Version: 2, SSRC: l.SSRCs[0], PayloadType: l.PT, Marker: true}, body, now)
	}
	if n := sent(); n != 0 {
		t.Errorf("%d packets went on to others", n)
	}
	if n := len(thief.in); n > maxStreams {
		t.Errorf("%d streams are known", n)
	}
}

// TestAFloodIsBounded: one sender sends a hundred times what browsers do; what
// goes on is what one may send, and another's stream is whole.
func TestAFloodIsBounded(t *testing.T) {
	r := crowd(t, 2)
	flood, other := r.bySeat[0], r.bySeat[1]
	line := &flood.offer.Lines[microphone]
	h := rtp.Header{Version: 2, SSRC: line.SSRCs[0], PayloadType: line.PT}
	good := rtp.Header{Version: 2, SSRC: other.offer.Lines[microphone].SSRCs[0], PayloadType: line.PT}
	now := start
	const seconds = 5
	for ms := range seconds * 1000 {
		now = now.Add(time.Millisecond)
		for range 20 {
			h.SequenceNumber++
			flood.HandleRTP(&h, []byte{1}, now)
			flood.HandleRTCP([]byte{0x80, 200, 0, 0}, now)
		}
		if ms%20 == 0 {
			good.SequenceNumber++
			other.HandleRTP(&good, []byte{1}, now)
		}
	}
	if n, most := flood.counts.Received, uint64(1<<20/625+seconds*2000+1); n > most { // README: at once, and a second
		t.Errorf("%d packets of a flood are taken; at most %d", n, most)
	}
	if n := other.counts.Received; n != seconds*50 {
		t.Errorf("%d packets of somebody else are taken; want all %d", n, seconds*50)
	}
}
