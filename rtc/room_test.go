package rtc_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pion/webrtc/v4"

	"kring/internal/fault"
	"kring/rtc"
	"kring/rtc/rtctest"
)

func TestPeopleSeeAndHearEachOther(t *testing.T) {
	const seats = 4
	m := newMeeting(t, seats)
	at := map[int]*rtctest.Client{}
	for seat, peer := range []string{"anna", "bert", "cees"} {
		at[seat] = m.sit(peer, seat)
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
		if all, _ := c.Received(); all.Lost > 0 {
			t.Errorf("seat %d misses %d packets", mine, all.Lost)
		}
	}
	eventually(t, "everybody connected", func() bool { return m.ears.connected("anna") && m.ears.connected("cees") })
}

func TestMuteAndCameraHoldAtTheServer(t *testing.T) {
	m := newMeeting(t, 2)
	anna, bert := m.sit("anna", 0), m.sit("bert", 1)
	hears := func() uint64 { return anna.Heard(1) }
	sees := func() uint64 { return anna.Seen(1) }
	eventually(t, "anna hears and sees bert", func() bool { return hears() > 5 && sees() > 5 })
	eventually(t, "both speak", func() bool { return m.ears.hears("anna", 0, 1) && m.ears.hears("bert", 0, 1) })

	m.room.Mute("bert", true) // his client goes on sending
	if !silentFor(300*time.Millisecond, hears) {
		t.Error("anna hears a muted bert")
	}
	eventually(t, "the muted one does not speak", func() bool { return m.ears.hears("anna", 0) })
	m.room.Camera("bert", false)
	if !silentFor(300*time.Millisecond, sees) {
		t.Error("anna sees bert, whose camera is off")
	}

	_ = bert.Close()
	m.sit("bert", 1)
	if !silentFor(300*time.Millisecond, hears) {
		t.Error("joining again undid the mute")
	}
	keys, seen, heard := anna.Keys(1), sees(), hears()
	m.room.Mute("bert", false)
	m.room.Camera("bert", true)
	eventually(t, "anna hears bert again", func() bool { return hears() > heard+5 })
	eventually(t, "the picture begins with a key frame", func() bool { return sees() > seen && anna.Keys(1) > keys })
	if all, _ := anna.Received(); all.Lost > 0 {
		t.Errorf("anna misses %d numbers; a pause must not look like loss", all.Lost)
	}
}

// Members of some groups see only the facilitators (ORG-11): what a peer may
// not see is not sent to it, whatever it asks for.
func TestOnlyWhoMayBeSeenIsReceived(t *testing.T) {
	m := newMeeting(t, 3)
	onlyGuide := func(other string) bool { return other == "guide" }
	m.room.Sees("anna", onlyGuide)
	m.room.Sees("bert", onlyGuide)
	guide, anna := m.sit("guide", 0), m.sit("anna", 1)
	bert := m.sit("bert", 2)
	bert.Share(true)
	m.room.Screen("bert", true)
	eventually(t, "members have the guide, and the guide has them", func() bool {
		return anna.Heard(0) > 5 && anna.Seen(0) > 5 && bert.Heard(0) > 5 && guide.Heard(1) > 5 && guide.Seen(2) > 5 && guide.ScreenSeen() > 5
	})
	none := func() uint64 {
		return anna.Heard(2) + anna.Seen(2) + bert.Heard(1) + bert.Seen(1) + anna.ScreenSeen() + anna.ScreenHeard()
	}
	if none() > 0 || !silentFor(300*time.Millisecond, none) {
		t.Error("members receive each other")
	}
	m.room.Sees("anna", nil)
	eventually(t, "anna may see everybody now", func() bool { return anna.Heard(2) > 5 && anna.Seen(2) > 5 })
}

func TestLeaveAndComeBack(t *testing.T) {
	m := newMeeting(t, 3)
	anna, bert := m.sit("anna", 0), m.sit("bert", 1)
	eventually(t, "anna sees bert", func() bool { return anna.Seen(1) > 5 })

	m.room.Leave("bert")
	if !silentFor(300*time.Millisecond, func() uint64 { return anna.Seen(1) + anna.Heard(1) }) {
		t.Error("media of somebody who left")
	}
	_ = bert.Close()
	seen, keys := anna.Seen(1), anna.Keys(1)
	cees := m.sit("cees", 1) // the same lines now carry somebody else
	eventually(t, "anna sees who sits there now", func() bool { return anna.Seen(1) > seen && anna.Keys(1) > keys })
	eventually(t, "and is seen", func() bool { return cees.Seen(0) > 5 && cees.Heard(0) > 5 })
	if all, _ := anna.Received(); all.Lost > 0 {
		t.Errorf("anna misses %d numbers; another person must not look like loss", all.Lost)
	}
}

func TestJoinAgain(t *testing.T) {
	m := newMeeting(t, 2)
	anna, bert := m.sit("anna", 0), m.sit("bert", 1)
	eventually(t, "anna sees bert", func() bool { return anna.Seen(1) > 5 })

	if err := bert.Restart(m.join("bert", 1)); err != nil {
		t.Fatal(err)
	}
	seen, back := anna.Seen(1), bert.Seen(0)
	eventually(t, "media after an ICE restart", func() bool { return anna.Seen(1) > seen+40 && bert.Seen(0) > back+40 })

	again := m.sit("bert", 1) // a new page, without a word of the old one
	seen = anna.Seen(1)
	eventually(t, "media after joining again", func() bool { return anna.Seen(1) > seen+40 && again.Seen(0) > 40 })
	if !silentFor(200*time.Millisecond, func() uint64 { return bert.Seen(0) }) {
		t.Error("the page that was replaced still gets media")
	}
}

func TestScreenPlace(t *testing.T) {
	m := newMeeting(t, 2)
	anna, bert := m.sit("anna", 0), m.sit("bert", 1)
	bert.Share(true)
	if !silentFor(300*time.Millisecond, func() uint64 { return anna.ScreenSeen() + anna.ScreenHeard() }) {
		t.Error("a screen without the screen place")
	}
	m.room.Screen("bert", true)
	eventually(t, "anna gets the screen with sound", func() bool { return anna.ScreenSeen() > 20 && anna.ScreenHeard() > 5 })
	m.room.Screen("bert", false)
	if !silentFor(300*time.Millisecond, func() uint64 { return anna.ScreenSeen() + anna.ScreenHeard() }) {
		t.Error("a screen after the place was taken away")
	}
	if bert.ScreenSeen() > 0 {
		t.Error("bert gets his own screen back")
	}
}

func TestNetworks(t *testing.T) {
	for _, c := range []struct {
		name, listen string
		network      webrtc.NetworkType
	}{
		{"UDP over IPv6", "::1", webrtc.NetworkTypeUDP6},
		{"TCP over IPv4", "127.0.0.1", webrtc.NetworkTypeTCP4},
		{"TCP over IPv6", "::1", webrtc.NetworkTypeTCP6},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMeetingOn(t, 2, c.listen)
			anna, bert := m.sit("anna", 0, c.network), m.sit("bert", 1, c.network)
			eventually(t, "both see and hear each other", func() bool {
				return anna.Seen(1) > 40 && anna.Heard(1) > 5 && bert.Seen(0) > 40 && bert.Heard(0) > 5
			})
		})
	}
}

func TestRefusals(t *testing.T) {
	m := newMeeting(t, 2)
	m.sit("anna", 0)
	offer := func(seats int) string { return m.offer(t, seats) }
	for _, c := range []struct {
		name string
		seat int
		text string
		want fault.Kind
	}{
		{"a taken seat", 0, offer(2), fault.Conflict},
		{"a seat that is not there", 2, offer(2), fault.Invalid},
		{"a negative seat", -1, offer(2), fault.Invalid},
		{"an offer for three seats", 1, offer(3), fault.Invalid},
		{"no offer", 1, "", fault.Invalid},
	} {
		if _, err := m.room.Join(t.Context(), "bert", c.seat, c.text); !fault.Is(err, c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if n := len(m.room.Stats().Peers); n != 1 {
		t.Errorf("%d peers after refusals; want 1", n)
	}
}

func TestEngineRooms(t *testing.T) {
	e, err := rtc.New(rtc.Config{Listen: "127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	for _, seats := range []int{-1, 1, 17} {
		if _, err := e.Open("x", seats, &ears{}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%d seats: %v", seats, err)
		}
	}
	r, err := e.Open("x", 16, &ears{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Open("x", 4, &ears{}); !fault.Is(err, fault.Conflict) {
		t.Errorf("opened twice: %v", err)
	}
	if e.Room("x") != r || e.Room("y") != nil {
		t.Error("Room does not find what is open")
	}
	if err := r.Close(); err != nil || e.Room("x") != nil {
		t.Errorf("closed room is still there: %v", err)
	}
	if _, err := r.Join(t.Context(), "anna", 0, ""); err == nil {
		t.Error("joined a closed room")
	}
}

// TestManyJoinsLeaveNothing: 200 joins, of which every fifth comes up, and as
// many ways of going: a closed page, a leave, both, or somebody else on the seat.
// Afterwards there is no socket, the port is free, and no goroutine is left: for
// that TestMain looks.
func TestManyJoinsLeaveNothing(t *testing.T) {
	before := sockets(t)
	var port int
	t.Run("come and go", func(t *testing.T) {
		m := newMeeting(t, 4)
		port = m.port
		offer := m.offer(t, 4)
		var all sync.WaitGroup
		for seat := range 4 {
			all.Go(func() {
				for round := range 50 {
					peer := fmt.Sprint("peer ", seat, " ", round%3)
					if round%5 > 0 {
						if _, err := m.room.Join(t.Context(), peer, seat, offer); err != nil {
							t.Error(err)
						}
					} else if c, err := m.try(peer, seat); err != nil {
						t.Error(err)
					} else if err := c.Close(); err != nil {
						t.Error(err)
					}
					m.room.Leave(peer)
				}
			})
		}
		all.Wait()
		if n := len(m.room.Stats().Peers); n > 0 {
			t.Errorf("%d peers are left", n)
		}
	})
	eventually(t, "no more sockets than before", func() bool { return sockets(t) <= before })
	again, err := rtc.New(rtc.Config{Listen: "127.0.0.1", Port: port})
	if err != nil {
		t.Fatalf("the port is not free: %v", err)
	}
	_ = again.Close()
}

// sockets counts what this process has open.
func sockets(t *testing.T) (n int) {
	t.Helper()
	list, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		if to, _ := os.Readlink("/proc/self/fd/" + f.Name()); strings.HasPrefix(to, "socket:") {
			n++
		}
	}
	return n
}

// offer is that of a client which goes no further.
func (m *meeting) offer(t *testing.T, seats int) (text string) {
	t.Helper()
	c, err := rtctest.New(seats, rtctest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.Join(t.Context(), func(o string) (string, error) { text = o; return "", errors.New("only the offer") })
	return text
}

func TestPageClosedIsNoticed(t *testing.T) {
	m := newMeeting(t, 2)
	anna := m.sit("anna", 0)
	eventually(t, "anna is up", func() bool { return m.ears.connected("anna") })
	_ = anna.Close()
	eventually(t, "anna is lost", func() bool { return !m.ears.connected("anna") })
}

// TestManyAtOnce: everybody presses the button when the meeting opens.
func TestManyAtOnce(t *testing.T) {
	const seats = 16
	m := newMeeting(t, seats)
	var all sync.WaitGroup
	at := make([]*rtctest.Client, seats)
	for seat := range seats {
		all.Go(func() {
			c, err := m.try(fmt.Sprint("peer ", seat), seat)
			if err != nil {
				t.Error(err)
				return
			}
			at[seat] = c
		})
	}
	all.Wait()
	if t.Failed() {
		return
	}
	at[0].Start()
	for seat, c := range at[1:] {
		eventually(t, fmt.Sprintf("seat %d sees and hears the first one", seat+1), func() bool { return c.Keys(0) > 0 && c.Heard(0) > 0 })
	}
}

func TestViewHidesPictures(t *testing.T) {
	m := newMeeting(t, 2)
	anna := m.sit("anna", 0)
	m.sit("bert", 1)
	sees, hears := func() uint64 { return anna.Seen(1) }, func() uint64 { return anna.Heard(1) }
	eventually(t, "anna sees bert", func() bool { return sees() > 5 })
	m.room.View("anna", nil)
	time.Sleep(200 * time.Millisecond) // the next choice of layers
	heard := hears()
	if !silentFor(300*time.Millisecond, sees) {
		t.Error("a page that shows nothing gets a picture")
	}
	if hears() == heard {
		t.Error("sound stopped with the picture")
	}
	seen := sees()
	m.room.View("anna", []rtc.Tile{{Seat: 1, Height: 200}})
	eventually(t, "the picture comes back", func() bool { return sees() > seen })
}
