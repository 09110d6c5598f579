package wire

import (
	"crypto/rand"
	"encoding/binary"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/srtp/v3"
	"github.com/pion/stun/v4"
	"github.com/pion/transport/v4/packetio"
)

// lostAfter is the silence that counts as lost: browsers check their path at
// least every 5 s with 20 % jitter (RFC 7675), also without media.
const lostAfter = 7 * time.Second

// Handler takes what a browser sends. Both are called from the goroutine that
// read the packet; packets are valid until they return. Header and payload
// belong together: payload is what follows the header, padding included.
type Handler interface {
	HandleRTP(h *rtp.Header, payload []byte, now time.Time)
	HandleRTCP(b []byte, now time.Time)
}

// Remote is what a browser's offer says of its transport. Fingerprint is the
// SHA-256 of its certificate, as SDP writes it.
type Remote struct{ Ufrag, Fingerprint string }

// State says how a conn is.
type State int

const (
	// Connecting: no media can flow yet.
	Connecting State = iota
	// Up: keys are agreed and the browser was heard lately.
	Up
	// Lost: nothing was heard for a while; it may come back.
	Lost
	// Ended: closed here or by the browser, for good.
	Ended
)

// Conn is one browser's transport.
type Conn struct {
	port    *Port
	handler Handler
	remote  Remote

	selected atomic.Pointer[route]
	ways     atomic.Uint32 // how often selected was set
	heard    atomic.Int64  // Unix nanoseconds of the last authenticated packet
	closed   atomic.Bool
	ended    atomic.Bool // DTLS is over
	keyed    atomic.Bool // in and out are set

	dtls      *packetio.Buffer
	startDTLS sync.Once
	cancel    func()

	mu          sync.Mutex
	generations []credentials
	paths       []path

	inMu   sync.Mutex // packets of one browser may come over two sockets
	in     *srtp.Context
	header rtp.Header
	plain  []byte

	out *srtp.Context // the caller's lock
}

// Open makes the transport of one browser. It lives until Close.
func (p *Port) Open(remote Remote, h Handler) *Conn {
	c := &Conn{port: p, handler: h, remote: remote, plain: make([]byte, maxDatagram), cancel: func() {}}
	c.dtls = packetio.NewBuffer()
	c.dtls.SetLimitCount(dtlsQueue)
	c.Restart(remote.Ufrag)
	return c
}

// Restart begins a new ICE generation: Credentials are new, keys and media
// stay as they are.
func (c *Conn) Restart(theirs string) {
	g := credentials{ours: word(8), theirs: theirs, key: stun.NewShortTermIntegrity(word(24))}
	c.mu.Lock()
	c.generations = append(c.generations, g)
	var old []credentials
	if n := len(c.generations) - 2; n > 0 {
		old, c.generations = c.generations[:n], c.generations[n:]
	}
	c.mu.Unlock()
	c.port.mu.Lock()
	if !c.port.closed {
		c.port.byName[g.ours] = c
	}
	for _, o := range old {
		delete(c.port.byName, o.ours)
	}
	c.port.mu.Unlock()
}

// Credentials are our newest user name fragment and password.
func (c *Conn) Credentials() (ufrag, pwd string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	g := c.generations[len(c.generations)-1]
	return g.ours, string(g.key)
}

// State tells how the conn is at a moment.
func (c *Conn) State(now time.Time) State {
	switch {
	case c.closed.Load() || c.ended.Load():
		return Ended
	case !c.keyed.Load():
		return Connecting
	case now.UnixNano()-c.heard.Load() > int64(lostAfter):
		return Lost
	}
	return Up
}

// Ways counts the paths that the browser has chosen, one after another: another
// number is another network, of which nothing is known yet.
func (c *Conn) Ways() uint32 { return c.ways.Load() }

// Closed reports whether Close was called.
func (c *Conn) Closed() bool { return c.closed.Load() }

// Close ends the transport. It does not wait; Port.Close does.
func (c *Conn) Close() {
	if c.closed.Swap(true) {
		return
	}
	c.mu.Lock()
	generations, paths, cancel := c.generations, c.paths, c.cancel
	c.mu.Unlock()
	c.port.mu.Lock()
	for _, g := range generations {
		delete(c.port.byName, g.ours)
	}
	c.port.mu.Unlock()
	for _, p := range paths {
		c.forget(p)
	}
	cancel()
	_ = c.dtls.Close()
}

func (c *Conn) touch() { c.heard.Store(time.Now().UnixNano()) }

// receiveMedia decrypts an SRTP or SRTCP packet and hands it over. Packets
// that do not decrypt are dropped: they may be anybody's.
func (c *Conn) receiveMedia(b []byte, now time.Time) {
	if !c.keyed.Load() || len(b) < 12 {
		return
	}
	c.inMu.Lock()
	defer c.inMu.Unlock()
	if rtcpType(b[1]) {
		plain, err := c.in.DecryptRTCP(c.plain[:0], b, nil)
		if err != nil {
			return
		}
		c.heard.Store(now.UnixNano())
		c.handler.HandleRTCP(plain, now)
		return
	}
	plain, err := c.in.DecryptRTP(c.plain[:0], b, &c.header)
	if err != nil {
		return
	}
	c.heard.Store(now.UnixNano())
	c.handler.HandleRTP(&c.header, plain[headerSize(plain):], now)
}

// headerSize is the length of a valid packet's RTP header with its extensions.
// (Marshalling the parsed one may give less: padding between extensions.)
func headerSize(b []byte) int {
	n := rtpSize + 4*int(b[0]&0x0f)
	if b[0]&0x10 != 0 {
		n += 4 + 4*int(binary.BigEndian.Uint16(b[n+2:]))
	}
	return n
}

// rtcpType: RFC 5761 section 4, packet types 192 to 223 are RTCP.
func rtcpType(second byte) bool { return second >= 192 && second <= 223 }

// SendRTCP encrypts and sends a compound packet. The caller's lock guards it,
// as with Burst.
func (c *Conn) SendRTCP(packets []rtcp.Packet) error {
	to := c.selected.Load()
	if to == nil || !c.keyed.Load() {
		return io.ErrNoProgress
	}
	plain, err := rtcp.Marshal(packets)
	if err != nil {
		return err
	}
	b, err := c.out.EncryptRTCP(nil, plain, nil)
	if err != nil {
		return err
	}
	to.send(b, len(b))
	return nil
}

// word is a random string of n or more characters that ICE allows.
func word(n int) string {
	var b strings.Builder
	for b.Len() < n {
		b.WriteString(rand.Text())
	}
	return b.String()[:max(n, 8)]
}
