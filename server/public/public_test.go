package public_test

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"kring/server/public"
)

var now = time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)

// group starts in so many days at an hour.
func group(id, topic, form string, days, hour int) public.Group {
	at := now.AddDate(0, 0, days)
	first := time.Date(at.Year(), at.Month(), at.Day(), hour, 0, 0, 0, time.UTC)
	return public.Group{ID: id, Name: "Groep " + id, Form: form, Kind: "groepsbegeleiding", Lang: "nl", MinAge: 18, Free: true, Dates: []time.Time{first, first.AddDate(0, 0, 7)}, Card: public.Card{Topic: topic}}
}

func some() []public.Group {
	full, young, english := group("full", "stress", "video", 3, 19), group("young", "stress", "chat", 50, 14), group("english", "stress", "video", 5, 10)
	full.Free, young.MinAge, english.Lang = false, 16, "en"
	return []public.Group{group("evening", "stress", "video", 7, 19), group("morning", "stress", "in_person", 9, 10), group("grief", "rouw", "hybrid", 40, 14), group("begun", "stress", "video", -7, 19), full, young, english}
}

func TestChoose(t *testing.T) {
	for _, c := range []struct {
		name string
		a    public.Answers
		want string
	}{
		{"no preference: the soonest", public.Answers{Adult: true}, "english evening morning"},
		{"what it is about must fit", public.Answers{Adult: true, Topic: "rouw"}, "grief"},
		{"so must the language", public.Answers{Adult: true, Lang: "en"}, "english"},
		{"and the age", public.Answers{Topic: "stress"}, "young"},
		{"the form is a preference", public.Answers{Adult: true, Lang: "nl", Form: "in_person", Topic: "stress"}, "morning evening young"},
		{"so is the part of the day", public.Answers{Adult: true, Topic: "stress", Part: "evening"}, "evening english morning"},
		{"and when it starts", public.Answers{Adult: true, Start: "later"}, "grief young english"},
		{"in danger: no group", public.Answers{Adult: true, Danger: true}, ""},
		{"nothing fits", public.Answers{Adult: true, Topic: "rouw", Lang: "en"}, ""},
	} {
		var got []string
		for _, chosen := range public.Choose(some(), c.a, now) {
			got = append(got, chosen.Group.ID)
			if len(chosen.Reasons) == 0 {
				t.Errorf("%s: %s without a reason", c.name, chosen.Group.ID)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: got %v, want %q", c.name, got, c.want)
		}
	}
}

// pages of some groups; clock moves them on, and read counts the readings.
func pages(t *testing.T, groups []public.Group) (p *public.Public, clock *time.Time, read *int) {
	t.Helper()
	at, n := now, 0
	p, err := public.New(func(context.Context) (public.Snapshot, error) {
		n++
		return public.Snapshot{Groups: groups, Help: []public.Line{{Name: "Direct gevaar", Phone: "112"}}, Host: "kring.example"}, nil
	}, fstest.MapFS{}, func() time.Time { return at })
	if err != nil {
		t.Fatal(err)
	}
	return p, &at, &n
}

func catalogue(t *testing.T, p *public.Public, query string) string {
	t.Helper()
	q, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	page, err := p.Catalogue(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return string(page.Body)
}

// TestFilters: each narrows the list, together they narrow it more, and an
// unknown value is passed over.
func TestFilters(t *testing.T) {
	p, _, _ := pages(t, some())
	for query, want := range map[string]string{
		"": "begun english evening full grief morning young", "thema=rouw": "grief", "vorm=video": "begun english evening full", "dagdeel=morning": "english morning",
		"taal=en": "english", "start=later": "grief young", "start=running": "begun", "plek=ja&vorm=video&start=month": "english evening", "thema=%3Cb%3E": "begun english evening full grief morning young",
	} {
		body := catalogue(t, p, query)
		var got []string
		for _, g := range some() {
			if strings.Contains(body, `/aanbod/`+g.ID+`"`) {
				got = append(got, g.ID)
			}
		}
		slices.Sort(got)
		if strings.Join(got, " ") != want {
			t.Errorf("%q: got %v, want %s", query, got, want)
		}
	}
}

// TestWordsAndPaging: no key of a text is left on any page in either language, every
// page says where help is, and a long list goes by twenty.
func TestWordsAndPaging(t *testing.T) {
	var many []public.Group
	for i := range 45 {
		many = append(many, group(fmt.Sprintf("g%02d", i), "stress", "video", i+1, 19))
	}
	p, _, _ := pages(t, many)
	if got := strings.Count(catalogue(t, p, "pagina=3"), `class="kring-card public-card"`); got != 5 {
		t.Errorf("%d groups on the third page of 45", got)
	}
	ctx := t.Context()
	for _, lang := range []string{"nl", "en"} {
		q := url.Values{"lang": {lang}}
		card, err1 := p.Card(ctx, "g01", q)
		questions, err2 := p.Questions(ctx, q)
		advice, err3 := p.Advice(ctx, q, url.Values{"thema": {"stress"}, "vorm": {"video"}, "start": {"month"}, "dagdeel": {"evening"}, "taal": {"nl"}})
		danger, err4 := p.Advice(ctx, q, url.Values{"gevaar": {"ja"}})
		list, err5 := p.Catalogue(ctx, q)
		for i, err := range []error{err1, err2, err3, err4, err5} {
			if err != nil {
				t.Fatal(i, err)
			}
		}
		for i, page := range []*public.Page{card, questions, advice, danger, list} {
			body := string(page.Body)
			if !strings.Contains(body, `href="tel:112"`) || strings.Contains(body, "ZgotmplZ") {
				t.Errorf("%s page %d: no help line, or a refused address", lang, i)
			}
			for _, prefix := range []string{"card.", "aid.", "why.", "form.", "part.", "spoken.", "list.", "filter.", "kind.", "level."} {
				if strings.Contains(body, ">"+prefix) {
					t.Errorf("%s page %d shows a key that begins with %s", lang, i, prefix)
				}
			}
		}
	}
}

// TestFresh: what was read is shown for at most 30 seconds, and read once in that time.
func TestFresh(t *testing.T) {
	p, clock, read := pages(t, some())
	catalogue(t, p, "")
	catalogue(t, p, "thema=rouw")
	if *read != 1 {
		t.Errorf("read %d times for two pages", *read)
	}
	*clock = clock.Add(30 * time.Second)
	catalogue(t, p, "")
	if *read != 2 {
		t.Errorf("read %d times after 30 seconds", *read)
	}
}
