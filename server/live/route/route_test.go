package route

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"go.uber.org/goleak"

	"kring/internal/bus"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var key = bytes.Repeat([]byte{7}, 32)

func startNATS(t testing.TB) *server.Server {
	t.Helper()
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: -1, NoLog: true, NoSigs: true})
	must(t, err)
	s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(10 * time.Second) {
		t.Fatal("NATS did not start")
	}
	return s
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// node is one server's routes; came are the links that others opened.
type node struct {
	*Routes
	bus  *bus.Bus
	came chan *Link
}

func newNode(t testing.TB, at *server.Server, name string, key []byte) *node {
	t.Helper()
	b, err := bus.Open(t.Context(), at.ClientURL())
	must(t, err)
	t.Cleanup(b.Close)
	n := &node{bus: b, came: make(chan *Link, 8)}
	n.Routes, err = Open(Options{Bus: b, Node: name, Key: key, Accept: func(l *Link) { n.came <- l }})
	must(t, err)
	t.Cleanup(n.Close)
	return n
}

// pair is a link from a to b.
func pair(t testing.TB, a, b *node, name string) (there, here *Link) {
	t.Helper()
	there, err := a.Dial(t.Context(), name, "person-roos")
	must(t, err)
	return there, <-b.came
}

func hears(t testing.TB, l *Link, want string) {
	t.Helper()
	frame, err := l.Receive()
	must(t, err)
	if string(frame) != want {
		t.Fatalf("got %q, want %q", frame, want)
	}
}

func TestFramesArriveInOrderAndTheEndAfterThem(t *testing.T) {
	s := startNATS(t)
	a, b := newNode(t, s, "a", key), newNode(t, s, "b", key)
	there, here := pair(t, a, b, "b")
	if here.Person() != "person-roos" {
		t.Errorf("it is %q", here.Person())
	}
	const n = 10 * window
	go func() {
		for i := range n {
			_ = there.Send(context.Background(), fmt.Append(nil, "to b ", i))
		}
	}()
	for i := range n {
		hears(t, here, fmt.Sprint("to b ", i))
		must(t, here.Send(t.Context(), fmt.Append(nil, "to a ", i)))
		hears(t, there, fmt.Sprint("to a ", i))
	}
	must(t, there.Send(t.Context(), []byte("last")))
	there.End(4401)
	hears(t, here, "last")
	if _, err := here.Receive(); !errors.Is(err, ErrEnded) || here.Code() != 4401 {
		t.Errorf("after the last: %v, code %d", err, here.Code())
	}
	if err := there.Send(t.Context(), nil); !errors.Is(err, ErrEnded) {
		t.Errorf("sent after the end: %v", err)
	}
}

func TestWhoSendsWaitsForWhoTakes(t *testing.T) {
	s := startNATS(t)
	a, b := newNode(t, s, "a", key), newNode(t, s, "b", key)
	there, here := pair(t, a, b, "b")
	for range window {
		must(t, there.Send(t.Context(), []byte("x")))
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := there.Send(ctx, []byte("x")); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("one too many: %v", err)
	}
	for range window / 2 {
		hears(t, here, "x")
	}
	must(t, there.Send(t.Context(), []byte("x"))) // there is room again
}

// TestAStrangerOnTheBus hears everything, plays it again and adds to it.
func TestAStrangerOnTheBus(t *testing.T) {
	s := startNATS(t)
	ear, err := nats.Connect(s.ClientURL())
	must(t, err)
	t.Cleanup(ear.Close)
	heard := make(chan *nats.Msg, 1000)
	_, err = ear.ChanSubscribe(">", heard)
	must(t, err)
	must(t, ear.Flush())

	a, b := newNode(t, s, "a", key), newNode(t, s, "b", key)
	there, here := pair(t, a, b, "b")
	must(t, there.Send(t.Context(), []byte("Het gaat niet goed")))
	hears(t, here, "Het gaat niet goed")
	must(t, ear.Flush())
	var all []*nats.Msg
	for len(heard) > 0 {
		all = append(all, <-heard)
	}
	for _, m := range all {
		if bytes.Contains(m.Data, []byte("niet goed")) || bytes.Contains(m.Data, []byte("roos")) {
			t.Errorf("readable on the bus: %q", m.Data)
		}
		if len(m.Data) > headSize && m.Data[0] != beats { // again, changed, and as of another link
			other := bytes.Clone(m.Data)
			other[5]++
			changed := bytes.Clone(m.Data)
			changed[len(changed)-1]++
			for _, data := range [][]byte{m.Data, other, changed} {
				must(t, ear.Publish(m.Subject, data))
			}
		}
	}
	must(t, ear.Flush())
	must(t, there.Send(t.Context(), []byte("en nu?")))
	hears(t, here, "en nu?") // once, and the link is whole
	if len(b.came) != 0 {
		t.Error("a packet of another link opened one")
	}

	stranger := newNode(t, s, "c", bytes.Repeat([]byte{8}, 32))
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := stranger.Dial(ctx, "b", "person-roos"); err == nil || errors.Is(err, ErrGone) {
		t.Errorf("a stranger's link: %v", err)
	}
	if len(b.came) != 0 {
		t.Error("a stranger opened a link")
	}
}

// TestALostNode: its links end, and whoever dials it then is told that it is gone.
func TestALostNode(t *testing.T) {
	s := startNATS(t)
	a, b := newNode(t, s, "a", key), newNode(t, s, "b", key)
	there, _ := pair(t, a, b, "b")
	b.bus.Close() // as a process that is killed: nobody says why
	<-there.Done()
	if there.Code() != Lost {
		t.Errorf("code %d", there.Code())
	}
	if _, err := a.Dial(t.Context(), "b", "person-roos"); !errors.Is(err, ErrGone) {
		t.Errorf("dialled: %v", err)
	}
	again := newNode(t, s, "b", key)
	pair(t, a, again, "b")
	if err := a.missed(address("b"), time.Now()); err != 0 {
		t.Error("a node that came back still counts as absent")
	}
}

// TestAShortAbsenceIsNotTheEnd: looking twice with a long time between says
// nothing of what was between.
func TestAShortAbsenceIsNotTheEnd(t *testing.T) {
	r := &Routes{absent: map[string]absence{}}
	now := time.Now()
	for i, c := range []struct{ at, want time.Duration }{
		{0, 0}, {3 * time.Second, 3 * time.Second}, {6 * time.Second, 6 * time.Second}, {20 * time.Second, 0},
	} {
		if got := r.missed("b", now.Add(c.at)); got != c.want {
			t.Errorf("look %d: absent for %s, want %s", i, got, c.want)
		}
	}
}

func TestClosingEndsTheLinks(t *testing.T) {
	s := startNATS(t)
	a, b := newNode(t, s, "a", key), newNode(t, s, "b", key)
	there, here := pair(t, a, b, "b")
	b.Close()
	if _, err := there.Receive(); !errors.Is(err, ErrEnded) || there.Code() != Lost {
		t.Errorf("%v, code %d", err, there.Code())
	}
	<-here.Done()
}

// FuzzReceive: whatever comes from the bus, the link goes on.
func FuzzReceive(f *testing.F) {
	s := startNATS(f)
	a, b := newNode(f, s, "a", key), newNode(f, s, "b", key)
	there, here := pair(f, a, b, "b")
	for _, what := range []byte{opens, data, took, ends, beats} {
		f.Add(append([]byte{what}, here.id[:]...))
		f.Add(append(append([]byte{what}, here.id[:]...), make([]byte, 40)...))
	}
	f.Fuzz(func(t *testing.T, p []byte) {
		if answer := b.receive(p); answer != nil {
			t.Errorf("answered %x", answer)
		}
		must(t, there.Send(t.Context(), []byte("x")))
		hears(t, here, "x")
	})
}
