package sqlitestore

import (
	"path/filepath"
	"strings"
	"testing"

	"kring/internal/store"
	"kring/internal/store/storetest"
)

// TestPlans: a covered query is answered from an index, without a scan of the
// table and without a sort.
func TestPlans(t *testing.T) {
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "kring.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := store.Open[storetest.Item](t.Context(), db, storetest.Items); err != nil {
		t.Fatal(err)
	}
	spec, _ := db.spec("items")
	for _, q := range []store.Query{
		{Where: []store.Cond{store.Is("email", "a")}},
		{Where: []store.Cond{store.Is("group", "g"), {Field: "seq", Op: store.Gt, Value: 1}}, OrderBy: "seq"},
		{Where: []store.Cond{store.Is("group", "g")}, OrderBy: "seq", Desc: true},
		{Where: []store.Cond{store.Is("open", true), store.Is("size", 1)}},
		{Where: []store.Cond{store.Is("name", "n")}},
		{Where: []store.Cond{{Field: "id", Op: store.Gt, Value: "x"}}},
		{Where: []store.Cond{store.Is("tags", "x")}},
		{OrderBy: "big"},
	} {
		q.Limit = 10
		if err := spec.Covers(q); err != nil {
			t.Error(err)
		}
		plan := explain(t, db, spec, q)
		scans := strings.Contains(plan, "SCAN") && !strings.Contains(plan, "USING INDEX")
		if scans || strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("%+v:\n%s", q, plan)
		}
	}
}

func explain(t *testing.T, db *DB, spec store.Spec, q store.Query) string {
	t.Helper()
	query, args := statement(spec, q)
	rows, err := db.readers.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan strings.Builder
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan.WriteString(detail + "\n")
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return plan.String()
}
