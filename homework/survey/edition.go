package survey

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"kring/homework/measure"
	"kring/internal/fault"
	"kring/internal/store"
)

// edition is one text of a questionnaire as an organisation imported it. It
// never changes; its id is "<organisation>.<instrument>.<number>".
type edition struct {
	store.Meta `bson:",inline"`
	OrgID      string `bson:"orgId" json:"orgId"`
	Instrument string `bson:"instrument" json:"instrument"`
	File       string `bson:"file" json:"file"`       // the FHIR Questionnaire as it was given
	Licence    string `bson:"licence" json:"licence"` // what gives the organisation the right to use it
	By         string `bson:"by" json:"by"`           // person id
	At         int64  `bson:"at" json:"at"`
}

// choices is what an organisation decided about a questionnaire; its id is
// "<organisation>.<instrument>". Without one the definition's own rules hold
// and there is no imported text.
type choices struct {
	store.Meta  `bson:",inline"`
	OrgID       string         `bson:"orgId" json:"orgId"`
	Instrument  string         `bson:"instrument" json:"instrument"`
	Edition     int            `bson:"edition" json:"edition"` // the newest; 0: none
	Licence     string         `bson:"licence" json:"licence"`
	ImportedAt  int64          `bson:"importedAt" json:"importedAt"`
	ConfirmedAt int64          `bson:"confirmedAt" json:"confirmedAt"` // what sources differ about; 0: not
	ConfirmedBy string         `bson:"confirmedBy" json:"confirmedBy"`
	BandsOff    bool           `bson:"bandsOff" json:"bandsOff"`
	OwnRules    bool           `bson:"ownRules" json:"ownRules"` // Rules in place of the definition's
	Rules       []measure.Rule `bson:"rules" json:"rules"`
}

// maxLicence is the longest licence reference, in characters.
const maxLicence = 300

func choicesID(org, instrument string) string { return org + "." + instrument }

func (c *choices) editionID() string {
	return fmt.Sprintf("%s.%s.%d", c.OrgID, c.Instrument, c.Edition)
}

func (c *choices) rules(d *measure.Definition) []measure.Rule {
	if c.OwnRules {
		return c.Rules
	}
	return d.Rules
}

// of reads what an organisation chose, the defaults when it chose nothing.
func (s *Surveys) of(ctx context.Context, org, instrument string) (*choices, error) {
	c, err := s.choices.Get(ctx, choicesID(org, instrument))
	if errors.Is(err, store.ErrNotFound) {
		return &choices{OrgID: org, Instrument: instrument}, nil
	}
	return c, err
}

// change changes what an organisation chose.
func (s *Surveys) change(ctx context.Context, org, instrument string, change func(*choices)) error {
	id := choicesID(org, instrument)
	err := s.choices.Insert(ctx, &choices{Meta: store.Meta{ID: id}, OrgID: org, Instrument: instrument})
	if err == nil || errors.Is(err, store.ErrConflict) {
		_, err = s.choices.Update(ctx, id, func(c *choices) error { change(c); return nil })
	}
	return err
}

// Import is an owner's text on its way in.
type Import struct {
	Org, Instrument string
	File            []byte // FHIR R4 Questionnaire
	Licence         string // reference to what gives the right to use it
	By              string // person id
}

// Import checks a text against the definition and uses it from now on. What is
// wrong is an Invalid fault with the path in the file; a missing licence
// reference names the field licence.
func (s *Surveys) Import(ctx context.Context, in Import) error {
	d, err := measure.Find(in.Instrument)
	if err != nil {
		return err
	}
	if measure.Shipped(d.ID) != nil {
		return fault.Bad("questionnaire", "survey.shipped", "%s comes with Kring", d.ID)
	}
	in.Licence = strings.TrimSpace(in.Licence)
	if n := utf8.RuneCountInString(in.Licence); n == 0 || n > maxLicence {
		return fault.Bad("licence", "survey.licence", "a licence reference of %d characters, want 1..%d", n, maxLicence)
	}
	if _, err := measure.ParseForm(in.File, &d); err != nil {
		return err
	}
	c, err := s.of(ctx, in.Org, d.ID)
	if err != nil {
		return err
	}
	e := &edition{OrgID: in.Org, Instrument: d.ID, File: string(in.File), Licence: in.Licence, By: in.By, At: s.now()}
	for next := *c; ; { // of two who import at once the later number is used
		next.Edition++
		e.ID = next.editionID()
		if err = s.editions.Insert(ctx, e); errors.Is(err, store.ErrConflict) {
			continue
		}
		if err != nil {
			return fmt.Errorf("keep questionnaire %s: %w", e.ID, err)
		}
		return s.change(ctx, in.Org, d.ID, func(c *choices) {
			if next.Edition > c.Edition {
				c.Edition, c.Licence, c.ImportedAt = next.Edition, e.Licence, e.At
			}
		})
	}
}

// File returns the FHIR Questionnaire that an organisation uses; NotFound
// when it has no text of it.
func (s *Surveys) File(ctx context.Context, org, instrument string) ([]byte, error) {
	if raw := measure.Shipped(instrument); raw != nil {
		return raw, nil
	}
	c, err := s.of(ctx, org, instrument)
	if err != nil {
		return nil, err
	}
	return s.file(ctx, c)
}

func (s *Surveys) file(ctx context.Context, c *choices) ([]byte, error) {
	if raw := measure.Shipped(c.Instrument); raw != nil {
		return raw, nil
	}
	if c.Edition == 0 {
		return nil, fault.Gone()
	}
	e, err := s.editions.Get(ctx, c.editionID())
	if err != nil {
		return nil, fmt.Errorf("questionnaire %s: %w", c.editionID(), err)
	}
	return []byte(e.File), nil
}

// Choose keeps what an organisation decides about showing bands and about
// rules; nil rules are the definition's own.
func (s *Surveys) Choose(ctx context.Context, org, instrument string, bandsOff bool, rules *[]measure.Rule) error {
	d, err := measure.Find(instrument)
	if err != nil {
		return err
	}
	if rules != nil {
		if err := d.CheckRules(*rules); err != nil {
			return err
		}
	}
	return s.change(ctx, org, instrument, func(c *choices) {
		c.BandsOff, c.OwnRules, c.Rules = bandsOff, rules != nil, nil
		if rules != nil {
			c.Rules = *rules
		}
	})
}

// Confirm keeps that an administrator checked what sources differ about, or
// takes that back.
func (s *Surveys) Confirm(ctx context.Context, org, instrument, by string, yes bool) error {
	if _, err := measure.Find(instrument); err != nil {
		return err
	}
	return s.change(ctx, org, instrument, func(c *choices) {
		c.ConfirmedAt, c.ConfirmedBy = 0, ""
		if yes {
			c.ConfirmedAt, c.ConfirmedBy = s.now(), by
		}
	})
}
