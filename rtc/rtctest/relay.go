package rtctest

import (
	"fmt"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"time"
)

// Relay is a bad way between one client and the engine: it loses a share of
// all datagrams in both directions and delays the others.
type Relay struct {
	loss  float64
	delay time.Duration
	front *net.UDPConn // the client sends here
	back  *net.UDPConn // connected to the engine
	done  sync.WaitGroup

	mu     sync.Mutex
	client net.Addr
	random *rand.Rand
}

// NewRelay starts a relay on the loopback address to an engine's port. Close
// ends it. Which datagrams are lost is the same in every run as far as their
// order is.
func NewRelay(port int, loss float64, delay time.Duration) (*Relay, error) {
	r := &Relay{loss: loss, delay: delay, random: rand.New(rand.NewPCG(1, 2))}
	loopback := net.IPv4(127, 0, 0, 1)
	var err error
	if r.front, err = net.ListenUDP("udp4", &net.UDPAddr{IP: loopback}); err != nil {
		return nil, err
	}
	if r.back, err = net.DialUDP("udp4", nil, &net.UDPAddr{IP: loopback, Port: port}); err != nil {
		_ = r.front.Close()
		return nil, err
	}
	r.done.Go(r.in)  // ends when front closes
	r.done.Go(r.out) // ends when back closes
	return r, nil
}

// Through makes a Join whose answer leads the client through the relay.
func (r *Relay) Through(join Join) Join {
	return func(offer string) (string, error) {
		answer, err := join(offer)
		if err != nil {
			return "", err
		}
		var b strings.Builder
		for l := range strings.Lines(answer) {
			if strings.HasPrefix(l, "a=candidate:") {
				continue
			}
			b.WriteString(l)
			if strings.HasPrefix(l, "a=mid:0") {
				fmt.Fprintf(&b, "a=candidate:1 1 udp 9 127.0.0.1 %d typ host\r\n", r.front.LocalAddr().(*net.UDPAddr).Port)
			}
		}
		return b.String(), nil
	}
}

func (r *Relay) in() {
	b := make([]byte, 2048)
	for {
		n, from, err := r.front.ReadFrom(b)
		if err != nil {
			return
		}
		r.mu.Lock()
		r.client = from
		r.mu.Unlock()
		r.later(b[:n], func(p []byte) { _, _ = r.back.Write(p) })
	}
}

func (r *Relay) out() {
	b := make([]byte, 2048)
	for {
		n, err := r.back.Read(b)
		if err != nil {
			return
		}
		r.mu.Lock()
		to := r.client
		r.mu.Unlock()
		r.later(b[:n], func(p []byte) { _, _ = r.front.WriteTo(p, to) })
	}
}

// later delivers a datagram after the delay, or never. A socket that closed
// meanwhile loses it.
func (r *Relay) later(b []byte, deliver func([]byte)) {
	r.mu.Lock()
	lost := r.random.Float64() < r.loss
	r.mu.Unlock()
	if lost {
		return
	}
	p := append([]byte(nil), b...)
	time.AfterFunc(r.delay, func() { deliver(p) })
}

// Close ends the relay.
func (r *Relay) Close() error {
	_ = r.front.Close()
	err := r.back.Close()
	r.done.Wait()
	return err
}
