package chat_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"kring/groups"
	"kring/groups/chat"
	"kring/groups/groupstest"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
	"kring/internal/store/sqlitestore"
)

// board remembers what was announced, and that it was stored by then.
type board struct {
	mu     sync.Mutex
	posted []int64
	check  func(channel string, seq int64)
}

func (b *board) Posted(channel string, seq int64) {
	if b.check != nil {
		b.check(channel, seq)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.posted = append(b.posted, seq)
}

func (b *board) Changed(string, int64)  {}
func (b *board) HasRead(string, string) {}

type world struct {
	*groupstest.World
	*chat.Chat
	board   *board
	channel string
	group   *groups.Group
}

func open(t *testing.T, change func(*groups.NewGroup)) *world {
	t.Helper()
	db, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "kring.db"))
	groupstest.Must(t, err)
	t.Cleanup(func() { groupstest.Must(t, db.Close()) })
	w := &world{World: groupstest.New(t, db), board: &board{}}
	w.group = w.Group(t, change)
	w.channel = groups.Channel(w.group.ID)
	w.Chat = w.node(t)
	return w
}

// node opens the chat as another process on the same store would.
func (w *world) node(t *testing.T) *chat.Chat {
	t.Helper()
	c, err := chat.Open(t.Context(), chat.Deps{DB: w.DB, Vault: w.World.Vault, Notifier: w.board, Now: w.Clock})
	groupstest.Must(t, err)
	return c
}

func (w *world) say(t *testing.T, author, text string) chat.Message {
	t.Helper()
	m, err := w.Say(t.Context(), w.channel, author, store.NewID(), text)
	groupstest.Must(t, err)
	return m
}

func (w *world) reader(t *testing.T, person string) chat.Reader {
	t.Helper()
	r, err := w.Reader(t.Context(), w.circle(t), person)
	groupstest.Must(t, err)
	return r
}

// all reads a channel page by page, forwards.
func (w *world) all(t *testing.T) []chat.Message {
	t.Helper()
	var out []chat.Message
	for at := int64(0); ; {
		p, err := w.After(t.Context(), w.channel, at, 30)
		groupstest.Must(t, err)
		out = append(out, p.Messages...)
		if !p.More {
			return out
		}
		at = out[len(out)-1].Seq
	}
}

// Two processes, 100 senders at once, each message sent twice: every message
// is there once, and the numbers have no gap.
func TestSendersAtOnceLeaveNoGap(t *testing.T) {
	w := open(t, nil)
	nodes := []*chat.Chat{w.Chat, w.node(t)}
	w.board.check = func(channel string, seq int64) {
		if p, err := w.After(context.Background(), channel, seq-1, 1); err != nil || len(p.Messages) != 1 || p.Messages[0].Seq != seq {
			t.Errorf("%d was announced before it was stored", seq)
		}
	}
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			id := fmt.Sprint("m", i)
			a, err := nodes[i%2].Say(t.Context(), w.channel, "person-anna", id, "bericht "+id)
			b, err2 := nodes[(i+1)%2].Say(t.Context(), w.channel, "person-anna", id, "bericht "+id)
			if err != nil || err2 != nil || a.Seq != b.Seq || b.Text != a.Text {
				t.Errorf("%v %v: %d and %d", err, err2, a.Seq, b.Seq)
			}
		})
	}
	wg.Wait()
	got := w.all(t)
	if len(got) != 100 || len(w.board.posted) != 100 {
		t.Fatalf("%d messages, %d announced", len(got), len(w.board.posted))
	}
	for i, m := range got {
		if m.Seq != int64(i+1) || m.Text != "bericht "+m.ClientID || i > 0 && m.At < got[i-1].At {
			t.Errorf("at place %d: %+v", i+1, m)
		}
	}
}

func TestSameClientIDOfAnotherIsAnotherMessage(t *testing.T) {
	w := open(t, nil)
	a, err := w.Say(t.Context(), w.channel, "person-anna", "1", "hoi")
	groupstest.Must(t, err)
	b, err := w.Say(t.Context(), w.channel, "person-bram", "1", "hallo")
	if err != nil || a.Seq != 1 || b.Seq != 2 || b.Text != "hallo" {
		t.Errorf("%+v %+v %v", a, b, err)
	}
}

func TestHistoryScrollsBackWithoutEnd(t *testing.T) {
	w := open(t, nil)
	for i := range 25 {
		w.say(t, "person-anna", fmt.Sprint(i+1))
	}
	var seen []string
	for before, more := int64(0), true; more; {
		p, err := w.Before(t.Context(), w.channel, before, 10)
		groupstest.Must(t, err)
		var page []string
		for _, m := range p.Messages {
			page = append(page, m.Text)
		}
		seen, before, more = append(page, seen...), p.Messages[0].Seq, p.More
	}
	if len(seen) != 25 || seen[0] != "1" || seen[24] != "25" {
		t.Errorf("scrolled through %v", seen)
	}
	for _, limit := range []int{-1, 0, 1 << 40} {
		if p, err := w.Before(t.Context(), w.channel, 0, limit); err != nil || len(p.Messages) == 0 || len(p.Messages) > chat.MaxPage {
			t.Errorf("limit %d: %d messages, %v", limit, len(p.Messages), err)
		}
	}
	if p, err := w.After(t.Context(), w.channel, 25, 10); err != nil || len(p.Messages) != 0 || p.More {
		t.Errorf("after the end: %+v, %v", p, err)
	}
}

func TestBoundsOfAMessage(t *testing.T) {
	w := open(t, nil)
	for _, c := range []struct{ channel, client, text, code string }{
		{w.channel, "1", "", "message.text"},
		{w.channel, "1", " \n ", "message.text"},
		{w.channel, "1", strings.Repeat("é", 4001), "message.text"},
		{w.channel, "1", "a\xff", "message.text"},
		{w.channel, "", "hoi", "message.client-id"},
		{w.channel, strings.Repeat("1", 65), "hoi", "message.client-id"},
		{"x", "1", "hoi", "not-found"},
	} {
		_, err := w.Say(t.Context(), c.channel, "person-anna", c.client, c.text)
		groupstest.WantFault(t, err, c.code)
	}
	if m := w.say(t, "person-anna", strings.Repeat("é", 4000)); m.Seq != 1 {
		t.Errorf("the longest message is number %d", m.Seq)
	}
}

func TestErasedGroupHasNoTexts(t *testing.T) {
	w := open(t, nil)
	w.say(t, "person-anna", "hoi")
	groupstest.Must(t, w.World.Vault.Erase(t.Context(), seal.Group(w.group.ID)))
	p, err := w.After(t.Context(), w.channel, 0, 10)
	if err != nil || len(p.Messages) != 1 || p.Messages[0].Text != "" || !p.Messages[0].Erased {
		t.Errorf("%+v, %v", p, err)
	}
	_, err = w.Say(t.Context(), w.channel, "person-anna", "2", "nog iets")
	if !errors.Is(err, seal.ErrErased) || fault.Of(err) != nil {
		t.Errorf("writing after that: %v", err)
	}
}

func TestSenderWhoHangsUpDoesNotWait(t *testing.T) {
	w := open(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.Say(ctx, w.channel, "person-anna", "1", "hoi"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	w.say(t, "person-anna", "hoi")
}

func TestReadPositionAndNews(t *testing.T) {
	w := open(t, nil)
	w.Join(t, w.group.ID, "person-anna", "Anna")
	w.Join(t, w.group.ID, "person-bram", "Bram")
	unread := func(person string) int {
		t.Helper()
		n, err := w.News(t.Context(), w.reader(t, person), w.channel)
		groupstest.Must(t, err)
		return n.Unread
	}
	if n, err := w.News(t.Context(), w.reader(t, "person-anna"), w.channel); err != nil || n != (chat.News{}) {
		t.Errorf("empty channel: %+v, %v", n, err)
	}
	for i := range 3 {
		w.say(t, "person-anna", fmt.Sprint(i))
	}
	w.say(t, "person-bram", "b")
	if a, b := unread("person-anna"), unread("person-bram"); a != 1 || b != 3 {
		t.Errorf("unread %d and %d", a, b)
	}
	groupstest.Must(t, w.Read(t.Context(), "person-bram", w.channel, 2))
	groupstest.Must(t, w.Read(t.Context(), "person-bram", w.channel, 1)) // an older tab
	if b := unread("person-bram"); b != 1 {
		t.Errorf("after reading two: %d", b)
	}
	groupstest.Must(t, w.Read(t.Context(), "person-bram", w.channel, 1<<50)) // no further than the end
	w.say(t, "person-anna", "new")
	if b := unread("person-bram"); b != 1 {
		t.Errorf("after a jump past the end: %d", b)
	}
}

// What a member sees of the others' messages in the three modes (ORG-11).
func TestAuthorsAreProjected(t *testing.T) {
	for mode, want := range map[string]string{
		groups.VisibleMembers: "Anna:a Bram:b Gids:g ", groups.VisibleFacilitators: "Anna:a :b Gids:g ", groups.VisibleNobody: "Anna:a Gids:g ",
	} {
		w := open(t, func(f *groups.NewGroup) { f.Visibility = mode })
		w.Join(t, w.group.ID, "person-anna", "Anna")
		w.Join(t, w.group.ID, "person-bram", "Bram")
		w.say(t, "person-anna", "a")
		w.say(t, "person-bram", "b")
		w.say(t, groupstest.Guide, "g")
		got, ownIDs := "", 0
		for _, m := range w.reader(t, "person-anna").Views(w.all(t)) {
			got += strings.Replace(m.Author.Alias, "Name of "+groupstest.Guide, "Gids", 1) + ":" + m.Text + " "
			if m.ClientID != "" {
				ownIDs++
			}
		}
		if got != want || ownIDs != 1 {
			t.Errorf("%s: anna reads %q with %d client ids, want %q", mode, got, ownIDs, want)
		}
		n, err := w.News(t.Context(), w.reader(t, "person-anna"), w.channel)
		if wantUnread := strings.Count(want, ":") - 1; err != nil || n.Unread != wantUnread {
			t.Errorf("%s: %d unread, want %d (%v)", mode, n.Unread, wantUnread, err)
		}
	}
}
