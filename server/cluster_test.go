package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	natsserver "github.com/nats-io/nats-server/v2/server"

	"kring/rtc/rtctest"
)

// cluster is several servers on one store, with NATS between them over TLS and
// with a token.
type cluster struct {
	*place
	nats *natsserver.Server
	opts natsserver.Options
}

func newCluster(t *testing.T) *cluster {
	t.Helper()
	if os.Getenv("MONGODB_URI") == "" && os.Getenv("REQUIRE_MONGO") != "1" {
		t.Skip("several servers share a MongoDB; make contract has one")
	}
	cert, ca := selfSigned(t)
	c := &cluster{opts: natsserver.Options{
		Host: "127.0.0.1", Port: natsserver.RANDOM_PORT, NoSigs: true, NoLog: true, Authorization: "between-us",
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12},
	}}
	c.startNATS(t)
	t.Cleanup(func() { c.nats.Shutdown(); c.nats.WaitForShutdown() })
	c.place = newPlace(t, fmt.Sprintf("KRING_NATS_URL=tls://between-us@127.0.0.1:%d", c.nats.Addr().(*net.TCPAddr).Port), "KRING_NATS_CA="+ca)
	return c
}

func (c *cluster) startNATS(t *testing.T) {
	t.Helper()
	opts := c.opts
	var err error
	if c.nats, err = natsserver.NewServer(&opts); err != nil {
		t.Fatal(err)
	}
	c.nats.Start()
	if !c.nats.ReadyForConnections(10 * time.Second) {
		t.Fatal("NATS did not start")
	}
}

// node starts one of the servers, with a data directory of its own. Its address is
// its name.
func (c *cluster) node(addr string) *process {
	c.t.Helper()
	own := &place{t: c.t, data: c.t.TempDir()}
	own.env = append(append([]string{}, c.env...), "KRING_LISTEN="+addr, "KRING_DATA="+own.data)
	return own.serve("--demo")
}

// selfSigned is a certificate for 127.0.0.1, and the file of its authority.
func selfSigned(t *testing.T) (tls.Certificate, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "nats"}, NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, file
}

// freeAddress is an address on which nobody listens now.
func freeAddress(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ln.Close() }()
	return ln.Addr().String()
}

// ear is a tab that has the channel open: it comes back when its server stops,
// on the first server that lets it, and goes on where it was. heard are the texts
// by seq.
type ear struct {
	alias   string
	channel string
	mu      sync.Mutex
	heard   map[int64]string
	twice   []int64
	last    int64
	servers []*process
	ws      *socket
	closed  bool
}

// listens opens the channel for somebody, on the first of the servers, until the
// test ends.
func listens(t *testing.T, alias, channel string, servers ...*process) *ear {
	t.Helper()
	e := &ear{alias: alias, channel: channel, heard: map[int64]string{}, servers: servers}
	var guests []*guest
	for _, s := range servers {
		guests = append(guests, s.guest(alias))
	}
	done := make(chan struct{})
	t.Cleanup(func() {
		e.mu.Lock()
		e.closed = true
		if e.ws != nil {
			_ = e.ws.Close()
		}
		e.mu.Unlock()
		<-done
	})
	go func() { // ends when the test closes its socket
		defer close(done)
		for i := 0; e.follow(guests[i%len(guests)]); i++ {
			time.Sleep(50 * time.Millisecond) // as a browser waits before it connects again
		}
	}()
	return e
}

// follow is one connection; false when the test is over.
func (e *ear) follow(g *guest) bool {
	ws, err := g.socket()
	e.mu.Lock()
	closed := e.closed
	if err == nil {
		e.ws = ws
	}
	e.mu.Unlock()
	if closed || err != nil {
		return !closed
	}
	defer func() { _ = ws.Close() }()
	if ws.WriteJSON(map[string]any{"type": "chat.open", "channel": e.channel, "after": e.last}) != nil {
		return true
	}
	for {
		var m struct {
			Type    string
			Message struct {
				Seq  int64
				Text string
			}
			Messages []struct {
				Seq  int64
				Text string
			}
			UpTo int64
		}
		if ws.ReadJSON(&m) != nil {
			return true
		}
		if m.Type == "chat.message" {
			m.Messages = append(m.Messages, m.Message)
		}
		e.mu.Lock()
		for _, x := range m.Messages {
			if _, again := e.heard[x.Seq]; again {
				e.twice = append(e.twice, x.Seq)
			}
			e.heard[x.Seq], e.last = x.Text, x.Seq
		}
		e.last = max(e.last, m.UpTo)
		e.mu.Unlock()
	}
}

// has waits until all that was confirmed was heard: each once, under its number.
func (e *ear) has(t *testing.T, sent map[string]int64) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		missing := ""
		e.mu.Lock()
		for text, seq := range sent {
			if e.heard[seq] != text {
				missing = fmt.Sprintf("%q as %d; there is %q", text, seq, e.heard[seq])
			}
		}
		twice := e.twice
		e.mu.Unlock()
		if len(twice) > 0 {
			t.Fatalf("%s heard %v twice", e.alias, twice)
		}
		if missing == "" {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s did not hear %s", e.alias, missing)
		}
	}
}

// someone is in the meeting with a page and media.
type someone struct {
	*guest
	ws   *socket
	rtc  *rtctest.Client
	seat int
}

// enter enters on a server, again while the meeting is still elsewhere.
func (c *cluster) enter(s *process, alias, meeting string) *someone {
	c.t.Helper()
	g := s.guest(alias)
	for deadline := time.Now().Add(40 * time.Second); ; time.Sleep(200 * time.Millisecond) {
		ws := g.dial()
		a, err := ws.ask(map[string]any{"type": "meeting.enter", "meeting": meeting, "microphone": true, "camera": true})
		if err == nil {
			return &someone{guest: g, ws: ws}
		}
		var gone *websocket.CloseError
		if time.Now().After(deadline) || a.Code != "meeting.busy" && a.Code != "internal" && !errors.As(err, &gone) {
			c.t.Fatalf("%s does not get in: %v\n%s", alias, err, s.log)
		}
		_ = ws.Close()
	}
}

// meet gives everybody media and waits until each hears and sees the others.
func meet(t *testing.T, meeting string, all ...*someone) {
	t.Helper()
	for _, x := range all {
		if x.rtc == nil {
			x.rtc, x.seat = x.ws.sit(t, meeting)
		}
	}
	deadline := time.Now().Add(40 * time.Second)
	for i, x := range all {
		heard, seen := map[int]uint64{}, map[int]uint64{}
		for j, y := range all {
			heard[y.seat], seen[y.seat] = uint64(x.rtc.Heard(y.seat)), uint64(x.rtc.Seen(y.seat))
			for i != j && (uint64(x.rtc.Heard(y.seat)) < heard[y.seat]+20 || uint64(x.rtc.Seen(y.seat)) < seen[y.seat]+20) {
				if time.Now().After(deadline) {
					t.Fatalf("seat %d does not hear and see seat %d", x.seat, y.seat)
				}
				time.Sleep(5 * time.Millisecond)
			}
		}
	}
}

// TestCluster: two servers, one store. People on either chat and meet, and when
// either is killed all goes on where it was.
func TestCluster(t *testing.T) {
	c := newCluster(t)
	addrA, addrB := freeAddress(t), freeAddress(t)
	a, b := c.node(addrA), c.node(addrB)
	channel, meeting := today(a)
	marieke, anna := c.enter(a, "Marieke", meeting), c.enter(a, "Anna", meeting)
	marieke.tell(marieke.ws, map[string]any{"type": "meeting.open", "meeting": meeting})
	bram, carla := c.enter(b, "Bram", meeting), c.enter(b, "Carla", meeting)
	marieke.tell(marieke.ws, map[string]any{"type": "meeting.admit", "meeting": meeting, "who": "all"})
	meet(t, meeting, marieke, anna, bram, carla)
	bram.tell(bram.ws, map[string]any{"type": "meeting.hand", "meeting": meeting, "up": true})
	anna.sees(t, "Bram's hand, raised on the other server", func(x answer) bool { return x.Seats[bram.seat].Hand == 1 })
	_ = carla.ws.Close()
	anna.sees(t, "that Carla's line is lost", func(x answer) bool { return !x.Seats[carla.seat].Connected })
	carla.ws = c.enter(b, "Carla", meeting).ws
	anna.sees(t, "her again", func(x answer) bool { return x.Seats[carla.seat].Connected })

	chat := c.talk(channel, a, b)
	chat.confirmed(50)
	a.kill() // where the meeting lives
	killed := time.Now()
	chat.confirmed(50)
	var closed *websocket.CloseError
	if _, err := bram.ws.until(func(answer) bool { return false }); !errors.As(err, &closed) || closed.Code != websocket.CloseServiceRestart {
		t.Errorf("on the other server the socket ended with %v", err)
	}
	seats := []int{marieke.seat, anna.seat, bram.seat, carla.seat}
	marieke, anna, bram, carla = c.enter(b, "Marieke", meeting), c.enter(b, "Anna", meeting), c.enter(b, "Bram", meeting), c.enter(b, "Carla", meeting)
	t.Logf("in the meeting again %s after its server was killed", time.Since(killed).Round(10*time.Millisecond))
	meet(t, meeting, marieke, anna, bram, carla)
	if now := []int{marieke.seat, anna.seat, bram.seat, carla.seat}; fmt.Sprint(now) != fmt.Sprint(seats) {
		t.Errorf("seats %v, were %v", now, seats)
	}

	a = c.node(addrA)
	chat.reach(a)
	anna.ws = c.enter(a, "Anna", meeting).ws
	meet(t, meeting, marieke, anna, bram, carla)
	a.kill() // where only a socket is
	marieke.sees(t, "that Anna's line is lost", func(x answer) bool { return !x.Seats[anna.seat].Connected })
	anna.ws = c.enter(b, "Anna", meeting).ws
	marieke.sees(t, "her again", func(x answer) bool { return x.Seats[anna.seat].Connected })
	meet(t, meeting, marieke, anna, bram, carla) // whose media never stopped
	chat.confirmed(20)
	chat.end()
}

func (x *someone) sees(t *testing.T, what string, is func(answer) bool) {
	t.Helper()
	if err := x.ws.SetReadDeadline(time.Now().Add(time.Minute)); err != nil { // the socket may be old
		t.Fatal(err)
	}
	if _, err := x.ws.state(func(a answer) bool { return len(a.Seats) > 3 && is(a) }); err != nil {
		t.Fatalf("did not see %s: %v", what, err)
	}
}

// today is the demo's group channel and its next meeting.
func today(s *process) (channel, meeting string) {
	var today struct {
		Meetings []struct{ ID string }
		Messages []struct{ Channel string }
	}
	s.guest("Marieke").must("GET", "/api/today", nil, nil, &today)
	return today.Messages[0].Channel, today.Meetings[0].ID
}
