// Package webm writes WebM (RFC 9559), as much of it as a recording needs:
// VP8 and Opus in clusters that are made one after another and can be put
// behind any header, and a header with the places to seek to in front. What
// was written once is never changed when more comes.
package webm

import (
	"encoding/binary"
	"math"
)

// Kind of a track.
type Kind int

// The kinds: mono Opus and VP8.
const (
	Opus Kind = iota + 1
	VP8
)

// Block is one packet or frame. At counts milliseconds from the beginning;
// Track counts from 1, in the order of the header.
type Block struct {
	Track int
	At    int64
	Key   bool
	Data  []byte
}

// Cue is a place to seek to: the cluster that begins At, Offset bytes into the body.
type Cue struct {
	At     int64 `bson:"at" json:"at"`
	Offset int64 `bson:"offset" json:"offset"`
}

// Element ids (RFC 9559 section 5).
const (
	idEBML        = 0x1A45DFA3
	idVersion     = 0x4286
	idReadVersion = 0x42F7
	idMaxID       = 0x42F2
	idMaxSize     = 0x42F3
	idDocType     = 0x4282
	idDocVersion  = 0x4287
	idDocRead     = 0x4285
	idSegment     = 0x18538067
	idSeekHead    = 0x114D9B74
	idSeek        = 0x4DBB
	idSeekID      = 0x53AB
	idSeekPos     = 0x53AC
	idInfo        = 0x1549A966
	idScale       = 0x2AD7B1
	idDuration    = 0x4489
	idMuxer       = 0x4D80
	idWriter      = 0x5741
	idTracks      = 0x1654AE6B
	idTrack       = 0xAE
	idNumber      = 0xD7
	idUID         = 0x73C5
	idType        = 0x83
	idLacing      = 0x9C
	idCodec       = 0x86
	idPrivate     = 0x63A2
	idDelay       = 0x56AA
	idPreRoll     = 0x56BB
	idVideo       = 0xE0
	idWidth       = 0xB0
	idHeight      = 0xBA
	idAudio       = 0xE1
	idRate        = 0xB5
	idChannels    = 0x9F
	idCues        = 0x1C53BB6B
	idCue         = 0xBB
	idCueTime     = 0xB3
	idCuePlaces   = 0xB7
	idCueTrack    = 0xF7
	idCueCluster  = 0xF1
	idCluster     = 0x1F43B675
	idTime        = 0xE7
	idSimpleBlock = 0xA3
)

const (
	preSkip = 120      // samples at 48 kHz that libopus begins with at low delay (RFC 7845 section 4.2)
	preRoll = 80000000 // ns that a decoder needs to find its way (section 4.6)
	width   = 640      // of the picture's frame; every key frame tells its own
	height  = 360
)

// Header is what comes before the clusters: of a body of so many bytes and
// milliseconds, with cues in order. A body of unknown size, -1, is for a
// reader that takes it as it comes.
func Header(kinds []Kind, ms, body int64, cues []Cue) []byte {
	head := element(nil, idEBML, concat(
		number(idVersion, 1), number(idReadVersion, 1), number(idMaxID, 4), number(idMaxSize, 8),
		element(nil, idDocType, []byte("webm")), number(idDocVersion, 4), number(idDocRead, 2)))
	info := info(ms)
	tracks := tracks(kinds)
	if body < 0 {
		head = append(id(head, idSegment), 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF)
		return append(append(head, info...), tracks...)
	}
	// Offsets are from the beginning of the segment's content; all sizes before
	// the clusters are known, because numbers are written with 8 bytes there.
	seek := int64(len(seekHead(0, 0, 0)))
	at := seek + int64(len(info)+len(tracks))
	table := cueTable(cues, 0, len(kinds))
	table = cueTable(cues, at+int64(len(table)), len(kinds))
	content := concat(seekHead(seek, seek+int64(len(info)), at), info, tracks, table)
	head = size(id(head, idSegment), int64(len(content))+body)
	return append(head, content...)
}

func seekHead(info, tracks, cues int64) []byte {
	var b []byte
	for _, s := range []struct {
		id uint32
		at int64
	}{{idInfo, info}, {idTracks, tracks}, {idCues, cues}} {
		b = element(b, idSeek, concat(element(nil, idSeekID, id(nil, s.id)), number(idSeekPos, s.at)))
	}
	return element(nil, idSeekHead, b)
}

func info(ms int64) []byte {
	b := concat(number(idScale, 1000000), element(nil, idMuxer, []byte("Kring")), element(nil, idWriter, []byte("Kring")))
	if ms > 0 {
		b = element(b, idDuration, binary.BigEndian.AppendUint64(nil, math.Float64bits(float64(ms))))
	}
	return element(nil, idInfo, b)
}

func tracks(kinds []Kind) []byte {
	var b []byte
	for i, k := range kinds {
		n := int64(i + 1)
		t := concat(number(idNumber, n), number(idUID, n), number(idLacing, 0))
		if k == VP8 {
			t = concat(t, number(idType, 1), element(nil, idCodec, []byte("V_VP8")),
				element(nil, idVideo, concat(number(idWidth, width), number(idHeight, height))))
		} else {
			t = concat(t, number(idType, 2), element(nil, idCodec, []byte("A_OPUS")), element(nil, idPrivate, opusHead()),
				number(idDelay, preSkip*1e9/48000), number(idPreRoll, preRoll),
				element(nil, idAudio, concat(element(nil, idRate, binary.BigEndian.AppendUint64(nil, math.Float64bits(48000))), number(idChannels, 1))))
		}
		b = element(b, idTrack, t)
	}
	return element(nil, idTracks, b)
}

// opusHead is the identification header (RFC 7845 section 5.1).
func opusHead() []byte {
	b := append([]byte("OpusHead"), 1, 1)
	b = binary.LittleEndian.AppendUint16(b, preSkip)
	b = binary.LittleEndian.AppendUint32(b, 48000)
	return append(b, 0, 0, 0)
}

// cueTable points to clusters that begin base bytes further than their cues say.
func cueTable(cues []Cue, base int64, track int) []byte {
	var b []byte
	for _, c := range cues {
		b = element(b, idCue, concat(number(idCueTime, c.At),
			element(nil, idCuePlaces, concat(number(idCueTrack, int64(track)), number(idCueCluster, base+c.Offset)))))
	}
	return element(nil, idCues, b)
}

// Cluster appends a cluster that begins at a time; its blocks are in order and
// at most 32 seconds later.
func Cluster(b []byte, at int64, blocks []Block) []byte {
	n := len(number(idTime, at))
	for _, k := range blocks {
		n += blockHead + len(k.Data)
	}
	b = size(id(b, idCluster), int64(n))
	b = append(b, number(idTime, at)...)
	for _, k := range blocks {
		b = size(id(b, idSimpleBlock), int64(4+len(k.Data)))
		b = append(b, 0x80|byte(k.Track))
		b = binary.BigEndian.AppendUint16(b, uint16(k.At-at))
		var flags byte
		if k.Key {
			flags = 0x80
		}
		b = append(append(b, flags), k.Data...)
	}
	return b
}

// blockHead is what comes before a block's data: id, size, track, time, flags.
const blockHead = 1 + 8 + 4

func element(b []byte, n uint32, content []byte) []byte {
	return append(size(id(b, n), int64(len(content))), content...)
}

// number is an element of an unsigned integer, always of 8 bytes.
func number(n uint32, v int64) []byte {
	return element(nil, n, binary.BigEndian.AppendUint64(nil, uint64(v)))
}

func id(b []byte, n uint32) []byte {
	for shift := 24; shift >= 0; shift -= 8 {
		if n>>shift != 0 {
			b = append(b, byte(n>>shift))
		}
	}
	return b
}

// size is an element's size, always of 8 bytes.
func size(b []byte, n int64) []byte {
	return binary.BigEndian.AppendUint64(b, uint64(n)|1<<56)
}

func concat(parts ...[]byte) (b []byte) {
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}
