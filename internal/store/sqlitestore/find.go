package sqlitestore

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"kring/internal/store"
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
	query, args := statement(s, q)
	docs, err := db.read(ctx, query, args)
	if err != nil {
		return fmt.Errorf("find in %s: %w", coll, err)
	}
	for _, doc := range docs {
		if err := each(func(d store.Doc) error { return json.Unmarshal(doc, d) }); err != nil {
			return err
		}
	}
	return nil
}

func (db *DB) read(ctx context.Context, query string, args []any) ([][]byte, error) {
	rows, err := db.readers.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var docs [][]byte
	for rows.Next() {
		var doc []byte
		if err := rows.Scan(&doc); err != nil {
			return nil, err
		}
		docs = append(docs, doc)
	}
	return docs, rows.Err()
}

// statement writes a covered query as SQL.
func statement(s store.Spec, q store.Query) (query string, args []any) {
	var b strings.Builder
	b.WriteString("SELECT json(doc) FROM " + table(s.Name))
	for i, c := range q.Where {
		b.WriteString([]string{" WHERE ", " AND "}[min(i, 1)])
		if s.Kinds[c.Field].List() {
			b.WriteString("id IN (SELECT id FROM " + listTable(s.Name, c.Field) + " WHERE value = ?)")
		} else {
			b.WriteString(value(c.Field) + " " + []string{"=", "<", ">"}[c.Op] + " ?")
		}
		args = append(args, c.Value)
	}
	direction := ""
	if q.Desc {
		direction = " DESC"
	}
	b.WriteString(" ORDER BY ")
	if q.OrderBy != "" && q.OrderBy != "id" {
		b.WriteString(value(q.OrderBy) + direction + ", ")
	}
	b.WriteString("id" + direction + " LIMIT ?")
	return b.String(), append(args, q.Limit)
}
