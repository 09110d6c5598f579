package rtctest

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// What one person sends: 30 pictures a second of 4 packets, 50 sound packets.
const (
	frame      = time.Second / 30
	perFrame   = 4
	frameBytes = 1050
	sound      = 20 * time.Millisecond
	soundBytes = 80

	soundRate, pictureRate = 48000, 90000 // RTP ticks per second

	silence    = 127 // -dBov
	ordinary   = 30
	rtpVersion = 2
	stampAt    = 16 // where in the payload the time of sending stands
	markAt     = 24 // and who sent it
	layerAt    = 25 // and which layer of a camera it is
	// maxMark is the highest mark of a sender.
	maxMark = 31
)

// The sending lines, as in rtc/README.md.
const (
	microphone = iota
	camera
	screen
	screenSound
	lines
)

// sender makes synthetic media.
type sender struct {
	tracks    [lines]*webrtc.TrackLocalStaticRTP
	layers    []*webrtc.TrackLocalStaticRTP // of the camera, lowest first; none: it is tracks[camera]
	level     atomic.Uint32                 // header extension ids of the audio level
	mid, rid  atomic.Uint32                 // and of what labels a layer
	redundant bool                          // sound carries the packet before once more
	before    []byte
	beforeAt  uint32      // its timestamp
	keyframe  atomic.Bool // somebody asked for one
	muted     atomic.Bool
	dark      atomic.Bool
	sharing   atomic.Bool
	voice     atomic.Pointer[voice]

	seq   [lines + maxLayers]uint16
	ts    [lines + maxLayers]uint32 // when it began
	began time.Time
	clock clock
	body  [frameBytes]byte
}

// newTrack makes what is sent on a line.
func newTrack(line int, redundant bool) (*webrtc.TrackLocalStaticRTP, error) {
	codec := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2}
	switch {
	case line == camera || line == screen:
		codec = videoCodec()
	case line == microphone && redundant:
		codec = redCodec()
	}
	// The reference tells tracks of all people apart by their ids.
	return webrtc.NewTrackLocalStaticRTP(codec, fmt.Sprintf("track-%d-%x", line, rand.Uint64()), "own")
}

func videoCodec() webrtc.RTPCodecCapability {
	return webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90000}
}

// voice is what a microphone says, Opus packets of 20 ms, again and again.
type voice struct {
	packets [][]byte
	next    int // the sender's own
}

// Say sends real sound instead of stamped packets, in which nobody can find when they were sent.
func (s *sender) Say(packets [][]byte) { s.voice.Store(&voice{packets: packets}) }

// Mute stops our own microphone, as a browser's track.enabled does: packets of
// silence go on.
func (s *sender) Mute(on bool) { s.muted.Store(on) }

// Share sends on the screen lines too.
func (s *sender) Share(on bool) { s.sharing.Store(on) }

// Dark stops our camera's packets.
func (s *sender) Dark(on bool) { s.dark.Store(on) }

// run sends until quit closes.
func (s *sender) run(quit <-chan struct{}) {
	for i := range s.seq {
		s.seq[i], s.ts[i] = uint16(rand.Uint32()), rand.Uint32()
	}
	s.began = time.Now()
	sounds, pictures := time.NewTicker(sound), time.NewTicker(frame)
	defer sounds.Stop()
	defer pictures.Stop()
	s.keyframe.Store(true)
	for {
		select {
		case <-quit:
			return
		case <-sounds.C:
			s.clock.report(s)
			s.sound(microphone)
			if s.sharing.Load() {
				s.sound(screenSound)
			}
		case <-pictures.C:
			key := s.keyframe.Swap(false)
			if !s.dark.Load() {
				s.camera(key)
			}
			if s.sharing.Load() {
				s.picture(screen, s.tracks[screen], perFrame, frameBytes, key)
			}
		}
	}
}

func (s *sender) sound(line int) {
	level := uint8(ordinary)
	if s.muted.Load() {
		level = silence
	}
	p := &rtp.Packet{Header: rtp.Header{Version: rtpVersion, Timestamp: s.time(line, soundRate)}, Payload: s.body[:soundBytes]}
	if id := uint8(s.level.Load()); id != 0 {
		_ = p.SetExtension(id, []byte{level}) // one byte always fits
	}
	if v := s.voice.Load(); v != nil && line == microphone {
		p.Payload = v.packets[v.next%len(v.packets)]
		v.next++
	} else {
		stamp(p.Payload)
	}
	if line == microphone && s.redundant {
		p.Payload = s.again(p.Payload, p.Timestamp)
	}
	s.write(line, s.tracks[line], p)
}

func (s *sender) camera(key bool) {
	if len(s.layers) == 0 {
		s.picture(camera, s.tracks[camera], perFrame, frameBytes, key)
	}
	for i, t := range s.layers {
		s.body[layerAt] = byte(i)
		s.picture(lines+i, t, layerShape[i].packets, layerShape[i].bytes, key)
	}
	s.body[layerAt] = 0
}

// picture sends one VP8 frame: descriptor, then the frame header whose lowest
// bit is 0 for a key frame.
func (s *sender) picture(line int, t *webrtc.TrackLocalStaticRTP, packets, size int, key bool) {
	now := s.time(line, pictureRate)
	for i := range packets {
		s.body[0], s.body[1] = 0, 1
		if i == 0 {
			s.body[0] = 0x10 // S
			if key {
				s.body[1] = 0
				s.height(line)
			}
		}
		p := &rtp.Packet{
			Header:  rtp.Header{Version: rtpVersion, Timestamp: now, Marker: i == packets-1},
			Payload: s.body[:size],
		}
		if line >= lines {
			s.label(p, t)
		}
		stamp(p.Payload)
		s.write(line, t, p)
	}
}

// height puts into a key frame how high a layer's picture is (RFC 6386 section
// 9.1); other lines say nothing.
func (s *sender) height(line int) {
	clear(s.body[4:11])
	if line >= lines {
		copy(s.body[4:], []byte{0x9d, 0x01, 0x2a})
		binary.LittleEndian.PutUint16(s.body[9:], uint16(layerShape[line-lines].height))
	}
}

// time is a line's timestamp of now.
func (s *sender) time(line, rate int) uint32 {
	return s.ts[line] + uint32(int64(time.Since(s.began).Seconds()*float64(rate)))
}

// write numbers and sends a packet; a connection that is going down loses it.
func (s *sender) write(line int, t *webrtc.TrackLocalStaticRTP, p *rtp.Packet) {
	p.SequenceNumber = s.seq[line]
	s.seq[line]++
	_ = t.WriteRTP(p)
}

func stamp(payload []byte) {
	binary.BigEndian.PutUint64(payload[stampAt:], uint64(time.Now().UnixNano()))
}

func isKey(b []byte) bool { return len(b) > 1 && b[0] == 0x10 && b[1]&1 == 0 }
