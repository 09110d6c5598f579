package rtc

import (
	"errors"
	"net"
	"time"
)

// Credential is a user name and password for the relay (TURN, RFC 8656) on the
// engine's port. It begins connections until Expires.
type Credential struct {
	User, Password string
	Expires        time.Time
}

// Credential lets a peer use the relay to this engine, before or after Join. It
// ends, with all that goes through it, when the peer leaves or the room closes.
func (r *Room) Credential(peer string) (Credential, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return Credential{}, errors.New("relay: the room is closed")
	}
	m := r.member(peer)
	if m.relay == nil {
		m.relay = r.engine.port.Grant()
	}
	var c Credential
	c.User, c.Password, c.Expires = m.relay.Credential()
	return c, nil
}

// end ends what a member has here.
func (r *Room) end(m *member) {
	if m.peer != nil {
		r.unseat(m.peer)
	}
	if m.relay != nil {
		m.relay.End()
	}
}

// Relay serves a TURN client's connection that somebody else accepted, as over
// TLS. The engine closes it. It does not wait.
func (e *Engine) Relay(c net.Conn) { e.port.Relay(c) }
