package script

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"kring/internal/fault"
)

// show is a run under test, with a clock that only moves when told.
type show struct {
	t   *testing.T
	run *Run
	now int64
	at  []Person
}

func begin(t *testing.T, people string) *show {
	s := &show{t: t, now: 1000, run: New([]Step{
		{ID: "a", Kind: "welcome", Minutes: 5},
		{ID: "b", Kind: "module", Assignment: "as1", Steps: []string{"s1", "s2"}},
		{ID: "c", Kind: "poll", Title: Text{"nl": "Wanneer?"}, Options: []Option{{ID: "x"}, {ID: "y"}}},
		{ID: "d", Kind: "film", Film: "f1", Title: Text{"nl": "Ademen"}},
	})}
	for i, id := range strings.Fields(people) {
		s.at = append(s.at, Person{ID: id, Seat: i, Leads: strings.HasPrefix(id, "f"), Here: true})
	}
	return s
}

// do acts as somebody and wants the code of a fault, "" for none.
func (s *show) do(you string, act Act, want string) {
	s.t.Helper()
	before, _ := json.Marshal(s.run)
	next, err := s.run.Do(act, Scene{Now: s.now, You: you, People: s.at, Shuffle: func(int, func(i, j int)) {}})
	code := ""
	if f := fault.Of(err); f != nil {
		code = f.Code
	}
	if code != want {
		s.t.Errorf("got %v, want %q", err, want)
	}
	if after, _ := json.Marshal(s.run); string(before) != string(after) {
		s.t.Errorf("an act changed the run that it was given:\n%s\n%s", before, after)
	}
	if err == nil {
		s.run = next
	}
}

// away takes somebody's seat.
func (s *show) away(id string) {
	s.at = slices.DeleteFunc(slices.Clone(s.at), func(p Person) bool { return p.ID == id })
	s.do("", Went(id), "")
}

func (s *show) steps() string {
	var out []string
	for _, p := range s.run.Steps {
		out = append(out, p.ID+":"+p.State)
	}
	return strings.Join(out, " ")
}

func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestSteps(t *testing.T) {
	s := begin(t, "f1 m1")
	s.do("f1", Next("x"), "")
	same(t, "a press on what is not on is nothing", s.run.Current, "")
	s.do("f1", Next(""), "")
	s.now += 300
	s.do("f1", Skip("b", true), "")
	s.do("f1", Skip("a", true), "script.current")
	s.do("f1", Next("a"), "")
	same(t, "skipped", s.steps(), "a:done b:skipped c:now d:todo")
	same(t, "the first took", s.run.step("a").TookMs, int64(300))
	s.do("f1", Skip("b", false), "")
	s.do("f1", Goto("a"), "")
	s.now += 50
	s.do("f1", Skip("c", true), "")
	s.do("f1", Next("a"), "")
	same(t, "done again it adds up", s.run.step("a").TookMs, int64(350))
	same(t, "and goes on from there", s.steps(), "a:done b:now c:skipped d:todo")
	s.do("f1", Skip("c", false), "")
	same(t, "back in, it was done", s.run.step("c").State, Done)
	s.do("f1", Goto("zz"), "script.unknown-step")
	s.do("f1", Goto("d"), "")
	s.do("f1", Next("d"), "script.end")
	s.do("f1", End, "")
	same(t, "ended", s.run.Current, "")
	s.do("f1", Next(""), "script.end")
	s.do("f1", Insert(Addition{After: "d", Kind: "talk", Title: "nog even", Minutes: 5}), "")
	s.do("f1", Next(""), "")
	same(t, "opened again it goes on with what is new", s.run.Current, "added-1")
}

func TestInsert(t *testing.T) {
	s := begin(t, "f1")
	good := Addition{After: "", Kind: "round", Title: "Nog een rondje", Minutes: 5, Seconds: 30}
	s.do("f1", Insert(good), "")
	same(t, "before the first", s.run.Steps[0].ID, "added-1")
	same(t, "in every language", s.run.Steps[0].Title, Text{"nl": "Nog een rondje", "en": "Nog een rondje"})
	for code, change := range map[string]func(*Addition){
		"script.unknown-step": func(a *Addition) { a.After = "zz" },
		"script.kind":         func(a *Addition) { a.Kind = "module" },
		"script.length":       func(a *Addition) { a.Title = strings.Repeat("é", 121) },
		"script.range":        func(a *Addition) { a.Minutes = 0 },
	} {
		bad := good
		change(&bad)
		s.do("f1", Insert(bad), code)
	}
	for range maxSteps - 5 {
		s.do("f1", Insert(good), "")
	}
	s.do("f1", Insert(good), "script.range")
}

func TestWhatAStepBroughtEndsWithIt(t *testing.T) {
	s := begin(t, "f1 m1 m2")
	s.do("f1", Goto("c"), "")
	same(t, "a poll step asks", s.run.Poll.Open, true)
	for _, act := range []Act{StickStart(nil, 0, false), SetTimer(60), ShowFilm("f1", true, 3), PairsStart(2, nil, "praat", 0), Tell("nog even"), ShowPiece("k4")} {
		s.do("f1", act, "")
	}
	s.do("f1", TellWaiting("zo"), "")
	s.do("f1", Goto("b"), "")
	same(t, "a module step", s.run.Joint.Assignment, "as1")
	v := s.run.View(Eyes{You: "m1", Sees: func(string) bool { return true }})
	same(t, "nothing is left of before", []bool{v.Stick == nil, v.Timer == nil, v.Poll == nil, v.Film == nil, v.Pairs == nil, v.Say == nil}, []bool{true, true, true, true, true, true})
	same(t, "but the word to who waits", v.Notice.Text, "zo")
	s.do("f1", Goto("d"), "")
	s.do("f1", ShowFilm("f1", false, 3), "")
	same(t, "a film has its step's title", s.run.Film.Title["nl"], "Ademen")
	s.do("f1", GoHome, "")
	same(t, "home", []bool{s.run.Debrief, s.run.Film == nil, s.run.Notice == nil}, []bool{true, true, true})
}

func TestStick(t *testing.T) {
	s := begin(t, "f1 m1 m2 m3")
	s.do("m1", StickPass, "stick.none")
	s.do("f1", StickStart([]string{"m1", "m1"}, 0, false), "stick.order")
	s.do("f1", StickStart([]string{"m9"}, 0, false), "stick.order")
	s.do("f1", StickStart(nil, 60, true), "")
	same(t, "by seat", s.run.Stick.Holder, "f1")
	same(t, "quiet", s.run.Silenced("m1", false)+s.run.Silenced("f1", true)+s.run.Silenced("f2", true), "f1")
	s.do("m1", StickPass, "stick.not-yours")
	s.do("f1", StickPass, "")
	s.at[2].Here = false
	s.do("m1", StickPass, "")
	same(t, "who is away has it later", s.run.Stick.Holder, "m3")
	s.at[2].Here = true
	s.do("f1", StickSkip, "")
	same(t, "now", s.run.Stick.Holder, "m2")
	s.do("", Came("m4"), "")
	s.at = append(s.at, Person{ID: "m4", Here: true, Seat: 4})
	s.away("m2")
	same(t, "the holder leaves, a late one is last", s.run.Stick.Holder, "m4")
	s.do("m4", StickPass, "")
	same(t, "all round", s.run.Stick.Holder, "")
	same(t, "then nobody is held", s.run.Silenced("m1", false), "")
	s.do("", StickPass, "stick.not-yours")
	same(t, "and nobody was lost", s.run.Stick.Order, []string{"f1", "m1", "m2", "m3", "m4"})
	s.do("f1", StickStop, "")
	s.do("f1", StickSkip, "stick.none")
}

func (s *show) rooms() string {
	var out []string
	for _, x := range s.run.Pairs.Rooms {
		out = append(out, strings.Join(x.Members, ""))
	}
	return strings.Join(out, " ")
}

func TestPairsByLot(t *testing.T) {
	for n, want := range [][2]string{
		{"", ""}, {"a", "a"}, {"ab", "ab"}, {"abc", "abc"}, {"ac bd", "ac bd"}, {"ace bd", "ace bd"}, {"ad be cg", "ace bdg"},
		{"adh be cg", "adh be cg"}, {"ae bg ch di", "adh bei cg"},
	} {
		s := begin(t, "f1 "+strings.Join(strings.Split("abcdeghi"[:n], ""), " "))
		for i, size := range []int{2, 3} {
			s.do("f1", PairsStart(size, nil, "", 0), "")
			got := s.rooms()
			// The lot deals out in turn: what counts is how large the rooms are.
			same(t, fmt.Sprintf("%d in rooms of %d", n, size), sizes(got), sizes(want[i]))
		}
	}
}

func sizes(rooms string) (out []int) {
	for _, r := range strings.Fields(rooms) {
		out = append(out, len(r))
	}
	slices.Sort(out)
	return out
}

// TestPairsOfWhoSitTogether: who sits in the room is paired with who sits there;
// one who is alone in it stays in the circle.
func TestPairsOfWhoSitTogether(t *testing.T) {
	for _, c := range []struct{ people, want string }{
		{"f a b A B C", "[[a b] [A B C]]"},
		{"f a b c A", "[[a b c]]"},
		{"f A B", "[[A B]]"},
	} {
		s := begin(t, c.people)
		for i := range s.at {
			s.at[i].Room = s.at[i].ID < "a"
		}
		s.do("f", PairsStart(2, nil, "", 0), "")
		var rooms [][]string
		for _, r := range s.run.Pairs.Rooms {
			rooms = append(rooms, r.Members)
		}
		if got := fmt.Sprint(rooms); got != c.want {
			t.Errorf("%s: %s, want %s", c.people, got, c.want)
		}
	}
}

func TestPairs(t *testing.T) {
	s := begin(t, "f1 a b c d e")
	s.do("f1", PairsEnd, "")
	s.do("f1", PairsMove([]string{"a"}, 1), "pairs.none")
	s.do("f1", PairsVisit(1), "pairs.none")
	s.do("a", PairsHelp(true), "pairs.none")
	s.do("f1", PairsStart(2, [][]string{{"a", "b"}, {"c"}}, "", 0), "pairs.alone")
	s.do("f1", PairsStart(2, [][]string{{"a", "b"}, {"b", "c"}}, "", 0), "pairs.who")
	s.do("f1", PairsStart(2, [][]string{{"a", "f1"}}, "", 0), "pairs.who")
	s.do("f1", PairsStart(4, nil, "", 0), "script.range")
	s.do("f1", PairsStart(2, [][]string{{"a", "b"}, {"c", "d"}}, "praat", 60), "")
	same(t, "it ends", s.run.EndsAt(), s.now+60_000)
	s.do("e", PairsHelp(true), "pairs.none")
	s.do("a", PairsHelp(true), "")
	s.do("f1", PairsVisit(3), "script.range")
	s.do("f1", PairsVisit(1), "")
	same(t, "help has come", s.run.Pairs.Rooms[0].Help, false)
	all := Eyes{You: "b", Sees: func(string) bool { return true }}
	same(t, "who came", s.run.View(all).Pairs.Rooms, []RoomView{{1, []string{"a", "b"}, false, []string{"f1"}}})
	same(t, "where", []int{s.run.Room("a"), s.run.Room("c"), s.run.Room("e"), s.run.Room("f1"), s.run.Room("f2")}, []int{1, 2, 0, 1, 0})
	s.do("f1", PairsMove([]string{"e"}, 3), "pairs.alone")
	s.do("f1", PairsMove([]string{"e"}, 2), "")
	same(t, "a late one joins", s.rooms(), "ab cde")
	s.do("f1", PairsMove([]string{"d", "e"}, 3), "")
	same(t, "a new room, and c is not left alone", s.rooms(), "ab  de")
	same(t, "c", s.run.Room("c"), 0)
	s.away("b")
	same(t, "nor is a", s.rooms(), "  de")
	same(t, "and nobody visits an empty room", s.run.Room("f1"), 0)
	s.now += 59_000
	s.do("", PairsOver, "")
	same(t, "not yet", s.run.Pairs != nil, true)
	s.now += 1000
	s.do("", PairsOver, "")
	same(t, "back", s.run.Pairs == nil, true)
}

func TestPoll(t *testing.T) {
	s := begin(t, "f1 a b")
	s.do("a", PollVote([]string{"a"}), "poll.none")
	s.do("f1", PollStart("q"), "poll.unknown")
	s.do("f1", PollDraft("q", "Wat?", []string{"een"}, true), "script.range")
	s.do("f1", PollDraft("q", "Wat?", []string{"een", strings.Repeat("x", 121)}, true), "script.length")
	s.do("f1", PollDraft("q", "Oud", []string{"een", "twee"}, false), "")
	s.do("f1", PollDraft("q", "Wat?", []string{"een", "twee", "drie"}, true), "")
	s.do("f1", PollDraft("weg", "Weg", []string{"een", "twee"}, false), "")
	s.do("f1", PollDraft("weg", "", nil, false), "")
	same(t, "one draft", len(s.run.Polls), 1)
	s.do("f1", PollStart("q"), "")
	for options, code := range map[string]string{"a a": "poll.option", "z": "poll.option", "a c": ""} {
		s.do("a", PollVote(strings.Fields(options)), code)
	}
	s.do("b", PollVote([]string{"a"}), "")
	see := func(you string, leads bool) *PollView {
		return s.run.View(Eyes{You: you, Leads: leads, Sees: func(string) bool { return true }}).Poll
	}
	same(t, "not shown yet", see("b", false).Counts, nil)
	same(t, "but to a facilitator", see("f1", true).Counts, []int{2, 0, 1})
	s.do("f1", PollShow(true), "")
	same(t, "shown", see("b", false).Counts, []int{2, 0, 1})
	s.do("a", PollVote(nil), "")
	same(t, "taken back", see("a", false).Counts, []int{1, 0, 0})
	same(t, "mine", see("a", false).Mine, []string{})
	s.do("f1", PollClose, "")
	s.do("a", PollVote([]string{"a"}), "poll.closed")
}

// TestWhatIsKept: a poll is read back as everybody saw it, without who, and
// not at all when it was not shown or few answered; a film that was shown too.
func TestWhatIsKept(t *testing.T) {
	s := begin(t, "f1 a b c d")
	ask := func(id string, shown bool, who string) {
		s.do("f1", PollDraft(id, "Wat?", []string{"een", "twee"}, false), "")
		s.do("f1", PollStart(id), "")
		for _, p := range strings.Fields(who) {
			s.do(p, PollVote([]string{"b"}), "")
		}
		s.do("f1", PollShow(shown), "")
	}
	ask("hidden", false, "a b c d")
	ask("few", true, "a b c")
	ask("seen", true, "a b c d")
	same(t, "while it is on", len(s.run.Results), 0)
	s.do("f1", ShowFilm("film-1", true, 0), "")
	s.do("f1", ShowFilm("film-1", false, 9), "")
	s.do("f1", End, "")
	same(t, "kept", s.run.Results, []Result{{Poll: "seen", Question: plain("Wat?"), Options: []Option{{ID: "a", Label: plain("een")}, {ID: "b", Label: plain("twee")}}, Counts: []int{0, 4}, Answers: 4}})
	same(t, "films", s.run.Films, []Played{{Film: "film-1"}})
	raw, err := json.Marshal(s.run)
	if err != nil || strings.Contains(string(raw), `"votes"`) {
		t.Errorf("votes are left: %s, %v", raw, err)
	}
}

func TestJointShare(t *testing.T) {
	s := begin(t, "f1 a b")
	s.do("a", JointShare("s1", "x"), "joint.none")
	s.do("f1", JointShow(true), "joint.none")
	s.do("f1", Goto("b"), "")
	s.do("a", JointShare("s9", "x"), "script.unknown-step")
	s.do("a", JointShare("s1", "eerst"), "")
	s.do("a", JointShare("s1", "beter"), "")
	s.do("b", JointShare("s1", "ook"), "")
	shared := func(sees, reads bool) string {
		return fmt.Sprint(s.run.View(Eyes{You: "b", Sees: func(id string) bool { return sees || id == "b" },
			Reads: func(string) bool { return reads }, Alias: func(id string) string { return "*" + id }}).Joint.Shared)
	}
	same(t, "all", shared(true, true), "[{a *a s1 beter} {b *b s1 ook}]")
	same(t, "nameless", shared(false, true), "[{  s1 beter} {b *b s1 ook}]")
	same(t, "not at all", shared(false, false), "[{b *b s1 ook}]")
	s.do("a", JointShare("s1", ""), "")
	same(t, "taken back", shared(true, true), "[{b *b s1 ook}]")
}

func TestWhatIsTooLongOrOutOfRange(t *testing.T) {
	s := begin(t, "f1")
	s.do("f1", SetTimer(-1), "script.range")
	s.do("f1", SetTimer(3601), "script.range")
	s.do("f1", ShowFilm("f1", true, -1), "script.range")
	s.do("f1", ShowPiece(strings.Repeat("k", 41)), "script.length")
	s.do("f1", ShowFilm(strings.Repeat("f", 81), true, 0), "script.length")
	s.do("f1", Tell(strings.Repeat("x", 501)), "script.length")
	s.do("f1", TellWaiting(strings.Repeat("x", 501)), "script.length")
	s.do("f1", StickStart(nil, 3601, false), "script.range")
	s.do("f1", Pause(true), "")
	same(t, "paused", s.run.View(Eyes{}).Paused, true)
}
