// Package mix makes one voice of many: Opus in, Opus out, by ffmpeg through
// pipes. Nothing is ever written to a file here.
package mix

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"time"

	"kring/groups/recording/webm"
	"kring/internal/fault"
)

// Frame is how long every packet of a mix lasts.
const Frame = 20 * time.Millisecond

const (
	rate      = 48000
	perFrame  = 960 // samples
	perMilli  = rate / 1000
	bitrate   = "40k"
	politely  = "10" // of nice: whoever is in a meeting comes first
	leadFrame = 5
)

// Lead is how much sound from before a stretch a mix of it should be given, so
// that it goes on from the stretch before without a click.
const Lead = leadFrame * Frame

// silence is an Opus packet of 20 ms of nothing.
var silence = []byte{0xf8, 0xff, 0xfe}

// Packet is an Opus packet; At is from the beginning of the stretch, and may
// be before it by Lead.
type Packet struct {
	At   time.Duration
	Opus []byte
}

// Ffmpeg is where the program is; "" when it is nowhere. Hurry is for what
// people wait for; without it the program has low priority.
type Ffmpeg struct {
	Path  string
	Hurry bool
}

// Find looks for the program.
func Find() Ffmpeg {
	path, err := exec.LookPath("ffmpeg")
	if err != nil {
		return Ffmpeg{}
	}
	return Ffmpeg{Path: path}
}

// Ready is a fault without the program.
func (f Ffmpeg) Ready() error {
	if f.Path == "" {
		return fault.New(fault.Conflict, "recording.no-ffmpeg", "there is no ffmpeg on this server")
	}
	return nil
}

// Mix makes n frames of the sum of some voices, each with its packets in order.
func (f Ffmpeg) Mix(ctx context.Context, voices [][]Packet, n int) ([][]byte, error) {
	if len(voices) == 0 {
		return slices.Repeat([][]byte{silence}, n), nil
	}
	if err := f.Ready(); err != nil {
		return nil, err
	}
	out, err := f.Pipe(ctx, feed(voices, n+leadFrame), arguments(len(voices))...)
	if err != nil {
		return nil, err
	}
	packets, err := OggPackets(out)
	if err != nil {
		return nil, fmt.Errorf("mix: %w", err)
	}
	if len(packets) < n+leadFrame {
		return nil, fmt.Errorf("mix: %d packets came, want %d", len(packets), n+leadFrame)
	}
	return packets[leadFrame : leadFrame+n], nil
}

func arguments(voices int) []string {
	var in strings.Builder
	for i := range voices {
		fmt.Fprintf(&in, "[0:a:%d]", i)
	}
	return []string{
		"-f", "matroska", "-i", "pipe:0", "-filter_complex", fmt.Sprintf("%samix=inputs=%d:normalize=0", in.String(), voices),
		// Low delay is CELT alone: stretches that are made apart follow each other
		// without a change of mode.
		"-ac", "1", "-c:a", "libopus", "-application", "lowdelay", "-b:a", bitrate, "-frame_duration", "20", "-f", "ogg", "pipe:1",
	}
}

// Pipe runs ffmpeg on some input and returns what it writes to pipe:1.
func (f Ffmpeg) Pipe(ctx context.Context, in []byte, args ...string) ([]byte, error) {
	var out, complaint bytes.Buffer
	cmd := f.Command(ctx, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(in), &out, &complaint
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("ffmpeg: %w: %s", err, firstLine(complaint.String()))
	}
	return out.Bytes(), nil
}

// Command is ffmpeg on one core.
func (f Ffmpeg) Command(ctx context.Context, args ...string) *exec.Cmd {
	nice := politely
	if f.Hurry {
		nice = "0"
	}
	all := append([]string{"-n", nice, f.Path, "-nostdin", "-hide_banner", "-loglevel", "error", "-threads", "1"}, args...)
	return exec.CommandContext(ctx, "nice", all...)
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}

// feed writes voices as the tracks of one WebM, each without a hole and of n
// frames: where a voice has no packet there is silence.
func feed(voices [][]Packet, n int) []byte {
	kinds := slices.Repeat([]webm.Kind{webm.Opus}, len(voices))
	var blocks []webm.Block
	for i, v := range voices {
		blocks = append(blocks, whole(i+1, v, n)...)
	}
	slices.SortStableFunc(blocks, func(a, b webm.Block) int { return int(a.At - b.At) })
	out := webm.Header(kinds, 0, -1, nil)
	for len(blocks) > 0 {
		at, k := blocks[0].At, 0
		for k < len(blocks) && blocks[k].At < at+1000 {
			k++
		}
		out = webm.Cluster(out, at, blocks[:k])
		blocks = blocks[k:]
	}
	return out
}

// whole fills the holes of one voice. The places of packets follow each other
// by their own lengths; a difference of less than a frame to their time is left.
func whole(track int, v []Packet, n int) (out []webm.Block) {
	var at int64 // in samples
	put := func(opus []byte) {
		out = append(out, webm.Block{Track: track, At: at / perMilli, Key: true, Data: opus})
		at += samples(opus)
	}
	end := int64(n) * perFrame
	for _, p := range v {
		want := int64((p.At+Lead)/time.Microsecond) * perMilli / 1000
		length := samples(p.Opus)
		if length == 0 || want < at-2*perFrame || want < -perFrame {
			continue
		}
		for want-at >= perFrame && at < end {
			put(silence)
		}
		if at >= end {
			break
		}
		put(p.Opus)
	}
	for at < end {
		put(silence)
	}
	return out
}
