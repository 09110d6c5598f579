package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestConfigRefuses: each variable that is wrong is named, all of them at
// once, and no password is repeated.
func TestConfigRefuses(t *testing.T) {
	key := filepath.Join(t.TempDir(), "key")
	write(t, key, "x")
	good := []string{"KRING_KEY_FILE=" + key}
	for _, c := range []struct {
		name   string
		env    []string
		demo   bool
		public bool
		want   []string // in the error; none: accepted
	}{
		{name: "nothing but a key", env: good},
		{name: "demo needs nothing", demo: true},
		{name: "no key", want: []string{"KRING_KEY_FILE", "new-key"}},
		{name: "key file missing", env: []string{"KRING_KEY_FILE=/no/such/key"}, want: []string{"KRING_KEY_FILE", "/no/such/key"}},
		{name: "others' variables", env: append(good, "PATH=/bin", "LISTEN=x")},
		{name: "listen", env: append(good, "KRING_LISTEN=8080"), want: []string{"KRING_LISTEN"}},
		{name: "media port", env: append(good, "KRING_RTC_PORT=70000"), want: []string{"KRING_RTC_PORT"}},
		{name: "media port in words", env: append(good, "KRING_RTC_PORT=many"), want: []string{"KRING_RTC_PORT"}},
		{name: "media address", env: append(good, "KRING_RTC_IP=here"), want: []string{"KRING_RTC_IP"}},
		{name: "public address with a path", env: append(good, "KRING_PUBLIC_URL=https://kring.nl/x"), want: []string{"KRING_PUBLIC_URL"}},
		{name: "public address without scheme", env: append(good, "KRING_PUBLIC_URL=kring.nl"), want: []string{"KRING_PUBLIC_URL"}},
		{name: "proxies", env: append(good, "KRING_TRUSTED_PROXIES=10.0.0.0/8, nginx"), want: []string{"KRING_TRUSTED_PROXIES", "nginx"}},
		{name: "certificate alone", env: append(good, "KRING_TLS_CERT="+key), want: []string{"KRING_TLS_CERT", "KRING_TLS_KEY"}},
		{name: "no certificate", env: append(good, "KRING_TLS_CERT="+key, "KRING_TLS_KEY="+key), want: []string{"KRING_TLS_CERT"}},
		{name: "mongo", env: append(good, "MONGODB_URI=http://kring:hunter2@db/"), want: []string{"MONGODB_URI"}},
		{name: "nats", env: append(good, "KRING_NATS_URL=kring:hunter2@bus:4222"), want: []string{"KRING_NATS_URL"}},
		{name: "nats here", env: append(good, "KRING_NATS_URL=nats://127.0.0.1:4222")},
		{name: "nats elsewhere without TLS", env: append(good, "KRING_NATS_URL=nats://hunter2@bus:4222"), want: []string{"KRING_NATS_URL", "TLS"}},
		{name: "nats elsewhere without a token", env: append(good, "KRING_NATS_URL=tls://bus:4222"), want: []string{"KRING_NATS_URL", "token"}},
		{name: "nats elsewhere", env: append(good, "KRING_NATS_URL=tls://hunter2@bus:4222")},
		{name: "mail scheme", env: append(good, "KRING_SMTP_URL=imap://kring:hunter2@mail?from=a@b.nl"), want: []string{"KRING_SMTP_URL"}},
		{name: "mail sender", env: append(good, "KRING_SMTP_URL=smtp://kring:hunter2@mail"), want: []string{"KRING_SMTP_URL", "from="}},
		{name: "mail unreadable", env: append(good, "KRING_SMTP_URL=smtp://kring:hunter2@mail:x y"), want: []string{"KRING_SMTP_URL"}},
		{name: "demo for everybody", env: []string{"KRING_LISTEN=0.0.0.0:8080"}, demo: true, want: []string{"KRING_LISTEN", "--demo-public"}},
		{name: "demo for everybody, meant", env: []string{"KRING_LISTEN=0.0.0.0:8080"}, demo: true, public: true},
		{name: "two at once", env: []string{"KRING_LISTEN=8080", "KRING_RTC_PORT=x"}, want: []string{"KRING_LISTEN", "KRING_RTC_PORT", "KRING_KEY_FILE"}},
	} {
		_, err := readConfig(c.env, c.demo, c.public)
		if (err == nil) != (c.want == nil) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
			continue
		}
		for _, w := range c.want {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%s: %q does not say %s", c.name, err, w)
			}
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: the error repeats the password: %v", c.name, err)
		}
	}
}

// A variable that Kring does not know may be somebody else's: serving goes on,
// check-config says which.
func TestUnknownVariables(t *testing.T) {
	key := filepath.Join(t.TempDir(), "key")
	write(t, key, "x")
	c, err := readConfig([]string{"KRING_KEY_FILE=" + key, "KRING_LISTENS=:1"}, false, false)
	if err != nil || len(c.Unknown) != 1 {
		t.Fatalf("unknown %v, %v", c.Unknown, err)
	}
	if err := checked(c, io.Discard); err == nil || !strings.Contains(err.Error(), "KRING_LISTENS") || !strings.Contains(err.Error(), "KRING_LISTEN ") {
		t.Errorf("check-config says %v", err)
	}
}

func TestConfigReads(t *testing.T) {
	c, err := readConfig([]string{
		"KRING_LISTEN=[::1]:9000", "KRING_DATA=/d", "KRING_PUBLIC_URL=https://kring.nl/", "KRING_RTC_PORT=0",
		"KRING_TRUSTED_PROXIES=10.1.2.3, fd00::/8", "KRING_MEETING_GRACE=90s", "MONGODB_URI=mongodb://a:1,b:2/groepen?replicaSet=r",
	}, true, false)
	if err != nil {
		t.Fatal(err)
	}
	if c.PublicURL != "https://kring.nl" || c.Grace != 90*time.Second || c.LogHeads != "/d/access-log-heads.jsonl" || len(c.Proxies) != 2 || c.Proxies[0].String() != "10.1.2.3/32" {
		t.Errorf("read as %+v", c)
	}
	for uri, want := range map[string]string{c.MongoURI: "groepen", "mongodb://u:p@h/": "kring", "mongodb://h": "kring", "mongodb+srv://h/x?w=1": "x"} {
		if docs, keys := database(uri, "kring"), database(uri, "keys"); docs != want || keys != want+"_keys" {
			t.Errorf("%s: databases %s and %s, want %s", uri, docs, keys, want)
		}
	}
	c, err = readConfig(nil, true, false)
	if err != nil || c.PublicURL != "http://127.0.0.1:8080" || c.RTCPort != 3478 || c.Grace != 5*time.Minute || c.Data != "./data" {
		t.Errorf("defaults %+v, %v", c, err)
	}
}

func TestMongoErrorsHoldNoPassword(t *testing.T) {
	for _, uri := range []string{"mongodb://kring:hunter2@db:x/", "mongodb://kring:hunter2@/", "mongodb://kring:hunter2@db/?authMechanism=none"} {
		_, err := openStore(t.Context(), Config{MongoURI: uri}, "kring")
		if err == nil || !strings.Contains(err.Error(), "MONGODB_URI") || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", uri, err)
		}
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// certificate makes one for this machine; roots trust it.
func certificate(t *testing.T) (cert, key string, roots *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "kring"}, NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key, roots = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem"), x509.NewCertPool()
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	write(t, cert, string(text))
	write(t, key, string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})))
	if !roots.AppendCertsFromPEM(text) {
		t.Fatal("certificate not read back")
	}
	return cert, key, roots
}
