package wire

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"math/big"
	"net"
	"strings"
	"time"

	"github.com/pion/dtls/v3"
	"github.com/pion/srtp/v3"
)

const (
	// dtlsQueue is how many handshake datagrams may wait; a flight has about 6.
	dtlsQueue = 32
	// handshakeTime is how long a browser may take for its handshake.
	handshakeTime = 30 * time.Second
	// flight is the first retransmission timeout; it doubles.
	flight = 200 * time.Millisecond
	// certificateLife only has to outlast the process.
	certificateLife = 10 * 365 * 24 * time.Hour
)

// receiveDTLS queues a datagram for the handshake, which the first one starts.
func (c *Conn) receiveDTLS(b []byte) {
	c.startDTLS.Do(func() {
		c.port.mu.RLock()
		defer c.port.mu.RUnlock()
		if c.port.closed || c.closed.Load() {
			return
		}
		ctx, cancel := context.WithCancel(context.Background())
		c.mu.Lock()
		c.cancel = cancel
		c.mu.Unlock()
		c.port.conns.Go(func() { c.secure(ctx) }) // ends when Close closes the queue, or the browser leaves
	})
	_, _ = c.dtls.Write(b) // full: DTLS sends it again
}

// secure is the conn's goroutine: the handshake, then waiting for the end.
func (c *Conn) secure(ctx context.Context) {
	defer c.ended.Store(true)
	d, err := dtls.ServerWithOptions(datagrams{c}, datagrams{c}.LocalAddr(),
		dtls.WithCertificates(c.port.cert),
		dtls.WithClientAuth(dtls.RequireAnyClientCert),
		dtls.WithInsecureSkipVerify(true), // the fingerprint in the offer is what counts
		dtls.WithVerifyPeerCertificate(c.verify),
		dtls.WithInsecureSkipVerifyHello(true), // ICE has proved the address
		dtls.WithExtendedMasterSecret(dtls.RequireExtendedMasterSecret),
		dtls.WithFlightInterval(flight),
		dtls.WithSRTPProtectionProfiles(dtls.SRTP_AEAD_AES_128_GCM, dtls.SRTP_AES128_CM_HMAC_SHA1_80))
	if err != nil {
		return
	}
	defer func() { _ = d.Close() }() // the browser may be gone already
	limited, cancel := context.WithTimeout(ctx, handshakeTime)
	defer cancel()
	if d.HandshakeContext(limited) != nil || c.setKeys(d) != nil {
		return
	}
	c.touch()
	b := make([]byte, maxDatagram)
	for { // no data channels: whatever comes is read only to hear the close
		if _, err := d.Read(b); err != nil {
			return
		}
	}
}

// verify holds the browser's certificate against its offer (RFC 8122).
func (c *Conn) verify(certs [][]byte, _ [][]*x509.Certificate) error {
	if len(certs) == 0 || !strings.EqualFold(printOf(certs[0]), c.remote.Fingerprint) {
		return errors.New("the certificate is not the one of the offer")
	}
	return nil
}

// setKeys takes the SRTP keys from the handshake (RFC 5764 section 4.2).
func (c *Conn) setKeys(d *dtls.Conn) error {
	id, ok := d.SelectedSRTPProtectionProfile()
	if !ok {
		return errors.New("the browser agreed to no SRTP profile")
	}
	profile := srtp.ProtectionProfile(id)
	keyLen, err := profile.KeyLen()
	if err != nil {
		return err
	}
	saltLen, err := profile.SaltLen()
	if err != nil {
		return err
	}
	state, ok := d.ConnectionState()
	if !ok {
		return errors.New("no DTLS state")
	}
	m, err := state.ExportKeyingMaterial("EXTRACTOR-dtls_srtp", nil, 2*(keyLen+saltLen))
	if err != nil {
		return err
	}
	salts := m[2*keyLen:]
	c.in, err = srtp.CreateContext(m[:keyLen], salts[:saltLen], profile,
		srtp.SRTPReplayProtection(1024), srtp.SRTCPReplayProtection(64))
	if err != nil {
		return err
	}
	c.out, err = srtp.CreateContext(m[keyLen:2*keyLen], salts[saltLen:], profile)
	if err != nil {
		return err
	}
	c.keyed.Store(true)
	return nil
}

// datagrams lets DTLS read what receiveDTLS queued and write to the path that
// the browser chose.
type datagrams struct{ c *Conn }

func (d datagrams) ReadFrom(b []byte) (int, net.Addr, error) {
	n, err := d.c.dtls.Read(b)
	return n, d.LocalAddr(), err
}

func (d datagrams) WriteTo(b []byte, _ net.Addr) (int, error) {
	if to := d.c.selected.Load(); to != nil {
		to.send(b, len(b))
	}
	return len(b), nil
}

func (d datagrams) Close() error                      { return d.c.dtls.Close() }
func (d datagrams) LocalAddr() net.Addr               { return &net.UDPAddr{IP: net.IPv4zero} }
func (d datagrams) SetDeadline(t time.Time) error     { return d.c.dtls.SetReadDeadline(t) }
func (d datagrams) SetReadDeadline(t time.Time) error { return d.c.dtls.SetReadDeadline(t) }
func (d datagrams) SetWriteDeadline(time.Time) error  { return nil }

func newCertificate() (tls.Certificate, string, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, "", fmt.Errorf("media certificate: %w", err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()),
		NotBefore:    time.Now().Add(-24 * time.Hour),
		NotAfter:     time.Now().Add(certificateLife),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return tls.Certificate{}, "", fmt.Errorf("media certificate: %w", err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, printOf(der), nil
}

// printOf is a certificate's SHA-256 as SDP writes it: AB:CD:…
func printOf(der []byte) string {
	sum := sha256.Sum256(der)
	return strings.ReplaceAll(fmt.Sprintf("% X", sum[:]), " ", ":")
}
