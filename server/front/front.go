// Package front is the TLS listener that web pages and the media relay share, so
// that one open port, 443, is enough for everything: the first byte that a
// connection says tells which of the two it is for.
package front

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/netip"
	"sync"
	"time"
)

const (
	// patience is for the TLS handshake and the first byte after it.
	patience = 15 * time.Second
	// maxSilent bounds the connections that have not said yet what they are for,
	// maxFrom those of one address.
	maxSilent = 2048
	maxFrom   = 128
	// pause is how long the listener rests when it cannot accept.
	pause = 50 * time.Millisecond
)

// Listener is what a web server accepts its connections from.
type Listener struct {
	net.Listener
	config *tls.Config
	relay  func(net.Conn)
	pages  chan net.Conn
	ctx    context.Context // done when it is closed
	cancel context.CancelFunc
	wg     sync.WaitGroup

	mu     sync.Mutex
	silent int
	from   map[netip.Addr]int
}

// New takes over ln. Connections of TURN clients go to relay, which closes
// them and must not block; all others come out of Accept.
func New(ln net.Listener, config *tls.Config, relay func(net.Conn)) *Listener {
	l := &Listener{Listener: ln, config: config, relay: relay, pages: make(chan net.Conn), from: map[netip.Addr]int{}}
	l.ctx, l.cancel = context.WithCancel(context.Background())
	l.wg.Go(l.run) // ends when ln is closed
	return l
}

// Accept returns the next connection of a web client. It is a *tls.Conn but for
// the first byte.
func (l *Listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.pages:
		return c, nil
	case <-l.ctx.Done():
		return nil, net.ErrClosed
	}
}

// Close ends the listener and whatever has not been accepted yet.
func (l *Listener) Close() error {
	l.cancel()
	err := l.Listener.Close()
	l.wg.Wait()
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

func (l *Listener) run() {
	for {
		c, err := l.Listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil { // no more files, or a connection that ended at once
			select {
			case <-time.After(pause):
			case <-l.ctx.Done():
			}
			continue
		}
		leave, ok := l.enter(c)
		if !ok {
			_ = c.Close()
			continue
		}
		l.wg.Go(func() { // ends within patience, or when the listener is closed
			first, err := l.listen(c)
			leave()
			if err != nil {
				_ = c.Close()
				return
			}
			l.sort(first)
		})
	}
}

// enter counts a connection in, unless too many are silent.
func (l *Listener) enter(c net.Conn) (leave func(), ok bool) {
	at, _ := netip.ParseAddrPort(c.RemoteAddr().String())
	who := at.Addr().Unmap()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.silent >= maxSilent || l.from[who] >= maxFrom {
		return nil, false
	}
	l.silent++
	l.from[who]++
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.silent--
		if l.from[who]--; l.from[who] == 0 {
			delete(l.from, who)
		}
	}, true
}

// listen does the handshake and waits for the first byte.
func (l *Listener) listen(c net.Conn) (*conn, error) {
	stop := context.AfterFunc(l.ctx, func() { _ = c.Close() })
	defer stop()
	if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
		return nil, err
	}
	t := &conn{Conn: tls.Server(c, l.config), first: make([]byte, 1)}
	if _, err := t.Conn.Read(t.first); err != nil {
		return nil, err
	}
	return t, c.SetDeadline(time.Time{})
}

// sort hands a connection on. A TURN client begins with a STUN message, whose
// first two bits are 0 and whose methods are small numbers (RFC 8489 section 5);
// no HTTP request does.
func (l *Listener) sort(c *conn) {
	if c.first[0] < 4 {
		l.relay(c)
		return
	}
	select {
	case l.pages <- c:
	case <-l.ctx.Done():
		_ = c.Close()
	}
}

// conn gives back the byte that was read ahead.
type conn struct {
	*tls.Conn
	first []byte
}

func (c *conn) Read(b []byte) (int, error) {
	if len(c.first) > 0 && len(b) > 0 {
		n := copy(b, c.first)
		c.first = c.first[n:]
		return n, nil
	}
	return c.Conn.Read(b)
}
