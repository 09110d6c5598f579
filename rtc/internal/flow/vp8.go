package flow

import "encoding/binary"

// VP8Frame finds the frame header in a VP8 RTP payload (RFC 7741 section 4.2).
// Nil: the packet does not begin a frame.
func VP8Frame(b []byte) []byte {
	if len(b) == 0 || b[0]&0x10 == 0 || b[0]&0x0f != 0 { // S, PID
		return nil
	}
	return VP8Body(b)
}

// VP8Body is a VP8 RTP payload without its descriptor. Nil: there is nothing else.
func VP8Body(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	n := 1
	if b[0]&0x80 != 0 { // X
		if len(b) < 2 {
			return nil
		}
		flags := b[1]
		n = 2
		if flags&0x80 != 0 { // I: a picture id of 7 or 15 bits
			if len(b) <= n {
				return nil
			}
			if b[n]&0x80 != 0 {
				n++
			}
			n++
		}
		if flags&0x40 != 0 { // L
			n++
		}
		if flags&0x30 != 0 { // T or K
			n++
		}
	}
	if len(b) <= n {
		return nil
	}
	return b[n:]
}

// VP8Key reports whether a payload begins a key frame: the inverse key frame
// flag of the frame header is 0 (RFC 7741 section 4.3).
func VP8Key(b []byte) bool {
	f := VP8Frame(b)
	return len(f) > 0 && f[0]&0x01 == 0
}

// VP8Height is the height in pixels that a key frame declares (RFC 6386
// section 9.1), or 0.
func VP8Height(b []byte) int {
	f := VP8Frame(b)
	if len(f) < 10 || f[0]&0x01 != 0 || f[3] != 0x9d || f[4] != 0x01 || f[5] != 0x2a {
		return 0
	}
	return int(binary.LittleEndian.Uint16(f[8:]) & 0x3fff)
}
