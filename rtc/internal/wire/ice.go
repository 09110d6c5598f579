package wire

import (
	"net"
	"strings"

	"github.com/pion/stun/v4"
)

// maxPaths bounds the addresses one browser may have known at once; it tries
// every pair of its own addresses and ours.
const maxPaths = 32

// stun answers a connectivity check (RFC 8445 section 7.3) and returns the
// conn whose user name and password it carries, else nil. Nothing is answered
// without the password, so that the port reflects nothing to forged addresses.
func (p *Port) stun(b []byte, from path) *Conn {
	if !stun.IsMessage(b) {
		return nil
	}
	m := &stun.Message{Raw: append([]byte(nil), b...)}
	if m.Decode() != nil || m.Type != stun.BindingRequest {
		return nil
	}
	name, err := m.Get(stun.AttrUsername)
	if err != nil {
		return nil
	}
	ours, theirs, _ := strings.Cut(string(name), ":")
	p.mu.RLock()
	c := p.byName[ours]
	p.mu.RUnlock()
	if c == nil {
		return nil
	}
	key := c.passwordOf(ours, theirs)
	if key == nil || key.Check(m) != nil {
		return nil
	}
	c.checked(from, m.Contains(stun.AttrUseCandidate))
	answer, err := stun.Build(stun.NewTransactionIDSetter(m.TransactionID), stun.BindingSuccess,
		&stun.XORMappedAddress{IP: net.IP(from.addr.Addr().AsSlice()), Port: int(from.addr.Port())},
		key, stun.Fingerprint)
	if err != nil {
		return nil
	}
	from.via.Send(answer.Raw, len(answer.Raw), from.addr)
	return c
}

// checked notes an authenticated check: the path is alive, and the browser may
// have chosen it. The last choice counts: after a network change the browser
// nominates the new path, and old ones fall silent.
func (c *Conn) checked(from path, nominated bool) {
	c.touch()
	if nominated || c.selected.Load() == nil {
		if now := c.selected.Load(); now == nil || now.path != from {
			c.selected.Store(&route{path: from})
			c.ways.Add(1)
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, known := range c.paths {
		if known == from {
			return
		}
	}
	if len(c.paths) == maxPaths {
		c.forget(c.paths[0])
		c.paths = append(c.paths[:0], c.paths[1:]...)
	}
	c.paths = append(c.paths, from)
}

func (c *Conn) forget(p path) {
	if s, ok := p.via.(*socket); ok {
		s.forget(p.addr, c)
	}
}

// credentials are one generation of ICE user name fragments and our password.
type credentials struct {
	ours, theirs string
	key          stun.MessageIntegrity
}

// passwordOf finds the password of a generation; c keeps two, because a
// browser goes on checking with the old one until the new answer arrived.
func (c *Conn) passwordOf(ours, theirs string) stun.MessageIntegrity {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, g := range c.generations {
		if g.ours == ours && g.theirs == theirs {
			return g.key
		}
	}
	return nil
}
