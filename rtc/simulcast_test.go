package rtc

import (
	"os"
	"testing"
	"time"

	"github.com/pion/rtp"

	"kring/rtc/internal/flow"
	"kring/rtc/internal/signal"
)

// browser is a Chromium with three layers on seat 0 of a room of four, whose
// packets the test makes itself.
func browser(t *testing.T) (*Room, *peer) {
	t.Helper()
	r := crowd(t, 4)
	r.Leave("0")
	offer, err := os.ReadFile("internal/signal/testdata/chromium-4-seats-simulcast.sdp")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Join(t.Context(), "chromium", 0, string(offer)); err != nil {
		t.Fatal(err)
	}
	return r, r.members["chromium"].peer
}

// key is the first packet of a key frame of a height.
func key(height int) []byte {
	return []byte{0x10, 0, 0, 0, 0x9d, 0x01, 0x2a, 0, 1, byte(height), byte(height >> 8)}
}

// from makes a packet of one layer, labelled as the first packets of a stream are.
func from(l *signal.Line, ssrc uint32, ext uint8, rid string, seq uint16) *rtp.Header {
	h := &rtp.Header{Version: 2, SSRC: ssrc, PayloadType: l.PT, SequenceNumber: seq, Marker: true}
	_ = h.SetExtension(l.Ext.MID, []byte(l.MID))
	_ = h.SetExtension(ext, []byte(rid))
	return h
}

func TestLayersAreToldApart(t *testing.T) {
	_, p := browser(t)
	l := &p.offer.Lines[camera]
	now := time.Now()
	for i, rid := range l.RIDs {
		ssrc := uint32(1000 + i)
		p.HandleRTP(from(l, ssrc, l.Ext.RID, rid, 7), key(90<<i), now)
		again := from(l, ssrc+100, l.Ext.RepairedRID, rid, 1)
		again.PayloadType = l.RTX
		p.HandleRTP(again, append([]byte{0, 8}, key(90<<i)...), now)
	}
	for i, k := range p.sources[camera].tracks {
		if k.ssrc != uint32(1000+i) || k.height != 90<<i || k.cache.Get(7) == nil || k.cache.Get(8) == nil {
			t.Errorf("layer %d: SSRC %d, height %d", i, k.ssrc, k.height)
		}
	}
	refused := p.counts.Refused
	p.HandleRTP(from(l, 5000, l.Ext.RID, "other", 1), key(90), now)
	wrong := from(l, 1000, l.Ext.RID, l.RIDs[0], 9)
	wrong.PayloadType++
	p.HandleRTP(wrong, key(90), now)
	if p.counts.Refused != refused+2 {
		t.Errorf("%d packets refused; want an unknown layer and an unknown codec", p.counts.Refused-refused)
	}
}

func TestViewChoosesTheLayer(t *testing.T) {
	r, p := browser(t)
	l := &p.offer.Lines[camera]
	seq := uint16(0)
	layer := func() int { // what seat 1 gets of seat 0 after a second of key frames
		for range 10 {
			seq++
			for i, rid := range l.RIDs {
				p.HandleRTP(from(l, uint32(1000+i), l.Ext.RID, rid, seq), key(180<<i), time.Now())
			}
			r.mu.Lock()
			p.look(time.Now())
			r.bySeat[1].layers(time.Now(), r.members["1"].view)
			r.mu.Unlock()
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		for i, k := range p.sources[camera].tracks {
			if r.bySeat[1].sinks[1].track == k {
				return i
			}
		}
		return flow.None
	}
	for _, c := range []struct{ height, want int }{{2000, 2}, {300, 1}, {180, 0}, {0, flow.None}, {181, 1}} {
		r.View("1", []Tile{{Seat: 0, Height: c.height}})
		if got := layer(); got != c.want {
			t.Errorf("a tile of %d pixels gets layer %d; want %d", c.height, got, c.want)
		}
	}
	r.View("1", nil)
	if got := layer(); got != flow.None {
		t.Errorf("sound only gets layer %d", got)
	}
}
