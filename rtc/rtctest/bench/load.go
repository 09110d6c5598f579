package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"kring/rtc/rtctest"
)

// shape is how many rooms of how many people, whether our server goes without
// segmentation offload, and whether its clients do against loss what browsers do.
type shape struct {
	rooms, people  int
	single, repair bool
}

// load is one run of a shape at one server.
type load struct {
	shape
	naive   bool
	latency rtctest.Latency
	joins   []time.Duration
}

// client is either kind of headless browser.
type client interface {
	Start()
	Received() (all, sound rtctest.Count)
	Close() error
}

// result of one run.
type result struct {
	perSecond, delivered, sound, perPacket float64 // packets, shares, µs
	p50, p99, join                         time.Duration
	rss                                    float64 // MiB
}

func (r result) row(name string) string {
	return fmt.Sprintf("| %s | %.0f | %.2f %% | %.2f %% | %.2f | %v | %v | %v | %.0f |", name, r.perSecond, 100*r.delivered, 100*r.sound,
		r.perPacket, r.p50, r.p99, r.join.Round(time.Millisecond), r.rss)
}

const (
	joinTime = 30 * time.Second
	warmUp   = 5 * time.Second
)

// run starts the server, joins everybody, and measures.
func (l *load) run(ctx context.Context, binary string, length time.Duration) (result, error) {
	addr, err := freeAddr()
	if err != nil {
		return result{}, err
	}
	args := []string{"-addr", addr}
	if l.single && !l.naive {
		args = append(args, "-single")
	}
	server := exec.CommandContext(ctx, binary, args...)
	server.Stderr = os.Stderr
	if err := server.Start(); err != nil {
		return result{}, err
	}
	defer func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	}()
	if err := reachable(addr); err != nil {
		return result{}, err
	}
	clients, err := l.joinAll(ctx, addr)
	defer func() {
		for _, c := range clients {
			_ = c.Close()
		}
	}()
	if err != nil {
		return result{}, err
	}
	for _, c := range clients {
		c.Start()
	}
	time.Sleep(warmUp)
	return l.measure(clients, server.Process.Pid, length)
}

func (l *load) measure(clients []client, pid int, length time.Duration) (result, error) {
	l.latency.Reset()
	all, sound := total(clients)
	cpu, _, err := usage(pid)
	if err != nil {
		return result{}, err
	}
	began := time.Now()
	time.Sleep(length)
	took := time.Since(began)
	cpuNow, rss, err := usage(pid)
	if err != nil {
		return result{}, err
	}
	allNow, soundNow := total(clients)
	got := allNow.Since(all)
	slices.Sort(l.joins)
	return result{
		perSecond: float64(got.Packets) / took.Seconds(),
		delivered: got.Share(),
		sound:     soundNow.Since(sound).Share(),
		perPacket: float64((cpuNow - cpu).Microseconds()) / float64(got.Packets),
		p50:       l.latency.Quantile(0.5),
		p99:       l.latency.Quantile(0.99),
		join:      l.joins[len(l.joins)/2],
		rss:       rss,
	}, nil
}

func total(clients []client) (all, sound rtctest.Count) {
	for _, c := range clients {
		a, s := c.Received()
		all, sound = all.Plus(a), sound.Plus(s)
	}
	return all, sound
}

func (l *load) joinAll(ctx context.Context, addr string) (clients []client, err error) {
	for room := range l.rooms {
		for seat := range l.people {
			limited, cancel := context.WithTimeout(ctx, joinTime)
			began := time.Now()
			c, err := l.join(limited, addr, fmt.Sprint("room", room), seat)
			cancel()
			if err != nil {
				return clients, fmt.Errorf("room %d seat %d: %w", room, seat, err)
			}
			l.joins = append(l.joins, time.Since(began))
			clients = append(clients, c)
		}
	}
	return clients, nil
}

func (l *load) join(ctx context.Context, addr, room string, seat int) (client, error) {
	if l.naive {
		return rtctest.JoinNaive(ctx, addr, room, &l.latency)
	}
	c, err := rtctest.New(l.people, rtctest.Options{Latency: &l.latency, Repair: l.repair})
	if err != nil {
		return nil, err
	}
	url := fmt.Sprintf("http://%s/join?room=%s&peer=%d&seat=%d&seats=%d", addr, room, seat, seat, l.people)
	return c, c.Join(ctx, func(offer string) (string, error) {
		res, err := http.Post(url, "application/sdp", strings.NewReader(offer))
		if err != nil {
			return "", err
		}
		defer func() { _ = res.Body.Close() }() // it was read to its end
		b, err := io.ReadAll(res.Body)
		if err == nil && res.StatusCode != http.StatusOK {
			err = errors.New(string(b))
		}
		return string(b), err
	})
}

// usage reads the CPU time (user and system) and the resident memory of a
// process from /proc; its clock ticks are 100 a second on Linux.
func usage(pid int) (cpu time.Duration, rss float64, err error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, 0, err
	}
	_, after, _ := strings.Cut(string(b), ") ")
	f := strings.Fields(after) // from field 3, see proc(5)
	if len(f) < 22 {
		return 0, 0, fmt.Errorf("process %d is gone", pid)
	}
	user, err1 := strconv.Atoi(f[11])
	system, err2 := strconv.Atoi(f[12])
	pages, err3 := strconv.Atoi(f[21])
	return time.Duration(user+system) * 10 * time.Millisecond, float64(pages*os.Getpagesize()) / (1 << 20), errors.Join(err1, err2, err3)
}

func freeAddr() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func reachable(addr string) error {
	for range 100 {
		c, err := net.Dial("tcp", addr)
		if err == nil {
			return c.Close()
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("no server at %s", addr)
}
