package signal

import (
	"fmt"
	"strings"
)

// Answer is what the server says to an offer.
type Answer struct {
	Session                 uint64
	Version                 uint64 // counts the answers of one session from 1
	Ufrag, Pwd, Fingerprint string
	Candidates              []string
	Sends                   []Send // for the offer's lines from Sending on
}

// Send is what the server sends on one line: the browser's MediaStream id, and
// the SSRCs of media and retransmission.
type Send struct {
	Stream    string
	SSRC, RTX uint32
}

// Text writes the answer to an offer, line by line in its order (RFC 9429
// section 5.3). There is one transport, described alike on every line.
func (a *Answer) Text(o *Offer) string {
	var b strings.Builder
	mids := make([]string, len(o.Lines))
	for i, l := range o.Lines {
		mids[i] = l.MID
	}
	put(&b, "v=0")
	put(&b, "o=- %d %d IN IP4 127.0.0.1", a.Session, a.Version)
	put(&b, "s=-")
	put(&b, "t=0 0")
	put(&b, "a=ice-lite")
	put(&b, "a=fingerprint:sha-256 %s", a.Fingerprint)
	put(&b, "a=group:BUNDLE %s", strings.Join(mids, " "))
	put(&b, "a=msid-semantic: WMS *")
	for i, l := range o.Lines {
		a.line(&b, i, l)
	}
	return b.String()
}

func (a *Answer) line(b *strings.Builder, i int, l Line) {
	kind, formats := "audio", fmt.Sprint(l.PT)
	switch {
	case l.Video:
		kind = "video"
		if l.RTX != 0 {
			formats += fmt.Sprintf(" %d", l.RTX)
		}
	case l.RED == 0:
	case i == Microphone: // browsers send the first one
		formats = fmt.Sprintf("%d %d", l.RED, l.PT)
	default:
		formats += fmt.Sprintf(" %d", l.RED)
	}
	put(b, "m=%s 9 UDP/TLS/RTP/SAVPF %s", kind, formats)
	put(b, "c=IN IP4 0.0.0.0")
	put(b, "a=mid:%s", l.MID)
	put(b, "a=ice-ufrag:%s", a.Ufrag)
	put(b, "a=ice-pwd:%s", a.Pwd)
	put(b, "a=setup:passive")
	put(b, "a=rtcp-mux")
	put(b, "a=rtcp-rsize")
	if i == 0 {
		for _, c := range a.Candidates {
			put(b, "a=candidate:%s", c)
		}
		put(b, "a=end-of-candidates")
	}
	l.codecLines(b)
	if i < Sending {
		l.receiveLines(b)
	} else {
		l.sendLines(b, a.Sends[i-Sending])
	}
}

// codecLines: Opus with FEC in band and DTX (RFC 7587) and redundancy (RFC
// 2198), or VP8.
func (l *Line) codecLines(b *strings.Builder) {
	if !l.Video {
		put(b, "a=rtpmap:%d opus/48000/2", l.PT)
		put(b, "a=fmtp:%d minptime=10;useinbandfec=1;usedtx=1", l.PT)
		if l.RED != 0 {
			put(b, "a=rtpmap:%d red/48000/2", l.RED)
			put(b, "a=fmtp:%d %d/%d", l.RED, l.PT, l.PT)
		}
		if l.Ext.TWCC != 0 {
			put(b, "a=rtcp-fb:%d transport-cc", l.PT)
		}
		return
	}
	put(b, "a=rtpmap:%d VP8/90000", l.PT)
	for _, fb := range []string{"nack", "nack pli", "ccm fir"} {
		put(b, "a=rtcp-fb:%d %s", l.PT, fb)
	}
	if l.Ext.TWCC != 0 {
		put(b, "a=rtcp-fb:%d transport-cc", l.PT)
	}
	if l.RTX != 0 {
		put(b, "a=rtpmap:%d rtx/90000", l.RTX)
		put(b, "a=fmtp:%d apt=%d", l.RTX, l.PT)
	}
}

// receiveLines: the browser sends here.
func (l *Line) receiveLines(b *strings.Builder) {
	put(b, "a=recvonly")
	extension(b, l.Ext.TWCC, uriTWCC)
	extension(b, l.Ext.MID, uriMID)
	extension(b, l.Ext.AudioLevel, uriAudioLevel)
	if len(l.RIDs) == 0 {
		return
	}
	extension(b, l.Ext.RID, uriRID)
	extension(b, l.Ext.RepairedRID, uriRepairedRID)
	for _, rid := range l.RIDs {
		put(b, "a=rid:%s recv", rid)
	}
	put(b, "a=simulcast:recv %s", strings.Join(l.RIDs, ";"))
}

// sendLines: the server sends here, always with the same SSRCs.
func (l *Line) sendLines(b *strings.Builder, s Send) {
	track := s.Stream + "-audio"
	if l.Video {
		track = s.Stream + "-video"
	}
	put(b, "a=sendonly")
	extension(b, l.Ext.TWCC, uriTWCC)
	put(b, "a=msid:%s %s", s.Stream, track)
	ssrcs := []uint32{s.SSRC} // the media first: browsers take the first for it
	if s.RTX != 0 && l.RTX != 0 {
		put(b, "a=ssrc-group:FID %d %d", s.SSRC, s.RTX)
		ssrcs = append(ssrcs, s.RTX)
	}
	for _, n := range ssrcs {
		put(b, "a=ssrc:%d cname:%s", n, s.Stream)
		put(b, "a=ssrc:%d msid:%s %s", n, s.Stream, track)
	}
}

func extension(b *strings.Builder, id uint8, uri string) {
	if id != 0 {
		put(b, "a=extmap:%d %s", id, uri)
	}
}

func put(b *strings.Builder, format string, args ...any) {
	fmt.Fprintf(b, format, args...)
	b.WriteString("\r\n")
}
