package meeting

import (
	"slices"
	"time"

	"kring/groups"
	"kring/groups/script"
	"kring/internal/fault"
)

// wait is what the one timer of a meeting waits for.
type wait int

const (
	nothing      wait = iota
	facilitators      // open without a facilitator: it closes after Deps.Grace
	anybody           // nobody is here and it is not open: led no longer after linger
)

// linger spares a meeting of which every tab reloads from being claimed again.
const linger = 10 * time.Second

// away forgets what a participant who is out had: hand and media.
func (m *Meeting) away(id string, why Reason) {
	x := m.part(id)
	if x.visit != nil {
		x.visit.end(why)
	}
	x.visit, x.hand, x.offer = nil, 0, 0
}

// lost ends this actor without touching the stored meeting: everybody enters
// again, here or elsewhere.
func (m *Meeting) lost() {
	m.stop = true
	for _, x := range m.parts {
		if x.visit != nil {
			x.visit.end(Lost)
		}
	}
	for _, then := range slices.Concat(m.onTheWay, m.asked) {
		then(errEnded)
	}
	m.onTheWay, m.asked = nil, nil
}

// tend sets the timer for what the meeting waits for now.
func (m *Meeting) tend() {
	m.wind()
	now := nothing
	switch {
	case m.saved.phase == groups.Opened && !m.led():
		now = facilitators
	case m.saved.phase != groups.Opened && !m.visited() && !m.saving:
		now = anybody
	}
	if now == m.waitFor {
		return
	}
	m.waitFor = now
	m.timer.Stop()
	was := m.closes
	m.closes = 0
	switch now {
	case facilitators:
		m.timer.Reset(m.deps.Grace)
		m.closes = time.Now().Add(m.deps.Grace).UnixMilli()
	case anybody:
		m.timer.Reset(linger)
	}
	if m.closes != was {
		m.publish()
	}
}

func (m *Meeting) timeUp() {
	was := m.waitFor
	m.waitFor = nothing
	switch was {
	case facilitators:
		m.finish(func(error) {}) // after a failure tend waits another Grace
	case anybody:
		m.stop = true
	}
}

// finish closes the meeting for all.
func (m *Meeting) finish(then func(error)) {
	now := time.Now().UnixMilli()
	m.change(func(s *state) error {
		if s.phase != groups.Opened && !s.run.Debrief {
			return fault.New(fault.Conflict, "meeting.not-open", "it is %s", s.phase)
		}
		s.finish(now)
		return m.play(s, "", script.End)
	}, func(err error) {
		if err == nil {
			for id := range m.parts {
				m.away(id, Ended)
			}
		}
		then(err)
	})
}

// led reports whether a facilitator is connected.
func (m *Meeting) led() bool {
	for _, x := range m.parts {
		if x.visit != nil && m.lets(x.visit.who) {
			return true
		}
	}
	return false
}

func (m *Meeting) visited() bool {
	for _, x := range m.parts {
		if x.visit != nil {
			return true
		}
	}
	return false
}
