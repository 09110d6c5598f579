package rtc_test

import (
	"context"
	"testing"
	"time"

	"kring/rtc/rtctest"
)

// TestBadWay: one member's way loses 5 % in each direction and takes 60 ms.
// Both must go on seeing each other without a freeze: lost packets are asked
// for and sent again, on the way in by the engine, on the way out to it. A
// third one, on a good way, tells how long this computer itself stood still.
func TestBadWay(t *testing.T) {
	const seats = 3
	m := newMeeting(t, seats)
	relay, err := rtctest.NewRelay(m.port, 0.05, 60*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	defer relay.Close()
	var at [seats]*rtctest.Client
	for seat, peer := range []string{"anna", "bert", "cees"} {
		c, err := rtctest.New(seats, rtctest.Options{Repair: true})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		join := m.join(peer, seat)
		if peer == "bert" {
			join = relay.Through(join)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		if err := c.Join(ctx, join); err != nil {
			t.Fatal(err)
		}
		at[seat] = c
	}
	for _, c := range at {
		c.Start()
	}
	watch := func(me, other int) time.Duration {
		eventually(t, "120 frames", func() bool { n, _ := at[me].Frames(other); return n > 120 })
		_, worst := at[me].Frames(other)
		return worst
	}
	in, out, own := watch(0, 1), watch(1, 0), watch(2, 0)
	if limit := 500*time.Millisecond + own; in > limit || out > limit {
		t.Errorf("no frame for %v of what came in, %v of what went out; on a good way %v", in, out, own)
	}
	for _, p := range m.room.Stats().Peers {
		if p.Peer == "bert" && (p.Repaired == 0 || p.Recovered == 0) {
			t.Errorf("nothing was lost on a way that loses: %+v", p)
		}
	}
}
