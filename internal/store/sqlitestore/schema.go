package sqlitestore

import (
	"context"
	"fmt"
	"strings"

	"kring/internal/store"
)

// Names come from a checked Spec (letters, digits, underscore), so they need
// no escaping inside the quotes.
func table(coll string) string            { return `"` + coll + `"` }
func listTable(coll, field string) string { return `"` + coll + ":" + field + `"` }

// value is the expression of a field; queries repeat it literally, or SQLite
// does not recognise the index.
func value(field string) string {
	if field == "id" {
		return "id"
	}
	return "doc->>'" + field + "'"
}

// Ensure is store.DB.Ensure. Indexes that a Spec no longer names stay.
func (db *DB) Ensure(ctx context.Context, s store.Spec) error {
	if err := s.Check(); err != nil {
		return err
	}
	err := db.writer.do(ctx, func(t *tx) error { return ensure(t, s) })
	if err != nil {
		return fmt.Errorf("ensure %s: %w", s.Name, err)
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	db.specs[s.Name] = s
	return nil
}

func ensure(t *tx, s store.Spec) error {
	err := t.run("CREATE TABLE IF NOT EXISTS " + table(s.Name) + " (id TEXT NOT NULL PRIMARY KEY, rev INTEGER NOT NULL, doc BLOB NOT NULL) STRICT")
	if err != nil {
		return err
	}
	for _, ix := range s.Indexes {
		if err := ensureIndex(t, s, ix); err != nil {
			return fmt.Errorf("index %v: %w", ix.Fields, err)
		}
	}
	return nil
}

func ensureIndex(t *tx, s store.Spec, ix store.Index) error {
	if s.Kinds[ix.Fields[0]].List() {
		return ensureList(t, s.Name, ix.Fields[0])
	}
	name := s.Name + "(" + strings.Join(ix.Fields, ",") + ")"
	err := t.run(fmt.Sprintf(`CREATE INDEX IF NOT EXISTS "%s" ON %s (%s, id)`, name, table(s.Name), values(ix.Fields, ", ", "")))
	if err != nil || !ix.Unique {
		return err
	}
	// The condition leaves out documents where a field is missing or "".
	return t.run(fmt.Sprintf(`CREATE UNIQUE INDEX IF NOT EXISTS "%s unique" ON %s (%s) WHERE %s`,
		name, table(s.Name), values(ix.Fields, ", ", ""), values(ix.Fields, " AND ", " <> ''")))
}

func values(fields []string, between, after string) string {
	var vs []string
	for _, f := range fields {
		vs = append(vs, value(f)+after)
	}
	return strings.Join(vs, between)
}

// ensureList makes the table of a list field's elements, and fills it from the
// documents that exist.
func ensureList(t *tx, coll, field string) error {
	list := listTable(coll, field)
	if there, err := t.exists("SELECT 1 FROM sqlite_master WHERE name = ?", coll+":"+field); err != nil || there {
		return err
	}
	add := func(row string) string {
		return "INSERT OR IGNORE INTO " + list + " SELECT e.value, " + row + ".id FROM json_each(" + row + ".doc, '$." + field + "') e WHERE e.type <> 'null'; "
	}
	remove := "DELETE FROM " + list + " WHERE id = OLD.id AND value IN (SELECT value FROM json_each(OLD.doc, '$." + field + "')); "
	trigger := func(event, body string) string {
		return `CREATE TRIGGER "` + coll + ":" + field + " " + event + `" AFTER ` + event + " ON " + table(coll) + " BEGIN " + body + "END"
	}
	for _, ddl := range []string{
		"CREATE TABLE " + list + " (value, id TEXT NOT NULL, PRIMARY KEY (value, id)) WITHOUT ROWID",
		trigger("INSERT", add("NEW")),
		trigger("DELETE", remove),
		trigger("UPDATE", remove+add("NEW")),
		strings.Replace(add("d"), "FROM ", "FROM "+table(coll)+" d, ", 1),
	} {
		if err := t.run(ddl); err != nil {
			return err
		}
	}
	return nil
}
