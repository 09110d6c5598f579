// Package route carries what one browser says in a meeting to the node that
// leads it, and what it is told back: a browser's socket may be on any node, a
// meeting lives on one.
//
// A Link is one browser's way to one other node, over the bus: two streams of
// frames, in order, without loss, or it ends. It is bounded: who sends waits until
// the other side has taken what was sent before, so that nothing piles up on the
// bus. Frames hold what people say and show, so they are sealed under a key of
// that link: whoever listens on the bus reads nothing, and who is no node of this
// installation can neither open a link, nor add to one, nor play one again. Media
// does not come this way.
//
// Nodes tell each other every second that they are there. One that is not heard
// for lostAfter has its links ended; one that is not on the bus for goneAfter is
// told as ErrGone, and its meetings may be taken over.
package route

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"kring/internal/bus"
)

const (
	window    = 32              // frames on their way or waiting to be taken
	beat      = time.Second     // how often nodes tell that they are there
	lostAfter = 4 * time.Second // without a word
	goneAfter = 5 * time.Second // absent from the bus
	askAgain  = 250 * time.Millisecond
)

// ErrGone: the node has not been on the bus for goneAfter. It ended, or reaches
// nobody.
var ErrGone = errors.New("route: the node is gone")

// Lost ends a link whose other end is not heard any more, or that missed a frame.
// It is the close code of a server that starts anew (RFC 6455 and its registry).
const Lost = 1012

// Options of Open. Node is this node's name, Key is known to all nodes and to
// nobody else. Accept is given each link that another node opens; it must not
// block.
type Options struct {
	Bus    *bus.Bus
	Node   string
	Key    []byte
	Accept func(*Link)
}

// Routes are this node's links to other nodes.
type Routes struct {
	Options
	self   string // address of this node
	cancel func() // of the bus
	stop   chan struct{}
	wg     sync.WaitGroup

	mu     sync.Mutex
	closed bool
	links  map[linkID]*Link
	heard  map[string]time.Time // when an address was heard last, while there are links with it
	absent map[string]absence
}

// absence is since when a node has not been on the bus, as far as somebody looked.
type absence struct{ since, last time.Time }

// Open listens for links; Close ends it.
func Open(o Options) (*Routes, error) {
	r := &Routes{
		Options: o, self: address(o.Node), stop: make(chan struct{}),
		links: map[linkID]*Link{}, heard: map[string]time.Time{}, absent: map[string]absence{},
	}
	var err error
	if r.cancel, err = o.Bus.Serve(subject(r.self), r.receive); err != nil {
		return nil, err
	}
	r.wg.Go(r.watch) // ends at stop
	return r, nil
}

// Close ends all links.
func (r *Routes) Close() {
	r.mu.Lock()
	first := !r.closed
	r.closed = true
	r.mu.Unlock()
	if !first {
		return
	}
	for _, l := range r.all() {
		l.End(Lost)
	}
	r.cancel()
	close(r.stop)
	r.wg.Wait()
}

// Dial opens a link to a node for a person's browser. ErrGone says that the node
// ended; any other failure may pass.
func (r *Routes) Dial(ctx context.Context, node, person string) (*Link, error) {
	to := address(node)
	l := r.newLink(newID(), to, person)
	first, err := l.open()
	if err != nil {
		return nil, err
	}
	answer, err := r.call(ctx, to, first)
	if err != nil {
		return nil, fmt.Errorf("reach the node of a meeting: %w", err)
	}
	if err := l.opened(answer); err != nil {
		return nil, err
	}
	if !r.add(l) {
		return nil, errors.New("route: this node stops")
	}
	return l, nil
}

// call asks until somebody is there, or has been absent for long enough.
func (r *Routes) call(ctx context.Context, to string, data []byte) ([]byte, error) {
	for {
		answer, err := r.Bus.Call(ctx, subject(to), data)
		if !errors.Is(err, bus.ErrNobody) {
			return answer, err
		}
		if r.missed(to, time.Now()) >= goneAfter {
			return nil, ErrGone
		}
		select {
		case <-time.After(askAgain):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// missed notes that a node is not there and returns for how long.
func (r *Routes) missed(node string, now time.Time) time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	a := r.absent[node]
	if a.since.IsZero() || now.Sub(a.last) > goneAfter { // nobody looked meanwhile: it may have been there
		a.since = now
	}
	a.last = now
	r.absent[node] = a
	return now.Sub(a.since)
}

// add makes a link known; false when this node stops.
func (r *Routes) add(l *Link) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return false
	}
	r.links[l.id] = l
	r.hears(l.peer)
	return true
}

func (r *Routes) forget(l *Link) {
	r.mu.Lock()
	delete(r.links, l.id)
	r.mu.Unlock()
}

func (r *Routes) all() []*Link {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := make([]*Link, 0, len(r.links))
	for _, l := range r.links {
		out = append(out, l)
	}
	return out
}

func (r *Routes) link(id linkID) *Link {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.links[id]
}

// hears is called with mu held.
func (r *Routes) hears(node string) {
	r.heard[node] = time.Now()
	delete(r.absent, node)
}

// hasBeat hears a node that there were links with.
func (r *Routes) hasBeat(node string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, known := r.heard[node]; known {
		r.hears(node)
	}
}

// watch tells the other nodes that this one is there and ends the links of those
// who are not heard.
func (r *Routes) watch() {
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for {
		select {
		case <-r.stop:
			return
		case now := <-tick.C:
			told := map[string]bool{}
			for _, l := range r.all() {
				if !told[l.peer] {
					told[l.peer] = true
					_ = r.Bus.Send(subject(l.peer), append([]byte{beats}, r.self...)) // the next one says the same
				}
				if since := r.silentSince(l.peer); now.Sub(since) >= lostAfter {
					l.finish(Lost)
					r.silent(l.peer, since, now)
				}
			}
		}
	}
}

func (r *Routes) silentSince(node string) time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.heard[node]
}

// silent counts a silence as absence: who dials it next need not begin to wait.
func (r *Routes) silent(node string, since, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.absent[node] = absence{since, now}
}
