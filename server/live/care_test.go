package live

import (
	"context"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"kring/groups/care"
	"kring/groups/groupstest"
	"kring/internal/access"
	"kring/internal/bus"
	"kring/internal/store/sqlitestore"
)

// ward is care on a store of its own.
func (h *house) ward(b *bus.Bus) *care.Care {
	h.t.Helper()
	brief, err := sqlitestore.Open(h.t.Context(), filepath.Join(h.t.TempDir(), "brief.db"))
	groupstest.Must(h.t, err)
	h.t.Cleanup(func() { _ = brief.Close() })
	c, err := care.Open(h.t.Context(), care.Deps{
		Brief: brief, Docs: h.DB, Vault: h.Vault, Meetings: always(h.group.ID),
		Changed: func(meeting, person string) {
			_ = b.Publish("care."+meeting, bus.Event{Kind: "care", Channel: meeting, Person: person})
		},
	})
	groupstest.Must(h.t, err)
	return c
}

// always is meetings of a group that never end.
type always string

func (a always) Going(context.Context, string) (string, error) { return string(a), nil }

// alarms waits for the news in which so many are open.
func (x *tab) alarms(n int) MeetingCare {
	x.t.Helper()
	for {
		var m MeetingCare
		x.next("meeting.care", &m)
		if len(m.Alarms) == n {
			return m
		}
	}
}

// own waits until a person's own alarm stands so.
func (x *tab) own(alarm string) {
	x.t.Helper()
	for {
		var m MeetingCare
		if x.next("meeting.care", &m); m.Alarm == alarm {
			same(x.t, "of others she sees", len(m.Alarms), 0)
			return
		}
	}
}

// TestAnAlarmIsSilent: facilitators are told with the lines, the person how it
// stands, and the others get not one frame.
func TestAnAlarmIsSilent(t *testing.T) {
	h := build(t)
	guide, co, a, b := h.open(groupstest.Guide), h.open(groupstest.CoGuide), h.open(roos), h.open(sam)
	a.must("meeting.not-entered", `"type":"meeting.alarm","meeting":%q`, h.meeting)
	for _, x := range []*tab{guide, co, a, b} {
		x.enter(h)
	}
	same(t, "open", guide.act(h, "open"), "ok")
	guide.must("ok", `"type":"meeting.admit","meeting":%q,"who":"all"`, h.meeting)
	b.state("sam sits", seated(4))
	b.must("ok", `"type":"meeting.hand","meeting":%q,"up":false`, h.meeting)
	b.act(h, "close") // not his to do: an answer after which nothing is on its way
	before := len(b.news)
	groupstest.Must(t, h.server.Care.CheckIn(t.Context(), h.meeting, roos, care.Lines{Place: "Kerkstraat 1", Contact: "Ans", Phone: "06"}))

	same(t, "alarm", a.act(h, "alarm"), "ok")
	same(t, "again", a.act(h, "alarm"), "ok")
	for _, x := range []*tab{guide, co} {
		m := x.alarms(1)
		got := m.Alarms[0]
		same(t, "whose", got.ID+got.Alias, h.members[roos]+"Roos")
		same(t, "the lines", got.Place+got.Contact+got.Phone, "Kerkstraat 1Ans06")
	}
	a.own(care.Shown)
	h.mu.Lock()
	logged := strings.Join(h.logged, "|")
	h.mu.Unlock()
	for _, want := range []string{roos + " raise-alarm true", groupstest.Guide + " read-check-in false", groupstest.CoGuide + " read-check-in false"} {
		if !strings.Contains(logged, want) {
			t.Errorf("not in the access log: %s, of %s", want, logged)
		}
	}
	a.must("not-found", `"type":"meeting.alarm.close","meeting":%q,"who":%q`, h.meeting, h.members[roos])
	b.must("not-found", `"type":"meeting.alarm.close","meeting":%q,"who":%q`, h.meeting, h.members[roos])
	guide.must("ok", `"type":"meeting.alarm.close","meeting":%q,"who":%q`, h.meeting, h.members[roos])
	co.alarms(0)
	a.own("")
	b.act(h, "close")
	for _, raw := range b.news[before:] {
		t.Errorf("sam heard %s", raw)
	}
}

// TestAFacilitatorWhoComesLaterIsTold, also after the connection was lost.
func TestAFacilitatorWhoComesLaterIsTold(t *testing.T) {
	h := build(t)
	a := h.open(roos)
	a.enter(h)
	same(t, "from the waiting room", a.act(h, "alarm"), "ok")
	a.own(care.Raised)
	guide := h.open(groupstest.Guide)
	guide.enter(h)
	same(t, "without lines", guide.alarms(1).Alarms[0].Place, "")
	a.own(care.Shown)
	_ = a.ws.Close()
	a = h.open(roos)
	a.enter(h)
	a.own(care.Shown)
	guide.must("care.who", `"type":"meeting.alarm.close","meeting":%q,"who":"nobody"`, h.meeting)
}

// TestCareIsToldWhileMoreComes looks for news and hears of more at the same
// time: under -race it fails when both use one map.
func TestCareIsToldWhileMoreComes(t *testing.T) {
	s := &Server{Options: Options{Facts: func(context.Context, string, access.Place) (access.Facts, error) { return access.Facts{}, nil }, Policy: access.Kring()}}
	c := newConn(s, nil, "anna", "")
	c.visits["meeting"] = nil
	var both sync.WaitGroup
	both.Go(func() { // ends after 1000
		for range 1000 {
			c.careFor("meeting")
		}
	})
	for range 1000 {
		if err := c.careNews(); err != nil {
			t.Fatal(err)
		}
	}
	both.Wait()
}
