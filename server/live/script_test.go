package live

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"kring/groups"
	"kring/groups/groupstest"
)

// on waits until a step is on the tab's screen.
func (x *tab) on(step string) MeetingState {
	x.t.Helper()
	return x.state("step "+step, func(s MeetingState) bool { return s.Step != nil && s.Step.ID == step })
}

func TestTheScriptOnEveryScreen(t *testing.T) {
	h := build(t)
	guide, a, b := h.open(groupstest.Guide), h.open(roos), h.open(sam)
	for _, x := range []*tab{guide, a, b} {
		x.enter(h)
	}
	same(t, "open", guide.act(h, "open"), "ok")
	guide.must("ok", `"type":"meeting.notice","meeting":%q,"text":"We beginnen zo."`, h.meeting)
	s := b.state("who waits has the notice", func(s MeetingState) bool { return s.Notice != nil })
	same(t, "and nothing else", s.Step == nil && len(s.Script) == 0, true)
	guide.must("ok", `"type":"meeting.admit","meeting":%q,"who":%q`, h.meeting, h.members[roos])
	a.must("not-found", `"type":"meeting.next","meeting":%q,"from":""`, h.meeting)
	guide.must("ok", `"type":"meeting.next","meeting":%q,"from":""`, h.meeting)
	guide.must("ok", `"type":"meeting.next","meeting":%q,"from":""`, h.meeting)
	same(t, "pressed twice is once", guide.on("welkom").Script[1].State, "todo")
	same(t, "every screen follows", a.on("welkom").Step.Of, 2)
	guide.must("ok", `"type":"meeting.admit","meeting":%q,"who":"all"`, h.meeting)
	b.on("welkom")

	guide.must("ok", `"type":"meeting.stick.start","meeting":%q,"order":[%q],"seconds":60,"quiet":true`, h.meeting, h.members[roos])
	b.state("held silent", func(s MeetingState) bool { return len(s.Seats) > 2 && s.Seats[2].MutedBy != "" })
	a.must("ok", `"type":"meeting.stick.pass","meeting":%q`, h.meeting)
	guide.must("ok", `"type":"meeting.poll.draft","meeting":%q,"id":"d1","question":"Film?","options":["Ja","Nee"],"several":false`, h.meeting)
	guide.must("ok", `"type":"meeting.poll.start","meeting":%q,"id":"d1"`, h.meeting)
	a.must("ok", `"type":"meeting.poll.vote","meeting":%q,"options":["a"]`, h.meeting)
	s = guide.state("one vote", func(s MeetingState) bool { return s.Poll != nil && s.Poll.Answered == 1 })
	same(t, "counted", fmt.Sprint(s.Poll.Counts), "[1 0]")
	s = b.state("one vote", func(s MeetingState) bool { return s.Poll != nil && s.Poll.Answered == 1 })
	same(t, "but not shown", s.Poll.Counts == nil, true)
	guide.must("ok", `"type":"meeting.poll.show","meeting":%q,"shown":true`, h.meeting)
	b.state("shown", func(s MeetingState) bool { return s.Poll != nil && fmt.Sprint(s.Poll.Counts) == "[1 0]" })

	a.must("ok", `"type":"meeting.react","meeting":%q,"kind":"same"`, h.meeting)
	var r MeetingReaction
	b.next("meeting.reaction", &r)
	same(t, "herkenbaar", r.ID+" "+r.Kind, h.members[roos]+" same")
	a.must("reaction.unknown", `"type":"meeting.react","meeting":%q,"kind":"boo"`, h.meeting)

	guide.must("ok", `"type":"meeting.debrief","meeting":%q`, h.meeting)
	var e MeetingEnded
	a.next("meeting.ended", &e)
	same(t, "home", e.Reason, "closed")
	guide.state("the guide stays", func(s MeetingState) bool { return s.Debrief && len(s.Seats) == 1 })
}

// screen is one of the benchmark's headless clients: it notes when it saw what.
type screen struct {
	*tab
	seen chan MeetingState
	at   chan time.Time
}

// watch reads the socket; it ends when the benchmark closes it.
func (x *tab) watch() *screen {
	s := &screen{x, make(chan MeetingState, 1024), make(chan time.Time, 1024)}
	groupstest.Must(x.t, x.ws.SetReadDeadline(time.Time{}))
	go func() {
		defer close(s.seen)
		for {
			_, raw, err := x.ws.ReadMessage()
			if err != nil {
				return
			}
			now := time.Now()
			var m MeetingState
			if json.Unmarshal(raw, &m) == nil && m.Type == "meeting.state" {
				s.seen <- m
				s.at <- now
			}
		}
	}()
	return s
}

// until returns when the screen showed what is asked for.
func (s *screen) until(is func(MeetingState) bool) time.Time {
	for {
		m, open := <-s.seen
		if !open {
			s.t.Error("the socket ended")
			return time.Time{}
		}
		if at := <-s.at; is(m) {
			return at
		}
	}
}

// full opens a meeting with sixteen people, each with a socket of their own.
func full(b *testing.B, h *house) (all []*screen) {
	g := h.Group(b, func(f *groups.NewGroup) { f.Name, f.Capacity = "Zestien", 14 })
	view, err := h.ViewGroup(b.Context(), g.ID, groupstest.Guide)
	groupstest.Must(b, err)
	h.meeting = view.Meetings[0].ID
	people := []string{groupstest.Guide, groupstest.CoGuide}
	for i := range 14 {
		person := fmt.Sprint("person-", i)
		h.Join(b, g.ID, person, fmt.Sprint("Alias ", i))
		people = append(people, person)
	}
	for i, person := range people {
		x := h.open(person)
		x.enter(h)
		if i == 0 {
			same(b, "open", x.act(h, "open"), "ok")
		}
		if all = append(all, x.watch()); i > 1 {
			all[0].send(`"type":"meeting.admit","meeting":%q,"who":"all"`, h.meeting)
		}
	}
	all[0].until(func(s MeetingState) bool { return len(s.Waiting) == 0 && len(s.Seats) == 16 })
	return all
}

// last sends something and returns when the first and the last of all saw it.
func last(all []*screen, is func(MeetingState) bool, format string, args ...any) (sent, first, last time.Time) {
	at := make([]time.Time, len(all))
	var wg sync.WaitGroup
	for i, x := range all {
		wg.Go(func() { at[i] = x.until(is) })
	}
	sent = time.Now()
	all[0].send(format, args...)
	wg.Wait()
	return sent, slices.MinFunc(at, time.Time.Compare), slices.MaxFunc(at, time.Time.Compare)
}

// figures reports p50 and p95 in milliseconds.
func figures(b *testing.B, name string, took []time.Duration) {
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2].Seconds()*1e3, name+"-p50-ms")
	b.ReportMetric(took[len(took)*95/100].Seconds()*1e3, name+"-p95-ms")
}

// BenchmarkNextStep: from the press on "Volgende stap" until the last of 16
// screens has it, saved in SQLite in between; and how far apart the screens
// hear of a film that starts, or is moved.
func BenchmarkNextStep(b *testing.B) {
	h := build(b)
	all := full(b, h)
	var step, film []time.Duration
	for i := 0; b.Loop(); i++ {
		if i%8 == 7 {
			b.StopTimer()
			time.Sleep(time.Second) // no faster than the pace allows
			b.StartTimer()
		}
		last(all, func(s MeetingState) bool { return s.Step != nil && s.Step.ID == "welkom" }, `"type":"meeting.goto","meeting":%q,"step":"welkom"`, h.meeting)
		sent, _, end := last(all, func(s MeetingState) bool { return s.Step != nil && s.Step.ID == "rondje" }, `"type":"meeting.next","meeting":%q,"from":"welkom"`, h.meeting)
		step = append(step, end.Sub(sent))
		for _, at := range []float64{0, 12.5} {
			_, begin, end := last(all, func(s MeetingState) bool { return s.Film != nil && s.Film.At == at }, `"type":"meeting.film","meeting":%q,"film":"f1","playing":true,"at":%v`, h.meeting, at)
			film = append(film, end.Sub(begin))
		}
	}
	figures(b, "step", step)
	figures(b, "film-spread", film)
}
