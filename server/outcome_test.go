package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"kring/groups"
	"kring/groups/debrief"
	"kring/groups/report"
	"kring/homework/survey"
	"kring/internal/store"
)

// What a report counts is what happened: enrolment, attendance with its
// corrections and watching back, and scores.
func TestCohort(t *testing.T) {
	w := start(t)
	w.populate()
	ctx := t.Context()
	docs, err := store.Open[groups.Meeting](ctx, w.docs, groups.MeetingSpec())
	w.must(err)
	member := w.people["member"]
	c, err := w.groups.Course(ctx, w.running["group"])
	w.must(err)
	day := (24 * time.Hour).Milliseconds()
	for i, m := range c.Meetings {
		_, err := docs.Update(ctx, m.ID, func(m *groups.Meeting) error {
			m.StartAt = c.Joined[0].JoinedAt + int64(3+7*i)*day
			if i < 4 {
				m.Phase = groups.Closed
			}
			if i == 0 {
				m.Live.Roster = []groups.Seated{{ID: "x", PersonID: member, Role: groups.RoleMember, Seat: -1}}
			}
			return nil
		})
		w.must(err)
	}
	w.must(w.debrief.WatchedBack(ctx, c.Meetings[1].ID, member))
	circle, err := w.groups.Circle(ctx, w.running["group"])
	w.must(err)
	view, _ := circle.See(groups.Viewer{Role: groups.RoleFacilitator}, member)
	w.must(w.debrief.Correct(ctx, debrief.Correction{Meeting: c.Meetings[2].ID, Participant: view.ID, How: debrief.Phone, Reason: "belde", By: w.people["facilitator"]}))
	w.must(w.debrief.Correct(ctx, debrief.Correction{Meeting: c.Meetings[0].ID, Participant: view.ID, How: debrief.Absent, Reason: "verkeerd", By: w.people["facilitator"]}))
	for moment, v := range map[string]int{report.Start: 2, report.End: 6} {
		w.must(w.homework.Surveys.Keep(ctx, survey.Filled{AnswerID: moment, Step: "s", PersonID: member, GroupID: w.running["group"], Instrument: report.Experience, Moment: moment, Values: map[int]int{1: v, 2: v, 3: v, 4: v}}))
	}

	cohort, err := outcomes{w.kring}.Cohort(ctx, w.running["group"], "team")
	w.must(err)
	found := false
	for _, p := range cohort.People {
		if p.Scores == nil {
			continue
		}
		found = true
		if p.Held != 4 || p.Attended != 2 || p.Waited < 2.9 || p.Waited > 3.1 || p.Scores[report.Experience][report.Start] != 2 || p.Scores[report.Experience][report.End] != 6 {
			t.Errorf("the member is counted as %+v", p)
		}
	}
	if !found || len(cohort.People) != len(c.Joined) || cohort.Programme == "" {
		t.Errorf("%+v", cohort)
	}
	ended := 0
	w.must(w.groups.Ended(ctx, "team", c.Joined[0].JoinedAt, c.Joined[0].JoinedAt+365*day, func(id string) error {
		if id == w.running["group"] {
			ended++
		}
		return nil
	}))
	if ended != 1 {
		t.Errorf("the group is found %d times in the year after it", ended)
	}
}

func outcomeOf(t *testing.T, w *world, path, person string) (status int, out map[string]any, raw string) {
	t.Helper()
	status, raw = w.request(http.MethodGet, path, person, nil, nil)
	if strings.HasPrefix(raw, "{") {
		w.must(json.Unmarshal([]byte(raw), &out))
	}
	return status, out, raw
}

// The figures of the page are those of the table; what is missing in one is
// empty in the other.
func TestOutcomeOverHTTP(t *testing.T) {
	w := start(t)
	w.populate()
	n := 25
	reports, err := store.Open[report.Report](t.Context(), w.docs, report.Specs()[0])
	w.must(err)
	w.must(reports.Insert(t.Context(), &report.Report{
		Meta: store.Meta{ID: "team.2025-H1"}, OrgID: "team", Period: "2025-H1",
		Figures: report.Figures{
			Groups: 4, Reached: &n, Waited: &report.Figure{Value: 12, People: 25},
			Measures: []report.Measure{{Instrument: "phq-9", Name: "PHQ-9", End: &report.Effect{Value: -3.5, Size: -0.6, People: 20}}},
			Forms:    []report.Share{{Name: "chat"}, {Name: "video"}},
		},
	}))
	wim := w.people["policy"]
	status, list, _ := outcomeOf(t, w, "/api/organisations/team/outcomes", wim)
	if refs, _ := list["reports"].([]any); status != http.StatusOK || len(refs) != 2 || refs[0].(map[string]any)["period"] != "2025-H2" {
		t.Errorf("the list: %d %v", status, list)
	}
	body := strings.NewReader(`{"euro": 5000}`)
	if status, raw := w.request(http.MethodPut, "/api/organisations/team/outcomes/2025-H1/cost", wim, map[string]string{"Content-Type": "application/json"}, body); status != http.StatusNoContent {
		t.Errorf("cost: %d %s", status, raw)
	}
	status, v, _ := outcomeOf(t, w, "/api/organisations/team/outcomes/2025-H1", wim)
	f, _ := v["figures"].(map[string]any)
	if status != http.StatusOK || f["reached"] != 25.0 || f["completed"] != nil || v["perPerson"] != 200.0 {
		t.Errorf("the report: %d %v", status, v)
	}
	_, _, table := outcomeOf(t, w, "/api/organisations/team/outcomes/2025-H1/csv", wim)
	for _, line := range []string{"reached,,25,25", "completed,,,25", "waiting days,,12,25", "change at the end,PHQ-9,-3.5,20", "effect size at the end,PHQ-9,-0.6,20", "change after 3 months,PHQ-9,,", "reached by form,chat,,", "euro per participant,,200,25"} {
		if !strings.Contains(table, line+"\n") {
			t.Errorf("no line %q in\n%s", line, table)
		}
	}
	for _, period := range []string{"2024-H1", "2025", "x"} {
		if status, _, raw := outcomeOf(t, w, fmt.Sprintf("/api/organisations/team/outcomes/%s", period), wim); status != http.StatusNotFound {
			t.Errorf("%s: %d %s", period, status, raw)
		}
	}
}
