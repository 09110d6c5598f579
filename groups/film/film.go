// Package film keeps an organisation's own films, which a meeting plays for
// all at once (MEET-6).
//
// A film comes in parts of PartSize, each stored and sealed by itself, so that
// an upload goes on where it broke off and any place can be read without the
// rest. A film is a film by its content: a file dressed as another is refused.
package film

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"kring/internal/blob"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

// PartSize is the size of every part but the last, in bytes.
const PartSize = 4 << 20

const (
	maxSize  = 2 << 30 // of a film: an hour in good quality
	maxFilms = 200     // of an organisation
	maxTitle = 100     // runes
	coll     = "films"
)

// Film is one film. Parts that have not come yet have no box.
type Film struct {
	store.Meta `bson:",inline"`
	OrgID      string `bson:"orgId" json:"orgId"`
	Title      string `bson:"title" json:"title"`
	Type       string `bson:"type" json:"type"` // video/mp4 or video/webm
	Size       int64  `bson:"size" json:"size"` // bytes
	At         int64  `bson:"at" json:"at"`     // Unix ms; when the upload began
	Parts      []Part `bson:"parts" json:"parts"`
}

// Part is where a part is: Box opens it.
type Part struct {
	Blob string `bson:"blob" json:"blob"`
	Box  []byte `bson:"box" json:"box"`
}

// Missing are the numbers of the parts that have not come, from 0.
func (f *Film) Missing() []int {
	out := []int{}
	for n, p := range f.Parts {
		if len(p.Box) == 0 {
			out = append(out, n)
		}
	}
	return out
}

// partSize is the size that part n must have.
func (f *Film) partSize(n int) int64 { return min(PartSize, f.Size-int64(n)*PartSize) }

// Spec declares the collection.
func Spec() store.Spec {
	return store.Of[Film](store.Spec{Name: coll, Indexes: []store.Index{{Fields: []string{"orgId"}}}})
}

// Vault is what films need of internal/seal.
type Vault interface {
	CreateFile(ctx context.Context, k seal.Key, r seal.Ref, dst io.Writer) (w io.WriteCloser, box []byte, err error)
	OpenFile(ctx context.Context, k seal.Key, r seal.Ref, box []byte, src io.ReaderAt, size int64) (plain io.ReaderAt, n int64, err error)
	Erase(ctx context.Context, k seal.Key) error
}

// Films is the service. It holds no state of its own.
type Films struct {
	films store.Collection[Film, *Film]
	blobs blob.Store
	vault Vault
	now   func() time.Time
}

// Open ensures the collection and returns the service.
func Open(ctx context.Context, db store.DB, blobs blob.Store, vault Vault) (*Films, error) {
	films, err := store.Open[Film](ctx, db, Spec())
	if err != nil {
		return nil, fmt.Errorf("films: %w", err)
	}
	return &Films{films: films, blobs: blobs, vault: vault, now: time.Now}, nil
}

// key: a film's own, so that erasing one film erases no other.
func key(id string) seal.Key { return seal.Key("film:" + id) }

func ref(id string, part int) seal.Ref {
	return seal.Ref{Coll: coll, ID: id, Field: "part-" + strconv.Itoa(part)}
}

// Create begins the upload of a film of size bytes.
func (s *Films) Create(ctx context.Context, org, title string, size int64) (*Film, error) {
	title = strings.TrimSpace(title)
	if n := utf8.RuneCountInString(title); n == 0 || n > maxTitle {
		return nil, fault.Bad("title", "film.title", "a title has 1 to %d characters", maxTitle)
	}
	if size < 1 || size > maxSize {
		return nil, fault.Bad("size", "film.size", "a film has at most %d bytes", maxSize)
	}
	has, err := s.Of(ctx, org)
	if err != nil {
		return nil, err
	}
	if len(has) >= maxFilms {
		return nil, fault.New(fault.Conflict, "film.many", "an organisation has at most %d films", maxFilms)
	}
	f := &Film{
		Meta: store.Meta{ID: store.NewID()}, OrgID: org, Title: title, Size: size, At: s.now().UnixMilli(),
		Parts: make([]Part, (size+PartSize-1)/PartSize),
	}
	return f, s.films.Insert(ctx, f)
}

// Of are the films of an organisation by title, also those that are not
// complete.
func (s *Films) Of(ctx context.Context, org string) ([]*Film, error) {
	films, err := s.films.Find(ctx, store.Query{Where: []store.Cond{store.Is("orgId", org)}, Limit: maxFilms})
	slices.SortFunc(films, func(a, b *Film) int { return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.ID, b.ID)) })
	return films, err
}

// Get returns a film of an organisation.
func (s *Films) Get(ctx context.Context, org, id string) (*Film, error) {
	f, err := s.films.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && f.OrgID != org {
		return nil, fault.Gone()
	}
	return f, err
}

// Put stores part n, once or again, and returns the film as it is then. Part 0
// tells what the film is; without it no other is taken.
func (s *Films) Put(ctx context.Context, org, id string, n int, content []byte) (*Film, error) {
	f, err := s.Get(ctx, org, id)
	if err != nil {
		return nil, err
	}
	kind, err := check(f, n, content)
	if err != nil {
		return nil, err
	}
	p, err := s.write(ctx, f.ID, n, content)
	if err != nil {
		return nil, err
	}
	var older string
	f, err = s.films.Update(ctx, f.ID, func(f *Film) error {
		older = f.Parts[n].Blob
		f.Parts[n], f.Type = p, kind
		return nil
	})
	if err != nil {
		return nil, errors.Join(gone(err), s.blobs.Delete(ctx, p.Blob))
	}
	if older != "" {
		err = s.blobs.Delete(ctx, older)
	}
	return f, err
}

// check returns the film's type.
func check(f *Film, n int, content []byte) (string, error) {
	switch {
	case n < 0 || n >= len(f.Parts):
		return "", fault.Bad("part", "film.part", "the film has %d parts", len(f.Parts))
	case int64(len(content)) != f.partSize(n):
		return "", fault.Bad("part", "film.part", "part %d has %d bytes, want %d", n, len(content), f.partSize(n))
	case n > 0 && f.Type == "":
		return "", fault.New(fault.Conflict, "film.order", "part 0 comes first")
	case n > 0:
		return f.Type, nil
	}
	kind := sniff(content)
	if kind == "" {
		return "", fault.Bad("part", "film.type", "this is neither MP4 nor WebM")
	}
	return kind, nil
}

// write seals a part into a blob of its own: whoever reads the older one goes on.
func (s *Films) write(ctx context.Context, id string, n int, content []byte) (Part, error) {
	p := Part{Blob: "film-" + store.NewID()}
	dst, err := s.blobs.Create(ctx, p.Blob)
	if err != nil {
		return p, err
	}
	defer dst.Abort()
	w, box, err := s.vault.CreateFile(ctx, key(id), ref(id, n), dst)
	if err != nil {
		return p, err
	}
	p.Box = box
	if _, err := w.Write(content); err != nil {
		return p, fmt.Errorf("film %s: part %d: %w", id, n, err)
	}
	if err := w.Close(); err != nil {
		return p, fmt.Errorf("film %s: part %d: %w", id, n, err)
	}
	return p, dst.Commit()
}

// Delete removes a film for good. It can be repeated.
func (s *Films) Delete(ctx context.Context, org, id string) error {
	f, err := s.Get(ctx, org, id)
	if err != nil {
		return err
	}
	if err := s.vault.Erase(ctx, key(id)); err != nil {
		return err
	}
	for _, p := range f.Parts {
		if p.Blob == "" {
			continue
		}
		if err := s.blobs.Delete(ctx, p.Blob); err != nil {
			return err
		}
	}
	return s.films.Delete(ctx, id)
}

func gone(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return fault.Gone()
	}
	return err
}
