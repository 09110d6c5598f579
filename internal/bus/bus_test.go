package bus_test

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"go.uber.org/goleak"

	"kring/internal/bus"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func open(t testing.TB, url string) *bus.Bus {
	t.Helper()
	b, err := bus.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

// follow subscribes and returns the events as a channel that never blocks the bus.
func follow(t testing.TB, b *bus.Bus, subject string) (<-chan bus.Event, func()) {
	t.Helper()
	got := make(chan bus.Event, 100_000)
	cancel, err := b.Subscribe(subject, func(e bus.Event) { got <- e })
	if err != nil {
		t.Fatal(err)
	}
	return got, cancel
}

func next(t testing.TB, got <-chan bus.Event) bus.Event {
	t.Helper()
	select {
	case e := <-got:
		return e
	case <-time.After(10 * time.Second):
		t.Fatal("no event within 10 s")
		return bus.Event{}
	}
}

func publish(t testing.TB, b *bus.Bus, subject string, e bus.Event) {
	t.Helper()
	if err := b.Publish(subject, e); err != nil {
		t.Fatal(err)
	}
}

func TestEventArrivesWhole(t *testing.T) {
	b := open(t, "")
	got, _ := follow(t, b, "channel.*")
	want := bus.Event{Kind: "message", Channel: "c1", Seq: 1 << 60, Person: "p1", Node: "n1", Value: 7}
	publish(t, b, "meeting.c1", want)
	publish(t, b, "channel.c1", want)
	if e := next(t, got); e != want {
		t.Errorf("got %+v, want %+v", e, want)
	}
}

func TestOrderPerSubjectUnderManyPublishers(t *testing.T) {
	const publishers, each = 8, 25 // together fewer than may wait
	b := open(t, "")
	got, _ := follow(t, b, "c.>")
	var wg sync.WaitGroup
	for p := range publishers {
		wg.Go(func() {
			for i := range each {
				publish(t, b, fmt.Sprint("c.", p), bus.Event{Kind: "message", Channel: fmt.Sprint(p), Seq: int64(i + 1)})
			}
		})
	}
	last := map[string]int64{}
	for range publishers * each {
		e := next(t, got)
		if e.Seq != last[e.Channel]+1 {
			t.Fatalf("channel %s: %s %d after %d", e.Channel, e.Kind, e.Seq, last[e.Channel])
		}
		last[e.Channel] = e.Seq
	}
	wg.Wait()
}

func TestSlowSubscriberIsToldOfItsGapAndHoldsUpNobody(t *testing.T) {
	const n = 2000
	b := open(t, "")
	release, slow := make(chan struct{}), make(chan bus.Event, n+1)
	if _, err := b.Subscribe("c", func(e bus.Event) { <-release; slow <- e }); err != nil {
		t.Fatal(err)
	}
	fast, _ := follow(t, b, "c")
	for i := range n { // no faster than the fast one follows, so that only the slow one loses
		publish(t, b, "c", bus.Event{Kind: "message", Seq: int64(i + 1)})
		if e := next(t, fast); e.Seq != int64(i+1) {
			t.Fatalf("the fast subscriber got %+v, want %d", e, i+1)
		}
	}
	close(release)
	gap, received := false, 0
	for e := next(t, slow); ; e = next(t, slow) {
		if e.Kind == bus.Gap {
			gap = true
			publish(t, b, "c", bus.Event{Kind: "end"})
			continue
		}
		if e.Kind == "end" {
			break
		}
		received++
	}
	if !gap || received == n {
		t.Errorf("told of a gap: %v; received %d of %d", gap, received, n)
	}
}

func TestCancelEndsDelivery(t *testing.T) {
	b := open(t, "")
	gone, cancel := follow(t, b, "c")
	cancel()
	cancel()
	stays, _ := follow(t, b, "c")
	publish(t, b, "c", bus.Event{Kind: "message"})
	next(t, stays)
	if len(gone) != 0 {
		t.Error("an event after cancel")
	}
}

func TestCancelFromWithin(t *testing.T) {
	b := open(t, "")
	var cancel func()
	var set, called sync.WaitGroup
	set.Add(1)
	called.Add(1)
	cancel, err := b.Subscribe("c", func(bus.Event) { set.Wait(); cancel(); called.Done() })
	set.Done()
	if err != nil {
		t.Fatal(err)
	}
	publish(t, b, "c", bus.Event{Kind: "message"})
	called.Wait()
}

func TestNothingThatIsNotAnIDGoesThrough(t *testing.T) {
	b := open(t, "")
	for name, e := range map[string]bus.Event{
		"no kind":    {},
		"a sentence": {Kind: "message", Channel: "ik voel me niet goed"},
		"long":       {Kind: "message", Person: strings.Repeat("a", 65)},
		"markup":     {Kind: "message", Node: "<b>"},
	} {
		err := b.Publish("c", e)
		if err == nil {
			t.Errorf("%s went through", name)
		} else if strings.Contains(err.Error(), "voel") {
			t.Errorf("the error holds content: %v", err)
		}
	}
	if b.Publish("a b", bus.Event{Kind: "message"}) == nil {
		t.Error("a subject with a space went through")
	}
}

func TestClosedBusRefuses(t *testing.T) {
	b, err := bus.Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	b.Close()
	if b.Publish("c", bus.Event{Kind: "message"}) == nil {
		t.Error("published on a closed bus")
	}
	if _, err := b.Subscribe("c", func(bus.Event) {}); err == nil {
		t.Error("subscribed to a closed bus")
	}
}

// runServer is NATS as several nodes would share it; port -1 is a free one.
func runServer(t *testing.T, port int) *server.Server {
	t.Helper()
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: port, NoLog: true, NoSigs: true})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	if !s.ReadyForConnections(10 * time.Second) {
		t.Fatal("NATS did not start")
	}
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	return s
}

func TestTwoNodesAndARestartOfNATS(t *testing.T) {
	s := runServer(t, -1)
	a, b := open(t, s.ClientURL()), open(t, s.ClientURL())
	got, _ := follow(t, b, "c")
	publish(t, a, "c", bus.Event{Kind: "message", Seq: 1})
	if e := next(t, got); e.Seq != 1 {
		t.Fatalf("got %+v", e)
	}
	port := s.Addr().(*net.TCPAddr).Port
	s.Shutdown()
	s.WaitForShutdown()
	runServer(t, port)
	if e := next(t, got); e.Kind != bus.Gap {
		t.Fatalf("after the restart got %+v, want a gap", e)
	}
	publish(t, a, "c", bus.Event{Kind: "message", Seq: 2}) // waits for a's own reconnection if need be
	for e := next(t, got); e.Seq != 2; e = next(t, got) {
		if e.Kind != bus.Gap {
			t.Fatalf("got %+v", e)
		}
	}
}

// TestWithoutNATSANodeGoesOn: its own subscribers hear at once.
func TestWithoutNATSANodeGoesOn(t *testing.T) {
	s := runServer(t, -1)
	a := open(t, s.ClientURL())
	all, _ := follow(t, a, "c.*")
	one, _ := follow(t, a, "c.1")
	rest, _ := follow(t, a, "c.>")
	other, _ := follow(t, a, "c.1.x")
	s.Shutdown()
	s.WaitForShutdown()
	for { // a's connection ends a moment later
		if _, err := a.Call(t.Context(), "node.b", nil); errors.Is(err, bus.ErrAway) {
			break
		}
	}
	for seq := range int64(3) {
		publish(t, a, "c.1", bus.Event{Kind: "message", Seq: seq + 1})
	}
	publish(t, a, "c.1", bus.Event{Kind: "last"})
	for name, got := range map[string]<-chan bus.Event{"c.*": all, "c.1": one, "c.>": rest} {
		for e := next(t, got); e.Kind != "last"; e = next(t, got) {
			if e.Kind != "message" {
				t.Errorf("%s got %+v", name, e)
			}
		}
	}
	if len(other) != 0 {
		t.Error("an event of another subject")
	}
}

func TestUnreachableServerIsAClearError(t *testing.T) {
	if _, err := bus.Open(t.Context(), "nats://127.0.0.1:1"); err == nil || !strings.Contains(err.Error(), "connect to NATS") {
		t.Errorf("got %v", err)
	}
}

func BenchmarkPublishToReceive(b *testing.B) {
	x := open(b, "")
	got, _ := follow(b, x, "c")
	for i := range b.N {
		publish(b, x, "c", bus.Event{Kind: "message", Channel: "c1", Seq: int64(i)})
		next(b, got)
	}
}
