package route

import (
	"context"
	"encoding/binary"
	"errors"
	"sync"
)

// ErrEnded: the link has ended.
var ErrEnded = errors.New("route: the link has ended")

// Link is one browser's way to another node. Both ends may send, the accepting one
// once it was spoken to; each has one goroutine that receives.
type Link struct {
	r      *Routes
	id     linkID
	peer   string // address of the other node
	person string
	room   chan struct{} // one for each frame that may be sent now
	in     chan []byte   // came and was not taken yet
	done   chan struct{} // closed at the end
	taken  int           // since the last told; Receive's own

	mu       sync.Mutex // held while sending: numbers go out in order
	out, inn keys       // to seal with and to open with
	code     int        // why it ended
	ended    bool
}

func (r *Routes) newLink(id linkID, peer, person string) *Link {
	l := &Link{r: r, id: id, peer: peer, person: person, room: make(chan struct{}, window), in: make(chan []byte, window), done: make(chan struct{})}
	for range window {
		l.room <- struct{}{}
	}
	return l
}

// Person is whose browser it is.
func (l *Link) Person() string { return l.person }

// Send sends a frame. It waits while the other end has not taken the frames
// before it.
func (l *Link) Send(ctx context.Context, frame []byte) error {
	select {
	case <-l.room:
		return l.say(data, frame)
	case <-l.done:
		return ErrEnded
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Receive returns the next frame. After the last it is ErrEnded, and Code says why.
func (l *Link) Receive() ([]byte, error) {
	select {
	case frame := <-l.in:
		l.took()
		return frame, nil
	case <-l.done:
	}
	select { // what came before the end
	case frame := <-l.in:
		return frame, nil
	default:
		return nil, ErrEnded
	}
}

// took gives the other end room again, for half a window at a time.
func (l *Link) took() {
	if l.taken++; l.taken == window/2 {
		l.taken = 0
		_ = l.say(took, nil) // one that has ended needs none
	}
}

// Done is closed when the link has ended.
func (l *Link) Done() <-chan struct{} { return l.done }

// Code is why it ended, as the end that ended it said.
func (l *Link) Code() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.code
}

// End ends the link and tells the other end why; what was sent before arrives
// first. Ending twice is harmless.
func (l *Link) End(code int) {
	_ = l.say(ends, binary.BigEndian.AppendUint16(nil, uint16(code))) //nolint:gosec // a close code of RFC 6455; failing, silence ends it there
	l.finish(code)
}

// finish ends this end.
func (l *Link) finish(code int) {
	l.mu.Lock()
	first := !l.ended
	if first {
		l.ended, l.code = true, code
		close(l.done)
	}
	l.mu.Unlock()
	if first {
		l.r.forget(l)
	}
}

// say seals and sends.
func (l *Link) say(what byte, content []byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended {
		return ErrEnded
	}
	return l.r.Bus.Send(subject(l.peer), l.out.packet(what, l.id, content))
}

// receive does one packet that is for this link. What cannot be opened was not
// sent by the other end and does nothing, nor does what is played again; a number
// beyond the next means that something was lost.
func (l *Link) receive(what byte, packet []byte) {
	l.mu.Lock()
	content, number, err := l.inn.open(what, l.id, packet)
	next := l.inn.count
	if err == nil && number == next {
		l.inn.count++
	}
	l.mu.Unlock()
	switch {
	case err != nil || number < next:
		return
	case number > next:
		l.End(Lost)
		return
	}
	switch what {
	case data:
		select {
		case l.in <- content:
		default:
			l.End(Lost) // it sent more than there is room for
		}
	case took:
		for range window / 2 {
			select {
			case l.room <- struct{}{}:
			default:
			}
		}
	case ends:
		if len(content) == 2 {
			l.finish(int(binary.BigEndian.Uint16(content)))
		}
	}
}
