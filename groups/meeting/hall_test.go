package meeting

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"kring/internal/fault"
)

// hall is a meeting under test.
type hall struct {
	t      *testing.T
	paper  *paper
	studio *studio
	work   work
	*Meetings
}

func open(t *testing.T, p *paper, node string) *hall { return openFor(t, p, node, crowd{}) }

func openFor(t *testing.T, p *paper, node string, c crowd) *hall {
	h := &hall{t: t, paper: p, studio: newStudio()}
	h.Meetings = New(Deps{Documents: p, People: c, Media: h.studio, Sealer: wax{}, Scripts: draft{}, Answers: &h.work, Node: node})
	return h
}

// inside runs a test with a fake clock and one node.
func inside(t *testing.T, f func(*testing.T, *hall)) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, newPaper(), "n1")
		defer h.Close()
		f(t, h)
	})
}

// guest is one connection; state is the newest it took.
type guest struct {
	*Visit
	t       *testing.T
	state   *View
	ended   Reason
	heard   []int
	reacted []Reaction
}

func (h *hall) enter(person string) *guest {
	h.t.Helper()
	g, err := h.tryEnter(person)
	if err != nil {
		h.t.Fatalf("%s enters: %v", person, err)
	}
	return g
}

func (h *hall) tryEnter(person string) (*guest, error) {
	v, err := h.Enter(context.Background(), "m1", person, Devices{true, true}, func() {})
	return &guest{Visit: v, t: h.t}, err
}

// look waits until everything has settled and takes what is new.
func (g *guest) look() *View {
	g.t.Helper()
	synctest.Wait()
	u := g.Take()
	if u.View != nil {
		g.state = u.View
	}
	if u.Ended != "" {
		g.ended = u.Ended
	}
	g.reacted = append(g.reacted, u.Reacted...)
	if u.Speaking != nil {
		g.heard = u.Speaking
	}
	if g.state == nil && g.ended == "" {
		g.t.Fatal("no state yet")
	}
	return g.state
}

// end is why the visit ended, "" while it has not.
func (g *guest) end() Reason {
	g.t.Helper()
	g.look()
	return g.ended
}

// seats is "0:Els 1:SAM-" : number and alias, - when not connected.
func seats(v *View) string {
	var out []string
	for _, s := range v.Seats {
		off := ""
		if !s.Connected {
			off = "-"
		}
		out = append(out, fmt.Sprintf("%d:%s%s", s.Seat, s.Alias, off))
	}
	return strings.Join(out, " ")
}

func waits(v *View) string {
	var out []string
	for _, w := range v.Waiting {
		out = append(out, w.Alias)
	}
	return strings.Join(out, " ")
}

func same[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func code(t *testing.T, err error, want string) {
	t.Helper()
	if f := fault.Of(err); f == nil || f.Code != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

var bg = context.Background()
var errDisk = errors.New("disk on fire")
