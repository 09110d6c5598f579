package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// TestUnreadBodyIsNoRequest: what a refused request still had to say is never
// taken for the next request on that connection, which may be another person's
// behind a proxy.
func TestUnreadBodyIsNoRequest(t *testing.T) {
	w := start(t)
	inside := "GET /inside HTTP/1.1\r\nHost: kring\r\n\r\n"
	for name, c := range map[string]struct {
		head, body string
	}{
		"refused before it is read": {"POST /api/sign-out", strings.Repeat(inside, 2000)},
		"not there":                 {"POST /api/nothing", strings.Repeat(inside, 2000)},
		"a little too much":         {"POST /api/sign-in/link", strings.Repeat(inside, 7500)},
		"far too much":              {"POST /api/sign-in/link", strings.Repeat(inside, 40_000)},
		"a body on GET":             {"GET /healthz", strings.Repeat(inside, 2000)},
	} {
		for kind, framed := range map[string]string{
			"length": fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(c.body), c.body),
			"chunks": fmt.Sprintf("Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n", len(c.body), c.body),
		} {
			w.oneAnswer(name+", "+kind, c.head+" HTTP/1.1\r\nHost: kring\r\nContent-Type: application/json\r\n"+framed)
		}
	}
}

// oneAnswer sends a request and /healthz after it on one connection: the
// answers are the request's own and then that of /healthz, or none.
func (w *world) oneAnswer(name, raw string) {
	w.t.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(w.url, "http://"))
	w.must(err)
	defer func() { _ = c.Close() }()
	go func() { // ends when the server has read it or closed the connection
		_, _ = io.WriteString(c, raw+"GET /healthz HTTP/1.1\r\nHost: kring\r\nConnection: close\r\n\r\n")
	}()
	r := bufio.NewReader(c)
	for i := 0; ; i++ {
		res, err := http.ReadResponse(r, nil)
		if err != nil {
			return // the connection has ended
		}
		b, _ := io.ReadAll(res.Body)
		if ok := i == 1 && res.StatusCode == http.StatusOK && string(b) == "ok\n"; i > 0 && !ok {
			w.t.Errorf("%s: answer %d is %d %.100s", name, i+1, res.StatusCode, b)
			return
		}
	}
}
