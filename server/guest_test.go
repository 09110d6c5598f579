package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// guest is a browser without a screen: it keeps its cookies and talks to a
// running Kring over HTTP and a live socket.
type guest struct {
	t    testing.TB
	url  string
	http http.Client
}

// newGuest is somebody who has just opened Kring at url.
func newGuest(t testing.TB, url string) *guest {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	t.Cleanup(transport.CloseIdleConnections)
	return &guest{t: t, url: url, http: http.Client{Jar: jar, Transport: transport}}
}

// guest signs one of the demo's people in with their link.
func (s *process) guest(alias string) *guest {
	s.t.Helper()
	g := newGuest(s.t, s.url)
	_, token, ok := strings.Cut(s.links[alias], "#")
	if !ok {
		s.t.Fatalf("no demo link for %s in %v", alias, s.links)
	}
	g.must("POST", "/api/sign-in/link", nil, map[string]string{"token": token}, nil)
	return g
}

// do sends a request, with in as JSON unless it is nil, and returns the
// response and its body.
func (g *guest) do(method, path string, header http.Header, in any) (*http.Response, []byte, error) {
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return nil, nil, err
		}
		body = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(g.t.Context(), method, g.url+path, body)
	if err != nil {
		return nil, nil, err
	}
	for k, v := range header {
		req.Header[k] = v
	}
	if in != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := g.http.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	return res, b, err
}

// try is do for one answer: its status, and the body decoded into out unless nil.
func (g *guest) try(method, path string, header http.Header, in, out any) (int, error) {
	res, b, err := g.do(method, path, header, in)
	if err != nil {
		return 0, err
	}
	if res.StatusCode >= 300 {
		return res.StatusCode, fmt.Errorf("%s %s: %d %s", method, path, res.StatusCode, b)
	}
	if out == nil {
		return res.StatusCode, nil
	}
	return res.StatusCode, json.Unmarshal(b, out)
}

// must is try for what has to succeed.
func (g *guest) must(method, path string, header http.Header, in, out any) {
	g.t.Helper()
	if _, err := g.try(method, path, header, in, out); err != nil {
		g.t.Fatal(err)
	}
}

func ifMatch(rev int64) http.Header {
	return http.Header{"If-Match": {fmt.Sprintf("%q", fmt.Sprint(rev))}}
}

// socket is a guest's live socket; last is the newest state of the meeting.
type socket struct {
	*websocket.Conn
	refs int
	last answer
}

// answer is what a test looks at in the server's messages.
type answer struct {
	Type, Ref, Code, ClientID, Phase, Reason, SDP string
	Seq                                           int64
	SeatCount                                     int
	More                                          bool
	You                                           struct {
		Seat   int
		Status string
	}
	Waiting []struct{ ID string }
	Seats   seats
}

// seats of meeting.state; those of meeting.speaking are numbers, and none here.
type seats []seat

type seat struct {
	ID         string
	Seat, Hand int
	Connected  bool
}

func (s *seats) UnmarshalJSON(b []byte) error {
	var all []seat
	if json.Unmarshal(b, &all) == nil {
		*s = all
	}
	return nil
}

func (g *guest) socket() (*socket, error) {
	h := http.Header{"Origin": {g.url}}
	req := http.Request{Header: http.Header{}}
	at, err := http.NewRequest(http.MethodGet, g.url, nil)
	if err != nil {
		return nil, err
	}
	for _, c := range g.http.Jar.Cookies(at.URL) {
		req.AddCookie(c)
	}
	h["Cookie"] = req.Header["Cookie"]
	dialer := websocket.Dialer{TLSClientConfig: g.http.Transport.(*http.Transport).TLSClientConfig}
	ws, res, err := dialer.DialContext(g.t.Context(), "ws"+strings.TrimPrefix(g.url, "http")+"/api/live", h)
	if err != nil {
		if res != nil {
			err = fmt.Errorf("live socket: %s: %w", res.Status, err)
		}
		return nil, err
	}
	g.t.Cleanup(func() { _ = ws.Close() })
	// A test whose message never comes fails instead of waiting for ever.
	return &socket{Conn: ws}, ws.SetReadDeadline(time.Now().Add(time.Minute))
}

// ask sends a message and returns its answer; what else comes first is passed over.
func (s *socket) ask(m map[string]any) (answer, error) {
	s.refs++
	ref := fmt.Sprint(s.refs)
	m["ref"] = ref
	if err := s.WriteJSON(m); err != nil {
		return answer{}, err
	}
	a, err := s.until(func(a answer) bool { return a.Ref == ref })
	if err == nil && a.Type == "error" {
		err = fmt.Errorf("%v: %s", m["type"], a.Code)
	}
	return a, err
}

// until reads on until a message is the one.
func (s *socket) until(one func(answer) bool) (answer, error) {
	for {
		var a answer
		if err := s.ReadJSON(&a); err != nil {
			return a, err
		}
		if a.Type == "meeting.state" {
			s.last = a
		}
		if one(a) {
			return a, nil
		}
	}
}

// state is the first state of the meeting that is as wanted, or the one that is there.
func (s *socket) state(wanted func(answer) bool) (answer, error) {
	if wanted(s.last) {
		return s.last, nil
	}
	return s.until(func(a answer) bool { return a.Type == "meeting.state" && wanted(a) })
}

// dial is socket for what has to succeed.
func (g *guest) dial() *socket {
	g.t.Helper()
	s, err := g.socket()
	if err != nil {
		g.t.Fatal(err)
	}
	return s
}

// tell is ask for what has to succeed.
func (g *guest) tell(s *socket, m map[string]any) answer {
	g.t.Helper()
	a, err := s.ask(m)
	if err != nil {
		g.t.Fatal(err)
	}
	return a
}
