package rtc

// vp8Key reports whether a VP8 RTP payload begins a key frame (RFC 7741
// section 4.2 and 4.3): the first packet of the first partition, and the
// inverse key frame flag of the frame header is 0.
func vp8Key(b []byte) bool {
	if len(b) == 0 || b[0]&0x10 == 0 || b[0]&0x0f != 0 { // S, PID
		return false
	}
	n := 1
	if b[0]&0x80 != 0 { // X
		if len(b) < 2 {
			return false
		}
		flags := b[1]
		n = 2
		if flags&0x80 != 0 { // I: a picture id of 7 or 15 bits
			if len(b) <= n {
				return false
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
	return len(b) > n && b[n]&0x01 == 0
}
