package recording_test

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"kring/groups/groupstest"
	"kring/groups/recording/capture"
	"kring/groups/recording/mix"
	"kring/groups/recording/recordingtest"
	"kring/groups/recording/shelf"
	"kring/groups/recording/take"
)

const (
	step = 500 * time.Millisecond // between writes, as in the server
	live = 2 * time.Minute        // of the end of a meeting that are played in real time
)

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
	ticks := make(chan time.Time) // taken when the tick before is written
	w.Close()
	w.ticks = ticks
	w.open()
	sc := take.Scene{Open: true}
	for _, p := range people {
		w.ids[p] = p
		sc.Seated = append(sc.Seated, take.Seated{ID: p, Persons: []string{p}})
	}
	w.Takes.Scene(w.meeting, sc)
	groupstest.Must(b, w.Start(b.Context(), w.group, w.meeting, groupstest.Guide))
	for _, p := range people {
		w.answer(p, true)
	}

	before := cpu(b)
	w.play(talk, ticks, 0, length-live, 0)
	pace := step
	if testing.Short() {
		pace /= 10
	}
	w.play(talk, ticks, length-live, length, pace)
	end := time.Now()
	sum := w.stop()
	f, err := w.Film(b.Context(), sum.ID)
	groupstest.Must(b, err)
	ready, ours := time.Since(end), cpu(b)-before

	hours := length.Hours()
	tracks, mixes := w.stored(sum.ID)
	b.ReportMetric(ready.Seconds(), "s-to-playable")
	b.ReportMetric(ours.Seconds()/hours, "cpu-s/h")
	b.ReportMetric(float64(tracks)/hours/1e6, "MB-tracks/h")
	b.ReportMetric(float64(mixes)/hours/1e6, "MB-mix/h")
	if length == live || length < time.Hour && !testing.Short() { // five minutes of CPU for an hour would tell nothing new
		b.ReportMetric(ours.Seconds()/transcoded(b, f).Seconds(), "of-h264")
		b.ReportMetric(ours.Seconds()/mixedAtTheEnd(b, talk, people, length).Seconds(), "of-mixing-all-at-the-end")
	}
	w.Close()
}

// play sends a stretch of a meeting, a tick of the disk every half second, and
// waits for parts that are being made unless it has a pace.
func (w *world) play(talk *recordingtest.Talk, ticks chan<- time.Time, from, to, pace time.Duration) {
	w.t.Helper()
	begin, real := time.Unix(0, w.clock.Load()), time.Now()
	for at := from; at < to; at += step {
		talk.Play(at, at+step, func(p capture.Piece) { w.media.send(p, begin.Add(p.At-from)) })
		w.clock.Store(begin.Add(at + step - from).UnixNano())
		ticks <- time.Time{}
		if pace > 0 {
			time.Sleep(time.Until(real.Add((at + step - from) / step * pace)))
			continue
		}
		for len(w.files("captures")) > 1 {
			time.Sleep(time.Millisecond)
		}
	}
}

// stored are the bytes of a recording's single tracks and mixes.
func (w *world) stored(id string) (tracks, mixes int64) {
	for _, f := range w.files("blobs") {
		info, err := os.Stat(f)
		groupstest.Must(w.t, err)
		if strings.Count(strings.TrimPrefix(filepath.Base(f), id), "-") == 3 {
			tracks += info.Size()
		} else {
			mixes += info.Size()
		}
	}
	return tracks, mixes
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
	cmd := exec.CommandContext(b.Context(), string(mix.Find()), "-loglevel", "error", "-threads", "1", "-i", "pipe:0", "-an", "-c:v", "libx264", "-preset", "veryfast", "-f", "mp4", "-movflags", "frag_keyframe", "pipe:1")
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
