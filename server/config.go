package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"kring/server/account"
	"kring/server/push"
)

// Config is what the environment says. README.md lists the variables.
type Config struct {
	Listen, Data, MongoURI, PublicURL string
	RTCPort                           int
	RTCIP, KeyFile, TLSCert, TLSKey   string
	NATSURL, NATSCA                   string
	Mail                              account.Mailing
	PushHosts                         []string      // services that carry messages to browsers; none is off
	RTCName                           string        // of this server among several
	LogHeads                          string        // file of the access log's signed heads
	Grace                             time.Duration // of a meeting without a facilitator
	Proxies                           []netip.Prefix
	Demo, DemoPublic                  bool
	// Unknown are variables that begin with KRING_ and mean nothing here: a
	// typing error, or somebody else's. Serving goes on; check-config fails.
	Unknown []string
}

// variables are all the names that Kring reads.
var variables = []string{
	"KRING_LISTEN", "KRING_DATA", "MONGODB_URI", "KRING_PUBLIC_URL", "KRING_RTC_PORT", "KRING_RTC_IP", "KRING_KEY_FILE",
	"KRING_TLS_CERT", "KRING_TLS_KEY", "KRING_NATS_URL", "KRING_NATS_CA", "KRING_RTC_NAME", "KRING_SMTP_URL", "KRING_TRUSTED_PROXIES", "KRING_LOG_HEADS",
	"KRING_MEETING_GRACE", "KRING_DKIM_KEY", "KRING_DKIM_SELECTOR", "KRING_DKIM_DOMAIN", "KRING_PUSH_HOSTS",
}

// readConfig reads and checks the environment. The error names every variable
// that is wrong, and no secret.
func readConfig(env []string, demo, demoPublic bool) (Config, error) {
	vars, unknown := pick(env)
	var errs []error
	get := func(name, otherwise string) string {
		if v := vars[name]; v != "" {
			return v
		}
		return otherwise
	}
	c := Config{
		Listen: get("KRING_LISTEN", "127.0.0.1:8080"), Data: get("KRING_DATA", "./data"), MongoURI: get("MONGODB_URI", ""),
		PublicURL: strings.TrimSuffix(get("KRING_PUBLIC_URL", ""), "/"), RTCIP: get("KRING_RTC_IP", ""), KeyFile: get("KRING_KEY_FILE", ""),
		TLSCert: get("KRING_TLS_CERT", ""), TLSKey: get("KRING_TLS_KEY", ""), NATSURL: get("KRING_NATS_URL", ""), NATSCA: get("KRING_NATS_CA", ""), RTCName: get("KRING_RTC_NAME", ""),
		Mail: account.Mailing{URL: get("KRING_SMTP_URL", ""), DKIMKey: get("KRING_DKIM_KEY", ""), DKIMSelector: get("KRING_DKIM_SELECTOR", "kring"), DKIMDomain: get("KRING_DKIM_DOMAIN", "")},
		Demo: demo, DemoPublic: demoPublic, Unknown: unknown,
	}
	c.LogHeads = get("KRING_LOG_HEADS", c.path("access-log-heads.jsonl"))
	c.PushHosts = hosts(get("KRING_PUSH_HOSTS", strings.Join(push.Services, ",")))
	var err error
	if c.RTCPort, err = strconv.Atoi(get("KRING_RTC_PORT", "3478")); err != nil || c.RTCPort < 0 || c.RTCPort > 65535 {
		errs = append(errs, errors.New("KRING_RTC_PORT: a port number, 0 to let the system pick"))
	}
	if c.Grace, err = time.ParseDuration(get("KRING_MEETING_GRACE", "5m")); err != nil || c.Grace < time.Minute {
		errs = append(errs, errors.New("KRING_MEETING_GRACE: a time of a minute or more, like 5m"))
	}
	if c.Proxies, err = prefixes(get("KRING_TRUSTED_PROXIES", "")); err != nil {
		errs = append(errs, err)
	}
	errs = append(errs, c.checkAddresses()...)
	errs = append(errs, c.checkFiles()...)
	errs = append(errs, c.checkServices()...)
	return c, errors.Join(errs...)
}

// pick keeps Kring's own variables and names those that only look like one.
func pick(env []string) (vars map[string]string, unknown []string) {
	vars = map[string]string{}
	for _, kv := range env {
		name, value, _ := strings.Cut(kv, "=")
		switch {
		case slices.Contains(variables, name):
			vars[name] = strings.TrimSpace(value)
		case strings.HasPrefix(name, "KRING_"):
			unknown = append(unknown, name)
		}
	}
	return vars, unknown
}

func (c *Config) checkAddresses() (errs []error) {
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return append(errs, fmt.Errorf("KRING_LISTEN: %w", err))
	}
	if c.Demo && !c.DemoPublic && !loopback(host) {
		errs = append(errs, errors.New("KRING_LISTEN: the demo's sign-in links are for everybody who can reach it; on a non-loopback address say --demo-public"))
	}
	if c.RTCIP != "" {
		if _, err := netip.ParseAddr(c.RTCIP); err != nil {
			errs = append(errs, errors.New("KRING_RTC_IP: not an IP address"))
		}
	}
	if c.PublicURL == "" {
		c.PublicURL = c.scheme() + "://" + net.JoinHostPort(host, port)
		return errs
	}
	if u, err := url.Parse(c.PublicURL); err != nil || u.Host == "" || u.Path != "" || (u.Scheme != "http" && u.Scheme != "https") {
		errs = append(errs, errors.New("KRING_PUBLIC_URL: https://name, with no path"))
	}
	return errs
}

func (c *Config) scheme() string {
	if c.TLSCert != "" {
		return "https"
	}
	return "http"
}

func (c *Config) checkFiles() (errs []error) {
	if (c.TLSCert == "") != (c.TLSKey == "") {
		errs = append(errs, errors.New("KRING_TLS_CERT and KRING_TLS_KEY: both or neither"))
	}
	for name, file := range map[string]string{"KRING_TLS_CERT": c.TLSCert, "KRING_TLS_KEY": c.TLSKey, "KRING_KEY_FILE": c.KeyFile, "KRING_NATS_CA": c.NATSCA} {
		if file == "" {
			continue
		}
		if _, err := os.Stat(file); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
		}
	}
	if c.TLSCert != "" && c.TLSKey != "" && len(errs) == 0 {
		if _, err := tls.LoadX509KeyPair(c.TLSCert, c.TLSKey); err != nil {
			errs = append(errs, fmt.Errorf("KRING_TLS_CERT and KRING_TLS_KEY: %w", err))
		}
	}
	if c.KeyFile == "" && !c.Demo {
		errs = append(errs, errors.New("KRING_KEY_FILE: the file with the master key, outside KRING_DATA; `kring new-key FILE` makes one"))
	}
	return errs
}

// checkServices looks at addresses that hold passwords; its errors never repeat them.
func (c *Config) checkServices() (errs []error) {
	if c.MongoURI != "" && !strings.HasPrefix(c.MongoURI, "mongodb://") && !strings.HasPrefix(c.MongoURI, "mongodb+srv://") {
		errs = append(errs, errors.New("MONGODB_URI: mongodb://user:password@host/database"))
	}
	if c.NATSURL != "" {
		errs = append(errs, checkNATS(c.NATSURL))
	}
	if c.Mail.URL != "" {
		if _, err := account.NewSMTP(c.Mail); err != nil {
			errs = append(errs, err)
		}
	} else if c.Mail.DKIMKey != "" {
		errs = append(errs, errors.New("KRING_DKIM_KEY: mail is signed only where KRING_SMTP_URL sends it"))
	}
	return errs
}

// checkNATS: what leaves this machine is encrypted, and a stranger is refused.
func checkNATS(addr string) error {
	u, err := url.Parse(addr)
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "nats" && u.Scheme != "tls":
		return errors.New("KRING_NATS_URL: tls://token@host:port; nats:// on this machine only")
	case loopback(u.Hostname()):
		return nil
	case u.Scheme != "tls" || u.User.String() == "":
		return errors.New("KRING_NATS_URL: on another machine NATS needs TLS and a token: tls://token@host:port")
	}
	return nil
}

func (c *Config) path(name string) string { return filepath.Join(c.Data, name) }

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback()
}

// hosts reads names separated by commas; "none" is none.
func hosts(s string) []string {
	if s == "none" {
		return nil
	}
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r == ',' || r == ' ' })
}

// prefixes reads addresses and networks separated by commas.
func prefixes(s string) (out []netip.Prefix, err error) {
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' }) {
		p, err := netip.ParsePrefix(f)
		if a, aerr := netip.ParseAddr(f); err != nil && aerr == nil {
			p, err = a.Prefix(a.BitLen())
		}
		if err != nil {
			return nil, fmt.Errorf("KRING_TRUSTED_PROXIES: %q is no address or network", f)
		}
		out = append(out, p)
	}
	return out, nil
}
