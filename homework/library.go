package homework

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"kring/homework/media"
	"kring/homework/programme"
	"kring/internal/store"
)

// content holds the programmes that come with Kring, one file per version.
//
//go:embed content/*.json
var content embed.FS

// published is a programme version at rest; its id is "<programme>.<version>".
type published struct {
	store.Meta `bson:",inline"`
	Programme  programme.Programme `bson:"programme" json:"programme"`
}

// library is every published version, by id and then newest first. It is read
// once, because a published version never changes.
type library []*programme.Programme

// openLibrary stores the shipped programmes that are not there yet and reads
// all. A version that is there stays as it was published: groups run on it.
func openLibrary(ctx context.Context, db store.DB, spec store.Spec) (library, error) {
	docs, err := store.Open[published](ctx, db, spec)
	if err != nil {
		return nil, err
	}
	shipped, err := shippedProgrammes()
	if err != nil {
		return nil, err
	}
	for _, p := range shipped {
		doc := &published{Meta: store.Meta{ID: fmt.Sprintf("%s.%d", p.ID, p.Version)}, Programme: *p}
		if err := docs.Insert(ctx, doc); err != nil && !errors.Is(err, store.ErrConflict) {
			return nil, fmt.Errorf("publish programme %s: %w", doc.ID, err)
		}
	}
	all, err := docs.Find(ctx, store.Query{Limit: 1000})
	if err != nil {
		return nil, fmt.Errorf("read programmes: %w", err)
	}
	lib := make(library, 0, len(all))
	for _, doc := range all {
		lib = append(lib, &doc.Programme)
	}
	slices.SortFunc(lib, newestFirst)
	return lib, nil
}

func shippedProgrammes() ([]*programme.Programme, error) {
	names, err := fs.Glob(content, "content/*.json")
	if err != nil {
		return nil, err
	}
	var all []*programme.Programme
	for _, name := range names {
		raw, err := content.ReadFile(name)
		if err != nil {
			return nil, err
		}
		p, err := programme.Parse(raw)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path.Base(name), err)
		}
		if err := mediaThere(p); err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// mediaThere says which file a programme names that does not come with Kring.
func mediaThere(p *programme.Programme) error {
	for _, m := range p.Modules {
		for _, s := range m.Steps {
			if s.Media != "" && media.Find(s.Media) == nil {
				return fmt.Errorf("programme %s, module %s, step %s: no file %s", p.ID, m.ID, s.ID, s.Media)
			}
		}
	}
	return nil
}

func newestFirst(a, b *programme.Programme) int {
	if a.ID != b.ID {
		return strings.Compare(a.ID, b.ID)
	}
	return b.Version - a.Version
}

// find returns nil when there is no such version.
func (lib library) find(id string, version int) *programme.Programme {
	for _, p := range lib {
		if p.ID == id && (version == 0 || p.Version == version) {
			return p
		}
	}
	return nil
}

// newest returns the newest version of each programme.
func (lib library) newest() []*programme.Programme {
	return slices.CompactFunc(slices.Clone(lib), func(a, b *programme.Programme) bool { return a.ID == b.ID })
}
