package bus_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"kring/internal/bus"
)

// certificate is a self-signed one for 127.0.0.1, and the file of its authority.
func certificate(t *testing.T) (tls.Certificate, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "nats"}, NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, file
}

// TestAStrangerIsRefused: who has not the token, or does not speak TLS, is not
// let in, and a server that is not the one that is trusted is not believed.
func TestAStrangerIsRefused(t *testing.T) {
	cert, authority := certificate(t)
	_, other := certificate(t)
	s, err := server.NewServer(&server.Options{
		Host: "127.0.0.1", Port: -1, NoLog: true, NoSigs: true, Authorization: "between-us",
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(10 * time.Second) {
		t.Fatal("NATS did not start")
	}
	_, addr, _ := strings.Cut(s.ClientURL(), "://")
	b, err := bus.Open(t.Context(), "tls://between-us@"+addr, authority)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	for name, try := range map[string]struct{ url, authority string }{
		"no token":            {"tls://" + addr, authority},
		"another token":       {"tls://guess@" + addr, authority},
		"another authority":   {"tls://between-us@" + addr, other},
		"the machine's trust": {"tls://between-us@" + addr, ""},
	} {
		var files []string
		if try.authority != "" {
			files = []string{try.authority}
		}
		b, err := bus.Open(t.Context(), try.url, files...)
		if err == nil {
			b.Close()
			t.Errorf("%s: let in", name)
			continue
		}
		if strings.Contains(err.Error(), "between-us") {
			t.Errorf("%s: the error tells the token: %v", name, err)
		}
	}
	plain, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = plain.Close() }()
	_ = plain.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := plain.Write([]byte("CONNECT {\"auth_token\":\"between-us\",\"verbose\":true}\r\nSUB > 1\r\nPING\r\n")); err != nil {
		t.Fatal(err)
	}
	said := ""
	for buf := make([]byte, 4096); ; {
		n, err := plain.Read(buf)
		if said += string(buf[:n]); err != nil {
			break
		}
	}
	if strings.Contains(said, "PONG") || strings.Contains(said, "+OK") {
		t.Errorf("without TLS: %s", said)
	}
}

func TestCallReachesWhoServes(t *testing.T) {
	s := runServer(t, -1)
	a, b := open(t, s.ClientURL()), open(t, s.ClientURL())
	if _, err := a.Call(t.Context(), "node.b", []byte("?")); !errors.Is(err, bus.ErrNobody) {
		t.Errorf("nobody there: %v", err)
	}
	got := make(chan string, 10)
	cancel, err := b.Serve("node.b", func(data []byte) []byte {
		got <- string(data)
		return append([]byte("heard "), data...)
	})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := a.Call(t.Context(), "node.b", []byte("x"))
	if err != nil || string(answer) != "heard x" {
		t.Errorf("answer %q, %v", answer, err)
	}
	for _, word := range []string{"1", "2", "3"} {
		if err := a.Send("node.b", []byte(word)); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"x", "1", "2", "3"} {
		if word := <-got; word != want {
			t.Errorf("heard %q, want %q", word, want)
		}
	}
	cancel()
	if _, err := a.Call(t.Context(), "node.b", nil); !errors.Is(err, bus.ErrNobody) {
		t.Errorf("after cancel: %v", err)
	}
}
