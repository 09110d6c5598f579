package signal

import "github.com/pion/rtp"

// Stream is what an SSRC of the browser means: a line that it sends on, the
// layer of it, lowest first, and whether it carries that layer's packets again
// (RFC 4588).
type Stream struct {
	Line, Layer int
	Repair      bool
}

// Identify finds out what a packet's stream is: the offer declared its SSRC,
// or the packet says which line (MID) and layer (RID) it belongs to. False:
// neither.
func (o *Offer) Identify(h *rtp.Header) (Stream, bool) {
	for i := range Sending {
		if s, ok := o.Lines[i].declared(h.SSRC); ok {
			s.Line = i
			return s, true
		}
	}
	for i := range Sending {
		if l := &o.Lines[i]; l.Ext.MID != 0 && string(h.GetExtension(l.Ext.MID)) == l.MID {
			s, ok := l.labelled(h)
			s.Line = i
			return s, ok
		}
	}
	return Stream{}, false
}

// declared looks the SSRC up. Layers are told apart by their labels only.
func (l *Line) declared(ssrc uint32) (Stream, bool) {
	if len(l.RIDs) > 0 {
		return Stream{}, false
	}
	for _, n := range l.SSRCs {
		if n == ssrc {
			return Stream{}, true
		}
		if l.Repair[ssrc] == n {
			return Stream{Repair: true}, true
		}
	}
	return Stream{}, false
}

// labelled reads the layer from the packet.
func (l *Line) labelled(h *rtp.Header) (Stream, bool) {
	if len(l.RIDs) == 0 {
		return Stream{Repair: h.PayloadType == l.RTX}, true
	}
	for n, rid := range l.RIDs {
		if l.Ext.RID != 0 && string(h.GetExtension(l.Ext.RID)) == rid {
			return Stream{Layer: n}, true
		}
		if l.Ext.RepairedRID != 0 && string(h.GetExtension(l.Ext.RepairedRID)) == rid {
			return Stream{Layer: n, Repair: true}, true
		}
	}
	return Stream{}, false
}
