package main

import (
	"encoding/json"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/http"
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kring/groups"
	"kring/groups/notice"
	"kring/server/account"
	"kring/server/account/smtptest"
)

// byMail is the variable that sends mail to a mail server of the test's own.
func byMail(s *smtptest.Server) string {
	return "KRING_SMTP_URL=smtp://kring:geheim@" + s.Addr + "?from=kring@kring.example"
}

// TestNoticesHoldNothing goes through all kinds of notice in both languages,
// over a real SMTP conversation, about a group whose name, theme, aliases,
// meetings and messages hold a word of their own: no mail holds one, whatever
// part of it is looked at, and each has a subject and a text of its kind.
func TestNoticesHoldNothing(t *testing.T) {
	s := smtptest.New(t, false)
	w := start(t, byMail(s))
	w.populate()
	g, err := w.groups.Group(t.Context(), w.running["group"])
	w.must(err)
	secret := []string{g.Name, g.Theme, g.ProgrammeTitle}
	circle, err := w.groups.Circle(t.Context(), g.ID)
	w.must(err)
	secret = append(secret, circle.Name)
	meeting, err := w.groups.Planned(t.Context(), w.running["meeting"])
	w.must(err)
	secret = append(secret, meeting.Title)
	for _, lang := range []string{"nl", "en"} {
		for _, k := range notice.Kinds() {
			address := lang + "-" + k.Name + "@voorbeeld.nl"
			person, err := w.accounts.Create(t.Context(), account.NewPerson{Name: "Geheime Naam", Email: address, Lang: lang})
			w.must(err)
			w.must(mailed{w.kring}.Carry(t.Context(), notice.Parcel{ID: "id" + k.Name, PersonID: person, Kind: k.Name, About: meeting.ID}))
			got := slices.DeleteFunc(s.Mails(), func(m smtptest.Mail) bool { return m.To != address })
			if len(got) != 1 {
				t.Fatalf("%s in %s: %d mails", k.Name, lang, len(got))
			}
			subject, text := read(t, got[0].Data)
			if subject == "" || len(text) < 50 || strings.ContainsAny(subject+text, "{}") {
				t.Errorf("%s in %s: subject %q, text %q", k.Name, lang, subject, text)
			}
			whole := unfolded(got[0].Data)
			for _, word := range append(secret, "Geheime Naam") {
				if word != "" && (strings.Contains(subject+text, word) || strings.Contains(whole, word)) {
					t.Errorf("%s in %s says %q:\n%s", k.Name, lang, word, whole)
				}
			}
		}
	}
}

// unfolded is a mail as one reads it: without the breaks of long lines.
func unfolded(raw string) string {
	plain, _ := io.ReadAll(quotedprintable.NewReader(strings.NewReader(raw)))
	return strings.ReplaceAll(string(plain), "\r\n ", "")
}

// read gives a mail's subject and all that follows its head.
func read(t *testing.T, raw string) (subject, text string) {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil && len(b) == 0 {
		t.Fatal(err)
	}
	return subject, string(b)
}

// TestACalendarThatFetches follows a secret link as a calendar does: all of a
// person's meetings, nothing again while nothing changed, the moved one at its
// new time with a higher number; and nothing once the link is renewed.
func TestACalendarThatFetches(t *testing.T) {
	w := start(t)
	w.populate()
	person := w.people["member"]
	link := func() string {
		var made struct{ URL string }
		status, raw := w.request("POST", "/api/notices/calendar", person, map[string]string{"Origin": w.PublicURL}, nil)
		if status != http.StatusOK {
			t.Fatal(status, raw)
		}
		w.must(json.Unmarshal([]byte(raw), &made))
		return strings.TrimPrefix(made.URL, w.PublicURL)
	}
	old := link()
	tag, first := w.fetch(old, "")
	if !strings.Contains(first, "SUMMARY:Afspraak") || !strings.Contains(first, w.running["meeting"]) {
		t.Fatalf("the calendar: %s", first)
	}
	if again, raw := w.fetch(old, tag); raw != "" || again != tag {
		t.Errorf("nothing changed and it is sent again: %s", raw)
	}
	ms, err := w.groups.Upcoming(t.Context(), time.Now().Add(48*time.Hour).UnixMilli(), time.Now().Add(60*24*time.Hour).UnixMilli())
	w.must(err)
	m := ms[slices.IndexFunc(ms, func(m *groups.Meeting) bool { return m.GroupID == w.running["group"] })]
	_, _, err = w.groups.MoveMeeting(t.Context(), m.ID, m.Rev, groups.Move{StartAt: m.StartAt + time.Hour.Milliseconds()})
	w.must(err)
	moved, raw := w.fetch(old, tag)
	if moved == tag || !strings.Contains(raw, "SEQUENCE:1") {
		t.Errorf("after moving %s: %s", m.ID, raw)
	}
	header := map[string]string{"Origin": w.PublicURL, "If-Match": strconv.FormatInt(m.Rev+1, 10)}
	if status, raw := w.request("PUT", "/api/meetings/"+m.ID+"/off", w.people["facilitator"], header, strings.NewReader(`{"off":true}`)); status != http.StatusOK || !strings.Contains(raw, `"phase":"off"`) {
		t.Fatal(status, raw)
	}
	if _, raw := w.fetch(old, moved); !strings.Contains(raw, "SEQUENCE:2") || !strings.Contains(raw, "STATUS:CANCELLED") {
		t.Errorf("after calling %s off: %s", m.ID, raw)
	}
	fresh := link()
	if status, _ := w.request("GET", old, "", nil, nil); status != http.StatusNotFound {
		t.Errorf("the old link answers %d", status)
	}
	if _, raw := w.fetch(fresh, ""); !strings.Contains(raw, "SEQUENCE:2") {
		t.Error("the new link has no calendar")
	}
}

// fetch gets a calendar as a program does, with the tag that it has.
func (w *world) fetch(path, tag string) (newTag, body string) {
	w.t.Helper()
	res, body := w.raw("GET", path, http.Header{"If-None-Match": {tag}}, "")
	if res.StatusCode != http.StatusOK && res.StatusCode != http.StatusNotModified {
		w.t.Fatalf("%d %s", res.StatusCode, body)
	}
	return res.Header.Get("ETag"), body
}
