package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"testing"
)

// rounds of killing: 3, and 20 with KRING_SOAK=1 (make soak).
func rounds() int {
	if os.Getenv("KRING_SOAK") == "1" {
		return 20
	}
	return 3
}

// TestKilled kills the whole server in the middle of chat and autosave, again
// and again, on the same data: whatever a browser was told is saved is there,
// every message exactly once and without gaps, and the meeting that was open
// goes on with everybody in their own seat.
func TestKilled(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	s := p.serve("--demo")
	h := begin(t, s)
	for round := range rounds() {
		h.load(s, round)
		s = p.serve("--demo")
		h.sendAgain(s)
		h.checkChat(s)
		h.checkWork(s)
		h.checkMeeting(s)
	}
	s.stop()
	t.Logf("%d kills: %d messages and %d autosaves confirmed, all there; %d messages were on their way and sent again", rounds(), len(h.sent), h.saves, h.again)
}

// history is what the server confirmed before it was killed.
type history struct {
	t                *testing.T
	channel, meeting string
	work             string // path of the assignment
	seats            map[string]int

	mu       sync.Mutex
	sent     map[string]int64   // message text → seq
	pending  map[string]message // by sender: may or may not have arrived
	saved    map[string]save    // by person: the last that was confirmed
	trying   map[string]int64   // by person: the number on its way
	saves    int
	again    int
	confirms atomic.Int64
}

type message struct{ clientID, text string }

type save struct{ rev, number int64 }

var (
	writers = []string{"Marieke", "Anna", "Bram", "Carla"}
	savers  = []string{"Daan", "Esra", "Fons"}
)

// begin has three people sit with the facilitator in an open meeting.
func begin(t *testing.T, s *process) *history {
	t.Helper()
	h := &history{t: t, sent: map[string]int64{}, pending: map[string]message{}, saved: map[string]save{}, trying: map[string]int64{}}
	marieke := s.guest("Marieke")
	var today struct {
		Meetings []struct {
			ID, GroupID string
			Joinable    bool
		}
		Messages []struct{ Channel string }
	}
	marieke.must("GET", "/api/today", nil, nil, &today)
	h.channel, h.meeting = today.Messages[0].Channel, today.Meetings[0].ID
	var items []struct{ AssignmentID string }
	s.guest("Daan").must("GET", "/api/groups/"+today.Meetings[0].GroupID+"/assignments", nil, nil, &items)
	h.work = "/api/assignments/" + items[0].AssignmentID
	lead := marieke.dial()
	marieke.tell(lead, map[string]any{"type": "meeting.enter", "meeting": h.meeting, "microphone": false, "camera": false})
	marieke.tell(lead, map[string]any{"type": "meeting.open", "meeting": h.meeting})
	for _, alias := range writers[1:] {
		g := s.guest(alias)
		g.tell(g.dial(), map[string]any{"type": "meeting.enter", "meeting": h.meeting, "microphone": false, "camera": false})
	}
	marieke.tell(lead, map[string]any{"type": "meeting.admit", "meeting": h.meeting, "who": "all"})
	h.seats = h.enterAll(s)
	return h
}

// load writes from all sides until, at a random moment, the server is killed.
func (h *history) load(s *process, round int) {
	h.t.Helper()
	until := h.confirms.Load() + 50 + rand.Int64N(250)
	var wg sync.WaitGroup
	for _, alias := range writers {
		g := s.guest(alias)
		ws := g.dial()
		wg.Go(func() { h.write(ws, alias, round) })
	}
	for _, alias := range savers {
		g := s.guest(alias)
		wg.Go(func() { h.save(g, alias) })
	}
	enough := make(chan struct{})
	go func() { wg.Wait(); close(enough) }() // ends with the senders, who end with the server
	for h.confirms.Load() < until {
		select {
		case <-enough:
			h.t.Fatalf("all clients gave up: %s", s.log)
		default:
		}
	}
	s.kill()
	<-enough
}

// write sends messages until the server is gone.
func (h *history) write(ws *socket, alias string, round int) {
	for n := 0; ; n++ {
		m := message{clientID: fmt.Sprintf("%d-%d", round, n), text: fmt.Sprintf("%s %d-%d", alias, round, n)}
		h.mu.Lock()
		h.pending[alias] = m
		h.mu.Unlock()
		a, err := h.send(ws, m)
		for errors.Is(err, errTooMany) {
			a, err = h.send(ws, m)
		}
		if err != nil {
			return
		}
		h.mu.Lock()
		h.sent[m.text] = a.Seq
		delete(h.pending, alias)
		h.mu.Unlock()
		h.confirms.Add(1)
	}
}

var errTooMany = errors.New("too many")

func (h *history) send(ws *socket, m message) (answer, error) {
	a, err := ws.ask(map[string]any{"type": "chat.send", "channel": h.channel, "clientId": m.clientID, "text": m.text})
	if a.Code == "too-many" {
		err = errTooMany
	}
	return a, err
}

// save saves growing numbers as homework until the server is gone.
func (h *history) save(g *guest, alias string) {
	var view struct{ Answer struct{ Rev int64 } }
	if _, err := g.try("GET", h.work, nil, nil, &view); err != nil {
		return
	}
	rev := view.Answer.Rev
	for {
		h.mu.Lock()
		h.trying[alias]++
		n := h.trying[alias]
		h.mu.Unlock()
		var saved struct{ Rev int64 }
		_, err := g.try("PUT", h.work+"/answer", ifMatch(rev), map[string]any{"values": map[string]any{"hoop": map[string]string{"text": fmt.Sprint(n)}}}, &saved)
		if err != nil {
			return
		}
		rev = saved.Rev
		h.mu.Lock()
		h.saved[alias] = save{rev, n}
		h.saves++
		h.mu.Unlock()
		h.confirms.Add(1)
	}
}

// sendAgain is what browsers do with messages that nobody confirmed.
func (h *history) sendAgain(s *process) {
	h.t.Helper()
	for alias, m := range h.pending {
		g := s.guest(alias)
		a, err := h.send(g.dial(), m)
		if err != nil {
			h.t.Fatal(err)
		}
		h.sent[m.text] = a.Seq
		h.again++
	}
	clear(h.pending)
}

// checkChat reads the whole channel back.
func (h *history) checkChat(s *process) {
	h.t.Helper()
	g := s.guest("Esra")
	found, next, before := map[string]int64{}, int64(0), int64(0)
	for more := true; more; {
		var page struct {
			Messages []struct {
				Seq  int64
				Text string
			}
			More bool
		}
		g.must("GET", fmt.Sprintf("/api/channels/%s/messages?limit=200&before=%d", h.channel, before), nil, nil, &page)
		for i := len(page.Messages) - 1; i >= 0; i-- {
			m := page.Messages[i]
			if next != 0 && m.Seq != next-1 {
				h.t.Errorf("a gap: message %d comes before %d", m.Seq, next)
			}
			if twice, ok := found[m.Text]; ok {
				h.t.Errorf("%q is there twice, as %d and %d", m.Text, twice, m.Seq)
			}
			found[m.Text], next, before = m.Seq, m.Seq, m.Seq
		}
		more = page.More
	}
	if next != 1 {
		h.t.Errorf("the first message is number %d", next)
	}
	for text, seq := range h.sent {
		if found[text] != seq {
			h.t.Errorf("%q was confirmed as %d and is stored as %d", text, seq, found[text])
		}
	}
	if want := len(h.sent) + 8; len(found) != want { // the demo's own are 8
		h.t.Errorf("%d messages, want %d", len(found), want)
	}
}

// checkWork reads everybody's homework back: the confirmed one, or the one
// that was on its way.
func (h *history) checkWork(s *process) {
	h.t.Helper()
	for _, alias := range savers {
		var view struct {
			Answer struct {
				Rev    int64
				Values map[string]struct{ Text string }
			}
		}
		s.guest(alias).must("GET", h.work, nil, nil, &view)
		got, last := view.Answer.Values["hoop"].Text, h.saved[alias]
		confirmed := got == fmt.Sprint(last.number) && view.Answer.Rev == last.rev
		onItsWay := got == fmt.Sprint(h.trying[alias]) && view.Answer.Rev == last.rev+1
		if !confirmed && !onItsWay {
			h.t.Errorf("%s: confirmed %d at revision %d, stored %q at %d", alias, last.number, last.rev, got, view.Answer.Rev)
		}
	}
}

// checkMeeting: who was in the meeting comes back in without being admitted.
func (h *history) checkMeeting(s *process) {
	h.t.Helper()
	if got := h.enterAll(s); fmt.Sprint(got) != fmt.Sprint(h.seats) {
		h.t.Errorf("seats after the restart %v, want %v", got, h.seats)
	}
}

// enterAll has everybody enter the open meeting and returns their seats.
func (h *history) enterAll(s *process) map[string]int {
	h.t.Helper()
	seats := map[string]int{}
	for _, alias := range writers {
		g := s.guest(alias)
		ws := g.dial()
		g.tell(ws, map[string]any{"type": "meeting.enter", "meeting": h.meeting, "microphone": false, "camera": false})
		a, err := ws.state(func(a answer) bool { return a.You.Status == "seated" && a.Phase == "open" })
		if err != nil {
			h.t.Fatalf("%s gets no seat: %v", alias, err)
		}
		seats[alias] = a.You.Seat
	}
	return seats
}
