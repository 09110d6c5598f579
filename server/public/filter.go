package public

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Filter is what somebody looks for; "" is everything. An unknown value finds nothing.
type Filter struct {
	Topic, Form, Part, Lang, Start string
	Free                           bool
}

// Choices of the filters, as they stand in addresses.
var (
	forms  = []string{"video", "hybrid", "in_person", "chat"}
	parts  = []string{"morning", "afternoon", "evening"}
	langs  = []string{"nl", "en"}
	starts = []string{"month", "later", "running"}
)

// filterOf reads a filter from an address, known choices only.
func filterOf(q url.Values, topics []string) Filter {
	pick := func(name string, of []string) string {
		if v := q.Get(name); slices.Contains(of, v) {
			return v
		}
		return ""
	}
	return Filter{
		Topic: pick("thema", topics), Form: pick("vorm", forms), Part: pick("dagdeel", parts), Lang: pick("taal", langs),
		Start: pick("start", starts), Free: q.Get("plek") == "ja",
	}
}

// Any reports whether something was chosen.
func (f Filter) Any() bool { return f != Filter{} }

func (f Filter) query() url.Values {
	q := url.Values{}
	for name, v := range map[string]string{"thema": f.Topic, "vorm": f.Form, "dagdeel": f.Part, "taal": f.Lang, "start": f.Start} {
		if v != "" {
			q.Set(name, v)
		}
	}
	if f.Free {
		q.Set("plek", "ja")
	}
	return q
}

func (f Filter) finds(g Group, now time.Time) bool {
	same := func(want, is string) bool { return want == "" || want == is }
	return same(f.Topic, g.Card.Topic) && same(f.Form, g.Form) && same(f.Part, part(g)) && same(f.Lang, g.Lang) &&
		same(f.Start, begins(g, now)) && (!f.Free || g.Free)
}

// part of the day in which a group meets: that of its first meeting.
func part(g Group) string {
	switch h := g.Dates[0].Hour(); {
	case h < 12:
		return "morning"
	case h < 17:
		return "afternoon"
	}
	return "evening"
}

// begins says when a group starts: running has, month is within 31 days.
func begins(g Group, now time.Time) string {
	switch in := g.Dates[0].Sub(now); {
	case in <= 0:
		return "running"
	case in <= 31*24*time.Hour:
		return "month"
	}
	return "later"
}

// sorted puts groups that can still be joined at their start first, the soonest on top.
func sorted(all []Group, now time.Time) []Group {
	out := slices.Clone(all)
	late := func(g Group) int {
		if g.Dates[0].After(now) {
			return 0
		}
		return 1
	}
	slices.SortFunc(out, func(a, b Group) int {
		return cmp.Or(cmp.Compare(late(a), late(b)), a.Dates[0].Compare(b.Dates[0]), strings.Compare(a.ID, b.ID))
	})
	return out
}

// topics are what the groups are about, in order.
func topics(all []Group) []string {
	var out []string
	for _, g := range all {
		if g.Card.Topic != "" && !slices.Contains(out, g.Card.Topic) {
			out = append(out, g.Card.Topic)
		}
	}
	slices.Sort(out)
	return out
}
