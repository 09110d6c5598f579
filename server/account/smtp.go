package account

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strconv"

	"github.com/wneessen/go-mail"
)

// SMTP is a carrier to a mail server.
type SMTP struct {
	client *mail.Client
	from   string
}

// NewSMTP reads smtp://user:password@host:port?from=address (STARTTLS
// required) or smtps:// (TLS from the first byte).
func NewSMTP(raw string) (*SMTP, error) {
	u, err := url.Parse(raw)
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
	c, err := mail.NewClient(u.Hostname(), opts...)
	if err != nil {
		return nil, fmt.Errorf("KRING_SMTP_URL: %w", err)
	}
	return &SMTP{client: c, from: from}, nil
}

// Carry sends one letter. Errors name the server's answer, never the address.
func (s *SMTP) Carry(ctx context.Context, l Letter) error {
	m := mail.NewMsg()
	if err := m.From(s.from); err != nil {
		return err
	}
	if err := m.To(l.To); err != nil {
		return fmt.Errorf("recipient refused by the mail library")
	}
	m.Subject(l.Subject)
	m.SetBodyString(mail.TypeTextPlain, l.Text)
	if err := s.client.DialAndSendWithContext(ctx, m); err != nil {
		return nameless(err, l.To)
	}
	return nil
}

// nameless is an error without the address, which the library and mail servers
// like to repeat.
func nameless(err error, address string) error {
	return errors.New(regexp.MustCompile("(?i)"+regexp.QuoteMeta(address)).ReplaceAllString(err.Error(), "<recipient>"))
}
