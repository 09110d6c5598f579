package flow

import "slices"

// MaxLayers of one camera (package signal takes no more).
const MaxLayers = 3

// Picture is one picture that a receiver may get.
type Picture struct {
	Line   int                // the receiver's line, for the caller: Choose does not look
	Costs  [MaxLayers]float64 // of its layers in bit/s, lowest first; 0: the layer is not sent
	Most   int                // the highest layer that its size on the page can use; None: hidden
	Rank   Rank               // when it is given up
	Has    int                // the layer it has now, or None
	Chosen int                // what Choose decides: a layer or None
}

// None is the layer of a picture that is not sent.
const None = -1

// Rank is the order in which pictures are given up (MEET-12): others first,
// then the screen, the speaker last; and they come back the other way round.
type Rank int

// The ranks, the one that is kept longest first.
const (
	Speaker Rank = iota // of who spoke last
	Shared              // the screen
	Other               // everybody else's camera
)

// reserve is the share of the bandwidth that must be left for a picture to
// come back or to become better, so that it does not go away again at once.
const reserve = 0.15

// Choose gives every picture a layer so that all fit into a bandwidth in bit/s,
// and leaves them ordered by rank.
// First everybody gets the lowest layer, by rank; what is left makes pictures
// better, again by rank. Without rise nothing is added to what there is, but
// for the first picture's lowest layer: somebody is always seen, if it fits.
func Choose(pictures []Picture, bandwidth float64, rise bool) {
	slices.SortStableFunc(pictures, func(a, b Picture) int { return int(a.Rank - b.Rank) })
	for i := range pictures {
		pictures[i].Chosen = None
	}
	spent := 0.0
	for range MaxLayers {
		for i := range pictures {
			p := &pictures[i]
			next := p.above(p.Chosen)
			if next == None {
				continue
			}
			limit := bandwidth
			if first := i == 0 && p.Chosen == None; next > p.Has && !first {
				if !rise {
					continue
				}
				limit *= 1 - reserve
			}
			if cost := spent + p.Costs[next] - p.cost(p.Chosen); cost <= limit {
				p.Chosen, spent = next, cost
			}
		}
	}
}

// above is the next layer that is sent and useful, or None.
func (p *Picture) above(layer int) int {
	for l := layer + 1; l < len(p.Costs) && l <= p.Most; l++ {
		if p.Costs[l] > 0 {
			return l
		}
	}
	return None
}

func (p *Picture) cost(layer int) float64 {
	if layer == None {
		return 0
	}
	return p.Costs[layer]
}
