package rtc

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/pion/rtp"

	"kring/rtc/internal/flow"
	"kring/rtc/rtctest"
)

var start = time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)

type deaf struct{}

func (deaf) Speaking(map[string][]int) {}
func (deaf) Connected(string, bool)    {}

// crowd is a room of people whose browsers have gone away without the room
// knowing, because its clock stands still: packets go out to nobody, and
// nothing else uses memory.
func crowd(tb testing.TB, people int) *Room {
	tb.Helper()
	e, err := New(Config{Listen: "127.0.0.1"})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = e.Close() })
	r, err := e.Open("room", people, deaf{})
	if err != nil {
		tb.Fatal(err)
	}
	r.stop()
	for seat := range people {
		c, err := rtctest.New(people, rtctest.Options{})
		if err != nil {
			tb.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		err = c.Join(ctx, func(offer string) (string, error) { return r.Join(ctx, fmt.Sprint(seat), seat, offer) })
		cancel()
		if err != nil {
			tb.Fatal(err)
		}
		if err := c.Close(); err != nil {
			tb.Fatal(err)
		}
	}
	return r
}

// pictures returns a function that makes seat 0 send one picture of n packets,
// the first one a key frame, to everybody else.
func pictures(r *Room, n int) func() {
	p := r.bySeat[0]
	line := &p.offer.Lines[camera]
	h := rtp.Header{Version: 2, SSRC: line.SSRCs[0], PayloadType: line.PT}
	body := make([]byte, 1050)
	body[0] = 0x10
	now := time.Now()
	return func() {
		for i := range n {
			h.SequenceNumber++
			h.Marker = i == n-1
			p.HandleRTP(&h, body, now)
		}
		h.Timestamp += 3000
		now = now.Add(33 * time.Millisecond)
		body[1] = 1
	}
}

func TestForwardingAllocatesNothing(t *testing.T) {
	send := pictures(crowd(t, 4), 4)
	for range flow.CacheSize { // fills the cache's slots
		send()
	}
	if n := testing.AllocsPerRun(500, send); n != 0 {
		t.Errorf("%.0f allocations per picture of 4 packets to 3 receivers; want 0", n)
	}
}

func BenchmarkForward(b *testing.B) {
	const people, packets = 8, 4
	send := pictures(crowd(b, people), packets)
	for range flow.CacheSize {
		send()
	}
	b.ReportAllocs()
	for b.Loop() {
		send()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*packets*(people-1)), "ns/forwarded")
}
