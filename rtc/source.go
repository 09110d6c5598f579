package rtc

import (
	"time"

	"kring/rtc/internal/flow"
	"kring/rtc/internal/signal"
)

const (
	// frameHold is how long a picture's packets wait for the one that ends it,
	// so that every receiver gets them in one write.
	frameHold = 2 * time.Millisecond
	// maxHold packets are held at most.
	maxHold = 16

	videoRate = 90000 // RTP ticks per second (RFC 7741)
	audioRate = 48000 // (RFC 7587)
)

// source is one of the four things that a peer sends, and who receives it.
type source struct {
	peer     *peer
	line     int
	video    bool
	held     bool     // by the room: nothing passes
	tracks   []*track // one, or the layers of a camera, lowest first
	sinks    []*sink
	loudness flow.Loudness // of sound
}

func newSource(p *peer, line int, l signal.Line) *source {
	s := &source{peer: p, line: line, video: l.Video}
	s.held = line == screen || line == screenSound // until it has the screen place
	for range max(1, len(l.RIDs)) {
		t := &track{source: s, report: flow.Reception{Rate: audioRate}}
		if s.video {
			t.report.Rate = videoRate
		}
		s.tracks = append(s.tracks, t)
	}
	return s
}

// setHeld stops or lets pass what the source sends. What passes again begins
// anew at every receiver, pictures with a key frame.
func (s *source) setHeld(held bool) {
	if s.held == held {
		return
	}
	s.held = held
	for _, k := range s.sinks {
		k.restart()
	}
}

// stop ends the timers.
func (s *source) stop() {
	for _, t := range s.tracks {
		if t.timer != nil {
			t.timer.Stop()
		}
		t.hold = nil
	}
}

// track is one incoming stream of a source.
type track struct {
	source *source
	ssrc   uint32
	last   time.Time // when a packet came
	height int       // in pixels, as the last key frame said
	meter  flow.Meter
	report flow.Reception
	gaps   flow.Gaps
	keys   flow.Keyframes
	cache  flow.Cache

	when  flow.Moments   // for the recorder
	hold  []*flow.Packet // packets of a picture that is not complete
	timer *time.Timer    // sends hold when the rest does not come
	one   flow.Packet    // a sound packet on its way
	// before is the sound packet that was forwarded before.
	before flow.Packet
}

// restart begins a stream with a new SSRC on the same line.
func (t *track) restart(ssrc uint32) {
	if t.ssrc == ssrc {
		return
	}
	if t.ssrc != 0 {
		for _, k := range t.source.sinks {
			if k.track == t {
				k.restart()
			}
		}
	}
	t.ssrc, t.gaps, t.cache, t.before = ssrc, flow.Gaps{}, flow.Cache{}, flow.Packet{}
	t.report = flow.Reception{Rate: t.report.Rate}
	t.hold = t.hold[:0]
}

// receive forwards one packet: sound at once, pictures frame by frame. Packets
// without payload only try the bandwidth; they go on, so that the numbers of
// the stream stay whole.
func (t *track) receive(p flow.Packet, now time.Time) {
	t.last = now
	t.meter.Add(len(p.Payload))
	if t.source.held {
		return
	}
	if !t.source.video {
		t.source.peer.room.tape.sound(t, &p, now)
		t.one = p
		t.hold = append(t.hold[:0], &t.one)
		t.flush(now)
		kept := append(t.before.Payload[:0], p.Payload...)
		t.before = p
		t.before.Payload = kept
		return
	}
	if !t.gaps.Came(p.Seq) {
		t.keys.Want()
	}
	if flow.VP8Key(p.Payload) {
		t.keys.Came()
		t.height = flow.VP8Height(p.Payload)
	}
	kept := t.cache.Put(p)
	if kept == nil {
		return // came twice
	}
	t.source.peer.room.tape.picture(t, kept, now)
	t.hold = append(t.hold, kept)
	if p.Marker || len(t.hold) == maxHold {
		t.flush(now)
	} else if len(t.hold) == 1 {
		t.arm()
	}
}

// arm starts the timer for the first packet held.
func (t *track) arm() {
	if t.timer != nil {
		t.timer.Reset(frameHold)
		return
	}
	t.timer = time.AfterFunc(frameHold, func() { // stopped by source.stop
		r := t.source.peer.room
		r.mu.Lock()
		defer r.mu.Unlock()
		if !t.source.peer.gone {
			t.flush(time.Now())
		}
	})
}

// flush hands what is held to every receiver.
func (t *track) flush(now time.Time) {
	if len(t.hold) == 0 {
		return
	}
	if t.timer != nil {
		t.timer.Stop()
	}
	for _, k := range t.source.sinks {
		k.send(t, t.hold, now)
	}
	t.hold = t.hold[:0]
}
