package rtc_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/pion/webrtc/v4"
	"go.uber.org/goleak"

	"kring/rtc"
	"kring/rtc/rtctest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// ears is a Listener that remembers.
type ears struct {
	mu    sync.Mutex
	heard map[string][]int
	up    map[string]bool
}

func (e *ears) Speaking(heard map[string][]int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.heard = heard
}

func (e *ears) Connected(peer string, ok bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.up == nil {
		e.up = map[string]bool{}
	}
	e.up[peer] = ok
}

// hears: just these seats speak, as far as the peer hears.
func (e *ears) hears(peer string, seats ...int) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := slices.Clone(e.heard[peer])
	slices.Sort(now)
	return slices.Equal(now, seats)
}

func (e *ears) connected(peer string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.up[peer]
}

// meeting is a room with an engine of its own.
type meeting struct {
	t     *testing.T
	seats int
	port  int
	room  *rtc.Room
	ears  *ears
}

func newMeeting(t *testing.T, seats int) *meeting { return newMeetingOn(t, seats, "127.0.0.1") }

func newMeetingOn(t *testing.T, seats int, listen string) *meeting {
	t.Helper()
	e, err := rtc.New(rtc.Config{Listen: listen})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	m := &meeting{t: t, seats: seats, port: e.Port(), ears: &ears{}}
	if m.room, err = e.Open("room", seats, m.ears); err != nil {
		t.Fatal(err)
	}
	return m
}

// sit joins a new client that sends.
func (m *meeting) sit(peer string, seat int, networks ...webrtc.NetworkType) *rtctest.Client {
	m.t.Helper()
	c, err := m.try(peer, seat, networks...)
	if err != nil {
		m.t.Fatalf("%s: %v", peer, err)
	}
	c.Start()
	return c
}

// try joins a new client that does not send yet.
func (m *meeting) try(peer string, seat int, networks ...webrtc.NetworkType) (*rtctest.Client, error) {
	return m.tryAs(peer, seat, rtctest.Options{Networks: networks, Mark: seat + 1})
}

func (m *meeting) tryAs(peer string, seat int, o rtctest.Options) (*rtctest.Client, error) {
	c, err := rtctest.New(m.seats, o)
	if err != nil {
		return nil, err
	}
	m.t.Cleanup(func() { _ = c.Close() })
	ctx, cancel := context.WithTimeout(m.t.Context(), 10*time.Second)
	defer cancel()
	if err := c.Join(ctx, m.join(peer, seat)); err != nil {
		return nil, err
	}
	return c, nil
}

func (m *meeting) join(peer string, seat int) rtctest.Join {
	return func(offer string) (string, error) {
		return m.room.Join(m.t.Context(), peer, seat, offer)
	}
}

// eventually waits for a condition of the world outside the test.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	deadline := time.Now().Add(90 * time.Second) // a busy computer
	for !ok() {
		if time.Now().After(deadline) {
			t.Fatalf("never happened: %s", what)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// silentFor reports whether a counter stands still for a while, after what was
// under way has arrived.
func silentFor(d time.Duration, counter func() uint64) bool {
	time.Sleep(100 * time.Millisecond)
	before := counter()
	time.Sleep(d)
	return counter() == before
}
