// Package recordingtest makes sound that can be found again.
package recordingtest

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"testing"
	"time"

	"kring/groups/recording/mix"
)

const rate = 48000

// Ffmpeg finds the program, without which there is nothing to test.
func Ffmpeg(t testing.TB) mix.Ffmpeg {
	t.Helper()
	f := mix.Find()
	if err := f.Ready(); err != nil {
		t.Fatal("these tests need ffmpeg: apt install ffmpeg")
	}
	return f
}

// Tone is a sine as Opus packets of 20 ms.
func Tone(t testing.TB, hertz int, length time.Duration) [][]byte {
	t.Helper()
	out, err := Ffmpeg(t).Pipe(context.Background(), nil, "-f", "lavfi", "-i", fmt.Sprintf("sine=frequency=%d:sample_rate=%d:duration=%f", hertz, rate, length.Seconds()),
		"-ac", "1", "-c:a", "libopus", "-b:a", "32k", "-frame_duration", "20", "-f", "ogg", "pipe:1")
	if err != nil {
		t.Fatal(err)
	}
	packets, err := mix.OggPackets(out)
	if err != nil {
		t.Fatal(err)
	}
	return packets
}

// Sound decodes whatever ffmpeg reads to samples of 48 kHz.
func Sound(t testing.TB, file []byte) []float64 {
	t.Helper()
	raw, err := Ffmpeg(t).Pipe(context.Background(), file, "-i", "pipe:0", "-vn", "-ac", "1", "-ar", fmt.Sprint(rate), "-f", "s16le", "pipe:1")
	if err != nil {
		t.Fatal(err)
	}
	out := make([]float64, len(raw)/2)
	for i := range out {
		out[i] = float64(int16(binary.LittleEndian.Uint16(raw[2*i:]))) / 32768
	}
	return out
}

// Level is how much of a tone is in a stretch of sound: 0 is nothing, 1 is as
// loud as it goes. It is the Goertzel algorithm.
func Level(sound []float64, hertz int, from, to time.Duration) float64 {
	a, b := at(sound, from), at(sound, to)
	w := 2 * math.Pi * float64(hertz) / rate
	var s1, s2 float64
	for _, x := range sound[a:b] {
		s1, s2 = x+2*math.Cos(w)*s1-s2, s1
	}
	power := s1*s1 + s2*s2 - 2*math.Cos(w)*s1*s2
	return 2 * math.Sqrt(max(power, 0)) / float64(max(b-a, 1))
}

func at(sound []float64, d time.Duration) int { return min(int(d.Seconds()*rate), len(sound)) }
