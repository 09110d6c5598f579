// Package store keeps documents. It is a small contract that two engines
// fulfil: sqlitestore (one file, the default) and mongostore (MongoDB).
//
// There are no transactions: one invariant is one document, and Replace is
// compare-and-set on Rev. A document is a struct whose first field is Meta,
// inlined; its fields carry the same name in their bson and json tags, because
// MongoDB stores what bson marshals and SQLite what encoding/json marshals.
// Open refuses a type that the two would not store alike (see Typed). Times
// are Unix milliseconds (int64), sealed values are []byte.
//
// storetest proves both engines alike; every difference between engines that
// has bitten is a case there.
package store

import (
	"context"
	"crypto/rand"
	"errors"
)

// Errors of every engine, wrapped with what and which.
var (
	// ErrNotFound: no document with that id.
	ErrNotFound = errors.New("store: not found")
	// ErrConflict: the Rev is not the stored one, the id exists, or a unique
	// index holds the value already.
	ErrConflict = errors.New("store: conflict")
	// ErrQuery: a filter or order on a field without an index, or a limit
	// outside 1..1000.
	ErrQuery = errors.New("store: query not supported")
	// ErrTooLarge: over 16 MiB as the engine writes it (in SQLite []byte grows
	// by a third, as base64). Files belong in internal/blob.
	ErrTooLarge = errors.New("store: document too large")
)

// Meta is the head of every stored document.
type Meta struct {
	ID     string `bson:"_id" json:"id"`
	Rev    int64  `bson:"rev" json:"rev"`
	Schema int    `bson:"schema" json:"schema"`
}

// Head gives engines and Collection access to the embedded Meta.
func (m *Meta) Head() *Meta { return m }

// Doc is what a collection stores: a pointer to a struct that embeds Meta
// with the tag `bson:",inline"`.
type Doc interface{ Head() *Meta }

// Spec declares a collection beside its type. Schema is the number written
// into every document. Open fills in the rest from the document type, nobody
// writes it by hand: Kinds says what the indexed fields hold, New makes an
// empty document.
type Spec struct {
	Name    string
	Schema  int
	Indexes []Index
	Kinds   map[string]Kind
	New     func() Doc
}

// Kind is what an indexed field holds.
type Kind int

// The kinds that can be indexed. A list (of strings or ints) is alone in its
// index, which is not unique, and is only searched with Eq.
const (
	String Kind = iota + 1
	Int
	Bool
	StringList
	IntList
)

// Index makes its top-level fields usable in Where and OrderBy, in this order.
// Fields of a unique index are strings or ints; documents that lack one of
// them (or hold "" there) are not constrained. An index on id is implied.
type Index struct {
	Fields []string
	Unique bool
}

// Op compares a field with a value.
type Op int

// The comparisons. Values are string, int64/int or bool, of the field's own
// kind. Eq on a list matches any element. Lt and Gt pass over documents that
// lack the field.
const (
	Eq Op = iota
	Lt
	Gt
)

// Cond is one condition on an indexed field.
type Cond struct {
	Field string
	Op    Op
	Value any
}

// Query selects documents. All Where hold. OrderBy "" is by id; ties in
// OrderBy go by id, with Desc from high to low like the field itself; documents
// that lack the field come first (last with Desc). Strings order by their UTF-8
// bytes. Limit is 1..1000. Which fields go together: see Spec.Covers.
type Query struct {
	Where   []Cond
	OrderBy string
	Desc    bool
	Limit   int
}

// DB is an engine. All methods are safe for concurrent use. A write that
// returned nil is durable: it survives kill -9 and power loss.
type DB interface {
	// Ensure creates the collection and its indexes; it can be repeated.
	Ensure(ctx context.Context, s Spec) error
	// Insert stores d with the Meta it carries; ErrConflict when id or a unique value exists.
	Insert(ctx context.Context, coll string, d Doc) error
	// Get decodes the document into d.
	Get(ctx context.Context, coll, id string, d Doc) error
	// Replace stores d if the stored Rev is rev.
	Replace(ctx context.Context, coll string, rev int64, d Doc) error
	// Delete removes the document; missing is ErrNotFound.
	Delete(ctx context.Context, coll, id string) error
	// Find calls each with a decoder per document, in order, until it returns an error.
	Find(ctx context.Context, coll string, q Query, each func(decode func(Doc) error) error) error
	Close() error
}

// NewID returns 26 random letters and digits (130 bits), safe in URLs and
// never guessable.
func NewID() string { return rand.Text() }
