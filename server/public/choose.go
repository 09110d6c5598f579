package public

import (
	"slices"
	"time"
)

// Answers to the choice aid; "" is no preference.
type Answers struct {
	Topic, Form, Part, Lang, Start string
	Adult                          bool // 18 or older
	Danger                         bool // needs help at once
}

// Choice is a group that fits, with why: keys of the texts "why.<key>".
type Choice struct {
	Group   Group
	Reasons []string
}

// maxChoices keeps choosing easy.
const maxChoices = 3

// Choose finds the groups that fit best, at most three, the best first. What
// it is about, the language and the age must fit, and there must be a free place in a
// group that has not begun; the rest is better when it fits. Who is in danger
// gets no group: a group is not the first thing then. It looks at nothing but
// its arguments and keeps nothing.
func Choose(groups []Group, a Answers, now time.Time) []Choice {
	if a.Danger {
		return nil
	}
	must := Filter{Topic: a.Topic, Lang: a.Lang, Free: true}
	var out []Choice
	for _, g := range sorted(groups, now) {
		if begins(g, now) == "running" || !must.finds(g, now) || !a.Adult && g.MinAge >= 18 {
			continue
		}
		out = append(out, Choice{Group: g, Reasons: reasons(g, a, now)})
	}
	slices.SortStableFunc(out, func(x, y Choice) int { return len(y.Reasons) - len(x.Reasons) })
	return out[:min(len(out), maxChoices)]
}

// reasons are the answers that a group meets.
func reasons(g Group, a Answers, now time.Time) []string {
	out := []string{"free"}
	for _, r := range []struct{ key, want, is string }{
		{"topic", a.Topic, g.Card.Topic}, {"form", a.Form, g.Form}, {"part", a.Part, part(g)}, {"lang", a.Lang, g.Lang}, {"start", a.Start, begins(g, now)},
	} {
		if r.want != "" && r.want == r.is {
			out = append(out, r.key)
		}
	}
	return out
}
