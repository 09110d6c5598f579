package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// alarm reads on until a facilitator's page has an open alarm with this place.
func (s *socket) alarm(t *testing.T, place string) {
	t.Helper()
	for {
		var m struct {
			Type   string
			Alarms []struct{ Place string }
		}
		if err := s.ReadJSON(&m); err != nil {
			t.Fatal(err)
		}
		if m.Type == "meeting.care" && len(m.Alarms) == 1 && m.Alarms[0].Place == place {
			return
		}
	}
}

// brief is what rests of check-ins and alarms: rows by collection.
func (p *place) brief() map[string][]byte {
	p.t.Helper()
	out := map[string][]byte{}
	var err error
	if p.variable("MONGODB_URI") != "" {
		err = p.mongoCollections("brief", out)
	} else {
		err = sqliteTables(p.t.Context(), filepath.Join(p.data, "brief.db"), out)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return out
}

// TestAnAlarmSurvivesAKill: the server is killed in the middle of a crisis. The
// alarm is still there with its lines, one who only checked in has hers, and
// the end of the meeting takes all but the alarm. No export ever has any of it.
func TestAnAlarmSurvivesAKill(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	s := p.serve("--demo")
	h := begin(t, s)
	lines := map[string]string{"Anna": line(), "Bram": line()}
	for alias, word := range lines {
		g := s.guest(alias)
		g.must("PUT", "/api/meetings/"+h.meeting+"/check-in", nil, map[string]string{"place": word, "contact": word, "phone": word[:10]}, nil)
	}
	anna := s.guest("Anna")
	ws := anna.dial()
	anna.tell(ws, map[string]any{"type": "meeting.enter", "meeting": h.meeting, "microphone": false, "camera": false})
	anna.tell(ws, map[string]any{"type": "meeting.alarm", "meeting": h.meeting})
	export := p.must("", "export")
	s.kill()

	s = p.serve("--demo")
	marieke := s.guest("Marieke")
	lead := marieke.dial()
	// Not tell: the news may come before the answer.
	if err := lead.WriteJSON(map[string]any{"type": "meeting.enter", "ref": "enter", "meeting": h.meeting, "microphone": false, "camera": false}); err != nil {
		t.Fatal(err)
	}
	lead.alarm(t, lines["Anna"])
	var told struct{ Place string }
	s.guest("Bram").must("GET", "/api/meetings/"+h.meeting+"/check-in", nil, nil, &told)
	if told.Place != lines["Bram"] {
		t.Errorf("Bram's lines after the kill: %q", told.Place)
	}
	marieke.tell(lead, map[string]any{"type": "meeting.close", "meeting": h.meeting})
	s.kill() // perhaps before the check-ins were erased
	s = p.serve("--demo")
	s.stop()
	rest := p.brief()
	if n := len(rest["checkins"]); n != 0 {
		t.Errorf("%d bytes of check-ins after the end: %s", n, rest["checkins"])
	}
	if len(rest["alarms"]) == 0 {
		t.Error("the open alarm is gone")
	}
	export += p.must("", "export") + p.must("", "export", "--keys")
	for alias, word := range lines {
		if strings.Contains(export, word) || found(word, rest) != nil {
			t.Errorf("the lines of %s are readable", alias)
		}
	}
	for _, coll := range []string{"checkins", "alarms"} {
		if slices.Contains(names(specs()), coll) || strings.Contains(export, `"`+coll+`"`) {
			t.Errorf("%s are exported", coll)
		}
	}
}
