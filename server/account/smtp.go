package account

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// SMTP is a carrier to a mail server.
type SMTP struct {
	client *mail.Client
	// From is the sender's address.
	From string
	sign *mail.DKIMSigner // nil: mails are not signed
}

// Mailing is where mail goes and how it is signed. URL is
// smtp://user:password@host:port?from=address (STARTTLS required) or smtps://
// (TLS from the first byte). DKIMKey is a file with a private key in PEM (RSA or
// Ed25519), "" for no signature; DKIMDomain is the sender's own when "". TLS is
// nil but in tests.
type Mailing struct {
	URL                               string
	DKIMKey, DKIMSelector, DKIMDomain string
	TLS                               *tls.Config
}

// NewSMTP reads a Mailing. Its errors name the variable and no secret.
func NewSMTP(m Mailing) (*SMTP, error) {
	u, err := url.Parse(m.URL)
	if err != nil || u.Hostname() == "" {
		return nil, fmt.Errorf("KRING_SMTP_URL: not smtp://user:password@host:port?from=address")
	}
	from, err := Address(u.Query().Get("from"))
	if err != nil {
		return nil, fmt.Errorf("KRING_SMTP_URL: from= must be the sender's address")
	}
	opts := []mail.Option{mail.WithTLSPolicy(mail.TLSMandatory)}
	switch u.Scheme {
	case "smtp":
	case "smtps":
		opts = []mail.Option{mail.WithSSL()}
	default:
		return nil, fmt.Errorf("KRING_SMTP_URL: scheme %q is not smtp or smtps", u.Scheme)
	}
	if p := u.Port(); p != "" {
		n, err := strconv.Atoi(p)
		if err != nil {
			return nil, fmt.Errorf("KRING_SMTP_URL: port: %w", err)
		}
		opts = append(opts, mail.WithPort(n))
	}
	if pw, ok := u.User.Password(); ok {
		opts = append(opts, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(u.User.Username()), mail.WithPassword(pw))
	}
	if m.TLS != nil {
		opts = append(opts, mail.WithTLSConfig(m.TLS))
	}
	c, err := mail.NewClient(u.Hostname(), opts...)
	if err != nil {
		return nil, fmt.Errorf("KRING_SMTP_URL: %w", err)
	}
	sign, err := signer(m, from)
	return &SMTP{client: c, From: from, sign: sign}, err
}

// signer reads the key of signatures (RFC 6376).
func signer(m Mailing, from string) (*mail.DKIMSigner, error) {
	if m.DKIMKey == "" {
		return nil, nil
	}
	raw, err := os.ReadFile(m.DKIMKey)
	if err != nil {
		return nil, fmt.Errorf("KRING_DKIM_KEY: %w", err)
	}
	key, err := mail.PrivKeyFromPEM(raw)
	if err != nil {
		return nil, fmt.Errorf("KRING_DKIM_KEY: want a private key in PEM, RSA or Ed25519: %w", err)
	}
	domain := m.DKIMDomain
	if domain == "" {
		_, domain, _ = strings.Cut(from, "@")
	}
	return mail.NewDKIMSigner(domain, m.DKIMSelector, key), nil
}

// Carry sends one letter. Errors name the server's answer, never the address;
// ErrRefused is one that says that this address will never do.
func (s *SMTP) Carry(ctx context.Context, l Letter) error {
	m := mail.NewMsg()
	if err := m.From(s.From); err != nil {
		return err
	}
	if err := m.To(l.To); err != nil {
		return fmt.Errorf("%w: recipient refused by the mail library", ErrRefused)
	}
	m.Subject(l.Subject)
	m.SetDateWithValue(time.UnixMilli(l.At))
	if l.ID != "" {
		_, domain, _ := strings.Cut(s.From, "@")
		m.SetMessageIDWithValue(l.ID + "@" + domain)
	}
	m.SetBodyString(mail.TypeTextPlain, l.Text)
	if len(l.Calendar) > 0 {
		m.AddAlternativeString(mail.ContentType("text/calendar; method="+l.Method), string(l.Calendar))
	}
	if s.sign != nil {
		m.SetDKIM(s.sign)
	}
	if err := s.client.DialAndSendWithContext(ctx, m); err != nil {
		return nameless(err, l.To)
	}
	return nil
}

// nameless is an error without the address, which the library and mail servers
// like to repeat. A 5xx is about the address only as answer to RCPT or DATA:
// to AUTH or MAIL it is about us.
func nameless(err error, address string) error {
	text := regexp.MustCompile("(?i)"+regexp.QuoteMeta(address)).ReplaceAllString(err.Error(), "<recipient>")
	var failed *mail.SendError
	about := []mail.SendErrReason{mail.ErrSMTPRcptTo, mail.ErrSMTPData, mail.ErrSMTPDataClose}
	if errors.As(err, &failed) && failed.ErrorCode() >= 500 && failed.ErrorCode() < 600 && slices.Contains(about, failed.Reason) {
		return fmt.Errorf("%w: %s", ErrRefused, text)
	}
	return errors.New(text)
}
