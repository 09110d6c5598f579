package measure

import (
	"embed"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Words is one text by language code ("nl", "en").
type Words map[string]string

// In returns the text in a language, else in Dutch, else in any.
func (w Words) In(lang string) string {
	for _, l := range []string{lang, "nl", "en"} {
		if w[l] != "" {
			return w[l]
		}
	}
	return ""
}

// Form is the texts of a questionnaire, as its owner's FHIR R4 Questionnaire
// gives them. Items are in the order of the definition.
type Form struct {
	Version   string // of the file, "" when it names none
	Title     Words
	Intro     Words // the description
	Copyright string
	Items     []Item
}

// Item is one question. Without Options it is a slider from the definition's
// Min to its Max, with Low and High at its ends.
type Item struct {
	LinkID    string
	Text      Words
	Options   []Option
	Low, High Words
	Reversed  bool
}

// Option is one answer. Code and System are those of its FHIR Coding, "" for a
// plain number.
type Option struct {
	Value        int
	Label        Words
	Code, System string
}

// The extensions that are read. The last is Kring's own: answered the other
// way round, as some items of some questionnaires are.
const (
	translationURL = "http://hl7.org/fhir/StructureDefinition/translation"
	ordinalURL     = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
	minURL         = "http://hl7.org/fhir/StructureDefinition/minValue"
	maxURL         = "http://hl7.org/fhir/StructureDefinition/maxValue"
	controlURL     = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"
	reversedURL    = "urn:kring:fhir:reversed"
)

// maxText is the longest text of a question or an answer, in characters.
const maxText = 2000

//go:embed forms/*.json
var forms embed.FS

// Shipped returns the FHIR Questionnaire that comes with Kring; nil for
// questionnaires whose text is somebody else's.
func Shipped(id string) []byte {
	raw, err := forms.ReadFile("forms/" + id + ".json")
	if err != nil {
		return nil
	}
	return raw
}

// ParseForm reads a FHIR R4 Questionnaire and checks it against the
// definition. What is wrong is an Invalid fault whose Field is the path.
//
// The subset: language, version, title, description, copyright; items of type
// group (its items count as one list), display (left out), choice (answerOption
// with valueInteger, or valueCoding with an ordinalValue or a number as code)
// and integer (a slider; its display items with itemControl lower and upper
// name the ends); translations. Repeated and conditional items and value sets
// are refused, other elements passed over.
func ParseForm(raw []byte, d *Definition) (*Form, error) {
	r := &reader{}
	n := r.read(raw, "Questionnaire")
	lang := "nl"
	if l, _, _ := strings.Cut(r.text(n.at("language")), "-"); l != "" {
		lang = l
	}
	if lang != "nl" && lang != "en" {
		r.wrong(n.at("language"), "fhir.language", "is %q, want nl or en", lang)
	}
	p := formReader{reader: r, lang: lang, seen: map[string]bool{}, d: d}
	f := &Form{Version: r.text(n.at("version")), Title: r.words(n, "title", lang), Intro: r.words(n, "description", lang), Copyright: r.text(n.at("copyright"))}
	p.items(n.at("item"), 0, f)
	if got := len(f.Items); got != d.Items && got != d.Items+d.Unscored {
		r.wrong(n.at("item"), "measure.items", "%s has %d questions, the file %d", d.Name, d.Items+d.Unscored, got)
	}
	if reversed := f.Reversed(); len(reversed) != d.Reversed {
		r.wrong(n.at("item"), "measure.reversed", "%s has %d reversed questions, the file names %d (extension %s)", d.Name, d.Reversed, len(reversed), reversedURL)
	}
	return f, r.err
}

// Reversed are the numbers of the items that are answered the other way round.
func (f *Form) Reversed() []int {
	var out []int
	for i := range f.Items {
		if f.Items[i].Reversed {
			out = append(out, i+1)
		}
	}
	return out
}

type formReader struct {
	*reader
	lang string
	seen map[string]bool // linkIds
	d    *Definition
}

func (p formReader) items(n node, depth int, f *Form) {
	if depth > 3 {
		p.wrong(n, "fhir.depth", "is nested too deep")
	}
	for _, item := range p.list(n) {
		if p.err != nil {
			return
		}
		switch kind := p.text(item.at("type")); kind {
		case "display":
		case "group":
			p.items(item.at("item"), depth+1, f)
		case "choice", "integer":
			f.Items = append(f.Items, p.item(item, kind))
		default:
			p.wrong(item.at("type"), "fhir.item-type", "is %q, want group, display, choice or integer", kind)
		}
	}
}

func (p formReader) item(n node, kind string) Item {
	it := Item{LinkID: p.text(n.at("linkId")), Text: p.label(n, "text")}
	if it.LinkID == "" || p.seen[it.LinkID] {
		p.wrong(n.at("linkId"), "fhir.link-id", "is missing or used twice")
	}
	p.seen[it.LinkID] = true
	for _, refused := range []string{"enableWhen", "answerValueSet", "modifierExtension"} {
		if n.at(refused).v != nil {
			p.wrong(n.at(refused), "fhir.subset", "is not supported")
		}
	}
	if p.yes(n.at("repeats")) {
		p.wrong(n.at("repeats"), "fhir.subset", "is not supported")
	}
	if reversed, ok := p.extension(n, reversedURL, "valueBoolean"); ok {
		it.Reversed = p.yes(reversed)
	}
	if kind == "integer" {
		it.Low, it.High = p.ends(n)
	} else {
		it.Options = p.options(n)
	}
	return it
}

// label is a text that must be there and fit.
func (p formReader) label(n node, field string) Words {
	w := p.words(n, field, p.lang)
	if w[p.lang] == "" {
		p.wrong(n.at(field), "fhir.text", "is missing")
	}
	for _, text := range w {
		if utf8.RuneCountInString(text) > maxText {
			p.wrong(n.at(field), "fhir.text", "is longer than %d characters", maxText)
		}
	}
	return w
}

func (p formReader) options(n node) []Option {
	var out []Option
	for _, o := range p.list(n.at("answerOption")) {
		option, at := p.option(o)
		if option.Value < p.d.Min || option.Value > p.d.Max {
			p.wrong(at, "measure.value", "is %d, %s has %d to %d", option.Value, p.d.Name, p.d.Min, p.d.Max)
		}
		if slices.ContainsFunc(out, func(o Option) bool { return o.Value == option.Value }) {
			p.wrong(at, "measure.value", "is %d, which another answer has", option.Value)
		}
		out = append(out, option)
	}
	if len(out) != p.d.Max-p.d.Min+1 {
		p.wrong(n.at("answerOption"), "measure.value", "%d answers, %s has one for each of %d to %d", len(out), p.d.Name, p.d.Min, p.d.Max)
	}
	return out
}

// option reads one answer, and says where its value stands.
func (p formReader) option(n node) (Option, node) {
	coding := n.at("valueCoding")
	if coding.v == nil {
		at := n.at("valueInteger")
		value := p.whole(at)
		return Option{Value: value, Label: Words{p.lang: strconv.Itoa(value)}}, at
	}
	o := Option{Code: p.text(coding.at("code")), System: p.text(coding.at("system")), Label: p.label(coding, "display")}
	for _, from := range []node{n, coding} {
		if at, ok := p.extension(from, ordinalURL, "valueDecimal"); ok {
			o.Value = p.whole(at)
			return o, at
		}
	}
	value, err := strconv.Atoi(o.Code)
	if err != nil {
		p.wrong(coding.at("code"), "fhir.number", "is %q: no ordinalValue, and no number", o.Code)
	}
	o.Value = value
	return o, coding.at("code")
}

// ends are the words at the ends of a slider.
func (p formReader) ends(n node) (low, high Words) {
	for url, want := range map[string]int{minURL: p.d.Min, maxURL: p.d.Max} {
		if at, ok := p.extension(n, url, "valueInteger"); ok && p.whole(at) != want {
			p.wrong(at, "measure.value", "is not %d, as of %s", want, p.d.Name)
		}
	}
	for _, child := range p.list(n.at("item")) {
		concept, _ := p.extension(child, controlURL, "valueCodeableConcept")
		for _, coding := range p.list(concept.at("coding")) {
			switch p.text(coding.at("code")) {
			case "lower":
				low = p.label(child, "text")
			case "upper":
				high = p.label(child, "text")
			}
		}
	}
	if low == nil || high == nil {
		p.wrong(n.at("item"), "fhir.text", "no display items that name both ends (itemControl lower and upper)")
	}
	return low, high
}
