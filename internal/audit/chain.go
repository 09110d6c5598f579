package audit

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"

	"kring/internal/store"
)

// block is a document of the log: the entries of one chain that were written
// together. Entries of one block are newer than those of the blocks before it.
type block struct {
	store.Meta `bson:",inline"`
	Chain      string   `bson:"chain" json:"chain"`
	N          int64    `bson:"n" json:"n"` // of its first entry
	About      []string `bson:"about,omitempty" json:"about,omitempty"`
	Links      []link   `bson:"links" json:"links"`
}

// link is an entry with its place in the chain.
type link struct {
	N     int64  `bson:"n" json:"n"`
	Prev  []byte `bson:"prev,omitempty" json:"prev,omitempty"` // MAC of entry N-1
	Entry Entry  `bson:"entry" json:"entry"`
	Heads []head `bson:"heads,omitempty" json:"heads,omitempty"` // of all known chains, in entry 1 only
	MAC   []byte `bson:"mac,omitempty" json:"mac,omitempty"`
}

// head says how far a chain had come: to entry N, with that MAC. At and Sig
// are of a signed head only.
type head struct {
	Chain string `bson:"chain" json:"chain"`
	N     int64  `bson:"n" json:"n"`
	MAC   []byte `bson:"mac,omitempty" json:"mac,omitempty"`
	At    int64  `bson:"at,omitempty" json:"at,omitempty"` // Unix ms
	Sig   []byte `bson:"sig,omitempty" json:"sig,omitempty"`
}

// headDoc is the newest signed head of a chain; its id is the chain's.
type headDoc struct {
	store.Meta `bson:",inline"`
	Signed     head `bson:"signed" json:"signed"`
}

var (
	blockSpec = store.Spec{Name: "audit", Schema: 1, Indexes: []store.Index{
		{Fields: []string{"chain", "n"}, Unique: true}, {Fields: []string{"about"}}}}
	headSpec = store.Spec{Name: "audit_heads", Schema: 1}
)

type (
	blocks = store.Collection[block, *block]
	heads  = store.Collection[headDoc, *headDoc]
)

// key makes and checks the MACs. What is signed is the JSON of the struct in
// the order of its fields, so new fields must have omitempty and come last.
type key []byte

func (k key) entry(chain string, l link) []byte {
	l.MAC = nil
	return k.sum("entry "+chain, l)
}

func (k key) head(h head) []byte {
	h.Sig = nil
	return k.sum("head", h)
}

func (k key) sum(what string, v any) []byte {
	doc, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain structs always marshal
	}
	h := hmac.New(sha256.New, k)
	h.Write([]byte(what + "\n"))
	h.Write(doc)
	return h.Sum(nil)
}

// next makes the block that follows t in its chain.
func (k key) next(t head, entries []Entry, known []head) *block {
	b := &block{Chain: t.Chain, N: t.N + 1}
	for i, e := range entries {
		l := link{N: t.N + 1, Prev: t.MAC, Entry: e}
		if i == 0 {
			l.Heads = known
		}
		l.MAC = k.entry(t.Chain, l)
		t = head{Chain: t.Chain, N: l.N, MAC: l.MAC}
		b.Links = append(b.Links, l)
	}
	b.ID, b.About = b.place()
	return b
}

// place derives what a block is found by: an id that sorts by time, and the
// subjects of its entries.
func (b *block) place() (id string, about []string) {
	for _, l := range b.Links {
		about = append(about, l.Entry.subjects()...)
	}
	slices.Sort(about)
	return fmt.Sprintf("%013d-%s-%010d", b.Links[0].Entry.At, b.Chain, b.Links[0].N), slices.Compact(about)
}

// tail is the head after the block.
func (b *block) tail() head {
	l := b.Links[len(b.Links)-1]
	return head{Chain: b.Chain, N: l.N, MAC: l.MAC}
}
