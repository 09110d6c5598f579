package main

import (
	"errors"
	"fmt"
	"maps"
	"sync"
	"testing"
	"time"
)

// talk is people of both servers who write in one channel and hear each other.
// A writer whose server is gone sends what was not confirmed again at another.
type talk struct {
	t       *testing.T
	channel string
	ears    []*ear
	stop    chan struct{}
	wg      sync.WaitGroup

	mu      sync.Mutex
	servers []*process
	sent    map[string]int64 // seq by text, once it is confirmed
}

// talk lets two write, one on each server, and two others listen.
func (c *cluster) talk(channel string, a, b *process) *talk {
	c.t.Helper()
	x := &talk{t: c.t.(*testing.T), channel: channel, servers: []*process{a, b}, stop: make(chan struct{}), sent: map[string]int64{}}
	x.ears = []*ear{listens(x.t, "Esra", channel, a, b), listens(x.t, "Fons", channel, b, a)}
	for i, alias := range []string{"Daan", "Joris"} {
		guests := []*guest{a.guest(alias), b.guest(alias)}
		x.wg.Go(func() { x.write(alias, i, guests) })
	}
	return x
}

// reach adds a server that listeners may come back to.
func (x *talk) reach(s *process) {
	x.t.Helper()
	x.ears = append(x.ears, listens(x.t, "Carla", x.channel, s, x.servers[1]))
}

// write sends messages until stop, no faster than a socket may.
func (x *talk) write(alias string, at int, guests []*guest) {
	var ws *socket
	pace := time.NewTicker(40 * time.Millisecond)
	defer pace.Stop()
	for n := 0; ; {
		select {
		case <-x.stop:
			return
		case <-pace.C:
		}
		if ws == nil {
			ws, _ = guests[at%2].socket()
			if ws == nil {
				at++
				continue
			}
		}
		text := fmt.Sprint(alias, " ", n)
		a, err := ws.ask(map[string]any{"type": "chat.send", "channel": x.channel, "clientId": fmt.Sprint("c", n), "text": text})
		switch {
		case err == nil:
			x.mu.Lock()
			x.sent[text] = a.Seq
			x.mu.Unlock()
			n++
		case a.Code == "":
			_ = ws.Close()
			ws = nil
		}
	}
}

// confirmed waits for so many more to be confirmed, and for all to hear them.
func (x *talk) confirmed(more int) {
	x.t.Helper()
	x.mu.Lock()
	want := len(x.sent) + more
	x.mu.Unlock()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		x.mu.Lock()
		n := len(x.sent)
		x.mu.Unlock()
		if n >= want {
			return
		}
		if time.Now().After(deadline) {
			x.t.Fatal(errors.New("nothing is confirmed any more"))
		}
	}
}

// end stops the writers: each listener has heard everything, once.
func (x *talk) end() {
	x.t.Helper()
	close(x.stop)
	x.wg.Wait()
	for _, e := range x.ears {
		e.has(x.t, maps.Clone(x.sent))
	}
	x.t.Logf("%d messages, each heard once by %d", len(x.sent), len(x.ears))
}
