package account

import (
	"sync"
	"time"

	"kring/internal/fault"
)

// Gate limits sign-in tries per network address: a town hall full of people
// shares one, so it is wide (300 in 10 minutes). Limits per account come
// first and live with the codes. Signed-in people never pass here.
type Gate struct {
	Max  int
	Span time.Duration
	Now  func() time.Time

	mu     sync.Mutex
	start  time.Time
	counts map[string]int
}

// NewGate returns the gate of the product.
func NewGate() *Gate { return &Gate{Max: 300, Span: 10 * time.Minute, Now: time.Now} }

// NewSignUpGate is narrower: signing up sends mail to an address that nobody
// here knows, and no town hall does it together.
func NewSignUpGate() *Gate { return &Gate{Max: 20, Span: 10 * time.Minute, Now: time.Now} }

// Try counts one try of an address, or refuses with TooMany. Memory is
// bounded by forgetting all addresses when a span ends.
func (g *Gate) Try(address string) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if now := g.Now(); g.counts == nil || now.Sub(g.start) >= g.Span {
		g.start, g.counts = now, map[string]int{}
	}
	if g.counts[address] >= g.Max {
		return fault.New(fault.TooMany, "sign-in.too-many", "too many sign-in tries from this network address")
	}
	g.counts[address]++
	return nil
}
