package recording_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"kring/groups/groupstest"
	"kring/groups/recording"
	"kring/groups/recording/recordingtest"
)

// smallDisk puts a file system of its own under a folder and returns what fills
// it to the last byte. Who may not mount one has the folder taken away instead.
func smallDisk(t *testing.T, dir string) (fill func()) {
	t.Helper()
	err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=264m")
	if errors.Is(err, syscall.EPERM) {
		return func() {
			groupstest.Must(t, os.Rename(dir, dir+".gone"))
			groupstest.Must(t, os.WriteFile(dir, nil, 0o600))
		}
	}
	groupstest.Must(t, err)
	t.Cleanup(func() { groupstest.Must(t, syscall.Unmount(dir, syscall.MNT_DETACH)) })
	return func() {
		f, err := os.Create(filepath.Join(dir, "everything"))
		groupstest.Must(t, err)
		defer func() { _ = f.Close() }()
		for block := make([]byte, 1<<20); err == nil; {
			_, err = f.Write(block)
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatal(err)
		}
	}
}

// TestAFullDisk ends the recording, which says so, and not the meeting: its
// media goes on, and what was recorded until then can be watched.
func TestAFullDisk(t *testing.T) {
	w := newWorld(t)
	fill, told := smallDisk(t, filepath.Join(w.dir, "captures")), make(chan error, 100)
	w.failed = func(_ string, err error) { told <- err }
	w.start("anna")
	tone := track{"anna", 0, 3 * time.Second, annas, ""}
	w.send(3*time.Second, tone)
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(time.Millisecond) {
		if all := w.files("captures"); len(all) > 0 && len(read(t, all[0])) > 10_000 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("nothing was written: %v", w.files("captures"))
		}
	}
	fill()
	w.send(3*time.Second, tone)
	if err := <-told; err == nil {
		t.Error("who runs the server is not told why")
	}
	for one := w.Takes.Of(w.meeting); !one.Left(); {
		time.Sleep(time.Millisecond)
	}
	if l := w.Takes.Live(w.meeting, "anna", true); l == nil || l.Problem != "disk" || l.State != "" {
		t.Errorf("the meeting shows %+v", l)
	}
	before := w.media.Offered(w.ids["anna"])
	w.send(time.Second, track{"anna", 0, time.Second, annas, ""})
	if n := w.media.Offered(w.ids["anna"]); n != before {
		t.Errorf("%d pieces were still taken", n-before)
	}
	groupstest.WantFault(t, w.Start(t.Context(), w.group, w.meeting, groupstest.Guide), "recording.disk")
	d := w.ready()
	if d.Why != "disk" || d.State != recording.Ready {
		t.Errorf("it is %+v", d)
	}
	if l := recordingtest.Level(recordingtest.Sound(t, w.film(d.ID)), annas, 200*time.Millisecond, 1800*time.Millisecond); l < heard {
		t.Errorf("anna's tone is at %.4f", l)
	}
}
