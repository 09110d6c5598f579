package wire

import (
	"context"
	"crypto/tls"
	"net"
	"net/netip"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// echoPeer is an address of nobody (RFC 5737), which the relay of these tests
// answers for.
var echoPeer = netip.MustParseAddr("192.0.2.7")

// TestCoturnsClient lets another's TURN client allocate, refresh and use
// channels and indications: over UDP, TCP and TLS. It is not skipped where the
// client is missing: tools/deps.sh brings it.
func TestCoturnsClient(t *testing.T) {
	const messages, clients = 40, 3
	p, err := Listen(Config{Listen: "127.0.0.1", Echo: echoPeer})
	if err != nil {
		t.Fatal(err)
	}
	secure := serveTLS(t, p)
	t.Cleanup(func() { _ = p.Close() })
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var wg sync.WaitGroup // all at once: the client mostly waits
	for name, how := range map[string][]string{
		"udp channels":    {"-p", strconv.Itoa(p.Number())},
		"udp indications": {"-p", strconv.Itoa(p.Number()), "-s"},
		"tcp channels":    {"-p", strconv.Itoa(p.Number()), "-t"},
		"tcp indications": {"-p", strconv.Itoa(p.Number()), "-t", "-s"},
		"tls channels":    {"-p", secure, "-t", "-S"},
		"tls indications": {"-p", secure, "-t", "-S", "-s"},
	} {
		wg.Go(func() {
			user, password, _ := p.Grant().Credential()
			args := append([]string{
				"-c", "-X", "-u", user, "-w", password, "-e", echoPeer.String(),
				"-n", strconv.Itoa(messages), "-m", strconv.Itoa(clients), "-l", "171",
			}, how...)
			out, err := exec.CommandContext(ctx, "turnutils_uclient", append(args, "127.0.0.1")...).CombinedOutput()
			want := "tot_recv_msgs=" + strconv.Itoa(messages*clients)
			if err != nil || !strings.Contains(string(out), want) {
				t.Errorf("%s: %v; want %s\n%s", name, err, want, out)
			}
		})
	}
	wg.Wait()
}

// serveTLS hands what comes in over TLS to the port, and returns the TLS port.
func serveTLS(t *testing.T, p *Port) string {
	ln, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{p.cert}})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() { // ends when the listener closes
		defer close(done)
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			p.Relay(c)
		}
	}()
	t.Cleanup(func() { _ = ln.Close(); <-done })
	_, port, _ := net.SplitHostPort(ln.Addr().String())
	return port
}
