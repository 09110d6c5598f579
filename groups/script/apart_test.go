package script

import (
	"fmt"
	"testing"
)

func (s *show) where(ids ...string) string {
	out := ""
	for _, id := range ids {
		out += fmt.Sprint(s.run.Room(id), " ")
	}
	return out
}

func TestTwoGoApart(t *testing.T) {
	s := begin(t, "f1 f2 m1 m2 m3 m4")
	s.do("f1", PairsStart(2, [][]string{{"m1", "m2"}, {"m3", "m4"}}, "Praat samen", 0), "")
	s.do("f1", StickStart(nil, 0, true), "")
	s.do("f1", Apart("m1"), "")
	s.do("f2", Apart("m3"), "")
	if got := s.where("f1", "m1", "f2", "m3", "m2", "m4"); got != "-1 -1 -2 -2 1 2 " {
		t.Errorf("rooms %s", got)
	}
	if by := s.run.Silenced("m1", false); by != "" {
		t.Errorf("who is apart is kept silent by %s", by)
	}
	eyes := func(you string, leads bool) Eyes {
		yes := func(string) bool { return true }
		return Eyes{You: you, Leads: leads, Sees: yes, Reads: yes, Alias: func(id string) string { return id }}
	}
	for you, want := range map[string]string{"m1": "[f1 m1]", "m2": "[]", "m3": "[f2 m3]"} {
		if got := fmt.Sprint(s.run.View(eyes(you, false)).Apart); got != want {
			t.Errorf("%s sees apart %s, want %s", you, got, want)
		}
	}
	if got := fmt.Sprint(s.run.View(eyes("f2", true)).Apart); got != "[f1 m1 f2 m3]" {
		t.Errorf("a facilitator sees %s", got)
	}
	s.do("", GoHome, "meeting.apart")
	s.do("m1", ApartEnd, "")
	s.do("m1", ApartEnd, "apart.none")
	if got := s.where("f1", "m1"); got != "0 1 " {
		t.Errorf("back in %s", got)
	}
	s.do("f1", Apart("m3"), "")
	if got := s.where("f1", "f2"); got != "-1 0 " {
		t.Errorf("another facilitator takes over: %s", got)
	}
	s.away("m3")
	if err := s.run.Together(); err != nil {
		t.Errorf("she has left: %v", err)
	}
	for _, who := range []string{"f2", "m9", ""} {
		s.do("f1", Apart(who), "apart.who")
	}
}
