package rtc_test

import (
	"context"
	"testing"
	"time"

	"kring/rtc/rtctest"
)

// over joins a client that comes over a way of its own, and does against loss
// what browsers do.
func (m *meeting) over(peer string, seat int, way *rtctest.Way, layers bool) *rtctest.Client {
	m.t.Helper()
	options, join := rtctest.Options{Repair: true, Layers: layers}, m.join(peer, seat)
	if way != nil {
		options.Net, join = way.Net(), way.Through(join)
	}
	c, err := rtctest.New(m.seats, options)
	if err != nil {
		m.t.Fatal(err)
	}
	m.t.Cleanup(func() { _ = c.Close() })
	ctx, cancel := context.WithTimeout(m.t.Context(), 20*time.Second)
	defer cancel()
	if err := c.Join(ctx, join); err != nil {
		m.t.Fatalf("%s: %v", peer, err)
	}
	return c
}

func (m *meeting) way(weather rtctest.Weather) *rtctest.Way {
	m.t.Helper()
	w, err := rtctest.NewWay(m.port, weather)
	if err != nil {
		m.t.Fatal(err)
	}
	m.t.Cleanup(func() { _ = w.Close() })
	return w
}

// TestBadWay: one member's way loses 5 % in each direction and takes 60 ms.
// Both must go on seeing each other without a freeze: lost packets are asked
// for and sent again, on the way in by the engine, on the way out to it; and
// hearing each other, because sound carries itself once more. A third one, on a
// good way, tells how long this computer itself stood still.
func TestBadWay(t *testing.T) {
	m := newMeeting(t, 3)
	at := []*rtctest.Client{
		m.over("anna", 0, nil, false),
		m.over("bert", 1, m.way(rtctest.Weather{Loss: 0.05, Delay: 60 * time.Millisecond}), false),
		m.over("cees", 2, nil, false),
	}
	for _, c := range at {
		c.Start()
	}
	watch := func(me, other int) time.Duration {
		eventually(t, "200 frames", func() bool { n, _ := at[me].Frames(other); return n > 200 })
		_, worst := at[me].Frames(other)
		return worst
	}
	in, out, own := watch(0, 1), watch(1, 0), watch(2, 0)
	if limit := 500*time.Millisecond + own; in > limit || out > limit {
		t.Errorf("no frame for %v of what came in, %v of what went out; on a good way %v", in, out, own)
	}
	for _, c := range []struct {
		what      string
		me, other int
	}{{"bert heard by anna", 0, 1}, {"anna heard by bert", 1, 0}, {"cees heard by bert", 1, 2}} {
		heard, lost := at[c.me].Heard(c.other), at[c.me].Unheard(c.other)
		if share := float64(lost) / float64(heard+uint64(lost)); share >= 0.01 {
			t.Errorf("%s: %.1f %% of %d packets of sound are lost", c.what, 100*share, heard)
		}
		t.Logf("%s: %d of %d packets of sound lost", c.what, lost, heard)
	}
	t.Logf("longest time between frames: in %v, out %v, on a good way %v", in, out, own)
	for _, p := range m.room.Stats().Peers {
		if p.Peer == "bert" && (p.Repaired == 0 || p.Recovered == 0) {
			t.Errorf("nothing was lost on a way that loses: %+v", p)
		}
	}
}

// TestWayNarrowsForAWhile: the way to one member narrows to 300 kbit/s for a while. The
// camera of 1 Mbit/s that she sees must go down a layer soon and come up again
// soon after, while she hears everything.
func TestWayNarrowsForAWhile(t *testing.T) {
	m := newMeeting(t, 2)
	way := m.way(rtctest.Weather{Delay: 30 * time.Millisecond})
	anna, bert := m.over("anna", 0, nil, true), m.over("bert", 1, way, true)
	anna.Start()
	bert.Start()
	layer := func() int { return bert.Layer(0) }
	eventually(t, "the best layer", func() bool { return layer() == 2 })
	frames, _ := bert.Frames(0)
	eventually(t, "it goes on", func() bool { n, _ := bert.Frames(0); return n > frames+60 })

	heard, lost, began := bert.Heard(0), bert.Unheard(0), time.Now()
	way.Narrow(300_000)
	eventually(t, "a lower layer", func() bool { return layer() < 2 })
	down := time.Since(began)
	eventually(t, "eight seconds of sound on the narrow way", func() bool { return bert.Heard(0) > heard+400 })
	lost = bert.Unheard(0) - lost
	if layer() == 2 {
		t.Error("the best layer came back on a way that is too narrow for it")
	}
	began = time.Now()
	way.Narrow(0)
	eventually(t, "a better layer", func() bool { return layer() > 0 })
	better := time.Since(began)
	eventually(t, "the best layer again", func() bool { return layer() == 2 })
	t.Logf("down after %v; %d of 400 packets of sound lost; up after %v, at the best after %v", down, lost, better, time.Since(began))
	if limit := 3 * time.Second; down > limit {
		t.Errorf("down a layer after %v; want %v", down, limit)
	}
	if limit := 15 * time.Second; better > limit {
		t.Errorf("up a layer after %v; want %v", better, limit)
	}
	if lost > 4 {
		t.Errorf("%d packets of 400 of sound are lost", lost)
	}
}
