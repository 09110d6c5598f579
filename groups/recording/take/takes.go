// Package take is a recording while it is made: who is asked, of whom is taken,
// and the sealed files on this server's disk that it goes to. What has been
// taken is kept and shown by whoever owns it (package recording).
package take

import (
	"context"
	"sync"
	"time"

	"kring/groups/recording/capture"
	"kring/internal/fault"
)

// States of a recording.
const (
	Asking  = "asking"
	Running = "running"
	Paused  = "paused" // of a running one; never stored
	Ending  = "ending"
)

// Media hands over what the allowed peers of a meeting send, with times by the
// clock on the wall; a nil take ends it. Both are called with the media locked.
type Media interface {
	Record(meeting string, take func(capture.Piece, time.Time), allowed func(peer string) bool)
}

// Owner stores what becomes of a recording.
type Owner interface {
	Begin(ctx context.Context, id string, at time.Time) error
	// Bind notes that tracks hold a person who said yes, before anything of them is taken.
	Bind(ctx context.Context, id, person string, tracks []string) error
	Chapters(ctx context.Context, id string, titles []Title) error
	Captions(ctx context.Context, id string, lines []Title) error
	// Compose makes a part whose file is complete.
	Compose(ctx context.Context, id string, part int) error
	// Finish is told once, with a word when it ended by itself: disk, restart.
	Finish(ctx context.Context, id, why string) error
	Changed(meeting string)
	Report(id string, err error)
}

// Title is a chapter that begins, or a line that was written, at a time, ms.
type Title struct {
	At   int64
	Text string
}

// Deps is what takes need. Dir is this server's own.
type Deps struct {
	Owner Owner
	Media Media
	Vault capture.Vault
	Dir   string
	Ticks <-chan time.Time // when to write to disk; every half second when nil
	Now   func() time.Time
}

// Takes are the recordings that are made on this server.
type Takes struct {
	Deps
	mu     sync.Mutex
	scenes map[string]Scene // of the meetings that go on here
	live   map[string]*Take // by meeting
}

// New has none yet.
func New(d Deps) *Takes { return &Takes{Deps: d, scenes: map[string]Scene{}, live: map[string]*Take{}} }

// Of is the take of a meeting, or nil.
func (k *Takes) Of(meeting string) *Take {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.live[meeting]
}

// Live tells what a participant sees; nil when there is nothing to tell.
func (k *Takes) Live(meeting, person string, leads bool) *Live {
	t := k.Of(meeting)
	if t == nil {
		return nil
	}
	return t.view(person, leads)
}

// Scene takes what a meeting is like now. It does not block.
func (k *Takes) Scene(meeting string, sc Scene) {
	k.mu.Lock()
	if sc.Open {
		k.scenes[meeting] = sc
	} else {
		delete(k.scenes, meeting)
	}
	t := k.live[meeting]
	k.mu.Unlock()
	if t != nil {
		t.see(sc)
	}
}

// Caption takes a line of what is being said, as somebody writes it. It does not block.
func (k *Takes) Caption(meeting, text string) {
	if t := k.Of(meeting); t != nil {
		t.caption(text)
	}
}

// Attach is called when a meeting's media begins: a take that runs takes from it too.
func (k *Takes) Attach(meeting string) {
	if t := k.Of(meeting); t != nil {
		t.attach()
	}
}

// Room is a fault when the disk has too little space for a recording.
func (k *Takes) Room() error { return space(k.Dir) }

// Ask begins to ask for a recording in a meeting that is open. Run it, or Dismiss it.
func (k *Takes) Ask(id, meeting string) (*Take, error) {
	t := &Take{k: k, ID: id, meeting: meeting, ended: make(chan struct{}), answers: map[string]said{}, state: Asking}
	k.mu.Lock()
	defer k.mu.Unlock()
	if old := k.live[meeting]; old != nil && !old.Over() {
		return nil, fault.New(fault.Conflict, "recording.running", "it is recorded already")
	}
	sc, ok := k.scenes[meeting]
	if !ok {
		return nil, fault.New(fault.Conflict, "meeting.not-open", "the meeting is not open")
	}
	t.scene = sc
	k.live[meeting] = t
	return t, nil
}

// Dismiss forgets a take.
func (k *Takes) Dismiss(t *Take) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.live[t.meeting] == t {
		delete(k.live, t.meeting)
	}
}
