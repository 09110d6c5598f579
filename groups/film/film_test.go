package film_test

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"kring/groups/film"
	"kring/groups/groupstest"
	"kring/internal/blob/dirblob"
	"kring/internal/seal"
	"kring/internal/store/sqlitestore"
)

const org = "org-a"

func open(t *testing.T) (*film.Films, *seal.Vault) {
	t.Helper()
	dir := t.TempDir()
	db, err := sqlitestore.Open(t.Context(), filepath.Join(dir, "kring.db"))
	groupstest.Must(t, err)
	t.Cleanup(func() { db.Close() })
	blobs, err := dirblob.Open(filepath.Join(dir, "blobs"))
	groupstest.Must(t, err)
	vault, err := seal.Open(t.Context(), db, bytes.Repeat([]byte{7}, seal.KeySize))
	groupstest.Must(t, err)
	films, err := film.Open(t.Context(), db, blobs, vault)
	groupstest.Must(t, err)
	return films, vault
}

// webm begins as WebM files do and goes on with noise.
func webm(size int) []byte {
	b := make([]byte, size)
	for i := range b {
		b[i] = byte(rand.Uint32())
	}
	copy(b, "\x1A\x45\xDF\xA3\x01\x00\x00\x00\x00\x00\x00\x1F\x42\x86\x81\x01\x42\xF7\x81\x01\x42\xF2\x81\x04\x42\xF3\x81\x08\x42\x82\x84webm")
	return b
}

// upload puts all parts, the later ones in disorder as a client may.
func upload(t *testing.T, s *film.Films, content []byte) *film.Film {
	t.Helper()
	f, err := s.Create(t.Context(), org, "  Adem  ", int64(len(content)))
	groupstest.Must(t, err)
	id := f.ID
	for _, n := range append([]int{0}, rand.Perm(len(f.Parts))...) {
		f, err = s.Put(t.Context(), org, id, n, content[n*film.PartSize:min((n+1)*film.PartSize, len(content))])
		groupstest.Must(t, err)
	}
	return f
}

func read(t *testing.T, s *film.Films, f *film.Film, at, n int64) []byte {
	t.Helper()
	r, err := s.Read(f, at, n)
	groupstest.Must(t, err)
	defer r.Close()
	b, err := io.ReadAll(r)
	groupstest.Must(t, err)
	return b
}

func TestFilmIsReadAtAnyPlace(t *testing.T) {
	s, _ := open(t)
	content := webm(2*film.PartSize + 777)
	f := upload(t, s, content)
	if f.Type != "video/webm" || f.Title != "Adem" || len(f.Missing()) != 0 {
		t.Fatalf("the film is %+v", f)
	}
	for _, at := range []int64{0, 1, film.PartSize - 1, film.PartSize, 2*film.PartSize + 776, f.Size} {
		for _, n := range []int64{0, 1, 100_000, f.Size} {
			n = min(n, f.Size-at)
			if !bytes.Equal(read(t, s, f, at, n), content[at:at+n]) {
				t.Errorf("%d bytes at %d are not those that were sent", n, at)
			}
		}
	}
	if _, err := s.Read(f, f.Size, 1); err == nil {
		t.Error("reads past the end")
	}
}

// An upload that broke off says what is missing, and is not played.
func TestUploadGoesOnWhereItBroke(t *testing.T) {
	s, _ := open(t)
	content := webm(film.PartSize + 10)
	f, err := s.Create(t.Context(), org, "Adem", int64(len(content)))
	groupstest.Must(t, err)
	_, err = s.Put(t.Context(), org, f.ID, 1, content[film.PartSize:])
	groupstest.WantFault(t, err, "film.order")
	f, err = s.Put(t.Context(), org, f.ID, 0, content[:film.PartSize])
	groupstest.Must(t, err)
	if got := f.Missing(); len(got) != 1 || got[0] != 1 {
		t.Fatalf("missing %v, want part 1", got)
	}
	_, err = s.Read(f, 0, 10)
	groupstest.WantFault(t, err, "film.incomplete")
}

func TestWhatIsNoFilmIsRefused(t *testing.T) {
	s, _ := open(t)
	for name, content := range map[string][]byte{
		"a page": []byte("<!DOCTYPE html><script>alert(1)</script>"), "a picture": []byte("\x89PNG\x0D\x0A\x1A\x0A0000"),
		"a program": []byte("MZ\x90\x00"), "text": []byte("ftypmp42 but late"),
	} {
		f, err := s.Create(t.Context(), org, name, int64(len(content)))
		groupstest.Must(t, err)
		_, err = s.Put(t.Context(), org, f.ID, 0, content)
		groupstest.WantFault(t, err, "film.type")
	}
	_, err := s.Create(t.Context(), org, "Adem", 0)
	groupstest.WantFault(t, err, "film.size")
	_, err = s.Create(t.Context(), org, "Adem", 3<<30)
	groupstest.WantFault(t, err, "film.size")
	_, err = s.Create(t.Context(), org, "  ", 10)
	groupstest.WantFault(t, err, "film.title")
	f, err := s.Create(t.Context(), org, "Adem", 100)
	groupstest.Must(t, err)
	for n, b := range map[int][]byte{0: webm(99), 1: webm(100), -1: webm(100)} {
		_, err = s.Put(t.Context(), org, f.ID, n, b)
		groupstest.WantFault(t, err, "film.part")
	}
}

func TestFilmOfAnotherOrganisationIsNotThere(t *testing.T) {
	s, _ := open(t)
	f := upload(t, s, webm(100))
	_, err := s.Get(t.Context(), "org-b", f.ID)
	groupstest.WantFault(t, err, "not-found")
	_, err = s.Put(t.Context(), "org-b", f.ID, 0, webm(100))
	groupstest.WantFault(t, err, "not-found")
	groupstest.WantFault(t, s.Delete(t.Context(), "org-b", f.ID), "not-found")
	if got := read(t, s, f, 0, 100); len(got) != 100 {
		t.Error("the film was touched")
	}
}

// A deleted film is unreadable at once, also to who has it open, and its key
// is gone.
func TestDeletedFilmIsGone(t *testing.T) {
	s, vault := open(t)
	f := upload(t, s, webm(film.PartSize+10))
	groupstest.Must(t, s.Delete(t.Context(), org, f.ID))
	_, err := s.Get(t.Context(), org, f.ID)
	groupstest.WantFault(t, err, "not-found")
	r, err := s.Read(f, 0, f.Size)
	groupstest.Must(t, err)
	defer r.Close()
	if _, err := io.ReadAll(r); err == nil {
		t.Error("it can still be read")
	}
	if _, err := vault.Seal(context.Background(), seal.Key("film:"+f.ID), seal.Ref{}, nil); err == nil {
		t.Error("its key is still there")
	}
}
