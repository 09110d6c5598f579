package mongostore

import (
	"context"
	"fmt"
	"math"
	"strings"

	"kring/internal/store"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// Ensure is store.DB.Ensure. Indexes that a Spec no longer names stay.
func (db *DB) Ensure(ctx context.Context, s store.Spec) error {
	if err := s.Check(); err != nil {
		return err
	}
	models := models(s)
	if len(models) > 0 {
		_, err := db.db.Collection(s.Name).Indexes().CreateMany(ctx, models)
		if err != nil {
			return failed("ensure", s.Name, "indexes", err)
		}
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	db.specs[s.Name] = s
	return nil
}

// models writes a checked Spec as MongoDB's indexes.
func models(s store.Spec) []mongo.IndexModel {
	var ms []mongo.IndexModel
	for _, ix := range s.Indexes {
		keys, present := bson.D{}, bson.D{}
		for _, f := range ix.Fields {
			keys = append(keys, bson.E{Key: f, Value: 1})
			present = append(present, bson.E{Key: f, Value: notEmpty(s.Kinds[f])})
		}
		name := strings.Join(ix.Fields, ",")
		if ix.Unique {
			ms = append(ms, mongo.IndexModel{Keys: keys, Options: options.Index().
				SetName(name + " unique").SetUnique(true).SetPartialFilterExpression(present)})
		}
		keys = append(keys[:len(keys):len(keys)], bson.E{Key: "_id", Value: 1})
		ms = append(ms, mongo.IndexModel{Keys: keys, Options: options.Index().SetName(name)})
	}
	return ms
}

// notEmpty is the condition that a field is there and is not "". A comparison
// matches only values of its own type.
func notEmpty(k store.Kind) bson.D {
	if k == store.Int {
		return bson.D{{Key: "$gte", Value: int64(math.MinInt64)}}
	}
	return bson.D{{Key: "$gt", Value: ""}}
}

// Drop removes the whole database. For tests.
func (db *DB) Drop(ctx context.Context) error {
	if err := db.db.Drop(ctx); err != nil {
		return fmt.Errorf("mongo store: drop %s: %w", db.db.Name(), err)
	}
	return nil
}
