package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"kring/groups"
	"kring/homework"
	"kring/internal/store"
)

// TestSampleOpens: the data of every released version opens in this one. Each
// folder testdata/sample-* is a demo that such a version exported, with its
// keys (OPS-6); a version adds its own and never changes an older one.
func TestSampleOpens(t *testing.T) {
	samples, err := filepath.Glob("testdata/sample-*")
	if err != nil || len(samples) == 0 {
		t.Fatal("no samples", err)
	}
	for _, dir := range samples {
		t.Run(filepath.Base(dir), func(t *testing.T) { openSample(t, dir) })
	}
}

func openSample(t *testing.T, dir string) {
	ctx := t.Context()
	k := fromSample(t, dir)
	gs, err := k.groups.ListGroups(ctx, demoTeam)
	if err != nil || len(gs) != 1 || gs[0].Members != 6 {
		t.Fatalf("groups %+v, %v", gs, err)
	}
	id := gs[0].ID
	circle, err := k.groups.Circle(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	if m := circle.Members(groups.Viewer{Role: groups.RoleFacilitator}); m[0].Alias != "Anna" {
		t.Errorf("first alias %q", m[0].Alias)
	}
	p, err := k.chat.After(ctx, groups.Channel(id), 0, 10)
	if err != nil || len(p.Messages) != 8 || p.Messages[1].Text != "Fijn dat dit er is. Ik vond de eerste keer best spannend." {
		t.Errorf("chat %+v, %v", p.Messages, err)
	}
	answered, err := k.homework.Answered(ctx, []string{id}, "nl")
	if err != nil || len(answered) != 1 {
		t.Fatalf("answered %+v, %v", answered, err)
	}
	var r homework.Review
	if r, err = k.homework.Review(ctx, answered[0].AnswerID, "nl"); err != nil || r.Feedback["weten"].Text == "" || r.Values["hoop"].Text == "" {
		t.Errorf("review %+v, %v", r, err)
	}
}

// fromSample imports a sample into fresh stores and opens them.
func fromSample(t *testing.T, dir string) *kring {
	t.Helper()
	ctx := t.Context()
	key := filepath.Join(t.TempDir(), "master.key")
	raw, err := os.ReadFile(filepath.Join(dir, "master.key"))
	if err == nil {
		err = os.WriteFile(key, raw, 0o600) // a checkout is readable by others, which Kring refuses
	}
	if err != nil {
		t.Fatal(err)
	}
	c, err := readConfig([]string{"KRING_LISTEN=127.0.0.1:0", "KRING_RTC_PORT=0", "KRING_DATA=" + t.TempDir(), "KRING_KEY_FILE=" + key, "MONGODB_URI=" + freshDatabase(t)}, false, false)
	if err != nil {
		t.Fatal(err)
	}
	for name, keys := range map[string]bool{"kring.jsonl": false, "keys.jsonl": true} {
		f, err := os.Open(filepath.Join(dir, name))
		if err == nil {
			err = errors.Join(restore(ctx, c, keys, f), f.Close())
		}
		if err != nil {
			t.Fatalf("import %s: %v", name, err)
		}
	}
	k := &kring{Config: c}
	t.Cleanup(func() {
		for _, db := range []store.DB{k.docs, k.keys, k.brief} {
			if m, ok := db.(interface{ Drop(context.Context) error }); ok {
				_ = m.Drop(context.Background())
			}
		}
		if err := k.close(); err != nil {
			t.Error(err)
		}
	})
	for _, step := range []func(context.Context) error{k.openStores, k.openVault, k.openLog, k.openAccounts, k.openDomains} {
		if err := step(ctx); err != nil {
			t.Fatal(err)
		}
	}
	return k
}
