package recording_test

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"kring/groups"
	"kring/groups/groupstest"
	"kring/groups/recording"
	"kring/groups/recording/capture"
	"kring/groups/recording/mix"
	"kring/groups/recording/recordingtest"
	"kring/groups/recording/take"
	"kring/internal/blob"
	"kring/internal/blob/dirblob"
	"kring/internal/store/sqlitestore"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const version = 1

// world is a group of three with a meeting that goes on, and its recordings.
type world struct {
	*groupstest.World
	*recording.Recordings
	t        testing.TB
	dir      string
	group    *groups.Group
	meeting  string
	ids      map[string]string // alias → participant
	media    recordingtest.Media
	back     attendance
	audience audience
	clock    atomic.Int64 // Unix ns
	blobs    blob.Store
	ticks    <-chan time.Time
	vault    recording.Vault
	ffmpeg   mix.Ffmpeg
	failed   func(id string, err error)
	expired  []string // what was told before recordings were removed, and after
	sent     map[track][]capture.Piece
}

var people = []string{"anna", "bert", "cees"}

func newWorld(t testing.TB) *world {
	t.Helper()
	return newWorldIn(t, t.TempDir())
}

// newWorldIn goes on with what another one left in a folder.
func newWorldIn(t testing.TB, dir string) *world {
	t.Helper()
	w := &world{t: t, dir: dir, ids: map[string]string{}, sent: map[track][]capture.Piece{}, meeting: "meeting"}
	db, err := sqlitestore.Open(t.Context(), filepath.Join(w.dir, "kring.db"))
	groupstest.Must(t, err)
	t.Cleanup(func() { _ = db.Close() })
	w.World = groupstest.New(t, db)
	w.group = w.Group(t, nil)
	for _, p := range people {
		w.ids[p] = w.Join(t, w.group.ID, p, p)
	}
	blobs, err := dirblob.Open(filepath.Join(w.dir, "blobs"))
	groupstest.Must(t, err)
	w.blobs = blobs
	w.clock.Store(groupstest.Begin.UnixNano())
	tick := time.NewTicker(5 * time.Millisecond)
	t.Cleanup(tick.Stop)
	w.ticks, w.vault, w.ffmpeg = tick.C, w.Vault, recordingtest.Ffmpeg(t)
	w.failed = func(id string, err error) { t.Errorf("recording %s: %v", id, err) }
	w.open()
	return w
}

// open starts the recordings, as a start of the server does.
func (w *world) open() {
	w.t.Helper()
	r, err := recording.Open(w.t.Context(), recording.Deps{
		DB: w.DB, Vault: w.vault, Blobs: w.blobs, Media: &w.media, Attendance: &w.back, Audience: &w.audience, Ffmpeg: w.ffmpeg,
		Dir: filepath.Join(w.dir, "captures"), Version: version, Ticks: w.ticks,
		Changed: func(string) {}, Failed: func(id string, err error) { w.failed(id, err) },
		Expire: w.expire,
		Now:    func() time.Time { return time.Unix(0, w.clock.Load()) },
	})
	groupstest.Must(w.t, err)
	w.Recordings = r
	w.t.Cleanup(r.Close)
}

// expire takes down what is told of a recording whose time is over.
func (w *world) expire(_ context.Context, group, id string) (func(error) error, error) {
	w.expired = append(w.expired, "try "+group+" "+id)
	return func(err error) error {
		w.expired = append(w.expired, fmt.Sprint("done ", err))
		return nil
	}, nil
}

// scene seats people.
func (w *world) scene(apart bool, seated ...string) {
	sc := take.Scene{Open: true, Apart: apart, Chapter: "Kennismaken"}
	for _, p := range seated {
		sc.Seated = append(sc.Seated, take.Seated{ID: w.ids[p], Persons: []string{p}})
	}
	w.Takes.Scene(w.meeting, sc)
}

// start asks everybody, of whom some say yes.
func (w *world) start(yes ...string) {
	w.t.Helper()
	w.scene(false, people...)
	groupstest.Must(w.t, w.Start(w.t.Context(), w.group, w.meeting, groupstest.Guide))
	for _, p := range people {
		w.answer(p, slices.Contains(yes, p))
	}
}

func (w *world) answer(person string, yes bool) {
	w.t.Helper()
	groupstest.Must(w.t, w.Answer(w.t.Context(), w.meeting, w.ids[person], person, yes, version))
}

// track is what somebody sends over some time.
type track struct {
	who      string
	from, to time.Duration // from now on
	hertz    int
	colour   string // "" for no picture
}

// send lets people send for a while.
func (w *world) send(length time.Duration, tracks ...track) {
	w.t.Helper()
	begin := time.Unix(0, w.clock.Load())
	var all []capture.Piece
	for _, tr := range tracks {
		all = append(all, w.pieces(tr)...)
	}
	slices.SortStableFunc(all, func(a, b capture.Piece) int { return int(a.At - b.At) })
	for _, p := range all {
		w.clock.Store(begin.Add(p.At).UnixNano())
		w.media.Send(p, begin.Add(p.At))
	}
	w.clock.Store(begin.Add(length).UnixNano())
}

// pieces are what somebody sends; ffmpeg makes them once.
func (w *world) pieces(tr track) []capture.Piece {
	if w.sent[tr] == nil {
		w.sent[tr] = w.make(tr)
	}
	return w.sent[tr]
}

func (w *world) make(tr track) (out []capture.Piece) {
	for i, p := range recordingtest.Tone(w.t, tr.hertz, tr.to-tr.from) {
		out = append(out, capture.Piece{Who: w.ids[tr.who], Stream: capture.Voice, At: tr.from + time.Duration(i)*mix.Frame, Loud: true, Data: p})
	}
	if tr.colour == "" {
		return out
	}
	for i, p := range recordingtest.Picture(w.t, tr.colour, tr.to-tr.from) {
		out = append(out, capture.Piece{Who: w.ids[tr.who], Stream: capture.Face, At: tr.from + time.Duration(i)*recordingtest.PictureEvery, Key: p[0]&1 == 0, Data: p})
	}
	return out
}

// stop ends the recording and waits until it can be watched.
func (w *world) stop() recording.Listed {
	w.t.Helper()
	groupstest.Must(w.t, w.Stop(w.t.Context(), w.meeting))
	return w.ready()
}

func (w *world) list() []recording.Listed {
	w.t.Helper()
	c, err := w.Circle(w.t.Context(), w.group.ID)
	groupstest.Must(w.t, err)
	l, err := w.List(w.t.Context(), c, groupstest.Guide)
	groupstest.Must(w.t, err)
	return l
}

// ready waits for the one recording there is.
func (w *world) ready() recording.Listed {
	w.t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if l := w.list(); len(l) == 1 && l[0].State == recording.Ready {
			return l[0]
		}
	}
	w.t.Fatalf("the recording was never ready: %+v", w.list())
	return recording.Listed{}
}

// film is the whole film of a recording.
func (w *world) film(id string) []byte {
	w.t.Helper()
	f, err := w.Film(w.t.Context(), id)
	groupstest.Must(w.t, err)
	r, err := f.Read(0, f.Size)
	groupstest.Must(w.t, err)
	defer func() { _ = r.Close() }()
	b, err := io.ReadAll(r)
	groupstest.Must(w.t, err)
	if int64(len(b)) != f.Size {
		w.t.Fatalf("%d bytes of %d", len(b), f.Size)
	}
	return b
}

func (w *world) view(id, person string) recording.Watchable {
	w.t.Helper()
	c, err := w.Circle(w.t.Context(), w.group.ID)
	groupstest.Must(w.t, err)
	v, err := w.View(w.t.Context(), id, person, c)
	groupstest.Must(w.t, err)
	return v
}

// files are all files below a folder of the world.
func (w *world) files(name string) (out []string) {
	_ = filepath.WalkDir(filepath.Join(w.dir, name), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, path)
		}
		return nil
	})
	return out
}

// attendance counts who watched back.
type attendance struct{ people []string }

func (a *attendance) WatchedBack(_ context.Context, _, person string) error {
	a.people = append(a.people, person)
	return nil
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	groupstest.Must(t, err)
	return b
}

func cut(from, to int64) recording.Cut { return recording.Cut{From: from, To: to} }
