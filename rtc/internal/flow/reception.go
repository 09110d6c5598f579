package flow

import (
	"time"

	"github.com/pion/rtcp"
)

// Reception counts one incoming stream for its receiver reports (RFC 3550
// section 6.4.1 and appendix A.3 and A.8), and keeps its last sender report.
// The zero value with a Rate has seen nothing.
type Reception struct {
	Rate     uint32 // RTP ticks per second
	begun    bool
	highest  uint32 // extended sequence number
	base     uint32
	received uint32
	before   struct{ expected, received uint32 } // at the last report
	jitter   float64                             // ticks
	transit  float64                             // of the last packet, ticks
	start    time.Time

	sent time.Time // when the last sender report came; zero: none
	ntp  uint64    // what it said
	rtp  uint32
}

// Arrived counts a media packet, with its number and timestamp.
func (r *Reception) Arrived(seq uint16, ts uint32, now time.Time) {
	if !r.begun {
		r.begun, r.base, r.highest, r.start = true, uint32(seq), uint32(seq), now
		r.transit = -float64(ts)
	}
	if ahead := int16(seq - uint16(r.highest)); ahead > 0 {
		r.highest += uint32(ahead)
	}
	r.received++
	transit := now.Sub(r.start).Seconds()*float64(r.Rate) - float64(ts)
	if d := transit - r.transit; d > -float64(r.Rate) && d < float64(r.Rate) { // not across a timestamp's wrap
		r.jitter += (max(d, -d) - r.jitter) / 16
	}
	r.transit = transit
}

// Begun reports whether a packet came.
func (r *Reception) Begun() bool { return r.begun }

// Told takes the source's sender report: one moment in NTP's 32.32 fixed point
// and in ticks.
func (r *Reception) Told(ntp uint64, rtp uint32, now time.Time) {
	r.ntp, r.rtp, r.sent = ntp, rtp, now
}

// Clock is the source's own clock at a moment, by its last sender report. False:
// there was none yet.
func (r *Reception) Clock(now time.Time) (ntp uint64, rtp uint32, ok bool) {
	if r.sent.IsZero() {
		return 0, 0, false
	}
	passed := now.Sub(r.sent)
	ticks := uint32(int64(passed.Seconds() * float64(r.Rate)))
	return r.ntp + ntpDuration(passed), r.rtp + ticks, true
}

// Report is what to tell the source since the report before.
func (r *Reception) Report(ssrc uint32, now time.Time) rtcp.ReceptionReport {
	expected := r.highest - r.base + 1
	lost := int64(expected) - int64(r.received)
	dExpected, dReceived := expected-r.before.expected, r.received-r.before.received
	r.before.expected, r.before.received = expected, r.received
	fraction := int64(0)
	if d := int64(dExpected) - int64(dReceived); d > 0 && dExpected > 0 {
		fraction = min(d<<8/int64(dExpected), 255)
	}
	rep := rtcp.ReceptionReport{
		SSRC: ssrc, FractionLost: uint8(fraction), TotalLost: uint32(min(max(lost, 0), 1<<23-1)),
		LastSequenceNumber: r.highest, Jitter: uint32(r.jitter),
	}
	if !r.sent.IsZero() {
		rep.LastSenderReport = uint32(r.ntp >> 16)
		rep.Delay = uint32(now.Sub(r.sent).Seconds() * 65536)
	}
	return rep
}

// ntpDuration is a duration in NTP's 32.32 fixed point.
func ntpDuration(d time.Duration) uint64 {
	whole, rest := d/time.Second, d%time.Second
	return uint64(whole)<<32 + uint64(rest)<<32/uint64(time.Second)
}
