package signal

import (
	"strconv"
	"strings"

	"github.com/pion/sdp/v3"
)

// codecs finds the payload types of Opus or VP8, of VP8's retransmission, and
// of Opus with redundancy.
func (l *Line) codecs(m *sdp.MediaDescription) {
	want := "opus/48000/2"
	if l.Video {
		want = "VP8/90000"
	}
	names := map[uint8]string{}
	for _, a := range m.Attributes {
		if a.Key != "rtpmap" {
			continue
		}
		pt, name, ok := numbered(a.Value)
		if ok && strings.EqualFold(name, want) && l.PT == 0 {
			l.PT = pt
		} else if ok {
			names[pt] = strings.ToLower(name)
		}
	}
	own := strconv.Itoa(int(l.PT))
	repairs := map[string]*uint8{"rtx/90000 apt=" + own: &l.RTX}
	if !l.Video {
		repairs = map[string]*uint8{"red/48000/2 " + own + "/" + own: &l.RED} // one older packet
	}
	for _, a := range m.Attributes {
		if a.Key != "fmtp" {
			continue
		}
		pt, params, ok := numbered(a.Value)
		if at := repairs[names[pt]+" "+params]; ok && at != nil {
			*at = pt
		}
	}
}

// numbered splits "96 VP8/90000"; payload types are 1 to 127.
func numbered(v string) (uint8, string, bool) {
	number, rest, _ := strings.Cut(v, " ")
	pt, err := strconv.ParseUint(number, 10, 7)
	return uint8(pt), rest, err == nil && pt > 0
}

// streams reads what the browser says of its own streams: SSRCs and the pairs
// of media and retransmission (RFC 5576), or simulcast layers (RFC 8853).
func (l *Line) streams(m *sdp.MediaDescription) {
	for _, a := range m.Attributes {
		switch f := strings.Fields(a.Value); a.Key {
		case "ssrc-group":
			l.addRepair(f)
		case "rid":
			if len(f) >= 2 && f[1] == "send" && ridOK(f[0]) && len(l.RIDs) < maxRIDs {
				l.RIDs = append(l.RIDs, f[0])
			}
		}
	}
	for _, a := range m.Attributes {
		if a.Key == "ssrc" {
			id, _, _ := strings.Cut(a.Value, " ")
			if n, err := strconv.ParseUint(id, 10, 32); err == nil {
				l.addSSRC(uint32(n))
			}
		}
	}
	if _, ok := m.Attribute("simulcast"); !ok {
		l.RIDs = nil
	}
}

// addRepair notes "FID media repair".
func (l *Line) addRepair(f []string) {
	if len(f) != 3 || f[0] != "FID" {
		return
	}
	media, err1 := strconv.ParseUint(f[1], 10, 32)
	repair, err2 := strconv.ParseUint(f[2], 10, 32)
	if err1 == nil && err2 == nil {
		l.Repair[uint32(repair)] = uint32(media)
	}
}

// addSSRC notes one media stream, once. A line has one: more is not ours.
func (l *Line) addSSRC(n uint32) {
	if _, repair := l.Repair[n]; repair || len(l.SSRCs) > 0 {
		return
	}
	l.SSRCs = append(l.SSRCs, n)
}

func ridOK(rid string) bool {
	if !between(rid, 1, 16) {
		return false
	}
	for _, r := range rid {
		if (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') {
			return false
		}
	}
	return true
}

// extensions finds the ids of the header extensions that we understand. Only
// one-byte headers are used, so ids go to 14 (RFC 8285).
func (l *Line) extensions(m *sdp.MediaDescription) {
	ids := map[string]*uint8{
		uriMID: &l.Ext.MID, uriRID: &l.Ext.RID, uriRepairedRID: &l.Ext.RepairedRID,
		uriAudioLevel: &l.Ext.AudioLevel, uriTWCC: &l.Ext.TWCC,
	}
	for _, a := range m.Attributes {
		if a.Key != "extmap" {
			continue
		}
		f := strings.Fields(a.Value)
		if len(f) < 2 {
			continue
		}
		number, _, _ := strings.Cut(f[0], "/")
		id, err := strconv.ParseUint(number, 10, 8)
		if at := ids[f[1]]; at != nil && err == nil && id > 0 && id < 15 {
			*at = uint8(id)
		}
	}
}
