package rtctest

import (
	"encoding/binary"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/transport/v4/packetio"
	"github.com/pion/webrtc/v4"
)

// clock makes the sender reports of a client that does what browsers do. It is
// hours off, as computers' clocks may be.
type clock struct {
	pc    atomic.Pointer[webrtc.PeerConnection] // nil: no reports
	off   time.Duration
	tells []told
	last  time.Time
}

// told is one outgoing stream.
type told struct {
	ssrc       uint32
	line, rate int
}

const reportEvery = 500 * time.Millisecond

// tell adds the newest encoding of a sender.
func (c *clock) tell(s *webrtc.RTPSender, line, rate int) {
	e := s.GetParameters().Encodings
	c.tells = append(c.tells, told{uint32(e[len(e)-1].SSRC), line, rate})
	c.off = time.Duration(rand.IntN(100)) * time.Hour
}

// report sends the reports that are due.
func (c *clock) report(s *sender) {
	pc := c.pc.Load()
	if pc == nil || time.Since(c.last) < reportEvery {
		return
	}
	c.last = time.Now()
	for _, t := range c.tells {
		r := &rtcp.SenderReport{SSRC: t.ssrc, NTPTime: ntp(time.Now().Add(c.off)), RTPTime: s.time(t.line, t.rate)}
		_ = pc.WriteRTCP([]rtcp.Packet{r}) // the next one follows
	}
}

// epoch of NTP, in seconds before Unix's (RFC 5905 section 6).
const epoch = 2_208_988_800

func ntp(t time.Time) uint64 {
	return uint64(t.Unix()+epoch)<<32 | uint64(t.Nanosecond())<<32/uint64(time.Second)
}

func fromNTP(n uint64) int64 { // Unix nanoseconds
	return int64(n>>32-epoch)*int64(time.Second) + int64(n&0xffffffff*uint64(time.Second)>>32)
}

// reportTap notes the sender reports in RTCP on its way to whoever reads it.
type reportTap struct {
	*packetio.Buffer
	tap *tap
}

func (r reportTap) Write(b []byte) (int, error) {
	if list, err := rtcp.Unmarshal(b); err == nil {
		for _, p := range list {
			if m, ok := p.(*rtcp.SenderReport); ok {
				s := r.tap.stream(m.SSRC)
				s.clock.Store(m)
				s.reports.Add(1) // several copies of one report count as one more each
			}
		}
	}
	return r.Buffer.Write(b)
}

// place says when a packet was taken, by the newest sender report.
func (s *stream) place(b, payload []byte) {
	r := s.clock.Load()
	if r == nil || len(payload) < stampAt+8 {
		return
	}
	rate := int64(soundRate)
	if s.dark != nil {
		rate = pictureRate
	}
	ticks := int64(int32(binary.BigEndian.Uint32(b[4:]) - r.RTPTime))
	taken := fromNTP(r.NTPTime) + ticks*int64(time.Second)/rate
	s.shift.Store(taken - int64(binary.BigEndian.Uint64(payload[stampAt:])))
}
