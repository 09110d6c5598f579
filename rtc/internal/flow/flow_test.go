package flow

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var start = time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)

// TestSeqMapWithoutHoles sends several sources after each other through one
// map, with late packets among them.
func TestSeqMapWithoutHoles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := SeqMap{Next: rapid.Uint16().Draw(t, "next")}
		want := m.Next
		for range rapid.IntRange(1, 5).Draw(t, "sources") {
			first := rapid.Uint16().Draw(t, "first")
			m.Begin(first)
			base, n := want, rapid.IntRange(1, 70000).Draw(t, "packets")
			for i := range n {
				in := first + uint16(i)
				out, ok := m.Out(in)
				if !ok || out != want {
					t.Fatalf("packet %d of %d: %d, %v; want %d", i, n, out, ok, want)
				}
				want++
				if late := min(i, 100); i%977 == 0 {
					if out, ok := m.Out(in - uint16(late)); !ok || out != want-1-uint16(late) {
						t.Fatalf("%d late: %d, %v", late, out, ok)
					}
				}
			}
			if n <= reach {
				if _, ok := m.Out(first - 1); ok {
					t.Fatal("a packet from before the source began is sent")
				}
				if _, ok := m.In(base - 1); ok {
					t.Fatal("a packet of the source before is found in this one")
				}
			}
			if in, ok := m.In(want - 1); !ok || in != first+uint16(n-1) {
				t.Fatalf("the last packet is %d, %v", in, ok)
			}
			if _, ok := m.In(want); ok {
				t.Fatal("a packet is found that was never sent")
			}
		}
	})
}

func TestTimelineGoesOnByTheClock(t *testing.T) {
	l := Timeline{Rate: 1000, Last: 1<<32 - 500}
	l.Begin(77, start)
	first := l.Out(77, start)
	if next := l.Out(97, start.Add(20*time.Millisecond)); next-first != 20 {
		t.Errorf("20 ms of the same source are %d ticks", next-first)
	}
	l.Begin(3_000_000_000, start.Add(1020*time.Millisecond))
	if other := l.Out(3_000_000_000, start.Add(1020*time.Millisecond)); other-first != 1020 {
		t.Errorf("another source a second later comes at %d ticks; want 1020", other-first)
	}
}

func TestCacheKeepsTheNewest(t *testing.T) {
	var c Cache
	if c.Get(0) != nil {
		t.Error("an empty cache has packet 0")
	}
	body := []byte{1}
	number := func(i int) uint16 { return uint16(65000 + i) }
	for i := range 3 * CacheSize {
		body[0] = byte(i)
		if c.Put(Packet{Seq: number(i), Payload: body}) == nil {
			t.Fatalf("packet %d counts as one that came twice", i)
		}
	}
	for i := 2 * CacheSize; i < 3*CacheSize; i++ {
		if p := c.Get(number(i)); p == nil || !bytes.Equal(p.Payload, []byte{byte(i)}) {
			t.Fatalf("packet %d: %v", i, p)
		}
	}
	if c.Get(number(2*CacheSize-1)) != nil {
		t.Error("an overwritten packet is still found")
	}
	if c.Put(Packet{Seq: number(3*CacheSize - 1)}) != nil {
		t.Error("a packet that came twice is taken twice")
	}
}

func TestGapsAskAndGiveUp(t *testing.T) {
	var g Gaps
	for _, seq := range []uint16{65533, 65534, 1} {
		if !g.Came(seq) {
			t.Fatalf("%d is a break", seq)
		}
	}
	ask, lost := g.Due(start, nil)
	if !slices.Equal(ask, []uint16{65535, 0}) || lost {
		t.Errorf("asks for %v, %v", ask, lost)
	}
	if ask, _ := g.Due(start.Add(askPause/2), nil); len(ask) > 0 {
		t.Errorf("asks for %v again at once", ask)
	}
	g.Came(65535)
	for i := 1; i < maxAsks; i++ {
		if ask, _ := g.Due(start.Add(time.Duration(i)*askPause), nil); !slices.Equal(ask, []uint16{0}) {
			t.Fatalf("round %d asks for %v", i, ask)
		}
	}
	if ask, lost := g.Due(start.Add(maxAsks*askPause), nil); len(ask) > 0 || !lost {
		t.Errorf("does not give up: %v, %v", ask, lost)
	}
	if g.Came(1 + 2*maxGaps) {
		t.Error("a long break counts as loss")
	}
	if ask, _ := g.Due(start.Add(time.Hour), nil); len(ask) > 0 {
		t.Errorf("asks for %d packets of a break", len(ask))
	}
}

func TestKeyframesAreAskedForSparingly(t *testing.T) {
	var k Keyframes
	if k.Due(start) {
		t.Error("asks without need")
	}
	asked := 0
	for i := range 100 { // 16 receivers wish for 2 s, and none comes
		k.Want()
		if k.Due(start.Add(time.Duration(i) * 20 * time.Millisecond)) {
			asked++
		}
	}
	if asked != 4 {
		t.Errorf("asked %d times in 2 s; want 4", asked)
	}
	k.Came()
	if k.Due(start.Add(time.Minute)) {
		t.Error("asks although one came")
	}
}

func TestLoudness(t *testing.T) {
	var l Loudness
	now := start
	hear := func(dBov uint8, d time.Duration) {
		for end := now.Add(d); now.Before(end); now = now.Add(20 * time.Millisecond) {
			l.Hear(dBov, now)
		}
	}
	hear(70, time.Second)
	if l.Speaks(now) {
		t.Error("a quiet room speaks")
	}
	hear(20, 60*time.Millisecond)
	hear(127, 200*time.Millisecond)
	if l.Speaks(now) {
		t.Error("a cough speaks")
	}
	hear(30, 200*time.Millisecond)
	if !l.Speaks(now) {
		t.Error("speech is not noticed within 200 ms")
	}
	hear(127, 400*time.Millisecond)
	if !l.Speaks(now) {
		t.Error("a breath ends the speech")
	}
	hear(127, 600*time.Millisecond)
	if l.Speaks(now) {
		t.Error("silence speaks")
	}
	hear(30, 200*time.Millisecond)
	if !l.Speaks(now) || l.Speaks(now.Add(time.Second)) {
		t.Error("speech must end when packets stop")
	}
}

func TestOrderOfVoicesIsCalm(t *testing.T) {
	for _, c := range []struct {
		before []int
		now    []Voice
		want   []int
	}{
		{nil, nil, nil},
		{nil, []Voice{{1, 80}, {2, 90}}, []int{2, 1}},
		{[]int{1, 2}, []Voice{{1, 80}, {2, 85}}, []int{1, 2}},
		{[]int{1, 2}, []Voice{{1, 80}, {2, 87}}, []int{2, 1}},
		{[]int{1, 2}, []Voice{{2, 80}, {3, 82}}, []int{2, 3}},
	} {
		if got := Order(c.before, c.now); !slices.Equal(got, c.want) {
			t.Errorf("after %v, %v are ordered %v; want %v", c.before, c.now, got, c.want)
		}
	}
}

func TestReceptionReport(t *testing.T) {
	r := Reception{Rate: 1000}
	for i := range 100 {
		if i%4 != 3 { // a quarter is lost
			r.Arrived(uint16(65500+i), uint32(i*20), start.Add(time.Duration(i)*20*time.Millisecond))
		}
	}
	r.Told(5<<32, 0, start.Add(2*time.Second))
	rep := r.Report(9, start.Add(2500*time.Millisecond))
	if rep.SSRC != 9 || rep.LastSequenceNumber != 65500+98 || rep.TotalLost != 24 {
		t.Errorf("%+v", rep)
	}
	if f := float64(rep.FractionLost) / 256; f < 0.23 || f > 0.26 {
		t.Errorf("fraction lost %.2f", f)
	}
	if rep.Jitter > 1 {
		t.Errorf("jitter %d of a regular stream", rep.Jitter)
	}
	if rep.LastSenderReport != 5<<16 || rep.Delay != 65536/2 {
		t.Errorf("last report %x, delay %d", rep.LastSenderReport, rep.Delay)
	}
	if again := r.Report(9, start); again.FractionLost != 0 {
		t.Error("nothing was lost since the report before")
	}
}

func FuzzVP8Key(f *testing.F) {
	f.Add([]byte{0x10, 0x00})
	f.Add([]byte{0x90, 0x80, 0x81, 0x01, 0x00})
	f.Add([]byte{0x90, 0xf0, 0x01, 0x02, 0x03, 0x01})
	f.Fuzz(func(t *testing.T, b []byte) {
		if VP8Key(b) && (b[0]&0x10 == 0 || b[len(b)-1] == 1 && len(b) == 2) {
			t.Errorf("%x is a key frame", b)
		}
	})
}

func TestVP8Key(t *testing.T) {
	for _, c := range []struct {
		payload []byte
		key     bool
	}{
		{nil, false},
		{[]byte{0x10}, false},
		{[]byte{0x10, 0x00}, true},
		{[]byte{0x10, 0x01}, false},                         // an interframe
		{[]byte{0x00, 0x00}, false},                         // not the start of a partition
		{[]byte{0x11, 0x00}, false},                         // the second partition
		{[]byte{0x90, 0x80, 0x7f, 0x00}, true},              // 7 bits of picture id
		{[]byte{0x90, 0x80, 0xff, 0xff, 0x00}, true},        // 15 bits
		{[]byte{0x90, 0xe0, 0x81, 0x01, 0x05, 0x20}, false}, // cut before the frame
		{[]byte{0x90, 0xe0, 0x81, 0x01, 0x05, 0x20, 0x00}, true},
	} {
		if VP8Key(c.payload) != c.key {
			t.Errorf("%x: key %v; want %v", c.payload, !c.key, c.key)
		}
	}
}
