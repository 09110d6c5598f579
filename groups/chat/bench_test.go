package chat_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"kring/groups"
	"kring/groups/chat"
	"kring/groups/groupstest"
	"kring/internal/seal"
	"kring/internal/store"
	"kring/internal/store/storebench"
)

// TestBenchMillion measures a store of a million messages, on SQLite and, with
// MONGODB_URI, on MongoDB (BENCH.md). It runs only in make bench-million: to
// make them takes minutes.
func TestBenchMillion(t *testing.T) { storebench.Both(t, benchMillion) }

const (
	benchGroups = 100
	perChannel  = 10_000
	benchDay    = 24 * 60 * 60 * 1000 // ms
)

func benchMillion(t *testing.T, db store.DB) {
	w := &world{World: groupstest.New(t, db), board: &board{}}
	w.Chat = w.node(t)
	begin := time.Now()
	channels := fillChannels(t, w)
	t.Logf("%d messages made in %s", benchGroups*perChannel, time.Since(begin).Round(time.Second))
	ctx := t.Context()
	took := func(what string, n int, do func(channel string) error) {
		var all []time.Duration
		for range n {
			channel := channels[rand.IntN(len(channels))]
			begin := time.Now()
			if err := do(channel); err != nil {
				t.Fatal(err)
			}
			all = append(all, time.Since(begin))
		}
		slices.Sort(all)
		t.Logf("%-24s p50 %8s  p95 %8s  p99 %8s", what, all[n/2].Round(10*time.Microsecond), all[n*95/100].Round(10*time.Microsecond), all[n*99/100].Round(10*time.Microsecond))
	}
	full := func(p chat.Page, err error) error {
		if err == nil && len(p.Messages) != 50 {
			err = fmt.Errorf("%d messages, want 50", len(p.Messages))
		}
		return err
	}
	took("open a channel", 500, func(channel string) error { return full(w.Before(ctx, channel, 0, 50)) })
	took("jump to a date", 500, func(channel string) error {
		at := groupstest.Begin.UnixMilli() + 10*benchDay + rand.Int64N(340*benchDay)
		seq, err := w.FirstSince(ctx, channel, at)
		if err != nil {
			return err
		}
		return full(w.Around(ctx, channel, seq, 50))
	})
	took("scroll back", 500, func(channel string) error {
		return full(w.Before(ctx, channel, 100+rand.Int64N(perChannel-100), 50))
	})
	looked := 0
	took("one look for a word", 20, func(channel string) error {
		circle, err := w.ChannelCircle(ctx, channel)
		if err != nil {
			return err
		}
		r, err := w.Reader(ctx, circle, groupstest.Guide)
		if err != nil {
			return err
		}
		found, err := w.Search(ctx, r, channel, "pannenkoek", 0)
		looked += found.Looked
		return err
	})
	t.Logf("a look went through %d messages", looked/20)
}

// fillChannels makes a year of messages in the channels of some groups.
func fillChannels(t *testing.T, w *world) []string {
	docs, err := store.Open[chat.Message](t.Context(), w.DB, chat.Specs()[0])
	groupstest.Must(t, err)
	channels := make([]string, benchGroups)
	keys := make([]seal.Key, benchGroups)
	for i := range channels {
		g := w.Group(t, nil)
		channels[i], keys[i] = groups.Channel(g.ID), seal.Group(g.ID)
	}
	work := make(chan [2]int, 64) // group and number
	var all sync.WaitGroup
	for range 64 {
		all.Go(func() { // ends with work
			for at := range work {
				g, seq := at[0], int64(at[1])
				m := &chat.Message{Meta: store.Meta{ID: store.NewID()}, Channel: channels[g], Seq: seq, Author: groupstest.Guide, ClientID: fmt.Sprint(seq), At: groupstest.Begin.UnixMilli() + seq*365*benchDay/perChannel}
				box, err := w.World.Vault.Seal(t.Context(), keys[g], seal.Ref{Coll: "messages", ID: m.ID, Field: "text"}, fmt.Appendf(nil, "Bericht %d: vandaag ging het beter dan gisteren, ik heb een half uur gewandeld.", seq))
				if m.TextBox = box; err == nil {
					err = docs.Insert(t.Context(), m)
				}
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for seq := 1; seq <= perChannel; seq++ { // as they come: all groups at once
		for g := range channels {
			work <- [2]int{g, seq}
		}
	}
	close(work)
	all.Wait()
	return channels
}
