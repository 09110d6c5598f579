package homework_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kring/homework"
	"kring/homework/measure"
	"kring/homework/programme"
	"kring/homework/survey"
	"kring/internal/access"
	"kring/internal/fault"
)

// six are the meetings of a group on version 2, weekly.
var six = []int64{firstMeet, firstMeet + 7*day, firstMeet + 14*day, firstMeet + 21*day, firstMeet + 28*day, firstMeet + 35*day}

// measured is a service on a clock of the test's own, with a group whose
// programme measures, and who-5 and phq-9 in made-up texts.
func measured(t *testing.T) (*homework.Homework, *int64) {
	t.Helper()
	h, now := service(t, t.TempDir()), firstMeet-30*day
	h.Now = func() time.Time { return time.UnixMilli(now) }
	h.Surveys.Now = h.Now
	for _, id := range []string{"who-5", "phq-9"} {
		if err := h.Surveys.Import(t.Context(), survey.Import{Org: org, Instrument: id, File: madeUp(t, id), Licence: "Licentie 12", By: marja}); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.Assign(t.Context(), group, prog, 2, six); err != nil {
		t.Fatal(err)
	}
	return h, &now
}

// madeUp is a Questionnaire with as many questions and answers as the
// definition says. The texts are nobody's.
func madeUp(t testing.TB, id string) []byte {
	t.Helper()
	d, err := measure.Find(id)
	if err != nil {
		t.Fatal(err)
	}
	var options, items []any
	for v := d.Min; v <= d.Max; v++ {
		options = append(options, map[string]any{"valueCoding": map[string]any{"code": strconv.Itoa(v), "display": fmt.Sprint("Antwoord ", v)}})
	}
	for i := range d.Items + d.Unscored {
		items = append(items, map[string]any{"linkId": fmt.Sprint("q", i+1), "text": fmt.Sprint("Vraag ", i+1), "type": "choice", "answerOption": options})
	}
	raw, err := json.Marshal(map[string]any{"resourceType": "Questionnaire", "title": "Lijst", "item": items})
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// parts answers the items of a questionnaire from 1 on; -1 is passed over.
func parts(at int64, values ...float64) programme.Value {
	v := programme.Value{Parts: map[string]programme.Part{}}
	for i, n := range values {
		p := programme.Part{At: at}
		if n >= 0 {
			p.Number = &n
		}
		v.Parts[strconv.Itoa(i+1)] = p
	}
	return v
}

// fill fills in a questionnaire of a measure moment and sends it.
func fill(t *testing.T, h *homework.Homework, person, moment, step string, v programme.Value) {
	t.Helper()
	id := momentOf(t, h, moment)
	own, err := h.Assignment(t.Context(), id, person, "nl")
	if err != nil {
		t.Fatal(err)
	}
	own.Answer.Values[step] = v
	for _, s := range own.Steps { // every questionnaire of the moment
		if _, ok := own.Answer.Values[s.ID]; !ok {
			own.Answer.Values[s.ID] = parts(0, 5)
		}
	}
	saved, err := h.Save(t.Context(), homework.Work{AssignmentID: id, PersonID: person, Rev: own.Answer.Rev, Values: own.Answer.Values})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.HandIn(t.Context(), id, person, saved.Rev); err != nil {
		t.Fatal(err)
	}
}

func momentOf(t *testing.T, h *homework.Homework, moment string) string {
	t.Helper()
	items, err := h.Items(t.Context(), group, anna, "nl")
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range items {
		if it.Moment == moment {
			return it.ID
		}
	}
	t.Fatalf("no moment %s in %v", moment, items)
	return ""
}

// today is which moments are put before anna.
func today(t *testing.T, h *homework.Homework) string {
	t.Helper()
	items, err := h.Today(t.Context(), anna, []string{group}, "nl")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, it := range items {
		if it.Moment != "" {
			out = append(out, it.Moment)
		}
	}
	return strings.Join(out, " ")
}

func TestMeasureMomentsComeAsTheyFallDue(t *testing.T) {
	h, now := measured(t)
	last := time.UnixMilli(six[5])
	for _, c := range []struct {
		at   int64
		want string
	}{
		{firstMeet - 8*day, ""}, {firstMeet - 7*day, "start"}, {firstMeet + 6*day, "start"}, {firstMeet + 7*day, "mid"}, // a week before and a week after meeting 3
		{six[2] + 6*day, "mid"}, {six[2] + 7*day, ""}, {six[5] - 7*day, "end"}, {six[5] + 8*day, ""},
		{last.AddDate(0, 3, -7).UnixMilli() - 1, ""}, {last.AddDate(0, 3, -7).UnixMilli(), "follow-up"}, {last.AddDate(0, 3, 0).UnixMilli(), "follow-up"},
	} {
		*now = c.at
		if got := today(t, h); got != c.want {
			t.Errorf("on %s: %q, want %q", time.UnixMilli(c.at).Format(time.DateOnly), got, c.want)
		}
	}
	id := momentOf(t, h, "follow-up")
	if s, err := h.Scope(t.Context(), access.Place{Kind: access.Assignment, ID: id}); err != nil || !s.Later {
		t.Errorf("the moment after the group is not for after it: %+v %v", s, err)
	}
	if err := h.Reschedule(t.Context(), group, 6, six[5]+10*day); err != nil {
		t.Fatal(err)
	}
	if got := own(t, h, id); got.DueAt != last.AddDate(0, 0, 10).AddDate(0, 3, 0).UnixMilli() || got.MeetingNumber != 0 {
		t.Errorf("did not move with the last meeting: due %s at meeting %d", time.UnixMilli(got.DueAt), got.MeetingNumber)
	}
}

func TestWithoutATextAMomentIsNotAsked(t *testing.T) {
	h := service(t, t.TempDir())
	if err := h.Assign(t.Context(), group, prog, 2, six); err != nil {
		t.Fatal(err)
	}
	h.Now = func() time.Time { return time.UnixMilli(six[2]) }
	items, err := h.Items(t.Context(), group, anna, "nl")
	if err != nil {
		t.Fatal(err)
	}
	moments := slices.DeleteFunc(items, func(it homework.Item) bool { return it.Moment == "" })
	if len(moments) != 1 || moments[0].Moment != "mid" {
		t.Fatalf("moments: %+v", moments) // start asks who-5 only
	}
	v := own(t, h, moments[0].ID)
	if len(v.Steps) != 1 || v.Steps[0].ID != "kring-check-in" || v.Steps[0].Sheet == nil || len(v.Steps[0].Sheet.Questions) != 4 {
		t.Errorf("the check-in is not all there is to fill in: %+v", v.Steps)
	}
}

func TestATrendIsBandsForTheFacilitatorOnly(t *testing.T) {
	h, now := measured(t)
	*now = firstMeet
	fill(t, h, anna, "start", "who-5", parts(*now, 1, 2, 1, 2, 1))
	*now = six[2]
	fill(t, h, anna, "mid", "who-5", parts(*now, 3, 3, 3, 3, 3))
	guide, err := h.Surveys.Trends(t.Context(), group, anna, true)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(guide, func(tr survey.Trend) bool { return tr.Instrument == "who-5" })
	who := guide[i]
	if len(who.Points) != 2 || *who.Points[0].Score != 28 || *who.Points[1].Score != 60 || *who.Change != 32 || who.Low != 0 || who.High != 100 || !who.HighBetter {
		t.Errorf("trend: %+v", who)
	}
	if who.Points[0].Bands[0] != "low" || who.Source == "" || who.Points[1].Moment != "mid" || who.Points[1].At != six[2] {
		t.Errorf("for the facilitator: %+v", who)
	}
	mine, err := h.Surveys.Trends(t.Context(), group, anna, false)
	if err != nil || len(mine[i].Bands) != 0 || mine[i].Points[0].Bands != nil || mine[i].Source != "" {
		t.Errorf("for herself: %+v, %v", mine[i], err)
	}
	if err := h.Surveys.Choose(t.Context(), org, "who-5", true, nil); err != nil {
		t.Fatal(err)
	}
	if guide, err = h.Surveys.Trends(t.Context(), group, anna, true); err != nil || len(guide[i].Bands) != 0 || guide[i].Points[0].Bands != nil {
		t.Errorf("switched off: %+v, %v", guide[i], err)
	}
	if q := queue(t, h); len(q) != 0 {
		t.Errorf("waits for feedback: %+v", q)
	}
}

// What sources differ about waits for an administrator.
func TestBandsToCheckWaitForAnAdministrator(t *testing.T) {
	h, now := measured(t)
	*now = firstMeet
	keep := func() survey.Trend {
		t.Helper()
		err := h.Surveys.Keep(t.Context(), survey.Filled{AnswerID: "a", Step: "phq-9", PersonID: anna, GroupID: group, Instrument: "phq-9", At: *now, Values: map[int]int{1: 3, 2: 3, 3: 3, 4: 3, 5: 3, 6: 3, 7: 3}})
		if err != nil {
			t.Fatal(err)
		}
		all, err := h.Surveys.Trends(t.Context(), group, anna, true)
		if err != nil || len(all) != 1 || len(all[0].Points) != 1 {
			t.Fatalf("%+v, %v", all, err)
		}
		return all[0]
	}
	if got := keep(); !got.ToCheck || got.Points[0].Score != nil {
		t.Errorf("scored with two missing before it was confirmed: %+v", got)
	}
	if err := h.Surveys.Confirm(t.Context(), org, "phq-9", marja, true); err != nil {
		t.Fatal(err)
	}
	if got := keep(); got.ToCheck || got.Points[0].Score == nil || *got.Points[0].Score != 27 {
		t.Errorf("after it was confirmed: %+v", got)
	}
	if err := h.Surveys.Confirm(t.Context(), org, "phq-9", marja, false); err != nil {
		t.Fatal(err)
	}
	if got := keep(); !got.ToCheck {
		t.Errorf("after it was taken back: %+v", got)
	}
}

func TestAGroupIsTimesFourWithoutNames(t *testing.T) {
	h, now := measured(t)
	people := []string{anna, "p2", "p3", "p4"}
	for i, p := range people {
		*now = firstMeet
		fill(t, h, p, "start", "who-5", parts(*now, 1, 1, 1, 1, 1))
		rows, err := h.Surveys.Rows(t.Context(), group)
		if err != nil || len(rows) != 1 || rows[0].People != i+1 || (rows[0].Mean != nil) != (i == 3) {
			t.Fatalf("after %d: %+v, %v", i+1, rows, err)
		}
	}
	*now = six[2]
	for i, p := range people {
		fill(t, h, p, "mid", "who-5", parts(*now, float64(i), 2, 2, 2, 2))
	}
	rows, err := h.Surveys.Rows(t.Context(), group)
	if err != nil {
		t.Fatal(err)
	}
	mid := rows[slices.IndexFunc(rows, func(r survey.Row) bool { return r.Instrument == "who-5" && r.Moment == "mid" })]
	if *mid.Mean != 38 || *mid.Change != 18 || mid.Both != 4 { // (32+36+40+44)/4, all began at 20
		t.Errorf("mid: mean %v, change %v of %d", *mid.Mean, *mid.Change, mid.Both)
	}
}

func TestAResponseIsFHIRBothWays(t *testing.T) {
	h, now := measured(t)
	*now = firstMeet
	id := momentOf(t, h, "start")
	file := `{"resourceType":"QuestionnaireResponse","status":"completed","questionnaire":"urn:kring:questionnaire:who-5","authored":"2026-12-31T10:00:00Z",
		"item":[{"linkId":"q1","answer":[{"valueInteger":4}]},{"linkId":"q2","answer":[{"valueCoding":{"code":"9"}}]}]}`
	w := homework.Work{AssignmentID: id, PersonID: anna}
	_, err := h.Fill(t.Context(), w, "who-5", []byte(file))
	wantFault(t, err, fault.Invalid, "measure.value", "item[1].answer[0].valueCoding.code")
	v, err := h.Fill(t.Context(), w, "who-5", []byte(strings.Replace(file, `"9"`, `"5"`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Response(t.Context(), id, anna, "who-5", "nl"); !fault.Is(err, fault.NotFound) {
		t.Errorf("a response that was not sent: %v", err)
	}
	if _, err := h.HandIn(t.Context(), id, anna, v.Rev); err != nil {
		t.Fatal(err)
	}
	out, err := h.Response(t.Context(), id, anna, "who-5", "nl")
	if err != nil {
		t.Fatal(err)
	}
	values, at, err := h.Surveys.Read(t.Context(), group, "who-5", out)
	if err != nil || len(values) != 2 || values[1] != 4 || values[2] != 5 || at != time.Date(2026, 12, 31, 10, 0, 0, 0, time.UTC).UnixMilli() {
		t.Errorf("read back %v at %d, %v:\n%s", values, at, err, out)
	}
}

func TestImportAsksForTheLicenceAndKeepsIt(t *testing.T) {
	h, _ := measured(t)
	in := survey.Import{Org: org, Instrument: "k10", File: madeUp(t, "k10"), By: marja}
	wantFault(t, h.Surveys.Import(t.Context(), in), fault.Invalid, "survey.licence", "licence")
	in.Licence, in.File = "Licentie 7", madeUp(t, "gad-7")
	wantFault(t, h.Surveys.Import(t.Context(), in), fault.Invalid, "measure.value", "item[0].answerOption[0].valueCoding.code")
	in.Instrument, in.File = "kring-check-in", measure.Shipped("kring-check-in")
	wantFault(t, h.Surveys.Import(t.Context(), in), fault.Invalid, "survey.shipped", "questionnaire")
	in.Instrument = "k10"
	for _, title := range []string{"eerste", "tweede"} {
		in.File = []byte(strings.Replace(string(madeUp(t, "k10")), "Lijst", title, 1))
		if err := h.Surveys.Import(t.Context(), in); err != nil {
			t.Fatal(err)
		}
	}
	if raw, err := h.Surveys.File(t.Context(), org, "k10"); err != nil || string(raw) != string(in.File) {
		t.Errorf("not the newest text: %s, %v", raw, err)
	}
	all, err := h.Surveys.Instruments(t.Context(), org, "nl")
	if err != nil {
		t.Fatal(err)
	}
	k10 := all[slices.IndexFunc(all, func(i survey.Instrument) bool { return i.ID == "k10" })]
	if !k10.Imported || k10.Licence != "Licentie 7" || len(k10.Questions) != 10 {
		t.Errorf("k10: %+v", k10)
	}
}
