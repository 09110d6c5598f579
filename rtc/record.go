package rtc

import (
	"slices"
	"time"

	"kring/rtc/internal/flow"
)

// Stream is one of the things that a peer sends.
type Stream int

// The streams, by the index of their line.
const (
	Voice Stream = iota
	Face
	Shared
	SharedSound
)

// Piece is a piece of what a peer sent: an Opus packet, or a whole VP8 frame.
type Piece struct {
	Peer   string
	Stream Stream
	At     time.Time // by its timestamp, told in this computer's time
	Data   []byte    // valid during the call only
	Key    bool      // of a picture: it begins anew
	Loud   bool      // of a voice: the peer is speaking
}

// Recorder takes the pieces of a room, of one stream in order. It is called
// with the room locked: it must neither block nor call the room.
type Recorder interface{ Record(Piece) }

// Record hands to rec what the peers that allowed allows send from now on:
// their sound, and the picture of one of them at a time, as it is. The picture
// is the screen that is shared, else of who speaks; it begins with a key frame,
// and there is one every few seconds. What is held, and what others send, is
// never handed over. allowed is asked for every packet, like rec. A nil rec
// ends it.
func (r *Room) Record(rec Recorder, allowed func(peer string) bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tape = nil
	if rec != nil {
		r.tape = &tape{rec: rec, allowed: allowed}
	}
}

const (
	// lingerPicture keeps the picture of who has just spoken.
	lingerPicture = 2 * time.Second
	// keyPictures is how often a recorded picture begins anew, so that players
	// find a place quickly.
	keyPictures = 5 * time.Second
	// maxRecorded is the highest layer of a camera that is recorded, in pixels.
	maxRecorded = 540
	// gapRecorded packets may be missing before the picture begins anew.
	gapRecorded = 128
)

// tape is one more receiver of the room. A nil one takes nothing.
type tape struct {
	rec     Recorder
	allowed func(string) bool

	// The picture that is recorded, of one track; nil is none.
	track  *track
	ssrc   uint32
	next   uint16 // the packet that is wanted
	begun  bool
	key    time.Time // when the last key frame came, or was asked for
	spoken time.Time // when its peer last spoke
	frame  []byte
	whole  bool // frame has its beginning
}

// takes: the source's picture is recorded now.
func (a *tape) takes(s *source) bool { return a != nil && a.track != nil && a.track.source == s }

// sound takes a packet of sound.
func (a *tape) sound(t *track, p *flow.Packet, now time.Time) {
	if a == nil || len(p.Payload) == 0 || !a.allowed(t.source.peer.id) {
		return
	}
	a.rec.Record(Piece{
		Peer: t.source.peer.id, Stream: Stream(t.source.line), At: t.when.Of(p.TS, t.report.Rate, now), Data: p.Payload,
		Loud: t.source.line == microphone && t.source.loudness.Speaks(now),
	})
}

// picture takes a packet that has come into the track's cache, and whatever can
// follow the last one now: what was lost came later, as a retransmission.
func (a *tape) picture(t *track, p *flow.Packet, now time.Time) {
	if a == nil || a.track != t || !a.allowed(t.source.peer.id) {
		return
	}
	if ahead := int16(p.Seq - a.next); a.begun && (a.ssrc != t.ssrc || ahead > gapRecorded || ahead < -flow.CacheSize) {
		a.begun = false
		t.keys.Want()
	}
	if !a.begun {
		if !flow.VP8Key(p.Payload) {
			return
		}
		a.begun, a.whole, a.ssrc, a.next = true, false, t.ssrc, p.Seq
	}
	for q := t.cache.Get(a.next); q != nil; q = t.cache.Get(a.next) {
		a.next++
		a.add(t, q, now)
	}
}

// add puts a packet to its frame, and hands the frame over when it is whole.
func (a *tape) add(t *track, p *flow.Packet, now time.Time) {
	if flow.VP8Frame(p.Payload) != nil {
		a.frame, a.whole = a.frame[:0], true
	}
	a.frame = append(a.frame, flow.VP8Body(p.Payload)...)
	if !p.Marker || !a.whole || len(a.frame) == 0 {
		return
	}
	a.whole = false
	key := a.frame[0]&0x01 == 0
	if key {
		a.key = now
	}
	a.rec.Record(Piece{Peer: t.source.peer.id, Stream: Stream(t.source.line), At: t.when.Of(p.TS, t.report.Rate, now), Data: a.frame, Key: key})
}

// aim chooses whose picture is recorded, by who speaks now.
func (a *tape) aim(r *Room, now time.Time) {
	if a == nil {
		return
	}
	if a.track != nil && slices.Contains(r.speaking, a.track.source.peer.seat) {
		a.spoken = now
	}
	t := a.choose(r, now)
	switch {
	case t != a.track:
		a.track, a.begun, a.spoken = t, false, now
	case t == nil || now.Sub(a.key) < keyPictures:
		return
	}
	if a.key = now; t != nil {
		t.keys.Want()
	}
}

func (a *tape) choose(r *Room, now time.Time) *track {
	if m := r.members[r.screen]; m != nil && m.peer != nil && a.allowed(r.screen) {
		if t := m.peer.sources[screen].recorded(now); t != nil {
			return t
		}
	}
	for _, seat := range r.speaking {
		if p := r.bySeat[seat]; p != nil && a.allowed(p.id) {
			if t := p.sources[camera].recorded(now); t != nil {
				return t
			}
		}
	}
	if t := a.track; t != nil && now.Sub(a.spoken) < lingerPicture && !t.source.peer.gone && t.source.recorded(now) != nil {
		return t
	}
	return nil
}

// recorded is the layer of a picture that is recorded: the highest that is not
// too high. Nil: nothing is sent.
func (s *source) recorded(now time.Time) *track {
	if s.held {
		return nil
	}
	var best *track
	for _, t := range s.tracks {
		if now.Sub(t.last) < aliveFor && (best == nil || s.line == screen || t.height <= maxRecorded) {
			best = t
		}
	}
	return best
}
