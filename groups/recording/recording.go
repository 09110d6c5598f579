// Package recording records meetings: only whoever said yes, each apart, and
// ready to watch when the meeting ends.
//
// While it runs, sound and pictures go to sealed records on this server's disk
// (capture). About every minute a part is finished: each person's track is
// kept as a blob under that person's key of this recording, and a mix of all
// (compose) as another under a key of its own. What is watched is one WebM that
// exists nowhere: a header made of the document, and the mixes behind it. So
// the end of a long meeting is as quick as that of a short one, and taking a
// person out is erasing her key and those of the mixes that hold her, and
// making these again of the tracks that are left.
//
// One invariant is one document: a Recording carries the answers of everybody
// who was asked, and its parts with their tracks.
package recording

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"kring/groups/recording/capture"
	"kring/groups/recording/compose"
	"kring/groups/recording/mix"
	"kring/groups/recording/shelf"
	"kring/groups/recording/take"
	"kring/groups/recording/webm"
	"kring/internal/blob"
	"kring/internal/fault"
	"kring/internal/store"
)

// States of a recording.
const (
	Asking  = take.Asking
	Running = take.Running
	Ending  = take.Ending // its last parts are still to be made
	Ready   = "ready"
)

// Recording is one stretch of one meeting. Parts follow each other without a hole.
type Recording struct {
	store.Meta `bson:",inline"`
	GroupID    string    `bson:"groupId" json:"groupId"`
	MeetingID  string    `bson:"meetingId" json:"meetingId"`
	State      string    `bson:"state" json:"state"`
	Node       string    `bson:"node" json:"node"`           // the server whose disk has the captures
	By         string    `bson:"by" json:"by"`               // the person who started it
	BegunAt    int64     `bson:"begunAt" json:"begunAt"`     // Unix ms; 0 while asking
	EndedAt    int64     `bson:"endedAt" json:"endedAt"`     // Unix ms
	KeepDays   int       `bson:"keepDays" json:"keepDays"`   // what people agreed to, or less since; 0: as text 1 says
	ExpiresAt  int64     `bson:"expiresAt" json:"expiresAt"` // Unix ms; then the sweep removes it
	Why        string    `bson:"why" json:"why"`             // it ended by itself: disk, restart
	Hidden     bool      `bson:"hidden" json:"hidden"`       // from members, until it is reviewed
	Answers    []Answer  `bson:"answers" json:"answers"`
	PersonIDs  []string  `bson:"personIds" json:"personIds"` // who answered, to be found by
	Chapters   []Chapter `bson:"chapters" json:"chapters"`
	Captions   []Line    `bson:"captions" json:"captions"`
	Cuts       []Cut     `bson:"cuts" json:"cuts"`
	Parts      []Part    `bson:"parts" json:"parts"`
	MP4        *MP4      `bson:"mp4,omitempty" json:"mp4,omitempty"`
	Asked      bool      `bson:"asked" json:"asked"` // somebody needed the MP4
}

// Answer is what a person said when asked. Withdrawn, Unix ms, is for good.
type Answer struct {
	PersonID  string   `bson:"personId" json:"personId"`
	Tracks    []string `bson:"tracks" json:"tracks"` // participant ids of the tracks that hold her
	Yes       bool     `bson:"yes" json:"yes"`
	Version   int      `bson:"version" json:"version"` // of the text
	At        int64    `bson:"at" json:"at"`           // Unix ms
	Withdrawn int64    `bson:"withdrawn" json:"withdrawn"`
}

// Chapter begins at a time, ms; Box is its title, sealed for the group.
type Chapter struct {
	At  int64  `bson:"at" json:"at"`
	Box []byte `bson:"box" json:"box"`
}

// Cut is a stretch that was taken out, ms.
type Cut struct {
	From int64 `bson:"from" json:"from"`
	To   int64 `bson:"to" json:"to"`
}

// Part is a stretch, ms from the beginning. Without a Box its mix has still to
// be made, of the tracks. Gen counts the mixes.
type Part struct {
	From   int64          `bson:"from" json:"from"`
	To     int64          `bson:"to" json:"to"`
	Tracks []Track        `bson:"tracks" json:"tracks"`
	Gen    int            `bson:"gen" json:"gen"`
	Size   int64          `bson:"size" json:"size"` // bytes of the mix
	Box    []byte         `bson:"box" json:"box"`
	Cues   []webm.Cue     `bson:"cues" json:"cues"`
	Talk   []compose.Talk `bson:"talk" json:"talk"`
}

// Track is one person's in a part. Gen counts its versions: cutting makes another.
type Track struct {
	Who string `bson:"who" json:"who"`
	Gen int    `bson:"gen" json:"gen"`
	Box []byte `bson:"box" json:"box"`
}

const coll = "recordings"

// Specs declares the collections.
func Specs() []store.Spec {
	return []store.Spec{
		store.Of[Recording](store.Spec{Name: coll, Indexes: []store.Index{{Fields: []string{"groupId"}}, {Fields: []string{"meetingId"}}, {Fields: []string{"state"}}, {Fields: []string{"expiresAt"}}, {Fields: []string{"personIds"}}}}),
		store.Of[Watch](store.Spec{Name: "recording_watches", Indexes: []store.Index{{Fields: []string{"recordingId", "personId"}, Unique: true}}}),
	}
}

// Vault is what recordings need of internal/seal.
type Vault interface {
	capture.Vault
	shelf.Vault
}

// Attendance learns who watched back most of what a meeting left (MEET-14).
type Attendance interface {
	WatchedBack(ctx context.Context, meetingID, personID string) error
}

// Deps is what Open needs. Dir is this server's own; Changed hears that a
// meeting's recording has another state. Expire is told before a recording is
// removed because its time is over, and what came of it.
type Deps struct {
	DB         store.DB
	Vault      Vault
	Blobs      blob.Store
	Media      take.Media
	Attendance Attendance
	Audience   Audience
	Ffmpeg     mix.Ffmpeg
	Dir        string
	Node       string // names this server over restarts
	Version    int    // of the text that people agree to
	Changed    func(meeting string)
	Failed     func(recording string, err error)
	Expire     func(ctx context.Context, group, recording string) (done func(error) error, err error)
	Now        func() time.Time
	Ticks      <-chan time.Time // when to write to disk; every half second when nil
}

// Recordings is the service. What is asked and taken while meetings go on is in
// Takes; what has been made is on the Shelf.
type Recordings struct {
	Deps
	Takes   *take.Takes
	shelf   shelf.Shelf
	all     store.Collection[Recording, *Recording]
	watches store.Collection[Watch, *Watch]
	ctx     context.Context // of everything that outlives a request; done at Close
	stop    context.CancelFunc
	work    sync.WaitGroup

	mu   sync.Mutex
	busy map[string]*sync.Mutex
	// renders are the recordings of which a rendition is being made.
	renders map[string]bool
}

// Open ensures the collections, and finishes what an earlier start left.
func Open(ctx context.Context, d Deps) (*Recordings, error) {
	if d.Now == nil {
		d.Now = time.Now
	}
	r := &Recordings{Deps: d, shelf: shelf.Shelf{Blobs: d.Blobs, Vault: d.Vault}, busy: map[string]*sync.Mutex{}, renders: map[string]bool{}}
	r.Takes = take.New(take.Deps{Owner: owner{r}, Media: d.Media, Vault: d.Vault, Dir: d.Dir, Ticks: d.Ticks, Now: d.Now})
	specs := Specs()
	var errs [3]error
	r.all, errs[0] = store.Open[Recording](ctx, d.DB, specs[0])
	r.watches, errs[1] = store.Open[Watch](ctx, d.DB, specs[1])
	errs[2] = os.MkdirAll(d.Dir, 0o700)
	if err := errors.Join(errs[:]...); err != nil {
		return nil, fmt.Errorf("recordings: %w", err)
	}
	r.ctx, r.stop = context.WithCancel(context.WithoutCancel(ctx))
	r.work.Go(func() { r.tend(r.ctx) }) // ends at Close
	return r, nil
}

// Close writes down what runs, which the next start finishes, and waits for
// everything to end.
func (r *Recordings) Close() {
	r.stop()
	r.work.Wait()
}

// report tells who runs this server.
func (r *Recordings) report(id string, err error) {
	if err != nil && r.ctx.Err() == nil {
		r.Failed(id, err)
	}
}

func (r *Recordings) now() int64 { return r.Now().UnixMilli() }

func (r *Recordings) dir(id string) string { return filepath.Join(r.Dir, id) }

// get reads a recording that is not being asked for.
func (r *Recordings) get(ctx context.Context, id string) (*Recording, error) {
	doc, err := r.all.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, fault.Gone()
	}
	return doc, err
}

// Of is the group of a recording, whether it is hidden, and whether a person
// said yes in it.
func (r *Recordings) Of(ctx context.Context, id, person string) (group string, hidden, took bool, err error) {
	doc, err := r.get(ctx, id)
	if err != nil {
		return "", false, false, err
	}
	a := doc.answer(person)
	return doc.GroupID, doc.Hidden, a != nil && a.Yes, nil
}

func (d *Recording) answer(person string) *Answer {
	i := slices.IndexFunc(d.Answers, func(a Answer) bool { return a.PersonID == person })
	if i < 0 {
		return nil
	}
	return &d.Answers[i]
}

// gone are the participants whose tracks must not be used any more.
func (d *Recording) gone(who string) bool {
	return slices.ContainsFunc(d.Answers, func(a Answer) bool { return a.Withdrawn != 0 && slices.Contains(a.Tracks, who) })
}

// holds says whether there is a track of a participant.
func (d *Recording) holds(who string) bool {
	return slices.ContainsFunc(d.Parts, func(p Part) bool { return p.holds(who) })
}

func (p Part) holds(who string) bool {
	return slices.ContainsFunc(p.Tracks, func(t Track) bool { return t.Who == who })
}

// Length in ms.
func (d *Recording) Length() int64 {
	if n := len(d.Parts); n > 0 {
		return d.Parts[n-1].To
	}
	return 0
}

// whole says whether every part can be watched.
func (d *Recording) whole() bool {
	return !slices.ContainsFunc(d.Parts, func(p Part) bool { return len(p.Box) == 0 })
}

// alone serialises what changes the parts of one recording in this process.
func (r *Recordings) alone(id string) (release func()) {
	r.mu.Lock()
	m := r.busy[id]
	if m == nil {
		m = &sync.Mutex{}
		r.busy[id] = m
	}
	r.mu.Unlock()
	m.Lock()
	return m.Unlock
}
