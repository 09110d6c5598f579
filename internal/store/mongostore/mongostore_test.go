package mongostore

import (
	"context"
	"fmt"
	"os"
	"testing"

	"kring/internal/store"
	"kring/internal/store/storetest"
)

// TestMain: these tests need a server. `make contract` starts one and sets
// REQUIRE_MONGO=1, with which a missing server is a failure.
func TestMain(m *testing.M) {
	if os.Getenv("MONGODB_URI") == "" {
		fmt.Println("mongostore: no MONGODB_URI; its contract is proved by `make contract`")
		if os.Getenv("REQUIRE_MONGO") == "1" {
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func TestContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Place {
		name := "kring_test_" + store.NewID()
		open := func() *DB {
			db, err := Open(t.Context(), os.Getenv("MONGODB_URI"), name)
			if err != nil {
				t.Fatal(err)
			}
			return db
		}
		janitor := open()
		t.Cleanup(func() {
			if err := janitor.Drop(context.Background()); err != nil {
				t.Error(err)
			}
			janitor.Close()
		})
		return func() store.DB { return open() }
	})
}
