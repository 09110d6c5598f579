package recording_test

import (
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"kring/groups/groupstest"
	"kring/groups/recording"
	"kring/groups/recording/capture"
	"kring/groups/recording/mix"
	"kring/groups/recording/recordingtest"
	"kring/groups/recording/shelf"
)

// live is how much of the end of a meeting is played in real time.
const live = 2 * time.Minute

// BenchmarkMeeting records a meeting of eight from the first consent until it
// can be watched (groups/recording/BENCH.md). All but the last two minutes pass
// as fast as they are written, with the parts made in between; those two pass in
// real time, or ten times as fast with -short.
func BenchmarkMeeting(b *testing.B) {
	var people []string
	for i := range 8 {
		people = append(people, fmt.Sprint("person", i))
	}
	talk := recordingtest.NewTalk(b, people)
	for _, length := range []time.Duration{2 * time.Minute, 20 * time.Minute, time.Hour} {
		b.Run(fmt.Sprintf("%.0fmin", length.Minutes()), func(b *testing.B) {
			for range b.N {
				measure(b, talk, people, length)
			}
		})
	}
}

func measure(b *testing.B, talk *recordingtest.Talk, people []string, length time.Duration) {
	b.Helper()
	w := newWorld(b)
	w.Close()
	s := recordingtest.NewStage(b, recording.Deps{DB: w.DB, Vault: w.Vault, Blobs: w.blobs, Attendance: &w.back, Dir: filepath.Join(w.dir, "stage")})
	speed := 1
	if testing.Short() {
		speed = 10
	}
	before := cpu(b)
	s.Begin(w.group.ID, w.meeting, people)
	s.Play(talk, 0, length-live, 0)
	s.Play(talk, length-live, length, speed)
	end := time.Now()
	f, err := s.Film(b.Context(), s.End(w.meeting))
	groupstest.Must(b, err)
	ready, ours := time.Since(end), cpu(b)-before

	hours := length.Hours()
	tracks, mixes := s.Stored(filepath.Join(w.dir, "blobs"))
	b.ReportMetric(ready.Seconds(), "s-to-playable")
	b.ReportMetric(ours.Seconds()/hours, "cpu-s/h")
	b.ReportMetric(float64(tracks)/hours/1e6, "MB-tracks/h")
	b.ReportMetric(float64(mixes)/hours/1e6, "MB-mix/h")
	if length == live || length < time.Hour && !testing.Short() { // five minutes of CPU for an hour would tell nothing new
		b.ReportMetric(ours.Seconds()/transcoded(b, f).Seconds(), "of-h264")
		b.ReportMetric(ours.Seconds()/mixedAtTheEnd(b, talk, people, length).Seconds(), "of-mixing-all-at-the-end")
	}
}

// cpu is what this process and the programs that it ran have used.
func cpu(b *testing.B) (used time.Duration) {
	b.Helper()
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		groupstest.Must(b, syscall.Getrusage(who, &u))
		used += time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	return used
}

// transcoded is the CPU that ffmpeg takes to make H.264 of what was seen.
func transcoded(b *testing.B, f *shelf.Film) time.Duration {
	b.Helper()
	in, err := f.Read(0, f.Size)
	groupstest.Must(b, err)
	defer func() { _ = in.Close() }()
	cmd := exec.CommandContext(b.Context(), mix.Find().Path, "-loglevel", "error", "-threads", "1", "-i", "pipe:0", "-an", "-c:v", "libx264", "-preset", "veryfast", "-f", "mp4", "-movflags", "frag_keyframe", "pipe:1")
	cmd.Stdin, cmd.Stdout = in, io.Discard
	groupstest.Must(b, cmd.Run())
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
}

// mixedAtTheEnd is the CPU of mixing everybody's whole track when it is over.
func mixedAtTheEnd(b *testing.B, talk *recordingtest.Talk, people []string, length time.Duration) time.Duration {
	b.Helper()
	tracks := map[string][]mix.Packet{}
	talk.Play(0, length, func(p capture.Piece) {
		if p.Stream == capture.Voice {
			tracks[p.Who] = append(tracks[p.Who], mix.Packet{At: p.At, Opus: p.Data})
		}
	})
	var voices [][]mix.Packet
	for _, p := range people {
		voices = append(voices, tracks[p])
	}
	before := cpu(b)
	_, err := mix.Find().Mix(b.Context(), voices, int(length/mix.Frame))
	groupstest.Must(b, err)
	return cpu(b) - before
}
