package audit

import (
	"bufio"
	"bytes"
	"context"
	"crypto/hmac"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"kring/internal/store"
)

// Damage is a way in which the log is not as it was written.
type Damage string

// What Verify finds.
const (
	Changed   Damage = "changed"   // an entry, or where it is found, is not what was written
	Removed   Damage = "removed"   // entries are missing between others
	Reordered Damage = "reordered" // an entry stands in another place
	Cut       Damage = "cut"       // entries are missing at the end
	Missing   Damage = "missing"   // a whole chain is gone
)

// Finding is one damage: of entry N of a chain, or from there on.
type Finding struct {
	Damage Damage
	Chain  string
	N      int64
	Text   string
}

func (f Finding) String() string {
	return fmt.Sprintf("%s: chain %s, entry %d: %s", f.Damage, f.Chain, f.N, f.Text)
}

// Report is the result of Verify.
type Report struct {
	Chains, Entries int
	Signed          time.Time // of the newest signed head: what was cut after it stays unseen
	Findings        []Finding
}

// OK reports that nothing was found.
func (r Report) OK() bool { return len(r.Findings) == 0 }

// Verify reads the whole log and compares it with itself and with signedHeads,
// the file that was written outside the store (nil for none). keys are the
// audit keys of all time: one per master key there has been. It may run while
// the log is written. An error means that it could not read, not that it found.
func Verify(ctx context.Context, db store.DB, signedHeads io.Reader, keys ...[]byte) (Report, error) {
	v := verifier{named: map[string]map[int64][]byte{}}
	for _, k := range keys {
		v.keys = append(v.keys, k)
	}
	if err := v.run(ctx, db, signedHeads); err != nil {
		return Report{}, fmt.Errorf("verify access log: %w", err)
	}
	return v.report, nil
}

type verifier struct {
	keys   []key
	blocks blocks
	named  map[string]map[int64][]byte // what heads say: chain → N → MAC
	report Report
}

// run gathers what all heads say before it looks at the chains, which may grow
// meanwhile.
func (v *verifier) run(ctx context.Context, db store.DB, signedHeads io.Reader) (err error) {
	if signedHeads != nil {
		if err := v.readFile(signedHeads); err != nil {
			return err
		}
	}
	if err := v.readHeads(ctx, db); err != nil {
		return err
	}
	if v.blocks, err = store.Open[block](ctx, db, blockSpec); err != nil {
		return err
	}
	if err := eachChain(ctx, v.blocks, func(c string) error { return v.readFirst(ctx, c) }); err != nil {
		return err
	}
	for _, c := range slices.Sorted(maps.Keys(v.named)) { // all that exist or are named
		if err := v.walk(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

func (v *verifier) found(d Damage, chain string, n int64, format string, args ...any) {
	v.report.Findings = append(v.report.Findings, Finding{d, chain, n, fmt.Sprintf(format, args...)})
}

// readFile passes over lines that are no heads: a crash may have torn one, and
// spoiling a line gains nothing over removing it.
func (v *verifier) readFile(r io.Reader) error {
	for lines := bufio.NewScanner(r); ; {
		if !lines.Scan() {
			return lines.Err()
		}
		var h head
		if json.Unmarshal(lines.Bytes(), &h) == nil && h.Chain != "" {
			v.trust(h, "file")
		}
	}
}

func (v *verifier) readHeads(ctx context.Context, db store.DB) error {
	hs, err := store.Open[headDoc](ctx, db, headSpec)
	for after := ""; err == nil; {
		var page []*headDoc
		page, err = hs.Find(ctx, store.Query{Where: []store.Cond{{Field: "id", Op: store.Gt, Value: after}}, Limit: 1000})
		if len(page) == 0 {
			return err
		}
		for _, d := range page {
			v.trust(d.Signed, "store")
			after = d.ID
		}
	}
	return err
}

// trust takes a signed head as the truth if one of the keys signed it.
func (v *verifier) trust(h head, where string) {
	if !slices.ContainsFunc(v.keys, func(k key) bool { return hmac.Equal(h.Sig, k.head(h)) }) {
		v.found(Changed, h.Chain, h.N, "the signed head in the %s has no valid signature", where)
		return
	}
	v.name(h)
	if at := time.UnixMilli(h.At); at.After(v.report.Signed) {
		v.report.Signed = at
	}
}

func (v *verifier) name(h head) {
	if v.named[h.Chain] == nil {
		v.named[h.Chain] = map[int64][]byte{}
	}
	v.named[h.Chain][h.N] = h.MAC
}

// readFirst takes the heads that a chain's first entry names, if that is whole.
func (v *verifier) readFirst(ctx context.Context, chain string) error {
	v.name(head{Chain: chain})
	bs, err := v.blocks.Find(ctx, store.Query{Where: []store.Cond{store.Is("chain", chain)}, OrderBy: "n", Limit: 1})
	if err != nil || len(bs) == 0 || len(bs[0].Links) == 0 || !v.valid(chain, bs[0].Links[0]) {
		return err
	}
	for _, h := range bs[0].Links[0].Heads {
		v.name(h)
	}
	return nil
}

func (v *verifier) valid(chain string, l link) bool {
	return slices.ContainsFunc(v.keys, func(k key) bool { return hmac.Equal(l.MAC, k.entry(chain, l)) })
}

// walk reads one chain from its beginning.
func (v *verifier) walk(ctx context.Context, chain string) error {
	w := walk{verifier: v, chain: chain, named: v.named[chain], missing: map[int64]bool{}}
	for after := int64(-1); ; {
		bs, err := v.blocks.Find(ctx, store.Query{
			Where:   []store.Cond{store.Is("chain", chain), {Field: "n", Op: store.Gt, Value: after}},
			OrderBy: "n", Limit: 100,
		})
		if err != nil {
			return err
		}
		for _, b := range bs {
			w.block(b)
			after = b.N
		}
		if len(bs) == 0 {
			w.end()
			return nil
		}
	}
}

// walk is where the verifier is in one chain.
type walk struct {
	*verifier
	chain   string
	named   map[int64][]byte
	last    int64          // highest number so far
	prev    []byte         // MAC of the entry before; nil when that was not whole
	missing map[int64]bool // numbers passed over
}

func (w *walk) block(b *block) {
	first := w.last + 1
	for _, l := range b.Links {
		w.link(l)
	}
	if len(b.Links) == 0 {
		w.found(Changed, w.chain, first, "a block without entries")
	} else if id, about := b.place(); id != b.ID || b.N != b.Links[0].N || !slices.Equal(about, b.About) {
		w.found(Changed, w.chain, first, "the entries from here on are not found by what they are about")
	}
}

func (w *walk) link(l link) {
	if !w.valid(w.chain, l) {
		w.last++
		w.prev = nil
		w.found(Changed, w.chain, w.last, "the entry is not what was written")
		return
	}
	w.report.Entries++
	switch {
	case l.N <= w.last:
		delete(w.missing, l.N)
		w.prev = nil
		w.found(Reordered, w.chain, l.N, "the entry comes after entry %d", w.last)
		return
	case l.N > w.last+1:
		for n := w.last + 1; n < l.N; n++ {
			w.missing[n] = true
		}
	case w.prev != nil && !bytes.Equal(l.Prev, w.prev):
		w.found(Changed, w.chain, l.N, "the entry follows another one than the one before it")
	}
	if mac, ok := w.named[l.N]; ok && !bytes.Equal(mac, l.MAC) && l.N > 0 {
		w.found(Changed, w.chain, l.N, "a signed head says that another entry was here")
	}
	w.last, w.prev = l.N, l.MAC
}

// end compares what was found with how far the chain is known to have come.
func (w *walk) end() {
	to := int64(0)
	for n := range w.named {
		to = max(to, n)
	}
	switch {
	case to > 0 && w.last == 0:
		w.found(Missing, w.chain, 1, "the chain of %d entries or more is gone", to)
	case to > w.last:
		w.found(Cut, w.chain, w.last+1, "the entries up to %d or further are gone", to)
	}
	if w.last > 0 {
		w.report.Chains++
	}
	for _, n := range slices.Sorted(maps.Keys(w.missing)) {
		if !w.missing[n-1] {
			w.found(Removed, w.chain, n, "entries are gone from here up to the next one")
		}
	}
}
