package rtc_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"kring/rtc"
)

// reel is a Recorder that remembers.
type reel struct {
	mu     sync.Mutex
	pieces []rtc.Piece
}

func (r *reel) Record(p rtc.Piece) {
	p.Data = slices.Clone(p.Data)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pieces = append(r.pieces, p)
}

// of lists the pieces of a stream; peer "" is anybody's.
func (r *reel) of(peer string, s rtc.Stream) (out []rtc.Piece) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range r.pieces {
		if (peer == "" || p.Peer == peer) && p.Stream == s {
			out = append(out, p)
		}
	}
	return out
}

func (r *reel) empty() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pieces = nil
}

func only(peers ...string) func(string) bool {
	return func(p string) bool { return slices.Contains(peers, p) }
}

func TestOnlyWhoAllowsItIsRecorded(t *testing.T) {
	m := newMeeting(t, 3)
	anna, bert := m.sit("anna", 0), m.sit("bert", 1)
	bert.Mute(true)
	tape := &reel{}
	m.room.Record(tape, only("anna", "bert"))
	eventually(t, "anna is heard and seen, and bert heard", func() bool {
		return len(tape.of("anna", rtc.Voice)) > 20 && len(tape.of("anna", rtc.Face)) > 20 && len(tape.of("bert", rtc.Voice)) > 20
	})
	if n := len(tape.of("bert", rtc.Face)); n > 0 {
		t.Errorf("%d pictures of bert, who does not speak", n)
	}
	checkPieces(t, tape)

	m.room.Record(tape, only("bert"))
	tape.empty()
	eventually(t, "bert is heard", func() bool { return len(tape.of("bert", rtc.Voice)) > 20 })
	for s := rtc.Voice; s <= rtc.SharedSound; s++ {
		if n := len(tape.of("anna", s)); n > 0 {
			t.Errorf("%d pieces of stream %d of anna, who said no", n, s)
		}
	}

	anna.Share(true)
	bert.Share(true)
	m.room.Screen("anna", true)
	tape.empty()
	eventually(t, "bert is heard still", func() bool { return len(tape.of("bert", rtc.Voice)) > 20 })
	if n := len(tape.of("", rtc.Shared)) + len(tape.of("", rtc.SharedSound)); n > 0 {
		t.Errorf("%d pieces of a screen whose owner said no, or that is not shared", n)
	}
	m.room.Screen("bert", true)
	eventually(t, "bert's screen is recorded", func() bool {
		return len(tape.of("bert", rtc.Shared)) > 5 && len(tape.of("bert", rtc.SharedSound)) > 5
	})

	m.room.Mute("bert", true)
	eventually(t, "bert's voice is held", func() bool {
		before := len(tape.of("bert", rtc.Voice))
		time.Sleep(100 * time.Millisecond)
		return len(tape.of("bert", rtc.Voice)) == before
	})
	m.room.Record(nil, nil)
	tape.empty()
	if !silentFor(200*time.Millisecond, func() uint64 { return uint64(len(tape.of("bert", rtc.Shared))) }) {
		t.Error("it records after the end")
	}
}

// checkPieces: pictures are whole and begin with a key frame; sound is told to
// be speech.
func checkPieces(t *testing.T, tape *reel) {
	t.Helper()
	faces, voices := tape.of("anna", rtc.Face), tape.of("anna", rtc.Voice)
	if !faces[0].Key {
		t.Error("the picture does not begin with a key frame")
	}
	for _, p := range faces {
		if want := 4 * 1049; len(p.Data) != want {
			t.Fatalf("a picture of %d bytes; want %d, without descriptors", len(p.Data), want)
		}
	}
	if !slices.ContainsFunc(voices, func(p rtc.Piece) bool { return p.Loud }) {
		t.Error("no sound is told to be speech")
	}
}

func TestRecordedPictureBeginsAnewAfterLoss(t *testing.T) {
	m := newMeeting(t, 2)
	anna := m.sit("anna", 0)
	tape := &reel{}
	m.room.Record(tape, only("anna"))
	eventually(t, "anna is seen", func() bool { return len(tape.of("anna", rtc.Face)) > 5 })
	anna.Dark(true) // its packets stop
	eventually(t, "no picture comes", func() bool {
		before := len(tape.of("anna", rtc.Face))
		time.Sleep(50 * time.Millisecond)
		return len(tape.of("anna", rtc.Face)) == before
	})
	time.Sleep(1200 * time.Millisecond) // longer than a layer counts as sent
	tape.empty()
	anna.Dark(false)
	eventually(t, "anna is seen again", func() bool { return len(tape.of("anna", rtc.Face)) > 5 })
	if !tape.of("anna", rtc.Face)[0].Key {
		t.Error("it goes on without a key frame")
	}
}
