package recording_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"kring/groups/groupstest"
	"kring/groups/recording/capture"
	"kring/groups/recording/mix"
	"kring/groups/recording/recordingtest"
	"kring/internal/seal"
)

// spy is a vault that keeps everything it is given to seal: captures, single
// tracks, mixes and renditions are written in no other way.
type spy struct {
	*seal.Vault
	mu      sync.Mutex
	written map[string]*bytes.Buffer // by key
}

func (s *spy) to(k seal.Key) *bytes.Buffer {
	if s.written[string(k)] == nil {
		s.written[string(k)] = &bytes.Buffer{}
	}
	return s.written[string(k)]
}

func (s *spy) Seal(ctx context.Context, k seal.Key, r seal.Ref, plain []byte) ([]byte, error) {
	s.mu.Lock()
	s.to(k).Write(plain)
	s.mu.Unlock()
	return s.Vault.Seal(ctx, k, r, plain)
}

func (s *spy) CreateFile(ctx context.Context, k seal.Key, r seal.Ref, dst io.Writer) (io.WriteCloser, []byte, error) {
	w, box, err := s.Vault.CreateFile(ctx, k, r, dst)
	return spied{w, s, k}, box, err
}

type spied struct {
	io.WriteCloser
	spy *spy
	key seal.Key
}

func (w spied) Write(b []byte) (int, error) {
	w.spy.mu.Lock()
	w.spy.to(w.key).Write(b)
	w.spy.mu.Unlock()
	return w.WriteCloser.Write(b)
}

// everything is what was sealed and what ffmpeg was fed and made, by name.
func (s *spy) everything(t *testing.T, fed string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	s.mu.Lock()
	for k, b := range s.written {
		all["sealed for "+k] = bytes.Clone(b.Bytes())
	}
	s.mu.Unlock()
	files, err := filepath.Glob(filepath.Join(fed, "*"))
	groupstest.Must(t, err)
	for _, f := range files {
		all[filepath.Base(f)] = read(t, f)
	}
	return all
}

// overheard is an ffmpeg of which everything that goes in and comes out is kept
// in a folder, and whose temporary files would be there too.
func overheard(t *testing.T, dir string) mix.Ffmpeg {
	t.Helper()
	script := fmt.Sprintf("#!/bin/sh\ncd %[1]q && export TMPDIR=%[1]q\ntee \"fed.$$\" | %[2]s \"$@\" | tee \"made.$$\"\n", dir, recordingtest.Ffmpeg(t).Path)
	path := filepath.Join(t.TempDir(), "ffmpeg")
	groupstest.Must(t, os.WriteFile(path, []byte(script), 0o700))
	return mix.Ffmpeg{Path: path}
}

// marks are bytes of a sound and of a picture of somebody, as they are sent.
func (w *world) marks(tr track) (out [][]byte) {
	w.t.Helper()
	for _, stream := range []capture.Stream{capture.Voice, capture.Face} {
		for _, p := range w.pieces(tr) {
			if n := len(p.Data); p.Stream == stream && p.At > time.Second && n > 30 {
				out = append(out, p.Data[n-24:])
				break
			}
		}
	}
	if len(out) != 2 {
		w.t.Fatalf("%d marks of %s", len(out), tr.who)
	}
	return out
}

// in are the places that have one of some marks.
func in(all map[string][]byte, marks [][]byte) (where []string) {
	for name, b := range all {
		for _, m := range marks {
			if bytes.Contains(b, m) {
				where = append(where, name)
			}
		}
	}
	return where
}

// TestNothingOfWhoSaysNoIsWritten searches all that a recording writes for the
// sound and the picture of cees, who says no, and afterwards of anna, who takes
// her yes back; bert, who agrees, is found each time.
func TestNothingOfWhoSaysNoIsWritten(t *testing.T) {
	w := newWorld(t)
	w.Close()
	fed := t.TempDir()
	ear := &spy{Vault: w.Vault, written: map[string]*bytes.Buffer{}}
	w.vault, w.ffmpeg = ear, overheard(t, fed)
	w.open()
	tracks := []track{{"anna", 0, 3 * time.Second, annas, "red"}, {"bert", 3 * time.Second, 6 * time.Second, berts, "blue"}, {"cees", 0, 6 * time.Second, ceess, "green"}}
	w.start("anna", "bert")
	w.send(6*time.Second, tracks...)
	sum := w.stop()
	w.rendition(sum.ID)
	all := ear.everything(t, fed)
	if where := in(all, w.marks(tracks[2])); where != nil {
		t.Errorf("cees said no and is in %v", where)
	}
	for _, tr := range tracks[:2] { // capture and track under one key, the mix, and what ffmpeg was fed for it and for the MP4
		if where := in(all, w.marks(tr)); len(where) < 5 {
			t.Errorf("the control: %s is only in %v", tr.who, where)
		}
	}
	sealed := map[string][]byte{}
	for _, f := range append(w.files("captures"), w.files("blobs")...) {
		sealed[f] = read(t, f)
	}
	if where := in(sealed, append(w.marks(tracks[0]), w.marks(tracks[1])...)); where != nil || len(sealed) == 0 {
		t.Errorf("readable without a key: %v of %d files", where, len(sealed))
	}

	groupstest.Must(t, w.Withdraw(t.Context(), sum.ID, "anna"))
	w.ready()
	after := w.rendition(sum.ID)
	fresh := map[string][]byte{}
	for name, b := range ear.everything(t, fed) {
		fresh[name] = b[len(all[name]):] // keys are never used again, and files are new
	}
	if where := in(fresh, w.marks(tracks[0])); where != nil {
		t.Errorf("anna took her yes back and is in %v", where)
	}
	if where := in(fresh, w.marks(tracks[1])); len(where) < 2 {
		t.Errorf("the control: bert is only in %v", where)
	}
	for name, file := range map[string][]byte{"WebM": w.film(sum.ID), "MP4": after} {
		sound := recordingtest.Sound(t, file)
		for who, hertz := range map[string]int{"anna": annas, "cees": ceess} {
			if l := recordingtest.Level(sound, hertz, 0, 6*time.Second); l > unheard {
				t.Errorf("the tone of %s is at %.4f in the %s", who, l, name)
			}
		}
		if l := recordingtest.Level(sound, berts, 3200*time.Millisecond, 5800*time.Millisecond); l < heard {
			t.Errorf("bert's tone is at %.4f in the %s", l, name)
		}
	}
}

// rendition waits for the MP4 of a recording and returns it.
func (w *world) rendition(id string) []byte {
	w.t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		f, err := w.MP4(w.t.Context(), id)
		if err != nil {
			continue // recording.rendering
		}
		r, err := f.Read(0, f.Size)
		groupstest.Must(w.t, err)
		b, err := io.ReadAll(r)
		groupstest.Must(w.t, err)
		groupstest.Must(w.t, r.Close())
		return b
	}
	w.t.Fatal("the rendition was never ready")
	return nil
}
