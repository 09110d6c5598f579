package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"kring/groups"
	"kring/homework"
	"kring/internal/store"
	"kring/server/api"
)

// TestBeforeAMeeting: a facilitator sees who did what and who asks something,
// nothing of what somebody is still busy with, and is proposed to write to who
// missed the last meeting and gave no sign for a week; until she says it is done.
func TestBeforeAMeeting(t *testing.T) {
	w := start(t)
	ctx := t.Context()
	_, facilitator := w.organisation("team", "wijkteam", "")
	g := w.group("team", facilitator)
	noor, bo, cas, dina := w.person("noor"), w.person("bo"), w.person("cas"), w.person("dina")
	quiet := w.join(g, noor, "Noor")
	w.join(g, bo, "Bo")
	w.join(g, cas, "Cas")
	w.join(g, dina, "Dina")

	members, err := store.Open[groups.Member](ctx, w.docs, groups.Specs()[1])
	w.must(err)
	all, err := members.Find(ctx, store.Query{Where: []store.Cond{store.Is("groupId", g["group"])}, Limit: 10})
	w.must(err)
	ago := func(days int) int64 { return time.Now().AddDate(0, 0, -days).UnixMilli() }
	for _, m := range all {
		_, err := members.Update(ctx, m.ID, func(m *groups.Member) error { m.JoinedAt = ago(20); return nil })
		w.must(err)
	}
	meetings, err := store.Open[groups.Meeting](ctx, w.docs, groups.MeetingSpec())
	w.must(err)
	held, err := meetings.Update(ctx, g["meeting"], func(m *groups.Meeting) error {
		m.Phase, m.StartAt = groups.Closed, ago(9)
		m.Live.Roster = []groups.Seated{{ID: "m", PersonID: dina, Role: "member", Admitted: true, Times: []groups.Span{{In: ago(9), Out: ago(9) + time.Hour.Milliseconds()}}}}
		return nil
	})
	w.must(err)

	w.answer(g, bo, false) // at work, not handed in: a sign, and nobody reads it
	w.answer(g, cas, true)
	w.must(w.homework.Ask(ctx, g["assignment"], cas, "hoop", "Mag ik dit ook tekenen?"))
	before := func(meeting string) (b api.Before, raw string) {
		t.Helper()
		status, raw := w.request(http.MethodGet, "/api/meetings/"+meeting+"/before", facilitator, nil, nil)
		if status != http.StatusOK {
			t.Fatal(status, raw)
		}
		w.must(json.Unmarshal([]byte(raw), &b))
		return b, raw
	}
	first, raw := before(held.ID)
	if strings.Contains(raw, "rust") {
		t.Errorf("what somebody wrote: %s", raw)
	}
	did := map[string]homework.Doing{}
	for _, d := range first.People {
		did[d.Alias] = d
	}
	if len(did["Cas"].Sent) != 1 || len(did["Bo"].Sent) != 0 || len(did["Bo"].Missing) == 0 || did["Bo"].Stuck {
		t.Errorf("who did what: %+v", first.People)
	}
	if q := did["Cas"].Questions; len(q) != 1 || q[0].Text != "Mag ik dit ook tekenen?" || !did["Cas"].Stuck {
		t.Errorf("who asks: %+v", q)
	}
	if len(first.Quiet) != 1 || first.Quiet[0].Alias != "Noor" || first.Quiet[0].MemberID != quiet || first.Quiet[0].Missed != held.ID {
		t.Fatalf("who is quiet: %+v", first.Quiet)
	}

	done := func(person string) int {
		status, _ := w.request(http.MethodPost, "/api/groups/"+g["group"]+"/quiet/"+quiet, person, map[string]string{"Origin": w.PublicURL}, strings.NewReader(`{"missed":"`+held.ID+`"}`))
		return status
	}
	if status := done(bo); status != http.StatusNotFound {
		t.Errorf("a member dealt with it: %d", status)
	}
	if b, _ := before(held.ID); len(b.Quiet) != 1 {
		t.Error("it is gone for the facilitator")
	}
	if status := done(facilitator); status != http.StatusNoContent {
		t.Fatal(status)
	}
	if b, _ := before(held.ID); len(b.Quiet) != 0 {
		t.Errorf("proposed again: %+v", b.Quiet)
	}

	// A meeting that was called off is one that nobody missed.
	v, err := w.groups.ViewGroup(ctx, g["group"], facilitator)
	w.must(err)
	second := v.Meetings[1].ID
	_, err = meetings.Update(ctx, second, func(m *groups.Meeting) error { m.StartAt, m.Off = ago(8), true; return nil })
	w.must(err)
	if b, _ := before(second); len(b.Quiet) != 0 {
		t.Errorf("missed what was called off: %+v", b.Quiet)
	}
	_, err = meetings.Update(ctx, second, func(m *groups.Meeting) error { m.Off, m.Phase = false, groups.Closed; return nil })
	w.must(err)
	b, _ := before(second)
	for _, d := range b.People {
		if d.Alias == "Noor" && !d.Stuck {
			t.Error("who handed nothing in for two meetings is not stuck")
		}
	}
	names := []string{}
	for _, q := range b.Quiet {
		names = append(names, q.Alias)
	}
	if strings.Join(names, " ") != "Dina Noor" && strings.Join(names, " ") != "Noor Dina" {
		t.Errorf("missed the second: %v", names)
	}
}
