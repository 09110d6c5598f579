package survey

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"kring/homework/measure"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

// response is one filled-in questionnaire that was sent. Its id is
// "<answer>.<step>": sending again replaces it.
type response struct {
	store.Meta `bson:",inline"`
	PersonID   string `bson:"personId" json:"personId"`
	GroupID    string `bson:"groupId" json:"groupId"`
	Instrument string `bson:"instrument" json:"instrument"`
	Moment     string `bson:"moment" json:"moment"` // of the programme, "" for homework
	At         int64  `bson:"at" json:"at"`         // when it was filled in
	Box        []byte `bson:"box" json:"box"`       // given, as JSON
}

// given is what somebody answered, and which items were the other way round in
// the text that they saw.
type given struct {
	Values   map[int]int `json:"values"` // by item from 1
	Reversed []int       `json:"reversed,omitempty"`
}

// Filled is a questionnaire that somebody sends. Values are by item from 1.
type Filled struct {
	AnswerID, Step    string
	PersonID, GroupID string
	Instrument        string
	Moment            string
	At                int64
	Values            map[int]int
}

func responseRef(id string) seal.Ref {
	return seal.Ref{Coll: responsesName, ID: id, Field: "box"}
}

// Keep stores what somebody sent; again with the same content changes nothing
// that a reader sees.
func (s *Surveys) Keep(ctx context.Context, f Filled) error {
	r := &response{Meta: store.Meta{ID: f.AnswerID + "." + f.Step}, PersonID: f.PersonID, GroupID: f.GroupID, Instrument: f.Instrument, Moment: f.Moment, At: f.At}
	_, _, form, err := s.form(ctx, f.GroupID, f.Instrument)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(given{f.Values, form.Reversed()})
	if err != nil {
		return err
	}
	if r.Box, err = s.sealer.Seal(ctx, seal.Person(r.PersonID), responseRef(r.ID), raw); err != nil {
		return err
	}
	err = s.responses.Insert(ctx, r)
	if errors.Is(err, store.ErrConflict) {
		_, err = s.responses.Update(ctx, r.ID, func(was *response) error {
			was.At, was.Box = r.At, r.Box
			return nil
		})
	}
	if err != nil {
		return fmt.Errorf("keep response %s: %w", r.ID, err)
	}
	return nil
}

func (s *Surveys) open(ctx context.Context, r *response) (given, error) {
	raw, err := s.sealer.Open(ctx, seal.Person(r.PersonID), responseRef(r.ID), r.Box)
	if err != nil {
		return given{}, fmt.Errorf("response %s: %w", r.ID, err)
	}
	var out given
	err = json.Unmarshal(raw, &out)
	return out, err
}

// FHIR returns what was sent at a step of an answer as a FHIR R4
// QuestionnaireResponse; NotFound when nothing was.
func (s *Surveys) FHIR(ctx context.Context, answerID, step, lang string) ([]byte, error) {
	r, err := s.responses.Get(ctx, answerID+"."+step)
	if errors.Is(err, store.ErrNotFound) {
		return nil, fault.Gone()
	}
	if err != nil {
		return nil, err
	}
	g, err := s.open(ctx, r)
	if err != nil {
		return nil, err
	}
	_, _, form, err := s.form(ctx, r.GroupID, r.Instrument)
	if err != nil {
		return nil, err
	}
	return form.FHIR(measure.Response{Instrument: r.Instrument, Version: form.Version, Subject: "Patient/" + r.PersonID, At: r.At, Values: g.Values}, lang)
}

// Read checks a FHIR R4 QuestionnaireResponse for a group and returns its
// values by item and when it was filled in.
func (s *Surveys) Read(ctx context.Context, groupID, instrument string, raw []byte) (values map[int]int, at int64, err error) {
	_, d, form, err := s.form(ctx, groupID, instrument)
	if err != nil {
		return nil, 0, err
	}
	r, err := form.ParseResponse(raw, &d)
	return r.Values, r.At, err
}
