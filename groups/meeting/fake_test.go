package meeting

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"go.uber.org/goleak"

	"kring/groups"
	"kring/internal/fault"
	"kring/internal/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// paper is Documents in memory: what is in it survives a crash.
type paper struct {
	mu   sync.Mutex
	docs map[string][]byte
	fail error         // of every Update, when set
	gate chan struct{} // Update waits for it, when set
}

func newPaper() *paper {
	p := &paper{docs: map[string][]byte{}}
	p.put(&groups.Meeting{Meta: store.Meta{ID: "m1"}, GroupID: "g1", Seats: 5, Phase: groups.Planned})
	return p
}

func (p *paper) put(d *groups.Meeting) {
	raw, err := json.Marshal(d)
	if err != nil {
		panic(err)
	}
	p.docs[d.ID] = raw
}

func (p *paper) Update(ctx context.Context, id string, change func(*groups.Meeting) error) (*groups.Meeting, error) {
	p.mu.Lock()
	gate := p.gate
	p.mu.Unlock()
	if gate != nil {
		select {
		case <-gate:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fail != nil {
		return nil, p.fail
	}
	d, err := p.get(id)
	if err != nil {
		return nil, err
	}
	if err := change(d); err != nil {
		return nil, err
	}
	d.Rev++
	p.put(d)
	return d, nil
}

func (p *paper) Get(_ context.Context, id string) (*groups.Meeting, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.get(id)
}

func (p *paper) Find(context.Context, store.Query) ([]*groups.Meeting, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []*groups.Meeting
	for id := range p.docs {
		if d, err := p.get(id); err != nil || d.Phase == groups.Opened {
			out = append(out, d)
		}
	}
	return out, nil
}

func (p *paper) get(id string) (*groups.Meeting, error) {
	raw, ok := p.docs[id]
	if !ok {
		return nil, store.ErrNotFound
	}
	d := &groups.Meeting{}
	return d, json.Unmarshal(raw, d)
}

// set changes how the paper behaves.
func (p *paper) set(f func(*paper)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f(p)
}

func (p *paper) meeting(t *testing.T) *groups.Meeting {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	d, err := p.get("m1")
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// crowd is a group: "els" and "bo" guide it, everybody else is a member;
// hidden members see only facilitators, "stranger" has no part in it.
type crowd struct{ hidden bool }

func (c crowd) Circle(context.Context, string) (Circle, error) { return c, nil }

func (c crowd) Participant(person string) (Who, bool) {
	switch person {
	case "els":
		return Who{"f-els", person, "Els", groups.RoleFacilitator}, true
	case "bo":
		return Who{"f-bo", person, "Bo", groups.RoleCoFacilitator}, true
	case "device":
		return Who{"room-m1", person, "", groups.RoleRoom}, true
	case "stranger":
		return Who{}, false
	}
	return Who{"m-" + person, person, strings.ToUpper(person), groups.RoleMember}, true
}

func (c crowd) Sees(viewer, other string) bool {
	guides := []string{"els", "bo"}
	return !c.hidden || slices.Contains(guides, viewer) || slices.Contains(guides, other)
}

func (c crowd) Reads(viewer, other string) bool { return true }

func (c crowd) Person(id string) string {
	return strings.TrimPrefix(strings.TrimPrefix(id, "f-"), "m-")
}

// studio is Media: who is connected and what is held.
type studio struct {
	mu     sync.Mutex
	peers  map[string]int // seat
	muted  map[string]bool
	dark   map[string]bool
	screen string
	views  map[string][]Tile
	closed int
	rooms  map[string]int
	sees   map[string]func(peer string) bool
	gate   chan struct{} // Answer waits for it, when set
}

func newStudio() *studio {
	return &studio{peers: map[string]int{}, views: map[string][]Tile{}, muted: map[string]bool{}, dark: map[string]bool{}}
}

func (s *studio) Answer(ctx context.Context, o Offer) (string, error) {
	s.mu.Lock()
	gate := s.gate
	s.mu.Unlock()
	if gate != nil {
		<-gate
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if o.SDP == "bad" {
		return "", fault.New(fault.Invalid, "media.offer", "bad")
	}
	s.peers[o.Peer] = o.Seat
	if s.sees == nil {
		s.sees = map[string]func(string) bool{}
	}
	s.sees[o.Peer] = o.Sees
	if !o.Microphone {
		s.muted[o.Peer] = true
	}
	if !o.Camera {
		s.dark[o.Peer] = true
	}
	return fmt.Sprintf("answer %s %d/%d", o.Peer, o.Seat, o.Seats), nil
}
func (s *studio) Mute(_, peer string, muted bool) { s.do(func() { s.muted[peer] = muted }) }
func (s *studio) Camera(_, peer string, on bool)  { s.do(func() { s.dark[peer] = !on }) }
func (s *studio) Screen(_, peer string, on bool) {
	s.do(func() {
		switch {
		case on:
			s.screen = peer
		case s.screen == peer:
			s.screen = ""
		}
	})
}

func (s *studio) View(_, peer string, tiles []Tile) {
	s.do(func() { s.views[peer] = tiles })
}

func (s *studio) Leave(_, peer string) {
	s.Screen("", peer, false)
	s.do(func() { delete(s.peers, peer); delete(s.muted, peer); delete(s.dark, peer) })
}
func (s *studio) Close(string) { s.do(func() { s.closed++; clear(s.peers); s.screen = "" }) }

func (s *studio) Circles(_ string, rooms map[string]int) { s.do(func() { s.rooms = rooms }) }

// split is "m-sam:1" for everybody who is in a room, once all has settled.
func (s *studio) split() string {
	synctest.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for id, n := range s.rooms {
		if n > 0 {
			out = append(out, fmt.Sprintf("%s:%d", id, n))
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func (s *studio) do(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

// is tells what the media server does with a peer once everything has settled.
func (s *studio) is(peer string) (there, muted bool) {
	synctest.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	_, there = s.peers[peer]
	return there, s.muted[peer]
}

func (s *studio) closes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}
