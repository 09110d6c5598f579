// Package upload keeps the files that people add to their answers: pictures,
// sound, video and PDF.
//
// A file comes in parts of PartSize, so that a phone goes on where the
// connection broke. When all are there its content says what it is
// (internal/content); only the cleaned file is kept, sealed under its owner's
// key, and the parts go. Who may read it is decided by the answer that holds
// it: this package knows nothing of hand-ins.
//
// A file that no answer holds is loose, and swept away a day later: a day,
// because another device may still bring the answer that holds it.
package upload

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"kring/internal/blob"
	"kring/internal/content"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

// PartSize is the size of every part but the last, in bytes. At 0.3 Mbit/s
// one takes as long as a request may.
const PartSize = 512 << 10

// A person's share: all files together, and how many.
const (
	Quota    = 500 << 20
	maxFiles = 200
	coll     = "uploads"
)

// Upload is one file, underway or complete. Its id begins with its kind, so
// that who holds the id knows how to show it. Parts that have not come have no
// box; a complete file has a Blob and no parts.
type Upload struct {
	store.Meta   `bson:",inline"`
	PersonID     string `bson:"personId" json:"personId"`
	GroupID      string `bson:"groupId" json:"groupId"`
	AssignmentID string `bson:"assignmentId" json:"assignmentId"`
	Step         string `bson:"step" json:"step"`
	Kind         string `bson:"kind" json:"kind"`             // content.Picture and so on
	Type         string `bson:"type" json:"type"`             // MIME type; "" until complete
	Size         int64  `bson:"size" json:"size"`             // bytes
	At           int64  `bson:"at" json:"at"`                 // Unix ms; when it began
	LooseSince   int64  `bson:"looseSince" json:"looseSince"` // Unix ms; 0: an answer holds it
	Parts        []Part `bson:"parts" json:"parts"`
	Blob         string `bson:"blob" json:"blob"`
	Box          []byte `bson:"box" json:"box"` // opens Blob
}

// Part is where a part is: Box opens it.
type Part struct {
	Blob string `bson:"blob" json:"blob"`
	Box  []byte `bson:"box" json:"box"`
}

// Missing are the numbers of the parts that have not come, from 0.
func (u *Upload) Missing() []int {
	out := []int{}
	for n, p := range u.Parts {
		if len(p.Box) == 0 {
			out = append(out, n)
		}
	}
	return out
}

// Complete reports whether the file was looked at and can be read.
func (u *Upload) Complete() bool { return u.Blob != "" }

func (u *Upload) partSize(n int) int64 { return min(PartSize, u.Size-int64(n)*PartSize) }

// Spec declares the collection.
func Spec() store.Spec {
	return store.Of[Upload](store.Spec{Name: coll, Indexes: []store.Index{{Fields: []string{"personId"}}, {Fields: []string{"looseSince"}}}})
}

// Vault is what uploads need of internal/seal.
type Vault interface {
	CreateFile(ctx context.Context, k seal.Key, r seal.Ref, dst io.Writer) (w io.WriteCloser, box []byte, err error)
	OpenFile(ctx context.Context, k seal.Key, r seal.Ref, box []byte, src io.ReaderAt, size int64) (plain io.ReaderAt, n int64, err error)
}

// Uploads is the service. It is safe for concurrent use.
type Uploads struct {
	// Held says whether an answer holds a file; the sweep asks it.
	Held func(ctx context.Context, u *Upload) (bool, error)

	docs  store.Collection[Upload, *Upload]
	blobs blob.Store
	vault Vault
	look  chan struct{} // one picture is decoded at a time: it may take 250 MB
}

// Open ensures the collection and returns the service.
func Open(ctx context.Context, db store.DB, blobs blob.Store, vault Vault) (*Uploads, error) {
	docs, err := store.Open[Upload](ctx, db, Spec())
	if err != nil {
		return nil, fmt.Errorf("uploads: %w", err)
	}
	return &Uploads{docs: docs, blobs: blobs, vault: vault, look: make(chan struct{}, 1)}, nil
}

// New is a file to come. Kind and Size are what its owner says; the content
// decides.
type New struct {
	Person, Group, Assignment, Step, Kind string
	Size                                  int64
}

// Begin makes room for a file.
func (s *Uploads) Begin(ctx context.Context, in New) (*Upload, error) {
	if most := content.MaxSize[in.Kind]; in.Size < 1 || in.Size > most {
		return nil, fault.Bad("size", "upload.size", "%d bytes, at most %d for %s", in.Size, most, in.Kind)
	}
	has, err := s.docs.Find(ctx, store.Query{Where: []store.Cond{store.Is("personId", in.Person)}, Limit: maxFiles})
	if err != nil {
		return nil, err
	}
	sum := in.Size
	for _, u := range has {
		sum += u.Size
	}
	if len(has) >= maxFiles || sum > Quota {
		return nil, fault.New(fault.Conflict, "upload.quota", "%d files of %d bytes together, at most %d of %d", len(has)+1, sum, maxFiles, Quota)
	}
	now := time.Now().UnixMilli()
	u := &Upload{
		Meta: store.Meta{ID: in.Kind + "-" + store.NewID()}, PersonID: in.Person, GroupID: in.Group, AssignmentID: in.Assignment, Step: in.Step,
		Kind: in.Kind, Size: in.Size, At: now, LooseSince: now, Parts: make([]Part, (in.Size+PartSize-1)/PartSize),
	}
	return u, s.docs.Insert(ctx, u)
}

// Get returns one, underway or complete.
func (s *Uploads) Get(ctx context.Context, id string) (*Upload, error) {
	u, err := s.docs.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, fault.Gone()
	}
	return u, err
}

// Put stores part n, once or again, and returns the file as it is then.
func (s *Uploads) Put(ctx context.Context, id string, n int, raw []byte) (*Upload, error) {
	u, err := s.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if n < 0 || n >= len(u.Parts) || int64(len(raw)) != u.partSize(n) {
		return nil, fault.Bad("part", "upload.part", "part %d of %d with %d bytes", n, len(u.Parts), len(raw))
	}
	p, err := s.write(ctx, u, field(n), func(w io.Writer) error { _, err := w.Write(raw); return err })
	if err != nil {
		return nil, err
	}
	older := ""
	u, err = s.docs.Update(ctx, id, func(u *Upload) error {
		if n >= len(u.Parts) {
			return fault.New(fault.Conflict, "upload.complete", "upload %s is complete", id)
		}
		older, u.Parts[n] = u.Parts[n].Blob, p
		return nil
	})
	if err != nil {
		older = p.Blob
	}
	if older != "" {
		err = errors.Join(err, s.blobs.Delete(ctx, older))
	}
	return u, err
}

// write seals what fill writes into a blob of its own.
func (s *Uploads) write(ctx context.Context, u *Upload, field string, fill func(io.Writer) error) (Part, error) {
	p := Part{Blob: "upload-" + store.NewID()}
	dst, err := s.blobs.Create(ctx, p.Blob)
	if err != nil {
		return p, err
	}
	defer dst.Abort()
	w, box, err := s.vault.CreateFile(ctx, seal.Person(u.PersonID), ref(u.ID, field), dst)
	if err != nil {
		return p, err
	}
	p.Box = box
	if err := errors.Join(fill(w), w.Close()); err != nil {
		return p, fmt.Errorf("upload %s: %s: %w", u.ID, field, err)
	}
	return p, dst.Commit()
}

func ref(id, field string) seal.Ref { return seal.Ref{Coll: coll, ID: id, Field: field} }

// The sealed places: the parts, and the cleaned file.
func field(part int) string { return "part-" + strconv.Itoa(part) }

const wholeField = "file"
