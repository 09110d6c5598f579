package live

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"kring/groups"
	"kring/groups/chat"
	"kring/groups/groupstest"
	"kring/internal/access"
	"kring/internal/audit"
	"kring/internal/seal"
	"kring/internal/store"
)

// BenchmarkServe is the server that make bench-sockets loads from outside, in a
// process of its own: BENCH_SERVE is whole (SQLite, sealed, policy asked of the
// store, access log), bare (the same sockets and fan-out, messages in memory,
// nothing sealed, what the policy looks at known already) or tls (whole, with
// TLS). It serves until standard input ends; without BENCH_SERVE it does nothing.
func BenchmarkServe(b *testing.B) {
	kind := os.Getenv("BENCH_SERVE")
	if kind == "" {
		return
	}
	n, err := strconv.Atoi(os.Getenv("BENCH_GROUPS"))
	groupstest.Must(b, err)
	h := build(b)
	type channel struct {
		ID     string
		Tokens []string
	}
	place := struct {
		URL, Dialect string
		Channels     []channel
	}{"ws://" + h.url + "/api/live", "kring", nil}
	for i := range n {
		g := h.Group(b, nil)
		ch := channel{ID: groups.Channel(g.ID)}
		for j := range 2 {
			person := fmt.Sprintf("person-%d-%d", i, j)
			h.Join(b, g.ID, person, fmt.Sprint("P", j))
			h.sign("token-of-"+person, person)
			ch.Tokens = append(ch.Tokens, "token-of-"+person)
		}
		place.Channels = append(place.Channels, ch)
	}
	switch kind {
	case "bare":
		h.bare()
	case "tls":
		place.URL = "wss://" + h.secure() + "/api/live"
		fallthrough
	default:
		log, err := audit.Open(context.Background(), h.DB, audit.Config{Key: make([]byte, 32), Node: "bench", HeadsFile: filepath.Join(b.TempDir(), "heads"), Failed: func(err error) { b.Error(err) }})
		groupstest.Must(b, err)
		b.Cleanup(func() { groupstest.Must(b, log.Close()) })
		h.server.Log = func(ctx context.Context, f access.Facts, a access.Action, p access.Place, _ bool) (func(error) error, error) {
			return func(error) error { return nil }, log.Append(ctx, audit.Entry{Who: f.Person, Action: string(a), Object: p.ID, Outcome: audit.Done})
		}
	}
	out, err := json.Marshal(place)
	groupstest.Must(b, err)
	fmt.Printf("\nPLACE %s\n", out)
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// bare takes store, sealing and facts away.
func (h *house) bare() {
	c, err := chat.Open(context.Background(), chat.Deps{DB: &memory{DB: h.DB, of: map[string][]*chat.Message{}}, Vault: open{h.Vault}, Notifier: posted{h.server.Bus}})
	groupstest.Must(h.t, err)
	h.server.Chat = c
	known := sync.Map{}
	h.server.Facts = func(ctx context.Context, person string, p access.Place) (access.Facts, error) {
		if f, ok := known.Load(person + p.ID); ok {
			return f.(access.Facts), nil
		}
		f, err := h.Groups.Facts(ctx, person, p)
		known.Store(person+p.ID, f)
		return f, err
	}
	h.server.Log = func(context.Context, access.Facts, access.Action, access.Place, bool) (func(error) error, error) {
		return func(error) error { return nil }, nil
	}
}

// open seals nothing.
type open struct{ chat.Vault }

func (open) Seal(_ context.Context, _ seal.Key, _ seal.Ref, plain []byte) ([]byte, error) {
	return plain, nil
}
func (open) Open(_ context.Context, _ seal.Key, _ seal.Ref, box []byte) ([]byte, error) {
	return box, nil
}

// memory keeps the messages of channels, by seq.
type memory struct {
	store.DB
	mu sync.Mutex
	of map[string][]*chat.Message
}

func (m *memory) Insert(_ context.Context, _ string, d store.Doc) error {
	x := *d.(*chat.Message)
	x.Text = ""
	m.mu.Lock()
	defer m.mu.Unlock()
	if int64(len(m.of[x.Channel])) >= x.Seq {
		return store.ErrConflict
	}
	m.of[x.Channel] = append(m.of[x.Channel], &x)
	return nil
}

func (m *memory) Find(_ context.Context, _ string, q store.Query, each func(func(store.Doc) error) error) error {
	m.mu.Lock()
	all := m.of[q.Where[0].Value.(string)]
	m.mu.Unlock()
	switch {
	case q.Desc:
		all = all[max(0, len(all)-q.Limit):]
	case len(q.Where) > 1:
		all = all[min(len(all), int(q.Where[1].Value.(int64))):]
	}
	for _, x := range all[:min(len(all), q.Limit)] {
		if err := each(func(d store.Doc) error { *d.(*chat.Message) = *x; return nil }); err != nil {
			return err
		}
	}
	return nil
}

// secure puts TLS before the server and returns where.
func (h *house) secure() string {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	groupstest.Must(h.t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(24 * time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	groupstest.Must(h.t, err)
	h.server.Own = func(origin, host string) bool { return origin == "https://"+host }
	plain, err := net.Listen("tcp", "127.0.0.1:0")
	groupstest.Must(h.t, err)
	go func() {
		_ = h.app.Listener(tls.NewListener(plain, &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}))
	}() // ends with the app
	return plain.Addr().String()
}
