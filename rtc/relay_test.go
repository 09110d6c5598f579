package rtc_test

import (
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/pion/turn/v5"
	"github.com/pion/webrtc/v4"

	"kring/rtc"
	"kring/rtc/rtctest"
)

// relayed joins a client that has no other way than the relay.
func (m *meeting) relayed(peer string, seat int, transport string, with rtc.Credential) (*rtctest.Client, error) {
	c, err := m.tryAs(peer, seat, rtctest.Options{Mark: seat + 1, Relays: []webrtc.ICEServer{{
		URLs: []string{fmt.Sprintf("turn:127.0.0.1:%d?transport=%s", m.port, transport)}, Username: with.User, Credential: with.Password,
	}}})
	if err == nil {
		c.Start()
	}
	return c, err
}

func (m *meeting) credential(peer string) rtc.Credential {
	m.t.Helper()
	c, err := m.room.Credential(peer)
	if err != nil {
		m.t.Fatal(err)
	}
	if left := time.Until(c.Expires); left < 50*time.Minute || left > time.Hour {
		m.t.Errorf("the credential lives for %v", left)
	}
	return c
}

func TestMediaThroughTheRelay(t *testing.T) {
	for _, transport := range []string{"udp", "tcp"} {
		t.Run(transport, func(t *testing.T) {
			m := newMeeting(t, 3)
			bert := m.sit("bert", 1)
			anna, err := m.relayed("anna", 0, transport, m.credential("anna"))
			if err != nil {
				t.Fatal(err)
			}
			cees, err := m.relayed("cees", 2, transport, m.credential("cees"))
			if err != nil {
				t.Fatal(err)
			}
			eventually(t, "anna and bert see and hear each other", func() bool {
				return anna.Seen(1) > 40 && anna.Heard(1) > 20 && bert.Seen(0) > 40 && bert.Heard(0) > 20
			})
			m.room.Leave("anna")
			if !silentFor(300*time.Millisecond, func() uint64 { return anna.Seen(1) + anna.Heard(2) + bert.Seen(0) }) {
				t.Error("media goes on after anna has left")
			}
			seen := cees.Seen(1)
			eventually(t, "cees goes on", func() bool { return cees.Seen(1) > seen+20 })
			if all, _ := cees.Received(); all.Lost > 0 {
				t.Errorf("cees misses %d packets", all.Lost)
			}
		})
	}
}

// allocate takes a relayed address over TCP, and gives it back.
func (m *meeting) allocate(with rtc.Credential) error {
	m.t.Helper()
	at := fmt.Sprintf("127.0.0.1:%d", m.port)
	c, err := net.Dial("tcp", at)
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	client, err := turn.NewClient(&turn.ClientConfig{TURNServerAddr: at, Username: with.User, Password: with.Password, Conn: turn.NewSTUNConn(c)})
	if err != nil {
		return err
	}
	defer client.Close()
	if err := client.Listen(); err != nil {
		return err
	}
	relayed, err := client.Allocate()
	if err != nil {
		return err
	}
	return relayed.Close()
}

// TestACredentialEndsWithItsSeat: who has left connects no more with it, also
// when she has a seat again.
func TestACredentialEndsWithItsSeat(t *testing.T) {
	m := newMeeting(t, 2)
	old := m.credential("anna")
	m.room.Leave("anna")
	now := m.credential("anna")
	if old.User == now.User || old.Password == now.Password {
		t.Fatal("the same credential again")
	}
	if _, err := m.relayed("anna", 0, "tcp", now); err != nil {
		t.Fatal(err)
	}
	if err := m.allocate(now); err != nil {
		t.Errorf("the new one: %v", err)
	}
	if err := m.allocate(old); err == nil || !strings.Contains(err.Error(), "401") {
		t.Errorf("the old one: %v", err)
	}
	_ = m.room.Close()
	if _, err := m.room.Credential("anna"); err == nil {
		t.Error("a closed room gives credentials")
	}
}
