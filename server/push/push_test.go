package push

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"go.uber.org/goleak"

	"kring/groups/notice"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store/sqlitestore"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const anna = "person-anna"

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// service is a push service, and the browser behind it.
type service struct {
	*httptest.Server
	key  *ecdh.PrivateKey
	auth []byte

	mu     sync.Mutex
	status int
	got    []*http.Request
	bodies [][]byte
}

func newService(t *testing.T) *service {
	t.Helper()
	s := &service{status: http.StatusCreated, auth: make([]byte, 16)}
	_, _ = rand.Read(s.auth)
	var err error
	s.key, err = ecdh.P256().GenerateKey(rand.Reader)
	must(t, err)
	s.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.got, s.bodies = append(s.got, r), append(s.bodies, raw)
		if s.status == http.StatusFound {
			w.Header().Set("Location", s.URL+"/elsewhere")
		}
		w.WriteHeader(s.status)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *service) host() string { return strings.TrimPrefix(s.URL, "https://") }

func (s *service) address(path string) Address {
	a := Address{Endpoint: s.URL + path}
	a.Keys.P256dh = base64.RawURLEncoding.EncodeToString(s.key.PublicKey().Bytes())
	a.Keys.Auth = base64.RawURLEncoding.EncodeToString(s.auth)
	return a
}

// opened decrypts what came, as RFC 8291 and RFC 8188 say it.
func (s *service) opened(t *testing.T, body []byte) string {
	t.Helper()
	salt, size, n := body[:16], binary.BigEndian.Uint32(body[16:20]), int(body[20])
	other, sealed := body[21:21+n], body[21+n:]
	if int(size) < len(sealed) {
		t.Fatalf("records of %d, body of %d", size, len(sealed))
	}
	public, err := ecdh.P256().NewPublicKey(other)
	must(t, err)
	shared, err := s.key.ECDH(public)
	must(t, err)
	info := append(append([]byte("WebPush: info\x00"), s.key.PublicKey().Bytes()...), other...)
	ikm, err := hkdf.Key(sha256.New, shared, s.auth, string(info), 32)
	must(t, err)
	key, err := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: aes128gcm\x00", 16)
	must(t, err)
	nonce, err := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: nonce\x00", 12)
	must(t, err)
	block, err := aes.NewCipher(key)
	must(t, err)
	gcm, err := cipher.NewGCM(block)
	must(t, err)
	plain, err := gcm.Open(nil, nonce, sealed, nil)
	must(t, err)
	plain = bytes.TrimRight(plain, "\x00")
	if !bytes.HasSuffix(plain, []byte{2}) {
		t.Fatal("no end of the last record")
	}
	return string(plain[:len(plain)-1])
}

// open has a push that may connect to this machine when loopback is said.
func open(t *testing.T, loopback bool, hosts ...string) *Push {
	t.Helper()
	db, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "kring.db"))
	must(t, err)
	vault, err := seal.Open(t.Context(), db, bytes.Repeat([]byte{7}, seal.KeySize))
	must(t, err)
	o := Options{DB: db, Vault: vault, Contact: "https://kring.example", Hosts: hosts, TLS: &tls.Config{InsecureSkipVerify: true}} //nolint:gosec // a certificate of the test's own
	if loopback {
		o.Public = netip.Addr.IsLoopback
	}
	p, err := Open(t.Context(), o)
	must(t, err)
	t.Cleanup(func() { p.Close(); must(t, db.Close()) })
	return p
}

// parcel is a notice of a meeting, whose id is nobody else's business.
var parcel = notice.Parcel{ID: "0123456789abcdef0123456789abcdef", PersonID: anna, Kind: notice.MeetingDay, About: "group-01"}

func TestABrowserIsToldTheKindAlone(t *testing.T) {
	s := newService(t)
	p := open(t, true, s.host())
	must(t, p.Subscribe(t.Context(), anna, s.address("/browser")))
	must(t, p.Carry(t.Context(), parcel))
	if len(s.got) != 1 || s.opened(t, s.bodies[0]) != `{"kind":"meeting-day"}` {
		t.Fatalf("%d requests", len(s.got))
	}
	r := s.got[0]
	if r.Method != "POST" || r.URL.Path != "/browser" || r.Header.Get("Content-Encoding") != "aes128gcm" || r.Header.Get("TTL") != "86400" || r.Header.Get("Topic") != parcel.ID {
		t.Errorf("%s %s %v", r.Method, r.URL, r.Header)
	}
	signed(t, s, p, r.Header.Get("Authorization"))
	longer := parcel
	longer.Kind = notice.Danger
	must(t, p.Carry(t.Context(), longer))
	if len(s.bodies[1]) != len(s.bodies[0]) {
		t.Error("its length tells the kind")
	}
}

// signed checks the signature as RFC 8292 says it.
func signed(t *testing.T, s *service, p *Push, header string) {
	t.Helper()
	token, key, ok := strings.Cut(strings.TrimPrefix(header, "vapid t="), ", k=")
	if !ok || key != p.Key() {
		t.Fatalf("Authorization %q", header)
	}
	raw, err := base64.RawURLEncoding.DecodeString(key)
	must(t, err)
	claims := jwt.MapClaims{}
	_, err = jwt.ParseWithClaims(token, claims, func(*jwt.Token) (any, error) { return publicKey(raw) }, jwt.WithAudience(s.URL), jwt.WithExpirationRequired())
	if err != nil || claims["sub"] != "https://kring.example" {
		t.Errorf("%v, %v", claims, err)
	}
	if exp, err := claims.GetExpirationTime(); err != nil || time.Until(exp.Time) > 24*time.Hour {
		t.Errorf("good until %v, %v", exp, err)
	}
}

// One browser that took it is enough; what is over is forgotten.
func TestBrowsersThatAreOver(t *testing.T) {
	ctx, s, other := t.Context(), newService(t), newService(t)
	p := open(t, true, s.host(), other.host())
	if err := p.Carry(ctx, parcel); !errors.Is(err, notice.ErrNowhere) {
		t.Errorf("nobody to tell: %v", err)
	}
	must(t, p.Subscribe(ctx, anna, s.address("/a")))
	must(t, p.Subscribe(ctx, anna, other.address("/b")))
	s.status = http.StatusServiceUnavailable
	must(t, p.Carry(ctx, parcel))
	other.status = http.StatusGone
	if err := p.Carry(ctx, parcel); err == nil || errors.Is(err, notice.ErrNowhere) {
		t.Errorf("one is over and one is to be tried again: %v", err)
	}
	s.status = http.StatusNotFound
	if err := p.Carry(ctx, parcel); !errors.Is(err, notice.ErrNowhere) {
		t.Errorf("both are over: %v", err)
	}
	if all, err := p.Devices(ctx, anna); err != nil || len(all) != 0 {
		t.Errorf("%v, %v", all, err)
	}
}

func TestNoRedirectIsFollowed(t *testing.T) {
	s := newService(t)
	p := open(t, true, s.host())
	must(t, p.Subscribe(t.Context(), anna, s.address("/a")))
	s.status = http.StatusFound
	if err := p.Carry(t.Context(), parcel); err == nil || len(s.got) != 1 {
		t.Errorf("%d requests, %v", len(s.got), err)
	}
}

// A listed name that leads to this machine, or into our own network, is not
// connected to: what is looked at is the address of the connection itself.
func TestNoPrivateAddressIsConnectedTo(t *testing.T) {
	s := newService(t)
	p := open(t, false, s.host())
	must(t, p.Subscribe(t.Context(), anna, s.address("/a")))
	if err := p.Carry(t.Context(), parcel); !errors.Is(err, notice.ErrNowhere) || len(s.got) != 0 {
		t.Errorf("%d requests, %v", len(s.got), err)
	}
	for address, want := range map[string]bool{
		"142.250.179.170": true, "2a00:1450:400e:801::200a": true,
		"127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false, "100.64.0.1": false, "0.0.0.0": false, "224.0.0.1": false,
		"255.255.255.255": false, "::1": false, "::": false, "fe80::1": false, "fd00::1": false, "::ffff:127.0.0.1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false,
	} {
		if got := Public(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: public %v", address, got)
		}
	}
}

func TestWhatIsNoAddressOfAService(t *testing.T) {
	p := open(t, false, Services...)
	good := newService(t).address("/x")
	for endpoint, want := range map[string]string{
		"https://fcm.googleapis.com/fcm/send/abc": "Google", "https://FCM.googleapis.com:443/x": "Google", "https://updates.push.services.mozilla.com/wpush/v2/x": "Mozilla",
		"https://web.push.apple.com/x": "Apple", "https://db5p.notify.windows.com/w/?token=x": "Microsoft",
		"http://fcm.googleapis.com/x": "", "https://fcm.googleapis.com:8443/x": "", "https://user@fcm.googleapis.com/x": "", "https://fcm.googleapis.com.evil.example/x": "",
		"https://evilfcm.googleapis.com/x": "", "https://notify.windows.com/x": "", "https://127.0.0.1/x": "", "https://evil.example/?https://fcm.googleapis.com": "", "file:///etc/passwd": "", "": "",
		"https://a.notify.windows.com:22/x": "", "https://fcm.googleapis.com/x#y": "", "https://fcm.googleapis.com./x": "",
	} {
		a := good
		a.Endpoint = endpoint
		err := p.Subscribe(t.Context(), "of "+endpoint, a)
		all, _ := p.Devices(t.Context(), "of "+endpoint)
		if want == "" && (fault.Of(err) == nil || len(all) != 0) || want != "" && (err != nil || len(all) != 1 || all[0].Maker != want) {
			t.Errorf("%q: %v, %v", endpoint, all, err)
		}
	}
	for _, spoil := range []func(*Address){
		func(a *Address) { a.Keys.Auth = "AAAA" }, func(a *Address) { a.Keys.P256dh = "AAAA" }, func(a *Address) { a.Keys.Auth = "%" },
		func(a *Address) { a.Keys.P256dh = base64.RawURLEncoding.EncodeToString(make([]byte, 65)) },
	} {
		a := good
		a.Endpoint = "https://fcm.googleapis.com/x"
		spoil(&a)
		if err := p.Subscribe(t.Context(), anna, a); fault.Of(err) == nil {
			t.Errorf("%+v: %v", a.Keys, err)
		}
	}
}

// A browser belongs to who signed in with it last; its address rests sealed.
func TestWhoseBrowserItIs(t *testing.T) {
	ctx, s := t.Context(), newService(t)
	p := open(t, true, s.host())
	must(t, p.Subscribe(ctx, anna, s.address("/secret-address")))
	must(t, p.Subscribe(ctx, "person-bram", s.address("/secret-address")))
	mine, _ := p.Devices(ctx, anna)
	theirs, _ := p.Devices(ctx, "person-bram")
	if len(mine) != 0 || len(theirs) != 1 {
		t.Fatalf("%v %v", mine, theirs)
	}
	raw, err := p.subs.Get(ctx, theirs[0].ID)
	must(t, err)
	if bytes.Contains(raw.Box, []byte("secret-address")) {
		t.Error("the address is readable")
	}
	must(t, p.Remove(ctx, anna, theirs[0].ID))
	if theirs, _ = p.Devices(ctx, "person-bram"); len(theirs) != 1 {
		t.Error("somebody else removed it")
	}
	must(t, p.Remove(ctx, "person-bram", theirs[0].ID))
	must(t, p.Remove(ctx, "person-bram", theirs[0].ID))
	if err := p.Carry(context.Background(), notice.Parcel{PersonID: "person-bram"}); !errors.Is(err, notice.ErrNowhere) {
		t.Error(err)
	}
}

// publicKey reads an uncompressed point.
func publicKey(raw []byte) (any, error) {
	return ecdsa.ParseUncompressedPublicKey(elliptic.P256(), raw)
}
