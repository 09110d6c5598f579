package rtc

import (
	"encoding/binary"
	"math/rand/v2"
	"time"

	"github.com/pion/rtcp"

	"kring/rtc/internal/flow"
	"kring/rtc/internal/signal"
	"kring/rtc/internal/wire"
)

const (
	// repairShare of what is sent may be sent again: one packet in eight. A
	// receiver that loses more needs fewer packets, not more.
	repairShare = 8
	// repairBurst bytes may be sent again at once.
	repairBurst = 64 << 10
	// maxPad bytes of padding make the packets of a picture equal.
	maxPad = 24
)

// sink is one line on which a peer receives: one SSRC that stays, and whatever
// source is on the seat now.
type sink struct {
	peer      *peer
	ssrc, rtx uint32
	pt, rtxPT uint8
	red       uint8 // payload type of sound with redundancy, or 0
	twcc      uint8 // header extension id, or 0
	video     bool

	source *source // nil: the seat is empty
	target *track  // the layer it should get
	track  *track  // the layer it gets, nil until a packet could begin it
	seq    flow.SeqMap
	time   flow.Timeline
	repair struct {
		seq    uint16
		budget int // bytes that may be sent again now
	}
	packets, octets uint32 // sent, for the sender report
	packet          wire.Packet
}

func newSink(p *peer, l signal.Line) *sink {
	s := &sink{peer: p, pt: l.PT, rtxPT: l.RTX, red: l.RED, twcc: l.Ext.TWCC, video: l.Video, time: flow.Timeline{Rate: audioRate, Last: rand.Uint32()}}
	s.seq.Next = uint16(rand.Uint32()) >> 1 // RFC 3711 section 3.3.1: room before the first wrap
	s.ssrc = p.freshSSRC()
	p.out[s.ssrc] = s
	if l.Video {
		s.time.Rate = videoRate
		if l.RTX != 0 {
			s.rtx = p.freshSSRC()
			p.out[s.rtx] = s
			s.repair.seq = uint16(rand.Uint32()) >> 1
			s.repair.budget = repairBurst
		}
	}
	return s
}

// take makes the sink receive a source from now on, or nothing.
func (s *sink) take(src *source) {
	if s.source == src {
		return
	}
	if old := s.source; old != nil {
		for i, k := range old.sinks {
			if k == s {
				old.sinks = append(old.sinks[:i], old.sinks[i+1:]...)
				break
			}
		}
	}
	s.source, s.track, s.target = src, nil, nil
	if src != nil {
		src.sinks = append(src.sinks, s)
		s.aim(src.tracks[len(src.tracks)-1])
	}
}

// aim chooses the layer, nil for none. A layer is sent from its next key frame
// on, and the one before until then.
func (s *sink) aim(t *track) {
	if s.target == t {
		return
	}
	s.target = t
	switch {
	case t == nil:
		s.track = nil
	case s.video && s.track != t:
		t.keys.Want()
	}
}

// restart lets the next packets follow as if from another source.
func (s *sink) restart() {
	s.track = nil
	if s.video && s.target != nil && !s.peer.silent {
		s.target.keys.Want()
	}
}

// send forwards packets of a track in order.
func (s *sink) send(t *track, list []*flow.Packet, now time.Time) {
	if s.peer.silent {
		return
	}
	if s.track != t {
		if s.target != t {
			return
		}
		at := s.entry(list)
		if at < 0 {
			return
		}
		list = list[at:]
		s.track = t
		s.seq.Begin(list[0].Seq)
		s.time.Begin(list[0].TS, now)
	}
	b := &s.peer.room.burst
	if !b.To(s.peer.conn) {
		return
	}
	longest := 0
	for _, p := range list {
		longest = max(longest, len(p.Payload))
	}
	for i, p := range list {
		seq, ok := s.seq.Out(p.Seq)
		if !ok {
			continue
		}
		s.packet = wire.Packet{SSRC: s.ssrc, PT: s.pt, Seq: seq, Timestamp: s.time.Out(p.TS, now), Marker: p.Marker, Payload: p.Payload}
		if !s.video {
			s.redundant(t, p, now)
		}
		s.number(now)
		if pad := longest - len(p.Payload); i < len(list)-1 && pad <= maxPad {
			s.packet.Pad = uint8(pad)
		}
		s.sent(b.Add(&s.packet), len(p.Payload))
	}
	b.Flush()
}

// number gives the packet its transport-wide number, where agreed.
func (s *sink) number(now time.Time) {
	if s.twcc != 0 {
		s.packet.TWCCID, s.packet.TWCC = s.twcc, s.peer.log.Number(len(s.packet.Payload), now)
	}
}

// entry finds where in a picture's packets a receiver can begin: sound
// anywhere, VP8 at a key frame.
func (s *sink) entry(list []*flow.Packet) int {
	for i, p := range list {
		if !s.video || flow.VP8Key(p.Payload) {
			return i
		}
	}
	return -1
}

func (s *sink) sent(wireBytes, payload int) {
	s.packets++
	s.octets += uint32(payload)
	s.repair.budget = min(s.repair.budget+wireBytes/repairShare, repairBurst)
	s.peer.counts.Sent++
	s.peer.counts.SentBytes += uint64(wireBytes)
}

// resend answers a receiver's NACK from the source's cache (RFC 4588).
func (s *sink) resend(lost []rtcp.NackPair, now time.Time) {
	b := &s.peer.room.burst
	if s.track == nil || s.rtx == 0 || !b.To(s.peer.conn) {
		return
	}
	var osn [2]byte
	for _, pair := range lost {
		for _, out := range pair.PacketList() {
			in, ok := s.seq.In(out)
			if !ok {
				continue
			}
			p := s.track.cache.Get(in)
			if p == nil || s.repair.budget < len(p.Payload) {
				continue
			}
			binary.BigEndian.PutUint16(osn[:], out)
			s.packet = wire.Packet{SSRC: s.rtx, PT: s.rtxPT, Seq: s.repair.seq, Timestamp: s.time.Of(p.TS),
				Marker: p.Marker, Prefix: osn[:], Payload: p.Payload}
			s.repair.seq++
			s.number(now)
			n := b.Add(&s.packet)
			s.repair.budget -= n
			s.peer.counts.Repaired++
			s.peer.counts.SentBytes += uint64(n)
		}
	}
	b.Flush()
}

// report is the sender report of the line: the source's own clock, moved to
// now and to the line's timestamps, so that sound and picture of a seat stay
// together. Nil until the source has sent its first one.
func (s *sink) report(now time.Time) *rtcp.SenderReport {
	if s.track == nil {
		return nil
	}
	ntp, rtp, ok := s.track.report.Clock(now)
	if !ok {
		return nil
	}
	return &rtcp.SenderReport{
		SSRC:        s.ssrc,
		NTPTime:     ntp,
		RTPTime:     s.time.Of(rtp),
		PacketCount: s.packets,
		OctetCount:  s.octets,
	}
}
