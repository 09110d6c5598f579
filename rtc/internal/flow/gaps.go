package flow

import (
	"slices"
	"time"
)

const (
	// maxGaps missing packets are asked for; more is a break, not a loss.
	maxGaps = 128
	// askPause is the time between two requests for one packet: a round trip.
	askPause = 80 * time.Millisecond
	// maxAsks requests, then the packet is given up: it would be too late.
	maxAsks = 8
)

// Gaps remembers which packets of a stream are missing, and when to ask the
// source for them. The zero value has seen nothing.
type Gaps struct {
	highest uint16
	begun   bool
	list    []gap
}

type gap struct {
	seq  uint16
	asks int
	at   time.Time
}

// Came notes a packet. False: so much is missing that only a key frame helps.
func (g *Gaps) Came(seq uint16) bool {
	ahead := int16(seq - g.highest)
	switch {
	case !g.begun:
		g.begun, g.highest = true, seq
		return true
	case ahead <= 0:
		for i := range g.list {
			if g.list[i].seq == seq {
				g.list = append(g.list[:i], g.list[i+1:]...)
				break
			}
		}
		return true
	}
	missing := int(ahead) - 1
	from := g.highest + 1
	g.highest = seq
	if len(g.list)+missing > maxGaps {
		g.list = g.list[:0]
		return false
	}
	for s := from; s != seq; s++ {
		g.list = append(g.list, gap{seq: s})
	}
	return true
}

// Fresh reports whether a packet is newer than all others, or was missing.
func (g *Gaps) Fresh(seq uint16) bool {
	return g.begun && (int16(seq-g.highest) > 0 || slices.ContainsFunc(g.list, func(m gap) bool { return m.seq == seq }))
}

// Past reports whether a packet came already, or is too late to be of use: it
// was given up, or is from before the stream.
func (g *Gaps) Past(seq uint16) bool { return g.begun && !g.Fresh(seq) }

// Due appends the numbers to ask for now to list. Lost: a packet
// was given up.
func (g *Gaps) Due(now time.Time, list []uint16) (ask []uint16, lost bool) {
	kept := g.list[:0]
	for _, m := range g.list {
		if now.Sub(m.at) >= askPause {
			if m.asks == maxAsks {
				lost = true
				continue
			}
			m.at, m.asks = now, m.asks+1
			list = append(list, m.seq)
		}
		kept = append(kept, m)
	}
	g.list = kept
	return list, lost
}
