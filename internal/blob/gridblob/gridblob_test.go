package gridblob_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"kring/internal/blob"
	"kring/internal/blob/blobtest"
	"kring/internal/blob/gridblob"
	"kring/internal/store"
	"kring/internal/store/mongostore"
)

// TestMain: see mongostore's.
func TestMain(m *testing.M) {
	if os.Getenv("MONGODB_URI") == "" {
		fmt.Println("gridblob: no MONGODB_URI; its contract is proved by `make contract`")
		if os.Getenv("REQUIRE_MONGO") == "1" {
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func TestBlobs(t *testing.T) {
	name := "kring_test_" + store.NewID()
	janitor, err := mongostore.Open(t.Context(), os.Getenv("MONGODB_URI"), name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := janitor.Drop(context.Background()); err != nil {
			t.Error(err)
		}
		janitor.Close()
	})
	blobtest.Run(t, func(t *testing.T) blob.Store {
		g, err := gridblob.Open(t.Context(), os.Getenv("MONGODB_URI"), name)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { g.Close() })
		return g
	})
}
