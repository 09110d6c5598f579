package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"kring/groups/recording"
	"kring/groups/recording/recordingtest"
)

const (
	viewers    = 200
	watchFor   = 30 * time.Second
	pace       = 100 << 10 // bytes a second that a player reads: more than the film has
	seekWithin = 10 * time.Second
)

// BenchmarkWatch has 200 people watch one recording of an hour from a whole
// server, each at a player's pace, opening and seeking at random moments
// (groups/recording/BENCH.md).
func BenchmarkWatch(b *testing.B) {
	p := newPlace(b)
	url := p.hour()
	s := p.serve("--demo")
	g := s.guest("Marieke")
	f := movie{b, g.http.Jar.Cookies(mustRequest(b, s.url).URL), s.url + url}
	cues := f.first().cues
	if len(cues) < 600 { // one in six seconds
		b.Fatalf("%d places to seek to in an hour", len(cues))
	}
	rest := rss(b, s.cmd.Process.Pid)
	for b.Loop() {
		var mu sync.Mutex
		var opened, sought []time.Duration
		most, done := 0, make(chan struct{})
		var all sync.WaitGroup
		for range viewers {
			all.Go(func() { // ends after watchFor
				a, z := f.watch(cues)
				mu.Lock()
				defer mu.Unlock()
				opened, sought = append(opened, a...), append(sought, z...)
			})
		}
		go func() { all.Wait(); close(done) }() // ends with them
		for look := time.NewTicker(time.Second); ; {
			select {
			case <-look.C:
				most = max(most, rss(b, s.cmd.Process.Pid))
				continue
			case <-done:
				look.Stop()
			}
			break
		}
		b.ReportMetric(p95(opened), "ms-open-p95")
		b.ReportMetric(p95(sought), "ms-seek-p95")
		b.ReportMetric(float64(len(sought)), "seeks")
		b.ReportMetric(float64(most-rest)/viewers/1024, "KiB/viewer")
	}
	s.stop()
}

func p95(all []time.Duration) float64 {
	slices.Sort(all)
	return float64(all[len(all)*95/100].Microseconds()) / 1000
}

// hour leaves a recording of an hour with the demo's first group, and returns
// the path of its film.
func (p *place) hour() string {
	p.t.Helper()
	s := p.serve("--demo")
	var today struct {
		Meetings []struct{ ID, GroupID string }
	}
	s.guest("Marieke").must("GET", "/api/today", nil, nil, &today)
	s.stop()
	c, err := readConfig(p.env, true, false)
	if err != nil {
		p.t.Fatal(err)
	}
	k := &kring{Config: c}
	for _, step := range []func(context.Context) error{k.openStores, k.openVault} {
		if err := step(p.t.Context()); err != nil {
			p.t.Fatal(err)
		}
	}
	m := today.Meetings[0]
	var people []string
	for i := range 8 {
		people = append(people, fmt.Sprint("person", i))
	}
	talk := recordingtest.NewTalk(p.t, people)
	stage := recordingtest.NewStage(p.t, recording.Deps{DB: k.docs, Vault: k.vault, Blobs: k.blobs, Dir: p.t.TempDir()})
	stage.Begin(m.GroupID, m.ID, people)
	stage.Play(talk, 0, time.Hour, 0)
	id := stage.End(m.ID)
	stage.Close()
	if err := k.close(); err != nil {
		p.t.Fatal(err)
	}
	return "/api/recordings/" + id + "/film"
}

func mustRequest(t testing.TB, url string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// rss is the resident memory of a process, bytes.
func rss(t testing.TB, pid int) int {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		t.Fatal(err)
	}
	pages, err := strconv.Atoi(strings.Fields(string(b))[1])
	if err != nil {
		t.Fatal(err)
	}
	return pages * os.Getpagesize()
}

// movie is a recording as a browser gets it.
type movie struct {
	t       testing.TB
	cookies []*http.Cookie
	url     string
}

// watch opens the film, and reads on from a random place at a player's pace,
// and again, until its time is over.
func (f movie) watch(cues []int64) (opened, sought []time.Duration) {
	time.Sleep(rand.N(seekWithin))
	for end := time.Now().Add(watchFor); time.Now().Before(end); {
		begin := time.Now()
		f.first()
		opened = append(opened, time.Since(begin))
		begin = time.Now()
		body := f.get(cues[len(cues)/4+rand.IntN(len(cues)/2)])
		if err := new(matroska).frame(body); err != nil {
			f.t.Error(err)
		}
		sought = append(sought, time.Since(begin))
		for until := time.Now().Add(rand.N(seekWithin)); time.Now().Before(until); time.Sleep(time.Second) {
			if _, err := io.CopyN(io.Discard, body, pace); err != nil {
				break
			}
		}
		_ = body.Close()
	}
	return opened, sought
}

// first reads from the beginning until there is a picture.
func (f movie) first() (w matroska) {
	body := f.get(0)
	defer func() { _ = body.Close() }()
	if err := w.frame(body); err != nil {
		f.t.Error(err)
	}
	return w
}

func (f movie) get(from int64) io.ReadCloser {
	req := mustRequest(f.t, f.url)
	for _, c := range f.cookies {
		req.AddCookie(c)
	}
	req.Header.Set("Range", fmt.Sprintf("bytes=%d-", from))
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		f.t.Error(err)
		return http.NoBody
	}
	if res.StatusCode != http.StatusPartialContent {
		f.t.Errorf("%s from %d: %s", f.url, from, res.Status)
	}
	return res.Body
}

// matroska reads as much of a film as a player needs to show something.
type matroska struct {
	at   int64
	base int64   // of the segment's content
	cues []int64 // where clusters begin in the file
}

// frame reads until a whole key frame has come.
func (w *matroska) frame(r io.Reader) error {
	for {
		id, err := w.number(r, false)
		if err != nil {
			return err
		}
		size, err := w.number(r, true)
		if err != nil {
			return err
		}
		switch id {
		case 0x18538067: // the segment
			w.base = w.at
			continue
		case 0x1F43B675, 0x1C53BB6B, 0xBB, 0xB7: // cluster, cues, and what is in those
			continue
		}
		b := make([]byte, size)
		if _, err := io.ReadFull(r, b); err != nil {
			return err
		}
		w.at += int64(size)
		switch {
		case id == 0xF1:
			w.cues = append(w.cues, w.base+int64(binary.BigEndian.Uint64(b)))
		case id == 0xA3 && b[0]&0x7f == 2 && b[3]&0x80 != 0:
			return nil
		}
	}
}

// number reads an id, or a size, whose length its first byte tells.
func (w *matroska) number(r io.Reader, size bool) (n uint64, err error) {
	var b [8]byte
	if _, err := io.ReadFull(r, b[:1]); err != nil {
		return 0, err
	}
	length := bits.LeadingZeros8(b[0]) + 1
	if length > len(b) {
		return 0, errors.New("not a film")
	}
	if _, err := io.ReadFull(r, b[1:length]); err != nil {
		return 0, err
	}
	w.at += int64(length)
	if size {
		b[0] &^= 1 << (8 - length)
	}
	for _, x := range b[:length] {
		n = n<<8 | uint64(x)
	}
	return n, nil
}
