package recordingtest

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kring/groups"
	"kring/groups/groupstest"
	"kring/groups/recording"
	"kring/groups/recording/capture"
	"kring/groups/recording/take"
)

// Media is a meeting's media, of which the test is the only sender.
type Media struct {
	mu      sync.Mutex
	take    func(capture.Piece, time.Time)
	allowed func(string) bool
	offered map[string]int
}

// Record is take.Media.
func (m *Media) Record(_ string, take func(capture.Piece, time.Time), allowed func(string) bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.take, m.allowed = take, allowed
}

// Send offers a piece to who records.
func (m *Media) Send(p capture.Piece, at time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.take != nil && m.allowed(p.Who) {
		if m.offered == nil {
			m.offered = map[string]int{}
		}
		m.offered[p.Who]++
		m.take(p, at)
	}
}

// Offered are the pieces of a participant that were taken.
func (m *Media) Offered(who string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.offered[who]
}

// Stage records a meeting that a Talk plays, on a clock of its own.
type Stage struct {
	*recording.Recordings
	t     testing.TB
	dir   string
	ticks chan time.Time // taken when the tick before is written
	clock atomic.Int64   // Unix ns
	media Media
}

// NewStage opens recordings with what d lacks: media, ffmpeg and the clock.
func NewStage(t testing.TB, d recording.Deps) *Stage {
	t.Helper()
	s := &Stage{t: t, dir: d.Dir, ticks: make(chan time.Time)}
	s.clock.Store(time.Now().UnixNano())
	d.Media, d.Ticks, d.Ffmpeg, d.Version = &s.media, s.ticks, Ffmpeg(t), 1
	d.Now = func() time.Time { return time.Unix(0, s.clock.Load()) }
	d.Changed, d.Failed = func(string) {}, func(id string, err error) { t.Errorf("recording %s: %v", id, err) }
	var err error
	s.Recordings, err = recording.Open(t.Context(), d)
	groupstest.Must(t, err)
	t.Cleanup(s.Close)
	return s
}

// Begin seats people in a meeting, who all agree to a recording of it.
func (s *Stage) Begin(group, meeting string, people []string) {
	s.t.Helper()
	sc := take.Scene{Open: true}
	for _, p := range people {
		sc.Seated = append(sc.Seated, take.Seated{ID: p, Persons: []string{p}})
	}
	s.Takes.Scene(meeting, sc)
	g := &groups.Group{Visibility: groups.VisibleMembers}
	g.ID = group
	groupstest.Must(s.t, s.Start(s.t.Context(), g, meeting, people[0]))
	for _, p := range people {
		groupstest.Must(s.t, s.Answer(s.t.Context(), meeting, p, p, true, 1))
	}
}

// tick is the time between writes, as in the server.
const tick = 500 * time.Millisecond

// Play sends a stretch of a talk, with a write to disk every half second of it.
// With a speed it takes its time; else as long as writing takes, and each part
// is made before it goes on.
func (s *Stage) Play(talk *Talk, from, to time.Duration, speed int) {
	s.t.Helper()
	begin, real := time.Unix(0, s.clock.Load()), time.Now()
	for at := from; at < to; at += tick {
		talk.Play(at, at+tick, func(p capture.Piece) { s.media.Send(p, begin.Add(p.At-from)) })
		s.clock.Store(begin.Add(at + tick - from).UnixNano())
		s.ticks <- time.Time{}
		for speed == 0 && len(s.captures()) > 1 {
			time.Sleep(time.Millisecond)
		}
		if speed > 0 {
			time.Sleep(time.Until(real.Add((at + tick - from) / time.Duration(speed))))
		}
	}
}

// captures are the files that have not been made parts of.
func (s *Stage) captures() []string {
	files, err := filepath.Glob(filepath.Join(s.dir, "*", "*"))
	groupstest.Must(s.t, err)
	return files
}

// End ends the recording and returns it when it can be watched.
func (s *Stage) End(meeting string) (id string) {
	s.t.Helper()
	id = s.Takes.Of(meeting).ID
	groupstest.Must(s.t, s.Stop(s.t.Context(), meeting))
	for deadline := time.Now().Add(5 * time.Minute); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if _, err := s.Film(s.t.Context(), id); err == nil {
			return id
		}
	}
	s.t.Fatalf("the recording was never ready; left: %v", s.captures())
	return ""
}

// Stored are the bytes of single tracks and of mixes in a folder of blobs that
// holds one recording.
func (s *Stage) Stored(blobs string) (tracks, mixes int64) {
	groupstest.Must(s.t, filepath.WalkDir(blobs, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if isTrack(d.Name()) {
			tracks += info.Size()
		} else {
			mixes += info.Size()
		}
		return nil
	}))
	return tracks, mixes
}

// isTrack: it is named after a recording, a part, a person and a version.
func isTrack(blob string) bool { return strings.Count(blob, "-") > 2 }
