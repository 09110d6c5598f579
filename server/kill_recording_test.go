package main

import (
	"testing"
	"time"

	"kring/groups/recording"
	"kring/groups/recording/recordingtest"
)

// TestKilledInTheMiddleOfARecording kills the whole server while it records
// media that comes over the network: after the next start all but the last two
// seconds can be watched. What somebody said at the check-in is nowhere in it.
func TestKilledInTheMiddleOfARecording(t *testing.T) {
	t.Parallel()
	const hertz, heard = 1000, 0.02
	p := newPlace(t)
	s := p.serve("--demo")
	word := line()
	group, sent := recordUntil(t, s, recordingtest.Tone(t, hertz, time.Second), word)
	s.kill()
	captured := p.files()

	s = p.serve("--demo")
	g := s.guest("Marieke")
	made := g.ready(group)
	if made.Why != "restart" || made.LengthMs < sent.Milliseconds()-2000 {
		t.Errorf("killed %v after the beginning: %+v", sent, made)
	}
	film := g.body("/api/recordings/" + made.ID + "/film")
	sound := recordingtest.Sound(t, film)
	for at := time.Second; at < sent-2500*time.Millisecond; at += 500 * time.Millisecond {
		if l := recordingtest.Level(sound, hertz, at, at+500*time.Millisecond); l < heard {
			t.Errorf("the tone is at %.4f at %v", l, at)
		}
	}
	seen := map[string][]byte{"film": film, "recording": g.body("/api/recordings/" + made.ID)}
	s.stop()
	seen["export"] = []byte(p.must("", "export"))
	for _, in := range []map[string][]byte{captured, p.files(), p.documents(), seen} {
		if where := found(word, in); where != nil {
			t.Errorf("what was said at the check-in is in %v", where)
		}
	}
}

// recordUntil has Anna check in with a word and say yes, and Marieke say no; it
// returns when Marieke has heard some seconds of Anna since.
func recordUntil(t *testing.T, s *process, tone [][]byte, word string) (group string, sent time.Duration) {
	t.Helper()
	marieke, anna := s.guest("Marieke"), s.guest("Anna")
	var today struct {
		Meetings []struct{ ID, GroupID string }
	}
	marieke.must("GET", "/api/today", nil, nil, &today)
	meeting := today.Meetings[0].ID
	anna.must("PUT", "/api/meetings/"+meeting+"/check-in", nil, map[string]string{"place": word, "contact": word, "phone": word[:10]}, nil)

	lead, ws := marieke.dial(), anna.dial()
	marieke.tell(lead, map[string]any{"type": "meeting.enter", "meeting": meeting, "microphone": true, "camera": true})
	marieke.tell(lead, map[string]any{"type": "meeting.open", "meeting": meeting})
	anna.tell(ws, map[string]any{"type": "meeting.enter", "meeting": meeting, "microphone": true, "camera": true})
	marieke.tell(lead, map[string]any{"type": "meeting.admit", "meeting": meeting, "who": "all"})
	listener, _ := lead.sit(t, meeting)
	speaker, seat := ws.sit(t, meeting)
	speaker.Dark(true)
	speaker.Say(tone)

	var text struct{ Version int }
	anna.must("GET", "/api/meetings/"+meeting+"/recording-text", nil, nil, &text)
	marieke.tell(lead, map[string]any{"type": "recording.start", "meeting": meeting})
	marieke.tell(lead, map[string]any{"type": "recording.answer", "meeting": meeting, "yes": false, "version": text.Version})
	anna.tell(ws, map[string]any{"type": "recording.answer", "meeting": meeting, "yes": true, "version": text.Version})
	before := listener.Heard(seat)
	const packets = 6 * 50                      // six seconds
	for listener.Heard(seat) < before+packets { // the test's own end bounds this
		time.Sleep(5 * time.Millisecond)
	}
	return today.Meetings[0].GroupID, packets * 20 * time.Millisecond
}

// ready waits until the newest recording of a group can be watched.
func (g *guest) ready(group string) recording.Listed {
	g.t.Helper()
	for {
		var all []recording.Listed
		g.must("GET", "/api/groups/"+group+"/recordings", nil, nil, &all)
		if len(all) == 0 {
			g.t.Fatal("nothing was recorded")
		}
		if all[0].State == recording.Ready {
			return all[0]
		}
		time.Sleep(20 * time.Millisecond) // the test's own end bounds this
	}
}

// body is what a page reads of a path.
func (g *guest) body(path string) []byte {
	g.t.Helper()
	res, b, err := g.do("GET", path, nil, nil)
	if err != nil || res.StatusCode >= 300 {
		g.t.Fatalf("%s: %v %s", path, err, b)
	}
	return b
}
