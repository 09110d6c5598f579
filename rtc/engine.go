// Package rtc is the media engine: it takes every member's camera, microphone
// and screen and hands them to the others of the meeting, seat by seat.
//
// It knows packets only: no HTTP, no users, no storage. A meeting is a Room
// with numbered seats; who may sit where is decided by the caller. A browser
// joins with one offer and gets one answer (package signal; README.md has the
// handshake), and people come and go without any other.
//
// A packet is received, decrypted, numbered anew and sent to every receiver on
// the goroutine that read it from the socket (package wire), under the lock of
// its room. pion/webrtc's PeerConnection is the client in rtctest and not here:
// it does not export the keys of its DTLS, and own SRTP contexts are what halves
// the cost of a packet (BENCH.md); the server is built on the pion libraries that
// it is made of: dtls, srtp, stun, sdp, rtp. What can be known of packets without a
// network or a lock is in package flow. The room's own goroutine does what is not
// about one packet: asking for lost packets and key frames, reports, who speaks,
// who is gone.
package rtc

import (
	"errors"
	"fmt"
	"sync"

	"kring/internal/fault"
	"kring/rtc/internal/wire"
)

const (
	minSeats = 2
	maxSeats = 16
)

// Config says where the engine listens. Port is one UDP and TCP port for all
// media, 0 picks one. IP is the address that browsers are told, several with
// commas between them; "" means all local addresses. Listen is the address to
// bind, "" means all. Single sends every datagram alone, for networks or bench
// runs that segmentation offload does not suit.
type Config struct {
	Port       int
	IP, Listen string
	Single     bool
}

// Listener hears what happens in a room. Its methods are called from the
// room's own goroutine, one at a time, and must neither block nor close the
// room.
type Listener interface {
	// Speaking tells for every peer which seats it hears speak now, its own
	// included, loudest first. It comes when that changes for anybody.
	Speaking(heard map[string][]int)
	// Connected tells that a peer's media came up, or was lost. A lost peer
	// keeps its seat and may come back by itself or by joining again.
	Connected(peer string, ok bool)
}

// Engine carries the media of all rooms of this process.
type Engine struct {
	port *wire.Port

	mu     sync.Mutex
	rooms  map[string]*Room
	closed bool
}

// New opens the media port.
func New(cfg Config) (*Engine, error) {
	port, err := wire.Listen(wire.Config{Listen: cfg.Listen, IP: cfg.IP, Port: cfg.Port, Single: cfg.Single})
	if err != nil {
		return nil, err
	}
	return &Engine{port: port, rooms: map[string]*Room{}}, nil
}

// Port is the number of the media port.
func (e *Engine) Port() int { return e.port.Number() }

// Open begins a room of 2 to 16 seats. The caller closes it.
func (e *Engine) Open(id string, seats int, l Listener) (*Room, error) {
	if seats < minSeats || seats > maxSeats {
		return nil, fault.New(fault.Invalid, "media.seats", "%d seats; a room has %d to %d", seats, minSeats, maxSeats)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil, errors.New("open room: the engine is closed")
	}
	if e.rooms[id] != nil {
		return nil, fault.New(fault.Conflict, "media.open", "the room is open already")
	}
	r := newRoom(e, id, seats, l)
	e.rooms[id] = r
	return r, nil
}

// Room finds an open room, or nil.
func (e *Engine) Room(id string) *Room {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.rooms[id]
}

// Close closes all rooms and the port. Nothing of the engine runs afterwards.
func (e *Engine) Close() error {
	e.mu.Lock()
	e.closed = true
	var rooms []*Room
	for _, r := range e.rooms {
		rooms = append(rooms, r)
	}
	e.mu.Unlock()
	for _, r := range rooms {
		_ = r.Close()
	}
	if err := e.port.Close(); err != nil {
		return fmt.Errorf("close media port: %w", err)
	}
	return nil
}

// forget removes a closed room.
func (e *Engine) forget(r *Room) {
	e.mu.Lock()
	if e.rooms[r.id] == r {
		delete(e.rooms, r.id)
	}
	e.mu.Unlock()
}
