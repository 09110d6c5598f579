package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"kring/groups/consent"
)

// TestKilledLine kills the server while people wait, are taken out, accept and
// decline: whoever was told to be in the line is in it or in the group, in the
// order in which they came; no place has two holders; everybody offered a place
// is told once.
func TestKilledLine(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	s := p.serve("--demo")
	l := newLine(t, s)
	l.come(s, 2) // with a place
	for _, w := range l.all {
		w.must("POST", "/api/invitations/accept", nil, l.form(w), nil)
		w.accepted, w.sure = true, true
	}
	for range rounds() {
		l.come(s, 4)
		l.load(s)
		s = p.serve("--demo")
		l.check(s)
	}
	l.finish(s)
	l.check(s)
	l.told()
	s.stop()
}

// killedLine is what people did, and what was confirmed.
type killedLine struct {
	t             *testing.T
	samira        *guest
	group, token  string
	agreed, extra []consent.Answer
	all           []*waiting // in the order in which they came
	confirms      atomic.Int64
	over          atomic.Bool // nobody comes or is taken out any more this time
}

// waiting is one who waits. What is tried may have been done; sure is what was
// confirmed of it.
type waiting struct {
	*guest
	alias                              string
	waits, accepted, declined, removed bool
	sure                               bool
	offered                            bool
}

func newLine(t *testing.T, s *process) *killedLine {
	t.Helper()
	w := &walk{typed: map[string]string{"invited": line()}, tokens: map[string]string{}, control: line()}
	l := &killedLine{t: t, samira: s.guest("Samira")}
	w.capacity = 2
	w.makeGroup(t, l.samira)
	l.group, l.token = w.group, w.tokens["group invitation"]
	var page struct{ Texts []consent.Text }
	l.samira.must("POST", "/api/invitations/preview", nil, map[string]string{"token": l.token}, &page)
	l.agreed, l.extra = answers(page.Texts)
	return l
}

// come has more people open Kring.
func (l *killedLine) come(s *process, n int) {
	for range n {
		l.all = append(l.all, &waiting{guest: newGuest(l.t, s.url), alias: line()})
	}
}

func (l *killedLine) form(w *waiting) map[string]any {
	return map[string]any{"token": l.token, "alias": w.alias, "email": w.alias + "@example.nl", "ageOk": true, "agreed": l.agreed, "consents": l.extra}
}

type ownWait struct{ Until int64 }

// load has all act at once until, after some confirmations, the server is killed.
func (l *killedLine) load(s *process) {
	l.t.Helper()
	until := l.confirms.Load() + 1 + rand.Int64N(12)
	l.over.Store(false)
	var wg sync.WaitGroup
	for n, w := range l.all {
		if w.waits && !w.removed && !w.declined {
			wg.Go(func() { l.choose(w, n%3 == 0, until) })
		}
	}
	wg.Go(func() {
		l.queue()
		l.removeAll()
		l.over.Store(true)
	})
	done := make(chan struct{})
	go func() { wg.Wait(); close(done) }() // ends with the senders, who end with the server
	for l.confirms.Load() < until {
		select {
		case <-done:
			until = 0 // nothing is left to do
		default:
		}
	}
	s.kill()
	<-done
}

// queue has who are new wait, one after the other; who was cut off tries again
// with the next, as somebody new.
func (l *killedLine) queue() {
	for _, w := range l.all {
		if w.waits || w.accepted || w.removed {
			continue
		}
		in := l.form(w)
		delete(in, "agreed")
		delete(in, "consents")
		status, err := w.try("POST", "/api/invitations/wait", nil, in, nil)
		if status == http.StatusConflict {
			continue // there is a place; they are not in line
		}
		if err != nil {
			w.removed = true // nobody was told that this one waits
			return
		}
		w.waits, w.sure = true, true
		l.confirms.Add(1)
	}
}

// removeAll has the coordinator take all members out.
func (l *killedLine) removeAll() {
	for _, m := range l.members() {
		for _, w := range l.all {
			if w.alias == m.Alias {
				w.removed = true
			}
		}
		if _, err := l.samira.try("DELETE", "/api/members/"+m.ID, nil, nil, nil); err != nil {
			return
		}
		l.confirms.Add(1)
	}
}

// finish has happen what the kills may have come too early for: somebody waits,
// is offered a place and takes it.
func (l *killedLine) finish(s *process) {
	l.over.Store(true)
	for !l.taken() {
		l.come(s, 3) // more than there are places
		for _, w := range l.all[len(l.all)-3:] {
			if status, _ := w.try("POST", "/api/invitations/accept", nil, l.form(w), nil); status == http.StatusOK {
				w.accepted, w.sure = true, true
			}
		}
		l.queue()
		l.removeAll()
		for _, w := range l.all {
			if w.waits && !w.removed && !w.declined {
				l.choose(w, false, math.MaxInt64)
			}
		}
	}
}

// taken: somebody who waited took a place.
func (l *killedLine) taken() bool {
	return slices.ContainsFunc(l.all, func(w *waiting) bool { return w.waits && w.accepted && w.sure })
}

type inLine struct {
	ID, Alias string
	Until     int64
}

func (l *killedLine) members() (out []inLine) {
	_, _ = l.samira.try("GET", "/api/groups/"+l.group+"/members", nil, nil, &out)
	return out
}

// choose waits for an offer and answers it, until the server is gone.
func (l *killedLine) choose(w *waiting, decline bool, until int64) {
	for l.confirms.Load() < until {
		over := l.over.Load()
		var mine struct{ Waits []ownWait }
		if _, err := w.try("GET", "/api/waits", nil, nil, &mine); err != nil || len(mine.Waits) == 0 {
			return
		}
		if mine.Waits[0].Until == 0 {
			if over {
				return
			}
			continue
		}
		w.offered = true
		if decline && !w.accepted {
			w.declined, w.sure = true, false
			_, err := w.try("DELETE", "/api/waits/"+l.group, nil, nil, nil)
			w.sure = err == nil
		} else {
			w.accepted, w.sure = true, false
			_, err := w.try("POST", "/api/waits/"+l.group+"/accept", nil, map[string]any{"alias": w.alias, "agreed": l.agreed, "consents": l.extra}, nil)
			w.sure = err == nil
		}
		l.confirms.Add(1)
		return
	}
}

func (l *killedLine) check(s *process) {
	l.t.Helper()
	l.samira = s.guest("Samira")
	var waits, members []inLine
	l.samira.must("GET", "/api/groups/"+l.group+"/line", nil, nil, &waits)
	l.samira.must("GET", "/api/groups/"+l.group+"/members", nil, nil, &members)
	holds, came := map[string]bool{}, []string{}
	for _, m := range members {
		holds[m.Alias] = true
	}
	find := func(in []inLine, w *waiting) int {
		return slices.IndexFunc(in, func(one inLine) bool { return one.Alias == w.alias })
	}
	for _, w := range l.all {
		w.url = s.url
		at, member := find(waits, w), find(members, w) >= 0
		if at >= 0 {
			came = append(came, w.alias)
			if waits[at].Until != 0 {
				holds[w.alias], w.offered = true, true
			}
		}
		switch {
		case w.removed:
		case w.accepted && w.sure && !member:
			l.t.Errorf("%s accepted and is no member", w.alias)
		case w.declined && w.sure && (member || at >= 0):
			l.t.Errorf("%s declined and is in it", w.alias)
		case w.waits && !w.declined && !member && at < 0:
			l.t.Errorf("%s is lost", w.alias)
		}
	}
	if len(holds) > 2 {
		l.t.Errorf("%d people hold 2 places", len(holds))
	}
	var order []string
	for _, w := range waits {
		order = append(order, w.Alias)
	}
	if strings.Join(order, " ") != strings.Join(came, " ") {
		l.t.Errorf("the line is %v, they came as %v", order, came)
	}
}

// told waits until everybody who was offered a place is told, and looks that
// nobody is twice.
func (l *killedLine) told() {
	l.t.Helper()
	offers := 0
	for _, w := range l.all {
		for w.offered {
			var page struct{ Log []struct{ Kind string } }
			w.must("GET", "/api/notices", nil, nil, &page)
			n := strings.Count(fmt.Sprint(page.Log), "{offer}")
			if n > 1 {
				l.t.Errorf("%s was told %d times", w.alias, n)
			}
			if n > 0 {
				offers++
				break
			}
		}
	}
	l.t.Logf("%d kills, %d changes confirmed, %d people, %d offers told once", rounds(), l.confirms.Load(), len(l.all), offers)
	if offers == 0 || !l.taken() {
		l.t.Error("nobody was offered a place, or took it")
	}
}
