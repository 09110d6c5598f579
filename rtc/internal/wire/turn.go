package wire

import (
	"net/netip"
	"slices"

	"github.com/pion/stun/v4"

	"kring/rtc/internal/relay"
)

// newRelay makes the relay to this port: to the addresses that browsers are
// told, and nowhere else.
func (p *Port) newRelay(echo netip.Addr) *relay.Server {
	return relay.New(relay.Config{
		Names: p.advertise,
		Self: func(to netip.AddrPort) bool {
			return to.Port() == uint16(p.number) && slices.Contains(p.advertise, to.Addr()) || echo.IsValid() && to.Addr() == echo
		},
		Open: func(peer *relay.Peer) func([]byte) {
			if peer.Addr().Addr() == echo { // which no peer is where there is none
				return func(b []byte) { peer.Send(b, len(b), peer.Relayed()) }
			}
			return p.inlet(peer)
		},
	})
}

// inlet takes what a relayed browser sends to one of our addresses. What is
// TURN in there is nobody's: relays are not chained.
func (p *Port) inlet(peer *relay.Peer) func([]byte) {
	from := path{peer, peer.Relayed()}
	var owner *Conn
	return func(b []byte) {
		if owner != nil && owner.Closed() {
			owner = nil
		}
		owner = p.carry(b, from, owner)
	}
}

// Grant lets one person use the relay, until the caller ends it.
func (p *Port) Grant() *relay.Grant { return p.relay.Grant() }

// isRelays tells TURN from everything else on the port: ChannelData, and STUN's
// methods but Binding.
func isRelays(b []byte) bool {
	if len(b) < 2 || b[0] >= 4 {
		return len(b) > 0 && b[0] >= 0x40 && b[0] < 0x80
	}
	var t stun.MessageType
	t.ReadValue(uint16(b[0])<<8 | uint16(b[1]))
	return t.Method != stun.MethodBinding
}
