// Package gridblob keeps blobs in MongoDB's GridFS, so that every node has them.
//
// The id is the file's name. A blob exists when GridFS has written its file
// document, which it does last; of two with one name the newer counts. GridFS
// streams from the beginning only, so any part is read from its chunks here.
// A crash while writing leaves chunks without a file, which nobody can read.
package gridblob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"kring/internal/blob"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/readpref"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"
)

// readTime bounds one read: io.ReaderAt has no context.
const readTime = 30 * time.Second

// Grid is a GridFS bucket as a blob.Store.
type Grid struct {
	client *mongo.Client
	bucket *mongo.GridFSBucket
}

var _ blob.Store = (*Grid)(nil)

// Open connects to the server at uri and checks that its primary answers.
func Open(ctx context.Context, uri, dbname string) (*Grid, error) {
	journal := true
	client, err := mongo.Connect(options.Client().ApplyURI(uri).
		SetWriteConcern(&writeconcern.WriteConcern{W: "majority", Journal: &journal}).
		SetReadPreference(readpref.Primary()).
		SetServerSelectionTimeout(10 * time.Second).SetTimeout(time.Minute))
	if err != nil {
		return nil, fmt.Errorf("blobs in %s: %w", dbname, err)
	}
	if err := client.Ping(ctx, readpref.Primary()); err != nil {
		return nil, errors.Join(fmt.Errorf("blobs in %s: no answer: %w", dbname, err), client.Disconnect(ctx))
	}
	g := &Grid{client: client, bucket: client.Database(dbname).GridFSBucket(options.GridFSBucket().SetName("blobs"))}
	return g, nil
}

// Close ends the connections.
func (g *Grid) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return g.client.Disconnect(ctx)
}

// Create is blob.Store.Create.
func (g *Grid) Create(ctx context.Context, id string) (blob.Writer, error) {
	if err := blob.CheckID(id); err != nil {
		return nil, err
	}
	up, err := g.bucket.OpenUploadStream(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("create blob %s: %w", id, err)
	}
	return &writer{ctx: ctx, grid: g, id: id, up: up}, nil
}

// file is GridFS's document of one file.
type file struct {
	ID     bson.ObjectID `bson:"_id"`
	Length int64         `bson:"length"`
	Chunk  int64         `bson:"chunkSize"`
}

// Open is blob.Store.Open.
func (g *Grid) Open(ctx context.Context, id string) (blob.Reader, error) {
	files, err := g.files(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("open blob %s: %w", id, err)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%w: %s", blob.ErrNotFound, id)
	}
	return &reader{chunks: g.bucket.GetChunksCollection(), file: files[0], last: -1}, nil
}

// files are those of a name, newest first.
func (g *Grid) files(ctx context.Context, id string) (out []file, err error) {
	if err := blob.CheckID(id); err != nil {
		return nil, err
	}
	cur, err := g.bucket.Find(ctx, bson.D{{Key: "filename", Value: id}}, options.GridFSFind().SetSort(bson.D{{Key: "uploadDate", Value: -1}, {Key: "_id", Value: -1}}))
	if err != nil {
		return nil, err
	}
	err = cur.All(ctx, &out)
	return out, err
}

// Delete is blob.Store.Delete.
func (g *Grid) Delete(ctx context.Context, id string) error {
	files, err := g.files(ctx, id)
	if err != nil {
		return fmt.Errorf("delete blob %s: %w", id, err)
	}
	return g.remove(ctx, files)
}

func (g *Grid) remove(ctx context.Context, files []file) error {
	for _, f := range files {
		if err := g.bucket.Delete(ctx, f.ID); err != nil && !errors.Is(err, mongo.ErrFileNotFound) {
			return fmt.Errorf("delete blob: %w", err)
		}
	}
	return nil
}

type writer struct {
	ctx   context.Context //nolint:containedctx // a writer lives within the call that made it
	grid  *Grid
	id    string
	up    *mongo.GridFSUploadStream
	ended bool
}

func (w *writer) Write(b []byte) (int, error) { return w.up.Write(b) }

func (w *writer) Commit() error {
	defer w.Abort()
	older, err := w.grid.files(w.ctx, w.id)
	if err != nil {
		return fmt.Errorf("write blob: %w", err)
	}
	if err := w.up.Close(); err != nil {
		return fmt.Errorf("write blob: %w", err)
	}
	w.ended = true
	return w.grid.remove(w.ctx, older)
}

func (w *writer) Abort() {
	if !w.ended {
		w.ended = true
		_ = w.up.Abort() // chunks without a file are not read by anybody
	}
}

// reader keeps the chunk that was read last: small reads come one after another.
type reader struct {
	chunks *mongo.Collection
	file   file

	mu   sync.Mutex
	last int64 // number of kept, -1 for none
	kept []byte
}

func (r *reader) Size() int64  { return r.file.Length }
func (r *reader) Close() error { return nil }

func (r *reader) ReadAt(b []byte, at int64) (n int, err error) {
	for n < len(b) && at+int64(n) < r.file.Length {
		pos := at + int64(n)
		chunk, err := r.chunk(pos / r.file.Chunk)
		if err != nil {
			return n, err
		}
		n += copy(b[n:], chunk[pos%r.file.Chunk:])
	}
	if n < len(b) {
		err = io.EOF
	}
	return n, err
}

func (r *reader) chunk(n int64) ([]byte, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.last == n {
		return r.kept, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), readTime)
	defer cancel()
	var doc struct {
		Data []byte `bson:"data"`
	}
	if err := r.chunks.FindOne(ctx, bson.D{{Key: "files_id", Value: r.file.ID}, {Key: "n", Value: n}}).Decode(&doc); err != nil {
		return nil, fmt.Errorf("read blob: piece %d: %w", n, err)
	}
	if want := min(r.file.Chunk, r.file.Length-n*r.file.Chunk); int64(len(doc.Data)) != want {
		return nil, fmt.Errorf("read blob: piece %d has %d bytes, want %d", n, len(doc.Data), want)
	}
	r.last, r.kept = n, doc.Data
	return doc.Data, nil
}
