package rtc

import (
	"slices"
	"testing"

	"github.com/pion/rtp"

	"kring/rtc/internal/flow"
)

// TestSoundThatCarriesItselfTwice: of a sender's sound every second packet is
// lost, and everything is heard once, in order, from the next ones.
func TestSoundThatCarriesItselfTwice(t *testing.T) {
	_, p := browser(t)
	l := &p.offer.Lines[microphone]
	var heard []byte
	hear := func() {
		if k := p.sources[microphone].tracks[0]; k.before.Payload != nil {
			heard = append(heard, k.before.Payload[0])
		}
	}
	say := func(seq uint16, pt uint8, payload []byte) {
		recovered := p.counts.Recovered
		p.HandleRTP(&rtp.Header{Version: 2, SSRC: l.SSRCs[0], PayloadType: pt, SequenceNumber: seq, Timestamp: uint32(seq) * 960}, payload, start)
		if p.counts.Recovered > recovered {
			heard = append(heard, byte(seq-1))
		}
		hear()
	}
	both := func(seq uint16) []byte {
		return append(flow.AppendRED(nil, l.PT, flow.REDBlock{Older: 960, Payload: []byte{byte(seq - 1)}}), byte(seq))
	}
	for seq := uint16(2); seq <= 10; seq += 2 {
		say(seq, l.RED, both(seq))
	}
	if want := []byte{2, 3, 4, 5, 6, 7, 8, 9, 10}; !slices.Equal(heard, want) {
		t.Errorf("heard %v; want %v", heard, want)
	}
	received := p.counts.Recovered
	heard = nil
	say(9, l.PT, []byte{99}) // the lost one comes late
	if heard[0] != 10 || p.counts.Recovered != received {
		t.Errorf("a packet that was heard already is heard again: %v", heard)
	}
}
