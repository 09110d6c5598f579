package sqlitestore

import (
	"path/filepath"
	"testing"

	"kring/internal/store"
)

// message is what a chat stores: the hot path of the store.
type message struct {
	store.Meta `bson:",inline"`
	Channel    string `bson:"channel" json:"channel"`
	Seq        int64  `bson:"seq" json:"seq"`
	Sealed     []byte `bson:"sealed" json:"sealed"`
}

func messages(b *testing.B) store.Collection[message, *message] {
	b.Helper()
	db, err := Open(b.Context(), filepath.Join(b.TempDir(), "kring.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	c, err := store.Open[message](b.Context(), db, store.Spec{Name: "messages", Indexes: []store.Index{{Fields: []string{"channel", "seq"}, Unique: true}}})
	if err != nil {
		b.Fatal(err)
	}
	return c
}

func BenchmarkInsert(b *testing.B) {
	c := messages(b)
	for i := 0; b.Loop(); i++ {
		if err := c.Insert(b.Context(), &message{Channel: "c", Seq: int64(i), Sealed: make([]byte, 300)}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkInsertTogether: 64 writers share each fsync.
func BenchmarkInsertTogether(b *testing.B) {
	c := messages(b)
	b.SetParallelism(32)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := c.Insert(b.Context(), &message{Channel: store.NewID(), Seq: 1, Sealed: make([]byte, 300)}); err != nil {
				b.Error(err)
			}
		}
	})
}

func BenchmarkGet(b *testing.B) {
	c := messages(b)
	v := &message{Channel: "c", Seq: 1, Sealed: make([]byte, 300)}
	if err := c.Insert(b.Context(), v); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := c.Get(b.Context(), v.ID); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFind reads a page of 50 out of the middle of 20,000.
func BenchmarkFind(b *testing.B) {
	c := messages(b)
	done := make(chan error, 20_000)
	for i := range 20_000 {
		go func() {
			done <- c.Insert(b.Context(), &message{Channel: "c", Seq: int64(i), Sealed: make([]byte, 300)})
		}()
	}
	for range 20_000 {
		if err := <-done; err != nil {
			b.Fatal(err)
		}
	}
	q := store.Query{Where: []store.Cond{store.Is("channel", "c"), {Field: "seq", Op: store.Lt, Value: 10_000}}, OrderBy: "seq", Desc: true, Limit: 50}
	for b.Loop() {
		if vs, err := c.Find(b.Context(), q); err != nil || len(vs) != 50 {
			b.Fatal(len(vs), err)
		}
	}
}
