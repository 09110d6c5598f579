package push

import (
	"crypto/ecdh"
	"encoding/base64"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"

	"kring/internal/fault"
)

// Services are the push services of the browsers that there are; a star is any
// name below.
var Services = []string{
	"fcm.googleapis.com", "updates.push.services.mozilla.com", "*.push.services.mozilla.com", "web.push.apple.com", "*.push.apple.com", "*.notify.windows.com",
}

// makers are who runs a service, by the end of its name.
var makers = []struct{ end, name string }{
	{"googleapis.com", "Google"}, {"mozilla.com", "Mozilla"}, {"apple.com", "Apple"}, {"windows.com", "Microsoft"},
}

func maker(host string) string {
	for _, m := range makers {
		if strings.HasSuffix(host, "."+m.end) {
			return m.name
		}
	}
	return host
}

// errPrivate: the name leads to an address that is not on the public internet.
var errPrivate = errors.New("push: not a public address")

// check says which service an address is of; Invalid when it is none of the
// list, or no browser could have made it.
func (p *Push) check(a Address) (host string, err error) {
	u, err := url.Parse(a.Endpoint)
	if err != nil || u.Scheme != "https" || u.User != nil || u.Fragment != "" || len(a.Endpoint) > 2000 || !p.listed(strings.ToLower(u.Host)) {
		return "", fault.Bad("endpoint", "push.service", "not the address of a push service that may be used here")
	}
	key, err := decode(a.Keys.P256dh)
	if err == nil {
		_, err = ecdh.P256().NewPublicKey(key)
	}
	if auth, authErr := decode(a.Keys.Auth); err != nil || authErr != nil || len(auth) != 16 {
		return "", fault.Bad("keys", "push.keys", "want a P-256 public key and 16 bytes, in base64url")
	}
	return strings.ToLower(u.Hostname()), nil
}

// listed: a host that is listed without a port is reached on its usual one only.
func (p *Push) listed(host string) bool {
	host = strings.TrimSuffix(host, ":443")
	return slices.ContainsFunc(p.Hosts, func(h string) bool {
		if below, ok := strings.CutPrefix(h, "*"); ok {
			return len(host) > len(below) && strings.HasSuffix(host, below) && !strings.Contains(host, ":")
		}
		return h == host
	})
}

func decode(s string) ([]byte, error) {
	return base64.RawURLEncoding.DecodeString(strings.TrimRight(s, "="))
}

// newClient connects to public addresses only, follows nothing and knows no proxy.
func newClient(o Options) *http.Client {
	dialer := &net.Dialer{Timeout: 10 * time.Second, Control: func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address) // resolved already: this is where it really goes
		if err != nil || !o.Public(to.Addr().Unmap()) {
			return errPrivate
		}
		return nil
	}}
	return &http.Client{
		Timeout: 30 * time.Second,
		Transport: &http.Transport{
			DialContext: dialer.DialContext, TLSClientConfig: o.TLS, ForceAttemptHTTP2: true,
			MaxIdleConnsPerHost: 4, IdleConnTimeout: time.Minute, TLSHandshakeTimeout: 10 * time.Second, ResponseHeaderTimeout: 20 * time.Second,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// unreachable are networks that are nobody's on the public internet, besides
// those that netip knows (RFC 6890), and those that hold an IPv4 address inside.
var unreachable = prefixes("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
	"64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fec0::/10", "::/96")

func prefixes(all ...string) (out []netip.Prefix) {
	for _, s := range all {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}

// Public reports whether an address is on the public internet.
func Public(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.Zone() != "" {
		return false
	}
	return !slices.ContainsFunc(unreachable, func(p netip.Prefix) bool { return p.Contains(a) })
}
