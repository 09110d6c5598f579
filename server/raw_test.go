package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// traces are the forms in which a word could lie around: as it is, in hex, and
// in base64 at each of the three places a byte can have there.
func traces(word string) (out [][]byte) {
	out = append(out, []byte(word), []byte(hex.EncodeToString([]byte(word))), []byte(strings.ToUpper(hex.EncodeToString([]byte(word)))))
	for before := range 3 {
		raw := append(make([]byte, before), word...)
		from, to := (before*8+5)/6, len(raw)*8/6
		out = append(out, []byte(base64.StdEncoding.EncodeToString(raw)[from:to]), []byte(base64.URLEncoding.EncodeToString(raw)[from:to]))
	}
	return out
}

// found says in which of the places a word is.
func found(word string, in map[string][]byte) (where []string) {
	for name, b := range in {
		for _, trace := range traces(word) {
			if bytes.Contains(b, trace) {
				where = append(where, name)
				break
			}
		}
	}
	return where
}

func TestTraces(t *testing.T) {
	word := line()
	for _, s := range []string{
		"x" + word + "y", hex.EncodeToString([]byte("ab" + word)), base64.StdEncoding.EncodeToString([]byte(word)),
		base64.RawURLEncoding.EncodeToString([]byte("é" + word + "!")), base64.StdEncoding.EncodeToString([]byte("x" + word + "!")),
	} {
		if found(word, map[string][]byte{"": []byte(s)}) == nil {
			t.Errorf("%s not found in %s", word, s)
		}
	}
}

// documents are the raw contents of every collection of both stores, read
// through the driver.
func (p *place) documents() map[string][]byte {
	p.t.Helper()
	out := map[string][]byte{}
	for _, name := range []string{"kring", "keys", "brief"} {
		var err error
		if uri := os.Getenv("MONGODB_URI"); uri != "" {
			err = p.mongoCollections(name, out)
		} else {
			err = sqliteTables(p.t.Context(), filepath.Join(p.data, name+".db"), out)
		}
		if err != nil {
			p.t.Fatal(err)
		}
	}
	for _, s := range specs() {
		// MongoDB makes a collection with its first index or document.
		if _, ok := out[s.Name]; !ok && (os.Getenv("MONGODB_URI") == "" || len(s.Indexes) > 0) {
			p.t.Errorf("nothing was read of %s", s.Name)
		}
	}
	return out
}

func (p *place) mongoCollections(name string, out map[string][]byte) error {
	ctx, uri := p.t.Context(), p.variable("MONGODB_URI")
	client, err := mongo.Connect(options.Client().ApplyURI(uri))
	if err != nil {
		return err
	}
	defer func() { _ = client.Disconnect(context.Background()) }()
	db := client.Database(database(uri, name))
	colls, err := db.ListCollectionNames(ctx, bson.D{})
	if err != nil {
		return err
	}
	for _, coll := range colls {
		c, err := db.Collection(coll).Find(ctx, bson.D{})
		if err != nil {
			return err
		}
		var docs []bson.Raw
		if err := c.All(ctx, &docs); err != nil {
			return err
		}
		out[coll] = []byte{}
		for _, d := range docs {
			out[coll] = append(append(out[coll], d...), d.String()...)
		}
	}
	return nil
}

// variable is the value of one of the environment's variables here.
func (p *place) variable(name string) string {
	value := "" // the last one counts, as in a process
	for _, kv := range p.env {
		if v, ok := strings.CutPrefix(kv, name+"="); ok {
			value = v
		}
	}
	return value
}

func sqliteTables(ctx context.Context, path string, out map[string][]byte) error {
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	var tables []string
	if err := eachRow(ctx, db, "SELECT name FROM sqlite_master WHERE type = 'table'", func(row []any) { tables = append(tables, row[0].(string)) }); err != nil {
		return err
	}
	for _, table := range tables {
		b := []byte{}
		if err := eachRow(ctx, db, fmt.Sprintf("SELECT * FROM %q", table), func(row []any) {
			for _, cell := range row {
				switch v := cell.(type) {
				case []byte:
					b = append(b, v...)
				default:
					b = fmt.Append(b, v)
				}
			}
		}); err != nil {
			return err
		}
		out[table] = b
	}
	return nil
}

func eachRow(ctx context.Context, db *sql.DB, query string, do func([]any)) error {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	for rows.Next() {
		row, at := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			at[i] = &row[i]
		}
		if err := rows.Scan(at...); err != nil {
			return err
		}
		do(row)
	}
	return rows.Err()
}

// files are the contents of the data directory.
func (p *place) files() map[string][]byte {
	p.t.Helper()
	out := map[string][]byte{}
	err := filepath.WalkDir(p.data, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		out[filepath.Base(path)] = b
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return out
}
