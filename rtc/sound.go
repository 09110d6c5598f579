package rtc

import "time"

// hear takes a packet of sound from the wire; redundant says that it carries
// older packets too, of which the missing ones come first.
func (t *track) hear(p packet, redundant bool, now time.Time) {
	if redundant {
		var room [redBlocks]redBlock
		blocks := readRED(p.payload, room[:0])
		if blocks == nil {
			return
		}
		newest := len(blocks) - 1
		for i, b := range blocks[:newest] {
			older := packet{seq: p.seq - uint16(newest-i), ts: p.ts - b.older, payload: b.payload}
			if len(b.payload) > 0 && t.gaps.fresh(older.seq) {
				t.source.peer.counts.Recovered++
				t.sound(older, now)
			}
		}
		p.payload = blocks[newest].payload
	}
	t.sound(p, now)
}

// sound forwards one packet, unless it came already: as part of another one.
func (t *track) sound(p packet, now time.Time) {
	if t.gaps.begun && !t.gaps.fresh(p.seq) {
		return
	}
	t.gaps.came(p.seq)
	t.receive(p, now)
}

// redundant makes the packet carry the one before too, while the receiver
// loses packets: not what was sent before the source came to this line.
func (s *sink) redundant(t *track, p *packet, now time.Time) {
	before := &t.before
	older := p.ts - before.ts
	if s.red == 0 || before.seq != p.seq-1 || older > redOffset || len(before.payload) > redLength || !s.seq.mine(before.seq) || !s.peer.bandwidth.loses(now) {
		return
	}
	r := s.peer.room
	r.red = appendRED(r.red[:0], s.pt, redBlock{older, before.payload})
	s.packet.PT, s.packet.Prefix = s.red, r.red
}
