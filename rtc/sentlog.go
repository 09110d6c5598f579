package rtc

import (
	"time"

	"github.com/pion/rtcp"
)

// sentLog numbers all packets to one receiver (transport-wide congestion
// control) and remembers when each went out, until the receiver's feedback
// says when it came. A power of two: about 3 s at the highest rate.
const sentSize = 4096

type sentLog struct {
	next  uint16
	began time.Time
	at    [sentSize]int64 // µs since began; 0: nothing is waiting
	size  [sentSize]uint16
}

// number gives the next packet its number.
func (l *sentLog) number(size int, now time.Time) uint16 {
	if l.began.IsZero() {
		l.began = now.Add(-time.Microsecond)
	}
	n := l.next
	l.next++
	l.at[n%sentSize] = now.Sub(l.began).Microseconds()
	l.size[n%sentSize] = uint16(size)
	return n
}

// ack is one packet that arrived: both times in µs, by clocks of their own.
type ack struct {
	sent, arrived int64
	size          int
}

// take reads a receiver's feedback. It appends what arrived to list, and
// counts what did not. Numbers that were never sent are ignored.
func (l *sentLog) take(f *rtcp.TransportLayerCC, list []ack) (acks []ack, lost int) {
	n, left := f.BaseSequenceNumber, int(f.PacketStatusCount)
	arrived := int64(f.ReferenceTime) * 64000
	deltas := f.RecvDeltas
	one := func(symbol uint16) {
		if left == 0 {
			return
		}
		sent, size := l.forget(n)
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
				list = append(list, ack{sent, arrived, size})
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

// forget takes a packet out of the log; sent 0: it is not there.
func (l *sentLog) forget(n uint16) (sent int64, size int) {
	i := n % sentSize
	sent, l.at[i] = l.at[i], 0
	return sent, int(l.size[i])
}
