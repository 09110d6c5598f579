package sqlitestore

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"kring/internal/store"
	"kring/internal/store/storetest"

	"go.uber.org/goleak"
)

// childEnv holds the file's path when this test binary runs as the process
// that is going to be killed.
const childEnv = "KRING_STORE_CHILD"

func TestMain(m *testing.M) {
	if path := os.Getenv(childEnv); path != "" {
		fmt.Fprintln(os.Stderr, writeForever(context.Background(), path))
		os.Exit(1)
	}
	goleak.VerifyTestMain(m)
}

// writeForever has eight writers that insert and then update, and prints each
// confirmed "id rev" on a line of its own.
func writeForever(ctx context.Context, path string) error {
	db, err := Open(ctx, path)
	if err != nil {
		return err
	}
	c, err := store.Open[storetest.Item](ctx, db, storetest.Items)
	if err != nil {
		return err
	}
	failed := make(chan error)
	var print sync.Mutex
	for range 8 {
		go func() {
			for {
				v := &storetest.Item{Email: store.NewID(), Tags: []string{"a", "b"}}
				err := c.Insert(ctx, v)
				for range 3 {
					if err != nil {
						failed <- err
						return
					}
					print.Lock()
					fmt.Println(v.ID, v.Rev)
					print.Unlock()
					v, err = c.Update(ctx, v.ID, func(v *storetest.Item) error { v.Size++; return nil })
				}
			}
		}()
	}
	return <-failed
}

// TestKilled: kill -9 loses nothing that was confirmed. It shows what a
// process loses, not what a power cut does; for that see TestDurable.
func TestKilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kring.db")
	rounds := 3
	if os.Getenv("KRING_SOAK") == "1" {
		rounds = 20
	}
	confirmed := map[string]int64{}
	for round := range rounds {
		killAfter(t, path, 100+37*round, confirmed)
		verify(t, path, confirmed)
	}
	t.Logf("%d kills, %d documents confirmed, all there", rounds, len(confirmed))
}

func killAfter(t *testing.T, path string, lines int, confirmed map[string]int64) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), childEnv+"="+path)
	var complaint strings.Builder
	child.Stderr = &complaint
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReader(out)
	for n := 0; ; n++ {
		if n == lines {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
		line, err := in.ReadString('\n')
		if err == io.EOF { // a line cut off by the kill was not confirmed
			break
		}
		var id string
		var rev int64
		if _, err := fmt.Sscan(line, &id, &rev); err != nil {
			t.Fatalf("child said %q: %v", line, err)
		}
		confirmed[id] = rev
	}
	if err := child.Wait(); err == nil || complaint.Len() > 0 {
		t.Fatalf("the child ended by itself: %v, %s", err, complaint.String())
	}
}

func verify(t *testing.T, path string, confirmed map[string]int64) {
	t.Helper()
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	c, err := store.Open[storetest.Item](t.Context(), db, storetest.Items)
	if err != nil {
		t.Fatal(err)
	}
	for id, rev := range confirmed {
		v, err := c.Get(t.Context(), id)
		if err != nil || v.Rev < rev || int64(v.Size) != v.Rev-1 {
			t.Errorf("confirmed %s at rev %d; stored %+v, %v", id, rev, v, err)
		}
	}
	var check string
	if err := db.readers.QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&check); err != nil || check != "ok" {
		t.Errorf("integrity: %s, %v", check, err)
	}
}

// TestDurable reads back the settings that a power cut would test.
func TestDurable(t *testing.T) {
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "kring.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "secure_delete": "1"} {
		var got string
		if err := db.writer.tx.conn.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %s, %v; want %s", pragma, got, err, want)
		}
	}
}
