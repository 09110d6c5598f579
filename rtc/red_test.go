package rtc

import (
	"bytes"
	"slices"
	"testing"

	"github.com/pion/rtp"
)

func TestREDThereAndBack(t *testing.T) {
	older := redBlock{960, []byte("older")}
	b := append(appendRED(nil, 111, older), "newest"...)
	blocks := readRED(b, nil)
	if len(blocks) != 2 || blocks[0].older != 960 || string(blocks[0].payload) != "older" || string(blocks[1].payload) != "newest" {
		t.Errorf("%v", blocks)
	}
	for _, bad := range [][]byte{nil, {0x80}, {0xef, 0, 0, 1}, {0xef, 0, 0, 9, 111, 1}, bytes.Repeat([]byte{0xef, 0, 0, 0}, 100)} {
		if got := readRED(bad, nil); got != nil {
			t.Errorf("%x is read as %v", bad, got)
		}
	}
}

func FuzzRED(f *testing.F) {
	f.Add(append(appendRED(nil, 111, redBlock{960, []byte("older")}), 1, 2, 3))
	f.Add([]byte{111, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		blocks := readRED(b, nil)
		size := 0
		for i, x := range blocks {
			size += len(x.payload) + redHead
			if newest := i == len(blocks)-1; x.older > redOffset || newest && x.older != 0 {
				t.Errorf("%x: block %d: %v", b, i, x)
			}
		}
		if blocks != nil && size-redHead+1 != len(b) {
			t.Errorf("%x: blocks of %d bytes", b, size)
		}
	})
}

// TestSoundThatCarriesItselfTwice: of a sender's sound every second packet is
// lost, and everything is heard once, in order, from the next ones.
func TestSoundThatCarriesItselfTwice(t *testing.T) {
	_, p := browser(t)
	l := &p.offer.Lines[microphone]
	var heard []byte
	hear := func() {
		if k := p.sources[microphone].tracks[0]; k.before.payload != nil {
			heard = append(heard, k.before.payload[0])
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
		return append(appendRED(nil, l.PT, redBlock{960, []byte{byte(seq - 1)}}), byte(seq))
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
