package recording_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"kring/groups/groupstest"
	"kring/groups/recording/capture"
	"kring/groups/recording/mix"
	"kring/groups/recording/recordingtest"
)

// recordIn makes this test binary a process that records in that folder until
// it is killed.
const recordIn = "RECORD_IN"

// TestKilled kills the process that records, as a power cut would but for the
// disk: all but the last two seconds can be watched after the next start.
func TestKilled(t *testing.T) {
	if dir := os.Getenv(recordIn); dir != "" {
		recordUntilKilled(t, dir)
	}
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestKilled$")
	cmd.Env = append(os.Environ(), recordIn+"="+dir)
	out, err := cmd.StdoutPipe()
	groupstest.Must(t, err)
	groupstest.Must(t, cmd.Start())
	var group string
	var sent int64 // ms
	for lines := bufio.NewScanner(out); sent < 6000 && lines.Scan(); {
		_, _ = fmt.Sscanf(lines.Text(), "sent %s %d", &group, &sent)
	}
	groupstest.Must(t, cmd.Process.Kill())
	_ = cmd.Wait() // says that it was killed
	if sent == 0 {
		t.Fatal("it never recorded")
	}

	w := newWorldIn(t, dir)
	w.group.ID = group
	sum := w.ready()
	if sum.Why != "restart" || sum.LengthMs < sent-2000 {
		t.Errorf("killed %d ms after the beginning: %+v", sent, sum)
	}
	sound := recordingtest.Sound(t, w.film(sum.ID))
	for at := 200 * time.Millisecond; at < time.Duration(sent-2500)*time.Millisecond; at += 500 * time.Millisecond {
		if l := recordingtest.Level(sound, annas, at, at+500*time.Millisecond); l < heard {
			t.Errorf("anna's tone is at %.4f at %v", l, at)
		}
	}
}

// recordUntilKilled lets anna speak, in real time, and says how far she is.
func recordUntilKilled(t *testing.T, dir string) {
	t.Helper()
	w := newWorldIn(t, dir)
	w.Close()
	w.ticks = nil // as in the server
	w.open()
	w.start("anna")
	begin, real := time.Unix(0, w.clock.Load()), time.Now()
	for i, packet := range recordingtest.Tone(t, annas, time.Minute) {
		at := time.Duration(i) * mix.Frame
		time.Sleep(time.Until(real.Add(at)))
		w.clock.Store(begin.Add(at).UnixNano())
		w.media.Send(capture.Piece{Who: w.ids["anna"], Stream: capture.Voice, Loud: true, Data: packet}, begin.Add(at))
		fmt.Println("sent", w.group.ID, at.Milliseconds())
	}
}
