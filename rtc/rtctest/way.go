package rtctest

import (
	"fmt"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/pion/logging"
	"github.com/pion/transport/v4"
	"github.com/pion/transport/v4/vnet"
)

// Weather is how bad a way is. Loss is the share of datagrams that it loses in
// each direction, Delay how long it takes in each. Rate, where not 0, is how
// many bit/s reach the client; what comes faster waits in a queue of half a
// second.
type Weather struct {
	Loss  float64
	Delay time.Duration
	Rate  int
}

const (
	clientIP, engineIP = "10.0.0.2", "10.0.0.1"
	// bucket is what may come at once in spite of Rate, in bytes.
	bucket = 3000
	// wide is the rate of a way that has none, in bit/s.
	wide = 1_000_000_000
)

// Way is a virtual network (pion's vnet) with one client on it, from which a
// door leads to the engine.
type Way struct {
	client *vnet.Net
	router *vnet.Router
	queue  *vnet.Queue
	bucket *vnet.TBFQueue
	front  transport.UDPConn // the engine's address on the way
	back   *net.UDPConn      // connected to the engine
	done   sync.WaitGroup

	mu   sync.Mutex
	from net.Addr // the client
}

// NewWay makes a way to an engine's port on the loopback address. Close ends
// it. Which datagrams are lost is the same in every run as far as their order
// is.
func NewWay(port int, weather Weather) (w *Way, err error) {
	w = &Way{bucket: vnet.NewTBFQueue(wide, bucket, wide)}
	defer func() {
		if err != nil {
			_ = w.Close() // why it failed is what counts
		}
	}()
	config := &vnet.RouterConfig{CIDR: "10.0.0.0/24", MinDelay: weather.Delay, LoggerFactory: logging.NewDefaultLoggerFactory()}
	if w.router, err = vnet.NewRouter(config); err != nil {
		return w, err
	}
	random := rand.New(rand.NewPCG(1, 2))
	w.router.AddChunkFilter(func(vnet.Chunk) bool { return random.Float64() >= weather.Loss })
	if w.client, err = vnet.NewNet(&vnet.NetConfig{StaticIPs: []string{clientIP}}); err != nil {
		return w, err
	}
	if w.queue, err = vnet.NewQueue(w.client, w.bucket); err != nil {
		return w, err
	}
	if err = w.router.AddNet(w.queue); err != nil {
		return w, err
	}
	w.Narrow(weather.Rate)
	return w, w.door(port)
}

// door carries datagrams between the way and the engine.
func (w *Way) door(port int) error {
	at, err := vnet.NewNet(&vnet.NetConfig{StaticIPs: []string{engineIP}})
	if err != nil {
		return err
	}
	if err := w.router.AddNet(at); err != nil {
		return err
	}
	if err := w.router.Start(); err != nil {
		return err
	}
	if w.front, err = at.ListenUDP("udp4", &net.UDPAddr{IP: net.ParseIP(engineIP), Port: port}); err != nil {
		return err
	}
	if w.back, err = net.DialUDP("udp4", nil, &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port}); err != nil {
		return err
	}
	w.done.Go(w.in)  // ends when front closes
	w.done.Go(w.out) // ends when back closes
	return nil
}

// Narrow changes the rate to the client; 0 takes the limit away.
func (w *Way) Narrow(rate int) {
	if rate == 0 {
		rate = wide
	}
	w.bucket.SetRate(rate)
	w.bucket.SetSize(int64(rate / 8 / 2))
}

// Net is the client's end, for Options.
func (w *Way) Net() transport.Net { return w.client }

// Through makes a Join whose answer leads the client over the way.
func (w *Way) Through(join Join) Join {
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
				fmt.Fprintf(&b, "a=candidate:1 1 udp 9 %s %d typ host\r\n", engineIP, w.front.LocalAddr().(*net.UDPAddr).Port)
			}
		}
		return b.String(), nil
	}
}

func (w *Way) in() {
	b := make([]byte, 2048)
	for {
		n, from, err := w.front.ReadFrom(b)
		if err != nil {
			return
		}
		w.mu.Lock()
		w.from = from
		w.mu.Unlock()
		_, _ = w.back.Write(b[:n]) // lost with the engine
	}
}

func (w *Way) out() {
	b := make([]byte, 2048)
	for {
		n, err := w.back.Read(b)
		if err != nil {
			return
		}
		w.mu.Lock()
		to := w.from
		w.mu.Unlock()
		_, _ = w.front.WriteTo(b[:n], to)
	}
}

// Close ends the way.
func (w *Way) Close() error {
	if w.front != nil {
		_ = w.front.Close()
	}
	if w.back != nil {
		_ = w.back.Close()
	}
	w.done.Wait()
	if w.queue != nil {
		_ = w.queue.Close()
	}
	if w.router != nil {
		_ = w.router.Stop() // it may not have started
	}
	return nil
}
