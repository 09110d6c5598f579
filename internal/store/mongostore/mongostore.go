// Package mongostore is the production engine of internal/store: MongoDB, or a
// server that speaks its protocol.
//
// Documents are native BSON under _id. Writes wait for the majority and its
// journal, reads are of majority-committed data from the primary. An index of
// the Spec ends in _id so that ties come out in order; a unique one gets a
// second, partial index, because a partial index serves no query by itself.
package mongostore

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"kring/internal/store"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/readconcern"
	"go.mongodb.org/mongo-driver/v2/mongo/readpref"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"
)

const maxDocument = 16 << 20

// DB is one MongoDB database as a store.DB.
type DB struct {
	client *mongo.Client
	db     *mongo.Database

	mu    sync.RWMutex
	specs map[string]store.Spec
}

var _ store.DB = (*DB)(nil)

// Open connects to the server at uri and checks that its primary answers.
func Open(ctx context.Context, uri, dbname string) (*DB, error) {
	journal := true
	client, err := mongo.Connect(options.Client().ApplyURI(uri).
		SetWriteConcern(&writeconcern.WriteConcern{W: "majority", Journal: &journal}).
		SetReadConcern(readconcern.Majority()).
		SetReadPreference(readpref.Primary()).
		SetServerSelectionTimeout(10 * time.Second).
		SetTimeout(time.Minute)) // of one operation whose context has no deadline
	if err != nil {
		return nil, fmt.Errorf("mongo store %s: %w", dbname, err)
	}
	if err := client.Ping(ctx, readpref.Primary()); err != nil {
		return nil, errors.Join(fmt.Errorf("mongo store %s: no answer: %w", dbname, err), client.Disconnect(ctx))
	}
	return &DB{client: client, db: client.Database(dbname), specs: map[string]store.Spec{}}, nil
}

// Close ends the connections; it waits ten seconds for operations under way.
func (db *DB) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := db.client.Disconnect(ctx); !errors.Is(err, mongo.ErrClientDisconnected) {
		return err
	}
	return nil
}

func (db *DB) spec(coll string) (store.Spec, error) {
	db.mu.RLock()
	defer db.mu.RUnlock()
	s, ok := db.specs[coll]
	if !ok {
		return s, fmt.Errorf("mongo store: collection %q was not ensured", coll)
	}
	return s, nil
}

// Insert is store.DB.Insert.
func (db *DB) Insert(ctx context.Context, coll string, d store.Doc) error {
	doc, err := db.encode(coll, d)
	if err == nil {
		_, err = db.db.Collection(coll).InsertOne(ctx, doc)
	}
	return failed("insert", coll, d.Head().ID, err)
}

// Replace is store.DB.Replace.
func (db *DB) Replace(ctx context.Context, coll string, rev int64, d store.Doc) error {
	id := d.Head().ID
	doc, err := db.encode(coll, d)
	if err == nil {
		err = db.replace(ctx, coll, bson.D{{Key: "_id", Value: id}, {Key: "rev", Value: rev}}, doc)
	}
	return failed("replace", coll, id, err)
}

func (db *DB) replace(ctx context.Context, coll string, known bson.D, doc bson.Raw) error {
	r, err := db.db.Collection(coll).ReplaceOne(ctx, known, doc)
	if err != nil || r.MatchedCount == 1 {
		return err
	}
	err = db.db.Collection(coll).FindOne(ctx, known[:1], options.FindOne().SetProjection(bson.D{{Key: "_id", Value: 1}})).Err()
	if err == nil {
		return store.ErrConflict
	}
	return err
}

// Delete is store.DB.Delete.
func (db *DB) Delete(ctx context.Context, coll, id string) error {
	if _, err := db.spec(coll); err != nil {
		return err
	}
	r, err := db.db.Collection(coll).DeleteOne(ctx, bson.D{{Key: "_id", Value: id}})
	if err == nil && r.DeletedCount == 0 {
		err = store.ErrNotFound
	}
	return failed("delete", coll, id, err)
}

// Get is store.DB.Get.
func (db *DB) Get(ctx context.Context, coll, id string, d store.Doc) error {
	if _, err := db.spec(coll); err != nil {
		return err
	}
	return failed("get", coll, id, db.db.Collection(coll).FindOne(ctx, bson.D{{Key: "_id", Value: id}}).Decode(d))
}

// encode marshals d for a collection that exists.
func (db *DB) encode(coll string, d store.Doc) (bson.Raw, error) {
	if _, err := db.spec(coll); err != nil {
		return nil, err
	}
	doc, err := bson.Marshal(d)
	if err != nil {
		return nil, err
	}
	if len(doc) > maxDocument {
		return nil, fmt.Errorf("%w: %d bytes", store.ErrTooLarge, len(doc))
	}
	return doc, nil
}

// deadlock is PostgreSQL's 40P01 as FerretDB passes it on: of several racing
// inserts of one unique value some end so, after a second of waiting.
const deadlock = 16908292

// failed names the document and turns the driver's errors into the store's.
func failed(what, coll, id string, err error) error {
	var server mongo.ServerError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, mongo.ErrNoDocuments):
		err = store.ErrNotFound
	case mongo.IsDuplicateKeyError(err), errors.As(err, &server) && server.HasErrorCode(deadlock):
		err = store.ErrConflict // the server's text would carry the value itself
	}
	return fmt.Errorf("%s %s %s: %w", what, coll, id, err)
}
