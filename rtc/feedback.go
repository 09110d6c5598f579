package rtc

import (
	"time"

	"github.com/pion/interceptor/pkg/twcc"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"

	"kring/rtc/internal/flow"
)

// feedback is what a peer is told about what it sends: arrival times of all
// its packets, from which it finds its bandwidth (transport-wide congestion
// control), lost packets, key frames that are needed, receiver reports.
type feedback struct {
	ssrc     uint32 // whom our RTCP comes from
	arrivals *twcc.Recorder
	began    time.Time
	numbers  []uint16
}

// arrived notes a packet by its transport-wide number, where it has one.
func (f *feedback) arrived(h *rtp.Header, ext uint8, now time.Time) {
	if ext == 0 {
		return
	}
	b := h.GetExtension(ext)
	if len(b) != 2 {
		return
	}
	if f.arrivals == nil {
		f.arrivals, f.began = twcc.NewRecorder(f.ssrc), now
	}
	f.arrivals.Record(h.SSRC, uint16(b[0])<<8|uint16(b[1]), now.Sub(f.began).Microseconds())
}

// arrivals tells the peer when its packets arrived.
func (p *peer) arrivals() {
	if f := &p.feedback; f.arrivals != nil {
		for _, packet := range f.arrivals.BuildFeedbackPacket() {
			p.tell([]rtcp.Packet{packet})
		}
	}
}

// ask asks the peer for lost packets and key frames.
func (p *peer) ask(now time.Time) {
	var list []rtcp.Packet
	for _, s := range p.sources {
		if !s.video || s.held || len(s.sinks) == 0 && !p.room.tape.takes(s) {
			continue
		}
		for _, t := range s.tracks {
			if t.ssrc == 0 {
				continue
			}
			var lost bool
			p.feedback.numbers, lost = t.gaps.Due(now, p.feedback.numbers[:0])
			if lost {
				t.keys.Want()
			}
			if n := p.feedback.numbers; len(n) > 0 {
				list = append(list, &rtcp.TransportLayerNack{SenderSSRC: p.feedback.ssrc, MediaSSRC: t.ssrc, Nacks: rtcp.NackPairsFromSequenceNumbers(n)})
			}
			if t.keys.Due(now) {
				list = append(list, &rtcp.PictureLossIndication{SenderSSRC: p.feedback.ssrc, MediaSSRC: t.ssrc})
			}
		}
	}
	if len(list) > 0 {
		p.tell(list)
	}
}

// reports tells the peer how its streams arrive and what was sent to it.
func (p *peer) reports(now time.Time) {
	receiver := &rtcp.ReceiverReport{SSRC: p.feedback.ssrc}
	for _, s := range p.sources {
		for _, t := range s.tracks {
			if t.report.Begun() && len(receiver.Reports) < 31 { // RFC 3550 section 6.4.1: five bits
				receiver.Reports = append(receiver.Reports, t.report.Report(t.ssrc, now))
			}
		}
	}
	list := []rtcp.Packet{receiver}
	for _, s := range p.sinks {
		if r := s.report(now); r != nil {
			list = append(list, r)
		}
	}
	p.tell(list)
}

// tell sends RTCP. Before the transport is up there is nobody to tell.
func (p *peer) tell(list []rtcp.Packet) { _ = p.conn.SendRTCP(list) }

// HandleRTCP takes a compound packet from the wire.
func (p *peer) HandleRTCP(b []byte, now time.Time) {
	r := p.room
	r.mu.Lock()
	defer r.mu.Unlock()
	if p.gone || !p.allowance.Take(len(b), now) {
		return
	}
	list, err := flow.ReadRTCP(b)
	if err != nil {
		return
	}
	for _, packet := range list {
		switch m := packet.(type) {
		case *rtcp.SenderReport:
			if s := p.in[m.SSRC]; s != nil && !s.repair {
				s.track.report.Told(m.NTPTime, m.RTPTime, now)
			}
		case *rtcp.TransportLayerNack:
			if s := p.out[m.MediaSSRC]; s != nil {
				s.resend(m.Nacks, now)
			}
		case *rtcp.TransportLayerCC:
			p.sameWay()
			acks, lost := p.log.Take(m, p.acks[:0])
			p.bandwidth.Heard(acks, lost, now)
			p.acks = acks
		case *rtcp.PictureLossIndication:
			p.lostPicture(m.MediaSSRC)
		case *rtcp.FullIntraRequest:
			for _, f := range m.FIR {
				p.lostPicture(f.SSRC)
			}
		}
	}
}

// sameWay forgets what was learnt on another way: that it broke off is no reason
// to send little on this one.
func (p *peer) sameWay() {
	if ways := p.conn.Ways(); ways != p.ways {
		p.ways, p.bandwidth = ways, flow.NewBandwidth()
		p.log.Forget()
	}
}

func (p *peer) lostPicture(ssrc uint32) {
	if s := p.out[ssrc]; s != nil && s.video && s.track != nil {
		s.track.keys.Want()
	}
}
