// Package signal reads a browser's one offer and writes the one answer: the
// SDP of a meeting with seats, as rtc/README.md describes it. It knows text
// only; both directions are pure functions.
package signal

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pion/sdp/v3"

	"kring/internal/fault"
)

const (
	// MaxSize of an offer in bytes: 16 seats need 36 media lines, about 60 kB.
	MaxSize = 128 << 10
	// maxCandidates of an offer: we use none of them, so more is abuse.
	maxCandidates = 256
	// Sending is how many lines the browser sends on, before its seats.
	Sending = 4
	// maxRIDs is how many simulcast layers a camera may have.
	maxRIDs = 3
)

// The lines on which a browser sends, by their index.
const (
	Microphone = iota
	Camera
	Screen
	ScreenSound
)

// Header extensions that we understand.
const (
	uriMID         = "urn:ietf:params:rtp-hdrext:sdes:mid"
	uriRID         = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"
	uriRepairedRID = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"
	uriAudioLevel  = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
	uriTWCC        = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
)

// Offer is a browser's offer, as far as it concerns us.
type Offer struct {
	Session                 string // the o= line's session id: the same through ICE restarts
	Ufrag, Pwd, Fingerprint string
	Lines                   []Line
}

// Line is one media line. RTX repairs pictures and RED sound; 0 means that
// there is none.
type Line struct {
	MID      string
	Video    bool
	PT       uint8
	RTX, RED uint8
	Ext      Extensions
	SSRCs    []uint32          // media streams declared by the browser
	Repair   map[uint32]uint32 // retransmission stream → media stream
	RIDs     []string          // simulcast layers, in the browser's order
}

// Extensions are the ids of header extensions, 0 where not offered.
type Extensions struct{ MID, RID, RepairedRID, AudioLevel, TWCC uint8 }

// ParseOffer reads an offer for a meeting of so many seats. Errors are
// fault.Invalid and say what is wrong.
func ParseOffer(text string, seats int) (*Offer, error) {
	if len(text) > MaxSize {
		return nil, invalid("%d bytes of SDP; at most %d", len(text), MaxSize)
	}
	var d sdp.SessionDescription
	if err := d.UnmarshalString(text); err != nil {
		return nil, invalid("not SDP: %v", err)
	}
	if want := LineCount(seats); len(d.MediaDescriptions) != want {
		return nil, invalid("%d media lines; %d seats need %d", len(d.MediaDescriptions), seats, want)
	}
	o := &Offer{Session: strconv.FormatUint(d.Origin.SessionID, 10)}
	bundle, _ := d.Attribute("group")
	mids := strings.Fields(bundle)
	if len(mids) != 1+len(d.MediaDescriptions) || mids[0] != "BUNDLE" {
		return nil, invalid("all media lines must be one BUNDLE group")
	}
	candidates := 0
	for i, m := range d.MediaDescriptions {
		line, err := parseLine(m, i, IsVideo(i, seats))
		if err != nil {
			return nil, err
		}
		if line.MID != mids[i+1] {
			return nil, invalid("media line %d is %q; BUNDLE says %q", i, line.MID, mids[i+1])
		}
		for _, a := range m.Attributes {
			if a.Key == "candidate" {
				candidates++
			}
		}
		o.Lines = append(o.Lines, line)
	}
	if candidates > maxCandidates {
		return nil, invalid("%d candidates; at most %d", candidates, maxCandidates)
	}
	return o, o.transport(&d)
}

// LineCount is how many media lines a meeting of so many seats has: four to
// send on, two for every seat, two for the screen place.
func LineCount(seats int) int { return Sending + 2*seats + 2 }

// IsVideo tells the kind of a line by its index: seats have sound first, the
// screen place has its picture first.
func IsVideo(line, seats int) bool {
	switch {
	case line < Sending:
		return line == Camera || line == Screen
	case line < Sending+2*seats:
		return (line-Sending)%2 == 1
	default:
		return line == Sending+2*seats
	}
}

// transport reads the ICE and DTLS parameters, from the first line or, where
// it has none, from the session.
func (o *Offer) transport(d *sdp.SessionDescription) error {
	get := func(key string) string {
		if v, ok := d.MediaDescriptions[0].Attribute(key); ok {
			return v
		}
		v, _ := d.Attribute(key)
		return v
	}
	o.Ufrag, o.Pwd = get("ice-ufrag"), get("ice-pwd")
	if !between(o.Ufrag, 4, 256) || !between(o.Pwd, 22, 256) { // RFC 8839 section 5.4
		return invalid("no ICE user name fragment or password")
	}
	hash, print, _ := strings.Cut(get("fingerprint"), " ")
	if !strings.EqualFold(hash, "sha-256") || len(print) != 32*3-1 {
		return invalid("no SHA-256 certificate fingerprint")
	}
	o.Fingerprint = strings.ToUpper(print)
	if s := get("setup"); s != "actpass" && s != "active" {
		return invalid("a=setup:%s; the browser must be able to begin DTLS", s)
	}
	return nil
}

func parseLine(m *sdp.MediaDescription, i int, video bool) (Line, error) {
	l := Line{Video: video, Repair: map[uint32]uint32{}}
	kind := "audio"
	if l.Video {
		kind = "video"
	}
	if m.MediaName.Media != kind {
		return l, invalid("media line %d is %q; it must be %s", i, m.MediaName.Media, kind)
	}
	l.MID, _ = m.Attribute("mid")
	if !between(l.MID, 1, 16) || strings.ContainsFunc(l.MID, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return l, invalid("media line %d has no usable mid", i)
	}
	if _, ok := m.Attribute("rtcp-mux"); !ok {
		return l, invalid("media line %d lacks rtcp-mux", i)
	}
	want, got := "sendonly", directionOf(m)
	if i >= Sending {
		want = "recvonly"
	}
	if got != want && got != "sendrecv" {
		return l, invalid("media line %d is %s; it must be %s", i, got, want)
	}
	l.codecs(m)
	if l.PT == 0 {
		return l, invalid("media line %d offers neither Opus nor VP8", i)
	}
	if i < Sending {
		l.streams(m)
	}
	if i == ScreenSound {
		l.RED = 0 // music need not be sent twice
	}
	l.extensions(m)
	return l, nil
}

func directionOf(m *sdp.MediaDescription) string {
	for _, a := range m.Attributes {
		switch a.Key {
		case "sendonly", "recvonly", "inactive":
			return a.Key
		}
	}
	return "sendrecv"
}

func between(s string, low, high int) bool { return len(s) >= low && len(s) <= high }

func invalid(format string, args ...any) error {
	return fault.New(fault.Invalid, "media.offer", format, args...)
}

// Uses reports whether the offer declares an SSRC.
func (o *Offer) Uses(ssrc uint32) bool {
	for _, l := range o.Lines {
		if _, ok := l.Repair[ssrc]; ok || slices.Contains(l.SSRCs, ssrc) {
			return true
		}
	}
	return false
}
