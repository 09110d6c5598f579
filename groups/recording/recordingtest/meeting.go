package recordingtest

import (
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"kring/groups/recording/capture"
	"kring/groups/recording/mix"
)

// A meeting in which everybody speaks in turn: real speech and pictures that
// move, made by ffmpeg, as browsers send them.
const (
	Turn         = 12 * time.Second
	distinct     = 4 // turns; who comes later repeats one
	pictureRate  = 30
	quietEvery   = 20 // packets: what a microphone with DTX sends of silence
	pictureBits  = "600k"
	pictureShown = time.Second / pictureRate
)

// turn is what one person sends while she speaks.
type turn struct {
	speech   [][]byte // Opus, 20 ms each
	pictures [][]byte // VP8, a key frame every five seconds
}

// Talk is a meeting of some people.
type Talk struct {
	people []string
	turns  []turn
}

// NewTalk makes what people say and show; it takes a few seconds for each.
func NewTalk(t testing.TB, people []string) *Talk {
	t.Helper()
	m := &Talk{people: people, turns: make([]turn, distinct)}
	var all sync.WaitGroup
	for i := range m.turns {
		all.Go(func() { m.turns[i] = makeTurn(t, i) }) // ends when it is made
	}
	all.Wait()
	if t.Failed() {
		t.FailNow()
	}
	return m
}

func makeTurn(t testing.TB, i int) (made turn) {
	voice := []string{"slt", "kal16", "rms", "awb"}[i%4]
	text := strings.Repeat(fmt.Sprintf("It is my turn now and I am number %d. This week was not easy but I slept better than before. ", i), 5)
	seconds := fmt.Sprint(Turn.Seconds())
	ogg := output(t, "-f", "lavfi", "-i", "flite=v="+voice+":text='"+text+"'", "-t", seconds,
		"-ac", "1", "-ar", "48000", "-c:a", "libopus", "-application", "voip", "-b:a", "32k", "-frame_duration", "20", "-f", "ogg", "pipe:1")
	var err error
	if made.speech, err = mix.OggPackets(ogg); err != nil {
		t.Error(err)
	}
	film := fmt.Sprintf("testsrc2=s=640x360:r=%d:d=%s,hue=h=%d,noise=alls=5:allf=t", pictureRate, seconds, 45*i)
	ivf := output(t, "-f", "lavfi", "-i", film, "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8",
		"-auto-alt-ref", "0", "-g", fmt.Sprint(5*pictureRate), "-b:v", pictureBits, "-f", "ivf", "pipe:1")
	if len(ivf) > 0 {
		made.pictures = frames(ivf)
	}
	return made
}

// output is what ffmpeg writes to pipe:1, at no low priority.
func output(t testing.TB, args ...string) []byte {
	out, err := exec.CommandContext(t.Context(), Ffmpeg(t).Path, append([]string{"-loglevel", "error"}, args...)...).Output()
	if err != nil {
		t.Errorf("ffmpeg %v: %v", args, err)
	}
	return out
}

// Play hands over what is sent from a time to a time, whole frames of 20 ms,
// in order.
func (m *Talk) Play(from, to time.Duration, send func(capture.Piece)) {
	for at := from; at < to; at += mix.Frame {
		speaks := int(at/Turn) % len(m.people)
		for i, who := range m.people {
			n := int(at % Turn / mix.Frame)
			speech := m.turns[i%distinct].speech
			if n >= len(speech) || i != speaks && n%quietEvery != i {
				continue
			}
			send(capture.Piece{Who: who, Stream: capture.Voice, At: at, Loud: i == speaks, Data: speech[n]})
		}
		pictures := m.turns[speaks%distinct].pictures
		for n := int((at%Turn + pictureShown - 1) / pictureShown); n < len(pictures); n++ {
			shown := at - at%Turn + time.Duration(n)*pictureShown
			if shown >= at+mix.Frame {
				break
			}
			send(capture.Piece{Who: m.people[speaks], Stream: capture.Face, At: shown, Key: pictures[n][0]&1 == 0, Data: pictures[n]})
		}
	}
}
