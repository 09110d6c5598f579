package seal_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"kring/internal/seal"
	"kring/internal/store"
	"kring/internal/store/sqlitestore"
)

var place = seal.Ref{Coll: "answers", ID: "a1", Field: "text"}

const secret = "Ik slaap slecht sinds maart."

func master(fill byte) []byte { return bytes.Repeat([]byte{fill}, seal.KeySize) }

// keyStore is the path of a fresh key store; opening it twice is two processes.
func keyStore(t testing.TB) string { return filepath.Join(t.TempDir(), "keys.db") }

func try(t testing.TB, path string, masterKey []byte) (*seal.Vault, error) {
	t.Helper()
	db, err := sqlitestore.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return seal.Open(t.Context(), db, masterKey)
}

func open(t testing.TB, path string, masterKey []byte) *seal.Vault {
	t.Helper()
	v, err := try(t, path, masterKey)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func sealed(t testing.TB, v *seal.Vault, k seal.Key) []byte {
	t.Helper()
	box, err := v.SealText(t.Context(), k, place, secret)
	if err != nil {
		t.Fatal(err)
	}
	return box
}

func reads(t testing.TB, v *seal.Vault, k seal.Key, box []byte) {
	t.Helper()
	if text, err := v.OpenText(t.Context(), k, place, box); err != nil || text != secret {
		t.Fatalf("got %q, %v", text, err)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestSealedIsReadableHereAndAfterRestartOnly(t *testing.T) {
	path := keyStore(t)
	v := open(t, path, master(1))
	box := sealed(t, v, seal.Person("p1"))
	if bytes.Contains(box, []byte("slaap")) || bytes.Equal(box, sealed(t, v, seal.Person("p1"))) {
		t.Error("the box shows its content")
	}
	reads(t, v, seal.Person("p1"), box)
	reads(t, open(t, path, master(1)), seal.Person("p1"), box)
}

func TestBoxOpensOnlyWhereItWasSealed(t *testing.T) {
	v := open(t, keyStore(t), master(1))
	box := sealed(t, v, seal.Person("p1"))
	sealed(t, v, seal.Person("p2"))
	for name, c := range map[string]struct {
		k seal.Key
		r seal.Ref
	}{
		"collection":      {seal.Person("p1"), seal.Ref{Coll: "messages", ID: "a1", Field: "text"}},
		"document":        {seal.Person("p1"), seal.Ref{Coll: "answers", ID: "a2", Field: "text"}},
		"field":           {seal.Person("p1"), seal.Ref{Coll: "answers", ID: "a1", Field: "note"}},
		"shifted borders": {seal.Person("p1"), seal.Ref{Coll: "answersa", ID: "1", Field: "text"}},
		"owner":           {seal.Person("p2"), place},
		"unknown owner":   {seal.Person("p3"), place},
	} {
		if _, err := v.Open(t.Context(), c.k, c.r, box); !errors.Is(err, seal.ErrBroken) {
			t.Errorf("another %s: got %v, want ErrBroken", name, err)
		}
	}
}

func TestEveryTamperedByteIsSeen(t *testing.T) {
	v := open(t, keyStore(t), master(1))
	box := sealed(t, v, seal.Person("p1"))
	for i := range box {
		bad := bytes.Clone(box)
		bad[i] ^= 1
		_, err := v.Open(t.Context(), seal.Person("p1"), place, bad)
		if !errors.Is(err, seal.ErrBroken) || strings.Contains(err.Error(), "slaap") {
			t.Fatalf("byte %d changed: %v", i, err)
		}
		if _, err := v.Open(t.Context(), seal.Person("p1"), place, box[:i]); !errors.Is(err, seal.ErrBroken) {
			t.Fatalf("cut at %d: %v", i, err)
		}
	}
}

func TestWrongMasterStopsTheStart(t *testing.T) {
	path := keyStore(t)
	open(t, path, master(1))
	if _, err := try(t, path, master(2)); !errors.Is(err, seal.ErrMaster) {
		t.Errorf("another master: got %v, want ErrMaster", err)
	}
	if _, err := try(t, path, master(1)[:31]); err == nil {
		t.Error("a short master was accepted")
	}
}

func TestManyProcessesRaceForTheFirstUse(t *testing.T) {
	path := keyStore(t)
	vaults := []*seal.Vault{open(t, path, master(1)), open(t, path, master(1)), open(t, path, master(1))}
	for round := range 20 {
		k := seal.Group(fmt.Sprint(round))
		boxes := make([][]byte, len(vaults))
		var wg sync.WaitGroup
		for i, v := range vaults {
			wg.Go(func() { boxes[i], _ = v.SealText(t.Context(), k, place, secret) })
		}
		wg.Wait()
		for i := range vaults {
			reads(t, vaults[(i+1)%len(vaults)], k, boxes[i])
		}
	}
}

func TestErasedIsGoneForGoodAndForOthersUntouched(t *testing.T) {
	path := keyStore(t)
	v := open(t, path, master(1))
	gone, stays := sealed(t, v, seal.Person("p1")), sealed(t, v, seal.Person("p2"))
	for range 2 {
		must(t, v.Erase(t.Context(), seal.Person("p1")))
	}
	for name, v := range map[string]*seal.Vault{"here": v, "after a restart": open(t, path, master(1))} {
		if _, err := v.Open(t.Context(), seal.Person("p1"), place, gone); !errors.Is(err, seal.ErrErased) {
			t.Errorf("%s, open: got %v, want ErrErased", name, err)
		}
		if _, err := v.SealText(t.Context(), seal.Person("p1"), place, secret); !errors.Is(err, seal.ErrErased) {
			t.Errorf("%s, seal: got %v, want ErrErased", name, err)
		}
		reads(t, v, seal.Person("p2"), stays)
	}
}

func TestErasedBeforeFirstUseIsRefused(t *testing.T) {
	v := open(t, keyStore(t), master(1))
	must(t, v.Erase(t.Context(), seal.Person("p1")))
	if _, err := v.SealText(t.Context(), seal.Person("p1"), place, secret); !errors.Is(err, seal.ErrErased) {
		t.Errorf("got %v, want ErrErased", err)
	}
}

// wrapped is the part of the key store's documents that Erase must destroy.
type wrapped struct {
	store.Meta `bson:",inline"`
	Box        []byte `bson:"box" json:"box"`
}

// The box in a backup of the documents stays as it was; what makes it
// unreadable is that nothing is left of its data key.
func TestErasedKeyLeavesNoTraceInTheKeyStore(t *testing.T) {
	path := keyStore(t)
	db, err := sqlitestore.Open(t.Context(), path)
	must(t, err)
	v, err := seal.Open(t.Context(), db, master(1))
	must(t, err)
	backup, control := sealed(t, v, seal.Person("p1")), sealed(t, v, seal.Person("p2"))
	var gone, stays wrapped
	must(t, db.Get(t.Context(), "seal_keys", "person:p1", &gone))
	must(t, db.Get(t.Context(), "seal_keys", "person:p2", &stays))
	must(t, v.Erase(t.Context(), seal.Person("p1")))
	must(t, db.Close())
	if inFiles(t, path, gone.Box) {
		t.Error("the wrapped data key is still in the file")
	}
	if !inFiles(t, path, stays.Box) {
		t.Error("the control key is not in the file: this test looks in the wrong place")
	}
	restored := open(t, path, master(1))
	reads(t, restored, seal.Person("p2"), control)
	if _, err := restored.Open(t.Context(), seal.Person("p1"), place, backup); !errors.Is(err, seal.ErrErased) {
		t.Errorf("restored data: got %v, want ErrErased", err)
	}
}

// inFiles looks for box, as the store writes it, in the key store's files.
func inFiles(t *testing.T, path string, box []byte) bool {
	t.Helper()
	files, err := filepath.Glob(path + "*")
	must(t, err)
	text := []byte(base64.StdEncoding.EncodeToString(box))
	for _, f := range files {
		data, err := os.ReadFile(f)
		must(t, err)
		if bytes.Contains(data, text) {
			return true
		}
	}
	return false
}

func TestErasureReachesOtherProcessesWithinAMinute(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(dir, "keys.db")
		a, b := open(t, path, master(1)), open(t, path, master(1))
		box := sealed(t, a, seal.Person("p1"))
		reads(t, b, seal.Person("p1"), box)
		must(t, a.Erase(t.Context(), seal.Person("p1")))
		time.Sleep(time.Minute)
		if _, err := b.Open(t.Context(), seal.Person("p1"), place, box); !errors.Is(err, seal.ErrErased) {
			t.Errorf("a minute later: got %v, want ErrErased", err)
		}
	})
}

func TestBlindFindsTheSameAddressAndNothingElse(t *testing.T) {
	path := keyStore(t)
	v := open(t, path, master(1))
	want := v.Blind("email", "anna@example.org")
	if got := open(t, path, master(1)).Blind("email", " Anna@Example.org\n"); got != want {
		t.Error("the same address after a restart looks different")
	}
	if v.Blind("token", "anna@example.org") == want || v.Blind("email", "anne@example.org") == want {
		t.Error("another purpose or value looks the same")
	}
	if open(t, keyStore(t), master(1)).Blind("email", "anna@example.org") == want {
		t.Error("two key stores share an index key")
	}
}

func FuzzOpen(f *testing.F) {
	v := open(f, keyStore(f), master(1))
	box := sealed(f, v, seal.Person("p1"))
	f.Add(box)
	f.Add([]byte{})
	f.Add([]byte{1})
	f.Fuzz(func(t *testing.T, b []byte) {
		text, err := v.Open(t.Context(), seal.Person("p1"), place, b)
		if bytes.Equal(b, box) != (err == nil) {
			t.Fatalf("%x opened as %q, %v", b, text, err)
		}
		if err != nil && !errors.Is(err, seal.ErrBroken) {
			t.Fatal(err)
		}
	})
}

func BenchmarkSealAndOpenMessage(b *testing.B) {
	v := open(b, keyStore(b), master(1))
	for b.Loop() {
		reads(b, v, seal.Group("g1"), sealed(b, v, seal.Group("g1")))
	}
}
