package upload_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"kring/homework/upload"
	"kring/internal/blob/dirblob"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store/sqlitestore"
)

const (
	anna = "person-anna"
	home = "+52.0907+005.1214/"
)

type place struct {
	*upload.Uploads
	*seal.Vault
	t   *testing.T
	dir string
}

func open(t *testing.T) *place {
	t.Helper()
	dir := t.TempDir()
	db, err := sqlitestore.Open(context.Background(), filepath.Join(dir, "kring.db"))
	must(t, err)
	t.Cleanup(func() { _ = db.Close() })
	blobs, err := dirblob.Open(filepath.Join(dir, "blobs"))
	must(t, err)
	vault, err := seal.Open(context.Background(), db, bytes.Repeat([]byte{7}, seal.KeySize))
	must(t, err)
	s, err := upload.Open(context.Background(), db, blobs, vault)
	must(t, err)
	s.Held = func(context.Context, *upload.Upload) (bool, error) { return false, nil }
	return &place{s, vault, t, dir}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (p *place) fault(err error, code string) {
	p.t.Helper()
	if f := fault.Of(err); f == nil || f.Code != code {
		p.t.Errorf("got %v, want %s", err, code)
	}
}

// put begins a file and brings its parts, the last first.
func (p *place) put(kind string, raw []byte) *upload.Upload {
	p.t.Helper()
	u, err := p.Begin(context.Background(), upload.New{Person: anna, Group: "g", Assignment: "a", Step: "s", Kind: kind, Size: int64(len(raw))})
	must(p.t, err)
	for n := len(u.Parts) - 1; n >= 0; n-- {
		u, err = p.Put(context.Background(), u.ID, n, raw[n*upload.PartSize:min((n+1)*upload.PartSize, len(raw))])
		must(p.t, err)
	}
	return u
}

func (p *place) files() (out []string) {
	p.t.Helper()
	must(p.t, filepath.WalkDir(filepath.Join(p.dir, "blobs"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, path)
		}
		return err
	}))
	return out
}

// film is a large one that begins and ends with where it was made.
func film() []byte {
	box := func(kind, body string) string {
		n := len(body) + 8
		return string([]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}) + kind + body
	}
	track := box("trak", box("mdia", box("hdlr", "\x00\x00\x00\x00\x00\x00\x00\x00vide")))
	return []byte(box("ftyp", "isom\x00\x00\x00\x00") + box("uuid", home) + box("mdat", string(bytes.Repeat([]byte("seen "), 300_000))) + box("moov", track+box("udta", home)))
}

func photo(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 30, 20)), nil))
	exif := "Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x00" + home
	return append(append([]byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(len(exif) + 2)}, exif...), b.Bytes()[2:]...)
}

func (p *place) read(u *upload.Upload, at, n int64) []byte {
	p.t.Helper()
	r, err := p.Read(p.t.Context(), u, at, n)
	must(p.t, err)
	raw, err := io.ReadAll(r)
	must(p.t, err)
	must(p.t, r.Close())
	return raw
}

func TestFilmIsKeptCleanAndReadAtAnyPlace(t *testing.T) {
	p := open(t)
	raw := film()
	u := p.put("video", raw)
	u, err := p.Finish(t.Context(), u.ID)
	must(t, err)
	if u.Type != "video/mp4" || u.Size != int64(len(raw)) || len(u.Parts) != 0 || !u.Complete() {
		t.Errorf("%+v", u)
	}
	whole := p.read(u, 0, u.Size)
	if bytes.Contains(whole, []byte(home)) || !bytes.Contains(whole, []byte("seen seen")) {
		t.Error("not cleaned, or more than cleaned")
	}
	for _, at := range []int64{0, 1, upload.PartSize - 3, upload.PartSize * 2, u.Size - 7} {
		if !bytes.Equal(p.read(u, at, 7), whole[at:at+7]) {
			t.Errorf("other bytes at %d", at)
		}
	}
	if _, err := p.Read(t.Context(), u, u.Size, 1); err == nil {
		t.Error("reads past the end")
	}
	again, err := p.Finish(t.Context(), u.ID)
	if err != nil || again.Blob != u.Blob || len(p.files()) != 1 {
		t.Errorf("again: %v, %v; %d files", again, err, len(p.files()))
	}
}

// Nothing rests readable: not the parts, not the file; and with its owner's
// key the file is gone.
func TestRestsSealedUnderTheOwnersKey(t *testing.T) {
	p := open(t)
	u := p.put("picture", photo(t))
	for _, state := range []string{"parts", "file"} {
		for _, path := range p.files() {
			raw, err := os.ReadFile(path)
			must(t, err)
			if bytes.Contains(raw, []byte(home)) || bytes.Contains(raw, []byte("JFIF")) || bytes.Contains(raw, []byte("\xff\xd8\xff")) {
				t.Errorf("%s rest readable", state)
			}
		}
		var err error
		u, err = p.Finish(t.Context(), u.ID)
		must(t, err)
	}
	must(t, p.Erase(t.Context(), seal.Person(anna)))
	if _, err := p.Read(t.Context(), u, 0, 1); !errors.Is(err, seal.ErrErased) {
		t.Errorf("without the key: %v", err)
	}
}

func TestDressedUpIsRefusedAndGone(t *testing.T) {
	p := open(t)
	for code, raw := range map[string][]byte{
		"upload.disguised": film(), "upload.type": []byte("<!doctype html><script>"), "upload.broken": []byte("\xff\xd8\xff\xe0 no picture"),
	} {
		u := p.put("picture", raw)
		_, err := p.Finish(t.Context(), u.ID)
		p.fault(err, code)
		_, err = p.Get(t.Context(), u.ID)
		p.fault(err, "not-found")
	}
	if n := len(p.files()); n != 0 {
		t.Errorf("%d files are left", n)
	}
}

func TestBounds(t *testing.T) {
	p := open(t)
	begin := func(kind string, size int64) error {
		_, err := p.Begin(t.Context(), upload.New{Person: anna, Assignment: "a", Kind: kind, Size: size})
		return err
	}
	p.fault(begin("picture", 21<<20), "upload.size")
	p.fault(begin("picture", 0), "upload.size")
	p.fault(begin("program", 10), "upload.size")
	must(t, begin("video", 200<<20))
	must(t, begin("video", 200<<20))
	p.fault(begin("video", 200<<20), "upload.quota")
	u := p.put("pdf", bytes.Repeat([]byte("x"), upload.PartSize+1))
	for n, raw := range map[int]string{-1: "x", 1: "xx", 2: "x"} {
		_, err := p.Put(t.Context(), u.ID, n, []byte(raw))
		p.fault(err, "upload.part")
	}
	half, err := p.Begin(t.Context(), upload.New{Person: anna, Assignment: "a", Kind: "pdf", Size: 9})
	must(t, err)
	_, err = p.Finish(t.Context(), half.ID)
	p.fault(err, "upload.incomplete")
	_, err = p.Read(t.Context(), half, 0, 1)
	p.fault(err, "not-found")
}

// An answer holds only what its own person brought for that step.
func TestHold(t *testing.T) {
	p := open(t)
	u := p.put("picture", photo(t))
	p.fault(p.Hold(t.Context(), anna, "a", "s", u.ID), "upload.gone") // not looked at yet
	_, err := p.Finish(t.Context(), u.ID)
	must(t, err)
	for _, c := range [][4]string{{"daan", "a", "s", u.ID}, {anna, "b", "s", u.ID}, {anna, "a", "t", u.ID}, {anna, "a", "s", "none"}} {
		p.fault(p.Hold(t.Context(), c[0], c[1], c[2], c[3]), "upload.gone")
	}
	must(t, p.Hold(t.Context(), anna, "a", "s", u.ID))
}

// What no answer holds is gone after a day, with its parts; what one holds stays.
func TestSweep(t *testing.T) {
	photo := photo(t)
	synctest.Test(t, func(t *testing.T) {
		p := open(t)
		held, loose, doubt := p.put("picture", photo), p.put("picture", photo), p.put("picture", photo)
		for _, u := range []*upload.Upload{held, doubt} {
			_, err := p.Finish(context.Background(), u.ID)
			must(t, err)
			must(t, p.Hold(context.Background(), anna, "a", "s", u.ID))
		}
		must(t, p.Let(context.Background(), doubt.ID))
		must(t, p.Let(context.Background(), "long gone"))
		p.Held = func(_ context.Context, u *upload.Upload) (bool, error) { return u.ID == doubt.ID, nil }
		there := func() string {
			out := ""
			for _, u := range []*upload.Upload{held, loose, doubt} {
				_, err := p.Get(context.Background(), u.ID)
				out += fmt.Sprint(err == nil, " ")
			}
			return out
		}
		time.Sleep(23 * time.Hour)
		must(t, p.Sweep(context.Background()))
		if got := there(); got != "true true true " {
			t.Errorf("before a day: %s", got)
		}
		time.Sleep(2 * time.Hour)
		must(t, p.Sweep(context.Background()))
		if got := there(); got != "true false true " || len(p.files()) != 2 {
			t.Errorf("after a day: %s, %d files", got, len(p.files()))
		}
	})
}
