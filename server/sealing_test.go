package main

import (
	"encoding/json"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	natsserver "github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// TestSealing walks through the whole product with a random word in every
// field that somebody can type in, and then looks for the words wherever
// bytes come to rest or leave the process: raw documents and keys, files and
// WAL, the bus, what is printed and logged. Only the control word, a group's
// name, may be found, and it must be, so that the search itself is proved.
func TestSealing(t *testing.T) {
	t.Parallel()
	bus, traffic := listenIn(t)
	p := newPlace(t, "KRING_NATS_URL="+bus)
	s := p.serve("--demo")
	w := walkThrough(t, s)
	live := p.files()
	documents := p.documents()
	s.stop()

	places := map[string]map[string][]byte{
		"documents": documents, "files while it runs": live, "files afterwards": p.files(),
		"bus": {"": traffic()}, "log": {"": []byte(s.log.String())},
	}
	for name, in := range places {
		for field, word := range w.typed {
			if where := found(word, in); where != nil {
				t.Errorf("%s: the %s is readable in %v", name, field, where)
			}
		}
		for field, word := range w.tokens {
			if where := found(word, in); where != nil {
				t.Errorf("%s: the token of the %s is readable in %v", name, field, where)
			}
		}
	}
	for field, word := range w.typed {
		if found(word, map[string][]byte{"": []byte(s.out.String())}) != nil {
			t.Errorf("the %s was printed", field)
		}
	}
	proveTheSearch(t, w, places, s)
}

// proveTheSearch finds what must be there.
func proveTheSearch(t *testing.T, w *walk, places map[string]map[string][]byte, s *process) {
	t.Helper()
	if where := found(w.control, places["documents"]); len(where) != 1 || where[0] != "groups" {
		t.Errorf("the control word is in %v, want groups", where)
	}
	if os.Getenv("MONGODB_URI") == "" {
		if where := found(w.control, places["files while it runs"]); where == nil {
			t.Errorf("the control word is in no file of %d", len(places["files while it runs"]))
		}
		if _, ok := places["files while it runs"]["kring.db-wal"]; !ok {
			t.Error("there was no WAL to look in")
		}
	}
	if found(w.channel, places["bus"]) == nil {
		t.Error("nothing of the chat was heard on the bus")
	}
	if found("stopping", places["log"]) == nil || !strings.Contains(s.out.String(), "Kring listens on") {
		t.Errorf("what the process says was not captured: %s %s", s.out, s.log)
	}
}

// TestLogs: what the server logs while the demo is used, refusals included,
// holds no name, address, token or text of anybody.
func TestLogs(t *testing.T) {
	t.Parallel()
	s := newPlace(t).serve("--demo")
	w := walkThrough(t, s)
	s.stop()
	words := map[string]string{"group": w.control}
	for _, p := range demoPeople {
		words["name "+p.alias], words["address "+p.alias] = p.alias, demoAddress(p.alias)
	}
	for _, from := range []map[string]string{w.typed, w.tokens} {
		for field, word := range from {
			words[field] = word
		}
	}
	lines := 0
	for l := range strings.Lines(s.log.String()) {
		lines++
		var entry map[string]any
		if err := json.Unmarshal([]byte(l), &entry); err != nil {
			t.Errorf("not a line of the log: %s", l)
		}
		for field, word := range words {
			if strings.Contains(l, word) {
				t.Errorf("%s in the log: %s", field, l)
			}
		}
	}
	if lines == 0 {
		t.Error("nothing was logged at all")
	}
	t.Logf("%d lines were logged:\n%s", lines, s.log)
}

// listenIn runs a NATS server and hears everything that is said on it.
func listenIn(t *testing.T) (url string, heard func() []byte) {
	t.Helper()
	server, err := natsserver.NewServer(&natsserver.Options{Host: "127.0.0.1", Port: natsserver.RANDOM_PORT, NoSigs: true, NoLog: true})
	if err != nil {
		t.Fatal(err)
	}
	server.Start()
	t.Cleanup(func() { server.Shutdown(); server.WaitForShutdown() })
	if !server.ReadyForConnections(10 * time.Second) {
		t.Fatal("NATS did not start")
	}
	conn, err := nats.Connect(server.ClientURL())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	var mu sync.Mutex
	var all []byte
	if _, err := conn.Subscribe(">", func(m *nats.Msg) {
		mu.Lock()
		defer mu.Unlock()
		all = append(append(append(all, m.Subject...), m.Data...), '\n')
	}); err != nil {
		t.Fatal(err)
	}
	if err := conn.Flush(); err != nil {
		t.Fatal(err)
	}
	return server.ClientURL(), func() []byte {
		_ = conn.Flush()
		mu.Lock()
		defer mu.Unlock()
		return append([]byte{}, all...)
	}
}
