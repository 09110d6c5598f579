package main

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// result is one run. Times are ms, lost and twice are deliveries.
type result struct {
	kib                    float64 // of resident memory per idle socket
	sent, got, lost, twice int
	cpu                    time.Duration // of the server while messages were sent
	p50, p99               float64
}

func (r result) perDelivery() float64 {
	return float64(r.cpu.Microseconds()) / float64(max(r.got, 1))
}

func (r result) String() string {
	return fmt.Sprintf("%.1f KiB/socket, %d sent, %d delivered, lost %d, twice %d, CPU %.1f us each, p50 %.1f ms, p99 %.1f ms",
		r.kib, r.sent, r.got, r.lost, r.twice, r.perDelivery(), r.p50, r.p99)
}

// client is one socket. Its channel's messages are numbered from 1.
type client struct {
	ws       *websocket.Conn
	mu       sync.Mutex // of writing
	channel  string
	kring    bool
	opened   chan struct{}
	last     int
	got      int
	twice    int
	lateness []time.Duration
}

// drive loads the server of process pid.
func drive(pid int, at place, l load) (r result, err error) {
	before := rss(pid)
	clients := make([]*client, l.sockets)
	gate, failed := make(chan struct{}, 32), make(chan error, l.sockets)
	var readers, dialling sync.WaitGroup
	for i := range clients {
		gate <- struct{}{}
		dialling.Go(func() {
			defer func() { <-gate }()
			c, err := dial(at, i, &readers)
			if err != nil {
				failed <- err
				return
			}
			clients[i] = c
		})
	}
	dialling.Wait()
	select {
	case err := <-failed:
		return r, err
	default:
	}
	time.Sleep(l.idle)
	r.kib = float64(rss(pid)-before) / 1024 / float64(l.sockets)
	start := cpu(pid)
	r.sent = send(clients, l)
	time.Sleep(time.Second) // what is on its way arrives
	r.cpu = cpu(pid) - start
	for _, c := range clients {
		_ = c.ws.Close()
	}
	readers.Wait()
	var late []time.Duration
	for _, c := range clients {
		r.got, r.twice = r.got+c.got, r.twice+c.twice
		late = append(late, c.lateness...)
	}
	r.lost = r.sent*l.sockets/l.groups - r.got
	if slices.Sort(late); len(late) > 0 {
		r.p50, r.p99 = late[len(late)/2].Seconds()*1e3, late[len(late)*99/100].Seconds()*1e3
	}
	return r, nil
}

// send sends at the wanted rate, each time in the next channel, and returns how
// many; the first socket of a channel is its sender.
func send(clients []*client, l load) (n int) {
	if l.rate == 0 {
		return 0
	}
	tick := time.NewTicker(time.Second / time.Duration(l.rate))
	defer tick.Stop()
	for end := time.Now().Add(l.time); time.Now().Before(end); n++ {
		<-tick.C
		c := clients[n%l.groups]
		text := fmt.Sprintf("%d %d ", n/l.groups+1, time.Now().UnixNano())
		text += strings.Repeat("x", 200-len(text))
		c.publish(n, text)
	}
	return n
}

func dial(at place, i int, readers *sync.WaitGroup) (*client, error) {
	ch := at.Channels[i%len(at.Channels)]
	h := http.Header{"Origin": {"http" + strings.TrimPrefix(strings.Split(at.URL, "/api/")[0], "ws")}}
	if len(ch.Tokens) > 0 {
		h.Set("Cookie", "session="+ch.Tokens[i/len(at.Channels)%len(ch.Tokens)])
	}
	d := websocket.Dialer{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, ReadBufferSize: 1024, WriteBufferSize: 1024} //nolint:gosec // a certificate of the bench's own
	ws, _, err := d.Dial(at.URL, h)
	if err != nil {
		return nil, err
	}
	c := &client{ws: ws, channel: ch.ID, kring: at.Dialect == "kring", opened: make(chan struct{})}
	if c.kring {
		c.write(map[string]any{"type": "chat.open", "ref": "open", "channel": ch.ID, "after": 0})
	} else {
		c.write(map[string]any{"id": 1, "connect": map[string]any{}})
		c.write(map[string]any{"id": 2, "subscribe": map[string]any{"channel": ch.ID}})
	}
	readers.Go(c.read) // ends when the socket is closed
	select {
	case <-c.opened:
		return c, nil
	case <-time.After(30 * time.Second):
		return nil, fmt.Errorf("channel %s was not opened", ch.ID)
	}
}

func (c *client) write(m any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	_ = c.ws.WriteJSON(m) // a broken socket shows as loss
}

func (c *client) publish(n int, text string) {
	if c.kring {
		c.write(map[string]any{"type": "chat.send", "ref": "s", "channel": c.channel, "clientId": strconv.Itoa(n), "text": text})
		return
	}
	c.write(map[string]any{"id": n + 10, "publish": map[string]any{"channel": c.channel, "data": map[string]string{"text": text}}})
}

// read counts what comes; both dialects have the text after "text":".
func (c *client) read() {
	for open := false; ; {
		_, b, err := c.ws.ReadMessage()
		if err != nil {
			return
		}
		now := time.Now()
		if !c.kring && string(bytes.TrimSpace(b)) == "{}" {
			c.mu.Lock()
			_ = c.ws.WriteMessage(websocket.TextMessage, []byte("{}")) // its pong
			c.mu.Unlock()
			continue
		}
		if !open && (bytes.Contains(b, []byte(`"ref":"open"`)) || bytes.Contains(b, []byte(`"subscribe"`))) {
			open = true
			close(c.opened)
		}
		if c.kring && !bytes.Contains(b, []byte(`"chat.message"`)) {
			continue
		}
		for _, part := range bytes.Split(b, []byte(`"text":"`))[1:] {
			c.count(string(part), now)
		}
	}
}

func (c *client) count(text string, now time.Time) {
	f := strings.SplitN(text, " ", 3)
	if len(f) < 3 {
		return
	}
	n, _ := strconv.Atoi(f[0])
	at, _ := strconv.ParseInt(f[1], 10, 64)
	if n <= c.last {
		c.twice++
		return
	}
	c.last = n
	c.got++
	c.lateness = append(c.lateness, now.Sub(time.Unix(0, at)))
}

// rss is the resident memory of a process in bytes, cpu its time so far (Linux).
func rss(pid int) int64 {
	f := fields(pid)
	pages, _ := strconv.ParseInt(f[21], 10, 64)
	return pages * int64(os.Getpagesize())
}

func cpu(pid int) time.Duration {
	f := fields(pid)
	user, _ := strconv.ParseInt(f[11], 10, 64)
	system, _ := strconv.ParseInt(f[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond // USER_HZ is 100
}

// fields are those of /proc/PID/stat after the name.
func fields(pid int) []string {
	b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, after, _ := strings.Cut(string(b), ") ")
	return append(strings.Fields(after), make([]string, 40)...)
}

func (p place) print() {
	b, _ := json.Marshal(p) // strings only
	fmt.Printf("PLACE %s\n", b)
}
