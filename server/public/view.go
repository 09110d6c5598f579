package public

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// T is a text in the page's language, with its {name}s filled in from pairs.
func (v view) T(key string, pairs ...any) string {
	text, ok := v.words[key]
	if !ok {
		return key
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		text = strings.ReplaceAll(text, fmt.Sprintf("{%v}", pairs[i]), fmt.Sprint(pairs[i+1]))
	}
	return text
}

// In is a text of the programme in the page's language.
func (v view) In(text map[string]string) string {
	if s := text[v.Lang]; s != "" {
		return s
	}
	return text["nl"]
}

// Topic is what a programme is about, in words; one without words is its own name.
func (v view) Topic(topic string) string {
	if s, ok := v.words["topic."+topic]; ok {
		return s
	}
	return topic
}

// To is a path in the page's language.
func (v view) To(path string) string {
	if v.Lang == "nl" {
		return path
	}
	return path + "?lang=" + v.Lang
}

// Other is this page in the other language.
func (v view) Other() string {
	if v.Lang == "en" {
		return v.path
	}
	return v.path + "?lang=en"
}

// Turn is another page of the list.
func (v view) Turn(by int) string {
	q := v.Filter.query()
	q.Set("pagina", strconv.Itoa(v.Number+by))
	if v.Lang != "nl" {
		q.Set("lang", v.Lang)
	}
	return v.path + "?" + q.Encode()
}

// Running: the group has begun.
func (v view) Running(g Group) bool { return begins(g, v.now) == "running" }

// Begin is the day of a group's first meeting.
func (v view) Begin(g Group) string { return v.Day(g.Dates[0]) }

// Upcoming are the meetings still to come.
func (v view) Upcoming(g Group) (out []time.Time) {
	for _, at := range g.Dates {
		if at.After(v.now) {
			out = append(out, at)
		}
	}
	return out
}

// Day is a day as people say it, in the words of texts/<lang>.json.
func (v view) Day(at time.Time) string {
	days, months := strings.Fields(v.words["days"]), strings.Fields(v.words["months"])
	s := fmt.Sprintf("%s %d %s", days[at.Weekday()], at.Day(), months[at.Month()-1])
	if at.Year() != v.now.Year() {
		s += " " + strconv.Itoa(at.Year())
	}
	return s
}

// Clock is the time of day.
func (v view) Clock(at time.Time) string { return at.Format("15:04") }

// Why is a reason of the choice aid in words.
func (v view) Why(c Choice, key string) string {
	g := c.Group
	said := map[string]string{"topic": v.Topic(g.Card.Topic), "form": v.T("form." + g.Form), "part": v.T("part." + part(g)), "lang": v.T("spoken." + g.Lang), "start": v.Begin(g)}
	return v.T("why."+key, "it", said[key])
}

// Digits is a phone number as one dials it.
func (v view) Digits(phone string) string {
	return strings.Map(func(r rune) rune {
		if r == '+' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, phone)
}
