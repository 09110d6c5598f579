// Package rtctest is a browser without a browser: a client for tests and load
// that makes the one offer of rtc/README.md, sends synthetic sound and
// pictures, and counts what arrives from every seat.
package rtctest

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/dtls/v3"
	"github.com/pion/ice/v4"
	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
	"github.com/pion/transport/v4"
	"github.com/pion/webrtc/v4"
)

// Join hands an offer to the server and returns its answer.
type Join func(offer string) (answer string, err error)

// Client is one headless browser. Close ends it.
type Client struct {
	seats   int
	repairs bool
	pc      *webrtc.PeerConnection
	tap     *tap
	sender
	lines atomic.Pointer[[]*stream] // what arrives, by receiving line; nil before the answer

	up     chan struct{}
	upOnce sync.Once
	done   sync.WaitGroup // readers of RTCP, the sender
	quit   chan struct{}
	closed sync.Once
}

// Options of a client. Networks are the ones it uses, UDP where there are none;
// Net is a virtual one (see Way). Latency, where given, takes the age of every
// packet. Repair does against loss what browsers do: it asks for lost packets
// and answers when the server asks, sends and takes sound with redundancy, and
// tells when packets arrive. Layers sends the camera in three layers. Mark, 1 to
// 31, is put into all packets that the client sends. With Relays the client has
// no other way.
type Options struct {
	Networks []webrtc.NetworkType
	Net      transport.Net
	Latency  *Latency
	Repair   bool
	Layers   bool
	Mark     int
	Relays   []webrtc.ICEServer
}

// New makes a client for a meeting of so many seats.
func New(seats int, o Options) (*Client, error) {
	c := &Client{seats: seats, repairs: o.Repair, tap: newTap(o.Latency), up: make(chan struct{}), quit: make(chan struct{})}
	c.sender.body[markAt], c.sender.redundant = byte(o.Mark), o.Repair
	api, err := newAPI(o, c.tap)
	if err != nil {
		return nil, err
	}
	how := webrtc.Configuration{ICEServers: o.Relays}
	if len(o.Relays) > 0 {
		how.ICETransportPolicy = webrtc.ICETransportPolicyRelay
	}
	if c.pc, err = api.NewPeerConnection(how); err != nil {
		return nil, err
	}
	c.pc.OnConnectionStateChange(func(s webrtc.PeerConnectionState) {
		if s == webrtc.PeerConnectionStateConnected {
			c.upOnce.Do(func() { close(c.up) })
		}
	})
	if err := c.addLines(o.Layers); err != nil {
		_ = c.Close()
		return nil, err
	}
	return c, nil
}

const (
	uriAudioLevel = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
	uriMID        = "urn:ietf:params:rtp-hdrext:sdes:mid"
	uriRID        = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"
)

func newAPI(o Options, t *tap) (*webrtc.API, error) {
	m := &webrtc.MediaEngine{}
	if err := m.RegisterDefaultCodecs(); err != nil {
		return nil, err
	}
	if err := m.RegisterHeaderExtension(webrtc.RTPHeaderExtensionCapability{URI: uriAudioLevel}, webrtc.RTPCodecTypeAudio); err != nil {
		return nil, err
	}
	var s webrtc.SettingEngine
	s.BufferFactory = t.buffer
	s.SetSRTPProtectionProfiles(dtls.SRTP_AEAD_AES_128_GCM)
	s.SetIncludeLoopbackCandidate(true)
	if len(o.Networks) == 0 {
		o.Networks = []webrtc.NetworkType{webrtc.NetworkTypeUDP4, webrtc.NetworkTypeUDP6}
	}
	s.SetNetworkTypes(o.Networks)
	if o.Net != nil {
		s.SetNet(o.Net)
		s.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	}
	registry := &interceptor.Registry{}
	if o.Repair {
		if err := repairs(m, registry); err != nil {
			return nil, err
		}
	}
	if o.Layers {
		for _, uri := range []string{uriMID, uriRID} {
			if err := m.RegisterHeaderExtension(webrtc.RTPHeaderExtensionCapability{URI: uri}, webrtc.RTPCodecTypeVideo); err != nil {
				return nil, err
			}
		}
	}
	return webrtc.NewAPI(webrtc.WithMediaEngine(m), webrtc.WithSettingEngine(s), webrtc.WithInterceptorRegistry(registry)), nil
}

// addLines adds the media lines in the order of the handshake.
func (c *Client) addLines(layers bool) error {
	for line := range c.sender.tracks {
		if line == camera && layers {
			if err := c.addLayers(); err != nil {
				return err
			}
			continue
		}
		t, err := newTrack(line, c.repairs)
		if err != nil {
			return err
		}
		tr, err := c.pc.AddTransceiverFromTrack(t, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly})
		if err != nil {
			return err
		}
		c.sender.tracks[line] = t
		rate := soundRate
		if line == camera || line == screen {
			rate = pictureRate
		}
		c.sender.clock.tell(tr.Sender(), line, rate)
		c.done.Go(func() { c.readRTCP(tr.Sender().ReadRTCP) }) // ends when the connection closes
	}
	kinds := []webrtc.RTPCodecType{webrtc.RTPCodecTypeAudio, webrtc.RTPCodecTypeVideo}
	for range c.seats {
		if err := c.addReceivers(kinds[0], kinds[1]); err != nil {
			return err
		}
	}
	return c.addReceivers(kinds[1], kinds[0])
}

func (c *Client) addReceivers(kinds ...webrtc.RTPCodecType) error {
	for _, k := range kinds {
		if _, err := c.pc.AddTransceiverFromKind(k, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly}); err != nil {
			return err
		}
	}
	return nil
}

// Join does the handshake and waits until media can flow.
func (c *Client) Join(ctx context.Context, join Join) error {
	if err := c.negotiate(join, nil); err != nil {
		return err
	}
	// pion looks at its pairs every 200 ms only, and whenever a candidate comes;
	// browsers go on at once. Candidates on ports that nobody has make it look.
	nudge := time.NewTicker(5 * time.Millisecond)
	defer nudge.Stop()
	for port := 1; ; port++ {
		select {
		case <-c.up:
			return nil
		case <-ctx.Done():
			return fmt.Errorf("join: %w", ctx.Err())
		case <-nudge.C:
			if port <= maxNudges {
				_ = c.pc.AddICECandidate(webrtc.ICECandidateInit{Candidate: fmt.Sprintf("9 1 udp 1 127.0.0.1 %d typ host", port), SDPMid: new(string)})
			}
		}
	}
}

const maxNudges = 10

// Restart does an ICE restart.
func (c *Client) Restart(join Join) error {
	return c.negotiate(join, &webrtc.OfferOptions{ICERestart: true})
}

func (c *Client) negotiate(join Join, o *webrtc.OfferOptions) error {
	offer, err := c.pc.CreateOffer(o)
	if err != nil {
		return err
	}
	if err := c.pc.SetLocalDescription(offer); err != nil {
		return err
	}
	c.sender.level.Store(extensionID(offer.SDP, uriAudioLevel))
	c.sender.rid.Store(extensionID(offer.SDP, uriRID))
	c.sender.mid.Store(extensionID(offer.SDP, uriMID))
	if c.repairs {
		c.sender.clock.pc.Store(c.pc)
		c.tap.twcc.Store(extensionID(offer.SDP, uriTWCC))
	}
	answer, err := join(offer.SDP)
	if err != nil {
		return err
	}
	c.listen(answer)
	return c.pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: answer})
}

func extensionID(offer, uri string) uint32 {
	for l := range strings.Lines(offer) {
		if v, ok := strings.CutPrefix(l, "a=extmap:"); ok && strings.HasSuffix(strings.TrimSpace(v), uri) {
			n, _ := strconv.Atoi(strings.Fields(v)[0])
			return uint32(n)
		}
	}
	return 0
}

// listen finds the SSRCs of every receiving line in the answer: the media's
// first, then the retransmission's.
func (c *Client) listen(answer string) {
	var lines []*stream
	for i, section := range strings.Split(answer, "\r\nm=")[1:] {
		if i < len(c.sender.tracks) {
			continue
		}
		ssrcs := ssrcsOf(section)
		s := c.tap.stream(ssrcs[0])
		if strings.HasPrefix(section, "video") && s.dark == nil {
			s.dark = func() { // as browsers do: nothing can be shown without a key frame
				_ = c.pc.WriteRTCP([]rtcp.Packet{&rtcp.PictureLossIndication{MediaSSRC: s.ssrc}})
			}
			if c.repairs && len(ssrcs) > 1 {
				s.repairer = &repairer{}
				c.tap.stream(ssrcs[1]).again = &retransmission{s.repairer}
			}
		}
		lines = append(lines, s)
	}
	c.lines.Store(&lines)
}

// ssrcsOf lists the SSRCs of a media section, each once; never none.
func ssrcsOf(section string) (list []uint32) {
	for l := range strings.Lines(section) {
		if v, ok := strings.CutPrefix(l, "a=ssrc:"); ok {
			id, _, _ := strings.Cut(v, " ")
			if n, err := strconv.ParseUint(id, 10, 32); err == nil && !slices.Contains(list, uint32(n)) {
				list = append(list, uint32(n))
			}
		}
	}
	return append(list, 0)[:max(len(list), 1)]
}

// readRTCP hears what the server asks of one of our tracks.
func (c *Client) readRTCP(read func() ([]rtcp.Packet, interceptor.Attributes, error)) {
	for {
		list, _, err := read()
		if err != nil {
			return
		}
		for _, p := range list {
			if _, ok := p.(*rtcp.PictureLossIndication); ok {
				c.sender.keyframe.Store(true)
			}
		}
	}
}

// Start sends sound and pictures until Close.
func (c *Client) Start() {
	c.done.Go(func() { c.sender.run(c.quit) })
	if c.repairs {
		c.done.Go(c.repair)
	}
}

// Close ends the client and waits for its goroutines.
func (c *Client) Close() error {
	var err error
	c.closed.Do(func() {
		close(c.quit)
		err = c.pc.GracefulClose()
		c.done.Wait()
	})
	return err
}

func (c *Client) line(i int) *stream {
	if lines := c.lines.Load(); lines != nil {
		return (*lines)[i]
	}
	return &stream{}
}

// Heard is how many packets of sound came from a seat.
func (c *Client) Heard(seat int) uint64 { return c.line(2 * seat).packets.Load() }

// Seen counts the packets of a seat's picture.
func (c *Client) Seen(seat int) uint64 { return c.line(2*seat + 1).packets.Load() }

// Keys counts the key frames of a seat's picture.
func (c *Client) Keys(seat int) uint64 { return c.line(2*seat + 1).keys.Load() }

// ScreenSeen counts the packets of the screen place's picture.
func (c *Client) ScreenSeen() uint64 { return c.line(2 * c.seats).packets.Load() }

// ScreenHeard counts the packets of the screen place's sound.
func (c *Client) ScreenHeard() uint64 { return c.line(2*c.seats + 1).packets.Load() }

// Layer is the layer of the newest packet of a seat's picture, 0 the lowest.
func (c *Client) Layer(seat int) int { return int(c.line(2*seat + 1).layer.Load()) }

// Skew is how much earlier the newest picture of a seat was taken than it would
// be shown beside the newest sound, by the sender reports of both lines, and how
// many reports came on the line that has fewer.
func (c *Client) Skew(seat int) (skew time.Duration, reports uint64) {
	sound, picture := c.line(2*seat), c.line(2*seat+1)
	skew = time.Duration(sound.shift.Load() - picture.shift.Load())
	return skew, min(sound.reports.Load(), picture.reports.Load())
}

// Unheard is how many packets of a seat's sound are missing.
func (c *Client) Unheard(seat int) int64 { return c.line(2 * seat).lost.Load() }

// Newest is when the newest packet of those that came from a sender with a
// mark was sent, on whatever line it came; zero: none came.
func (c *Client) Newest(mark int) time.Time { return c.tap.newest(mark) }

// Received is what came: all, and of that the sound.
func (c *Client) Received() (all, sound Count) { return c.tap.Received() }
