package recordingtest

import (
	"context"
	"encoding/binary"
	"fmt"
	"testing"
	"time"
)

// PictureEvery is how far the frames of Picture are apart.
const PictureEvery = 40 * time.Millisecond

// Picture is a film of one colour ("red", "blue") as VP8 frames; the first is a
// key frame.
func Picture(t testing.TB, colour string, length time.Duration) [][]byte {
	t.Helper()
	ivf, err := Ffmpeg(t).Pipe(context.Background(), nil, "-f", "lavfi", "-i", fmt.Sprintf("color=c=%s:s=640x360:r=25:d=%f", colour, length.Seconds()),
		"-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-auto-alt-ref", "0", "-b:v", "300k", "-f", "ivf", "pipe:1")
	if err != nil {
		t.Fatal(err)
	}
	return frames(ivf)
}

// frames are the pictures of an IVF file.
func frames(ivf []byte) (out [][]byte) {
	for b := ivf[32:]; len(b) >= 12; {
		n := 12 + int(binary.LittleEndian.Uint32(b))
		out, b = append(out, b[12:n]), b[n:]
	}
	return out
}

// Colour is the picture of a file at a second: red, blue, or dark.
func Colour(t testing.TB, file []byte, at float64) string {
	t.Helper()
	rgb, err := Ffmpeg(t).Pipe(context.Background(), file, "-i", "pipe:0", "-ss", fmt.Sprint(at), "-frames:v", "1", "-vf", "scale=1:1", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1")
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case len(rgb) < 3:
		return "none"
	case rgb[0] > 150 && rgb[2] < 100:
		return "red"
	case rgb[2] > 150 && rgb[0] < 100:
		return "blue"
	}
	return "dark"
}
