package capture_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kring/groups/recording/capture"
	"kring/internal/seal"
	"kring/internal/store/sqlitestore"
)

const secret = "a voice that says something"

func vault(t *testing.T) *seal.Vault {
	t.Helper()
	db, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "keys.db"))
	must(t, err)
	t.Cleanup(func() { _ = db.Close() })
	v, err := seal.Open(t.Context(), db, make([]byte, seal.KeySize))
	must(t, err)
	return v
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func pieces(who string, from, n int) (out []capture.Piece) {
	for i := range n {
		out = append(out, capture.Piece{Who: who, At: time.Duration(from+i) * 20 * time.Millisecond, Loud: i%2 == 0, Data: []byte(secret)})
	}
	return out
}

// write makes a part of three records for each of two people.
func write(t *testing.T, v *seal.Vault) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "part")
	w, err := capture.Create(path, v, "rec", 3)
	must(t, err)
	for i := range 3 {
		must(t, w.Add(t.Context(), append(pieces("anna", 10*i, 10), pieces("bert", 10*i, 10)...)))
	}
	must(t, w.Close())
	return path
}

func count(ps []capture.Piece) map[string]int {
	n := map[string]int{}
	for _, p := range ps {
		n[p.Who]++
	}
	return n
}

func TestWhatIsCapturedIsSealedAndReadAgain(t *testing.T) {
	v := vault(t)
	path := write(t, v)
	file, err := os.ReadFile(path)
	must(t, err)
	if bytes.Contains(file, []byte(secret)) {
		t.Error("the file is not sealed")
	}
	ps, err := capture.Read(t.Context(), path, v, "rec", 3)
	must(t, err)
	if n := count(ps); n["anna"] != 30 || n["bert"] != 30 {
		t.Fatalf("pieces %v, want 30 of each", n)
	}
	if p := ps[1]; p.At != 20*time.Millisecond || p.Loud || string(p.Data) != secret {
		t.Errorf("the second piece is %+v", p)
	}
}

func TestACutFileIsReadUpToThere(t *testing.T) {
	v := vault(t)
	path := write(t, v)
	file, err := os.ReadFile(path)
	must(t, err)
	for _, cut := range []int{1, 50, len(file) / 6, len(file) / 2} {
		must(t, os.WriteFile(path, file[:len(file)-cut], 0o600))
		ps, err := capture.Read(t.Context(), path, v, "rec", 3)
		if err != nil {
			t.Fatalf("cut by %d bytes: %v", cut, err)
		}
		if want := 60 * (len(file) - cut) / len(file); len(ps) < want-10 || len(ps) > want {
			t.Errorf("cut by %d bytes: %d pieces, want about %d", cut, len(ps), want)
		}
	}
}

func TestOneErasedPersonLeavesTheOther(t *testing.T) {
	v := vault(t)
	path := write(t, v)
	must(t, v.Erase(t.Context(), capture.Key("rec", "bert")))
	ps, err := capture.Read(t.Context(), path, v, "rec", 3)
	must(t, err)
	if n := count(ps); n["anna"] != 30 || n["bert"] != 0 {
		t.Errorf("pieces %v, want anna's only", n)
	}
}

func TestAnotherPlaceIsRefused(t *testing.T) {
	v := vault(t)
	path := write(t, v)
	if _, err := capture.Read(t.Context(), path, v, "other", 3); err == nil {
		t.Error("read as another recording")
	}
	if _, err := capture.Read(t.Context(), path, v, "rec", 4); err == nil {
		t.Error("read as another part")
	}
}

func FuzzParse(f *testing.F) {
	f.Add(capture.Append(nil, pieces("anna", 0, 1)[0]))
	f.Fuzz(func(_ *testing.T, b []byte) { _, _ = capture.Parse("anna", b) })
}
