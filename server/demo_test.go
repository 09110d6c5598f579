package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"kring/groups"
	"kring/internal/store"
)

// TestDemoLinks: a fresh start prints a line per person; the links work, again
// and again, and in a second start too, where a meeting can be joined still.
func TestDemoLinks(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	s := p.serve("--demo")
	if lines := strings.Count(s.out.String(), "\ndemo ") + 1; lines != len(demoPeople) {
		t.Errorf("%d lines of people:\n%s", lines, s.out)
	}
	for _, person := range demoPeople {
		if !strings.Contains(s.out.String(), "demo "+person.role+" "+person.alias+" "+s.url+"/in#") {
			t.Errorf("no line for %s %s:\n%s", person.role, person.alias, s.out)
		}
		for range 2 {
			s.guest(person.alias).must("GET", "/api/today", nil, nil, nil)
		}
	}
	before := joinable(s.guest("Anna"))
	s.stop()
	s = p.serve("--demo")
	if after := joinable(s.guest("Anna")); after != before || after == "" {
		t.Errorf("joinable %q, and after another start %q", before, after)
	}
	var people []struct{ Alias, URL string }
	newGuest(t, s.url).must("GET", "/api/demo/people", nil, nil, &people)
	if len(people) != len(demoPeople) || people[0].URL != s.links[people[0].Alias] {
		t.Errorf("the start page shows %v", people)
	}
}

// joinable is the id of the meeting that can be joined now.
func joinable(g *guest) string {
	g.t.Helper()
	var today struct {
		Meetings []struct {
			ID       string
			Joinable bool
		}
	}
	g.must("GET", "/api/today", nil, nil, &today)
	for _, m := range today.Meetings {
		if m.Joinable {
			return m.ID
		}
	}
	return ""
}

// TestDemoContent: what the demo promises to show is there.
func TestDemoContent(t *testing.T) {
	t.Parallel()
	s := newPlace(t).serve("--demo")
	var today struct {
		Homework []struct{ Status string }
		Messages []struct{ Unread int }
		Feedback []struct{ Alias string }
	}
	s.guest("Anna").must("GET", "/api/today", nil, nil, &today)
	if len(today.Homework) == 0 || today.Homework[0].Status != "feedback" || today.Messages[0].Unread == 0 {
		t.Errorf("Anna sees %+v", today)
	}
	s.guest("Marieke").must("GET", "/api/today", nil, nil, &today)
	if len(today.Feedback) != 1 || today.Feedback[0].Alias != "Bram" {
		t.Errorf("Marieke sees %+v", today)
	}
}

// demoWorld is the demo in this process, with ticks at will.
func demoWorld(t *testing.T) (w *world, tick func()) {
	t.Helper()
	w = start(t)
	w.Demo = true
	w.must(w.openDemo(t.Context()))
	ticks := make(chan time.Time)
	w.keepJoinable(ticks)
	return w, func() {
		ticks <- time.Now()
		ticks <- time.Now() // taken when the first has been dealt with
	}
}

// TestDemoRevives: a tick gives the demo its meeting back once it is over and
// everybody is out, and never touches one that people are in.
func TestDemoRevives(t *testing.T) {
	w, tick := demoWorld(t)
	now := time.Now()
	for _, c := range []struct {
		what    string
		phase   string
		node    string
		startAt time.Time
		revived bool
	}{
		{"closed, everybody out", groups.Closed, "", now, true},
		{"closed, somebody still looks at it", groups.Closed, "here/1", now, false},
		{"open", groups.Opened, "here/1", now.Add(-3 * time.Hour), false},
		{"open, its server lost", groups.Opened, "", now.Add(-3 * time.Hour), false},
		{"planned for now", groups.Planned, "", now.Add(-30 * time.Minute), false},
		{"nobody came", groups.Planned, "", now.Add(-2 * time.Hour), true},
	} {
		m, err := w.demo.meetings.One(t.Context(), store.Is("groupId", w.demo.groupID), store.Is("number", demoMeeting))
		w.must(err)
		_, err = w.demo.meetings.Update(context.Background(), m.ID, func(m *groups.Meeting) error {
			m.Phase, m.StartAt, m.Live.Node = c.phase, c.startAt.UnixMilli(), c.node
			return nil
		})
		w.must(err)
		tick()
		got, err := w.demo.meetings.Get(t.Context(), m.ID)
		w.must(err)
		revived := got.Phase == groups.Planned && time.Since(time.UnixMilli(got.StartAt)) < 10*time.Minute
		same := got.Phase == c.phase && got.StartAt == c.startAt.UnixMilli()
		if revived != c.revived || same == c.revived {
			t.Errorf("%s: %s at %s after a tick", c.what, got.Phase, time.UnixMilli(got.StartAt))
		}
		v, err := w.groups.Meeting(t.Context(), m.ID)
		w.must(err)
		if c.revived && !v.Joinable {
			t.Errorf("%s: cannot be joined after a tick", c.what)
		}
	}
}
