package rtc

import "slices"

// tile is one picture that a receiver may get.
type tile struct {
	sink   *sink              // whose it is; choose does not look
	costs  [maxLayers]float64 // of its layers in bit/s, lowest first; 0: the layer is not sent
	most   int                // the highest layer that its size on the page can use; none: hidden
	rank   rank
	has    int // the layer it has now, or none
	chosen int // what choose decides
}

// none is the layer of a picture that is not sent.
const none = -1

// rank is the order in which pictures are given up (MEET-12): others first,
// then the screen, the speaker last; and they come back the other way round.
type rank int

const (
	speaker rank = iota
	shared
	other
)

// reserve is the share of the bandwidth that must be left for a picture to
// come back or to become better, so that it does not go away again at once.
const reserve = 0.15

// choose gives every tile a layer so that all fit into a bandwidth in bit/s,
// and leaves them ordered by rank.
// First everybody gets the lowest layer, by rank; what is left makes pictures
// better, again by rank. Without rise nothing is added to what there is, but
// for the first picture's lowest layer: somebody is always seen, if it fits.
func choose(tiles []tile, bandwidth float64, rise bool) {
	slices.SortStableFunc(tiles, func(a, b tile) int { return int(a.rank - b.rank) })
	for i := range tiles {
		tiles[i].chosen = none
	}
	spent := 0.0
	for range maxLayers {
		for i := range tiles {
			t := &tiles[i]
			next := t.above(t.chosen)
			if next == none {
				continue
			}
			limit := bandwidth
			if first := i == 0 && t.chosen == none; next > t.has && !first {
				if !rise {
					continue
				}
				limit *= 1 - reserve
			}
			if cost := spent + t.costs[next] - t.cost(t.chosen); cost <= limit {
				t.chosen, spent = next, cost
			}
		}
	}
}

// above is the next layer that is sent and useful, or none.
func (t *tile) above(layer int) int {
	for l := layer + 1; l < len(t.costs) && l <= t.most; l++ {
		if t.costs[l] > 0 {
			return l
		}
	}
	return none
}

func (t *tile) cost(layer int) float64 {
	if layer == none {
		return 0
	}
	return t.costs[layer]
}
