package recording

import (
	"context"
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

// session is a recording that is asked for or runs. Only run writes.
type session struct {
	r           *Recordings
	id, meeting string
	ended       chan struct{} // closed by end

	mu       sync.Mutex
	scene    Scene
	answers  map[string]bool // by person
	state    string          // asking, running, paused, ending
	problem  string
	zero     time.Time // when the recording's time was 0, without the pauses
	pausedAt time.Time
	waiting  []capture.Piece
	bytes    int
	chapters []title

	writing // run's own
}

// title is a chapter that has not been stored.
type title struct {
	at   int64
	text string
}

func newSession(r *Recordings, doc *Recording) *session {
	return &session{r: r, id: doc.ID, meeting: doc.MeetingID, ended: make(chan struct{}), answers: map[string]bool{}, state: Asking}
}

func (s *session) view(person string, leads bool) *Live {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := &Live{ID: s.id, State: s.state, Problem: s.problem}
	if s.state == Ending {
		v.State = ""
		if v.Problem == "" {
			return nil
		}
		return v
	}
	if yes, ok := s.answers[person]; ok {
		v.Yours = said(yes)
	}
	if leads {
		v.Asked = s.scene.asked(s.answers)
	}
	return v
}

func (s *session) over() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state == Ending
}

func (s *session) said(person string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if yes, ok := s.answers[person]; ok {
		return said(yes)
	}
	return ""
}

// heard takes an answer that is stored. Nothing that waits of who says no is written.
func (s *session) heard(person string, yes bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers[person] = yes
	kept := s.waiting[:0]
	for _, p := range s.waiting {
		if s.scene.allows(p.Who, s.answers) {
			kept = append(kept, p)
		} else {
			s.bytes -= len(p.Data)
		}
	}
	s.waiting = kept
}

// answered: everybody present has, and somebody said yes.
func (s *session) answered() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state == Asking && len(s.scene.asked(s.answers)) == 0 && s.anyYesLocked()
}

func (s *session) anyYesLocked() bool {
	for _, yes := range s.answers {
		if yes {
			return true
		}
	}
	return false
}

// begin starts to record those who said yes.
func (s *session) begin(ctx context.Context) error {
	s.mu.Lock()
	asking, any := s.state == Asking, s.anyYesLocked()
	s.mu.Unlock()
	switch {
	case !asking:
		return nil
	case !any:
		return fault.New(fault.Conflict, "recording.nobody", "nobody has said yes")
	}
	now := s.r.Now()
	if _, err := s.r.all.Update(ctx, s.id, func(d *Recording) error {
		d.State, d.BegunAt = Running, now.UnixMilli()
		return nil
	}); err != nil {
		return err
	}
	s.mu.Lock()
	if s.state == Asking {
		s.state, s.zero = Running, now
		s.chapters = append(s.chapters, title{0, s.scene.Chapter})
		if s.scene.Apart {
			s.state, s.pausedAt = Paused, now
		}
	}
	s.mu.Unlock()
	s.attach()
	s.r.Changed(s.meeting)
	return nil
}

// attach takes from the media, or lets go of it, as the state says.
func (s *session) attach() {
	s.mu.Lock()
	running := s.state == Running
	s.mu.Unlock()
	if running {
		s.r.Media.Record(s.meeting, s.take, s.allowed)
	} else {
		s.r.Media.Record(s.meeting, nil, nil)
	}
}

// see takes a newer scene: it pauses while people are apart, and ends with the
// meeting. The time of a pause does not count.
func (s *session) see(sc Scene) {
	if !sc.Open {
		s.end("")
		return
	}
	now := s.r.Now()
	s.mu.Lock()
	before, chapter := s.state, s.scene.Chapter
	s.scene = sc
	switch {
	case sc.Apart && s.state == Running:
		s.state, s.pausedAt = Paused, now
	case !sc.Apart && s.state == Paused:
		s.state, s.zero = Running, s.zero.Add(now.Sub(s.pausedAt))
	}
	if sc.Chapter != chapter && s.state == Running {
		s.chapters = append(s.chapters, title{now.Sub(s.zero).Milliseconds(), sc.Chapter})
	}
	changed := s.state != before
	s.mu.Unlock()
	if changed {
		s.attach()
	}
}

// end stops taking; run finishes. Why is a word when it ends by itself.
func (s *session) end(why string) {
	s.mu.Lock()
	if s.state == Ending {
		s.mu.Unlock()
		return
	}
	s.state, s.problem = Ending, why
	close(s.ended)
	s.mu.Unlock()
	s.r.Media.Record(s.meeting, nil, nil)
}

// allowed says whether a peer may be recorded now.
func (s *session) allowed(peer string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state == Running && s.scene.allows(peer, s.answers)
}

// take keeps a piece for run to write. It is called with the media locked.
func (s *session) take(p capture.Piece, at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state != Running || s.bytes > maxWaiting || !s.scene.allows(p.Who, s.answers) {
		return
	}
	p.At = at.Sub(s.zero)
	p.Data = append([]byte(nil), p.Data...)
	s.waiting = append(s.waiting, p)
	s.bytes += len(p.Data)
}

// taken are the pieces that no older one can come before, and the time up to
// which that is so; with all, every piece.
func (s *session) taken(all bool) (ready []capture.Piece, upTo time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	until := s.r.Now()
	if s.state == Paused {
		until = s.pausedAt
	}
	upTo = until.Sub(s.zero) - settle
	var rest []capture.Piece
	for _, p := range s.waiting {
		if all || s.state != Running || p.At <= upTo {
			ready = append(ready, p)
			s.bytes -= len(p.Data)
		} else {
			rest = append(rest, p)
		}
	}
	s.waiting = rest
	return ready, upTo
}
