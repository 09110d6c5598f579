package homework_test

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"

	"kring/homework"
	"kring/homework/programme"
	"kring/internal/access"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store/sqlitestore"
)

const (
	group     = "group1"
	org       = "org1"
	anna      = "person-anna"
	daan      = "person-daan"
	marja     = "person-marja" // a facilitator
	prog      = "omgaan-met-stress"
	day       = int64(24 * 60 * 60 * 1000)
	firstMeet = int64(1_800_000_000_000) // in 2027
)

// meetings of the group, weekly.
var meetings = []int64{firstMeet, firstMeet + 7*day, firstMeet + 14*day, firstMeet + 21*day}

// service opens homework on a real store and a real vault, in dir.
func service(t *testing.T, dir string) *homework.Homework {
	t.Helper()
	ctx := context.Background()
	open := func(name string) *sqlitestore.DB {
		db, err := sqlitestore.Open(ctx, filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := db.Close(); err != nil {
				t.Errorf("close %s: %v", name, err)
			}
		})
		return db
	}
	vault, err := seal.Open(ctx, open("keys.db"), bytes.Repeat([]byte{7}, seal.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	h, err := homework.Open(ctx, open("kring.db"), vault)
	if err != nil {
		t.Fatal(err)
	}
	h.Surveys.Organisation = func(context.Context, string) (string, error) { return org, nil }
	h.Surveys.Inform = func(context.Context, string, []string, string) error { return nil }
	return h
}

// started is a service with one group that has its modules.
func started(t *testing.T) *homework.Homework {
	t.Helper()
	h := service(t, t.TempDir())
	if err := h.Assign(t.Context(), group, prog, 1, meetings); err != nil {
		t.Fatal(err)
	}
	return h
}

// assignment finds the assignment with a Dutch title.
func assignment(t *testing.T, h *homework.Homework, title string) string {
	t.Helper()
	items, err := h.Items(t.Context(), group, anna, "nl")
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range items {
		if it.Title == title {
			return it.ID
		}
	}
	t.Fatalf("no assignment %q in %v", title, items)
	return ""
}

const (
	before = "Voor u begint"
	view   = "Uw stress in beeld"
)

// full answers the required steps of "Voor u begint".
func full(hope string) programme.Values {
	return programme.Values{"gevoel": {Choice: "beetje"}, "hoop": {Text: hope}}
}

func save(t *testing.T, h *homework.Homework, id string, rev int64, vs programme.Values) homework.AnswerView {
	t.Helper()
	v, err := h.Save(t.Context(), homework.Work{AssignmentID: id, PersonID: anna, Rev: rev, Values: vs})
	if err != nil {
		t.Fatalf("save at rev %d: %v", rev, err)
	}
	return v
}

// handIn saves and sends full(hope) and returns the facilitator's queue item.
func handIn(t *testing.T, h *homework.Homework, id string, rev int64, hope string) homework.QueueItem {
	t.Helper()
	v := save(t, h, id, rev, full(hope))
	if _, err := h.HandIn(t.Context(), id, anna, v.Rev); err != nil {
		t.Fatalf("hand in: %v", err)
	}
	q := queue(t, h)
	if len(q) != 1 {
		t.Fatalf("queue after hand-in: %v", q)
	}
	return q[0]
}

func queue(t *testing.T, h *homework.Homework) []homework.QueueItem {
	t.Helper()
	q, err := h.Queue(t.Context(), []string{group}, "nl")
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// own reads anna's page of an assignment.
func own(t *testing.T, h *homework.Homework, id string) homework.AssignmentView {
	t.Helper()
	v, err := h.Assignment(t.Context(), id, anna, "nl")
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func review(t *testing.T, h *homework.Homework, answerID string) homework.Review {
	t.Helper()
	r, err := h.Review(t.Context(), answerID, "nl")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func wantFault(t *testing.T, err error, k fault.Kind, code, field string) {
	t.Helper()
	f := fault.Of(err)
	if f == nil || f.Kind != k || f.Code != code || f.Field != field {
		t.Fatalf("got error %v, want fault %s in field %q", err, code, field)
	}
}

func TestAssignFollowsTheProgrammeAndCanBeRepeated(t *testing.T) {
	h := started(t)
	if err := h.Assign(t.Context(), group, prog, 1, meetings); err != nil {
		t.Fatalf("second time: %v", err)
	}
	items, err := h.Items(t.Context(), group, anna, "en")
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		title   string
		meeting int
	}{{"Before you start", 1}, {"Your stress in view", 2}, {"Rest in your body", 3}, {"Worries and influence", 4}, {"My plan for busy times", 4}}
	if len(items) != len(want) {
		t.Fatalf("%d assignments, want %d", len(items), len(want))
	}
	for i, w := range want {
		it := items[i]
		if it.Title != w.title || it.MeetingNumber != w.meeting || it.DueAt != meetings[w.meeting-1] || it.Status != "new" {
			t.Errorf("assignment %d is %+v, want %q due at meeting %d", i, it, w.title, w.meeting)
		}
	}
}

func TestAssignRefusesTooFewMeetings(t *testing.T) {
	h := service(t, t.TempDir())
	err := h.Assign(t.Context(), group, prog, 1, meetings[:3])
	wantFault(t, err, fault.Invalid, "assign.meetings", "")
	if items, _ := h.Items(t.Context(), group, anna, "nl"); len(items) != 0 {
		t.Errorf("half assigned: %v", items)
	}
}

func TestDueMovesWithItsMeeting(t *testing.T) {
	h := started(t)
	if err := h.Reschedule(t.Context(), group, 2, meetings[1]+day); err != nil {
		t.Fatal(err)
	}
	if got := own(t, h, assignment(t, h, view)).DueAt; got != meetings[1]+day {
		t.Errorf("due %d, want a day later", got)
	}
	if got := own(t, h, assignment(t, h, before)).DueAt; got != meetings[0] {
		t.Errorf("another module moved to %d", got)
	}
}

func TestScope(t *testing.T) {
	h := started(t)
	id := assignment(t, h, before)
	s, err := h.Scope(t.Context(), access.Place{Kind: access.Assignment, ID: id})
	if s != (homework.Scope{Group: group}) || err != nil {
		t.Errorf("assignment: %+v %v", s, err)
	}
	item := handIn(t, h, id, 0, "rust")
	s, err = h.Scope(t.Context(), access.Place{Kind: access.Answer, ID: item.AnswerID})
	if s != (homework.Scope{Group: group, Owner: anna, HandedIn: true}) || err != nil {
		t.Errorf("answer: %+v %v", s, err)
	}
	for _, kind := range []access.Kind{access.Assignment, access.Answer} {
		_, err = h.Scope(t.Context(), access.Place{Kind: kind, ID: "nothing"})
		wantFault(t, err, fault.NotFound, "not-found", "")
	}
}

func TestWorkSurvivesARestart(t *testing.T) {
	dir := t.TempDir()
	var id string
	t.Run("before", func(t *testing.T) {
		h := service(t, dir)
		if err := h.Assign(t.Context(), group, prog, 1, meetings); err != nil {
			t.Fatal(err)
		}
		id = assignment(t, h, before)
		save(t, h, id, 0, full("doorslapen"))
	})
	h := service(t, dir)
	if got := own(t, h, id).Answer; got.Values["hoop"].Text != "doorslapen" || got.Rev != 1 {
		t.Errorf("after a restart: %+v", got)
	}
}
