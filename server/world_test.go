package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kring/groups"
	"kring/groups/appointment"
	"kring/groups/chat"
	concern "kring/groups/chat/report"
	"kring/groups/organisation"
	"kring/groups/report"
	"kring/homework"
	"kring/homework/measure"
	"kring/homework/programme"
	"kring/homework/survey"
	"kring/homework/table"
	"kring/homework/upload"
	"kring/internal/access"
	"kring/internal/seal"
	"kring/internal/store"
	"kring/internal/store/mongostore"
	"kring/server/account"
	"kring/server/api"
)

// world is a whole Kring on a real store and a real port, with one person for
// each column of the access table.
type world struct {
	*kring
	t      *testing.T
	url    string
	api    *api.Edge
	people map[string]string // column → person id, "" for nobody
	// targets are the ids that path parameters are filled with: of the running
	// group and of the one that has ended.
	running, ended map[string]string
}

// start runs all parts on fresh stores, without the demo. More variables may be set.
func start(t *testing.T, env ...string) *world {
	t.Helper()
	dir := t.TempDir()
	keyFile := filepath.Join(t.TempDir(), "key")
	if _, err := seal.NewMaster(keyFile); err != nil {
		t.Fatal(err)
	}
	c, err := readConfig(append([]string{"KRING_LISTEN=127.0.0.1:0", "KRING_RTC_PORT=0", "KRING_DATA=" + dir, "KRING_KEY_FILE=" + keyFile, "MONGODB_URI=" + freshDatabase(t)}, env...), false, false)
	if err != nil {
		t.Fatal(err)
	}
	c.Mail.TLS = &tls.Config{InsecureSkipVerify: true} //nolint:gosec // a mail server of the test's own
	w := &world{kring: &kring{Config: c}, t: t}
	ln, err := w.listen()
	w.must(err)
	for _, step := range []func(context.Context) error{w.openStores, w.openVault, w.openLog, w.openAccounts, w.openDomains, w.openCare, w.openRecordings, w.openMeetings, w.openReports} {
		w.must(step(t.Context()))
	}
	w.api, err = w.newEdge()
	w.must(err)
	w.url = "http://" + ln.Addr().String()
	served := make(chan error, 1)
	go func() { served <- w.api.App.Listener(ln) }()
	t.Cleanup(func() { w.stop(served, ln) })
	return w
}

// freshDatabase names a database of this test's own on the server at
// MONGODB_URI; "" without one, which is the embedded store.
func freshDatabase(t testing.TB) string {
	t.Helper()
	raw := os.Getenv("MONGODB_URI")
	if raw == "" {
		return ""
	}
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/test_" + store.NewID()[:10]
	return u.String()
}

func (w *world) stop(served chan error, _ net.Listener) {
	w.sockets.Close()
	http.DefaultClient.CloseIdleConnections()
	if err := w.api.App.ShutdownWithTimeout(5 * time.Second); err != nil {
		w.t.Error(err)
	}
	if err := <-served; err != nil {
		w.t.Error(err)
	}
	for _, db := range []store.DB{w.docs, w.keys, w.brief} {
		if m, ok := db.(*mongostore.DB); ok {
			w.must(m.Drop(context.Background()))
		}
	}
	if err := w.close(); err != nil {
		w.t.Error(err)
	}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) person(name string) string {
	w.t.Helper()
	id, err := w.accounts.Create(w.t.Context(), account.NewPerson{Name: name, Email: name + "@example.nl", Verified: true})
	w.must(err)
	return id
}

// organisation makes one with a coordinator and a facilitator.
func (w *world) organisation(id, kind, parent string) (coordinator, facilitator string) {
	w.t.Helper()
	ctx := w.t.Context()
	w.must(w.groups.Organisations.Add(ctx, &organisation.Organisation{Meta: store.Meta{ID: id}, Kind: kind, Name: id, ParentID: parent}))
	coordinator, facilitator = w.person("coordinator-"+id), w.person("facilitator-"+id)
	w.must(w.groups.Organisations.Give(ctx, id, coordinator, organisation.Coordinator))
	w.must(w.groups.Organisations.Give(ctx, id, facilitator, organisation.Facilitator))
	return coordinator, facilitator
}

// group makes a group with homework and returns its ids by path parameter.
func (w *world) group(org, facilitator string) map[string]string {
	w.t.Helper()
	ctx := w.t.Context()
	g, err := w.groups.CreateGroup(ctx, org, groups.NewGroup{
		ProgrammeID: "omgaan-met-stress", Name: "Groep van " + org, Theme: "stress", Kind: "groepsbegeleiding", MeetingKind: groups.Hybrid, Capacity: 8, MinAge: 18,
		Visibility: groups.VisibleMembers, FirstDate: time.Now().Format("2006-01-02"), Time: "19:30", EveryDays: 7, Facilitators: []string{facilitator},
	})
	w.must(err)
	starts, err := w.groups.Starts(ctx, g.ID)
	w.must(err)
	w.must(w.homework.Assign(ctx, g.ID, g.ProgrammeID, g.ProgrammeVersion, starts))
	items, err := w.homework.Items(ctx, g.ID, facilitator, "nl")
	w.must(err)
	inv, err := w.enrol.InviteByLink(ctx, g.ID)
	w.must(err)
	v, err := w.groups.ViewGroup(ctx, g.ID, facilitator)
	w.must(err)
	return map[string]string{
		"org": org, "group": g.ID, "meeting": v.Meetings[0].ID, "channel": v.Channel, "back": groups.BackChannel(g.ID), "meeting-channel": v.Meetings[0].Channel, "invitation": inv.ID, "token": inv.Token,
		"assignment": items[0].ID, "step": "hoop", "person": facilitator, "alone": aloneModule, "with-files": items[1].ID, "later": w.later(g.ID),
	}
}

// later is what a group fills in months after its end.
func (w *world) later(group string) string {
	w.t.Helper()
	docs, err := store.Open[homework.Assignment](w.t.Context(), w.docs, homework.Specs()[1])
	w.must(err)
	a, err := docs.One(w.t.Context(), store.Is("groupId", group), store.Is("moduleId", programme.MomentID(programme.FollowUp)))
	w.must(err)
	return a.ID
}

// aloneModule is a module of self-help.
const aloneModule = "omgaan-met-stress.2.rust-in-je-lijf"

// alone saves what somebody did without a group, and returns the answer's id.
func (w *world) alone(person string) string {
	w.t.Helper()
	_, err := w.homework.Save(w.t.Context(), homework.Work{AssignmentID: aloneModule, PersonID: person, Values: programme.Values{"afspraak": {Text: "na het eten"}}})
	w.must(err)
	return w.answerID(aloneModule, person)
}

func (w *world) answerID(assignment, person string) string {
	w.t.Helper()
	docs, err := store.Open[homework.Answer](w.t.Context(), w.docs, homework.Specs()[2])
	w.must(err)
	a, err := docs.One(w.t.Context(), store.Is("assignmentId", assignment), store.Is("personId", person))
	w.must(err)
	return a.ID
}

// join lets a person into a group and returns the member id.
func (w *world) join(group map[string]string, person, alias string) string {
	w.t.Helper()
	j, err := w.enrol.Accept(w.t.Context(), group["token"], w.acceptance(alias, person))
	w.must(err)
	return j.MemberID
}

// answer saves a person's homework, sent or not, and returns the answer's id.
func (w *world) answer(group map[string]string, person string, send bool) string {
	w.t.Helper()
	w.save(group["assignment"], person, send, programme.Values{"gevoel": {Choice: "zin"}, "hoop": {Text: "rust"}})
	return w.answerID(group["assignment"], person)
}

// upload adds a photo to a person's homework, sent or not, and returns its id.
func (w *world) upload(group map[string]string, person string, send bool) string {
	w.t.Helper()
	ctx := w.t.Context()
	raw := photo(w.t)
	u, err := w.uploads.Begin(ctx, upload.New{Person: person, Group: group["group"], Assignment: group["with-files"], Step: "moment", Kind: "picture", Size: int64(len(raw))})
	w.must(err)
	_, err = w.uploads.Put(ctx, u.ID, 0, raw)
	w.must(err)
	_, err = w.uploads.Finish(ctx, u.ID)
	w.must(err)
	w.save(group["with-files"], person, send, programme.Values{
		"eerste-signaal": {Choice: "slaap"}, "drie-dagen": {Done: true}, "spanning": {Number: new(7.0)}, "moment": {Text: "in de bus", Files: []string{u.ID}},
	})
	return u.ID
}

// piece brings a photo of somebody without a name, and returns its id.
func (w *world) piece(group map[string]string) string {
	w.t.Helper()
	shy := w.person("shy-" + group["group"])
	w.join(group, shy, "Gijs")
	photo := w.upload(group, shy, false)
	w.must(w.table.Bring(w.t.Context(), table.New{Group: group["group"], Person: shy, Assignment: group["with-files"], Step: "moment", Nameless: true, Text: "in de bus", Files: []string{photo}}))
	return photo
}

// ownPiece brings a piece of a person by name, and returns its id.
func (w *world) ownPiece(group map[string]string, person string) string {
	w.t.Helper()
	w.must(w.table.Bring(w.t.Context(), table.New{Group: group["group"], Person: person, Assignment: group["with-files"], Step: "moment", Text: "op het werk"}))
	all, err := w.table.Of(w.t.Context(), group["group"], person)
	w.must(err)
	for _, v := range all {
		if v.Own {
			return v.ID
		}
	}
	return ""
}

// template keeps a text of a facilitator, and returns its id.
func (w *world) template(facilitator string) string {
	w.t.Helper()
	w.must(w.templates.Add(w.t.Context(), facilitator, "", "Dank u."))
	all, err := w.templates.For(w.t.Context(), facilitator, "")
	w.must(err)
	return all[0].ID
}

// save keeps a person's first answer, and sends it or not.
func (w *world) save(assignment, person string, send bool, vs programme.Values) {
	w.t.Helper()
	v, err := w.homework.Save(w.t.Context(), homework.Work{AssignmentID: assignment, PersonID: person, Values: vs})
	w.must(err)
	if send {
		_, err = w.homework.HandIn(w.t.Context(), assignment, person, v.Rev)
		w.must(err)
	}
}

// populate makes one person for every column of the access table.
func (w *world) populate() {
	w.t.Helper()
	ctx := w.t.Context()
	parent, _ := w.organisation("gemeente", "gemeente", "")
	coordinator, facilitator := w.organisation("team", "wijkteam", "gemeente")
	sibling, _ := w.organisation("ander-team", "wijkteam", "gemeente")
	_, foreign := w.organisation("praktijk", "huisartsenpraktijk", "")
	other := w.person("other-facilitator")
	w.must(w.groups.Organisations.Give(ctx, "team", other, organisation.Facilitator))
	w.running, w.ended = w.group("team", facilitator), w.group("team", facilitator)
	elsewhere, abroad := w.group("team", other), w.group("praktijk", foreign)

	p := map[string]string{
		"nobody": "", "waiting": w.person("waiting"), "member": w.person("member"), "elsewhere": w.person("elsewhere"), "abroad": w.person("abroad"),
		"removed": w.person("removed"), "facilitator": facilitator, "colleague": other, "coordinator": coordinator, "sibling": sibling, "parent": parent,
		"policy": w.person("policy"), "administrator": w.person("administrator"),
	}
	p["member-ended"], p["facilitator-ended"], p["coordinator-ended"] = p["member"], facilitator, coordinator
	p["room"], p["room-ended"] = access.RoomPerson(w.running["meeting"]), access.RoomPerson(w.ended["meeting"])
	w.people = p
	w.must(w.groups.Organisations.Give(ctx, "team", p["policy"], organisation.PolicyOfficer))
	w.must(w.groups.Organisations.Give(ctx, "team", p["administrator"], organisation.Administrator))

	for _, g := range []map[string]string{w.running, w.ended} {
		g["own-line"] = groups.LineChannel(g["group"], w.join(g, p["member"], "Anna"))
	}
	w.join(elsewhere, p["elsewhere"], "Bram")
	w.join(abroad, p["abroad"], "Carla")
	w.must(w.groups.RemoveMember(ctx, w.join(w.running, p["removed"], "Daan")))
	members, err := store.Open[groups.Member](ctx, w.docs, groups.Specs()[1])
	w.must(err)
	alias, err := w.vault.SealText(ctx, seal.Person(p["waiting"]), seal.Ref{Coll: "members", ID: "waiting", Field: "alias"}, "Fons")
	w.must(err)
	w.must(members.Insert(ctx, &groups.Member{Meta: store.Meta{ID: "waiting"}, GroupID: w.running["group"], PersonID: p["waiting"], AliasBox: alias, Status: groups.Waiting}))
	for _, g := range []map[string]string{w.running, w.ended} {
		victim := w.person("victim-" + g["group"])
		g["member"] = w.join(g, victim, "Esra")
		g["others-line"] = groups.LineChannel(g["group"], g["member"])
		_, err := w.plans.Share(ctx, victim, g["group"], true)
		w.must(err)
		g["answer"] = w.answer(g, p["member"], true)
		g["draft"] = w.answer(g, victim, false)
		g["alone-answer"] = w.alone(victim)
		g["upload"], g["others-upload"] = w.upload(g, p["member"], true), w.upload(g, victim, false)
		g["table-upload"], g["piece"], g["template"] = w.piece(g), w.ownPiece(g, p["member"]), w.template(facilitator)
		g["slot"], _ = w.slot(g, facilitator, p["member"], time.Hour)
		g["others-slot"], g["others-talk"] = w.slot(g, facilitator, victim, 2*time.Hour)
		g["film"], g["part"] = w.film("team"), "0"
		g["invited"] = w.invited("team")
		w.talk(g, p["member"], victim, facilitator, coordinator)
		g["device"], g["waiter"], g["wait"] = "a-browser", "a-waiter", g["group"]
		token, err := w.feeds.Renew(w.t.Context(), "somebody-else-"+g["group"])
		w.must(err)
		g["token"] = token
		g["recording"] = w.recording(g["group"], g["meeting"], false, p["member"], p["removed"])
		g["hidden"] = w.recording(g["group"], g["meeting"], true, p["member"], p["removed"])
	}
	for _, g := range []map[string]string{w.running, w.ended} {
		w.standsIn(g, other)
	}
	w.intake(w.running, facilitator, "elsewhere", 3*time.Hour)
	w.intake(w.ended, facilitator, "coordinator-team", 4*time.Hour)
	w.accounted("team")
	w.measured(p["member"])
	w.alarm(w.running, p["member"])
	w.must(w.groups.End(ctx, w.ended["group"]))
}

// standsIn has somebody stand in at two later meetings of a group, of which one
// is over by now.
func (w *world) standsIn(group map[string]string, person string) {
	w.t.Helper()
	ctx := w.t.Context()
	v, err := w.groups.ViewGroup(ctx, group["group"], group["person"])
	w.must(err)
	for i, name := range []string{"substituted", "closed"} {
		m := v.Meetings[1+i]
		w.must(w.groups.SubstituteOnce(ctx, m.ID, group["person"], person))
		group[name], group[name+"-channel"] = m.ID, m.Channel
	}
	docs, err := store.Open[groups.Meeting](ctx, w.docs, groups.MeetingSpec())
	w.must(err)
	_, err = docs.Update(ctx, group["closed"], func(m *groups.Meeting) error { m.Phase = groups.Closed; return nil })
	w.must(err)
}

// talk is a photo in a group's chat, a report about its author and one about a
// facilitator, for whom the coordinator is named.
func (w *world) talk(group map[string]string, member, other, facilitator, named string) {
	w.t.Helper()
	ctx := w.t.Context()
	m, err := w.chat.Send(ctx, nil, chat.Draft{Channel: group["channel"], Author: member, ClientID: "1", Photo: bytes.NewReader(photo(w.t))})
	w.must(err)
	group["seq"] = strconv.FormatInt(m.Seq, 10)
	about, err := w.chat.Say(ctx, group["channel"], facilitator, "2", "Kom op zeg.")
	w.must(err)
	circle, err := w.groups.Circle(ctx, group["group"])
	w.must(err)
	for _, r := range []struct {
		m    *chat.Message
		into string
	}{{&m, "report"}, {&about, "about-guide"}} {
		w.must(w.concerns.Make(ctx, concern.New{Circle: circle, Message: r.m, From: other, Kind: concern.Wrong, Named: named, In: time.Hour}))
		all, err := w.concerns.Mine(ctx, other, w.groups.Circle)
		w.must(err)
		made := slices.IndexFunc(all, func(one concern.OwnReport) bool { return one.ID != group["report"] }) // both may be of one millisecond
		group[r.into] = all[made].ID
	}
}

// slot is a moment that a facilitator offered and a member booked, and its meeting.
func (w *world) slot(group map[string]string, facilitator, member string, in time.Duration) (slot, meeting string) {
	w.t.Helper()
	ctx := w.t.Context()
	o := appointment.Offer{Moments: []appointment.Moment{{StartAt: time.Now().Add(in).UnixMilli(), DurationMin: 30}}}
	if w.running["group"] != group["group"] {
		o.Moments[0].StartAt += 24 * time.Hour.Milliseconds() // the same facilitator guides both groups
	}
	w.must(w.slots.Offer(ctx, group["group"], facilitator, o))
	vs, err := w.slots.Of(ctx, group["group"], member)
	w.must(err)
	for _, v := range vs {
		if v.Status == "free" {
			w.must(w.slots.Book(ctx, v.ID, member))
		}
	}
	vs, err = w.slots.Of(ctx, group["group"], member)
	w.must(err)
	return vs[len(vs)-1].ID, vs[len(vs)-1].MeetingID
}

// intake is a first conversation with the owner of an address, who comes to it.
func (w *world) intake(group map[string]string, facilitator, name string, in time.Duration) {
	w.t.Helper()
	ctx := w.t.Context()
	token, err := w.slots.Invite(ctx, group["group"], facilitator, appointment.Invitee{Email: name + "@example.nl", Moment: appointment.Moment{StartAt: time.Now().Add(in).UnixMilli(), DurationMin: 30}})
	w.must(err)
	person, err := w.slots.Accept(ctx, token, "Hanna", "nl")
	w.must(err)
	vs, err := w.slots.Intakes(ctx, person)
	w.must(err)
	v := vs[len(vs)-1]
	group["intake"], group["intake-slot"], group["intake-channel"] = v.MeetingID, v.ID, groups.MeetingChannel(v.MeetingID)
}

// invited invites somebody to work somewhere, and returns the invitation's id.
func (w *world) invited(org string) string {
	w.t.Helper()
	n, err := w.staff.Invite(w.t.Context(), org, store.NewID()+"@example.nl", []string{organisation.Facilitator})
	w.must(err)
	return n.ID
}

// accounted gives an organisation a report.
func (w *world) accounted(org string) {
	w.t.Helper()
	reports, err := store.Open[report.Report](w.t.Context(), w.docs, report.Specs()[0])
	w.must(err)
	w.running["period"], w.ended["period"] = "2025-H2", "2025-H2"
	w.must(reports.Insert(w.t.Context(), &report.Report{Meta: store.Meta{ID: org + ".2025-H2"}, OrgID: org, Period: "2025-H2"}))
}

// film puts a film of one small part, and returns its id.
func (w *world) film(org string) string {
	w.t.Helper()
	content := []byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom and no more")
	f, err := w.films.Create(w.t.Context(), org, "Adem", int64(len(content)))
	w.must(err)
	_, err = w.films.Put(w.t.Context(), org, f.ID, 0, content)
	w.must(err)
	return f.ID
}

// alarm has a person ask for help in a group's meeting, which is now.
func (w *world) alarm(group map[string]string, person string) {
	w.t.Helper()
	m, err := w.groups.Meeting(w.t.Context(), group["meeting"])
	w.must(err)
	_, _, err = w.groups.MoveMeeting(w.t.Context(), m.ID, m.Rev, groups.Move{StartAt: time.Now().Add(time.Minute).UnixMilli()})
	w.must(err)
	w.must(w.care.Raise(w.t.Context(), m.ID, person))
	tasks, err := w.care.FollowUps(w.t.Context(), []string{group["group"]})
	w.must(err)
	group["followup"] = tasks[0].ID
}

// measured gives both groups a questionnaire that a member sent, with an answer
// that a rule is about.
func (w *world) measured(member string) {
	w.t.Helper()
	ctx, surveys := w.t.Context(), w.homework.Surveys
	w.must(surveys.Choose(ctx, "team", "kring-check-in", false, &[]measure.Rule{{Item: 1, Values: []int{0}}}))
	for _, g := range []map[string]string{w.running, w.ended} {
		g["questionnaire"] = "kring-check-in"
		w.must(surveys.Keep(ctx, survey.Filled{AnswerID: g["answer"], Step: g["questionnaire"], PersonID: member, GroupID: g["group"], Instrument: g["questionnaire"], Values: map[int]int{1: 0}}))
		w.must(surveys.Tell(ctx, survey.Given{AnswerID: g["answer"], Step: g["questionnaire"], PersonID: member, GroupID: g["group"], Instrument: g["questionnaire"], Item: 1}))
		told, err := surveys.Notices(ctx, "", []string{g["group"]})
		w.must(err)
		g["notice"] = told[0].ID
	}
}

// place is what a path parameter names.
func (w *world) place(param, id string) access.Place {
	return access.Place{Kind: map[string]access.Kind{
		"": access.Self, "org": access.Organisation, "group": access.Group, "member": access.Member, "meeting": access.Meeting, "channel": access.Channel,
		"invitation": access.Invitation, "assignment": access.Assignment, "answer": access.Answer, "recording": access.Recording, "slot": access.Slot, "upload": access.Upload, "report": access.Report,
	}[param], ID: id}
}

// target is the ids that a column's requests use.
func (w *world) target(column string) map[string]string {
	if strings.HasSuffix(column, "-ended") {
		return w.ended
	}
	return w.running
}

// request sends one request as a person and returns status and body.
func (w *world) request(method, path, person string, header map[string]string, body io.Reader) (int, string) {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.url+path, body)
	w.must(err)
	for k, v := range header {
		req.Header.Set(k, v)
	}
	if person != "" {
		req.AddCookie(&http.Cookie{Name: "kring-session", Value: w.session(person)})
	}
	res, err := http.DefaultClient.Do(req)
	w.must(err)
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	w.must(err)
	return res.StatusCode, string(b)
}

func (w *world) session(person string) string {
	w.t.Helper()
	token, err := w.accounts.Start(w.t.Context(), person)
	w.must(err)
	return token
}

// unknown is a target's ids with every one replaced by one that does not exist.
func unknown(target map[string]string) map[string]string {
	out := maps.Clone(target)
	for k := range out {
		out[k] = store.NewID()
	}
	out["own-line"] = groups.LineChannel(store.NewID(), store.NewID())
	out["others-line"] = out["own-line"]
	out["channel"], out["back"] = groups.Channel(store.NewID()), groups.BackChannel(store.NewID())
	return out
}
