package flow

import "time"

// keyframePause is the least time between two requests to one source. A key
// frame costs the sender about ten ordinary ones.
const keyframePause = 500 * time.Millisecond

// Keyframes gathers the wishes of all receivers of a stream for a key frame
// into few requests.
type Keyframes struct {
	wanted bool
	asked  time.Time
}

// Want notes that a receiver cannot go on without a key frame.
func (k *Keyframes) Want() { k.wanted = true }

// Came notes that a key frame has begun.
func (k *Keyframes) Came() { k.wanted = false }

// Due reports whether to ask the source now, and counts that as asked. It is
// true again after a pause, until a key frame came.
func (k *Keyframes) Due(now time.Time) bool {
	if !k.wanted || now.Sub(k.asked) < keyframePause {
		return false
	}
	k.asked = now
	return true
}
