package measure

import (
	"encoding/json"
	"strconv"
	"time"

	"kring/internal/fault"
)

// Response is a filled-in questionnaire. Values are by item number from 1;
// who passed an item over has none. Subject is a FHIR reference
// ("Patient/<id>"); At is when it was filled in, Unix ms.
type Response struct {
	Instrument, Version string
	Subject             string
	At                  int64
	Values              map[int]int
}

// canonical names a questionnaire in FHIR.
func canonical(instrument, version string) string {
	url := "urn:kring:questionnaire:" + instrument
	if version != "" {
		url += "|" + version
	}
	return url
}

// FHIR writes the response as a FHIR R4 QuestionnaireResponse, in the texts of
// the form and a language.
func (f *Form) FHIR(r Response, lang string) ([]byte, error) {
	items := []any{}
	for i, it := range f.Items {
		out := map[string]any{"linkId": it.LinkID, "text": it.Text.In(lang)}
		if v, ok := r.Values[i+1]; ok {
			out["answer"] = []any{it.answer(v, lang)}
		}
		items = append(items, out)
	}
	return json.MarshalIndent(map[string]any{
		"resourceType": "QuestionnaireResponse", "status": "completed", "questionnaire": canonical(r.Instrument, r.Version),
		"subject": map[string]any{"reference": r.Subject}, "authored": time.UnixMilli(r.At).UTC().Format(time.RFC3339Nano), "item": items,
	}, "", " ")
}

// answer is a value as the item's options give it.
func (it *Item) answer(v int, lang string) map[string]any {
	for _, o := range it.Options {
		if o.Value != v || o.Code == "" {
			continue
		}
		coding := map[string]any{
			"code": o.Code, "display": o.Label.In(lang),
			"extension": []any{map[string]any{"url": ordinalURL, "valueDecimal": v}},
		}
		if o.System != "" {
			coding["system"] = o.System
		}
		return map[string]any{"valueCoding": coding}
	}
	return map[string]any{"valueInteger": v}
}

// ParseResponse reads a FHIR R4 QuestionnaireResponse to this form. What is
// wrong is an Invalid fault whose Field is the path.
//
// The subset: status completed, the questionnaire's own canonical url, authored
// with its offset, and per item linkId with at most one answer, a valueInteger
// or a valueCoding whose code is one of the item's; groups are one list.
func (f *Form) ParseResponse(raw []byte, d *Definition) (Response, error) {
	r := &reader{}
	n := r.read(raw, "QuestionnaireResponse")
	if got := r.text(n.at("status")); got != "completed" {
		r.wrong(n.at("status"), "fhir.status", "is %q, want completed", got)
	}
	if got := r.text(n.at("questionnaire")); got != canonical(d.ID, "") && got != canonical(d.ID, f.Version) {
		r.wrong(n.at("questionnaire"), "fhir.questionnaire", "is %q, want %s", got, canonical(d.ID, f.Version))
	}
	at, err := time.Parse(time.RFC3339, r.text(n.at("authored")))
	if err != nil {
		r.wrong(n.at("authored"), "fhir.time", "is not a time with its offset")
	}
	p := responseReader{reader: r, d: d, f: f, seen: map[string]bool{}, out: map[int]int{}}
	p.items(n.at("item"), 0)
	subject := r.text(n.at("subject").at("reference"))
	if r.err != nil {
		return Response{}, r.err
	}
	if len(p.out) == 0 {
		return Response{}, fault.Bad("item", "fhir.empty", "item: nothing was answered")
	}
	return Response{Instrument: d.ID, Version: f.Version, Subject: subject, At: at.UnixMilli(), Values: p.out}, nil
}

type responseReader struct {
	*reader
	d    *Definition
	f    *Form
	seen map[string]bool // linkIds
	out  map[int]int
}

func (p responseReader) items(n node, depth int) {
	if depth > 3 {
		p.wrong(n, "fhir.depth", "is nested too deep")
		return
	}
	for _, item := range p.list(n) {
		link := p.text(item.at("linkId"))
		number := p.number(link)
		switch {
		case number == 0 && item.at("item").v != nil:
			p.items(item.at("item"), depth+1)
			continue
		case number == 0 || p.seen[link]:
			p.wrong(item.at("linkId"), "fhir.link-id", "is %q: not a question of this list, or there twice", link)
			continue
		}
		p.seen[link] = true
		answers := p.list(item.at("answer"))
		if len(answers) > 1 {
			p.wrong(item.at("answer"), "fhir.subset", "has more than one answer")
		}
		for _, a := range answers {
			p.out[number] = p.value(a, &p.f.Items[number-1])
		}
	}
}

// number is the number of the item with that linkId, 0 for none.
func (p responseReader) number(link string) int {
	for i := range p.f.Items {
		if p.f.Items[i].LinkID == link {
			return i + 1
		}
	}
	return 0
}

func (p responseReader) value(n node, it *Item) int {
	if at := n.at("valueInteger"); at.v != nil {
		v := p.whole(at)
		if v < p.d.Min || v > p.d.Max {
			p.wrong(at, "measure.value", "is %d, %s has %d to %d", v, p.d.Name, p.d.Min, p.d.Max)
		}
		return v
	}
	at := n.at("valueCoding").at("code")
	code := p.text(at)
	for _, o := range it.Options {
		if code != "" && (o.Code == code || o.Code == "" && strconv.Itoa(o.Value) == code) {
			return o.Value
		}
	}
	p.wrong(at, "measure.value", "is %q, none of the answers to this question", code)
	return 0
}
