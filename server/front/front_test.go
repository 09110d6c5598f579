package front

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// house is a web server behind a front, and what came for the relay.
type house struct {
	*Listener
	t       *testing.T
	trust   *tls.Config
	relayed chan net.Conn
}

func build(t *testing.T) *house {
	h := &house{t: t, relayed: make(chan net.Conn, 100)}
	model := httptest.NewTLSServer(nil) // for its certificate
	model.Close()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(model.Certificate())
	h.trust = &tls.Config{RootCAs: roots, ServerName: "example.com"}
	h.Listener = New(ln, &tls.Config{Certificates: model.TLS.Certificates}, func(c net.Conn) { h.relayed <- c })
	web := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "page "+r.URL.Path)
	})}
	served := make(chan error, 1)
	go func() { served <- web.Serve(h.Listener) }() // ends when the listener closes
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
		_ = web.Close()
		if err := <-served; !errors.Is(err, net.ErrClosed) && !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
	return h
}

func (h *house) plain() net.Conn {
	h.t.Helper()
	c, err := net.Dial("tcp", h.Addr().String())
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = c.Close() })
	_ = c.SetDeadline(time.Now().Add(30 * time.Second)) // a busy computer
	return c
}

func (h *house) page(path string) {
	h.t.Helper()
	c := tls.Client(h.plain(), h.trust)
	if _, err := io.WriteString(c, "GET "+path+" HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n"); err != nil {
		h.t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		h.t.Fatal(err)
	}
	body, _ := io.ReadAll(res.Body)
	_ = res.Body.Close()
	if string(body) != "page "+path {
		h.t.Errorf("got %q", body)
	}
}

func TestOneListenerServesPagesAndTheRelay(t *testing.T) {
	h := build(t)
	h.page("/a")
	c := tls.Client(h.plain(), h.trust)
	if _, err := c.Write([]byte("\x00\x03 allocate")); err != nil {
		t.Fatal(err)
	}
	r := <-h.relayed
	defer func() { _ = r.Close() }()
	got := make([]byte, 11)
	if _, err := io.ReadFull(r, got); err != nil || string(got) != "\x00\x03 allocate" {
		t.Errorf("the relay got %q: %v", got, err)
	}
	go func() { _, _ = r.Write([]byte("answer")) }() // ends when the client has read
	if _, err := io.ReadFull(c, got[:6]); err != nil || string(got[:6]) != "answer" {
		t.Errorf("the client got %q: %v", got, err)
	}
	h.page("/b")
}

// TestTheSilentHoldUpNobody: who says nothing, in TCP or after the handshake,
// keeps no other waiting, and there are never too many of them.
func TestTheSilentHoldUpNobody(t *testing.T) {
	h := build(t)
	h.plain()
	if err := tls.Client(h.plain(), h.trust).Handshake(); err != nil {
		t.Fatal(err)
	}
	h.page("/")

	var last net.Conn
	before := runtime.NumGoroutine()
	for range 2 * maxFrom {
		last = h.plain()
	}
	if _, err := last.Read(make([]byte, 1)); err == nil || errors.Is(err, net.ErrClosed) {
		t.Errorf("one too many: %v", err)
	}
	if n := runtime.NumGoroutine() - before; n > maxFrom+8 {
		t.Errorf("%d goroutines more", n)
	}
}
