package rtc

import (
	"time"

	"kring/rtc/internal/flow"
)

// hear takes a packet of sound from the wire; redundant says that it carries
// older packets too, of which the missing ones come first.
func (t *track) hear(p flow.Packet, redundant bool, now time.Time) {
	if redundant {
		var room [flow.REDBlocks]flow.REDBlock
		blocks := flow.ReadRED(p.Payload, room[:0])
		if blocks == nil {
			return
		}
		newest := len(blocks) - 1
		for i, b := range blocks[:newest] {
			older := flow.Packet{Seq: p.Seq - uint16(newest-i), TS: p.TS - b.Older, Payload: b.Payload}
			if len(b.Payload) > 0 && t.gaps.Fresh(older.Seq) {
				t.source.peer.counts.Recovered++
				t.sound(older, now)
			}
		}
		p.Payload = blocks[newest].Payload
	}
	t.sound(p, now)
}

// sound forwards one packet, unless it came already: as part of another one.
func (t *track) sound(p flow.Packet, now time.Time) {
	if t.gaps.Past(p.Seq) {
		return
	}
	t.gaps.Came(p.Seq)
	t.receive(p, now)
}

// redundant makes the packet carry the one before too, while the receiver
// loses packets: not what was sent before the source came to this line.
func (s *sink) redundant(t *track, p *flow.Packet, now time.Time) {
	older := flow.REDBlock{Older: p.TS - t.before.TS, Payload: t.before.Payload}
	if s.red == 0 || t.before.Seq != p.Seq-1 || !older.Fits() || !s.seq.Mine(t.before.Seq) || !s.peer.bandwidth.Loses(now) {
		return
	}
	r := s.peer.room
	r.red = flow.AppendRED(r.red[:0], s.pt, older)
	s.packet.PT, s.packet.Prefix = s.red, r.red
}
