// Package compose makes the parts of a recording that can be watched: the sound
// of everybody who spoke, mixed, and the picture of whoever was seen, as it
// came. A part stands alone: it can be made again without a person, and is then
// as long as before.
package compose

import (
	"cmp"
	"context"
	_ "embed"
	"slices"
	"time"

	"kring/groups/recording/capture"
	"kring/groups/recording/mix"
	"kring/groups/recording/webm"
)

// Kinds are the tracks of a recording.
func Kinds() []webm.Kind { return []webm.Kind{webm.Opus, webm.VP8} }

const (
	audio = iota + 1
	video
)

// Talk says that somebody spoke; times are ms from the beginning of the recording.
type Talk struct {
	Who  string `bson:"who" json:"who"`
	From int64  `bson:"from" json:"from"`
	To   int64  `bson:"to" json:"to"`
}

// Made is a part: its clusters, where to seek in them, and who speaks in it.
type Made struct {
	Body []byte
	Cues []webm.Cue
	Talk []Talk
}

// Part makes the part of a recording from a time to a time, both whole frames
// of 20 ms, of pieces in any order. Sound from just before it (mix.Lead) lets
// it go on from the part before.
func Part(ctx context.Context, f mix.Ffmpeg, pieces []capture.Piece, from, to time.Duration) (Made, error) {
	pieces = slices.Clone(pieces)
	slices.SortStableFunc(pieces, func(a, b capture.Piece) int { return cmp.Compare(a.At, b.At) })
	sound, err := f.Mix(ctx, voices(pieces, from, to), int((to-from)/mix.Frame))
	if err != nil {
		return Made{}, err
	}
	m := Made{Talk: talk(pieces, from, to)}
	m.Body, m.Cues = clusters(merge(sound, pictures(pieces, from, to), from))
	return m, nil
}

// voices are the sounds of whoever spoke, and of shared screens, each apart.
func voices(pieces []capture.Piece, from, to time.Duration) (out [][]mix.Packet) {
	type source struct {
		who    string
		stream capture.Stream
	}
	packets := map[source][]mix.Packet{}
	var order []source
	loud := map[source]bool{}
	for _, p := range pieces {
		if !p.Stream.Sound() || p.At >= to {
			continue
		}
		s := source{p.Who, p.Stream}
		if packets[s] == nil {
			order = append(order, s)
		}
		packets[s] = append(packets[s], mix.Packet{At: p.At - from, Opus: p.Data})
		loud[s] = loud[s] || p.Loud || p.Stream == capture.SharedSound
	}
	for _, s := range order {
		if loud[s] { // a microphone that is only open adds noise
			out = append(out, packets[s])
		}
	}
	return out
}

// pause is how long a person may be silent and still be speaking.
const pause = 1500 * time.Millisecond

func talk(pieces []capture.Piece, from, to time.Duration) (out []Talk) {
	last := map[string]int{} // of a person, in out
	for _, p := range pieces {
		if p.Stream != capture.Voice || !p.Loud || p.At < from || p.At >= to {
			continue
		}
		at, end := p.At.Milliseconds(), (p.At + mix.Frame).Milliseconds()
		if i, ok := last[p.Who]; ok && at-out[i].To <= pause.Milliseconds() {
			out[i].To = end
			continue
		}
		last[p.Who] = len(out)
		out = append(out, Talk{p.Who, at, end})
	}
	return out
}

// blank is a key frame of 640 x 360 in one dark colour.
//
//go:embed blank.vp8
var blank []byte

const (
	// still is how long one picture may stand: a recorder asks for a key frame
	// every five seconds, so a longer gap is the end of it.
	still = 6500 * time.Millisecond
	// fill is how far blank pictures are apart: players look for the next
	// picture, and must not have to look far.
	fill = time.Second
)

// pictures are the frames of whoever is seen, one person at a time. Each begins
// with a key frame; between them it is blank.
func pictures(pieces []capture.Piece, from, to time.Duration) (out []webm.Block) {
	put := func(at time.Duration, key bool, data []byte) {
		ms := at.Milliseconds()
		if n := len(out); n > 0 {
			ms = max(ms, out[n-1].At+1)
		}
		out = append(out, webm.Block{Track: video, At: ms, Key: key, Data: data})
	}
	darken := func(at, until time.Duration) {
		for ; at < until; at += fill {
			put(at, true, blank)
		}
	}
	last, begun := from-fill, false
	var seen capture.Piece // the last one
	for _, p := range pieces {
		if p.Stream.Sound() || p.At < from || p.At >= to {
			continue
		}
		same := begun && p.Who == seen.Who && p.Stream == seen.Stream && p.At-last < still
		if !p.Key && !same {
			continue // it needs frames that are not there
		}
		if !same {
			darken(last+fill, p.At)
		}
		put(p.At, p.Key, p.Data)
		last, begun, seen = p.At, true, p
	}
	darken(last+fill, to)
	return out
}

// merge puts sound and pictures in one row.
func merge(sound [][]byte, pictures []webm.Block, from time.Duration) []webm.Block {
	out := make([]webm.Block, 0, len(sound)+len(pictures))
	for i, s := range sound {
		at := (from + time.Duration(i)*mix.Frame).Milliseconds()
		for len(pictures) > 0 && pictures[0].At <= at {
			out, pictures = append(out, pictures[0]), pictures[1:]
		}
		out = append(out, webm.Block{Track: audio, At: at, Key: true, Data: s})
	}
	return append(out, pictures...)
}

// Clusters are a second or more, and begin with a key frame, so that each is a
// place to seek to; without key frames they end after some seconds.
const (
	leastCluster = 1000
	mostCluster  = 10000
)

func clusters(blocks []webm.Block) (body []byte, cues []webm.Cue) {
	for len(blocks) > 0 {
		at, n := blocks[0].At, 1
		for n < len(blocks) {
			b := blocks[n]
			if long := b.At - at; long >= leastCluster && b.Track == video && b.Key || long >= mostCluster {
				break
			}
			n++
		}
		if blocks[0].Track == video && blocks[0].Key {
			cues = append(cues, webm.Cue{At: at, Offset: int64(len(body))})
		}
		body = webm.Cluster(body, at, blocks[:n])
		blocks = blocks[n:]
	}
	return body, cues
}
