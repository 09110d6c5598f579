package public

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"time"
)

const (
	// perPage keeps a page light on a phone.
	perPage = 20
	// maxSlides is how many groups a waiting room shows in a round.
	maxSlides = 12
)

// Catalogue is the list of groups, filtered as the address says.
func (p *Public) Catalogue(ctx context.Context, q url.Values) (*Page, error) {
	k, err := p.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	v := p.view(k, "catalogue", "/aanbod", q)
	v.Topics = topics(k.Groups)
	v.Filter = filterOf(q, v.Topics)
	v.Number = max(1, atoi(q.Get("pagina")))
	return p.page(k, v.key(v.Filter.query().Encode(), v.Number), func() (view, error) {
		for _, g := range sorted(k.Groups, v.now) {
			if v.Filter.finds(g, v.now) {
				v.Groups = append(v.Groups, g)
			}
		}
		v.Found = len(v.Groups)
		from := min((v.Number-1)*perPage, v.Found)
		v.More = from+perPage < v.Found
		v.Groups = v.Groups[from:min(from+perPage, v.Found)]
		return v, nil
	})
}

// Card is the page of one group; nil when it is not shown to the public.
func (p *Public) Card(ctx context.Context, id string, q url.Values) (*Page, error) {
	k, err := p.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(k.Groups, func(g Group) bool { return g.ID == id })
	if i < 0 {
		return nil, nil
	}
	v := p.view(k, "card", "/aanbod/"+id, q)
	v.Group = k.Groups[i]
	return p.page(k, v.key(id, 0), func() (view, error) { return v, nil })
}

// Questions is the choice aid before it is filled in.
func (p *Public) Questions(ctx context.Context, q url.Values) (*Page, error) {
	k, err := p.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	v := p.view(k, "questions", "/keuzehulp", q)
	v.Topics = topics(k.Groups)
	return p.page(k, v.key("", 0), func() (view, error) { return v, nil })
}

// Advice is what the choice aid says to answers. It is made for this request
// and kept nowhere.
func (p *Public) Advice(ctx context.Context, q, form url.Values) (*Page, error) {
	k, err := p.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	v := p.view(k, "advice", "/keuzehulp", q)
	f := filterOf(form, topics(k.Groups))
	v.Answers = Answers{Topic: f.Topic, Form: f.Form, Part: f.Part, Lang: f.Lang, Start: f.Start, Adult: form.Get("leeftijd") != "jonger", Danger: form.Get("gevaar") == "ja"}
	v.Choices = Choose(k.Groups, v.Answers, v.now)
	return p.render(v)
}

// Slide is one slide for a waiting room, and the address of the next one, to
// which the screen turns by itself. Slide 0 tells what Kring is.
func (p *Public) Slide(ctx context.Context, q url.Values) (page *Page, next string, err error) {
	k, err := p.snapshot(ctx)
	if err != nil {
		return nil, "", err
	}
	v := p.view(k, "slide", "/wachtkamer", q)
	var shown []Group
	for _, g := range sorted(k.Groups, v.now) {
		if g.Free && len(shown) < maxSlides {
			shown = append(shown, g)
		}
	}
	v.Number = atoi(q.Get("dia")) % (len(shown) + 1)
	v.Still = q.Get("stil") == "ja"
	turn := func(n int) string {
		return "/wachtkamer?" + url.Values{"dia": {strconv.Itoa(n % (len(shown) + 1))}, "lang": {v.Lang}}.Encode()
	}
	v.Next, v.Here = turn(v.Number+1), turn(v.Number)
	still := ""
	if v.Still {
		still = "still"
	}
	page, err = p.page(k, v.key(still, v.Number), func() (view, error) {
		if v.Number > 0 {
			v.Group = shown[v.Number-1]
		}
		return v, nil
	})
	if v.Still {
		return page, "", err
	}
	return page, v.Next, err
}

// atoi reads a number of an address; what is none, or below 0, is 0.
func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return min(max(n, 0), 10_000)
}

// view is what the templates see. Its methods are in view.go.
type view struct {
	name, path    string
	Lang          string
	words         map[string]string
	now           time.Time
	Style, Host   string
	Help          []Line
	Topics        []string
	Filter        Filter
	Groups        []Group
	Group         Group
	Found, Number int
	More, Still   bool
	Next, Here    string
	Answers       Answers
	Choices       []Choice
}

func (p *Public) view(k *kept, name, path string, q url.Values) view {
	lang := "nl"
	if q.Get("lang") == "en" {
		lang = "en"
	}
	return view{name: name, path: path, Lang: lang, words: p.words[lang], now: p.now(), Help: k.Help, Host: k.Host}
}

func (v view) key(rest string, n int) string {
	return v.name + " " + v.Lang + " " + strconv.Itoa(n) + " " + rest
}
