package account

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-msgauth/dkim"
	gomail "github.com/wneessen/go-mail"

	"kring/server/account/smtptest"
)

// carrier talks to a server of the test's own.
func carrier(t *testing.T, s *smtptest.Server, implicit bool, m Mailing) *SMTP {
	t.Helper()
	m.URL = "smtp://kring:geheim@" + s.Addr + "?from=kring@kring.example"
	if implicit {
		m.URL = strings.Replace(m.URL, "smtp:", "smtps:", 1)
	}
	m.TLS = &tls.Config{RootCAs: s.Roots, MinVersion: tls.VersionTLS12, ServerName: "127.0.0.1"}
	c, err := NewSMTP(m)
	must(t, err)
	return c
}

var letter = Letter{ID: "abc", To: "anna@voorbeeld.nl", Subject: "Eén afspraak", Text: "Hallo,\n\n.één punt vooraan\n", At: 1796119400000}

func TestALetterArrivesAsItWasWritten(t *testing.T) {
	for _, implicit := range []bool{false, true} {
		s := smtptest.New(t, implicit)
		must(t, carrier(t, s, implicit, Mailing{}).Carry(t.Context(), letter))
		got := s.Mails()
		if len(got) != 1 || got[0].From != "kring@kring.example" || got[0].To != letter.To {
			t.Fatalf("implicit TLS %v: %+v", implicit, got)
		}
		m, err := mail.ReadMessage(strings.NewReader(got[0].Data))
		must(t, err)
		subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
		must(t, err)
		body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
		must(t, err)
		at, err := m.Header.Date()
		must(t, err)
		if subject != letter.Subject || strings.ReplaceAll(string(body), "\r\n", "\n") != letter.Text || m.Header.Get("Message-Id") != "<abc@kring.example>" || at.UnixMilli() != letter.At {
			t.Errorf("subject %q, body %q, %v", subject, body, m.Header)
		}
	}
}

// A server whose certificate nobody vouches for gets neither password nor mail.
func TestNoMailWithoutTLS(t *testing.T) {
	for _, implicit := range []bool{false, true} {
		s := smtptest.New(t, implicit)
		c := carrier(t, s, implicit, Mailing{})
		must(t, c.client.SetTLSConfig(&tls.Config{MinVersion: tls.VersionTLS12, ServerName: "127.0.0.1"}))
		if err := c.Carry(t.Context(), letter); err == nil || len(s.Mails()) != 0 {
			t.Errorf("implicit TLS %v: a stranger got the mail", implicit)
		}
	}
	s := smtptest.New(t, false)
	s.Answer("STARTTLS", "454 not now")
	if err := carrier(t, s, false, Mailing{}).Carry(t.Context(), letter); err == nil || len(s.Mails()) != 0 {
		t.Error("a mail went without TLS")
	}
}

// What a server may answer, and whether it is about the address.
func TestWhatServersAnswer(t *testing.T) {
	for _, c := range []struct {
		command, answer string
		refused         bool
	}{
		{"RCPT", "550 5.1.1 <ANNA@voorbeeld.nl>: no such user", true},
		{"RCPT", "450 4.2.1 try later", false},
		{".", "554 5.7.1 anna@voorbeeld.nl wants no such mail", true},
		{".", "451 4.3.0 disk full", false},
		{"DATA", "552 5.2.2 mailbox full", true},
		{"MAIL", "550 5.7.1 who are you", false},
		{"AUTH", "535 5.7.8 wrong password", false},
		{"EHLO", smtptest.HangUp, false},
		{"RCPT", smtptest.HangUp, false},
		{"DATA", smtptest.HangUp, false},
		{".", smtptest.HangUp, false},
		{"RCPT", smtptest.Silent, false},
	} {
		t.Run(c.command+" "+c.answer, func(t *testing.T) {
			s := smtptest.New(t, false)
			s.Answer(c.command, c.answer)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			carrier := carrier(t, s, false, Mailing{})
			if c.answer == smtptest.Silent {
				impatient(t, carrier)
			}
			err := carrier.Carry(ctx, letter)
			if err == nil || errors.Is(err, ErrRefused) != c.refused || strings.Contains(strings.ToLower(err.Error()), "anna@") {
				t.Errorf("error %v", err)
			}
			if len(s.Mails()) != 0 {
				t.Error("it took the mail all the same")
			}
			s.Answer(c.command, "")
			must(t, carrier.Carry(ctx, letter))
		})
	}
}

// A calendar entry is the second way to read the same mail.
func TestACalendarEntryInAMail(t *testing.T) {
	s := smtptest.New(t, false)
	l := letter
	l.Calendar, l.Method = []byte("BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"), "REQUEST"
	must(t, carrier(t, s, false, Mailing{}).Carry(t.Context(), l))
	m, err := mail.ReadMessage(strings.NewReader(s.Mails()[0].Data))
	must(t, err)
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	must(t, err)
	parts := multipart.NewReader(m.Body, params["boundary"])
	_, err = parts.NextPart()
	must(t, err)
	second, err := parts.NextPart()
	must(t, err)
	raw, err := io.ReadAll(second)
	must(t, err)
	of, with, err := mime.ParseMediaType(second.Header.Get("Content-Type"))
	must(t, err)
	if kind != "multipart/alternative" || of != "text/calendar" || with["method"] != "REQUEST" || strings.TrimSpace(string(raw)) != strings.TrimSpace(string(l.Calendar)) {
		t.Errorf("%s: %s %v %q", kind, of, with, raw)
	}
}

// Another library than the one that signs checks the signature, as the mail
// servers of others do, against the public key in DNS.
func TestMailsAreSigned(t *testing.T) {
	old, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	public, private, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	oldPublic, err := x509.MarshalPKIXPublicKey(old.Public())
	must(t, err)
	for name, c := range map[string]struct {
		key    any
		record string
	}{
		"rsa":     {old, "v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(oldPublic)},
		"ed25519": {private, "v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(public)},
	} {
		t.Run(name, func(t *testing.T) {
			der, err := x509.MarshalPKCS8PrivateKey(c.key)
			must(t, err)
			file := filepath.Join(t.TempDir(), "dkim.pem")
			must(t, os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600))
			s := smtptest.New(t, false)
			l := letter
			l.Calendar, l.Method = []byte("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"), "REQUEST"
			must(t, carrier(t, s, false, Mailing{DKIMKey: file, DKIMSelector: "kring"}).Carry(t.Context(), l))
			raw := s.Mails()[0].Data
			if n, err := verified(raw, c.record); n != 1 || err != nil {
				t.Errorf("%d good signatures, %v, in\n%s", n, err, raw)
			}
			for was, is := range map[string]string{"punt": "komma", "Subject: ": "Subject: Spoed ", "kring@": "king@"} {
				if n, _ := verified(strings.Replace(raw, was, is, 1), c.record); n != 0 {
					t.Errorf("%q was changed and the signature holds", was)
				}
			}
		})
	}
}

func verified(raw, record string) (good int, err error) {
	found, err := dkim.VerifyWithOptions(bytes.NewReader([]byte(raw)), &dkim.VerifyOptions{LookupTXT: func(name string) ([]string, error) {
		if name != "kring._domainkey.kring.example" {
			return nil, errors.New("no such name: " + name)
		}
		return []string{record}, nil
	}})
	for _, v := range found {
		if v.Err == nil {
			good++
		} else {
			err = v.Err
		}
	}
	return good, err
}

func TestWhatMailingsAreWrong(t *testing.T) {
	none := filepath.Join(t.TempDir(), "none")
	junk := filepath.Join(t.TempDir(), "junk")
	must(t, os.WriteFile(junk, []byte("geheim"), 0o600))
	for _, m := range []Mailing{
		{URL: "http://host?from=a@b.nl"}, {URL: "smtp://host"}, {URL: "smtp://"}, {URL: "smtp://host:99x?from=a@b.nl"},
		{URL: "smtp://u:geheim@host?from=a@b.nl", DKIMKey: none}, {URL: "smtp://u:geheim@host?from=a@b.nl", DKIMKey: junk},
	} {
		if _, err := NewSMTP(m); err == nil || !strings.HasPrefix(err.Error(), "KRING_") || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%+v: %v", m, err)
		}
	}
}

// impatient gives up on a silent server after a moment.
func impatient(t *testing.T, s *SMTP) {
	t.Helper()
	must(t, gomail.WithTimeout(300*time.Millisecond)(s.client))
}
