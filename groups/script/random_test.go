package script

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// machine does whatever may happen to a run, in any order.
type machine struct {
	run    *Run
	scene  Scene
	ever   map[string]bool // everybody who was in the stick's order
	joined int
}

func (m *machine) do(t *rapid.T, you string, act Act) {
	m.scene.Now += int64(rapid.IntRange(0, 90_000).Draw(t, "later"))
	m.scene.You = you
	seed := rapid.Int64().Draw(t, "seed")
	m.scene.Shuffle = func(n int, swap func(i, j int)) { rand.New(rand.NewSource(seed)).Shuffle(n, swap) }
	next, err := m.run.Do(act, m.scene)
	if err != nil {
		return
	}
	if m.run.Stick == nil || next.Stick == nil {
		m.ever = map[string]bool{}
	}
	m.run = next
}

func (m *machine) somebody(t *rapid.T) string {
	return rapid.SampledFrom(m.scene.People).Draw(t, "who").ID
}

func (m *machine) guide() string { return m.scene.People[0].ID }

func (m *machine) some(t *rapid.T) []string {
	var out []string
	for _, p := range m.scene.People {
		if rapid.Bool().Draw(t, p.ID) {
			out = append(out, p.ID)
		}
	}
	return out
}

func TestRandomActions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &machine{ever: map[string]bool{}, scene: Scene{Now: 1, People: []Person{{ID: "f1", Leads: true, Here: true}, {ID: "m1", Here: true}}}}
		m.run = New([]Step{
			{ID: "a", Kind: "welcome"}, {ID: "b", Kind: "module", Assignment: "x", Steps: []string{"s"}},
			{ID: "c", Kind: "poll", Options: []Option{{ID: "a"}, {ID: "b"}}}, {ID: "d", Kind: "talk"},
		})
		step := func(t *rapid.T) string {
			return rapid.SampledFrom(m.run.Steps).Draw(t, "step").ID
		}
		size := rapid.IntRange(2, 3)
		room := rapid.IntRange(-1, 5)
		on := rapid.Bool()
		lead := func(act func(t *rapid.T) Act) func(*rapid.T) {
			return func(t *rapid.T) { m.do(t, m.guide(), act(t)) }
		}
		each := func(act func(t *rapid.T) Act) func(*rapid.T) {
			return func(t *rapid.T) { m.do(t, m.somebody(t), act(t)) }
		}
		t.Repeat(map[string]func(*rapid.T){
			"next":   lead(func(*rapid.T) Act { return Next(m.run.Current) }),
			"goto":   lead(func(t *rapid.T) Act { return Goto(step(t)) }),
			"skip":   lead(func(t *rapid.T) Act { return Skip(step(t), on.Draw(t, "skip")) }),
			"insert": lead(func(t *rapid.T) Act { return Insert(Addition{After: step(t), Kind: "talk", Title: "x", Minutes: 1}) }),
			"end":    lead(func(*rapid.T) Act { return End }),
			"stick": func(t *rapid.T) {
				before := m.run
				if m.do(t, m.guide(), StickStart(m.some(t), 0, on.Draw(t, "quiet"))); m.run != before {
					m.ever = map[string]bool{}
				}
			},
			"skip stick": lead(func(*rapid.T) Act { return StickSkip }),
			"stop stick": lead(func(*rapid.T) Act { return StickStop }),
			"pass":       each(func(*rapid.T) Act { return StickPass }),
			"draft":      lead(func(*rapid.T) Act { return PollDraft("q", "?", []string{"x", "y", "z"}, true) }),
			"ask":        lead(func(*rapid.T) Act { return PollStart("q") }),
			"vote": each(func(t *rapid.T) Act {
				return PollVote(rapid.SampledFrom([][]string{nil, {"a"}, {"b", "c"}, {"a", "b"}}).Draw(t, "vote"))
			}),
			"close": lead(func(*rapid.T) Act { return PollClose }),
			"show":  lead(func(t *rapid.T) Act { return PollShow(on.Draw(t, "shown")) }),
			"lot":   lead(func(t *rapid.T) Act { return PairsStart(size.Draw(t, "size"), nil, "", 60) }),
			"rooms": lead(func(t *rapid.T) Act { return PairsStart(2, [][]string{m.some(t), m.some(t)}, "", 0) }),
			"move":  lead(func(t *rapid.T) Act { return PairsMove(m.some(t), room.Draw(t, "room")) }),
			"visit": lead(func(t *rapid.T) Act { return PairsVisit(room.Draw(t, "room")) }),
			"help":  each(func(t *rapid.T) Act { return PairsHelp(on.Draw(t, "help")) }),
			"over":  lead(func(*rapid.T) Act { return PairsOver }),
			"share": each(func(t *rapid.T) Act { return JointShare("s", rapid.SampledFrom([]string{"", "x"}).Draw(t, "text")) }),
			"come": func(t *rapid.T) {
				if len(m.scene.People) < 16 {
					m.joined++
					p := Person{ID: fmt.Sprint("m", m.joined+1), Here: true}
					m.scene.People = append(slices.Clone(m.scene.People), p)
					m.do(t, p.ID, Came(p.ID))
				}
			},
			"go": func(t *rapid.T) {
				if who := m.somebody(t); who != m.guide() {
					m.scene.People = slices.DeleteFunc(slices.Clone(m.scene.People), func(p Person) bool { return p.ID == who })
					m.do(t, who, Went(who))
				}
			},
			"lost": func(t *rapid.T) {
				m.scene.People = slices.Clone(m.scene.People)
				p := &m.scene.People[rapid.IntRange(0, len(m.scene.People)-1).Draw(t, "lost")]
				p.Here = !p.Here
			},
			"": m.check,
		})
	})
}

// check is what must hold after anything.
func (m *machine) check(t *rapid.T) {
	m.checkSteps(t)
	m.checkStick(t)
	m.checkPairs(t)
	m.checkPoll(t)
	raw, err := json.Marshal(m.run)
	back := &Run{}
	if err != nil || json.Unmarshal(raw, back) != nil {
		t.Fatalf("does not encode: %v", err)
	}
	if again, _ := json.Marshal(back); string(again) != string(raw) {
		t.Fatalf("came back as\n%s, not\n%s", again, raw)
	}
}

func (m *machine) checkSteps(t *rapid.T) {
	var now []string
	ids := map[string]bool{}
	for _, p := range m.run.Steps {
		ids[p.ID] = true
		if p.State == Now {
			now = append(now, p.ID)
		}
		if p.TookMs < 0 {
			t.Fatalf("step %s took %d ms", p.ID, p.TookMs)
		}
	}
	want := []string(nil)
	if m.run.Current != "" {
		want = []string{m.run.Current}
	}
	if !reflect.DeepEqual(now, want) || len(ids) != len(m.run.Steps) {
		t.Fatalf("current %q, on are %v, %d ids of %d steps", m.run.Current, now, len(ids), len(m.run.Steps))
	}
}

func (m *machine) checkStick(t *rapid.T) {
	k := m.run.Stick
	if k == nil {
		return
	}
	for _, id := range k.Order {
		m.ever[id] = true
		if count(k.Order, id) != 1 || count(k.Done, id) > 1 {
			t.Fatalf("%s is twice in %+v", id, k)
		}
	}
	for id := range m.ever {
		if !slices.Contains(k.Order, id) {
			t.Fatalf("%s was lost from %v", id, k.Order)
		}
	}
	if k.Holder != "" && (slices.Contains(k.Done, k.Holder) || !slices.Contains(k.Order, k.Holder) || m.scene.person(k.Holder) == nil) {
		t.Fatalf("it is held by %s, who had it or has no seat: %+v", k.Holder, k)
	}
}

func (m *machine) checkPairs(t *rapid.T) {
	p := m.run.Pairs
	if p == nil {
		return
	}
	in := map[string]int{}
	for i, x := range p.Rooms {
		for _, id := range x.Members {
			if who := m.scene.person(id); who == nil || who.Leads || in[id] != 0 {
				t.Fatalf("%s is in two rooms, has no seat or leads: %+v", id, p)
			}
			in[id] = i + 1
		}
		if len(x.Members) == 1 && len(p.Rooms) > 1 {
			t.Fatalf("somebody is alone: %+v", p)
		}
	}
	for _, who := range m.scene.People {
		if n := m.run.Room(who.ID); n < 0 || n > len(p.Rooms) || !who.Leads && n != in[who.ID] {
			t.Fatalf("%s is in room %d of %+v", who.ID, n, p)
		}
	}
}

func (m *machine) checkPoll(t *rapid.T) {
	p := m.run.Poll
	if p == nil {
		return
	}
	votes, counted := 0, 0
	for _, v := range p.Votes {
		votes += len(v)
		if len(v) == 0 || len(v) > 1 && !p.Several {
			t.Fatalf("a vote for %d options: %+v", len(v), p)
		}
	}
	for _, n := range p.counts() {
		counted += n
	}
	if votes != counted {
		t.Fatalf("%d votes, %d counted", votes, counted)
	}
}
