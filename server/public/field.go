package public

// field is a question with its choices, of a filter or of the choice aid.
type field struct {
	Name, Label, Chosen string
	Options             []option
}

type option struct{ Value, Text string }

// entry is a group in a list: with C, chosen by the choice aid.
type entry struct {
	V view
	G Group
	C *Choice
}

// For is a group as an entry of a list.
func (v view) For(g Group) entry { return entry{V: v, G: g} }

// Chosen is a choice as an entry of a list.
func (v view) Chosen(c Choice) entry { return entry{V: v, G: c.Group, C: &c} }

// At says whether this is the page of that name.
func (v view) At(name string) bool { return v.name == name }

// field makes one; word gives the text of a choice.
func (v view) field(name, label, nothing, chosen string, of []string, word func(string) string) field {
	f := field{Name: name, Label: v.T(label), Chosen: chosen, Options: []option{{"", v.T(nothing)}}}
	for _, value := range of {
		f.Options = append(f.Options, option{value, word(value)})
	}
	return f
}

// text gives the word of a choice by a prefix of the texts.
func (v view) text(prefix string) func(string) string {
	return func(value string) string { return v.T(prefix + value) }
}

// Fields are the filters of the catalogue.
func (v view) Fields() []field {
	f := v.Filter
	return []field{
		v.field("thema", "filter.topic", "filter.all", f.Topic, v.Topics, v.Topic),
		v.field("vorm", "filter.form", "filter.all", f.Form, forms, v.text("form.")),
		v.field("dagdeel", "filter.part", "filter.all", f.Part, parts, v.text("part.")),
		v.field("taal", "filter.lang", "filter.all", f.Lang, langs, v.text("spoken.")),
		v.field("start", "filter.start", "filter.all", f.Start, starts, v.text("start.")),
	}
}

// Questions are those of the choice aid. Every one has an answer from the start, so
// that nobody has to answer.
func (v view) Questions() []field {
	danger := field{Name: "gevaar", Label: v.T("aid.danger.q"), Options: []option{{"", v.T("aid.no")}, {"ja", v.T("aid.yes")}}}
	age := field{Name: "leeftijd", Label: v.T("aid.age.q"), Options: []option{{"", v.T("aid.adult")}, {"jonger", v.T("aid.young")}}}
	return []field{
		danger,
		v.field("thema", "aid.topic.q", "aid.topic.any", "", v.Topics, v.Topic),
		v.field("vorm", "aid.form.q", "aid.any", "", forms, v.text("form.")),
		v.field("dagdeel", "aid.part.q", "aid.any", "", parts, v.text("part.")),
		v.field("taal", "aid.lang.q", "aid.any", "", langs, v.text("spoken.")),
		v.field("start", "aid.start.q", "aid.any", "", starts[:2], v.text("start.")),
		age,
	}
}
