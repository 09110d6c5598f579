package mix_test

import (
	"slices"
	"testing"
	"time"

	"kring/groups/recording/mix"
	"kring/groups/recording/recordingtest"
	"kring/groups/recording/webm"
)

func voice(packets [][]byte, from time.Duration) (out []mix.Packet) {
	for i, p := range packets {
		out = append(out, mix.Packet{At: from + time.Duration(i)*mix.Frame, Opus: p})
	}
	return out
}

// play decodes frames of a mix.
func play(t *testing.T, frames [][]byte) []float64 {
	t.Helper()
	var blocks []webm.Block
	for i, f := range frames {
		blocks = append(blocks, webm.Block{Track: 1, At: int64(i) * mix.Frame.Milliseconds(), Key: true, Data: f})
	}
	file := webm.Header([]webm.Kind{webm.Opus}, 0, -1, nil)
	for part := range slices.Chunk(blocks, 50) {
		file = webm.Cluster(file, part[0].At, part)
	}
	return recordingtest.Sound(t, file)
}

func TestMixHoldsEveryVoiceAtItsTime(t *testing.T) {
	f := recordingtest.Ffmpeg(t)
	low, high := recordingtest.Tone(t, 440, 2*time.Second), recordingtest.Tone(t, 1000, time.Second)
	frames, err := f.Mix(t.Context(), [][]mix.Packet{voice(low, 0), voice(high, 3*time.Second)}, 250)
	if err != nil {
		t.Fatal(err)
	}
	if len(frames) != 250 {
		t.Fatalf("%d frames, want 250", len(frames))
	}
	sound := play(t, frames)
	for _, c := range []struct {
		hertz    int
		from, to time.Duration
		heard    bool
	}{
		{440, 100 * time.Millisecond, 1900 * time.Millisecond, true},
		{440, 2200 * time.Millisecond, 5 * time.Second, false},
		{1000, 0, 2900 * time.Millisecond, false},
		{1000, 3100 * time.Millisecond, 3900 * time.Millisecond, true},
		{1000, 4200 * time.Millisecond, 4900 * time.Millisecond, false},
	} {
		level := recordingtest.Level(sound, c.hertz, c.from, c.to)
		if heard := level > 0.03; heard != c.heard || !heard && level > 0.003 {
			t.Errorf("%d Hz from %v to %v: level %.4f, want heard %v", c.hertz, c.from, c.to, level, c.heard)
		}
	}
}

// TestStretchesFollow: a tone over the border of two mixes has no hole there,
// and is nowhere twice. That its level is off by 5 dB for a moment is the price
// of two encoders, and heard of a pure tone only.
func TestStretchesFollow(t *testing.T) {
	f := recordingtest.Ffmpeg(t)
	tone := recordingtest.Tone(t, 500, 2*time.Second)
	first, err := f.Mix(t.Context(), [][]mix.Packet{voice(tone, 0)}, 50)
	if err != nil {
		t.Fatal(err)
	}
	second, err := f.Mix(t.Context(), [][]mix.Packet{voice(tone[45:], -mix.Lead)}, 50)
	if err != nil {
		t.Fatal(err)
	}
	sound := play(t, append(first, second...))
	whole := recordingtest.Level(sound, 500, 500*time.Millisecond, 1500*time.Millisecond)
	for at := 960 * time.Millisecond; at < 1040*time.Millisecond; at += 10 * time.Millisecond {
		if l := recordingtest.Level(sound, 500, at, at+20*time.Millisecond); l < 0.6*whole || l > 1.9*whole {
			t.Errorf("level %.3f at %v, %.3f elsewhere", l, at, whole)
		}
	}
}

func TestNobodySpeaks(t *testing.T) {
	frames, err := mix.Ffmpeg{}.Mix(t.Context(), nil, 10) // needs no program
	if err != nil || len(frames) != 10 {
		t.Fatalf("%d frames, %v", len(frames), err)
	}
	if sound := play(t, frames); recordingtest.Level(sound, 1000, 0, time.Second) > 0.001 {
		t.Error("silence is heard")
	}
}

func TestWithoutTheProgramItIsSaid(t *testing.T) {
	if err := (mix.Ffmpeg{}).Ready(); err == nil {
		t.Error("ready without a program")
	}
	if _, err := (mix.Ffmpeg{}).Mix(t.Context(), [][]mix.Packet{{}}, 10); err == nil {
		t.Error("it mixes without a program")
	}
}

func FuzzOgg(f *testing.F) {
	f.Add([]byte("OggS\x00\x02"))
	f.Fuzz(func(_ *testing.T, b []byte) { _, _ = mix.OggPackets(b) })
}
