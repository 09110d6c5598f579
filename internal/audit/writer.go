package audit

import (
	"bytes"
	"context"
	"crypto/hmac"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"kring/internal/store"
)

const (
	maxBlock    = 256              // entries written together
	ownGrain    = 15 * time.Minute // one entry about own data stands for all in it
	signEvery   = time.Minute
	storeTime   = 10 * time.Second // for one block or head
	tryConflict = 3
)

type job struct {
	entry  Entry
	result chan result // of 1, so that the writer never waits
}

type result struct {
	id  string
	err error
}

// seen is the entry that stands for its repetitions.
type seen struct {
	id string
	at int64
}

// run is the chain's only writer. It ends with ctx, after the write under way.
func (l *Log) run(ctx context.Context) {
	defer close(l.done)
	stop, ctx := ctx.Done(), context.WithoutCancel(ctx)
	tick := time.NewTicker(signEvery)
	defer tick.Stop()
	for {
		select {
		case j := <-l.jobs:
			l.write(ctx, l.waiting(j))
		case now := <-tick.C:
			l.sign(ctx)
			l.forget(now)
		case <-stop:
			l.sign(ctx)
			return
		}
	}
}

// waiting collects what queued up during the last write.
func (l *Log) waiting(first job) []job {
	batch := []job{first}
	for len(batch) < maxBlock {
		select {
		case j := <-l.jobs:
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

// write makes the batch durable, without repetitions, and answers every job.
func (l *Log) write(ctx context.Context, batch []job) {
	var fresh []Entry
	ids := make([]string, len(batch))
	for i, j := range batch {
		ids[i] = l.standIn(j.entry)
		if ids[i] == j.entry.ID {
			fresh = append(fresh, j.entry)
		}
	}
	var err error
	if len(fresh) > 0 {
		err = l.commit(ctx, fresh, nil)
	}
	if err != nil {
		for _, e := range fresh {
			delete(l.recent, e.same())
		}
		err = fmt.Errorf("access log: %w", err)
	}
	for i, j := range batch {
		j.result <- result{ids[i], err}
	}
}

// standIn returns the id of the entry that e repeats, or its own.
func (l *Log) standIn(e Entry) string {
	if !e.coarse() {
		return e.ID
	}
	if s, ok := l.recent[e.same()]; ok && e.At-s.at < ownGrain.Milliseconds() {
		return s.id
	}
	l.recent[e.same()] = seen{e.ID, e.At}
	return e.ID
}

func (l *Log) forget(now time.Time) {
	for k, s := range l.recent {
		if now.UnixMilli()-s.at >= ownGrain.Milliseconds() {
			delete(l.recent, k)
		}
	}
}

// commit adds entries to the chain. Its number can only be taken by an earlier
// write of ours whose answer was lost: then the chain goes on after that.
func (l *Log) commit(ctx context.Context, entries []Entry, known []head) error {
	ctx, cancel := context.WithTimeout(ctx, storeTime)
	defer cancel()
	for range tryConflict {
		b := l.key.next(l.tail, entries, known)
		want := b.tail()
		err := l.blocks.Insert(ctx, b)
		if errors.Is(err, store.ErrConflict) {
			b, err = l.blocks.One(ctx, store.Is("chain", want.Chain), store.Is("n", l.tail.N+1))
		}
		if err != nil {
			return err
		}
		if !l.follows(b) {
			return fmt.Errorf("entry %d of chain %s is not ours", b.N, b.Chain)
		}
		if l.tail = b.tail(); bytes.Equal(l.tail.MAC, want.MAC) {
			return nil
		}
	}
	return fmt.Errorf("chain %s: %w", l.tail.Chain, store.ErrConflict)
}

// follows reports whether we wrote b after the tail.
func (l *Log) follows(b *block) bool {
	if len(b.Links) == 0 || !bytes.Equal(b.Links[0].Prev, l.tail.MAC) {
		return false
	}
	last := b.Links[len(b.Links)-1]
	return hmac.Equal(last.MAC, l.key.entry(b.Chain, last))
}

// begin starts the chain with an entry that names the heads of the others. Its
// own head is stored before that, so no entry is ever without one.
func (l *Log) begin(ctx context.Context) error {
	known, err := l.unnamed(ctx)
	if err != nil {
		return err
	}
	l.tail = head{Chain: store.NewID()}
	if err := l.heads.Insert(ctx, l.newHead()); err != nil {
		return err
	}
	e := Entry{ID: store.NewID(), At: time.Now().UnixMilli(), Node: l.cfg.Node, Who: "system", Action: "begin", Kind: "log", Object: l.tail.Chain, Outcome: Done}
	if err := l.commit(ctx, []Entry{e}, known); err != nil {
		return err
	}
	return l.trySign(ctx)
}

// unnamed are the heads of all chains that came further than a first entry
// under this key says. What somebody has damaged is left to Verify.
func (l *Log) unnamed(ctx context.Context) ([]head, error) {
	var tails []head
	named := map[string]int64{}
	err := eachChain(ctx, l.blocks, func(chain string) error {
		first, err := edge(ctx, l.blocks, chain, false)
		if err != nil {
			return err
		}
		last, err := edge(ctx, l.blocks, chain, true)
		if err != nil || len(first.Links) == 0 || len(last.Links) == 0 {
			return err
		}
		if hmac.Equal(first.Links[0].MAC, l.key.entry(chain, first.Links[0])) {
			for _, h := range first.Links[0].Heads {
				named[h.Chain] = max(named[h.Chain], h.N)
			}
		}
		tails = append(tails, last.tail())
		return nil
	})
	return slices.DeleteFunc(tails, func(h head) bool { return h.N <= named[h.Chain] }), err
}

// sign writes down how far the chain has come.
func (l *Log) sign(ctx context.Context) {
	if err := l.trySign(ctx); err != nil {
		l.cfg.Failed(fmt.Errorf("access log: sign the head: %w", err))
	}
}

func (l *Log) trySign(ctx context.Context) error {
	if l.signed == l.tail.N {
		return nil
	}
	now := l.newHead()
	line, err := json.Marshal(now.Signed)
	if err != nil {
		return err
	}
	// The newline comes first too, so that a line torn by a crash spoils no other.
	if _, err := fmt.Fprintf(l.file, "\n%s\n", line); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, storeTime)
	defer cancel()
	_, err = l.heads.Update(ctx, now.ID, func(d *headDoc) error {
		d.Signed = now.Signed
		return nil
	})
	if err == nil {
		l.signed = l.tail.N
	}
	return err
}

func (l *Log) newHead() *headDoc {
	h := l.tail
	h.At = time.Now().UnixMilli()
	h.Sig = l.key.head(h)
	return &headDoc{Meta: store.Meta{ID: h.Chain}, Signed: h}
}

// eachChain calls f with the id of every chain that has entries.
func eachChain(ctx context.Context, bs blocks, f func(chain string) error) error {
	for after := ""; ; {
		next, err := bs.Find(ctx, store.Query{Where: []store.Cond{{Field: "chain", Op: store.Gt, Value: after}}, OrderBy: "chain", Limit: 1})
		if err != nil || len(next) == 0 {
			return err
		}
		after = next[0].Chain
		if err := f(after); err != nil {
			return err
		}
	}
}

// edge reads the first or last block of a chain that has one.
func edge(ctx context.Context, bs blocks, chain string, last bool) (*block, error) {
	b, err := bs.Find(ctx, store.Query{Where: []store.Cond{store.Is("chain", chain)}, OrderBy: "n", Desc: last, Limit: 1})
	if err == nil && len(b) == 0 {
		err = store.ErrNotFound // gone since a moment ago
	}
	if err != nil {
		return nil, fmt.Errorf("chain %s: %w", chain, err)
	}
	return b[0], nil
}
