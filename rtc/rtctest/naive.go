package rtctest

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/pion/webrtc/v4"
	"golang.org/x/net/websocket"
)

// Naive is a client of the reference server (folder reference), which makes
// the offers itself, over a WebSocket. It sends and counts what Client does.
type Naive struct {
	pc   *webrtc.PeerConnection
	ws   *websocket.Conn
	tap  *tap
	send sender
	up   chan struct{}
	once sync.Once
	quit chan struct{}
	done sync.WaitGroup
}

type message struct {
	Event string          `json:"event"`
	Data  json.RawMessage `json:"data"`
}

// JoinNaive joins a room of the reference server at host:port.
func JoinNaive(ctx context.Context, addr, room string, l *Latency) (*Naive, error) {
	n := &Naive{tap: newTap(l), up: make(chan struct{}), quit: make(chan struct{})}
	api, err := newAPI(Options{Networks: []webrtc.NetworkType{webrtc.NetworkTypeUDP4}}, n.tap)
	if err != nil {
		return nil, err
	}
	if n.pc, err = api.NewPeerConnection(webrtc.Configuration{}); err != nil {
		return nil, err
	}
	for _, line := range []int{microphone, camera} {
		if n.send.tracks[line], err = newTrack(line, false); err != nil {
			return nil, err
		}
		if _, err = n.pc.AddTrack(n.send.tracks[line]); err != nil {
			return nil, err
		}
	}
	n.pc.OnConnectionStateChange(func(s webrtc.PeerConnectionState) {
		if s == webrtc.PeerConnectionStateConnected {
			n.once.Do(func() { close(n.up) })
		}
	})
	if n.ws, err = websocket.Dial(fmt.Sprintf("ws://%s/ws?room=%s", addr, room), "", "http://"+addr); err != nil {
		return nil, err
	}
	n.done.Go(n.serve) // ends when the socket closes
	select {
	case <-n.up:
		return n, nil
	case <-ctx.Done():
		_ = n.Close()
		return nil, ctx.Err()
	}
}

// serve takes the server's messages. Its candidates may come before its offer.
func (n *Naive) serve() {
	var early []webrtc.ICECandidateInit
	in := json.NewDecoder(n.ws) // its messages span frames
	for {
		var m message
		if in.Decode(&m) != nil {
			return
		}
		switch m.Event {
		case "candidate":
			var c webrtc.ICECandidateInit
			if json.Unmarshal(m.Data, &c) == nil {
				early = append(early, c)
			}
		case "offer":
			if n.answer(m.Data) != nil {
				return
			}
		}
		if n.pc.RemoteDescription() != nil {
			for _, c := range early {
				_ = n.pc.AddICECandidate(c) // one of many
			}
			early = nil
		}
	}
}

func (n *Naive) answer(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	if err := n.pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: text}); err != nil {
		return err
	}
	answer, err := n.pc.CreateAnswer(nil)
	if err != nil {
		return err
	}
	gathered := webrtc.GatheringCompletePromise(n.pc)
	if err := n.pc.SetLocalDescription(answer); err != nil {
		return err
	}
	<-gathered // so that no candidate can come before the answer
	reply, err := json.Marshal(n.pc.LocalDescription().SDP)
	if err != nil {
		return err
	}
	return websocket.JSON.Send(n.ws, message{"answer", reply})
}

// Start sends sound and pictures until Close.
func (n *Naive) Start() { n.done.Go(func() { n.send.run(n.quit) }) }

// Received is what came: all, and of that the sound.
func (n *Naive) Received() (all, sound Count) { return n.tap.Received() }

// Close ends the client.
func (n *Naive) Close() error {
	close(n.quit)
	_ = n.ws.Close()
	err := n.pc.GracefulClose()
	n.done.Wait()
	return err
}
