// Package wire carries media between browsers and the engine over one port.
//
// It is an ICE-lite agent (RFC 8445 section 2.5), a DTLS server (RFC 5764) and
// a pair of SRTP contexts per browser, and nothing else: what the packets mean
// is the business of package rtc. There is no PeerConnection in between, so a
// packet is read, decrypted, handed over, encrypted and sent on one goroutine.
//
// A datagram's first byte tells what it is (RFC 7983): a STUN Binding is answered
// by whoever owns the user name in it, and is the only thing that can make an
// address known; DTLS and SRTP from unknown addresses are dropped unread. STUN's
// other methods and ChannelData are TURN's (package relay), which is just one
// more path to a browser.
package wire

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync"
	"time"

	"kring/rtc/internal/relay"
)

// Config says where to listen. Listen is an IP address, "" means all local
// addresses. IP is what browsers are told instead of the local addresses, one
// or more separated by commas. Port 0 picks one for UDP and TCP alike. Single
// sends every datagram alone, without segmentation offload. Echo is for tests: an
// address that the relay lets be reached, and that sends everything back.
type Config struct {
	Listen, IP string
	Port       int
	Single     bool
	Echo       netip.Addr
}

// Port is the one port, UDP and TCP, that all browsers send to.
type Port struct {
	number    int
	sockets   []*socket
	tcp       net.Listener
	advertise []netip.Addr
	cert      tls.Certificate
	print     string // the certificate's SHA-256, as SDP writes it
	relay     *relay.Server

	readers sync.WaitGroup // socket readers, the TCP accept loop and its links
	conns   sync.WaitGroup // DTLS goroutines

	mu      sync.RWMutex
	byName  map[string]*Conn // by our user name fragment
	links   map[*link]struct{}
	linksOf map[netip.Prefix]int
	closed  bool
}

// Listen opens the port.
func Listen(cfg Config) (*Port, error) {
	addrs, err := localAddrs(cfg.Listen)
	if err != nil {
		return nil, err
	}
	p := &Port{byName: map[string]*Conn{}, links: map[*link]struct{}{}, linksOf: map[netip.Prefix]int{}, advertise: addrs}
	if p.cert, p.print, err = newCertificate(); err != nil {
		return nil, err
	}
	if cfg.IP != "" {
		if p.advertise, err = parseAddrs(cfg.IP); err != nil {
			return nil, err
		}
	}
	for try := 0; ; try++ {
		err = p.open(cfg, addrs)
		if err == nil {
			break
		}
		// A picked UDP port may be taken for TCP or on another address.
		if cfg.Port != 0 || try == 20 {
			return nil, err
		}
	}
	p.relay = p.newRelay(cfg.Echo)
	for _, s := range p.sockets {
		p.readers.Go(s.read) // ends when its socket closes
	}
	p.readers.Go(p.accept) // ends when the listener closes
	return p, nil
}

// open binds one UDP socket to every address, so that an answer always leaves
// from the address that was asked, and one TCP listener.
func (p *Port) open(cfg Config, addrs []netip.Addr) (err error) {
	p.number, p.sockets = cfg.Port, nil
	defer func() {
		if err != nil {
			_ = p.closeSockets() // why open failed is what counts
		}
	}()
	for _, a := range addrs {
		s, err := newSocket(p, netip.AddrPortFrom(a, uint16(p.number)))
		if err != nil {
			return fmt.Errorf("media port: %w", err)
		}
		if cfg.Single {
			s.gso.Store(false)
		}
		p.sockets = append(p.sockets, s)
		p.number = s.c.LocalAddr().(*net.UDPAddr).Port
	}
	p.tcp, err = net.Listen("tcp", net.JoinHostPort(cfg.Listen, fmt.Sprint(p.number)))
	if err != nil {
		return fmt.Errorf("media port: %w", err)
	}
	return nil
}

// Number is the port's number.
func (p *Port) Number() int { return p.number }

// Fingerprint is the certificate's, in the form of a=fingerprint.
func (p *Port) Fingerprint() string { return p.print }

// Candidates are the values of a=candidate for all our addresses, UDP first.
func (p *Port) Candidates() []string {
	var list []string
	for i, a := range p.advertise {
		// RFC 8445 section 5.1.2.1: type preference 126 for host candidates.
		udp := uint32(126)<<24 | uint32(65535-i)<<8 | 255
		list = append(list, fmt.Sprintf("%d 1 udp %d %s %d typ host", i+1, udp, a, p.number))
	}
	for i, a := range p.advertise {
		tcp := uint32(90)<<24 | uint32(65535-i)<<8 | 255
		list = append(list, fmt.Sprintf("%d 1 tcp %d %s %d typ host tcptype passive", len(p.advertise)+i+1, tcp, a, p.number))
	}
	return list
}

// Close ends every conn and waits until nothing of the port runs any more.
func (p *Port) Close() error {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil
	}
	p.closed = true
	var conns []*Conn
	for _, c := range p.byName {
		conns = append(conns, c)
	}
	p.mu.Unlock()
	for _, c := range conns {
		c.Close()
	}
	p.conns.Wait()
	err := p.closeSockets()
	p.mu.Lock()
	for l := range p.links {
		_ = l.Close()
	}
	p.mu.Unlock()
	p.readers.Wait()
	return err
}

func (p *Port) closeSockets() error {
	var errs []error
	for _, s := range p.sockets {
		errs = append(errs, s.c.Close())
	}
	if p.tcp != nil {
		errs = append(errs, p.tcp.Close())
	}
	return errors.Join(errs...)
}

// receive takes one datagram that came in over a UDP path: ours, or the relay's
// to look at. b is only valid until it returns. known is who owns the path, or
// nil; the result owns it now.
func (p *Port) receive(b []byte, from path, known *Conn) *Conn {
	if isRelays(b) {
		p.relay.Handle(b, relay.Client{Via: from.via, Addr: from.addr})
		return known
	}
	return p.carry(b, from, known)
}

// carry takes one datagram of a browser, as receive.
func (p *Port) carry(b []byte, from path, known *Conn) *Conn {
	switch {
	case len(b) == 0:
	case b[0] < 4:
		if c := p.stun(b, from); c != nil {
			return c
		}
	case known == nil:
	case b[0] >= 20 && b[0] < 64:
		known.receiveDTLS(b)
	case b[0] >= 128 && b[0] < 192:
		known.receiveMedia(b, time.Now())
	}
	return known
}

// maxAddrs bounds the candidates of a host with many networks.
const maxAddrs = 16

func localAddrs(listen string) ([]netip.Addr, error) {
	if listen != "" && listen != "0.0.0.0" && listen != "::" {
		return parseAddrs(listen)
	}
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil, fmt.Errorf("media port: local addresses: %w", err)
	}
	var list []netip.Addr
	for _, a := range all {
		pre, err := netip.ParsePrefix(a.String())
		if err != nil || pre.Addr().IsLinkLocalUnicast() || listen == "0.0.0.0" && !pre.Addr().Is4() {
			continue
		}
		if list = append(list, pre.Addr()); len(list) == maxAddrs {
			break
		}
	}
	if len(list) == 0 {
		return nil, errors.New("media port: this machine has no address to listen on")
	}
	return list, nil
}

func parseAddrs(s string) ([]netip.Addr, error) {
	var list []netip.Addr
	for f := range strings.SplitSeq(s, ",") {
		a, err := netip.ParseAddr(strings.TrimSpace(f))
		if err != nil {
			return nil, fmt.Errorf("media port: %w", err)
		}
		list = append(list, a)
	}
	return list, nil
}
