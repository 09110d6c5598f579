package signal

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/pion/sdp/v3"

	"kring/internal/fault"
)

const chromium = "testdata/chromium-4-seats-simulcast.sdp"

func read(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestParseOfferOfChromium(t *testing.T) {
	o, err := ParseOffer(read(t, chromium), 4)
	if err != nil {
		t.Fatal(err)
	}
	if len(o.Lines) != 14 || o.Ufrag == "" || len(o.Pwd) < 22 || len(o.Fingerprint) != 95 {
		t.Errorf("transport or lines missing: %d lines, %q, %q, %q", len(o.Lines), o.Ufrag, o.Pwd, o.Fingerprint)
	}
	mic, cam, screen := o.Lines[Microphone], o.Lines[Camera], o.Lines[Screen]
	if mic.PT != 111 || mic.Ext.AudioLevel == 0 || mic.Ext.TWCC == 0 || len(mic.SSRCs) != 1 {
		t.Errorf("microphone: %+v", mic)
	}
	if cam.PT != 96 || cam.RTX != 97 || cam.Ext.RID == 0 || cam.Ext.RepairedRID == 0 || !slices.Equal(cam.RIDs, []string{"q", "h", "f"}) {
		t.Errorf("camera: %+v", cam)
	}
	if len(screen.SSRCs) != 1 || len(screen.Repair) != 1 || len(screen.RIDs) != 0 {
		t.Errorf("screen: %+v", screen)
	}
	for repair, media := range screen.Repair {
		if media != screen.SSRCs[0] || !o.Uses(repair) || !o.Uses(media) {
			t.Errorf("screen repairs %d with %d, media is %v", media, repair, screen.SSRCs)
		}
	}
}

// TestRefusedOffers changes one thing of a good offer at a time.
func TestRefusedOffers(t *testing.T) {
	good := read(t, chromium)
	once := func(old, new string) string { return strings.Replace(good, old, new, 1) }
	all := func(old, new string) string { return strings.ReplaceAll(good, old, new) }
	candidates := strings.Repeat("a=candidate:1 1 udp 1 192.0.2.7 9 typ host\r\n", maxCandidates+1)
	for name, offer := range map[string]string{
		"empty":                  "",
		"not SDP":                "v=0\r\nhello",
		"too long":               good + strings.Repeat("a=x\r\n", MaxSize/5),
		"another kind":           once("m=audio", "m=application"),
		"audio and video mixed":  once("m=video", "m=audio"),
		"no bundle":              all("a=group:BUNDLE", "a=group:LS"),
		"a line outside":         once("a=group:BUNDLE 0 1", "a=group:BUNDLE 1 0"),
		"too few lines":          good[:strings.LastIndex(good, "m=audio")],
		"too many lines":         good + good[strings.LastIndex(good, "m=audio"):],
		"no mux":                 once("a=rtcp-mux\r\n", ""),
		"no mid":                 once("a=mid:0\r\n", ""),
		"receives on microphone": once("a=sendonly", "a=recvonly"),
		"sends from a seat":      once("a=recvonly", "a=sendonly"),
		"no Opus":                all("opus/48000/2", "isac/16000"),
		"no VP8":                 all("VP8/90000", "VP9/90000"),
		"hundreds of candidates": once("a=mid:0\r\n", "a=mid:0\r\n"+candidates),
		"short password":         replaceLine(good, "a=ice-pwd:", "short"),
		"no fingerprint":         all("a=fingerprint:", "a=other:"),
		"weak fingerprint":       all("a=fingerprint:sha-256", "a=fingerprint:sha-1"),
		"passive":                all("a=setup:actpass", "a=setup:passive"),
	} {
		if _, err := ParseOffer(offer, 4); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v; want an Invalid fault", name, err)
		}
	}
	if _, err := ParseOffer(good, 5); !fault.Is(err, fault.Invalid) {
		t.Error("an offer for another number of seats is taken")
	}
}

func replaceLine(text, prefix, value string) string {
	var b strings.Builder
	for l := range strings.Lines(text) {
		if strings.HasPrefix(l, prefix) {
			l = prefix + value + "\r\n"
		}
		b.WriteString(l)
	}
	return b.String()
}

func answerTo(o *Offer) *Answer {
	a := &Answer{Session: 7, Version: 2, Ufrag: "ours", Pwd: "password", Fingerprint: "AA:BB", Candidates: []string{"1 1 udp 9 192.0.2.1 5 typ host"}}
	for i := range o.Lines[Sending:] {
		a.Sends = append(a.Sends, Send{Stream: fmt.Sprintf("seat-%d", i/2), SSRC: uint32(100 + 2*i), RTX: uint32(101 + 2*i)})
	}
	return a
}

func TestAnswerFitsTheOffer(t *testing.T) {
	o, err := ParseOffer(read(t, chromium), 4)
	if err != nil {
		t.Fatal(err)
	}
	text := answerTo(o).Text(o)
	var d sdp.SessionDescription
	if err := d.UnmarshalString(text); err != nil {
		t.Fatal(err)
	}
	if len(d.MediaDescriptions) != len(o.Lines) {
		t.Fatalf("%d lines answer %d", len(d.MediaDescriptions), len(o.Lines))
	}
	for i, m := range d.MediaDescriptions {
		l := o.Lines[i]
		want := "recvonly"
		if i >= Sending {
			want = "sendonly"
		}
		mid, _ := m.Attribute("mid")
		if mid != l.MID || directionOf(m) != want || !slices.Contains(m.MediaName.Formats, fmt.Sprint(l.PT)) {
			t.Errorf("line %d: mid %q, %s, formats %v", i, mid, directionOf(m), m.MediaName.Formats)
		}
	}
	red := fmt.Sprint(o.Lines[Microphone].RED)
	for i, want := range map[int][]string{Microphone: {red, "111"}, ScreenSound: {"111"}, Sending: {"111", red}} {
		// What stands first is what a browser sends.
		if got := d.MediaDescriptions[i].MediaName.Formats; red == "0" || !slices.Equal(got, want) {
			t.Errorf("sound of line %d: formats %v; want %v", i, got, want)
		}
	}
	cam := d.MediaDescriptions[Camera]
	if v, _ := cam.Attribute("simulcast"); v != "recv q;h;f" {
		t.Errorf("simulcast:%s", v)
	}
	seat := d.MediaDescriptions[Sending+1]
	var ssrcs []string
	for _, a := range seat.Attributes {
		if a.Key == "ssrc" && strings.Contains(a.Value, "cname") {
			ssrcs = append(ssrcs, strings.Fields(a.Value)[0])
		}
	}
	if !slices.Equal(ssrcs, []string{"102", "103"}) {
		t.Errorf("a browser takes the first SSRC for the media, got %v", ssrcs)
	}
}

func FuzzParseOffer(f *testing.F) {
	good := read(f, chromium)
	f.Add(good)
	f.Add("")
	f.Add(strings.ReplaceAll(good, "a=rid:", "a=rid: "))
	f.Add(strings.ReplaceAll(good, "ssrc-group:FID", "ssrc-group:FID 1"))
	f.Fuzz(func(t *testing.T, text string) {
		o, err := ParseOffer(text, 4)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("not a fault: %v", err)
			}
			return
		}
		// Whatever is taken can be answered, and the answer is SDP again with
		// nothing of the offer slipped in between its lines.
		answer := answerTo(o).Text(o)
		var d sdp.SessionDescription
		if err := d.UnmarshalString(answer); err != nil {
			t.Fatalf("%v in %s", err, answer)
		}
		if len(d.MediaDescriptions) != len(o.Lines) {
			t.Errorf("%d lines answer %d", len(d.MediaDescriptions), len(o.Lines))
		}
		again, err := ParseOffer(text, 4)
		if err != nil || !reflect.DeepEqual(o, again) {
			t.Error("parsing is not deterministic")
		}
	})
}
