package wire

import (
	"encoding/binary"

	"github.com/pion/rtp"
)

const (
	maxRun   = 64    // segments of one write (the kernel's UDP_MAX_SEGMENTS)
	maxBytes = 65000 // of one write
	rtpSize  = 12    // header without extensions
	maxTag   = 16    // what SRTP adds
)

// Packet is one RTP packet to send: what its header says and its payload. Pad
// is how many bytes of RTP padding follow, so that a frame's packets are equal.
// TWCC, when its id is not 0, goes into a header extension of that id.
type Packet struct {
	SSRC, Timestamp uint32
	Seq             uint16
	PT              uint8
	Marker          bool
	Pad             uint8
	TWCCID          uint8
	TWCC            uint16
	Prefix          []byte // bytes before the payload (the OSN of RFC 4588)
	Payload         []byte
}

// Burst encrypts packets for one conn after another and sends each conn's in
// as few writes as possible. It is one buffer for many conns, and not safe for
// concurrent use; the same lock must guard all use of a conn's outgoing side.
type Burst struct {
	conn   *Conn
	to     *route
	buf    []byte
	size   int  // of the run's segments
	count  int  // segments in the run
	short  bool // the last one was shorter: the run is complete
	header rtp.Header
}

// To begins the packets for c. False: c cannot be sent to yet.
func (b *Burst) To(c *Conn) bool {
	if b.buf == nil {
		b.buf = make([]byte, 0, maxBytes+maxDatagram)
	}
	b.conn, b.to = c, c.selected.Load()
	return b.to != nil && c.keyed.Load()
}

// Add encrypts one packet, and returns its size on the wire.
func (b *Burst) Add(p *Packet) int {
	need := rtpSize + 8 + len(p.Prefix) + len(p.Payload) + int(p.Pad) + maxTag
	if len(b.buf)+need > maxBytes {
		b.Flush()
	}
	at := len(b.buf)
	plain := p.append(b.buf[at:at])
	sealed, err := b.conn.out.EncryptRTP(plain, plain, &b.header)
	if err != nil {
		return 0
	}
	n := len(sealed)
	if b.count > 0 && (b.short || n > b.size || b.count == maxRun || b.to.single.Load()) {
		b.Flush()
		b.buf = append(b.buf, sealed...) // moves to the front
	} else {
		b.buf = b.buf[:at+n]
	}
	if b.count == 0 {
		b.size = n
	}
	b.short = n < b.size
	b.count++
	return n
}

// Flush sends what was added.
func (b *Burst) Flush() {
	if b.count > 0 {
		b.to.send(b.buf, b.size)
	}
	b.buf, b.count, b.short = b.buf[:0], 0, false
}

// append writes the packet behind dst (RFC 3550 section 5.1).
func (p *Packet) append(dst []byte) []byte {
	first, second := byte(2<<6), p.PT
	if p.Pad > 0 {
		first |= 1 << 5
	}
	if p.TWCCID != 0 {
		first |= 1 << 4
	}
	if p.Marker {
		second |= 1 << 7
	}
	dst = append(dst, first, second)
	dst = binary.BigEndian.AppendUint16(dst, p.Seq)
	dst = binary.BigEndian.AppendUint32(dst, p.Timestamp)
	dst = binary.BigEndian.AppendUint32(dst, p.SSRC)
	if p.TWCCID != 0 { // one-byte header extension, RFC 8285 section 4.2
		dst = append(dst, 0xBE, 0xDE, 0, 1, p.TWCCID<<4|1, byte(p.TWCC>>8), byte(p.TWCC), 0)
	}
	dst = append(dst, p.Prefix...)
	dst = append(dst, p.Payload...)
	if p.Pad > 0 {
		for range p.Pad - 1 {
			dst = append(dst, 0)
		}
		dst = append(dst, p.Pad)
	}
	return dst
}
