package audit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"kring/internal/store"
)

// tampered is a log with two chains that are closed and a third that names
// them, as somebody with the database in hands, but not the key, finds it.
type tampered struct {
	*testing.T
	db     store.DB
	blocks blocks
	heads  heads
	file   string // the heads outside the store
	chains [3]string
}

func newTampered(t *testing.T) *tampered {
	db, path := newEngine(t, t.TempDir()), filepath.Join(t.TempDir(), "heads")
	x := &tampered{T: t, db: db}
	for i := range x.chains {
		l := openLog(t, db, path)
		x.chains[i] = l.tail.Chain
		for n := range 4 {
			mustAppend(t, l, read(fmt.Sprint("a", n)))
		}
		if i == 0 { // one block of several entries
			b := l.key.next(l.tail, []Entry{{At: 1, ID: "x", Who: "fac1", Action: "read", On: "p1", Outcome: Done}, {At: 1, ID: "y", Who: "fac1", Action: "read", On: "p2", Outcome: Done}, {At: 1, ID: "z", Who: "fac1", Action: "read", On: "p1", Outcome: Done}}, nil)
			x.must(l.blocks.Insert(t.Context(), b))
			l.tail = b.tail()
		}
		closeLog(t, l)
		x.blocks, x.heads = l.blocks, l.heads
	}
	data, err := os.ReadFile(path)
	x.must(err)
	x.file = string(data)
	if r := verify(t, db, x.file); !r.OK() || r.Chains != 3 || r.Entries != 18 || r.Signed.IsZero() {
		t.Fatalf("before tampering: %+v", r)
	}
	return x
}

func (x *tampered) must(err error) {
	x.Helper()
	if err != nil {
		x.Fatal(err)
	}
}

func (x *tampered) block(chain int, n int64) *block {
	x.Helper()
	b, err := x.blocks.One(x.Context(), store.Is("chain", x.chains[chain]), store.Is("n", n))
	x.must(err)
	return b
}

func (x *tampered) change(chain int, n int64, f func(*block)) {
	x.Helper()
	b := x.block(chain, n)
	f(b)
	x.must(x.blocks.Replace(x.Context(), b))
}

func (x *tampered) remove(chain int, ns ...int64) {
	x.Helper()
	for _, n := range ns {
		x.must(x.blocks.Delete(x.Context(), x.block(chain, n).ID))
	}
}

// finds checks that one damage of one chain, from entry n on, is reported, and
// nothing about other chains.
func (x *tampered) finds(file string, d Damage, chain int, n int64) {
	x.Helper()
	found := false
	for _, f := range verify(x.T, x.db, file).Findings {
		found = found || f.Damage == d && f.Chain == x.chains[chain] && f.N == n
		if f.Chain != x.chains[chain] {
			x.Errorf("blames another chain: %+v", f)
		}
	}
	if !found {
		x.Errorf("want %s at entry %d of chain %d, got %+v", d, n, chain, verify(x.T, x.db, file).Findings)
	}
}

func TestVerifierFindsAChange(t *testing.T) {
	for name, f := range map[string]func(*block){
		"who":        func(b *block) { b.Links[0].Entry.Who = "fac2" },
		"when":       func(b *block) { b.Links[0].Entry.At-- },
		"outcome":    func(b *block) { b.Links[0].Entry.Outcome = Refused },
		"a reason":   func(b *block) { b.Links[0].Entry.Why = []byte("x") },
		"its number": func(b *block) { b.Links[0].N = 900 },
		"its MAC":    func(b *block) { b.Links[0].MAC[0] ^= 1 },
		"hidden":     func(b *block) { b.About = nil },
		"re-dated":   func(b *block) { b.About[0] = "p9" },
	} {
		t.Run(name, func(t *testing.T) {
			x := newTampered(t)
			x.change(1, 3, f)
			x.finds(x.file, Changed, 1, 3)
		})
	}
}

func TestVerifierFindsARemoval(t *testing.T) {
	x := newTampered(t)
	x.remove(1, 2, 3)
	x.finds(x.file, Removed, 1, 2)
	x = newTampered(t) // from within a block
	x.change(0, 6, func(b *block) { b.Links = append(b.Links[:1], b.Links[2]) })
	x.finds(x.file, Removed, 0, 7)
}

func TestVerifierFindsAReordering(t *testing.T) {
	x := newTampered(t)
	x.change(0, 6, func(b *block) { b.Links[1], b.Links[2] = b.Links[2], b.Links[1] })
	x.finds(x.file, Reordered, 0, 7)
	x = newTampered(t) // of blocks
	two, three := x.block(1, 2), x.block(1, 3)
	x.remove(1, 2, 3)
	two.N, three.N = 3, 2
	x.must(x.blocks.Insert(t.Context(), two))
	x.must(x.blocks.Insert(t.Context(), three))
	x.finds(x.file, Reordered, 1, 2)
}

func TestVerifierFindsACutTail(t *testing.T) {
	x := newTampered(t)
	x.remove(1, 4, 5)
	x.finds("", Cut, 1, 4) // even without the file
	x = newTampered(t)     // the last chain, and its head is removed as well
	x.remove(2, 4, 5)
	x.must(x.heads.Delete(t.Context(), x.chains[2]))
	x.finds(x.file, Cut, 2, 4)
}

func TestVerifierFindsAMissingChain(t *testing.T) {
	x := newTampered(t)
	x.remove(1, 1, 2, 3, 4, 5)
	x.must(x.heads.Delete(t.Context(), x.chains[1]))
	x.finds("", Missing, 1, 1) // the third chain names it
	x = newTampered(t)
	x.remove(2, 1, 2, 3, 4, 5)
	x.must(x.heads.Delete(t.Context(), x.chains[2]))
	x.finds(x.file, Missing, 2, 1)
}

func TestVerifierFindsForgery(t *testing.T) {
	x := newTampered(t)
	forger := key(bytes.Repeat([]byte{9}, 32))
	x.change(1, 3, func(b *block) { b.Links[0].MAC = forger.entry(b.Chain, b.Links[0]) })
	x.finds(x.file, Changed, 1, 3)
	x = newTampered(t) // a head that hides a cut
	x.remove(1, 5)
	d, err := x.heads.Get(t.Context(), x.chains[1])
	x.must(err)
	d.Signed.N = 4
	x.must(x.heads.Replace(t.Context(), d))
	x.finds(x.file, Changed, 1, 4)
	x.finds(x.file, Cut, 1, 5)
}

// Somebody who has the key, too, can write the whole log anew: the file outside tells.
func TestVerifierFindsARewrittenChain(t *testing.T) {
	x := newTampered(t)
	b := x.block(2, 5)
	prev := x.block(2, 4)
	b.Links[0].Entry.Who = "fac2"
	again := key(testKey).next(prev.tail(), []Entry{b.Links[0].Entry}, nil)
	x.remove(2, 5)
	x.must(x.blocks.Insert(t.Context(), again))
	x.finds(x.file, Changed, 2, 5)
}

func TestVerifierWithAnotherKeyFindsEverythingChanged(t *testing.T) {
	x := newTampered(t)
	other := bytes.Repeat([]byte{9}, 32)
	if r, err := Verify(t.Context(), x.db, nil, other); err != nil || r.OK() {
		t.Errorf("%+v, %v", r, err)
	}
	if r, err := Verify(t.Context(), x.db, strings.NewReader(x.file), other, testKey); err != nil || !r.OK() {
		t.Errorf("with both keys: %+v, %v", r, err)
	}
}

func TestTornLineInTheFileIsNoFinding(t *testing.T) {
	x := newTampered(t)
	if r := verify(t, x.db, x.file[:len(x.file)-20]+"\n"+x.file); !r.OK() {
		t.Errorf("%+v", r.Findings)
	}
}

func TestHeadIsSignedEveryMinuteWhileThereIsNews(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		db, path := newEngine(t, dir), filepath.Join(dir, "heads")
		l := openLog(t, db, path)
		lines := func() int {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			return strings.Count(string(data), "{")
		}
		begin := lines()
		mustAppend(t, l, read("a1"))
		time.Sleep(61 * time.Second)
		if n := lines(); n != begin+1 {
			t.Errorf("%d heads after a minute, want one more than %d", n, begin)
		}
		time.Sleep(10 * time.Minute)
		if n := lines(); n != begin+1 {
			t.Errorf("%d heads without news", n)
		}
		mustAppend(t, l, read("a2"))
		closeLog(t, l)
		if n := lines(); n != begin+2 {
			t.Errorf("%d heads after closing", n)
		}
	})
}

func TestHeadThatCannotBeSignedIsToldAndTriedAgain(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		db := newEngine(t, dir)
		told := make(chan error, 10)
		l, err := Open(t.Context(), db, Config{Key: testKey, Failed: func(err error) { told <- err }})
		if err != nil {
			t.Fatal(err)
		}
		down := errors.New("disk full")
		db.failReplace.Store(&down)
		mustAppend(t, l, read("a1"))
		time.Sleep(61 * time.Second)
		if err := <-told; !errors.Is(err, down) {
			t.Errorf("told %v", err)
		}
		db.failReplace.Store(nil)
		time.Sleep(time.Minute)
		d, err := l.heads.Get(t.Context(), l.tail.Chain)
		if err != nil || d.Signed.N != 2 || len(told) != 0 {
			t.Errorf("head %+v, %v, told %d times more", d, err, len(told))
		}
		closeLog(t, l)
	})
}

func FuzzHeadsFile(f *testing.F) {
	h := head{Chain: "c1", N: 3, MAC: []byte{1}, At: 5}
	h.Sig = key(testKey).head(h)
	good, err := json.Marshal(h)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:20])
	f.Fuzz(func(t *testing.T, file []byte) {
		v := verifier{keys: []key{testKey}, named: map[string]map[int64][]byte{}}
		_ = v.readFile(bytes.NewReader(file)) // a line of over 64 kB is an error
		for chain, heads := range v.named {
			for n, mac := range heads {
				if chain != h.Chain || n != h.N || !bytes.Equal(mac, h.MAC) {
					t.Fatalf("believes a head nobody signed: %s %d", chain, n)
				}
			}
		}
	})
}
