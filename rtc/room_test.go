package rtc_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"kring/rtc"
	"kring/rtc/rtctest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// ears is a Listener that remembers.
type ears struct {
	mu       sync.Mutex
	speaking []int
	up       map[string]bool
}

func (e *ears) Speaking(seats []int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.speaking = seats
}

func (e *ears) Connected(peer string, ok bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.up == nil {
		e.up = map[string]bool{}
	}
	e.up[peer] = ok
}

func (e *ears) speaks(seats ...int) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := slices.Clone(e.speaking)
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
	t    *testing.T
	room *rtc.Room
	ears *ears
}

func newMeeting(t *testing.T, seats int) *meeting {
	t.Helper()
	e, err := rtc.New(rtc.Config{Listen: "127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	m := &meeting{t: t, ears: &ears{}}
	if m.room, err = e.Open("room", seats, m.ears); err != nil {
		t.Fatal(err)
	}
	return m
}

// sit joins a new client that sends.
func (m *meeting) sit(peer string, seat, seats int) *rtctest.Client {
	m.t.Helper()
	c, err := rtctest.New(seats)
	if err != nil {
		m.t.Fatal(err)
	}
	m.t.Cleanup(func() { _ = c.Close() })
	ctx, cancel := context.WithTimeout(m.t.Context(), 10*time.Second)
	defer cancel()
	if err := c.Join(ctx, m.join(peer, seat)); err != nil {
		m.t.Fatalf("%s: %v", peer, err)
	}
	c.Start()
	return c
}

func (m *meeting) join(peer string, seat int) rtctest.Join {
	return func(offer string) (string, error) {
		return m.room.Join(m.t.Context(), peer, seat, offer)
	}
}

// eventually waits for a condition of the world outside the test.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for !ok() {
		if time.Now().After(deadline) {
			t.Fatalf("never happened: %s", what)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func TestPeopleSeeAndHearEachOther(t *testing.T) {
	const seats = 4
	m := newMeeting(t, seats)
	at := map[int]*rtctest.Client{}
	for seat, peer := range []string{"anna", "bert", "cees"} {
		at[seat] = m.sit(peer, seat, seats)
	}
	for mine, c := range at {
		for seat := range at {
			if seat == mine {
				continue
			}
			eventually(t, "sound and picture from the others", func() bool {
				return c.Heard(seat) > 20 && c.Seen(seat) > 40 && c.Keys(seat) > 0
			})
		}
		if c.Heard(mine)+c.Seen(mine) > 0 {
			t.Errorf("seat %d gets its own media", mine)
		}
		if c.Heard(3)+c.Seen(3) > 0 {
			t.Errorf("seat %d gets media from an empty seat", mine)
		}
		if c.ScreenSeen()+c.ScreenHeard() > 0 {
			t.Errorf("seat %d gets a screen nobody shares", mine)
		}
		if c.Lost() > 0 {
			t.Errorf("seat %d misses %d packets", mine, c.Lost())
		}
	}
	eventually(t, "everybody connected", func() bool { return m.ears.connected("anna") && m.ears.connected("cees") })
}

// silentFor reports whether a counter stands still for a while, after what was
// under way has arrived.
func silentFor(d time.Duration, counter func() uint64) bool {
	time.Sleep(100 * time.Millisecond)
	before := counter()
	time.Sleep(d)
	return counter() == before
}

func TestMuteAndCameraHoldAtTheServer(t *testing.T) {
	m := newMeeting(t, 2)
	anna, bert := m.sit("anna", 0, 2), m.sit("bert", 1, 2)
	hears := func() uint64 { return anna.Heard(1) }
	sees := func() uint64 { return anna.Seen(1) }
	eventually(t, "anna hears and sees bert", func() bool { return hears() > 5 && sees() > 5 })
	eventually(t, "both speak", func() bool { return m.ears.speaks(0, 1) })

	m.room.Mute("bert", true) // his client goes on sending
	if !silentFor(300*time.Millisecond, hears) {
		t.Error("anna hears a muted bert")
	}
	eventually(t, "the muted one does not speak", func() bool { return m.ears.speaks(0) })
	m.room.Camera("bert", false)
	if !silentFor(300*time.Millisecond, sees) {
		t.Error("anna sees bert, whose camera is off")
	}

	_ = bert.Close()
	bert = m.sit("bert", 1, 2)
	if !silentFor(300*time.Millisecond, hears) {
		t.Error("joining again undid the mute")
	}
	keys, seen, heard := anna.Keys(1), sees(), hears()
	m.room.Mute("bert", false)
	m.room.Camera("bert", true)
	eventually(t, "anna hears bert again", func() bool { return hears() > heard+5 })
	eventually(t, "the picture begins with a key frame", func() bool { return sees() > seen && anna.Keys(1) > keys })
	if anna.Lost() > 0 {
		t.Errorf("anna misses %d numbers; a pause must not look like loss", anna.Lost())
	}
}

func TestLeaveAndComeBack(t *testing.T) {
	m := newMeeting(t, 3)
	anna, bert := m.sit("anna", 0, 3), m.sit("bert", 1, 3)
	eventually(t, "anna sees bert", func() bool { return anna.Seen(1) > 5 })

	m.room.Leave("bert")
	if !silentFor(300*time.Millisecond, func() uint64 { return anna.Seen(1) + anna.Heard(1) }) {
		t.Error("media of somebody who left")
	}
	_ = bert.Close()
	seen, keys := anna.Seen(1), anna.Keys(1)
	cees := m.sit("cees", 1, 3) // the same lines now carry somebody else
	eventually(t, "anna sees who sits there now", func() bool { return anna.Seen(1) > seen && anna.Keys(1) > keys })
	eventually(t, "and is seen", func() bool { return cees.Seen(0) > 5 && cees.Heard(0) > 5 })
	if anna.Lost() > 0 {
		t.Errorf("anna misses %d numbers; another person must not look like loss", anna.Lost())
	}
}

func TestJoinAgain(t *testing.T) {
	m := newMeeting(t, 2)
	anna, bert := m.sit("anna", 0, 2), m.sit("bert", 1, 2)
	eventually(t, "anna sees bert", func() bool { return anna.Seen(1) > 5 })

	if err := bert.Restart(m.join("bert", 1)); err != nil {
		t.Fatal(err)
	}
	seen, back := anna.Seen(1), bert.Seen(0)
	eventually(t, "media after an ICE restart", func() bool { return anna.Seen(1) > seen+40 && bert.Seen(0) > back+40 })

	again := m.sit("bert", 1, 2) // a new page, without a word of the old one
	seen = anna.Seen(1)
	eventually(t, "media after joining again", func() bool { return anna.Seen(1) > seen+40 && again.Seen(0) > 40 })
	if !silentFor(200*time.Millisecond, func() uint64 { return bert.Seen(0) }) {
		t.Error("the page that was replaced still gets media")
	}
}

func TestScreenPlace(t *testing.T) {
	m := newMeeting(t, 2)
	anna, bert := m.sit("anna", 0, 2), m.sit("bert", 1, 2)
	bert.Share(true)
	if !silentFor(300*time.Millisecond, func() uint64 { return anna.ScreenSeen() + anna.ScreenHeard() }) {
		t.Error("a screen without the screen place")
	}
	m.room.Screen("bert")
	eventually(t, "anna gets the screen with sound", func() bool { return anna.ScreenSeen() > 20 && anna.ScreenHeard() > 5 })
	m.room.Screen("")
	if !silentFor(300*time.Millisecond, func() uint64 { return anna.ScreenSeen() + anna.ScreenHeard() }) {
		t.Error("a screen after the place was taken away")
	}
	if bert.ScreenSeen() > 0 {
		t.Error("bert gets his own screen back")
	}
}
