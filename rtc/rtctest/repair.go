package rtctest

import (
	"encoding/binary"
	"sync"
	"time"

	"github.com/pion/rtcp"
)

const (
	askEvery   = 30 * time.Millisecond
	askAgain   = 100 * time.Millisecond // for the same packet: about a round trip
	giveUp     = 400 * time.Millisecond // then a key frame is asked for
	longestGap = 1000                   // numbers; more is another stream
)

// repairer does what a browser does with one picture's packets: it asks for
// lost ones, and shows a frame when everything before it is there. It is on
// only where Options.Repair says so.
type repairer struct {
	mu     sync.Mutex
	begun  bool
	next   uint16 // the first number that is not there
	last   uint16 // the highest number that came
	came   map[uint16]arrived
	asked  map[uint16]time.Time
	since  time.Time // since when next is missing
	shown  time.Time // when the last frame was complete
	worst  time.Duration
	frames int
}

type arrived struct{ marker, key bool }

// add takes a packet, also one that was sent again.
func (r *repairer) add(seq uint16, a arrived) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	switch {
	case !r.begun:
		if !a.key {
			return
		}
		r.begun, r.next, r.last, r.shown = true, seq, seq, now
		r.came, r.asked = map[uint16]arrived{}, map[uint16]time.Time{}
	case int16(seq-r.next) < 0 || int16(seq-r.next) > longestGap:
		return
	case a.key && now.Sub(r.since) > giveUp && seq != r.next:
		r.next = seq // goes on from here
	}
	r.came[seq] = a
	if int16(seq-r.last) > 0 {
		r.last = seq
	}
	for {
		p, ok := r.came[r.next]
		if !ok {
			break
		}
		delete(r.came, r.next)
		delete(r.asked, r.next)
		r.next++
		r.since = now
		if p.marker {
			r.worst = max(r.worst, now.Sub(r.shown))
			r.shown = now
			r.frames++
		}
	}
}

// wishes are the numbers to ask for, and whether only a key frame helps.
func (r *repairer) wishes() (ask []uint16, key bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.begun {
		return nil, false
	}
	for n := r.next; int16(r.last-n) > 0; n++ {
		if _, ok := r.came[n]; !ok && time.Since(r.asked[n]) > askAgain {
			r.asked[n] = time.Now()
			ask = append(ask, n)
		}
	}
	return ask, len(ask) > 0 && time.Since(r.since) > giveUp
}

// repair asks for what is missing on all lines until quit.
func (c *Client) repair() {
	t := time.NewTicker(askEvery)
	defer t.Stop()
	for {
		select {
		case <-c.quit:
			return
		case <-t.C:
			if lines := c.lines.Load(); lines != nil {
				for _, s := range *lines {
					c.askFor(s)
				}
			}
			c.tell()
		}
	}
}

func (c *Client) askFor(s *stream) {
	if s.repairer == nil {
		return
	}
	ask, key := s.repairer.wishes()
	var list []rtcp.Packet
	if len(ask) > 0 {
		list = append(list, &rtcp.TransportLayerNack{MediaSSRC: s.ssrc, Nacks: rtcp.NackPairsFromSequenceNumbers(ask)})
	}
	if key {
		list = append(list, &rtcp.PictureLossIndication{MediaSSRC: s.ssrc})
	}
	if len(list) > 0 {
		_ = c.pc.WriteRTCP(list) // the next one follows
	}
}

// retransmission is the stream on which lost packets come again (RFC 4588).
type retransmission struct{ of *repairer }

func (r retransmission) add(b, payload []byte) {
	if len(payload) > 2 {
		r.of.add(binary.BigEndian.Uint16(payload), arrived{b[1]&0x80 != 0, isKey(payload[2:])})
	}
}

// Frames is how many frames of a seat's picture could be shown, and the longest
// time between two of them.
func (c *Client) Frames(seat int) (n int, worst time.Duration) {
	r := c.line(2*seat + 1).repairer
	if r == nil {
		return 0, 0
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.frames, r.worst
}
