package rtc

// packet is one received RTP packet, without what every receiver gets anew.
type packet struct {
	seq     uint16
	ts      uint32
	marker  bool
	payload []byte // without padding
}

// cacheSize packets are kept per video stream: about 4 s of a small picture,
// 1.5 s of a large one. A power of two.
const cacheSize = 512

// cache keeps the newest packets of one video stream, for receivers that lost
// some: one for all of them. The zero value is empty.
type cache struct {
	slots []packet
	used  [cacheSize]bool
}

// put copies a packet in and returns the copy, which stays until cacheSize
// newer ones came. Nil: it is there already.
func (c *cache) put(p packet) *packet {
	if c.slots == nil {
		c.slots = make([]packet, cacheSize)
	}
	i := p.seq % cacheSize
	at := &c.slots[i]
	if c.used[i] && at.seq == p.seq {
		return nil
	}
	c.used[i] = true
	kept := append(at.payload[:0], p.payload...)
	*at = p
	at.payload = kept
	return at
}

// get finds a packet, or nil.
func (c *cache) get(seq uint16) *packet {
	i := seq % cacheSize
	if c.slots == nil || !c.used[i] || c.slots[i].seq != seq {
		return nil
	}
	return &c.slots[i]
}
