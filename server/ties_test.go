package main

import (
	"testing"
	"time"

	"kring/groups/meeting"
	"kring/rtc"
	"kring/rtc/rtctest"
)

// TestWhatIsOffIsHeldFromTheFirstPacket: the first one to come to a meeting's
// media has microphone and camera off, and nobody has said so to the room,
// which did not exist.
func TestWhatIsOffIsHeldFromTheFirstPacket(t *testing.T) {
	engine, err := rtc.New(rtc.Config{Listen: "127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	m := media{engine: engine, speaking: func(string, map[string][]int) {}}
	join := func(peer string, seat int, on meeting.Devices) *rtctest.Client {
		c, err := rtctest.New(2, rtctest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		err = c.Join(t.Context(), func(offer string) (string, error) {
			return m.Answer(t.Context(), meeting.Offer{Meeting: "m", Peer: peer, Seat: seat, Seats: 2, SDP: offer, Devices: on})
		})
		if err != nil {
			t.Fatal(err)
		}
		c.Start()
		return c
	}
	off := join("off", 0, meeting.Devices{})
	on := join("on", 1, meeting.Devices{Microphone: true, Camera: true})
	for off.Heard(1) < 20 || off.Seen(1) < 20 { // 0.4 s; the test's own end bounds this
		time.Sleep(5 * time.Millisecond)
	}
	if n := on.Heard(0) + on.Seen(0); n > 0 {
		t.Errorf("%d packets of what is off", n)
	}
}
