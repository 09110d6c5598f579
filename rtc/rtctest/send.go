package rtctest

import (
	"math/rand/v2"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// Load of one person: 30 pictures a second of 4 packets, 50 sound packets.
const (
	frame       = time.Second / 30
	perFrame    = 4
	frameBytes  = 1050
	soundBytes  = 80
	silence     = 127 // -dBov
	ordinaryDB  = 30
	soundTicks  = 960
	frameTicks  = 3000
	mediaHeader = 2 // version
)

// Start sends sound and pictures until Close.
func (c *Client) Start() {
	c.loud.Store(ordinaryDB)
	c.done.Go(c.send) // ends with Close
}

// Mute stops our own microphone, as a browser's track.enabled does: packets of
// silence go on.
func (c *Client) Mute(on bool) { c.muted.Store(on) }

// Share sends on the screen lines too.
func (c *Client) Share(on bool) { c.sharing.Store(on) }

// Dark stops our camera's packets.
func (c *Client) Dark(on bool) { c.dark.Store(on) }

type sender struct {
	seq  [4]uint16
	ts   [4]uint32
	body []byte
}

func (c *Client) send() {
	s := &sender{body: make([]byte, frameBytes)}
	for i := range s.seq {
		s.seq[i], s.ts[i] = uint16(rand.Uint32()), rand.Uint32()
	}
	sound := time.NewTicker(pause)
	picture := time.NewTicker(frame)
	defer sound.Stop()
	defer picture.Stop()
	c.keyframe.Store(true)
	for {
		select {
		case <-c.quit:
			return
		case <-sound.C:
			c.sound(s, 0)
			if c.sharing.Load() {
				c.sound(s, 3)
			}
		case <-picture.C:
			key := c.keyframe.Swap(false)
			if !c.dark.Load() {
				c.picture(s, 1, key)
			}
			if c.sharing.Load() {
				c.picture(s, 2, key)
			}
		}
	}
}

func (c *Client) sound(s *sender, line int) {
	level := uint8(c.loud.Load())
	if c.muted.Load() {
		level = silence
	}
	p := &rtp.Packet{Header: rtp.Header{Version: mediaHeader, SequenceNumber: s.seq[line], Timestamp: s.ts[line]}, Payload: s.body[:soundBytes]}
	if id := uint8(c.level.Load()); id != 0 {
		_ = p.SetExtension(id, []byte{level}) // one byte always fits
	}
	s.seq[line]++
	s.ts[line] += soundTicks
	write(c.tracks[line], p)
}

// picture sends one VP8 frame: descriptor, then the frame header whose lowest
// bit is 0 for a key frame.
func (c *Client) picture(s *sender, line int, key bool) {
	for i := range perFrame {
		body := make([]byte, frameBytes)
		if i == 0 {
			body[0] = 0x10 // S
			if !key {
				body[1] = 1
			}
		}
		write(c.tracks[line], &rtp.Packet{
			Header:  rtp.Header{Version: mediaHeader, SequenceNumber: s.seq[line], Timestamp: s.ts[line], Marker: i == perFrame-1},
			Payload: body,
		})
		s.seq[line]++
	}
	s.ts[line] += frameTicks
}

// write sends a packet; a connection that is going down loses it.
func write(t *webrtc.TrackLocalStaticRTP, p *rtp.Packet) { _ = t.WriteRTP(p) }

func isKey(b []byte) bool { return len(b) > 1 && b[0]&0x10 != 0 && b[0]&0x80 == 0 && b[1]&1 == 0 }
