package rtctest

import (
	"encoding/binary"
	"time"

	"github.com/pion/interceptor"
	"github.com/pion/interceptor/pkg/nack"
	"github.com/pion/interceptor/pkg/twcc"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

const uriTWCC = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"

// The payload types of sound: Opus as pion has it, and with redundancy as Chromium.
const (
	opusPT = 111
	redPT  = 63
)

// repairs offers what browsers offer against loss.
func repairs(m *webrtc.MediaEngine, registry *interceptor.Registry) error {
	responder, err := nack.NewResponderInterceptor()
	if err != nil {
		return err
	}
	registry.Add(responder)
	for _, kind := range []webrtc.RTPCodecType{webrtc.RTPCodecTypeAudio, webrtc.RTPCodecTypeVideo} {
		if err := m.RegisterHeaderExtension(webrtc.RTPHeaderExtensionCapability{URI: uriTWCC}, kind); err != nil {
			return err
		}
	}
	return m.RegisterCodec(webrtc.RTPCodecParameters{RTPCodecCapability: redCodec(), PayloadType: redPT}, webrtc.RTPCodecTypeAudio)
}

func redCodec() webrtc.RTPCodecCapability {
	return webrtc.RTPCodecCapability{MimeType: "audio/red", ClockRate: 48000, Channels: 2, SDPFmtpLine: "111/111"}
}

// layerShape is what the layers of a camera send, 30 times a second: 100, 400
// and 1,000 kbit/s.
var layerShape = [maxLayers]struct {
	rid                    string
	height, packets, bytes int
}{{"q", 180, 1, 400}, {"h", 360, 2, 800}, {"f", 720, perFrame, frameBytes}}

const maxLayers = 3

// addLayers adds the camera's line with its layers.
func (c *Client) addLayers() error {
	var s *webrtc.RTPSender
	for i, shape := range layerShape {
		t, err := webrtc.NewTrackLocalStaticRTP(videoCodec(), "camera", "own", webrtc.WithRTPStreamID(shape.rid))
		if err != nil {
			return err
		}
		if s == nil {
			tr, err := c.pc.AddTransceiverFromTrack(t, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly})
			if err != nil {
				return err
			}
			s = tr.Sender()
		} else if err := s.AddEncoding(t); err != nil {
			return err
		}
		c.sender.layers = append(c.sender.layers, t)
		c.sender.clock.tell(s, lines+i, pictureRate)
		read := func() ([]rtcp.Packet, interceptor.Attributes, error) { return s.ReadSimulcastRTCP(shape.rid) }
		c.done.Go(func() { c.readRTCP(read) }) // ends when the connection closes
	}
	return nil
}

// label says to which line and layer a packet belongs.
func (s *sender) label(p *rtp.Packet, t *webrtc.TrackLocalStaticRTP) {
	if mid, rid := uint8(s.mid.Load()), uint8(s.rid.Load()); mid != 0 && rid != 0 {
		_ = p.SetExtension(mid, []byte("1")) // short ones always fit; pion counts lines from 0
		_ = p.SetExtension(rid, []byte(t.RID()))
	}
}

// again puts the sound packet before in front of a new one (RFC 2198).
func (s *sender) again(newest []byte, at uint32) []byte {
	b := []byte{opusPT}
	if older := at - s.beforeAt; s.before != nil && older < 1<<14 {
		b = binary.BigEndian.AppendUint32(nil, 1<<31|opusPT<<24|older<<10|uint32(len(s.before)))
		b = append(append(b, opusPT), s.before...)
	}
	s.before, s.beforeAt = append(s.before[:0], newest...), at
	return append(b, newest...)
}

// splitRED takes sound with redundancy apart; older may be nil.
func splitRED(b []byte) (older, newest []byte) {
	if len(b) < 1 || b[0]&0x80 == 0 {
		return nil, b[min(1, len(b)):]
	}
	if len(b) < 5 {
		return nil, nil
	}
	n := 5 + int(binary.BigEndian.Uint16(b[2:])&0x3ff)
	if n > len(b) {
		return nil, nil
	}
	return b[5:n], b[n:]
}

// arrived notes when a packet came, by its transport-wide number.
func (t *tap) arrived(b []byte) {
	id := uint8(t.twcc.Load())
	if id == 0 {
		return
	}
	var h rtp.Header
	if _, err := h.Unmarshal(b); err != nil {
		return
	}
	n := h.GetExtension(id)
	if len(n) != 2 {
		return
	}
	a := &t.arrivals
	a.Lock()
	defer a.Unlock()
	if a.Recorder == nil {
		a.Recorder, a.began = twcc.NewRecorder(1), time.Now()
	}
	a.Record(h.SSRC, binary.BigEndian.Uint16(n), time.Since(a.began).Microseconds())
}

// tell sends the server what has arrived.
func (c *Client) tell() {
	a := &c.tap.arrivals
	a.Lock()
	defer a.Unlock()
	if a.Recorder == nil {
		return
	}
	if list := a.BuildFeedbackPacket(); len(list) > 0 {
		_ = c.pc.WriteRTCP(list) // the next one says it too
	}
}
