package homework

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kring/internal/fault"
	"kring/internal/store"
)

// maxQuestion is the longest question at a step, in characters.
const maxQuestion = 500

// Question is what a participant asks the facilitators at a step. Asking is
// sending: they read it at once, and nothing else of a draft.
type Question struct {
	TextBox []byte `bson:"textBox" json:"textBox"`
	At      int64  `bson:"at" json:"at"` // Unix ms
}

func questionField(step string) string { return "questions." + step + ".textBox" }

// Ask puts a question to the facilitators at a step, in the place of an
// earlier one; "" takes it back.
func (h *Homework) Ask(ctx context.Context, assignmentID, person, step, text string) error {
	text = strings.TrimSpace(text)
	if n := utf8.RuneCountInString(text); n > maxQuestion {
		return fault.Bad("text", "question.length", "%d characters, at most %d", n, maxQuestion)
	}
	as, m, err := h.open(ctx, assignmentID)
	if err != nil {
		return err
	}
	if m.Step(step) == nil {
		return fault.Bad("step", "step.unknown", "module %s has no step %q", m.ID, step)
	}
	a, err := h.begun(ctx, as, person)
	if err != nil {
		return err
	}
	_, err = h.answers.Update(ctx, a.ID, func(a *Answer) error {
		delete(a.Questions, step)
		if text == "" {
			return nil
		}
		box, err := h.seal(ctx, a, questionField(step), []byte(text))
		if a.Questions == nil {
			a.Questions = map[string]Question{}
		}
		a.Questions[step] = Question{box, time.Now().UnixMilli()}
		return err
	})
	return err
}

// questions are a person's own, by step.
func (h *Homework) questions(ctx context.Context, a *Answer) (map[string]string, error) {
	out := map[string]string{}
	for step, q := range a.Questions {
		text, err := h.unseal(ctx, a, questionField(step), q.TextBox)
		if err != nil {
			return nil, err
		}
		out[step] = string(text)
	}
	return out, nil
}

// Doing is what one person did for a meeting, as facilitators may know it:
// what was sent and asked, never what somebody is still busy with.
type Doing struct {
	PersonID  string     `json:"-"`
	Alias     string     `json:"alias"` // the edge's to fill in
	Sent      []SentWork `json:"sent"`
	Missing   []string   `json:"missing" doc:"Titles of what was asked for this meeting and is not handed in"`
	Questions []Asked    `json:"questions"`
	Stuck     bool       `json:"stuck" doc:"Asks something, or sent nothing for two meetings in a row"`
}

// SentWork is one module that was handed in.
type SentWork struct {
	AnswerID   string `json:"answerId"`
	Title      string `json:"title"`
	HandedInAt int64  `json:"handedInAt"`
	Waiting    bool   `json:"waiting" doc:"For feedback"`
}

// Asked is an open question.
type Asked struct {
	Title string `json:"title" doc:"Of the module"`
	Step  string `json:"step" doc:"Its title"`
	Text  string `json:"text"`
	At    int64  `json:"at"`
}

// Before is what people did for a group's meeting, one of each in persons.
func (h *Homework) Before(ctx context.Context, groupID string, meeting int, persons []string, lang string) ([]Doing, error) {
	assigned, err := h.assigned(ctx, groupID)
	if err != nil {
		return nil, err
	}
	answers, err := h.answers.Find(ctx, store.Query{Where: []store.Cond{store.Is("groupId", groupID)}, Limit: 1000})
	if err != nil {
		return nil, fmt.Errorf("answers of group %s: %w", groupID, err)
	}
	out := []Doing{}
	for _, person := range persons {
		own := slices.DeleteFunc(slices.Clone(answers), func(a *Answer) bool { return a.PersonID != person })
		d := Doing{PersonID: person, Sent: []SentWork{}, Missing: []string{}, Questions: []Asked{}}
		handed := map[int]bool{} // by meeting, this one and the one before: whether anything of it was handed in
		for _, as := range assigned {
			sent, err := h.doing(ctx, &d, as, answerTo(own, as.ID), meeting, lang)
			if err != nil {
				return nil, err
			}
			if as.DueMeeting <= meeting && as.DueMeeting > meeting-2 {
				handed[as.DueMeeting] = handed[as.DueMeeting] || sent
			}
		}
		d.Stuck = len(d.Questions) > 0 || len(handed) == 2 && !handed[meeting] && !handed[meeting-1]
		out = append(out, d)
	}
	return out, nil
}

// doing adds one module to d and says whether it was handed in.
func (h *Homework) doing(ctx context.Context, d *Doing, as *Assignment, a *Answer, meeting int, lang string) (sent bool, err error) {
	m, err := h.module(as)
	if err != nil {
		return false, err
	}
	title := m.Title.In(lang)
	asked, err := h.questions(ctx, a)
	if err != nil {
		return false, err
	}
	for _, s := range m.Steps {
		if text, ok := asked[s.ID]; ok {
			d.Questions = append(d.Questions, Asked{Title: title, Step: s.Title.In(lang), Text: text, At: a.Questions[s.ID].At})
		}
	}
	if as.DueMeeting == meeting {
		if a.HandedInAt == 0 {
			d.Missing = append(d.Missing, title)
		} else {
			d.Sent = append(d.Sent, SentWork{AnswerID: a.ID, Title: title, HandedInAt: a.HandedInAt, Waiting: a.WaitingSince != 0})
		}
	}
	return a.HandedInAt != 0, nil
}

// LastWork is when each person of a group last worked at home, Unix ms.
func (h *Homework) LastWork(ctx context.Context, groupID string) (map[string]int64, error) {
	answers, err := h.answers.Find(ctx, store.Query{Where: []store.Cond{store.Is("groupId", groupID)}, Limit: 1000})
	out := map[string]int64{}
	for _, a := range answers {
		out[a.PersonID] = max(out[a.PersonID], a.SavedAt, a.HandedInAt)
	}
	return out, err
}

// Piece is a person's own answer at a step, to bring to the group.
type Piece struct {
	GroupID, Module, Title, Text string
	Files                        []string
}

// Piece reads what stands at a step now.
func (h *Homework) Piece(ctx context.Context, assignmentID, person, step, lang string) (Piece, error) {
	as, m, err := h.open(ctx, assignmentID)
	if err != nil {
		return Piece{}, err
	}
	s := m.Step(step)
	if s == nil || !s.Answerable() {
		return Piece{}, fault.Bad("step", "step.unknown", "module %s has no step %q to answer", m.ID, step)
	}
	p := Piece{GroupID: as.GroupID, Module: m.Title.In(lang), Title: s.Title.In(lang)}
	a, err := h.answerOf(ctx, assignmentID, person)
	if err != nil || a == nil {
		return p, err
	}
	vs, err := h.values(ctx, a)
	p.Text, p.Files = s.Words(vs[step], lang), vs[step].Files
	return p, err
}
