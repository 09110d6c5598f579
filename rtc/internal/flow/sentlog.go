package flow

import (
	"time"

	"github.com/pion/rtcp"
)

// sentSize packets are remembered: about 3 s at the highest rate. A power of two.
const sentSize = 4096

// SentLog numbers all packets to one receiver (transport-wide congestion
// control) and remembers when each went out, until the receiver's feedback
// says when it came. The zero value begins with number 0.
type SentLog struct {
	next  uint16
	began time.Time
	at    [sentSize]int64 // µs since began; 0: nothing is waiting
	size  [sentSize]uint16
}

// Number gives the next packet, of size bytes, its number.
func (l *SentLog) Number(size int, now time.Time) uint16 {
	if l.began.IsZero() {
		l.began = now.Add(-time.Microsecond)
	}
	n := l.next
	l.next++
	l.at[n%sentSize] = now.Sub(l.began).Microseconds()
	l.size[n%sentSize] = uint16(size)
	return n
}

// Ack is one packet that arrived: both times in µs, by clocks of their own.
type Ack struct {
	sent, arrived int64
	size          int
}

// Forget forgets what went out; the numbers go on.
func (l *SentLog) Forget() { *l = SentLog{next: l.next} }

// Take reads a receiver's feedback. It appends what arrived to list, and
// counts what did not. Numbers that were never sent are ignored.
func (l *SentLog) Take(f *rtcp.TransportLayerCC, list []Ack) (acks []Ack, lost int) {
	n, left := f.BaseSequenceNumber, int(f.PacketStatusCount)
	arrived := int64(f.ReferenceTime) * 64000
	deltas := f.RecvDeltas
	one := func(symbol uint16) {
		if left == 0 {
			return
		}
		sent, size := l.drop(n)
		left--
		n++
		switch {
		case symbol == rtcp.TypeTCCPacketNotReceived:
			if sent != 0 {
				lost++
			}
		case len(deltas) > 0:
			arrived += deltas[0].Delta
			deltas = deltas[1:]
			if sent != 0 {
				list = append(list, Ack{sent, arrived, size})
			}
		}
	}
	for _, c := range f.PacketChunks {
		switch c := c.(type) {
		case *rtcp.RunLengthChunk:
			for range min(int(c.RunLength), left) {
				one(c.PacketStatusSymbol)
			}
		case *rtcp.StatusVectorChunk:
			for _, s := range c.SymbolList {
				one(s)
			}
		}
	}
	return list, lost
}

// drop takes a packet out of the log; sent 0: it is not there.
func (l *SentLog) drop(n uint16) (sent int64, size int) {
	i := n % sentSize
	sent, l.at[i] = l.at[i], 0
	return sent, int(l.size[i])
}
