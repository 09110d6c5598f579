package main

import (
	"bufio"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"kring/internal/seal"
)

func TestCheckConfig(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	if out := p.must("", "check-config"); out != "ok\n" {
		t.Errorf("check-config says %q", out)
	}
	p.env = append(p.env, "KRING_SMTP_URL=smtp://a:hunter2@b")
	if _, errs, err := p.run("", "check-config"); err == nil || !strings.Contains(errs, "KRING_SMTP_URL") || strings.Contains(errs, "hunter2") {
		t.Errorf("check-config: %v, %s", err, errs)
	}
}

// TestStartRefuses: what would lose or mix up data stops the start, and the
// error says what to do.
func TestStartRefuses(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.serve("--demo").stop()
	key := p.variable("KRING_KEY_FILE")
	fresh := filepath.Join(t.TempDir(), "fresh.key")
	p.must("", "new-key", fresh)
	inside := filepath.Join(p.data, "inside.key")
	p.must("", "new-key", inside)
	for want, file := range map[string]string{
		"not the master key of this key store": fresh, "inside the data directory": inside, "KRING_KEY_FILE": "", "no such file": key + ".gone",
	} {
		q := *p
		q.env = append(q.env[:len(q.env):len(q.env)], "KRING_KEY_FILE="+file)
		if out, errs, err := q.run("", "serve"); err == nil || !strings.Contains(errs, want) || !strings.Contains(errs, "KRING_KEY_FILE") || out != "" {
			t.Errorf("with key %q: %v, %s; want %q", file, err, errs, want)
		}
	}
	q := *p
	q.env = append(q.env[:len(q.env):len(q.env)], "KRING_KEY_FILE=") // with --demo the key may be beside the data
	if _, errs, err := q.run("", "serve", "--demo"); err == nil || !strings.Contains(errs, "not the master key") {
		t.Errorf("demo with a key of its own: %v, %s", err, errs)
	}
}

// TestLostKeys: documents whose keys are gone are not started on.
func TestLostKeys(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.serve("--demo").stop()
	documents, keys := p.must("", "export"), p.must("", "export", "--keys")
	q := p.elsewhere()
	q.must(documents, "import")
	out, errs, err := q.run("", "serve", "--demo")
	if err == nil || !strings.Contains(errs, "empty key store") || out != "" {
		t.Fatalf("started without keys: %v, %s%s", err, out, errs)
	}
	q.must(keys, "import", "--keys") // nothing was spoiled
	q.serve("--demo").stop()
}

func TestDemoRefusesOtherData(t *testing.T) {
	w := start(t)
	w.organisation("gemeente", "gemeente", "")
	w.Demo = true
	if err := w.openDemo(t.Context()); err == nil || !strings.Contains(err.Error(), "other data") {
		t.Errorf("the demo starts in somebody's data: %v", err)
	}
}

// TestTLS: with a certificate of its own Kring is https, and its cookies are
// for https and this host only.
func TestTLS(t *testing.T) {
	t.Parallel()
	cert, key, roots := certificate(t)
	s := newPlace(t, "KRING_TLS_CERT="+cert, "KRING_TLS_KEY="+key).serve("--demo")
	if !strings.HasPrefix(s.url, "https://") {
		t.Fatalf("listens on %s", s.url)
	}
	g := newGuest(t, s.url)
	g.http.Transport.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: roots}
	_, token, _ := strings.Cut(s.links["Anna"], "#")
	res, _, err := g.do("POST", "/api/sign-in/link", nil, map[string]string{"token": token})
	if err != nil {
		t.Fatal(err)
	}
	if c := res.Cookies(); len(c) != 1 || !strings.HasPrefix(c[0].Name, "__Host-") || !c[0].Secure || !c[0].HttpOnly || c[0].Path != "/" || c[0].Domain != "" {
		t.Errorf("cookies %v", c)
	}
	if got := res.Header.Get("Strict-Transport-Security"); !strings.HasPrefix(got, "max-age=") {
		t.Errorf("Strict-Transport-Security %q", got)
	}
	g.must("GET", "/api/today", nil, nil, nil)
	if _, err := g.dial().until(func(a answer) bool { return a.Type == "welcome" }); err != nil {
		t.Error(err)
	}
	old := &tls.Config{RootCAs: roots, MaxVersion: tls.VersionTLS11}
	if c, err := tls.Dial("tcp", strings.TrimPrefix(s.url, "https://"), old); err == nil {
		_ = c.Close()
		t.Error("TLS 1.1 is spoken")
	}
	s.stop()
}

// TestDrain: asked to stop, the server finishes what it is doing, sends
// browsers elsewhere and ends without error.
func TestDrain(t *testing.T) {
	t.Parallel()
	s := newPlace(t).serve("--demo")
	anna := s.guest("Anna")
	live := anna.dial()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	const body = `{"email":"anna@demo.example"}`
	send := func(text string) {
		t.Helper()
		if _, err := conn.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	send(fmt.Sprintf("POST /api/sign-in/code HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body[:9]))
	anna.must("GET", "/api/session", nil, nil, nil) // the server has had time to see the first half
	stopped := make(chan struct{})
	go func() { defer close(stopped); s.stop() }()
	_, err = live.until(func(answer) bool { return false })
	var closed *websocket.CloseError
	if !errors.As(err, &closed) || closed.Code != websocket.CloseGoingAway {
		t.Errorf("the socket ended with %v, want 1001", err)
	}
	send(body[9:])
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("the request that was running got no answer: %v", err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusAccepted {
		t.Errorf("the request that was running: %s", res.Status)
	}
	<-stopped
	if _, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://")); err == nil {
		t.Error("somebody still listens")
	}
}

// TestWatching: what an operator looks at answers, and holds nobody's ids.
func TestWatching(t *testing.T) {
	t.Parallel()
	s := newPlace(t).serve("--demo")
	w := walkThrough(t, s)
	for path, want := range map[string]string{"/healthz": "ok\n", "/readyz": "ready\n"} {
		if res, b, err := w.first.do("GET", path, nil, nil); err != nil || res.StatusCode != 200 || string(b) != want {
			t.Errorf("%s: %s, %v", path, b, err)
		}
	}
	_, b, err := w.first.do("GET", "/metrics", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"kring_http_request_seconds", "kring_sockets", `route="/api/groups/:group"`, "go_goroutines"} {
		if !strings.Contains(string(b), want) {
			t.Errorf("no %s in the metrics", want)
		}
	}
	if ids := regexp.MustCompile(`[A-Z2-7]{26}|demo-[a-z]+`).FindAllString(string(b), -1); ids != nil {
		t.Errorf("ids in the metrics: %v", ids)
	}
	for field, word := range w.typed {
		if strings.Contains(string(b), word) {
			t.Errorf("the %s is in the metrics", field)
		}
	}
	s.stop()
}

// elsewhere is an empty installation with this one's master key.
func (p *place) elsewhere() *place {
	p.t.Helper()
	q := newPlace(p.t)
	q.env = append(q.env, "KRING_KEY_FILE="+p.variable("KRING_KEY_FILE"))
	return q
}

// erase destroys a data key of an installation that is not running.
func (p *place) erase(owner seal.Key) {
	p.t.Helper()
	c, err := readConfig(append(p.env, "HOME="+os.TempDir()), false, false)
	if err != nil {
		p.t.Fatal(err)
	}
	keys, err := openStore(p.t.Context(), c, "keys")
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = keys.Close() }()
	master, err := seal.LoadMaster(c.KeyFile, c.Data, false)
	if err != nil {
		p.t.Fatal(err)
	}
	v, err := seal.Open(p.t.Context(), keys, master)
	if err == nil {
		err = v.Erase(p.t.Context(), owner)
	}
	if err != nil {
		p.t.Fatal(err)
	}
}
