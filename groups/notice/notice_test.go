package notice_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"kring/groups/notice"
	"kring/internal/store"
	"kring/internal/store/sqlitestore"
)

const anna, bram = "person-anna", "person-bram"

// begin is a Tuesday noon in Amsterdam's winter.
var begin = time.Date(2026, 12, 1, 11, 0, 0, 0, time.UTC)

// way is a courier that keeps what it took and fails as told.
type way struct {
	mu    sync.Mutex
	took  []notice.Parcel
	fails func() error
}

func (w *way) Carry(_ context.Context, p notice.Parcel) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fails != nil {
		if err := w.fails(); err != nil {
			return err
		}
	}
	w.took = append(w.took, p)
	return nil
}

// kinds is what it took, in short.
func (w *way) kinds() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []string
	for _, p := range w.took {
		out = append(out, p.Kind)
	}
	return strings.Join(out, " ")
}

type world struct {
	*notice.Notices
	mail, push way
	t          *testing.T
	now        time.Time
	db         store.DB
}

func open(t *testing.T) *world {
	t.Helper()
	db, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "kring.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	w := &world{t: t, now: begin, db: db}
	w.push.fails = func() error { return notice.ErrNowhere }
	w.Notices = w.server()
	return w
}

// server is one more process on the same store.
func (w *world) server() *notice.Notices {
	w.t.Helper()
	n, err := notice.Open(w.t.Context(), notice.Deps{DB: w.db, Mail: &w.mail, Push: &w.push, Now: func() time.Time { return w.now }})
	w.must(err)
	return n
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) tell(kind string) {
	w.t.Helper()
	w.must(w.Tell(w.t.Context(), anna, kind))
}

// pass lets time pass, in 60 steps of a minute to an hour, and sends what is due.
func (w *world) pass(d time.Duration) {
	w.t.Helper()
	step := min(max(d/60, time.Minute), time.Hour)
	for end := w.now.Add(d); w.now.Before(end); {
		if w.now = w.now.Add(step); w.now.After(end) {
			w.now = end
		}
		_ = w.Send(w.t.Context())
	}
}

func (w *world) send() {
	w.t.Helper()
	w.must(w.Send(w.t.Context()))
}

// log is anna's own, in short: kind/mail/push, newest first.
func (w *world) log() string {
	w.t.Helper()
	told, err := w.Log(w.t.Context(), anna)
	w.must(err)
	var out []string
	for _, d := range told {
		out = append(out, d.Kind+"/"+d.Mail+"/"+d.Push)
	}
	return strings.Join(out, " ")
}

func (w *world) choose(change func(*notice.Choices)) {
	w.t.Helper()
	c, err := w.Choices(w.t.Context(), anna)
	w.must(err)
	change(&c)
	w.must(w.Choose(w.t.Context(), anna, c))
}

func TestToldOnceByMailAndSaidSo(t *testing.T) {
	w := open(t)
	w.tell(notice.SlotOff)
	w.send()
	w.pass(time.Hour)
	if w.mail.kinds() != "slot-off" || w.log() != "slot-off/sent/nowhere" {
		t.Errorf("mailed %q, log %q", w.mail.kinds(), w.log())
	}
	if err := w.Tell(t.Context(), anna, "gossip"); err == nil {
		t.Error("a kind that is not on the list was taken")
	}
}

// The same key tells once, whoever asks; another key, kind or person is another.
func TestAKeyTellsOnce(t *testing.T) {
	w := open(t)
	for range 3 {
		for _, key := range []string{"a", "b"} {
			w.must(w.Plan(t.Context(), notice.Note{PersonID: anna, Kind: notice.MeetingDay, Key: key}))
			w.must(w.server().Plan(t.Context(), notice.Note{PersonID: bram, Kind: notice.MeetingDay, Key: key}))
		}
		w.pass(2 * time.Minute)
	}
	if got := w.mail.kinds(); got != "meeting-day meeting-day meeting-day meeting-day" {
		t.Errorf("mailed %q", got)
	}
}

// Of several servers one sends each notice.
func TestServersShareTheQueue(t *testing.T) {
	w := open(t)
	for range 40 {
		w.tell(notice.Offer)
	}
	var wg sync.WaitGroup
	for range 4 {
		n := w.server()
		wg.Go(func() { _ = n.Send(t.Context()) })
	}
	wg.Wait()
	if len(w.mail.took) != 40 {
		t.Errorf("%d mails for 40 notices", len(w.mail.took))
	}
}

// cut is a store that takes only so many changes more, as when the process
// that makes them is killed.
type cut struct {
	store.DB
	left int
}

func (c *cut) Replace(ctx context.Context, coll string, rev int64, d store.Doc) error {
	if c.left--; c.left < 0 {
		return errors.New("killed")
	}
	return c.DB.Replace(ctx, coll, rev, d)
}

// A process is killed at each of its writes: another sends what it had claimed,
// and only a kill between the mail and the note of it mails twice, with one id.
func TestAKilledServersNoticeIsSentByAnother(t *testing.T) {
	for left, mails := range []int{1, 2, 1} {
		w := open(t)
		w.tell(notice.SlotOff)
		dying, err := notice.Open(t.Context(), notice.Deps{DB: &cut{w.db, left}, Mail: &w.mail, Push: &w.push, Now: func() time.Time { return w.now }})
		w.must(err)
		_ = dying.Send(t.Context())
		w.pass(10 * time.Minute)
		if len(w.mail.took) != mails || w.mail.took[0].ID != w.mail.took[mails-1].ID || w.log() != "slot-off/sent/nowhere" {
			t.Errorf("killed after %d writes: %v, log %q", left, w.mail.took, w.log())
		}
	}
}

// A mail that fails is tried ever later, until it goes, or for a week.
func TestTriedAgainEverLater(t *testing.T) {
	w := open(t)
	w.choose(func(c *notice.Choices) { c.QuietFrom = c.QuietUntil })
	var tries []time.Duration
	w.mail.fails = func() error { tries = append(tries, w.now.Sub(begin)); return errors.New("no mail server") }
	w.tell(notice.SlotOff)
	_ = w.Send(t.Context())
	w.pass(30 * time.Minute)
	if want := []time.Duration{0, 1 * time.Minute, 3 * time.Minute, 7 * time.Minute, 15 * time.Minute}; !slices.Equal(tries, want) {
		t.Errorf("tried at %v, want %v", tries, want)
	}
	if !strings.HasPrefix(w.log(), "slot-off//") {
		t.Errorf("while it waits the log says %q", w.log())
	}
	w.pass(8 * 24 * time.Hour)
	if w.log() != "slot-off/failed/nowhere" {
		t.Errorf("after a week: %q", w.log())
	}
}

// Three refusals for good mark the address; then nothing goes but what cannot
// be switched off, until the person says to try again.
func TestThreeRefusalsMarkTheAddress(t *testing.T) {
	w := open(t)
	tries := 0
	w.mail.fails = func() error { tries++; return notice.ErrRefused }
	w.tell(notice.SlotOff)
	w.pass(6 * time.Hour)
	c, err := w.Choices(t.Context(), anna)
	if err != nil || tries != 3 || c.MarkedAt == 0 || w.log() != "slot-off/refused/nowhere" {
		t.Fatalf("%d tries, %+v, log %q, %v", tries, c, w.log(), err)
	}
	w.tell(notice.Offer)
	w.pass(time.Hour)
	if tries != 3 {
		t.Error("a marked address was mailed again")
	}
	w.tell(notice.Danger)
	w.pass(time.Hour)
	if tries != 4 {
		t.Error("what cannot be switched off was not tried")
	}
	w.mail.fails = nil
	w.must(w.Retry(t.Context(), anna))
	w.tell(notice.MeetingOff)
	w.send()
	if c, _ = w.Choices(t.Context(), anna); c.MarkedAt != 0 || !strings.Contains(w.mail.kinds(), "trial") || !strings.Contains(w.mail.kinds(), "meeting-off") {
		t.Errorf("after trying again: %+v, mailed %q", c, w.mail.kinds())
	}
}

func TestChosenWays(t *testing.T) {
	w := open(t)
	w.push.fails = nil
	w.choose(func(c *notice.Choices) {
		c.QuietFrom = c.QuietUntil
		c.Bundle = notice.Each
		c.Kinds = []notice.Choice{
			{Kind: notice.SlotOff, Ways: notice.Ways{Mail: true}}, {Kind: notice.Offer, Ways: notice.Ways{Push: true}}, {Kind: notice.Expiry},
		}
	})
	for _, kind := range []string{notice.SlotOff, notice.Offer, notice.Expiry, notice.Danger} {
		w.tell(kind)
		w.pass(2 * time.Minute)
	}
	if m, p := w.mail.kinds(), w.push.kinds(); m != "slot-off danger" || p != "offer danger" {
		t.Errorf("mailed %q, pushed %q", m, p)
	}
	for _, c := range []notice.Choices{
		{QuietFrom: "22:00", QuietUntil: "7", Bundle: notice.Part}, {QuietFrom: "22:00", QuietUntil: "07:00", Bundle: "never"},
		{QuietFrom: "22:00", QuietUntil: "07:00", Bundle: notice.Part, Kinds: []notice.Choice{{Kind: notice.Danger}}},
	} {
		if err := w.Choose(t.Context(), anna, c); err == nil {
			t.Errorf("taken: %+v", c)
		}
	}
}

// In quiet hours nothing goes but what cannot wait; it goes when they end, or
// not at all when that is too late. Over the night of summer time too.
func TestQuietHours(t *testing.T) {
	w := open(t)
	w.now = time.Date(2027, 3, 27, 22, 0, 0, 0, time.UTC) // 23:00; at 2:00 it becomes 3:00
	w.tell(notice.SlotOff)
	w.tell(notice.Danger)
	w.must(w.Plan(t.Context(), notice.Note{PersonID: anna, Kind: notice.MeetingHour, Key: "m", Until: w.now.Add(7 * time.Hour).UnixMilli()}))
	w.pass(time.Minute)
	if w.mail.kinds() != "danger" {
		t.Errorf("in the night: %q", w.mail.kinds())
	}
	w.pass(7*time.Hour - 2*time.Minute)
	if w.now.In(time.FixedZone("CEST", 2*60*60)).Format("15:04") != "06:59" || w.mail.kinds() != "danger" {
		t.Errorf("at %v: %q", w.now, w.mail.kinds())
	}
	w.pass(2 * time.Minute)
	if w.mail.kinds() != "danger slot-off" || !strings.Contains(w.log(), "meeting-hour/late/late") {
		t.Errorf("in the morning: %q, log %q", w.mail.kinds(), w.log())
	}
}

// However many messages, one mail in a part of the day; what comes after it is
// told in the next.
func TestOneMailInAPartOfTheDay(t *testing.T) {
	w := open(t) // 12:00
	for range 30 {
		w.tell(notice.Chat)
		w.pass(10 * time.Minute) // until 17:00
	}
	if w.mail.kinds() != "chat" {
		t.Fatalf("in the afternoon: %q", w.mail.kinds())
	}
	w.pass(90 * time.Minute)
	if w.mail.kinds() != "chat chat" {
		t.Fatalf("in the evening: %q", w.mail.kinds())
	}
	w.pass(48 * time.Hour)
	if w.mail.kinds() != "chat chat" {
		t.Errorf("without messages: %q", w.mail.kinds())
	}
}

func TestOneMailADay(t *testing.T) {
	w := open(t)
	w.choose(func(c *notice.Choices) { c.Bundle = notice.Day })
	for range 2 * 24 { // two days of messages
		w.tell(notice.Chat)
		for range 2 {
			w.now = w.now.Add(30 * time.Minute)
			w.send()
		}
	}
	if w.mail.kinds() != "chat chat chat" { // Tuesday at noon, Wednesday and Thursday at nine
		t.Errorf("mailed %q", w.mail.kinds())
	}
}

// What was read meanwhile is not told, and does not use up the part's one.
func TestWhatHasNoPointIsNotTold(t *testing.T) {
	w := open(t)
	unread := false
	w.Still = func(_ context.Context, n notice.Note) (bool, error) { return unread, nil }
	w.tell(notice.Chat)
	w.pass(10 * time.Minute)
	if w.mail.kinds() != "" || w.log() != "chat/moot/moot" {
		t.Fatalf("mailed %q, log %q", w.mail.kinds(), w.log())
	}
	unread = true
	w.tell(notice.Chat)
	w.pass(10 * time.Minute)
	if w.mail.kinds() != "chat" || w.log() != "chat/sent/nowhere" {
		t.Errorf("mailed %q, log %q", w.mail.kinds(), w.log())
	}
}

func TestTheLogIsKept90Days(t *testing.T) {
	w := open(t)
	w.tell(notice.SlotOff)
	w.send()
	w.now = w.now.Add(89 * 24 * time.Hour)
	if n, err := w.Sweep(t.Context()); n != 0 || err != nil {
		t.Errorf("%d removed too early, %v", n, err)
	}
	w.now = w.now.Add(2 * 24 * time.Hour)
	if n, err := w.Sweep(t.Context()); n != 1 || err != nil || w.log() != "" {
		t.Errorf("%d removed, %v, log %q", n, err, w.log())
	}
}

// Run sends at once what is asked for, and ends with its context.
func TestRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t)
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { w.Run(ctx, func(err error) { t.Error(err) }); close(done) }() // ends at stop
		w.tell(notice.Danger)
		time.Sleep(time.Second) // of the bubble's clock
		if w.mail.kinds() != "danger" {
			t.Errorf("after a second: %q", w.mail.kinds())
		}
		stop()
		<-done
	})
}
