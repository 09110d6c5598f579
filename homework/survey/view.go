package survey

import (
	"context"

	"kring/homework/measure"
	"kring/internal/fault"
	"kring/internal/store"
)

// Sheet is a questionnaire to fill in, in one language, with all that a
// browser needs to score it and to apply its rules without a connection.
type Sheet struct {
	Title      string             `json:"title"`
	Intro      string             `json:"intro,omitempty"`
	Copyright  string             `json:"copyright,omitempty"`
	Questions  []Question         `json:"questions"`
	Definition measure.Definition `json:"definition"`
	Reversed   []int              `json:"reversed,omitempty" doc:"Numbers of the questions that are answered the other way round"`
	Confirmed  bool               `json:"confirmed,omitempty" doc:"An administrator checked what sources differ about"`
	Rules      []measure.Rule     `json:"rules,omitempty"`
}

// Question is one item. Without answers it is a slider over the definition's
// values.
type Question struct {
	Text    string         `json:"text"`
	Answers []AnswerOption `json:"answers,omitempty"`
	Low     string         `json:"low,omitempty"`
	High    string         `json:"high,omitempty"`
}

// AnswerOption is one possible answer.
type AnswerOption struct {
	Value int    `json:"value"`
	Label string `json:"label"`
}

// Instrument is a questionnaire as an organisation's administrator sees it.
type Instrument struct {
	ID         string         `json:"id"`
	Name       string         `json:"name"`
	Items      int            `json:"items" doc:"Questions, the ones that are not scored too"`
	Min        int            `json:"min"`
	Max        int            `json:"max"`
	Reversed   int            `json:"reversed"`
	Source     string         `json:"source"`
	Bands      []measure.Band `json:"bands"`
	Shipped    bool           `json:"shipped" doc:"The text comes with Kring"`
	Imported   bool           `json:"imported"`
	Licence    string         `json:"licence"`
	ImportedAt int64          `json:"importedAt" doc:"Unix ms; 0: never"`
	ToCheck    bool           `json:"toCheck" doc:"Sources differ about some of it"`
	Confirmed  bool           `json:"confirmed"`
	BandsOff   bool           `json:"bandsOff"`
	Rules      []measure.Rule `json:"rules"`
	Questions  []string       `json:"questions" doc:"Their texts, for making rules"`
}

// Ready says of which questionnaires the organisation of a group has a text.
func (s *Surveys) Ready(ctx context.Context, groupID string) (map[string]bool, error) {
	ready := map[string]bool{}
	for _, d := range measure.All() {
		ready[d.ID] = measure.Shipped(d.ID) != nil
	}
	all, err := s.chosenFor(ctx, groupID)
	for _, c := range all {
		ready[c.Instrument] = ready[c.Instrument] || c.Edition > 0
	}
	return ready, err
}

// chosenFor is what the organisation of a group decided, by instrument.
func (s *Surveys) chosenFor(ctx context.Context, groupID string) (map[string]*choices, error) {
	org, err := s.Organisation(ctx, groupID)
	if err != nil {
		return nil, err
	}
	return s.chosen(ctx, org)
}

func (s *Surveys) chosen(ctx context.Context, org string) (map[string]*choices, error) {
	docs, err := s.choices.Find(ctx, store.Query{Where: []store.Cond{store.Is("orgId", org)}, Limit: 1000})
	out := map[string]*choices{}
	for _, c := range docs {
		out[c.Instrument] = c
	}
	return out, err
}

// Sheet returns a questionnaire for the people of a group, nil when their
// organisation has no text of it.
func (s *Surveys) Sheet(ctx context.Context, groupID, instrument, lang string) (*Sheet, error) {
	c, d, form, err := s.form(ctx, groupID, instrument)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	out := &Sheet{
		Title: form.Title.In(lang), Intro: form.Intro.In(lang), Copyright: form.Copyright, Questions: []Question{}, Definition: d,
		Reversed: form.Reversed(), Confirmed: c.ConfirmedAt != 0, Rules: told(c.rules(&d)),
	}
	if out.Title == "" {
		out.Title = d.Name
	}
	for _, it := range form.Items {
		q := Question{Text: it.Text.In(lang), Low: it.Low.In(lang), High: it.High.In(lang)}
		for _, o := range it.Options {
			q.Answers = append(q.Answers, AnswerOption{o.Value, o.Label.In(lang)})
		}
		out.Questions = append(out.Questions, q)
	}
	return out, nil
}

// told leaves out who is told: that is not for the browser of the person.
func told(rules []measure.Rule) []measure.Rule {
	out := make([]measure.Rule, len(rules))
	for i, r := range rules {
		out[i] = measure.Rule{Item: r.Item, Values: r.Values}
	}
	return out
}

// form reads a questionnaire as a group uses it; NotFound without a text.
func (s *Surveys) form(ctx context.Context, groupID, instrument string) (*choices, measure.Definition, *measure.Form, error) {
	d, err := measure.Find(instrument)
	if err != nil {
		return nil, d, nil, err
	}
	org, err := s.Organisation(ctx, groupID)
	if err != nil {
		return nil, d, nil, err
	}
	c, err := s.of(ctx, org, instrument)
	if err != nil {
		return nil, d, nil, err
	}
	raw, err := s.file(ctx, c)
	if err != nil {
		return nil, d, nil, err
	}
	form, err := measure.ParseForm(raw, &d)
	return c, d, form, err
}

// Instruments are all questionnaires as an organisation has them.
func (s *Surveys) Instruments(ctx context.Context, org, lang string) ([]Instrument, error) {
	chosen, err := s.chosen(ctx, org)
	if err != nil {
		return nil, err
	}
	out := []Instrument{}
	for _, d := range measure.All() {
		c := chosen[d.ID]
		if c == nil {
			c = &choices{OrgID: org, Instrument: d.ID}
		}
		i := Instrument{
			ID: d.ID, Name: d.Name, Items: d.Items + d.Unscored, Min: d.Min, Max: d.Max, Reversed: d.Reversed, Source: d.Source, Bands: append([]measure.Band{}, d.Bands...),
			Shipped: measure.Shipped(d.ID) != nil, Imported: c.Edition > 0, Licence: c.Licence, ImportedAt: c.ImportedAt,
			ToCheck: d.ToCheck(), Confirmed: c.ConfirmedAt != 0, BandsOff: c.BandsOff, Rules: append([]measure.Rule{}, c.rules(&d)...), Questions: []string{},
		}
		if i.Shipped || i.Imported {
			raw, err := s.file(ctx, c)
			if err != nil {
				return nil, err
			}
			form, err := measure.ParseForm(raw, &d)
			if err != nil {
				return nil, err
			}
			for _, it := range form.Items {
				i.Questions = append(i.Questions, it.Text.In(lang))
			}
		}
		out = append(out, i)
	}
	return out, nil
}
