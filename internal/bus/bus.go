// Package bus tells connections and nodes that something happened.
//
// Its events carry ids and numbers, never content: an event says "channel C now
// has message 41" and whoever wants the message reads it from the store, with the
// rights it has. The bus promises order per subject and publisher, and that a
// loss is told (Gap); it promises neither delivery nor memory. What must
// survive is saved first and published second. What one node says to another
// (Send, Call) is sealed by who says it, and kept nowhere.
//
// It is NATS: in this process without any network by default, or the server
// at KRING_NATS_URL when there are several nodes.
package bus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"kring/internal/store"
)

// ErrClosed: the bus has been closed.
var ErrClosed = errors.New("bus: closed")

const (
	pending   = 256                    // events that may wait for one subscriber
	startTime = 5 * time.Second        // for the server in this process
	flushTime = 2 * time.Second        // for a round trip to the server
	again     = 500 * time.Millisecond // between tries to connect
	pingEvery = 5 * time.Second        // a server that misses two is lost
	gapEvent  = "kring.gap"            // a node may have published into the void
)

// Bus is a connection to all other buses at the same address. It is safe for
// concurrent use.
type Bus struct {
	server *server.Server // nil when it is elsewhere
	conn   *nats.Conn

	mu     sync.Mutex
	subs   map[*subscription]bool
	closed bool
	wg     sync.WaitGroup // the subscriptions' goroutines
}

// Open starts NATS in this process, or connects to url when there is one. A
// connection that breaks is made again for as long as the bus is open. With
// tls:// the server's certificate must be signed by one of the authorities, files
// of PEM, or when there are none by one that this machine trusts.
func Open(ctx context.Context, url string, authorities ...string) (*Bus, error) {
	b := &Bus{subs: map[*subscription]bool{}}
	opts := []nats.Option{
		nats.Name("kring"),
		nats.MaxReconnects(-1), nats.ReconnectWait(again), nats.PingInterval(pingEvery), nats.MaxPingsOutstanding(2),
		nats.ReconnectHandler(func(*nats.Conn) { b.reconnected() }),
		nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}), // slow subscribers hear of it as Gap; the default prints
	}
	if deadline, ok := ctx.Deadline(); ok {
		opts = append(opts, nats.Timeout(time.Until(deadline)))
	}
	if len(authorities) > 0 {
		opts = append(opts, nats.RootCAs(authorities...))
	}
	if url == "" {
		var err error
		if b.server, err = startServer(); err != nil {
			return nil, fmt.Errorf("bus: %w", err)
		}
		opts = append(opts, nats.InProcessServer(b.server))
	}
	var err error
	if b.conn, err = nats.Connect(url, opts...); err == nil {
		_, err = b.Subscribe(gapEvent, func(Event) { b.gapAll() })
	}
	if err != nil {
		b.Close()
		return nil, fmt.Errorf("bus: connect to NATS: %w", err)
	}
	return b, nil
}

// startServer runs NATS without a listener, so that only this process reaches it.
func startServer() (*server.Server, error) {
	s, err := server.NewServer(&server.Options{ServerName: "kring-" + store.NewID(), DontListen: true, NoSigs: true, NoLog: true})
	if err != nil {
		return nil, err
	}
	s.Start()
	if !s.ReadyForConnections(startTime) {
		s.Shutdown()
		return nil, fmt.Errorf("NATS in this process did not start within %s", startTime)
	}
	return s, nil
}

// Publish tells e to all who subscribed to subject, this bus included. It does
// not wait for them. While NATS is away those of this bus are told at once, and
// all, them too, when it is back. A subject is words of letters, digits, - and _, with dots
// between.
func (b *Bus) Publish(subject string, e Event) error {
	if err := e.check(subject); err != nil {
		return err
	}
	data, err := json.Marshal(e)
	if err == nil {
		err = b.conn.Publish(subject, data)
	}
	if !b.conn.IsConnected() {
		b.hear(subject, data)
	}
	if err != nil {
		return fmt.Errorf("publish %s on %s: %w", e.Kind, subject, err)
	}
	return nil
}

// Close ends all subscriptions, waits for calls that are running, and stops
// the server if it is in this process. Never call it from within a subscriber.
func (b *Bus) Close() {
	b.mu.Lock()
	b.closed = true
	for s := range b.subs {
		s.stop()
	}
	clear(b.subs)
	b.mu.Unlock()
	b.wg.Wait()
	if b.conn != nil {
		_ = b.conn.FlushTimeout(flushTime) // what was published just now should still leave
		b.conn.Close()
	}
	if b.server != nil {
		b.server.Shutdown()
		b.server.WaitForShutdown()
	}
}

// reconnected tells everybody that events may be lost: ours, which we could
// not hear, and theirs, which we may have published into a dead connection.
func (b *Bus) reconnected() {
	b.gapAll()
	_ = b.Publish(gapEvent, Event{Kind: Gap}) // fails only when disconnected again, and then this runs again
}

// hear gives an event to the own subscribers.
func (b *Bus) hear(subject string, data []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for s := range b.subs {
		if matches(s.nats.Subject, subject) {
			s.hear(data)
		}
	}
}

func (b *Bus) gapAll() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for s := range b.subs {
		if s.nats.Subject != gapEvent { // which would tell all again, for ever
			s.gap()
		}
	}
}
