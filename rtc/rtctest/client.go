// Package rtctest is a browser without a browser: a client for tests and load
// that makes the one offer of rtc/README.md, sends synthetic sound and
// pictures, and counts what arrives from every seat.
package rtctest

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/dtls/v3"
	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// Join hands an offer to the server and returns its answer.
type Join func(offer string) (answer string, err error)

// Client is one headless browser. Close ends it.
type Client struct {
	Seats int

	pc     *webrtc.PeerConnection
	tracks [4]*webrtc.TrackLocalStaticRTP // microphone, camera, screen, screen sound
	level  atomic.Uint32                  // header extension id of the audio level
	counts []count
	up     chan struct{}
	upOnce sync.Once
	done   sync.WaitGroup // readers of tracks, the sender
	quit   chan struct{}
	closed sync.Once

	keyframe atomic.Bool // somebody asked for one
	muted    atomic.Bool
	dark     atomic.Bool
	sharing  atomic.Bool
	loud     atomic.Uint32
}

// count is what arrived on one receiving line.
type count struct {
	packets, keys, lost atomic.Uint64
	last                atomic.Int64 // sequence number, -1 before the first
}

// New makes a client for a meeting of so many seats.
func New(seats int) (*Client, error) {
	c := &Client{Seats: seats, up: make(chan struct{}), quit: make(chan struct{}), counts: make([]count, 2*seats+2)}
	for i := range c.counts {
		c.counts[i].last.Store(-1)
	}
	api, err := newAPI()
	if err != nil {
		return nil, err
	}
	if c.pc, err = api.NewPeerConnection(webrtc.Configuration{}); err != nil {
		return nil, err
	}
	c.pc.OnConnectionStateChange(func(s webrtc.PeerConnectionState) {
		if s == webrtc.PeerConnectionStateConnected {
			c.upOnce.Do(func() { close(c.up) })
		}
	})
	c.pc.OnTrack(func(t *webrtc.TrackRemote, _ *webrtc.RTPReceiver) { c.read(t) })
	return c, c.addLines()
}

func newAPI() (*webrtc.API, error) {
	m := &webrtc.MediaEngine{}
	if err := m.RegisterDefaultCodecs(); err != nil {
		return nil, err
	}
	for _, uri := range []string{"urn:ietf:params:rtp-hdrext:ssrc-audio-level", "urn:ietf:params:rtp-hdrext:sdes:mid"} {
		if err := m.RegisterHeaderExtension(webrtc.RTPHeaderExtensionCapability{URI: uri}, webrtc.RTPCodecTypeAudio); err != nil {
			return nil, err
		}
	}
	var s webrtc.SettingEngine
	s.SetSRTPProtectionProfiles(dtls.SRTP_AEAD_AES_128_GCM)
	s.SetIncludeLoopbackCandidate(true)
	return webrtc.NewAPI(webrtc.WithMediaEngine(m), webrtc.WithSettingEngine(s),
		webrtc.WithInterceptorRegistry(&interceptor.Registry{})), nil
}

// addLines adds the media lines in the order of the handshake.
func (c *Client) addLines() error {
	audio := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2}
	video := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90000}
	for i, codec := range []webrtc.RTPCodecCapability{audio, video, video, audio} {
		t, err := webrtc.NewTrackLocalStaticRTP(codec, fmt.Sprint("track", i), "own")
		if err != nil {
			return err
		}
		tr, err := c.pc.AddTransceiverFromTrack(t, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly})
		if err != nil {
			return err
		}
		c.tracks[i] = t
		c.done.Go(func() { c.readRTCP(tr.Sender()) }) // ends when the connection closes
	}
	kinds := []webrtc.RTPCodecType{webrtc.RTPCodecTypeAudio, webrtc.RTPCodecTypeVideo}
	for range c.Seats {
		for _, k := range kinds {
			if err := c.addReceiver(k); err != nil {
				return err
			}
		}
	}
	if err := c.addReceiver(webrtc.RTPCodecTypeVideo); err != nil {
		return err
	}
	return c.addReceiver(webrtc.RTPCodecTypeAudio)
}

func (c *Client) addReceiver(k webrtc.RTPCodecType) error {
	_, err := c.pc.AddTransceiverFromKind(k, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly})
	return err
}

// Join does the handshake and waits until media can flow.
func (c *Client) Join(ctx context.Context, join Join) error {
	if err := c.negotiate(join, nil); err != nil {
		return err
	}
	select {
	case <-c.up:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("join: %w", ctx.Err())
	}
}

// Restart does an ICE restart.
func (c *Client) Restart(join Join) error {
	return c.negotiate(join, &webrtc.OfferOptions{ICERestart: true})
}

func (c *Client) negotiate(join Join, o *webrtc.OfferOptions) error {
	offer, err := c.pc.CreateOffer(o)
	if err != nil {
		return err
	}
	gathered := webrtc.GatheringCompletePromise(c.pc)
	if err := c.pc.SetLocalDescription(offer); err != nil {
		return err
	}
	<-gathered
	text := c.pc.LocalDescription().SDP
	c.level.Store(extensionID(text, "urn:ietf:params:rtp-hdrext:ssrc-audio-level"))
	answer, err := join(text)
	if err != nil {
		return err
	}
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

// read counts one track until the connection closes.
func (c *Client) read(t *webrtc.TrackRemote) {
	i := c.line(t)
	if i < 0 {
		return
	}
	var p rtp.Packet
	b := make([]byte, 2048)
	for {
		n, _, err := t.Read(b)
		if err != nil {
			return
		}
		if p.Unmarshal(b[:n]) != nil {
			continue
		}
		c.counts[i].add(&p)
		if t.Kind() == webrtc.RTPCodecTypeVideo && c.counts[i].keys.Load() == 0 && p.Marker {
			// As browsers do: nothing can be shown without a key frame.
			_ = c.pc.WriteRTCP([]rtcp.Packet{&rtcp.PictureLossIndication{MediaSSRC: uint32(t.SSRC())}})
		}
	}
}

func (k *count) add(p *rtp.Packet) {
	if last := k.last.Swap(int64(p.SequenceNumber)); last >= 0 {
		if ahead := int16(p.SequenceNumber - uint16(last)); ahead > 1 {
			k.lost.Add(uint64(ahead - 1))
		}
	}
	if isKey(p.Payload) {
		k.keys.Add(1)
	}
	k.packets.Add(1)
}

// line finds the receiving line of a track by its MediaStream.
func (c *Client) line(t *webrtc.TrackRemote) int {
	video := t.Kind() == webrtc.RTPCodecTypeVideo
	if t.StreamID() == "screen" {
		if video {
			return 2 * c.Seats
		}
		return 2*c.Seats + 1
	}
	seat, err := strconv.Atoi(strings.TrimPrefix(t.StreamID(), "seat-"))
	if err != nil || seat >= c.Seats {
		return -1
	}
	if video {
		return 2*seat + 1
	}
	return 2 * seat
}

// readRTCP hears what the server asks of one of our tracks.
func (c *Client) readRTCP(s *webrtc.RTPSender) {
	for {
		list, _, err := s.ReadRTCP()
		if err != nil {
			return
		}
		for _, p := range list {
			if _, ok := p.(*rtcp.PictureLossIndication); ok {
				c.keyframe.Store(true)
			}
		}
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

// Heard and Seen are how many packets of sound and picture came from a seat.
func (c *Client) Heard(seat int) uint64 { return c.counts[2*seat].packets.Load() }

// Seen counts the packets of a seat's picture.
func (c *Client) Seen(seat int) uint64 { return c.counts[2*seat+1].packets.Load() }

// Keys counts the key frames of a seat's picture.
func (c *Client) Keys(seat int) uint64 { return c.counts[2*seat+1].keys.Load() }

// ScreenSeen and ScreenHeard count the packets of the screen place.
func (c *Client) ScreenSeen() uint64 { return c.counts[2*c.Seats].packets.Load() }

// ScreenHeard counts the sound of the screen place.
func (c *Client) ScreenHeard() uint64 { return c.counts[2*c.Seats+1].packets.Load() }

// Lost is how many sequence numbers were missing on all lines.
func (c *Client) Lost() (n uint64) {
	for i := range c.counts {
		n += c.counts[i].lost.Load()
	}
	return n
}

// Received is how many packets came on all lines.
func (c *Client) Received() (n uint64) {
	for i := range c.counts {
		n += c.counts[i].packets.Load()
	}
	return n
}

// pause is the time between two sound packets.
const pause = 20 * time.Millisecond
