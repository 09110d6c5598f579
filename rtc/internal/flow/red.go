package flow

import "encoding/binary"

// Sound with redundancy (RFC 2198, audio/red): a packet carries the packets
// before it once more, so that a single loss is no loss, without a round trip.
// Its blocks are the older packets, each with how many ticks older it is, and
// the newest last.

const (
	redHead   = 4         // bytes before an older block, one before the newest
	redOffset = 1<<14 - 1 // the most ticks that a block may be older: 341 ms
	redLength = 1<<10 - 1 // bytes of an older block
)

// REDBlocks of a packet are looked at; browsers send two.
const REDBlocks = 8

// REDBlock is one packet of sound within another.
type REDBlock struct {
	Older   uint32 // than the newest, in ticks
	Payload []byte
}

// Fits reports whether a block can be an older one: not too old, not too long.
func (b REDBlock) Fits() bool { return b.Older <= redOffset && len(b.Payload) <= redLength }

// ReadRED appends the blocks of a payload to list, oldest first; they share its
// memory. Nil: it is malformed. No payload has more than REDBlocks.
func ReadRED(b []byte, list []REDBlock) []REDBlock {
	var sizes [REDBlocks]int
	n := 0
	for ; len(b) >= redHead && b[0]&0x80 != 0; b = b[redHead:] {
		if n == REDBlocks-1 {
			return nil
		}
		head := binary.BigEndian.Uint32(b)
		list = append(list, REDBlock{Older: head >> 10 & redOffset})
		sizes[n] = int(head & redLength)
		n++
	}
	if len(b) == 0 || b[0]&0x80 != 0 {
		return nil
	}
	b = b[1:]
	older := list[len(list)-n:]
	for i := range older {
		if sizes[i] > len(b) {
			return nil
		}
		older[i].Payload, b = b[:sizes[i]], b[sizes[i]:]
	}
	return append(list, REDBlock{Payload: b})
}

// AppendRED writes what stands before the newest payload: the heads and one
// older block, which must fit. Payload type pt is that of all blocks.
func AppendRED(dst []byte, pt uint8, older REDBlock) []byte {
	head := 1<<31 | uint32(pt)<<24 | older.Older<<10 | uint32(len(older.Payload))
	dst = append(binary.BigEndian.AppendUint32(dst, head), pt)
	return append(dst, older.Payload...)
}
