package mongostore

import (
	"context"
	"fmt"

	"kring/internal/store"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// Find is store.DB.Find. It reads all before the first call of each, which may
// therefore use the store.
func (db *DB) Find(ctx context.Context, coll string, q store.Query, each func(decode func(store.Doc) error) error) error {
	s, err := db.spec(coll)
	if err != nil {
		return err
	}
	if err := s.Covers(q); err != nil {
		return err
	}
	found, err := db.db.Collection(coll).Find(ctx, filter(q), options.Find().SetSort(order(q)).SetLimit(int64(q.Limit)))
	if err != nil {
		return fmt.Errorf("find in %s: %w", coll, err)
	}
	var docs []bson.Raw
	if err := found.All(ctx, &docs); err != nil {
		return fmt.Errorf("find in %s: %w", coll, err)
	}
	for _, doc := range docs {
		if err := each(func(d store.Doc) error { return bson.Unmarshal(doc, d) }); err != nil {
			return err
		}
	}
	return nil
}

func key(field string) string {
	if field == "id" {
		return "_id"
	}
	return field
}

// filter joins the conditions with $and: one field may have several.
func filter(q store.Query) bson.D {
	all := bson.A{}
	for _, c := range q.Where {
		op := []string{"$eq", "$lt", "$gt"}[c.Op]
		all = append(all, bson.D{{Key: key(c.Field), Value: bson.D{{Key: op, Value: c.Value}}}})
	}
	if len(all) == 0 {
		return bson.D{}
	}
	return bson.D{{Key: "$and", Value: all}}
}

func order(q store.Query) bson.D {
	direction := 1
	if q.Desc {
		direction = -1
	}
	var by bson.D
	if q.OrderBy != "" && q.OrderBy != "id" {
		by = bson.D{{Key: q.OrderBy, Value: direction}}
	}
	return append(by, bson.E{Key: "_id", Value: direction})
}
