package flow

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// three makes tiles of three layers: a speaker, a screen, two others.
func three(has int) []Picture {
	camera := [MaxLayers]float64{150e3, 500e3, 1500e3}
	return []Picture{
		{Costs: camera, Most: 2, Rank: Other, Has: has},
		{Costs: camera, Most: 2, Rank: Speaker, Has: has},
		{Costs: [MaxLayers]float64{400e3}, Most: 0, Rank: Shared, Has: min(has, 0)},
		{Costs: camera, Most: 2, Rank: Other, Has: has},
	}
}

// TestOrderOfGivingUp: others' cameras go first, then the screen, then the
// speaker's picture, and back in the other order.
func TestOrderOfGivingUp(t *testing.T) {
	// After choose the tiles are speaker, screen, other, other.
	for _, c := range []struct {
		kbit float64
		want [4]int
	}{
		{10000, [4]int{2, 0, 2, 2}},
		{3000, [4]int{2, 0, 1, 1}},
		{2100, [4]int{1, 0, 1, 1}},
		{1400, [4]int{1, 0, 0, 0}},
		{900, [4]int{0, 0, 0, 0}},
		{700, [4]int{0, 0, 0, None}},
		{560, [4]int{0, 0, None, None}},
		{160, [4]int{0, None, None, None}},
		{100, [4]int{None, None, None, None}},
	} {
		down := three(2)
		Choose(down, c.kbit*1000, true)
		up := three(None)
		Choose(up, c.kbit*1000/(1-reserve), true)
		for i := range down {
			if down[i].Chosen != c.want[i] {
				t.Errorf("down to %.0f kbit/s: rank %d has layer %d; want %d", c.kbit, down[i].Rank, down[i].Chosen, c.want[i])
			}
			if up[i].Chosen != c.want[i] {
				t.Errorf("up to %.0f kbit/s: rank %d has layer %d; want %d", c.kbit, up[i].Rank, up[i].Chosen, c.want[i])
			}
		}
	}
}

func TestHiddenAndSmallTiles(t *testing.T) {
	tiles := three(None)
	tiles[0].Most, tiles[1].Most = None, 0
	Choose(tiles, math.Inf(1), true)
	if tiles[0].Chosen != 0 || tiles[2].Chosen != None || tiles[3].Chosen != 2 {
		t.Errorf("a small speaker %d, a hidden one %d, the rest %d", tiles[0].Chosen, tiles[2].Chosen, tiles[3].Chosen)
	}
}

func TestChoiceNeverCostsTooMuch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tiles := make([]Picture, rapid.IntRange(0, 17).Draw(t, "tiles"))
		for i := range tiles {
			tiles[i] = Picture{Most: rapid.IntRange(None, 2).Draw(t, "most"), Has: rapid.IntRange(None, 2).Draw(t, "has"),
				Rank: Rank(rapid.IntRange(0, 2).Draw(t, "rank"))}
			for l := range MaxLayers {
				tiles[i].Costs[l] = float64(rapid.IntRange(0, 2000).Draw(t, "cost"))
			}
		}
		limit := float64(rapid.IntRange(0, 20000).Draw(t, "bandwidth"))
		rise := rapid.Bool().Draw(t, "rise")
		Choose(tiles, limit, rise)
		spent := 0.0
		for i, c := range tiles {
			if c.Chosen == None {
				continue
			}
			spent += c.Costs[c.Chosen]
			if c.Chosen > c.Most || c.Costs[c.Chosen] == 0 || !rise && c.Chosen > c.Has && (i > 0 || c.above(None) != c.Chosen) {
				t.Fatalf("%+v", c)
			}
		}
		if spent > limit {
			t.Fatalf("%.0f bit/s of %.0f", spent, limit)
		}
	})
}

// link is a way with a bottleneck: packets wait in its queue, and are lost
// when it is full. All times in µs.
type link struct {
	rate  float64 // bit/s
	delay int64
	free  int64 // when the queue is empty
}

const longestQueue = 400_000 // µs

func (l *link) send(size int, at int64) (arrives int64, ok bool) {
	begin := max(at, l.free)
	if begin-at > longestQueue {
		return 0, false
	}
	l.free = begin + int64(float64(size)*8/l.rate*1e6)
	return l.free + l.delay, true
}

// meeting simulates one receiver of sound and one camera of three layers.
type simulation struct {
	link  link
	b     Bandwidth
	now   int64
	layer int
	acks  []Ack
	lost  int
	sound struct{ sent, lost int }
}

// run goes on for so long, in virtual time: 50 sound packets and 30 pictures a
// second, feedback every 100 ms, and a choice of layers then.
func (s *simulation) run(d time.Duration) {
	rates := [MaxLayers]float64{100e3, 400e3, 1500e3}
	put := func(size int, sound bool) {
		arrives, ok := s.link.send(size, s.now)
		if ok {
			s.acks = append(s.acks, Ack{s.now, arrives, size})
		} else {
			s.lost++
		}
		if sound {
			s.sound.sent++
			if !ok {
				s.sound.lost++
			}
		}
	}
	for end := s.now + d.Microseconds(); s.now < end; s.now += 1000 {
		if s.now%20_000 == 0 {
			put(120, true)
		}
		if s.now%33_000 == 0 && s.layer != None {
			for left := int(rates[s.layer] / 30 / 8); left > 0; left -= 1100 {
				put(min(left, 1100), false)
			}
		}
		if s.now%100_000 == 0 {
			s.feedback()
			tiles := []Picture{{Costs: rates, Most: 2, Has: s.layer, Rank: Speaker}}
			Choose(tiles, s.b.rate-48_000, s.b.MayRise(s.time()))
			s.layer = tiles[0].Chosen
		}
	}
}

func (s *simulation) time() time.Time { return start.Add(time.Duration(s.now) * time.Microsecond) }

// feedback delivers what has arrived by now.
func (s *simulation) feedback() {
	var came, rest []Ack
	for _, a := range s.acks {
		if a.arrived <= s.now {
			came = append(came, a)
		} else {
			rest = append(rest, a)
		}
	}
	s.acks = rest
	s.b.Heard(came, s.lost, s.time())
	s.lost = 0
}

func TestNarrowWay(t *testing.T) {
	s := &simulation{link: link{rate: 5e6, delay: 60_000}, layer: 2, b: Bandwidth{rate: startRate}}
	s.run(20 * time.Second)
	if s.layer != 2 || s.sound.lost > 0 {
		t.Fatalf("on a wide way: layer %d, %d sound packets lost; estimate %.0f", s.layer, s.sound.lost, s.b.rate)
	}
	s.link.rate = 300e3
	s.run(3 * time.Second)
	if s.layer > 0 {
		t.Errorf("3 s after it became narrow: layer %d, estimate %.0f", s.layer, s.b.rate)
	}
	s.sound.sent, s.sound.lost = 0, 0
	s.run(30 * time.Second)
	if s.sound.lost > 0 || s.layer != 0 {
		t.Errorf("on a narrow way: %d of %d sound packets lost, layer %d; estimate %.0f", s.sound.lost, s.sound.sent, s.layer, s.b.rate)
	}
	s.link.rate = 5e6
	s.run(15 * time.Second)
	if s.layer < 1 {
		t.Errorf("15 s after it became wide: layer %d, estimate %.0f", s.layer, s.b.rate)
	}
	s.run(45 * time.Second)
	if s.layer != 2 {
		t.Errorf("a minute after it became wide: layer %d, estimate %.0f", s.layer, s.b.rate)
	}
}

// TestRandomLossIsNoCongestion: 5 % lost on a wide way changes nothing.
func TestRandomLossIsNoCongestion(t *testing.T) {
	b := Bandwidth{rate: startRate}
	now := start
	for i := range 600 {
		var acks []Ack
		for k := range 19 {
			at := int64(i*100_000 + k*5000)
			acks = append(acks, Ack{at, at + 60_000 + int64(k*7919%20_000), 1100})
		}
		now = now.Add(100 * time.Millisecond)
		b.Heard(acks, 1, now)
	}
	if arrived := 19 * 1100 * 80.0; b.rate < 1.5*arrived {
		t.Errorf("%.0f bit/s are estimated where %.0f arrive", b.rate, arrived)
	}
}
