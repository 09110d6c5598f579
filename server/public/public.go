// Package public writes the pages that everybody may read without an account:
// what groups there are, the choice aid and the slides of a waiting room. They
// are plain HTML that needs no script, in the style sheet of the browser client.
//
// It knows groups only as Group, in which there is no person: what is not there
// cannot be shown. A snapshot of all of them is kept for at most freshFor, and
// so is each page that was made from it.
package public

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"regexp"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// freshFor is how long what was read may be shown; browsers keep it another maxAge.
	freshFor = 30 * time.Second
	// maxPages bounds the pages that are kept of one snapshot.
	maxPages = 500
)

// Group is a group as the public may know it.
type Group struct {
	ID, Name, Theme, Form, Financier, Cost, Place, Lang string
	Kind                                                string
	MinAge                                              int
	Free                                                bool
	Dates                                               []time.Time // of its meetings, local time, in order
	Provider                                            Provider
	Card                                                Card
}

// Provider is the organisation that runs a group.
type Provider struct{ Name, Email, Phone, Hours string }

// Card is what is said of the programme, by language ("nl", "en").
type Card struct {
	Topic, Level                                   string
	Title, Aim, For, NotFor, Work, Maker, Evidence map[string]string
	Sources                                        []Source
}

// Source is a publication.
type Source struct{ Name, URL string }

// Line is a help line.
type Line struct {
	Name, Text, Phone, URL string
	Primary                bool
}

// Snapshot is everything that the pages are made of.
type Snapshot struct {
	Groups []Group
	Help   []Line // never empty
	Host   string // where Kring is, as on a poster
}

// Page is one answer. Body and Gzip are the same.
type Page struct {
	Body, Gzip []byte
	ETag       string
}

//go:embed pages/*.html public.css texts/*.json
var files embed.FS

// Public makes the pages. It is safe for concurrent use.
type Public struct {
	read  func(context.Context) (Snapshot, error)
	now   func() time.Time
	words map[string]map[string]string
	tmpl  *template.Template
	style string // path of the client's own style sheet, "" when it is not built

	reading sync.Mutex
	kept    atomic.Pointer[kept]
}

// kept is a snapshot and the pages of it.
type kept struct {
	Snapshot
	at    time.Time
	mu    sync.Mutex
	pages map[string]*Page
}

// stylesheet finds the client's style sheet in its start page.
var stylesheet = regexp.MustCompile(`href="(/assets/[^"]+\.css)"`)

// New makes the pages of what read gives, in the style of the client in web.
func New(read func(context.Context) (Snapshot, error), web fs.FS, now func() time.Time) (*Public, error) {
	p := &Public{read: read, now: now, words: map[string]map[string]string{}}
	for _, l := range []string{"nl", "en"} {
		b, err := files.ReadFile("texts/" + l + ".json")
		if err != nil {
			return nil, err
		}
		m := map[string]string{}
		if err := json.Unmarshal(b, &m); err != nil {
			return nil, fmt.Errorf("public texts %s: %w", l, err)
		}
		p.words[l] = m
	}
	if b, err := fs.ReadFile(web, "index.html"); err == nil {
		if found := stylesheet.FindSubmatch(b); found != nil {
			p.style = string(found[1])
		}
	}
	var err error
	p.tmpl, err = template.ParseFS(files, "pages/*.html")
	return p, err
}

// CSS is the little that these pages need beside the client's style sheet.
func CSS() []byte {
	b, err := files.ReadFile("public.css")
	if err != nil {
		panic(err) // it is in the binary
	}
	return b
}

// snapshot gives what was read at most freshFor ago. While one request reads,
// the others are served what there is.
func (p *Public) snapshot(ctx context.Context) (*kept, error) {
	k := p.kept.Load()
	if k != nil && p.now().Sub(k.at) < freshFor/2 {
		return k, nil
	}
	if k != nil && p.now().Sub(k.at) < freshFor {
		if !p.reading.TryLock() {
			return k, nil
		}
	} else {
		p.reading.Lock()
	}
	defer p.reading.Unlock()
	if again := p.kept.Load(); again != k {
		return again, nil // somebody else just read it
	}
	s, err := p.read(ctx)
	if err != nil {
		return nil, err
	}
	k = &kept{Snapshot: s, at: p.now(), pages: map[string]*Page{}}
	p.kept.Store(k)
	return k, nil
}

// page gives the page of a key, made once per snapshot.
func (p *Public) page(k *kept, key string, make func() (view, error)) (*Page, error) {
	k.mu.Lock()
	found := k.pages[key]
	k.mu.Unlock()
	if found != nil {
		return found, nil
	}
	v, err := make()
	if err != nil {
		return nil, err
	}
	made, err := p.render(v)
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.pages) < maxPages {
		k.pages[key] = made
	}
	return made, nil
}

func (p *Public) render(v view) (*Page, error) {
	v.Style = p.style
	var plain, packed bytes.Buffer
	if err := p.tmpl.ExecuteTemplate(&plain, v.name+".html", v); err != nil {
		return nil, fmt.Errorf("page %s: %w", v.name, err)
	}
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(plain.Bytes()); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(plain.Bytes())
	return &Page{Body: plain.Bytes(), Gzip: packed.Bytes(), ETag: `"` + hex.EncodeToString(sum[:8]) + `"`}, nil
}
