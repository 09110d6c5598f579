package compose_test

import (
	"slices"
	"testing"
	"time"

	"kring/groups/recording/capture"
	"kring/groups/recording/compose"
	"kring/groups/recording/mix"
	"kring/groups/recording/recordingtest"
	"kring/groups/recording/webm"
)

// file is a part as a whole file.
func file(m compose.Made, length time.Duration) []byte {
	return append(webm.Header(compose.Kinds(), length.Milliseconds(), int64(len(m.Body)), m.Cues), m.Body...)
}

func speaks(t *testing.T, who string, hertz int, from, length time.Duration) (out []capture.Piece) {
	t.Helper()
	for i, p := range recordingtest.Tone(t, hertz, length) {
		out = append(out, capture.Piece{Who: who, Stream: capture.Voice, At: from + time.Duration(i)*mix.Frame, Loud: true, Data: p})
	}
	return out
}

func seen(t *testing.T, who, colour string, from, length time.Duration) (out []capture.Piece) {
	t.Helper()
	for i, p := range recordingtest.Picture(t, colour, length) {
		out = append(out, capture.Piece{Who: who, Stream: capture.Face, At: from + time.Duration(i)*recordingtest.PictureEvery, Key: p[0]&1 == 0, Data: p})
	}
	return out
}

func TestPartHoldsWhoSpeaksAndIsSeen(t *testing.T) {
	f := recordingtest.Ffmpeg(t)
	pieces := slices.Concat(
		speaks(t, "anna", 440, 0, 2*time.Second), seen(t, "anna", "red", 0, 2*time.Second),
		speaks(t, "bert", 1000, 5*time.Second, time.Second), seen(t, "bert", "blue", 5*time.Second, time.Second))
	m, err := compose.Part(t.Context(), f, pieces, 0, 8*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	whole := file(m, 8*time.Second)
	sound := recordingtest.Sound(t, whole)
	if l := recordingtest.Level(sound, 440, 200*time.Millisecond, 1800*time.Millisecond); l < 0.03 {
		t.Errorf("anna is not heard: %.4f", l)
	}
	if l := recordingtest.Level(sound, 1000, 5200*time.Millisecond, 5900*time.Millisecond); l < 0.03 {
		t.Errorf("bert is not heard: %.4f", l)
	}
	for at, want := range map[float64]string{1: "red", 3.5: "dark", 5.5: "blue", 7.5: "dark"} {
		if got := recordingtest.Colour(t, whole, at); got != want {
			t.Errorf("at %v s the picture is %s, want %s", at, got, want)
		}
	}
	want := []compose.Talk{{Who: "anna", From: 0, To: 2000}, {Who: "bert", From: 5000, To: 6000}}
	for i := range m.Talk {
		m.Talk[i].To = (m.Talk[i].To + 50) / 100 * 100 // the encoder adds a packet
	}
	if !slices.Equal(m.Talk, want) {
		t.Errorf("talk %v, want %v", m.Talk, want)
	}
}

// TestWithoutAPersonItIsAsLong: nothing of the person is in the part, the rest is.
func TestWithoutAPersonItIsAsLong(t *testing.T) {
	f := recordingtest.Ffmpeg(t)
	anna := slices.Concat(speaks(t, "anna", 440, 0, 3*time.Second), seen(t, "anna", "red", 0, 3*time.Second))
	bert := slices.Concat(speaks(t, "bert", 1000, 2*time.Second, 2*time.Second), seen(t, "bert", "blue", 3*time.Second, time.Second))
	with, err := compose.Part(t.Context(), f, slices.Concat(anna, bert), 0, 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	without, err := compose.Part(t.Context(), f, bert, 0, 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	a, b := recordingtest.Sound(t, file(with, 5*time.Second)), recordingtest.Sound(t, file(without, 5*time.Second))
	if len(a) != len(b) {
		t.Errorf("%d samples with, %d without", len(a), len(b))
	}
	if l := recordingtest.Level(a, 440, 0, 3*time.Second); l < 0.03 {
		t.Errorf("the control: anna is not found where she is: %.4f", l)
	}
	if l := recordingtest.Level(b, 440, 0, 5*time.Second); l > 0.001 {
		t.Errorf("anna is heard: %.4f", l)
	}
	if got := recordingtest.Colour(t, file(without, 5*time.Second), 1.5); got != "dark" {
		t.Errorf("the picture is %s where anna was", got)
	}
}

func TestPartsFollowEachOther(t *testing.T) {
	f := recordingtest.Ffmpeg(t)
	pieces := slices.Concat(speaks(t, "anna", 440, 0, 6*time.Second), seen(t, "anna", "red", 0, 3*time.Second), seen(t, "anna", "blue", 3*time.Second, 3*time.Second))
	var body []byte
	var cues []webm.Cue
	for i := range 2 {
		from := time.Duration(i) * 3 * time.Second
		m, err := compose.Part(t.Context(), f, pieces, from, from+3*time.Second)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range m.Cues {
			cues = append(cues, webm.Cue{At: c.At, Offset: c.Offset + int64(len(body))})
		}
		body = append(body, m.Body...)
	}
	whole := append(webm.Header(compose.Kinds(), 6000, int64(len(body)), cues), body...)
	if got := recordingtest.Colour(t, whole, 2.5) + " " + recordingtest.Colour(t, whole, 5); got != "red blue" {
		t.Errorf("pictures %s", got)
	}
	if n := time.Duration(len(recordingtest.Sound(t, whole))) * time.Second / 48000; n < 5900*time.Millisecond || n > 6100*time.Millisecond {
		t.Errorf("%v long, want 6 s", n)
	}
}

func TestAPictureThatLostItsBeginningIsLeftOut(t *testing.T) {
	ps := seen(t, "anna", "red", 0, time.Second)
	m, err := compose.Part(t.Context(), mix.Ffmpeg{}, ps[3:], 0, 2*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	if got := recordingtest.Colour(t, file(m, 2*time.Second), 0.5); got != "dark" {
		t.Errorf("the picture is %s", got)
	}
}
