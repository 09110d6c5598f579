package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"kring/rtc/rtctest"
)

// TestAWholeMeeting has people meet as any other client would: demo link, live
// socket, one offer each. Everybody hears and sees everybody. It is small here;
// with KRING_BENCH=1 (make bench-rtc-whole) all eight of the demo stay for 20 s
// and the server's resident memory is told.
func TestAWholeMeeting(t *testing.T) {
	t.Parallel()
	people, stay := []string{"Marieke", "Anna", "Bram"}, time.Duration(0)
	if os.Getenv("KRING_BENCH") == "1" {
		people, stay = []string{"Marieke", "Joris", "Anna", "Bram", "Carla", "Daan", "Esra", "Fons"}, 20*time.Second
	}
	s := newPlace(t).serve("--demo")
	var today struct{ Meetings []struct{ ID string } }
	lead := s.guest(people[0])
	lead.must("GET", "/api/today", nil, nil, &today)
	meeting := today.Meetings[0].ID

	sockets := map[string]*socket{}
	for i, alias := range people {
		g := s.guest(alias)
		ws := g.dial()
		g.tell(ws, map[string]any{"type": "meeting.enter", "meeting": meeting, "microphone": true, "camera": true})
		if i == 0 {
			g.tell(ws, map[string]any{"type": "meeting.open", "meeting": meeting})
		}
		sockets[alias] = ws
	}
	lead.tell(sockets[people[0]], map[string]any{"type": "meeting.admit", "meeting": meeting, "who": "all"})

	var clients []*rtctest.Client
	var seats []int
	for _, alias := range people {
		c, seat := sockets[alias].sit(t, meeting)
		clients, seats = append(clients, c), append(seats, seat)
	}
	for i, c := range clients {
		for j, seat := range seats {
			for i != j && (c.Heard(seat) < 20 || c.Seen(seat) < 20) { // the test's own end bounds this
				time.Sleep(5 * time.Millisecond)
			}
		}
		if n := c.Heard(seats[i]) + c.Seen(seats[i]); n > 0 {
			t.Errorf("%s gets %d packets of their own", people[i], n)
		}
	}
	time.Sleep(stay)
	t.Logf("kring serve --demo, %d people in a meeting: RSS %s", len(people), resident(t, s.cmd.Process.Pid))
}

// sit takes a seat's media through the socket.
func (s *socket) sit(t *testing.T, meeting string) (*rtctest.Client, int) {
	t.Helper()
	at, err := s.state(func(a answer) bool { return a.You.Status == "seated" })
	if err != nil {
		t.Fatal(err)
	}
	c, err := rtctest.New(at.SeatCount, rtctest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	err = c.Join(t.Context(), func(offer string) (string, error) {
		a, err := s.ask(map[string]any{"type": "rtc.offer", "meeting": meeting, "sdp": offer})
		return a.SDP, err
	})
	if err != nil {
		t.Fatal(err)
	}
	c.Start()
	return c, at.You.Seat
}

// resident is the memory of a process that is in use, as Linux says it.
func resident(t *testing.T, pid int) string {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return "unknown here"
	}
	_, after, _ := strings.Cut(string(b), "VmRSS:")
	line, _, _ := strings.Cut(after, "\n")
	return strings.TrimSpace(line)
}
