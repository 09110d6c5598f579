package take

import (
	"context"
	"slices"
	"sync"
	"time"

	"kring/groups/recording/capture"
	"kring/internal/fault"
)

const (
	// writeEvery is how often what was taken goes to disk.
	writeEvery = 500 * time.Millisecond
	// settle is how long pieces wait in memory for older ones, since they come
	// from different people.
	settle = 300 * time.Millisecond
	// maxWaiting bytes wait in memory; more is a disk that does not keep up.
	maxWaiting = 64 << 20
)

// Take is a recording that is asked for or runs. Only Run writes.
type Take struct {
	k       *Takes
	ID      string // of the recording
	meeting string
	ended   chan struct{} // closed by End

	mu       sync.Mutex
	scene    Scene
	answers  map[string]said // by person
	state    string          // asking, running, paused, ending
	problem  string
	left     bool      // Run has returned
	zero     time.Time // when the recording's time was 0, without the pauses
	pausedAt time.Time
	waiting  []capture.Piece
	bytes    int
	chapters []Title // that have not been stored
	lines    []Title // likewise

	writing // Run's own
}

func (t *Take) view(person string, leads bool) *Live {
	t.mu.Lock()
	defer t.mu.Unlock()
	v := &Live{ID: t.ID, State: t.state, Problem: t.problem}
	if t.state == Ending {
		v.State = ""
		if v.Problem == "" {
			return nil
		}
		return v
	}
	if a, ok := t.answers[person]; ok {
		v.Yours = Word(a.yes)
	}
	if leads {
		v.Asked = t.scene.asked(t.answers)
	}
	return v
}

// Over: it has ended, or is about to.
func (t *Take) Over() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.state == Ending
}

// Said is what a person answered: yes, no, or "".
func (t *Take) Said(person string) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if a, ok := t.answers[person]; ok {
		return Word(a.yes)
	}
	return ""
}

// Holding are the participants whose tracks hold a person: her own, and the
// device of the room that she sits in.
func (t *Take) Holding(who, person string) []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]string{who}, slices.DeleteFunc(t.scene.holding(person), func(id string) bool { return id == who })...)
}

// Hear takes an answer that is stored, with the tracks that it is stored for.
// Nothing that waits of who says no is written.
func (t *Take) Hear(person string, yes bool, tracks []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.answers[person].yes && !yes {
		t.lines = nil
	}
	t.answers[person] = said{yes, tracks}
	t.waiting = slices.DeleteFunc(t.waiting, func(p capture.Piece) bool {
		out := !t.scene.allows(p.Who, t.answers)
		if out {
			t.bytes -= len(p.Data)
		}
		return out
	})
}

// Answered: everybody present has, and somebody said yes.
func (t *Take) Answered() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.state == Asking && len(t.scene.asked(t.answers)) == 0 && t.anyYesLocked()
}

func (t *Take) anyYesLocked() bool {
	for _, a := range t.answers {
		if a.yes {
			return true
		}
	}
	return false
}

// Begin starts to record those who said yes.
func (t *Take) Begin(ctx context.Context) error {
	t.mu.Lock()
	asking, any := t.state == Asking, t.anyYesLocked()
	t.mu.Unlock()
	switch {
	case !asking:
		return nil
	case !any:
		return fault.New(fault.Conflict, "recording.nobody", "nobody has said yes")
	}
	now := t.k.Now()
	if err := t.k.Owner.Begin(ctx, t.ID, now); err != nil {
		return err
	}
	t.mu.Lock()
	if t.state == Asking {
		t.state, t.zero = Running, now
		t.chapters = append(t.chapters, Title{0, t.scene.Chapter})
		if t.scene.Apart {
			t.state, t.pausedAt = Paused, now
		}
	}
	t.mu.Unlock()
	t.attach()
	t.k.Owner.Changed(t.meeting)
	return nil
}

// attach takes from the media, or lets go of it, as the state says.
func (t *Take) attach() {
	t.mu.Lock()
	running := t.state == Running
	t.mu.Unlock()
	if running {
		t.k.Media.Record(t.meeting, t.take, t.allowed)
	} else {
		t.k.Media.Record(t.meeting, nil, nil)
	}
}

// see takes a newer scene: it pauses while people are apart, and ends with the
// meeting. The time of a pause does not count.
func (t *Take) see(sc Scene) {
	if !sc.Open {
		t.adjourn()
		return
	}
	now := t.k.Now()
	t.mu.Lock()
	before, chapter := t.state, t.scene.Chapter
	t.scene = sc
	switch {
	case sc.Apart && t.state == Running:
		t.state, t.pausedAt = Paused, now
	case !sc.Apart && t.state == Paused:
		t.state, t.zero = Running, t.zero.Add(now.Sub(t.pausedAt))
	}
	if sc.Chapter != chapter && t.state == Running {
		t.chapters = append(t.chapters, Title{now.Sub(t.zero).Milliseconds(), sc.Chapter})
	}
	changed := t.state != before
	t.mu.Unlock()
	if changed {
		t.attach()
	}
}

// adjourn ends it with its meeting.
func (t *Take) adjourn() {
	t.End("")
	t.mu.Lock()
	t.scene = Scene{}
	left := t.left
	t.mu.Unlock()
	if left {
		t.k.Dismiss(t)
	}
}

// End stops taking; Run finishes. Why is a word when it ends by itself.
func (t *Take) End(why string) {
	t.mu.Lock()
	if t.state == Ending {
		t.mu.Unlock()
		return
	}
	t.state, t.problem = Ending, why
	close(t.ended)
	t.mu.Unlock()
	t.k.Media.Record(t.meeting, nil, nil)
}

// allowed says whether a peer may be recorded now.
func (t *Take) allowed(peer string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.state == Running && t.scene.allows(peer, t.answers)
}

// take keeps a piece for Run to write. It is called with the media locked.
func (t *Take) take(p capture.Piece, at time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.state != Running || t.bytes > maxWaiting || !t.scene.allows(p.Who, t.answers) {
		return
	}
	p.At = at.Sub(t.zero)
	p.Data = append([]byte(nil), p.Data...)
	t.waiting = append(t.waiting, p)
	t.bytes += len(p.Data)
}

// caption keeps a line while everybody seated is recorded: it does not tell who
// spoke, so it may be what somebody said who is not.
func (t *Take) caption(text string) {
	now := t.k.Now()
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.state == Running && !slices.ContainsFunc(t.scene.Seated, func(p Seated) bool { return !t.scene.allows(p.ID, t.answers) }) {
		t.lines = append(t.lines, Title{now.Sub(t.zero).Milliseconds(), text})
	}
}

// taken are the pieces that no older one can come before, and the time up to
// which that is so; with all, every piece.
func (t *Take) taken(all bool) (ready []capture.Piece, upTo time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	until := t.k.Now()
	if t.state == Paused {
		until = t.pausedAt
	}
	upTo = until.Sub(t.zero) - settle
	var rest []capture.Piece
	for _, p := range t.waiting {
		if all || t.state != Running || p.At <= upTo {
			ready = append(ready, p)
			t.bytes -= len(p.Data)
		} else {
			rest = append(rest, p)
		}
	}
	t.waiting = rest
	return ready, upTo
}
