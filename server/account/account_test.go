package account

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"kring/internal/access"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store/sqlitestore"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is an account service on real stores with a clock that tests move.
type world struct {
	*Accounts
	box *Mailbox
	at  time.Time
}

func open(t *testing.T) *world {
	t.Helper()
	ctx := context.Background()
	db, err := sqlitestore.Open(ctx, filepath.Join(t.TempDir(), "docs.db"))
	must(t, err)
	keys, err := sqlitestore.Open(ctx, filepath.Join(t.TempDir(), "keys.db"))
	must(t, err)
	master := make([]byte, seal.KeySize)
	_, err = rand.Read(master)
	must(t, err)
	vault, err := seal.Open(ctx, keys, master)
	must(t, err)
	w := &world{box: &Mailbox{}, at: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
	post, err := NewPost(w.box)
	must(t, err)
	w.Accounts, err = Open(ctx, Options{DB: db, Vault: vault, Post: post, PublicURL: "https://kring.test", Now: func() time.Time { return w.at }})
	must(t, err)
	t.Cleanup(func() { post.Close(); must(t, db.Close()); must(t, keys.Close()) })
	return w
}

// code returns the code of the last letter to an address; it waits for the post.
func (w *world) code(t *testing.T, n int) string {
	t.Helper()
	deadline := time.After(10 * time.Second)
	for len(w.box.Letters()) < n {
		select {
		case <-deadline:
			t.Fatalf("letter %d never came", n)
		case <-time.After(time.Millisecond):
		}
	}
	for _, f := range strings.Fields(w.box.Letters()[0].Text) {
		if len(f) == 6 && strings.Trim(f, "0123456789") == "" {
			return f
		}
	}
	t.Fatal("no code in the letter")
	return ""
}

func (w *world) person(t *testing.T, email string) string {
	t.Helper()
	id, err := w.Create(context.Background(), NewPerson{Name: "Noor", Email: email, Verified: true, Staff: true})
	must(t, err)
	return id
}

func TestLinkSignsInOnce(t *testing.T) {
	w, ctx := open(t), context.Background()
	id := w.person(t, "noor@example.nl")
	url, err := w.NewLink(ctx, id, false)
	must(t, err)
	_, token, ok := strings.Cut(url, "#")
	if !ok || !strings.HasPrefix(url, "https://kring.test/in#") {
		t.Fatalf("the token must travel in the fragment: %s", url)
	}
	for range 3 { // looking spends nothing
		p, err := w.PreviewLink(ctx, token)
		must(t, err)
		if p.Name != "Noor" {
			t.Fatalf("preview names %q", p.Name)
		}
	}
	var wins, refusals int
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			_, session, err := w.UseLink(ctx, token, false)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				wins++
				if who, _ := w.Who(ctx, session); who != id {
					t.Errorf("session is of %q", who)
				}
			case fault.Is(err, fault.NotFound):
				refusals++
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if wins != 1 || refusals != 9 {
		t.Fatalf("%d presses won and %d were refused, want 1 and 9", wins, refusals)
	}
	if _, err := w.PreviewLink(ctx, token); !fault.Is(err, fault.NotFound) {
		t.Fatalf("a used link must look like an unknown one: %v", err)
	}
}

// TestARoomsLink is for a device alone: a person's page does not take it, nor a
// device's page a person's; both link and session are short, and end with the room.
func TestARoomsLink(t *testing.T) {
	w, ctx := open(t), context.Background()
	token := func(url string, err error) string {
		must(t, err)
		_, token, _ := strings.Cut(url, "#")
		return token
	}
	persons, rooms := token(w.NewLink(ctx, w.person(t, "a@example.nl"), false)), token(w.RoomLink(ctx, "m-01"))
	for token, room := range map[string]bool{persons: true, rooms: false} {
		if _, _, err := w.UseLink(ctx, token, room); !fault.Is(err, fault.NotFound) {
			t.Errorf("a link on the other's page: %v", err)
		}
	}
	person, session, err := w.UseLink(ctx, rooms, true)
	must(t, err)
	if who, _ := w.Who(ctx, session); who != person || who != access.RoomPerson("m-01") {
		t.Errorf("the device is %q", who)
	}
	late := token(w.RoomLink(ctx, "m-01"))
	must(t, w.EndRoom(ctx, "m-01"))
	if who, _ := w.Who(ctx, session); who != "" {
		t.Errorf("after the meeting it is %q", who)
	}
	w.at = w.at.Add(roomLinkLife)
	if _, _, err := w.UseLink(ctx, late, true); !fault.Is(err, fault.NotFound) {
		t.Errorf("after a quarter of an hour: %v", err)
	}
	_, session, err = w.UseLink(ctx, token(w.RoomLink(ctx, "m-01")), true)
	must(t, err)
	w.at = w.at.Add(roomLife)
	if who, _ := w.Who(ctx, session); who != "" {
		t.Errorf("after half a day it is %q", who)
	}
}

func TestLinkExpires(t *testing.T) {
	w, ctx := open(t), context.Background()
	url, err := w.NewLink(ctx, w.person(t, "a@example.nl"), true)
	must(t, err)
	_, token, _ := strings.Cut(url, "#")
	w.at = w.at.Add(LinkLife)
	if _, _, err := w.UseLink(ctx, token, false); !fault.Is(err, fault.NotFound) {
		t.Fatalf("after %v: %v", LinkLife, err)
	}
}

func TestCodeIsBoundToTheBrowser(t *testing.T) {
	w, ctx := open(t), context.Background()
	id := w.person(t, "noor@example.nl")
	mine, err := w.AskCode(ctx, " Noor@Example.NL ", "nl")
	must(t, err)
	code := w.code(t, 1)
	theirs, err := w.AskCode(ctx, "other@example.nl", "nl")
	must(t, err)
	if _, _, err := w.UseCode(ctx, theirs, code, ""); fault.Of(err) == nil || fault.Of(err).Code != "code.wrong" {
		t.Fatalf("another browser: %v", err)
	}
	who, session, err := w.UseCode(ctx, mine, code, "")
	must(t, err)
	if who != id {
		t.Fatalf("signed in as %q", who)
	}
	if got, _ := w.Who(ctx, session); got != id {
		t.Fatalf("the session is of %q", got)
	}
	if _, _, err := w.UseCode(ctx, mine, code, ""); fault.Of(err) == nil || fault.Of(err).Code != "code.expired" {
		t.Fatalf("a code works once: %v", err)
	}
}

func TestCodeLimits(t *testing.T) {
	w, ctx := open(t), context.Background()
	w.person(t, "noor@example.nl")
	for _, email := range []string{"noor@example.nl", "nobody@example.nl"} { // alike, known or not
		t.Run(email, func(t *testing.T) {
			for i := range CodesPerDay {
				_, err := w.AskCode(ctx, email, "nl")
				must(t, err)
				if i%CodesPerHour == CodesPerHour-1 {
					if _, err := w.AskCode(ctx, email, "nl"); !fault.Is(err, fault.TooMany) {
						t.Fatalf("code %d: %v", i+2, err)
					}
					w.at = w.at.Add(time.Hour + time.Millisecond)
				}
			}
			if _, err := w.AskCode(ctx, email, "nl"); !fault.Is(err, fault.TooMany) {
				t.Fatalf("code 11 of the day: %v", err)
			}
			w.at = w.at.Add(24 * time.Hour)
			_, err := w.AskCode(ctx, email, "nl")
			must(t, err)
		})
	}
}

func TestFiveTries(t *testing.T) {
	w, ctx := open(t), context.Background()
	w.person(t, "noor@example.nl")
	browser, err := w.AskCode(ctx, "noor@example.nl", "nl")
	must(t, err)
	code := w.code(t, 1)
	wrong := "000000"
	if code == wrong {
		wrong = "000001"
	}
	for range CodeTries {
		if _, _, err := w.UseCode(ctx, browser, wrong, ""); fault.Of(err) == nil || fault.Of(err).Code != "code.wrong" {
			t.Fatal(err)
		}
	}
	if _, _, err := w.UseCode(ctx, browser, code, ""); fault.Of(err) == nil || fault.Of(err).Code != "code.expired" {
		t.Fatalf("the right code after five wrong ones: %v", err)
	}
}

func TestCodeExpires(t *testing.T) {
	w, ctx := open(t), context.Background()
	w.person(t, "noor@example.nl")
	browser, err := w.AskCode(ctx, "noor@example.nl", "nl")
	must(t, err)
	code := w.code(t, 1)
	w.at = w.at.Add(CodeLife)
	if _, _, err := w.UseCode(ctx, browser, code, ""); fault.Of(err) == nil || fault.Of(err).Code != "code.expired" {
		t.Fatal(err)
	}
}

// Typing somebody's address at a group link must not open their account.
func TestEnrolWithSomebodysAddress(t *testing.T) {
	w, ctx := open(t), context.Background()
	victim := w.person(t, "noor@example.nl")
	got, err := w.Enrol(ctx, "noor@example.nl", "nl", false)
	must(t, err)
	if got == victim {
		t.Fatal("an unproved address opened its owner's account")
	}
	browser, err := w.AskCode(ctx, "noor@example.nl", "nl")
	must(t, err)
	who, _, err := w.UseCode(ctx, browser, w.code(t, 2), "") // letter 1 says: you have an account
	must(t, err)
	if who != victim {
		t.Fatal("the code led to the impostor's account")
	}
	if proved, err := w.Enrol(ctx, "noor@example.nl", "nl", true); err != nil || proved != victim {
		t.Fatalf("an invitation sent to the address leads to its owner: %q, %v", proved, err)
	}
}

// Who enrolled with a stranger's address loses the session when its owner comes.
func TestProvingAnAddressSignsOthersOut(t *testing.T) {
	w, ctx := open(t), context.Background()
	id, err := w.Enrol(ctx, "new@example.nl", "nl", false)
	must(t, err)
	impostor, err := w.Start(ctx, id)
	must(t, err)
	browser, err := w.AskCode(ctx, "new@example.nl", "nl")
	must(t, err)
	_, owner, err := w.UseCode(ctx, browser, w.code(t, 2), "")
	must(t, err)
	if who, _ := w.Who(ctx, impostor); who != "" {
		t.Fatal("the first session still works")
	}
	if who, _ := w.Who(ctx, owner); who != id {
		t.Fatal("the owner is not in")
	}
}

func TestSessionEnds(t *testing.T) {
	w, ctx := open(t), context.Background()
	id := w.person(t, "a@example.nl")
	var told string
	w.SignedOut = func(p string) { told = p }
	one, err := w.Start(ctx, id)
	must(t, err)
	two, err := w.Start(ctx, id)
	must(t, err)
	must(t, w.SignOut(ctx, one))
	if who, _ := w.Who(ctx, one); who != "" || told != id {
		t.Fatalf("signed out, yet %q; told %q", who, told)
	}
	w.at = w.at.Add(SessionLife)
	if who, _ := w.Who(ctx, two); who != "" {
		t.Fatal("an expired session still works")
	}
}

func TestAddress(t *testing.T) {
	for in, want := range map[string]string{" A@B.nl ": "a@b.nl", "a@b.nl": "a@b.nl", "": "", "a@b": "", "A B <a@b.nl>": "", "a b@c.nl": "", "a@b.nl, c@d.nl": ""} {
		if got, err := Address(in); got != want || (err == nil) != (want != "") {
			t.Errorf("Address(%q) = %q, %v", in, got, err)
		}
	}
}

func TestGate(t *testing.T) {
	at := time.Unix(0, 0)
	g := NewGate()
	g.Now = func() time.Time { return at }
	for range g.Max {
		must(t, g.Try("198.51.100.1"))
	}
	if err := g.Try("198.51.100.1"); !fault.Is(err, fault.TooMany) {
		t.Fatalf("try 301: %v", err)
	}
	must(t, g.Try("198.51.100.2"))
	at = at.Add(g.Span)
	must(t, g.Try("198.51.100.1"))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Signing up says the same to everybody: a code comes, and using it signs in.
func TestSignUpMakesOnePerson(t *testing.T) {
	w, ctx := open(t), context.Background()
	browser, err := w.SignUp(ctx, "Nieuw@Example.nl", "en")
	must(t, err)
	code := w.code(t, 1)
	if id, err := w.byEmail(ctx, w.Vault.Blind("email", "nieuw@example.nl")); err != nil || id != "" {
		t.Fatalf("somebody is there before the address was proved: %q, %v", id, err)
	}
	for _, other := range []string{"", "ander@example.nl", "geen adres"} {
		if _, _, err := w.UseCode(ctx, browser, code, other); fault.Of(err) == nil || fault.Of(err).Code != "code.wrong" {
			t.Fatalf("with the address %q: %v", other, err)
		}
	}
	who, session, err := w.UseCode(ctx, browser, code, " nieuw@example.nl")
	must(t, err)
	if got, _ := w.Who(ctx, session); got != who || who == "" {
		t.Fatalf("the session is of %q, the person %q", got, who)
	}
	if p, err := w.Profile(ctx, who); err != nil || p.Lang != "en" || p.Staff || p.Name != "" {
		t.Errorf("became %+v, %v", p, err)
	}
	if _, _, err := w.UseCode(ctx, browser, code, "nieuw@example.nl"); fault.Of(err) == nil || fault.Of(err).Code != "code.expired" {
		t.Errorf("used twice: %v", err)
	}
	browser, err = w.SignUp(ctx, "nieuw@example.nl", "nl")
	must(t, err)
	again, _, err := w.UseCode(ctx, browser, w.code(t, 2), "nieuw@example.nl")
	if err != nil || again != who {
		t.Errorf("signing up again made %q of %q, %v", again, who, err)
	}
}

// Two codes of one new address, asked before either was used, lead to one person.
func TestTwoSignUpsAtOnceAreOnePerson(t *testing.T) {
	w, ctx := open(t), context.Background()
	first, err := w.SignUp(ctx, "samen@example.nl", "nl")
	must(t, err)
	one := w.code(t, 1)
	second, err := w.SignUp(ctx, "samen@example.nl", "nl")
	must(t, err)
	two := w.code(t, 2)
	a, _, err := w.UseCode(ctx, second, two, "samen@example.nl")
	must(t, err)
	b, _, err := w.UseCode(ctx, first, one, "samen@example.nl")
	must(t, err)
	if a != b {
		t.Errorf("two people: %s and %s", a, b)
	}
}
