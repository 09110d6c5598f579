package flow

// Packet is one received RTP packet, without what every receiver gets anew.
type Packet struct {
	Seq     uint16
	TS      uint32 // RTP timestamp, in ticks of its stream
	Marker  bool   // of a picture: it ends here
	Payload []byte // without padding
}

// CacheSize packets are kept per video stream: about 4 s of a small picture,
// 1.5 s of a large one. A power of two.
const CacheSize = 512

// Cache keeps the newest packets of one video stream, for receivers that lost
// some: one for all of them. The zero value is empty.
type Cache struct {
	slots []Packet
	used  [CacheSize]bool
}

// Put copies a packet in and returns the copy, which stays until CacheSize
// newer ones came. Nil: it is there already.
func (c *Cache) Put(p Packet) *Packet {
	if c.slots == nil {
		c.slots = make([]Packet, CacheSize)
	}
	i := p.Seq % CacheSize
	at := &c.slots[i]
	if c.used[i] && at.Seq == p.Seq {
		return nil
	}
	c.used[i] = true
	kept := append(at.Payload[:0], p.Payload...)
	*at = p
	at.Payload = kept
	return at
}

// Get finds a packet, or nil.
func (c *Cache) Get(seq uint16) *Packet {
	i := seq % CacheSize
	if c.slots == nil || !c.used[i] || c.slots[i].Seq != seq {
		return nil
	}
	return &c.slots[i]
}
