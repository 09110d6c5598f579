package rtc

import (
	"encoding/binary"
	"time"

	"github.com/pion/rtp"

	"kring/rtc/internal/flow"
	"kring/rtc/internal/signal"
	"kring/rtc/internal/wire"
)

// The four things that a peer sends, by the index of their line.
const (
	microphone  = signal.Microphone
	camera      = signal.Camera
	screen      = signal.Screen
	screenSound = signal.ScreenSound
)

// maxStreams of one peer: three layers and retransmission for two pictures,
// two sounds, and room for a browser that changes its SSRCs.
const maxStreams = 32

// peer is one browser in a room. The room's lock guards it.
type peer struct {
	room   *Room
	id     string
	seat   int
	offer  *signal.Offer
	answer signal.Answer
	conn   *wire.Conn
	gone   bool
	silent bool  // nothing was heard of it lately
	heard  []int // the seats that it was last told to speak
	// speaker is the seat of another one, the last that it heard loudest.
	speaker int

	sources   [signal.Sending]*source
	sinks     []*sink // as the offer's lines after the sending ones
	in        map[uint32]*stream
	out       map[uint32]*sink
	feedback  feedback
	counts    PeerStats
	allowance flow.Allowance

	log       flow.SentLog
	ways      uint32 // of conn, as of the last feedback
	bandwidth flow.Bandwidth
	acks      []flow.Ack // reused
}

// stream is what an incoming SSRC means. A retransmission carries the packets
// of its track (RFC 4588).
type stream struct {
	track  *track
	repair bool
}

// hold lets through or holds back what the caller decided of a member.
func (p *peer) hold(m *member) {
	p.sources[microphone].setHeld(m.muted)
	p.sources[camera].setHeld(m.cameraOff)
}

// HandleRTP takes a packet from the wire.
func (p *peer) HandleRTP(h *rtp.Header, payload []byte, now time.Time) {
	r := p.room
	r.mu.Lock()
	defer r.mu.Unlock()
	if p.gone {
		return
	}
	if !p.allowance.Take(len(payload), now) {
		p.counts.Refused++ // its sender finds out, as on a way that is full
		return
	}
	s := p.in[h.SSRC]
	if s == nil {
		s = p.identify(h)
	}
	if s == nil || !p.agreed(s, h.PayloadType) {
		p.counts.Refused++
		return
	}
	line := &p.offer.Lines[s.track.source.line]
	p.feedback.arrived(h, line.Ext.TWCC, now)
	if h.Padding {
		payload = unpadded(payload)
	}
	in := flow.Packet{Seq: h.SequenceNumber, TS: h.Timestamp, Marker: h.Marker, Payload: payload}
	if s.repair {
		if len(payload) <= 2 { // only padding, to try the bandwidth
			return
		}
		in.Seq, in.Payload = binary.BigEndian.Uint16(payload), payload[2:]
		p.counts.Recovered++
	} else {
		p.counts.Received++
		s.track.report.Arrived(h.SequenceNumber, h.Timestamp, now)
	}
	if line.Video {
		s.track.receive(in, now)
		return
	}
	if line.Ext.AudioLevel != 0 {
		if b := h.GetExtension(line.Ext.AudioLevel); len(b) == 1 {
			s.track.source.loudness.Hear(b[0]&0x7f, now)
		}
	}
	s.track.hear(in, h.PayloadType == line.RED, now)
}

// agreed reports whether a stream may have a payload type; 0 is none.
func (p *peer) agreed(s *stream, pt uint8) bool {
	l := &p.offer.Lines[s.track.source.line]
	return pt == l.PT || pt != 0 && (pt == l.RED || s.repair && pt == l.RTX)
}

// unpadded cuts the padding that the last byte counts (RFC 3550 section 5.1).
func unpadded(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	return b[:max(len(b)-int(b[len(b)-1]), 0)]
}

// identify finds out what an unknown SSRC is; what is neither declared nor
// labelled is refused.
func (p *peer) identify(h *rtp.Header) *stream {
	if len(p.in) >= maxStreams {
		return nil
	}
	of, ok := p.offer.Identify(h)
	if !ok {
		return nil
	}
	s := &stream{track: p.sources[of.Line].tracks[of.Layer], repair: of.Repair}
	if !s.repair {
		s.track.restart(h.SSRC)
	}
	p.in[h.SSRC] = s
	return s
}
