// Package smtptest is a mail server for tests: it speaks SMTP with STARTTLS or
// with TLS from the first byte, keeps what it takes, and refuses, hangs up or
// stays silent when told to.
package smtptest

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/textproto"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// Answers that are no reply.
const (
	HangUp = "hang up" // closes the connection
	Silent = "silent"  // never answers
)

// Mail is what the server took. Data is the message as it came, with CRLF.
type Mail struct{ From, To, Data string }

// Server is the mail server. Roots trusts its certificate, which CertFile holds too.
type Server struct {
	Addr, CertFile string
	Roots          *x509.CertPool

	cert     tls.Certificate
	implicit bool
	mu       sync.Mutex
	answers  map[string]string
	mails    []Mail
	conns    map[net.Conn]bool
	running  sync.WaitGroup
}

// New starts a server on a port of this machine; implicit is TLS from the first
// byte. It ends with the test.
func New(t testing.TB, implicit bool) *Server {
	t.Helper()
	s := &Server{implicit: implicit, answers: map[string]string{}, conns: map[net.Conn]bool{}}
	s.certify(t)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Addr = ln.Addr().String()
	s.running.Go(func() { s.accept(ln) }) // ends when the listener closes
	t.Cleanup(func() {
		_ = ln.Close()
		s.mu.Lock()
		for c := range s.conns {
			_ = c.Close()
		}
		s.mu.Unlock()
		s.running.Wait()
	})
	return s
}

// Answer sets the reply to a command ("RCPT", "DATA", or "." for the end of a
// message) from now on; "" is the usual one.
func (s *Server) Answer(command, reply string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers[command] = reply
}

// Mails are those it took, in order.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail{}, s.mails...)
}

func (s *Server) certify(t testing.TB) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, about, about, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	s.cert = tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
	written := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	s.Roots, s.CertFile = x509.NewCertPool(), filepath.Join(t.TempDir(), "smtp.pem")
	s.Roots.AppendCertsFromPEM(written)
	if err := os.WriteFile(s.CertFile, written, 0o600); err != nil {
		t.Fatal(err)
	}
}

func (s *Server) accept(ln net.Listener) {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.conns[conn] = true
		s.mu.Unlock()
		s.running.Go(func() { // ends with its connection
			defer func() { _ = conn.Close() }()
			c := net.Conn(conn)
			if s.implicit {
				c = tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{s.cert}})
			}
			s.talk(c)
		})
	}
}

// dialogue is one connection's state.
type dialogue struct {
	*Server
	*bufio.Writer
	in     *textproto.Reader
	conn   net.Conn
	secure bool
	mail   Mail
}

func (s *Server) talk(c net.Conn) {
	d := &dialogue{Server: s, secure: s.implicit}
	d.on(c)
	d.say("220 smtptest")
	for {
		line, err := d.in.ReadLine()
		if err != nil {
			return
		}
		command, _, _ := strings.Cut(strings.ToUpper(line), " ")
		if !d.reply(command, line) {
			return
		}
	}
}

func (d *dialogue) on(c net.Conn) {
	d.conn, d.Writer, d.in = c, bufio.NewWriter(c), textproto.NewReader(bufio.NewReader(c))
}

func (d *dialogue) say(line string) {
	_, _ = d.WriteString(line + "\r\n")
	_ = d.Flush()
}

// otherwise says what the test set for a command; done when the usual reply
// does not follow, ok while the connection goes on.
func (d *dialogue) otherwise(command string) (done, ok bool) {
	d.mu.Lock()
	answer := d.answers[command]
	d.mu.Unlock()
	switch answer {
	case "":
		return false, true
	case HangUp:
		return true, false
	case Silent:
		_, _ = io.Copy(io.Discard, d.conn) // until the other side has had enough
		return true, false
	}
	d.say(answer)
	return true, true
}

func (d *dialogue) reply(command, line string) bool {
	if done, ok := d.otherwise(command); done {
		return ok
	}
	switch command {
	case "EHLO":
		d.say("250-smtptest")
		if !d.secure {
			d.say("250-STARTTLS")
		}
		d.say("250-AUTH PLAIN")
		d.say("250 8BITMIME")
	case "STARTTLS":
		d.say("220 go on")
		d.secure = true
		d.on(tls.Server(d.conn, &tls.Config{Certificates: []tls.Certificate{d.cert}}))
	case "AUTH":
		d.say("235 welcome")
	case "MAIL":
		d.mail = Mail{From: angled(line)}
		d.say("250 ok")
	case "RCPT":
		d.mail.To = angled(line)
		d.say("250 ok")
	case "DATA":
		return d.data()
	case "QUIT":
		d.say("221 bye")
		return false
	default:
		d.say("250 ok")
	}
	return true
}

func (d *dialogue) data() bool {
	d.say("354 go on")
	raw, err := d.in.ReadDotBytes()
	if err != nil {
		return false
	}
	if done, ok := d.otherwise("."); done {
		return ok
	}
	d.mail.Data = strings.ReplaceAll(string(raw), "\n", "\r\n")
	d.mu.Lock()
	d.mails = append(d.mails, d.mail)
	d.mu.Unlock()
	d.say("250 taken")
	return true
}

func angled(line string) string {
	_, rest, _ := strings.Cut(line, "<")
	address, _, _ := strings.Cut(rest, ">")
	return address
}
