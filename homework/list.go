package homework

import (
	"context"
	"fmt"
	"slices"

	"kring/homework/programme"
	"kring/internal/store"
)

// Item is one assignment in a person's list.
type Item struct {
	ID            string `json:"assignmentId"`
	GroupID       string `json:"groupId"`
	GroupName     string `json:"groupName"` // the edge's to fill in
	Title         string `json:"title"`
	Intro         string `json:"intro,omitempty" doc:"Of self-help"`
	Minutes       int    `json:"minutes"`
	DueAt         int64  `json:"dueAt"`
	MeetingNumber int    `json:"meetingNumber" doc:"0: due at no meeting"`
	Status        string `json:"status" enum:"new,draft,handed-in,feedback"`
	HandedInAt    int64  `json:"handedInAt" doc:"Unix ms of the last hand-in; 0: never"`
	HasFeedback   bool   `json:"hasFeedback"`
	Done          int    `json:"done"`
	Total         int    `json:"total"`
	Moment        string `json:"moment,omitempty" enum:"start,mid,end,follow-up" doc:"Of a measure moment"`
}

// Count is one assignment in a facilitator's list: how many sent something,
// never who is still busy.
type Count struct {
	ID            string `json:"assignmentId"`
	Title         string `json:"title"`
	Minutes       int    `json:"minutes"`
	DueAt         int64  `json:"dueAt"`
	MeetingNumber int    `json:"meetingNumber"`
	Moment        string `json:"moment,omitempty" enum:"start,mid,end,follow-up" doc:"Of a measure moment"`
	HandedIn      int    `json:"handedIn"`
	Waiting       int    `json:"waiting" doc:"Handed in and without feedback yet"`
}

// ProgrammeView is a programme in the list to choose from.
type ProgrammeView struct {
	ID       string        `json:"id"`
	Version  int           `json:"version"`
	Title    string        `json:"title"`
	Summary  string        `json:"summary"`
	Sessions []SessionView `json:"sessions"`
	Modules  int           `json:"modules"`
}

// SessionView is a session in one language.
type SessionView struct {
	ID          string `json:"id"`
	Title       string `json:"title"`
	DurationMin int    `json:"durationMin"`
}

// Programmes lists the newest version of each programme.
func (h *Homework) Programmes(lang string) []ProgrammeView {
	out := []ProgrammeView{}
	for _, p := range h.programmes.newest() {
		v := ProgrammeView{ID: p.ID, Version: p.Version, Title: p.Title.In(lang), Summary: p.Summary.In(lang), Modules: len(p.Modules)}
		for _, s := range p.Sessions {
			v.Sessions = append(v.Sessions, SessionView{ID: s.ID, Title: s.Title.In(lang), DurationMin: s.DurationMin})
		}
		out = append(out, v)
	}
	return out
}

// Items lists a group's assignments with the person's own progress, first due
// first.
func (h *Homework) Items(ctx context.Context, groupID, person, lang string) ([]Item, error) {
	given, err := h.given(ctx, groupID)
	if err != nil {
		return nil, err
	}
	own, err := h.answers.Find(ctx, store.Query{
		Where: []store.Cond{store.Is("personId", person), store.Is("groupId", groupID)}, Limit: 1000,
	})
	if err != nil {
		return nil, fmt.Errorf("own answers in group %s: %w", groupID, err)
	}
	items := []Item{}
	for _, g := range given {
		items = append(items, item(g.Assignment, g.module, answerTo(own, g.ID), lang))
	}
	return items, nil
}

// given is an assignment with its module.
type given struct {
	*Assignment
	module *programme.Module
}

// given returns a group's assignments that are open now, first due first.
func (h *Homework) given(ctx context.Context, groupID string) ([]given, error) {
	assigned, err := h.assigned(ctx, groupID)
	if err != nil {
		return nil, err
	}
	var out []given
	for _, as := range assigned {
		if as.OpensAt > h.Now().UnixMilli() {
			continue
		}
		m, err := h.module(as)
		if err == nil {
			m, err = h.readable(ctx, groupID, m)
		}
		if err != nil {
			return nil, err
		}
		if len(m.Steps) > 0 {
			out = append(out, given{as, m})
		}
	}
	return out, nil
}

// Counts lists a group's assignments for its facilitators.
func (h *Homework) Counts(ctx context.Context, groupID, lang string) ([]Count, error) {
	all, err := h.given(ctx, groupID)
	if err != nil {
		return nil, err
	}
	answers, err := h.answers.Find(ctx, store.Query{Where: []store.Cond{store.Is("groupId", groupID)}, Limit: 1000})
	if err != nil {
		return nil, fmt.Errorf("answers of group %s: %w", groupID, err)
	}
	counts := []Count{}
	for _, g := range all {
		c := Count{ID: g.ID, Title: g.module.Title.In(lang), Minutes: g.module.Minutes, DueAt: g.DueAt, MeetingNumber: g.meeting(g.module), Moment: g.module.Moment}
		c.add(answers)
		counts = append(counts, c)
	}
	return counts, nil
}

func (c *Count) add(answers []*Answer) {
	for _, a := range answers {
		if a.AssignmentID != c.ID || a.HandedInAt == 0 {
			continue
		}
		c.HandedIn++
		if a.WaitingSince != 0 {
			c.Waiting++
		}
	}
}

// Today lists what matters to a participant now, in these groups: feedback not
// seen yet, work begun, per group the first module that is due next, and what
// measures now. What
// was missed is in the group's list, it does not nag.
func (h *Homework) Today(ctx context.Context, person string, groupIDs []string, lang string) ([]Item, error) {
	today, now := []Item{}, h.Now().UnixMilli()
	for _, group := range groupIDs {
		items, err := h.Items(ctx, group, person, lang)
		if err != nil {
			return nil, err
		}
		next := slices.IndexFunc(items, func(i Item) bool { return i.Moment == "" && i.Status == statusNew && i.DueAt > now })
		for i, it := range items {
			if it.Status == statusFeedback || it.Status == draft || i == next || it.asks(now) {
				today = append(today, it)
			}
		}
	}
	return today, nil
}

func answerTo(own []*Answer, assignmentID string) *Answer {
	i := slices.IndexFunc(own, func(a *Answer) bool { return a.AssignmentID == assignmentID })
	if i < 0 {
		return &Answer{Status: draft}
	}
	return own[i]
}

func item(as *Assignment, m *programme.Module, a *Answer, lang string) Item {
	_, total := m.Progress(nil)
	it := Item{
		ID: as.ID, GroupID: as.GroupID, Title: m.Title.In(lang), Minutes: m.Minutes, DueAt: as.DueAt,
		MeetingNumber: as.meeting(m), Status: a.Status, HandedInAt: a.HandedInAt,
		HasFeedback: len(a.Feedback) > 0, Done: a.Done, Total: total, Moment: m.Moment,
	}
	switch {
	case a.unread():
		it.Status = statusFeedback
	case a.Done == 0 && a.HandedInAt == 0:
		it.Status = statusNew
	}
	return it
}
