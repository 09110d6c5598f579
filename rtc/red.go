package rtc

import "encoding/binary"

// Sound with redundancy (RFC 2198, audio/red): a packet carries the packets
// before it once more, so that a single loss is no loss, without a round trip.
// Its blocks are the older packets, each with how many ticks older it is, and
// the newest last.

const (
	redHead   = 4         // bytes before an older block, one before the newest
	redOffset = 1<<14 - 1 // the most ticks that a block may be older: 341 ms
	redLength = 1<<10 - 1 // bytes of an older block
	redBlocks = 8         // blocks of a packet that are looked at; browsers send two
)

type redBlock struct {
	older   uint32 // ticks
	payload []byte
}

// readRED lists the blocks of a payload, oldest first. Nil: it is malformed.
func readRED(b []byte, list []redBlock) []redBlock {
	var sizes [redBlocks]int
	n := 0
	for ; len(b) >= redHead && b[0]&0x80 != 0; b = b[redHead:] {
		if n == redBlocks-1 {
			return nil
		}
		head := binary.BigEndian.Uint32(b)
		list = append(list, redBlock{older: head >> 10 & redOffset})
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
		older[i].payload, b = b[:sizes[i]], b[sizes[i]:]
	}
	return append(list, redBlock{payload: b})
}

// appendRED writes what stands before the newest payload: the heads and one
// older block. Payload type pt is that of all blocks.
func appendRED(dst []byte, pt uint8, older redBlock) []byte {
	head := 1<<31 | uint32(pt)<<24 | older.older<<10 | uint32(len(older.payload))
	dst = append(binary.BigEndian.AppendUint32(dst, head), pt)
	return append(dst, older.payload...)
}
