package recording_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"kring/groups/groupstest"
	"kring/groups/recording/recordingtest"
	"kring/groups/recording/take"
	"kring/internal/blob"
)

// TestMP4 is made at first play, of H.264 and AAC as older Safari wants it, and
// any part of it can be read.
func TestMP4(t *testing.T) {
	w := newWorld(t)
	w.start("anna")
	w.send(5*time.Second, track{"anna", 0, 5 * time.Second, annas, "red"})
	sum := w.stop()
	_, err := w.MP4(t.Context(), sum.ID)
	groupstest.WantFault(t, err, "recording.rendering")
	file := w.rendition(sum.ID)

	var probed struct {
		Streams []struct {
			Codec  string `json:"codec_name"`
			Pixels string `json:"pix_fmt"`
			Width  int
		}
		Format struct{ Duration string }
	}
	cmd := exec.CommandContext(t.Context(), "ffprobe", "-v", "error", "-show_streams", "-show_format", "-of", "json", "pipe:0")
	cmd.Stdin = bytes.NewReader(file)
	out, err := cmd.Output()
	groupstest.Must(t, err)
	groupstest.Must(t, json.Unmarshal(out, &probed))
	if s := probed.Streams; len(s) != 2 || s[0].Codec != "h264" || s[0].Pixels != "yuv420p" || s[0].Width != 640 || s[1].Codec != "aac" {
		t.Errorf("ffprobe finds %+v", s)
	}
	// The length stands in front, or Safari can neither show nor seek it.
	if d, err := strconv.ParseFloat(probed.Format.Duration, 64); err != nil || d < 4.8 || d > 5.3 {
		t.Errorf("it is %s s long, want 5", probed.Format.Duration)
	}
	if l := recordingtest.Level(recordingtest.Sound(t, file), annas, time.Second, 4*time.Second); l < heard {
		t.Errorf("anna's tone is at %.4f", l)
	}
	f, err := w.MP4(t.Context(), sum.ID)
	groupstest.Must(t, err)
	r, err := f.Read(f.Size/2, 1000)
	groupstest.Must(t, err)
	part, err := io.ReadAll(r)
	groupstest.Must(t, err)
	groupstest.Must(t, r.Close())
	if !bytes.Equal(part, file[f.Size/2:f.Size/2+1000]) || f.Type != "video/mp4" {
		t.Error("a range of it is not what is there")
	}
}

// full is a blob store on a disk without space.
type full struct{ blob.Store }

func (f full) Create(ctx context.Context, id string) (blob.Writer, error) {
	w, err := f.Store.Create(ctx, id)
	return fullWriter{w}, err
}

type fullWriter struct{ blob.Writer }

func (fullWriter) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

// TestAPartThatCannotBeKeptWaits: what was captured stays until there is space,
// and becomes a recording then.
func TestAPartThatCannotBeKeptWaits(t *testing.T) {
	w := newWorld(t)
	w.Close()
	disk, told := w.blobs, make(chan error, 10)
	w.blobs, w.failed = full{disk}, func(_ string, err error) { told <- err }
	w.open()
	w.start("anna")
	w.send(3*time.Second, track{"anna", 0, 3 * time.Second, annas, ""})
	groupstest.Must(t, w.Stop(t.Context(), w.meeting))
	if err := <-told; !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("who runs the server is told %v", err)
	}
	w.Close()
	if len(w.files("captures")) == 0 {
		t.Fatal("what was captured is gone")
	}
	w.blobs = disk
	w.open()
	sound := recordingtest.Sound(t, w.film(w.ready().ID))
	if l := recordingtest.Level(sound, annas, 200*time.Millisecond, 2800*time.Millisecond); l < heard {
		t.Errorf("anna's tone is at %.4f", l)
	}
}

// TestADiskThatTakesNothing ends the recording; facilitators are told so until
// the meeting ends, and the next one can begin.
func TestADiskThatTakesNothing(t *testing.T) {
	w := newWorld(t)
	told := make(chan error, 10)
	w.failed = func(_ string, err error) { told <- err }
	w.start("anna")
	dir := filepath.Join(w.dir, "captures")
	groupstest.Must(t, os.RemoveAll(dir))
	groupstest.Must(t, os.WriteFile(dir, nil, 0o600)) // nothing can be made in it
	w.send(time.Second, track{"anna", 0, time.Second, annas, ""})
	if err := <-told; err == nil {
		t.Error("who runs the server is not told why")
	}
	for t0 := w.Takes.Of(w.meeting); !t0.Left(); {
		time.Sleep(time.Millisecond)
	}
	if l := w.Takes.Live(w.meeting, "anna", true); l == nil || l.Problem != "disk" || l.State != "" {
		t.Errorf("the meeting shows %+v", l)
	}
	groupstest.Must(t, os.Remove(dir))
	groupstest.Must(t, os.Mkdir(dir, 0o700))
	w.start("anna")
	if l := w.Takes.Live(w.meeting, "anna", true); l == nil || l.Problem != "" || l.State != "running" {
		t.Errorf("the next recording shows %+v", l)
	}
	w.Takes.Scene(w.meeting, take.Scene{})
}
