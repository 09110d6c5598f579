package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"kring/groups"
	"kring/groups/chat"
	"kring/groups/chat/report"
	"kring/groups/chat/rules"
	"kring/groups/organisation"
	"kring/internal/fault"
	"kring/internal/store"
	"kring/server/api"
)

// talkers is a group whose people chat, over the real edge.
type talkers struct {
	*world
	group, channel      string
	facilitator         string
	noor, bo, cas       string // person ids
	noorIn, boIn, casIn string // member ids
	sent                int
}

func chatters(t *testing.T) *talkers {
	w := start(t)
	_, facilitator := w.organisation("team", "wijkteam", "")
	g := w.group("team", facilitator)
	x := &talkers{world: w, group: g["group"], channel: g["channel"], facilitator: facilitator, noor: w.person("noor"), bo: w.person("bo"), cas: w.person("cas")}
	x.noorIn, x.boIn, x.casIn = w.join(g, x.noor, "Noor"), w.join(g, x.bo, "Bo"), w.join(g, x.cas, "Cas")
	return x
}

// say writes in the group's channel, and returns the number.
func (x *talkers) say(person, text string) int64 {
	x.t.Helper()
	seq, err := x.try(person, text)
	x.must(err)
	return seq
}

func (x *talkers) try(person, text string) (int64, error) {
	x.sent++
	m, err := x.chat.Send(x.t.Context(), nil, chat.Draft{Channel: x.channel, Author: person, ClientID: fmt.Sprint(x.sent), Text: text})
	if err != nil {
		return 0, err
	}
	return m.Seq, nil
}

// do asks for something, and wants this status, and this code when it is refused.
func (x *talkers) do(person, method, path, in string, status int, code string) string {
	x.t.Helper()
	got, raw := x.request(method, path, person, map[string]string{"Origin": x.PublicURL, "Content-Type": "application/json"}, strings.NewReader(in))
	if got != status || code != "" && !strings.Contains(raw, `"code":"`+code+`"`) {
		x.t.Errorf("%s %s %s: %d %s, want %d %s", method, path, in, got, raw, status, code)
	}
	return raw
}

func (x *talkers) message(seq int64) string {
	return fmt.Sprintf("/api/channels/%s/messages/%d", x.channel, seq)
}

// reads is what a person sees of the channel, one line a message.
func (x *talkers) reads(person string) string {
	x.t.Helper()
	var h api.History
	x.must(json.Unmarshal([]byte(x.do(person, "GET", "/api/channels/"+x.channel+"/messages", "", http.StatusOK, "")), &h))
	var lines []string
	for _, m := range h.Messages {
		line := fmt.Sprint(m.Seq, " ", m.Author.Alias, ": ", m.Text)
		if m.Removed != "" {
			line += "removed by " + m.Removed
		}
		if m.Edited {
			line += " (edited)"
		}
		for _, r := range m.Reactions {
			line += fmt.Sprintf(" %s %d %v", r.Kind, r.Count, r.Names)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func (x *talkers) wants(person, want string) {
	x.t.Helper()
	if got := x.reads(person); got != want {
		x.t.Errorf("reads\n%s\nwant\n%s", got, want)
	}
}

// TestWordsAreChangedAndTakenAway: an author in time, a facilitator at any time,
// nobody else; that there was something stays to be seen.
func TestWordsAreChangedAndTakenAway(t *testing.T) {
	t.Parallel()
	x := chatters(t)
	one, two, three := x.say(x.noor, "Hoi"), x.say(x.bo, "Dag"), x.say(x.noor, "Lelijk")
	x.do(x.noor, "PUT", x.message(one), `{"text":"Hoi allemaal"}`, http.StatusNoContent, "")
	x.do(x.bo, "PUT", x.message(one), `{"text":"Niet waar"}`, http.StatusConflict, "chat.not-own")
	x.do(x.facilitator, "PUT", x.message(one), `{"text":"Niet waar"}`, http.StatusConflict, "chat.not-own")
	x.do(x.noor, "PUT", x.message(one), `{"text":""}`, http.StatusUnprocessableEntity, "")
	x.do(x.noor, "PUT", x.message(99), `{"text":"x"}`, http.StatusNotFound, "not-found")
	x.do(x.bo, "PUT", x.message(one)+"/reaction", `{"kind":"heart"}`, http.StatusNoContent, "")
	x.do(x.bo, "PUT", x.message(one)+"/reaction", `{"kind":"support"}`, http.StatusNoContent, "")
	x.do(x.cas, "PUT", x.message(one)+"/reaction", `{"kind":"support"}`, http.StatusNoContent, "")
	x.do(x.cas, "PUT", x.message(two)+"/reaction", `{"kind":"heart"}`, http.StatusNoContent, "")
	x.do(x.cas, "PUT", x.message(two)+"/reaction", `{"kind":"none"}`, http.StatusNoContent, "")
	x.do(x.bo, "DELETE", x.message(three), "", http.StatusConflict, "chat.not-own")
	x.do(x.facilitator, "DELETE", x.message(three), "", http.StatusNoContent, "")
	x.do(x.noor, "PUT", x.message(three), `{"text":"Toch"}`, http.StatusConflict, "chat.removed")
	x.wants(x.cas, "1 Noor: Hoi allemaal (edited) support 2 [Bo]\n2 Bo: Dag\n3 Noor: removed by facilitator")

	docs, err := store.Open[chat.Message](t.Context(), x.docs, chat.Specs()[0])
	x.must(err)
	first, err := docs.One(t.Context(), store.Is("channel", x.channel), store.Is("seq", one))
	x.must(err)
	_, err = docs.Update(t.Context(), first.ID, func(m *chat.Message) error { m.At -= (16 * time.Minute).Milliseconds(); return nil })
	x.must(err)
	x.do(x.noor, "PUT", x.message(one), `{"text":"Te laat"}`, http.StatusConflict, "chat.too-late")
	x.do(x.noor, "DELETE", x.message(one), "", http.StatusConflict, "chat.too-late")
	x.do(x.facilitator, "DELETE", x.message(one), "", http.StatusNoContent, "")
}

// TestAPhotoOfTheGroup comes without the place where it was made, to the group's
// people only, and goes with its message.
func TestAPhotoOfTheGroup(t *testing.T) {
	t.Parallel()
	x := chatters(t)
	path := "/api/channels/" + x.channel + "/pictures"
	send := func(id string, raw []byte) string {
		return fmt.Sprintf(`{"clientId":%q,"text":"Mijn tuin","photo":%q}`, id, base64.StdEncoding.EncodeToString(raw))
	}
	if !bytes.Contains(photo(t), []byte(home)) {
		t.Fatal("the photo has no place to begin with")
	}
	x.do(x.noor, "POST", path, send("p", photo(t)), http.StatusNoContent, "")
	x.do(x.noor, "POST", path, send("p", photo(t)), http.StatusNoContent, "") // again is the same
	x.do(x.noor, "POST", path, send("q", []byte("no photo at all")), http.StatusUnprocessableEntity, "")
	x.wants(x.bo, "1 Noor: Mijn tuin")
	if raw := x.do(x.bo, "GET", x.message(1)+"/picture", "", http.StatusOK, ""); strings.Contains(raw, home) || len(raw) < 100 {
		t.Error("the photo tells where it was made, or is none")
	}
	x.do(x.person("stranger"), "GET", x.message(1)+"/picture", "", http.StatusNotFound, "")
	if status, _ := x.request("POST", path, x.noor, map[string]string{"Origin": x.PublicURL, "Content-Type": "application/json"}, strings.NewReader(send("r", make([]byte, chat.MaxPhoto+1<<20)))); status != http.StatusRequestEntityTooLarge {
		t.Errorf("a photo that is too large: %d", status)
	}
	x.do(x.noor, "DELETE", x.message(1), "", http.StatusNoContent, "")
	x.do(x.bo, "GET", x.message(1)+"/picture", "", http.StatusNotFound, "")
}

// TestLookingForWords finds them whatever their case and accents, page by page,
// and nothing that the looking person may not read.
func TestLookingForWords(t *testing.T) {
	t.Parallel()
	x := chatters(t)
	x.say(x.noor, "Vandaag een CAFÉ bezocht")
	x.say(x.bo, "Gisteren ook een cafe, met zus")
	gone := x.say(x.bo, "cafe, maar weg")
	x.do(x.bo, "DELETE", x.message(gone), "", http.StatusNoContent, "")
	found := func(person, q string) string {
		var f api.FoundMessages
		x.must(json.Unmarshal([]byte(x.do(person, "GET", "/api/channels/"+x.channel+"/search?q="+q, "", http.StatusOK, "")), &f))
		var all []string
		for _, m := range f.Messages {
			all = append(all, m.Author.Alias)
		}
		return strings.Join(all, " ")
	}
	for q, want := range map[string]string{"cafe": "Bo Noor", "caf%C3%A9+ZUS": "Bo", "zus+bezocht": "", "maar": ""} {
		if got := found(x.cas, q); got != want {
			t.Errorf("%s is found with %q, want %q", q, got, want)
		}
	}
	x.do(x.cas, "GET", "/api/channels/"+x.channel+"/search?q=a", "", http.StatusUnprocessableEntity, "chat.search")
	x.do(x.cas, "PUT", "/api/groups/"+x.group+"/hidden/"+x.boIn, `{"hidden":true}`, http.StatusNoContent, "")
	if got := found(x.cas, "cafe"); got != "Noor" {
		t.Errorf("finds who is hidden: %q", got)
	}
}

// TestAConcern goes to who decides and to nobody else, with the words as they
// were; who made it gets an answer, whom it is about nothing.
func TestAConcern(t *testing.T) {
	t.Parallel()
	x := chatters(t)
	bad := x.say(x.bo, "Jullie zijn allemaal gek")
	x.do(x.noor, "POST", x.message(bad)+"/report", `{"kind":"wrong","words":"Dit doet pijn"}`, http.StatusNoContent, "")
	x.do(x.noor, "POST", x.message(bad)+"/report", `{"kind":"wrong","words":"Nog eens"}`, http.StatusNoContent, "") // the same report
	x.do(x.bo, "POST", x.message(bad)+"/report", `{"kind":"wrong","words":"Mijn eigen"}`, http.StatusConflict, "report.none")
	x.do(x.bo, "PUT", x.message(bad), `{"text":"Jullie zijn lief"}`, http.StatusNoContent, "") // too late to hide it
	x.do(x.noor, "GET", "/api/groups/"+x.group+"/reports", "", http.StatusNotFound, "not-found")
	var queue []report.Reported
	x.must(json.Unmarshal([]byte(x.do(x.facilitator, "GET", "/api/groups/"+x.group+"/reports", "", http.StatusOK, "")), &queue))
	if len(queue) != 1 || queue[0].About.Alias != "Bo" || queue[0].From.Alias != "Noor" || queue[0].Words != "Dit doet pijn" || queue[0].Message != "Jullie zijn allemaal gek" || queue[0].DueAt == 0 {
		t.Fatalf("the queue: %+v", queue)
	}
	own := func(person string) (r api.OwnReports) {
		x.must(json.Unmarshal([]byte(x.do(person, "GET", "/api/reports", "", http.StatusOK, "")), &r))
		return r
	}
	if r := own(x.bo); len(r.Own)+len(r.Named) != 0 {
		t.Errorf("whom it is about knows of it: %+v", r)
	}
	decide := "/api/reports/" + queue[0].ID + "/decision"
	x.do(x.noor, "POST", decide, `{"what":"none","reply":"Ik zelf"}`, http.StatusNotFound, "not-found")
	x.do(x.facilitator, "POST", decide, `{"what":"removed","reply":""}`, http.StatusUnprocessableEntity, "")
	x.do(x.facilitator, "POST", decide, `{"what":"out","reply":"Bo schrijft nu niet mee.","note":"Eerst praten"}`, http.StatusNoContent, "")
	x.do(x.facilitator, "POST", decide, `{"what":"none","reply":"Anders"}`, http.StatusConflict, "report.decided")
	if r := own(x.noor); len(r.Own) != 1 || !r.Own[0].Decided || r.Own[0].Reply != "Bo schrijft nu niet mee." {
		t.Errorf("the answer: %+v", r.Own)
	}
	if _, err := x.try(x.bo, "Ik ben er nog"); err == nil {
		t.Error("who was taken out writes")
	}
	var c api.ChatRules
	x.must(json.Unmarshal([]byte(x.do(x.bo, "GET", "/api/groups/"+x.group+"/chat", "", http.StatusOK, "")), &c))
	if c.Out == nil || c.Out.Reason != "Eerst praten" {
		t.Errorf("she is told why: %+v", c.Out)
	}
	x.do(x.facilitator, "DELETE", "/api/groups/"+x.group+"/out/"+x.boIn, "", http.StatusNoContent, "")
	x.say(x.bo, "Dank u")
}

// TestAConcernAboutAFacilitator goes past all facilitators to the named person;
// so does one that nobody decided in time.
func TestAConcernAboutAFacilitator(t *testing.T) {
	t.Parallel()
	x := chatters(t)
	named := x.person("named")
	x.must(x.groups.Organisations.Give(t.Context(), "team", named, organisation.Facilitator))
	from := x.say(x.facilitator, "Nu moet u stoppen")
	report := x.message(from) + "/report"
	x.do(x.noor, "POST", report, `{"kind":"wrong","words":"Te streng"}`, http.StatusConflict, "report.nobody")
	set := rules.Set{EditMin: 15, Named: named, DecideHours: 1, Hours: []rules.Span{}}
	raw, err := json.Marshal(set)
	x.must(err)
	x.do(x.facilitator, "PUT", "/api/groups/"+x.group+"/chat", string(raw), http.StatusNoContent, "")
	x.do(x.noor, "POST", report, `{"kind":"wrong","words":"Te streng"}`, http.StatusNoContent, "")
	if raw := x.do(x.facilitator, "GET", "/api/groups/"+x.group+"/reports", "", http.StatusOK, ""); strings.Contains(raw, "streng") {
		t.Errorf("whom it is about reads it: %s", raw)
	}
	late := x.say(x.bo, "Stil maar")
	x.do(x.cas, "POST", x.message(late)+"/report", `{"kind":"worry","words":"Bo is zo stil"}`, http.StatusNoContent, "")
	waits := func() (r api.OwnReports) {
		x.must(json.Unmarshal([]byte(x.do(named, "GET", "/api/reports", "", http.StatusOK, "")), &r))
		return r
	}
	if r := waits(); len(r.Named) != 1 || r.Named[0].Words != "Te streng" {
		t.Fatalf("for the named person: %+v", r.Named)
	}
	overdue := *x.concerns
	overdue.Now = func() time.Time { return time.Now().Add(61 * time.Minute) }
	n, err := overdue.Overdue(t.Context(), func(context.Context, string) (string, error) { return named, nil })
	if err != nil || n != 1 {
		t.Errorf("%d went on, %v", n, err)
	}
	r := waits()
	if len(r.Named) != 2 {
		t.Fatalf("after the time that it may take: %+v", r.Named)
	}
	for _, one := range r.Named {
		x.do(named, "POST", "/api/reports/"+one.ID+"/decision", `{"what":"talked","reply":"Ik heb gebeld."}`, http.StatusNoContent, "")
	}
}

// TestWhoMayWrite follows what facilitators chose; they themselves always may.
func TestWhoMayWrite(t *testing.T) {
	t.Parallel()
	x := chatters(t)
	choose := func(set rules.Set) {
		t.Helper()
		set.EditMin, set.DecideHours, set.Hours = 15, 24, []rules.Span{}
		raw, err := json.Marshal(set)
		x.must(err)
		x.do(x.facilitator, "PUT", "/api/groups/"+x.group+"/chat", string(raw), http.StatusNoContent, "")
	}
	refused := func(person, code string) {
		t.Helper()
		if _, err := x.try(person, "Mag dit?"); fault.Of(err) == nil || fault.Of(err).Code != code {
			t.Errorf("wants %s, got %v", code, err)
		}
	}
	x.do(x.noor, "PUT", "/api/groups/"+x.group+"/chat", `{"slowSec":0,"readOnly":true,"editMin":15,"typing":false,"receipts":false,"hours":[],"named":"","decideHours":24}`, http.StatusNotFound, "not-found")
	choose(rules.Set{ReadOnly: true})
	refused(x.noor, "chat.read-only")
	x.say(x.facilitator, "Vandaag lezen we alleen")
	choose(rules.Set{SlowSec: 600})
	x.say(x.noor, "Een")
	refused(x.noor, "chat.slow")
	x.say(x.bo, "Een ander wel")
	x.say(x.facilitator, "Ik")
	x.say(x.facilitator, "Ook twee keer")
	choose(rules.Set{})
	x.say(x.noor, "Weer gewoon")
	x.do(x.facilitator, "PUT", "/api/groups/"+x.group+"/chat", `{"slowSec":3601,"readOnly":false,"editMin":15,"typing":false,"receipts":false,"hours":[],"named":"","decideHours":24}`, http.StatusUnprocessableEntity, "")
	x.do(x.facilitator, "PUT", "/api/groups/"+x.group+"/chat", `{"slowSec":0,"readOnly":false,"editMin":15,"typing":false,"receipts":false,"hours":[{"day":1,"from":"20:00","to":"09:00"}],"named":"","decideHours":24}`, http.StatusUnprocessableEntity, "chat.hours")
}

// TestHiddenMembers: who hides somebody reads nothing of her, nobody is told,
// and facilitators are always read.
func TestHiddenMembers(t *testing.T) {
	t.Parallel()
	x := chatters(t)
	x.say(x.bo, "Van Bo")
	x.say(x.facilitator, "Van ons")
	hide := "/api/groups/" + x.group + "/hidden/"
	x.do(x.noor, "PUT", hide+x.boIn, `{"hidden":true}`, http.StatusNoContent, "")
	x.wants(x.noor, "2 facilitator-team: Van ons")
	x.wants(x.cas, "1 Bo: Van Bo\n2 facilitator-team: Van ons")
	x.do(x.noor, "PUT", x.message(1)+"/reaction", `{"kind":"heart"}`, http.StatusNotFound, "not-found")
	x.do(x.noor, "PUT", hide+"f-"+x.facilitator, `{"hidden":true}`, http.StatusConflict, "chat.hide")
	x.do(x.facilitator, "PUT", hide+x.boIn, `{"hidden":true}`, http.StatusConflict, "chat.hide")
	x.do(x.noor, "PUT", hide+"nobody", `{"hidden":true}`, http.StatusNotFound, "not-found")
	x.do(x.noor, "PUT", hide+x.boIn, `{"hidden":false}`, http.StatusNoContent, "")
	x.wants(x.noor, "1 Bo: Van Bo\n2 facilitator-team: Van ons")
}

// TestWhatOneLeavesBehind: the words of who goes are gone, or nobody's; in every
// channel, and of nobody else. What is older than the group keeps is gone too,
// and no number is ever given twice.
func TestWhatOneLeavesBehind(t *testing.T) {
	t.Parallel()
	x := chatters(t)
	x.say(x.noor, "Een van Noor")
	x.say(x.bo, "Een van Bo")
	x.say(x.noor, "Twee van Noor")
	own := "/api/groups/" + x.group + "/chat/own"
	x.do(x.noor, "POST", own, `{"what":"keep"}`, http.StatusUnprocessableEntity, "")
	if raw := x.do(x.noor, "POST", own, `{"what":"remove"}`, http.StatusOK, ""); !strings.Contains(raw, `"messages":2`) {
		t.Errorf("removed: %s", raw)
	}
	x.do(x.bo, "POST", own, `{"what":"unlink"}`, http.StatusOK, "")
	x.wants(x.cas, "1 Noor: removed by left\n2 : Een van Bo\n3 Noor: removed by left")
	docs, err := store.Open[chat.Message](t.Context(), x.docs, chat.Specs()[0])
	x.must(err)
	all, err := docs.Find(t.Context(), store.Query{Where: []store.Cond{store.Is("channel", x.channel)}, Limit: 10})
	x.must(err)
	for _, m := range all {
		if m.Author == x.bo || m.Author == x.noor && m.TextBox != nil {
			t.Errorf("the store still has %+v", m)
		}
	}
	n, err := x.chat.Expire(t.Context(), x.channel, time.Now().Add(time.Minute).UnixMilli())
	if err != nil || n != 3 {
		t.Errorf("%d expired, %v", n, err)
	}
	if n, err := x.chat.Expire(t.Context(), x.channel, time.Now().Add(time.Minute).UnixMilli()); err != nil || n != 0 {
		t.Errorf("again %d expired, %v", n, err)
	}
	if seq := x.say(x.cas, "Verder"); seq != 4 {
		t.Errorf("the next message is %d, want 4", seq)
	}
	x.wants(x.cas, "3 Noor: removed by expired\n4 Cas: Verder")
}

// atTheTable is the state of a meeting that Bo gets, with Noor and the
// facilitator in their seats.
func (x *talkers) atTheTable() string {
	x.t.Helper()
	meetings, err := x.groups.ViewGroup(x.t.Context(), x.group, x.facilitator)
	x.must(err)
	id := meetings.Meetings[0].ID
	docs, err := store.Open[groups.Meeting](x.t.Context(), x.docs, groups.MeetingSpec())
	x.must(err)
	_, err = docs.Update(x.t.Context(), id, func(m *groups.Meeting) error { m.StartAt = time.Now().UnixMilli(); return nil })
	x.must(err)
	lead, noor, bo := x.wire(x.facilitator), x.wire(x.noor), x.wire(x.bo)
	enter := `"type":"meeting.enter","meeting":%q,"microphone":false,"camera":false`
	lead.ask(enter, id)
	lead.ask(`"type":"meeting.open","meeting":%q`, id)
	noor.ask(enter, id)
	lead.ask(`"type":"meeting.admit","meeting":%q,"who":"all"`, id)
	noor.hears(`"meeting.state"`, `"status":"seated"`)
	bo.ask(enter, id)
	lead.ask(`"type":"meeting.admit","meeting":%q,"who":"all"`, id)
	return bo.hears(`"meeting.state"`, `"status":"seated"`)
}

// TestWhoKnowsWhomInTheChat goes through the three ways in which a group's
// members can know each other, at every edge where one might meet another.
func TestWhoKnowsWhomInTheChat(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{groups.VisibleMembers, groups.VisibleFacilitators, groups.VisibleNobody} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			x := chatters(t)
			docs, err := store.Open[groups.Group](t.Context(), x.docs, groups.Specs()[0])
			x.must(err)
			_, err = docs.Update(t.Context(), x.group, func(g *groups.Group) error { g.Visibility = mode; return nil })
			x.must(err)
			x.say(x.noor, "Hoi")
			x.say(x.facilitator, "Dag")
			x.do(x.noor, "PUT", x.message(2)+"/reaction", `{"kind":"heart"}`, http.StatusNoContent, "")
			sees := func(what, raw string, want bool) {
				t.Helper()
				if strings.Contains(raw, "Noor") != want || strings.Contains(raw, x.noorIn) != want {
					t.Errorf("%s of Bo tells of Noor, want %v: %s", what, want, raw)
				}
			}
			known := mode == groups.VisibleMembers
			live := x.wire(x.bo)
			live.ask(`"type":"chat.open","channel":%q,"after":0`, x.channel)
			x.say(x.noor, "Nog eens")
			x.say(x.facilitator, "Tot zo")
			live.hears(`"chat.message"`, "Tot zo")
			sees("the socket", live.said, known)
			sees("the table", x.atTheTable(), known)
			for what, path := range map[string]string{
				"the channel": "/api/channels/" + x.channel + "/messages", "the list of chats": "/api/channels", "the group": "/api/groups/" + x.group,
				"the members": "/api/groups/" + x.group + "/members", "a search": "/api/channels/" + x.channel + "/search?q=hoi",
			} {
				raw := x.do(x.bo, "GET", path, "", http.StatusOK, "")
				if what == "the list of chats" && !known {
					sees(what, raw, false)
				} else if what != "the list of chats" {
					sees(what, raw, known)
				}
			}
			for _, path := range []string{"/api/today", "/api/session", "/api/reports", "/api/homework"} {
				if status, raw := x.request("GET", path, x.bo, nil, nil); status == http.StatusOK && !known {
					sees(path, raw, false)
				}
			}
			if got := x.reads(x.facilitator); !strings.HasPrefix(got, "1 Noor: Hoi\n2 facilitator-team: Dag heart 1 [Noor]") {
				t.Errorf("the facilitator reads %s", got)
			}
			if got := strings.Contains(x.reads(x.bo), "heart 1"); got != (mode != groups.VisibleNobody) { // a number, as of all that she reads
				t.Errorf("Bo sees the sign of Noor: %v", got)
			}
			if raw := x.do(x.bo, "PUT", "/api/groups/"+x.group+"/hidden/"+x.noorIn, `{"hidden":true}`, map[bool]int{true: http.StatusNoContent, false: http.StatusNotFound}[known], ""); !known {
				sees("a refusal", raw, false)
			}
		})
	}
}

// wire is a person's live socket, with what it said since the last look.
type wire struct {
	*websocket.Conn
	x    *talkers
	refs int
	said string
}

func (x *talkers) wire(person string) *wire {
	x.t.Helper()
	h := x.as(person)
	h.Set("Origin", x.url)
	ws, _, err := websocket.DefaultDialer.DialContext(x.t.Context(), "ws"+strings.TrimPrefix(x.url, "http")+"/api/live", h)
	x.must(err)
	x.t.Cleanup(func() { _ = ws.Close() })
	x.must(ws.SetReadDeadline(time.Now().Add(time.Minute))) // what never comes fails
	return &wire{Conn: ws, x: x}
}

// ask sends a message, as JSON without its ref, and waits for its answer.
func (l *wire) ask(message string, in ...any) string {
	l.x.t.Helper()
	l.refs++
	ref := fmt.Sprintf(`"ref":"r%d"`, l.refs)
	l.x.must(l.WriteMessage(websocket.TextMessage, []byte("{"+ref+","+fmt.Sprintf(message, in...)+"}")))
	a := l.hears(ref)
	if strings.Contains(a, `"type":"error"`) {
		l.x.t.Fatalf("%s: %s", message, a)
	}
	return a
}

// hears reads on until something holds all the parts, and returns that.
func (l *wire) hears(parts ...string) string {
	l.x.t.Helper()
	for {
		_, raw, err := l.ReadMessage()
		if err != nil {
			l.x.t.Fatalf("waited for %q: %v; it said %s", parts, err, l.said)
		}
		l.said += string(raw) + "\n"
		all := true
		for _, p := range parts {
			all = all && strings.Contains(string(raw), p)
		}
		if all {
			return string(raw)
		}
	}
}

// TestAnOpenChatFollowsAlong: whoever has a channel open is told of each change
// as it is now, whoever watches the group hears only how much waits.
func TestAnOpenChatFollowsAlong(t *testing.T) {
	t.Parallel()
	x := chatters(t)
	noor, bo, cas := x.wire(x.noor), x.wire(x.bo), x.wire(x.cas)
	bo.ask(`"type":"chat.open","channel":%q,"after":-1`, x.channel)
	cas.ask(`"type":"chat.watch","group":%q`, x.group)
	noor.ask(`"type":"chat.send","channel":%q,"clientId":"1","text":"Eerste woorden"`, x.channel)
	bo.hears(`"chat.message"`, "Eerste woorden", `"alias":"Noor"`)
	cas.hears(`"chat.news"`, x.channel, `"unread":1`)
	x.do(x.noor, "PUT", x.message(1), `{"text":"Andere woorden"}`, http.StatusNoContent, "")
	bo.hears(`"chat.changed"`, "Andere woorden", `"edited":true`)
	x.do(x.cas, "PUT", x.message(1)+"/reaction", `{"kind":"heart"}`, http.StatusNoContent, "")
	bo.hears(`"chat.changed"`, `"kind":"heart"`, `"names":["Cas"]`)
	x.do(x.noor, "DELETE", x.message(1), "", http.StatusNoContent, "")
	if gone := bo.hears(`"chat.changed"`, `"removed":"author"`); strings.Contains(gone, "woorden") || strings.Contains(gone, "heart") {
		t.Errorf("what was removed comes along: %s", gone)
	}
	cas.hears(`"chat.news"`, x.channel, `"unread":0`)
	if strings.Contains(cas.said, "woorden") {
		t.Errorf("who only watches is told words: %s", cas.said)
	}
}

// TestHouseRulesComeFirst: who has yet to agree reads them and writes nothing.
func TestHouseRulesComeFirst(t *testing.T) {
	t.Parallel()
	x := chatters(t)
	dina := x.person("dina")
	spot, err := x.groups.TakeSpot(t.Context(), groups.Claim{GroupID: x.group, PersonID: dina, Alias: "Dina"})
	x.must(err)
	x.must(x.groups.Admit(t.Context(), x.group, spot))
	view := func() (c api.ChatRules) {
		x.must(json.Unmarshal([]byte(x.do(dina, "GET", "/api/groups/"+x.group+"/chat", "", http.StatusOK, "")), &c))
		return c
	}
	first := view()
	if first.Rules == nil || first.Rules.Version < 1 {
		t.Fatalf("no house rules to agree to: %+v", first.Rules)
	}
	send := fmt.Sprintf(`{"clientId":"p","text":"Hoi","photo":%q}`, base64.StdEncoding.EncodeToString(photo(t)))
	x.do(dina, "POST", "/api/channels/"+x.channel+"/pictures", send, http.StatusConflict, "chat.house-rules")
	x.do(dina, "POST", "/api/groups/"+x.group+"/chat/house-rules", fmt.Sprintf(`{"version":%d}`, first.Rules.Version), http.StatusNoContent, "")
	x.do(dina, "POST", "/api/channels/"+x.channel+"/pictures", send, http.StatusNoContent, "")
	if again := view(); again.Rules != nil {
		t.Errorf("asked again: %+v", again.Rules)
	}
}

// TestNobodyLooksInAnothersGroup for words, pictures or what was reported.
func TestNobodyLooksInAnothersGroup(t *testing.T) {
	t.Parallel()
	x := chatters(t)
	x.say(x.noor, "Over de buren")
	other := x.world.group("team", x.facilitator)
	elsewhere := x.person("elsewhere")
	x.join(other, elsewhere, "Eva")
	for _, path := range []string{"/api/channels/" + x.channel + "/search?q=buren", "/api/channels/" + x.channel + "/messages", "/api/groups/" + x.group + "/chat"} {
		x.do(elsewhere, "GET", path, "", http.StatusNotFound, "not-found")
	}
	if raw := x.do(elsewhere, "GET", "/api/channels/"+other["channel"]+"/search?q=buren", "", http.StatusOK, ""); strings.Contains(raw, "buren") {
		t.Errorf("the own group's search finds another's words: %s", raw)
	}
}
