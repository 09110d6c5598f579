package main

import (
	"cmp"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"kring/groups/consent"
	"kring/groups/debrief"
)

// walk is what a walk through the whole product left behind: random words by
// the field they were put into, and where.
type walk struct {
	typed    map[string]string // what people typed: rests sealed
	tokens   map[string]string // what opens doors: rests as blind index
	control  string            // the group's name: not sealed
	capacity int               // of the group; 0 is 4
	group    string
	meeting  string
	channel  string
	first    *guest // joined with the group link
	second   *guest // joined with a personal invitation
}

// walkThrough uses every part of the demo as browsers do, with a random word
// in every field that somebody can type in.
func walkThrough(t *testing.T, s *process) *walk {
	t.Helper()
	w := &walk{typed: map[string]string{}, tokens: map[string]string{}, control: line()}
	for _, field := range []string{"alias", "email", "second alias", "invited", "unknown email", "chat", "sent answer", "draft", "feedback", "wrong link", "check-in place", "check-in contact", "check-in phone", "report", "correction"} {
		w.typed[field] = line()
	}
	for alias, url := range s.links {
		_, w.tokens["link of "+alias], _ = strings.Cut(url, "#")
	}
	marieke := s.guest("Marieke")
	w.makeGroup(t, s.guest("Samira"))
	w.enter(t, s)
	w.chatAndMeet(marieke)
	w.work(marieke)
	w.fail(t, s)
	for who, g := range map[string]*guest{"marieke": marieke, "first": w.first, "second": w.second} {
		at, err := http.NewRequest(http.MethodGet, s.url, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range g.http.Jar.Cookies(at.URL) {
			w.tokens["cookie "+c.Name+" of "+who] = c.Value
		}
	}
	return w
}

// makeGroup has the coordinator plan a group that meets now, and invite.
func (w *walk) makeGroup(t *testing.T, samira *guest) {
	t.Helper()
	var me struct{ Organisations []struct{ ID string } }
	samira.must("GET", "/api/session", nil, nil, &me)
	org := "/api/organisations/" + me.Organisations[0].ID
	var programmes []struct{ ID string }
	samira.must("GET", org+"/programmes", nil, nil, &programmes)
	var guides []struct{ PersonID, Name string }
	samira.must("GET", org+"/facilitators", nil, nil, &guides)
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now().In(zone)
	in := map[string]any{
		"programmeId": programmes[0].ID, "name": w.control, "theme": "stress", "kind": "groepsbegeleiding", "capacity": cmp.Or(w.capacity, 4), "minAge": 18,
		"visibility": "members", "firstDate": now.Format("2006-01-02"), "time": now.Format("15:04"), "everyDays": 7, "facilitators": []string{},
	}
	for _, g := range guides {
		if g.Name == "Marieke" {
			in["facilitators"] = []string{g.PersonID}
		}
	}
	var made struct{ ID string }
	samira.must("POST", org+"/groups", nil, in, &made)
	w.group = made.ID
	var invited []struct{ URL string }
	samira.must("POST", "/api/groups/"+w.group+"/invitations", nil, map[string]any{"kind": "group"}, &invited)
	_, w.tokens["group invitation"], _ = strings.Cut(invited[0].URL, "#")
	samira.must("POST", "/api/groups/"+w.group+"/invitations", nil, map[string]any{"kind": "personal", "emails": []string{w.typed["invited"] + "@example.nl"}}, nil)
	var view struct {
		Channel  string
		Meetings []struct{ ID string }
	}
	samira.must("GET", "/api/groups/"+w.group, nil, nil, &view)
	w.channel, w.meeting = view.Channel, view.Meetings[0].ID
}

// enter lets one in by the group link, who signs in again by code, and one by mail.
func (w *walk) enter(t *testing.T, s *process) {
	t.Helper()
	w.first = newGuest(t, s.url)
	w.accept(w.first, w.tokens["group invitation"], w.typed["alias"], w.typed["email"]+"@example.nl")
	w.first.must("POST", "/api/sign-out", nil, map[string]any{}, nil)
	w.first.must("POST", "/api/sign-in/code", nil, map[string]string{"email": w.typed["email"] + "@example.nl"}, nil)
	code := regexp.MustCompile(`\b[0-9]{6}\b`).FindString(letter(w.first, w.typed["email"], "code is:"))
	w.first.must("POST", "/api/sign-in/code/verify", nil, map[string]string{"code": code}, nil)
	w.second = newGuest(t, s.url)
	_, rest, _ := strings.Cut(letter(w.second, w.typed["invited"], "#"), "#")
	w.tokens["personal invitation"], _, _ = strings.Cut(rest, "\n")
	w.accept(w.second, w.tokens["personal invitation"], w.typed["second alias"], "")
}

func (w *walk) accept(g *guest, token, alias, email string) {
	g.t.Helper()
	var page struct{ Texts []consent.Text }
	g.must("POST", "/api/invitations/preview", nil, map[string]string{"token": token}, &page)
	in := map[string]any{"token": token, "alias": alias, "ageOk": true, "email": email}
	in["agreed"], in["consents"] = answers(page.Texts)
	g.must("POST", "/api/invitations/accept", nil, in, nil)
}

// answers are yes to everything: what is needed, and what is asked beside it.
func answers(texts []consent.Text) (agreed, extras []consent.Answer) {
	agreed, extras = []consent.Answer{}, []consent.Answer{}
	for _, text := range texts {
		if a := (consent.Answer{Kind: text.Kind, Version: text.Version, Given: true}); text.Required {
			agreed = append(agreed, a)
		} else {
			extras = append(extras, a)
		}
	}
	return agreed, extras
}

// letter waits for the mail to an address that holds a word.
func letter(g *guest, to, word string) string {
	g.t.Helper()
	for {
		var letters []struct{ To, Text string }
		g.must("GET", "/api/demo/mail", nil, nil, &letters)
		for _, l := range letters {
			if strings.HasPrefix(l.To, to) && strings.Contains(l.Text, word) {
				return l.Text
			}
		}
	}
}

func (w *walk) chatAndMeet(guide *guest) {
	guide.t.Helper()
	a, b := guide.dial(), w.first.dial()
	for g, s := range map[*guest]*socket{guide: a, w.first: b} {
		g.tell(s, map[string]any{"type": "chat.open", "channel": w.channel, "after": 0})
	}
	w.first.tell(b, map[string]any{"type": "chat.send", "channel": w.channel, "clientId": "1", "text": "Hallo " + w.typed["chat"]})
	w.first.tell(b, map[string]any{"type": "chat.read", "channel": w.channel, "seq": 1})
	guide.tell(a, map[string]any{"type": "meeting.enter", "meeting": w.meeting, "microphone": true, "camera": true})
	guide.tell(a, map[string]any{"type": "meeting.open", "meeting": w.meeting})
	w.first.tell(b, map[string]any{"type": "meeting.enter", "meeting": w.meeting, "microphone": true, "camera": true})
	guide.tell(a, map[string]any{"type": "meeting.admit", "meeting": w.meeting, "who": "all"})
	w.first.tell(b, map[string]any{"type": "meeting.hand", "meeting": w.meeting, "up": true})
	w.first.must("PUT", "/api/meetings/"+w.meeting+"/check-in", nil, map[string]string{
		"place": w.typed["check-in place"], "contact": w.typed["check-in contact"], "phone": w.typed["check-in phone"],
	}, nil)
	w.first.tell(b, map[string]any{"type": "meeting.alarm", "meeting": w.meeting})
	guide.tell(a, map[string]any{"type": "meeting.close", "meeting": w.meeting})
	guide.must("PUT", "/api/meetings/"+w.meeting+"/report", ifMatch(0), map[string]any{"lines": []debrief.Line{{Text: w.typed["report"], Shared: true}, {}, {}, {}, {}}}, nil)
	var present []struct{ ID string }
	guide.must("GET", "/api/meetings/"+w.meeting+"/attendance", nil, nil, &present)
	guide.must("PUT", "/api/meetings/"+w.meeting+"/attendance", nil, map[string]string{"id": present[0].ID, "how": "phone", "reason": w.typed["correction"]}, nil)
}

// work has the first send an answer and go on with it, and the guide answer.
func (w *walk) work(guide *guest) {
	guide.t.Helper()
	var items []struct{ AssignmentID string }
	w.first.must("GET", "/api/groups/"+w.group+"/assignments", nil, nil, &items)
	path := "/api/assignments/" + items[0].AssignmentID
	var saved struct{ Rev int64 }
	save := func(text string) {
		w.first.must("PUT", path+"/answer", ifMatch(saved.Rev), map[string]any{"place": "hoop", "values": map[string]any{
			"gevoel": map[string]string{"choice": "zin"}, "hoop": map[string]string{"text": text},
		}}, &saved)
	}
	save(w.typed["sent answer"])
	w.first.must("POST", path+"/answer/hand-in", ifMatch(saved.Rev), map[string]any{}, &saved)
	save(w.typed["draft"])
	var queue struct {
		Waiting []struct{ AnswerID, GroupName string }
	}
	guide.must("GET", "/api/feedback", nil, nil, &queue)
	for _, q := range queue.Waiting {
		if q.GroupName != w.control {
			continue
		}
		var review struct{ Rev int64 }
		guide.must("GET", "/api/answers/"+q.AnswerID, nil, nil, &review)
		guide.must("PUT", "/api/answers/"+q.AnswerID+"/feedback/hoop", ifMatch(review.Rev), map[string]string{"text": w.typed["feedback"]}, nil)
	}
	var own json.RawMessage
	w.first.must("GET", path, nil, nil, &own)
	for _, field := range []string{"draft", "feedback"} {
		if !strings.Contains(string(own), w.typed[field]) {
			guide.t.Fatalf("the %s cannot be read back: %s", field, own)
		}
	}
}

// fail does what is refused, so that whatever logs refusals has something to say.
func (w *walk) fail(t *testing.T, s *process) {
	t.Helper()
	g := newGuest(t, s.url)
	refused := func(who *guest, want int, method, path string, header http.Header, in any) {
		t.Helper()
		if got, err := who.try(method, path, header, in, nil); got != want {
			t.Errorf("%s %s: %d, want %d (%v)", method, path, got, want, err)
		}
	}
	refused(g, 202, "POST", "/api/sign-in/code", nil, map[string]string{"email": w.typed["unknown email"] + "@example.nl"})
	refused(g, 422, "POST", "/api/sign-in/code/verify", nil, map[string]string{"code": "000000"})
	refused(g, 404, "POST", "/api/sign-in/link", nil, map[string]string{"token": w.typed["wrong link"]})
	refused(g, 401, "GET", "/api/today", nil, nil)
	refused(w.second, 404, "GET", "/api/groups/"+w.typed["wrong link"], nil, nil)
	refused(g, 422, "POST", "/api/invitations/accept", nil, map[string]any{
		"token": w.tokens["group invitation"], "alias": w.typed["alias"], "ageOk": false, "agreed": []int{}, "consents": []int{}, "email": w.typed["email"] + "@example.nl",
	})
	b := w.second.dial()
	if _, err := b.ask(map[string]any{"type": "chat.send", "channel": w.channel, "clientId": "2", "text": strings.Repeat(w.typed["chat"], 200)}); err == nil {
		t.Error("a message of 4,800 characters was taken")
	}
	if _, err := b.ask(map[string]any{"type": "chat.open", "channel": w.typed["wrong link"], "after": 0}); err == nil {
		t.Error("an unknown channel was opened")
	}
}
