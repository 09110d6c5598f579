package homework_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"kring/homework"
	"kring/homework/measure"
	"kring/homework/programme"
	"kring/homework/survey"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
	"kring/internal/store/sqlitestore"
)

// ruled is measured, at the start, with a rule on the first question of who-5.
func ruled(t *testing.T, tell ...string) (h *homework.Homework, assignment string, now *int64) {
	t.Helper()
	h, now = measured(t)
	*now = firstMeet
	if err := h.Surveys.Choose(t.Context(), org, "who-5", false, &[]measure.Rule{{Item: 1, Values: []int{0, 1}, Tell: tell}}); err != nil {
		t.Fatal(err)
	}
	return h, momentOf(t, h, "start"), now
}

func waiting(t *testing.T, h *homework.Homework, person string, guided ...string) []survey.Notice {
	t.Helper()
	ns, err := h.Surveys.Notices(t.Context(), person, guided)
	if err != nil {
		t.Fatal(err)
	}
	return ns
}

func TestAnAnswerThatARuleIsAboutIsToldAtOnce(t *testing.T) {
	h, id, now := ruled(t)
	messages := map[string]bool{}
	h.Surveys.Inform = func(_ context.Context, g string, tell []string, key string) error {
		if g != group || len(tell) != 0 {
			t.Errorf("a message about %s to %v", g, tell)
		}
		messages[key] = true
		return nil
	}
	v := save(t, h, id, 0, programme.Values{"who-5": parts(*now, 3)})
	if ns := waiting(t, h, marja, group); len(ns) != 0 {
		t.Fatalf("told of another answer: %+v", ns)
	}
	given := *now - 2*60*60*1000 // offline, two hours ago
	v = save(t, h, id, v.Rev, programme.Values{"who-5": parts(given, 1)})
	ns := waiting(t, h, marja, group)
	if len(ns) != 1 || ns[0].At != given || ns[0].LateMs != *now-given || ns[0].PersonID != anna || ns[0].GroupID != group {
		t.Fatalf("notices: %+v", ns)
	}
	if other := waiting(t, h, marja); len(other) != 0 {
		t.Errorf("somebody who does not guide the group is told: %+v", other)
	}
	for range 2 { // the same again, as after a lost reply
		v = save(t, h, id, v.Rev, programme.Values{"who-5": parts(given, 0, 3)})
	}
	if ns := waiting(t, h, marja, group); len(ns) != 1 || len(messages) != 1 {
		t.Errorf("told twice: %+v, messages %v", ns, messages)
	}
	if err := h.Surveys.Done(t.Context(), ns[0].ID, daan, nil); !fault.Is(err, fault.NotFound) {
		t.Errorf("ticked by somebody who was not told: %v", err)
	}
	if err := h.Surveys.Done(t.Context(), ns[0].ID, marja, []string{group}); err != nil {
		t.Fatal(err)
	}
	if ns := waiting(t, h, marja, group); len(ns) != 0 {
		t.Errorf("still there: %+v", ns)
	}
	*now += day
	v = save(t, h, id, v.Rev, programme.Values{"who-5": parts(*now, 4)})
	save(t, h, id, v.Rev, programme.Values{"who-5": parts(*now, 1)})
	if ns := waiting(t, h, marja, group); len(ns) != 1 || ns[0].At != *now || len(messages) != 2 {
		t.Errorf("the same answer a day later: %+v, messages %v", ns, messages)
	}
}

func TestARuleNamesWhoIsTold(t *testing.T) {
	h, id, now := ruled(t, daan)
	save(t, h, id, 0, programme.Values{"who-5": parts(*now+day, 0)}) // a clock that is ahead
	if ns := waiting(t, h, marja, group); len(ns) != 0 {
		t.Errorf("the facilitators are told too: %+v", ns)
	}
	ns := waiting(t, h, daan)
	if len(ns) != 1 || ns[0].At != *now {
		t.Errorf("who is named: %+v", ns)
	}
	if err := h.Surveys.Done(t.Context(), ns[0].ID, daan, nil); err != nil {
		t.Error(err)
	}
}

// The rule of PHQ-9 is on without anybody choosing it.
func TestTheSelfHarmItemIsToldByDefault(t *testing.T) {
	h, now := measured(t)
	for item := 1; item <= 10; item++ {
		err := h.Surveys.Tell(t.Context(), survey.Given{AnswerID: "a", Step: "s", PersonID: anna, GroupID: group, Instrument: "phq-9", Item: item, Value: 1, At: *now})
		if err != nil {
			t.Fatal(err)
		}
		if n := len(waiting(t, h, marja, group)); (n == 1) != (item >= 9) {
			t.Errorf("after item %d: %d notices", item, n)
		}
	}
}

// cut is a store that is gone from the nth write on, as after a power cut.
type cut struct {
	store.DB
	left int
}

var errCut = errors.New("power cut")

func (c *cut) spend() error {
	if c.left--; c.left < 0 {
		return errCut
	}
	return nil
}

func (c *cut) Insert(ctx context.Context, coll string, d store.Doc) error {
	if err := c.spend(); err != nil {
		return err
	}
	return c.DB.Insert(ctx, coll, d)
}

func (c *cut) Replace(ctx context.Context, coll string, rev int64, d store.Doc) error {
	if err := c.spend(); err != nil {
		return err
	}
	return c.DB.Replace(ctx, coll, rev, d)
}

// Cut the power at every write of a save: whenever the answer is there, or the
// save was confirmed, the notice is there and its message queued; and saving
// again mends all.
func TestTheNoticeIsThereBeforeTheAnswerWhereverItIsCut(t *testing.T) {
	for at := 0; ; at++ {
		db, err := sqlitestore.Open(t.Context(), t.TempDir()+"/kring.db")
		if err != nil {
			t.Fatal(err)
		}
		power := &cut{db, 1 << 30}
		vault, err := seal.Open(t.Context(), db, make([]byte, seal.KeySize))
		if err != nil {
			t.Fatal(err)
		}
		h, err := homework.Open(t.Context(), power, vault)
		if err != nil {
			t.Fatal(err)
		}
		h.Now = func() time.Time { return time.UnixMilli(firstMeet) }
		h.Surveys.Organisation = func(context.Context, string) (string, error) { return org, nil }
		messages := map[string]bool{}
		h.Surveys.Inform = func(_ context.Context, _ string, _ []string, key string) error {
			if err := power.spend(); err != nil {
				return err
			}
			messages[key] = true
			return nil
		}
		if err := h.Surveys.Import(t.Context(), survey.Import{Org: org, Instrument: "who-5", File: madeUp(t, "who-5"), Licence: "x"}); err != nil {
			t.Fatal(err)
		}
		if err := h.Surveys.Choose(t.Context(), org, "who-5", false, &[]measure.Rule{{Item: 1, Values: []int{0}}}); err != nil {
			t.Fatal(err)
		}
		if err := h.Assign(t.Context(), group, prog, 2, six); err != nil {
			t.Fatal(err)
		}
		id := momentOf(t, h, "start")
		work := homework.Work{AssignmentID: id, PersonID: anna, Values: programme.Values{"who-5": parts(firstMeet, 0)}}
		power.left = at
		_, saved := h.Save(t.Context(), work)
		power.left = 1 << 30
		stored := len(own(t, h, id).Answer.Values) > 0
		if n := len(waiting(t, h, marja, group)); (n != 1 || len(messages) != 1) && (stored || saved == nil) {
			t.Fatalf("cut at write %d: %d notices, messages %v, answer stored %v, save %v", at, n, messages, stored, saved)
		}
		if _, err := h.Save(t.Context(), work); err != nil || len(waiting(t, h, marja, group)) != 1 || len(messages) != 1 {
			t.Fatalf("cut at write %d, then again: %v, %+v, messages %v", at, err, waiting(t, h, marja, group), messages)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if saved == nil {
			if at < 3 {
				t.Errorf("only %d places to cut", at)
			}
			return
		}
	}
}
