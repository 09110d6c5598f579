package groups_test

import (
	"path/filepath"
	"testing"

	"kring/groups/groupstest"
	"kring/internal/store/sqlitestore"
)

func world(t testing.TB) *groupstest.World {
	t.Helper()
	db, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "kring.db"))
	groupstest.Must(t, err)
	t.Cleanup(func() { groupstest.Must(t, db.Close()) })
	return groupstest.New(t, db)
}
