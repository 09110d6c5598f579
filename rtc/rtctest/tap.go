package rtctest

import (
	"encoding/binary"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/interceptor/pkg/twcc"
	"github.com/pion/rtcp"
	"github.com/pion/transport/v4/packetio"
)

// tap takes decrypted packets from pion at its lowest place, so that counting
// costs a load generator next to nothing: it is pion's buffer of one incoming
// stream each, and whoever reads from it waits until the end.
type tap struct {
	latency *Latency // may be nil

	twcc     atomic.Uint32 // header extension id of transport-wide numbers; 0: arrivals are not told
	arrivals struct {
		sync.Mutex
		*twcc.Recorder
		began time.Time
	}
	marks [maxMark + 1]atomic.Int64 // when the newest packet of each was sent, Unix nanoseconds

	mu      sync.Mutex
	streams map[uint32]*stream
}

// stream is what arrived on one SSRC.
type stream struct {
	tap     *tap
	ssrc    uint32
	end     chan struct{}
	once    sync.Once
	sound   atomic.Bool
	packets atomic.Uint64
	keys    atomic.Uint64
	lost    atomic.Int64                      // holes minus what came late
	missing map[uint16]bool                   // the holes
	layer   atomic.Int32                      // of the newest packet
	clock   atomic.Pointer[rtcp.SenderReport] // the newest
	reports atomic.Uint64
	shift   atomic.Int64 // when the newest packet was taken by its clock, less when it was sent, in ns
	last    uint16
	begun   bool
	dark    func() // called when a picture came without a key frame before

	repairer *repairer       // of a picture, where it is to be repaired
	again    *retransmission // this stream repairs another one
}

func newTap(l *Latency) *tap { return &tap{latency: l, streams: map[uint32]*stream{}} }

// rtcpLimit bounds RTCP that nobody reads.
const rtcpLimit = 16 << 10

// buffer is pion's BufferFactory.
func (t *tap) buffer(kind packetio.BufferPacketType, ssrc uint32) io.ReadWriteCloser {
	if kind == packetio.RTCPBufferPacket {
		b := packetio.NewBuffer()
		b.SetLimitSize(rtcpLimit)
		return reportTap{b, t}
	}
	s := t.stream(ssrc)
	return s
}

// stream finds or makes the counters of an SSRC.
func (t *tap) stream(ssrc uint32) *stream {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.streams[ssrc]
	if s == nil {
		s = &stream{tap: t, ssrc: ssrc, end: make(chan struct{}), missing: map[uint16]bool{}}
		t.streams[ssrc] = s
	}
	return s
}

// Count is what arrived: packets, and the holes between them.
type Count struct {
	Packets uint64
	Lost    int64
}

// Since is what came after an earlier count.
func (c Count) Since(before Count) Count {
	return Count{c.Packets - before.Packets, c.Lost - before.Lost}
}

// Plus adds another one.
func (c Count) Plus(o Count) Count { return Count{c.Packets + o.Packets, c.Lost + o.Lost} }

// Share is which part arrived.
func (c Count) Share() float64 { return float64(c.Packets) / float64(int64(c.Packets)+c.Lost) }

// Received sums up all streams, and those of sound.
func (t *tap) Received() (all, sound Count) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, s := range t.streams {
		c := Count{s.packets.Load(), s.lost.Load()}
		all = all.Plus(c)
		if s.sound.Load() {
			sound = sound.Plus(c)
		}
	}
	return all, sound
}

// note remembers who sent a payload, and when.
func (t *tap) note(payload []byte) {
	if len(payload) <= markAt || payload[markAt] == 0 || payload[markAt] > maxMark {
		return
	}
	newest, sent := &t.marks[payload[markAt]], int64(binary.BigEndian.Uint64(payload[stampAt:]))
	for old := newest.Load(); sent > old && !newest.CompareAndSwap(old, sent); old = newest.Load() {
	}
}

func (t *tap) newest(mark int) time.Time {
	if n := t.marks[mark].Load(); n != 0 {
		return time.Unix(0, n)
	}
	return time.Time{}
}

// Write counts one packet.
func (s *stream) Write(b []byte) (int, error) {
	s.tap.arrived(b)
	payload := payloadOf(b)
	if payload == nil {
		return len(b), nil
	}
	seq := binary.BigEndian.Uint16(b[2:])
	pt := b[1] & 0x7f
	redundant := pt == redPT
	s.sound.Store(redundant || pt == opusPT)
	if redundant {
		older, newest := splitRED(payload)
		s.tap.note(older)
		payload, redundant = newest, older != nil
	}
	if s.again != nil {
		s.again.add(b, payload)
		s.tap.note(payload[min(2, len(payload)):])
		return len(b), nil
	}
	s.tap.note(payload)
	s.count(seq)
	if redundant {
		s.fill(seq - 1)
	}
	s.place(b, payload)
	s.look(seq, payload, b[1]&0x80 != 0)
	if s.tap.latency != nil && len(payload) >= stampAt+8 {
		sent := time.Unix(0, int64(binary.BigEndian.Uint64(payload[stampAt:])))
		s.tap.latency.add(time.Since(sent))
	}
	return len(b), nil
}

// count notes a packet's number, and what is missing before it.
func (s *stream) count(seq uint16) {
	s.packets.Add(1)
	if ahead := int16(seq - s.last); !s.begun || ahead > 0 {
		for n := s.last + 1; s.begun && n != seq; n++ {
			s.missing[n] = true
			s.lost.Add(1)
		}
		s.begun, s.last = true, seq
	} else {
		s.fill(seq)
	}
}

// look takes a picture's packet.
func (s *stream) look(seq uint16, payload []byte, marker bool) {
	key := isKey(payload)
	if s.repairer != nil {
		s.repairer.add(seq, arrived{marker, key})
	}
	if len(payload) > layerAt {
		s.layer.Store(int32(payload[layerAt]))
	}
	if key {
		s.keys.Add(1)
	}
	if s.dark != nil && s.keys.Load() == 0 && marker {
		s.dark()
	}
}

// fill notes that a missing packet is there after all.
func (s *stream) fill(seq uint16) {
	if s.missing[seq] {
		delete(s.missing, seq)
		s.lost.Add(-1)
	}
}

func (s *stream) Read([]byte) (int, error) {
	<-s.end
	return 0, io.EOF
}

func (s *stream) Close() error {
	s.once.Do(func() { close(s.end) })
	return nil
}

// payloadOf skips the RTP header with its extensions.
func payloadOf(b []byte) []byte {
	if len(b) < 12 {
		return nil
	}
	n := 12 + 4*int(b[0]&0x0f)
	if b[0]&0x10 != 0 && len(b) >= n+4 {
		n += 4 + 4*int(binary.BigEndian.Uint16(b[n+2:]))
	}
	if len(b) <= n {
		return nil
	}
	return b[n:]
}

// Latency is a histogram of how long packets were under way, in steps of
// 100 µs up to 200 ms.
type Latency struct{ steps [2000]atomic.Uint64 }

const latencyStep = 100 * time.Microsecond

func (l *Latency) add(d time.Duration) {
	l.steps[min(max(int(d/latencyStep), 0), len(l.steps)-1)].Add(1)
}

// Reset forgets everything.
func (l *Latency) Reset() {
	for i := range l.steps {
		l.steps[i].Store(0)
	}
}

// Quantile is the time that a share of all packets stayed below.
func (l *Latency) Quantile(share float64) time.Duration {
	var all, below uint64
	for i := range l.steps {
		all += l.steps[i].Load()
	}
	for i := range l.steps {
		below += l.steps[i].Load()
		if float64(below) >= share*float64(all) {
			return time.Duration(i+1) * latencyStep
		}
	}
	return 0
}
