package api

import (
	"bytes"
	"context"
	"encoding/csv"
	"net/http"
	"strconv"

	"kring/groups/report"
	"kring/groups/report/disclose"
	"kring/internal/access"
	"kring/internal/fault"
)

// PeriodIn names a half year of an organisation in the path.
type PeriodIn struct {
	OrgIn
	Period string `path:"period" maxLength:"10" example:"2026-H1"`
}

type costIn struct {
	PeriodIn
	Body struct {
		Euro int64 `json:"euro" minimum:"0" maximum:"1000000000" doc:"What the half year cost, in whole euros; 0 takes it away"`
	}
}

// OutcomeView is the report of one half year as who pays sees it.
type OutcomeView struct {
	Period     string         `json:"period" example:"2026-H1"`
	From       int64          `json:"from" doc:"Unix milliseconds"`
	To         int64          `json:"to" doc:"Unix milliseconds, excluded"`
	MadeAt     int64          `json:"madeAt" doc:"Unix milliseconds"`
	FollowUpAt int64          `json:"followUpAt" doc:"When the change after three months is or was added"`
	Followed   bool           `json:"followed"`
	Figures    report.Figures `json:"figures" doc:"What is missing is about too few people"`
	CostEuro   int64          `json:"costEuro,omitempty"`
	PerPerson  int64          `json:"perPerson,omitempty" doc:"Whole euros a participant, of rounded figures"`
}

// OutcomesView are the reports that there are, and when the next one comes.
type OutcomesView struct {
	Reports []OutcomeRef `json:"reports"`
	NextAt  int64        `json:"nextAt" doc:"Unix milliseconds"`
}

// OutcomeRef names a report.
type OutcomeRef struct {
	Period string `json:"period" example:"2026-H1"`
	From   int64  `json:"from" doc:"Unix milliseconds"`
	To     int64  `json:"to" doc:"Unix milliseconds, excluded"`
}

type csvOut struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

func (e *Edge) outcomeOps() {
	register(e, op{Method: "GET", Path: "/organisations/{org}/outcomes", ID: "outcomes", Summary: "The reports to who pays, by half year", Action: access.ReadOutcomes, Kind: access.Organisation, Param: "org"},
		func(ctx context.Context, _ *caller, in *OrgIn) (*body[OutcomesView], error) {
			all, err := e.Reports.Of(ctx, in.Org)
			v := OutcomesView{Reports: []OutcomeRef{}, NextAt: report.PeriodOf(e.Now()).Made().UnixMilli()}
			if before := report.PeriodOf(e.Now()).Before().Made(); before.After(e.Now()) {
				v.NextAt = before.UnixMilli()
			}
			for _, d := range all {
				from, to := report.Period(d.Period).Span()
				v.Reports = append(v.Reports, OutcomeRef{Period: d.Period, From: from.UnixMilli(), To: to.UnixMilli()})
			}
			return &body[OutcomesView]{v}, err
		})
	register(e, op{Method: "GET", Path: "/organisations/{org}/outcomes/{period}", ID: "outcome", Summary: "The report of a half year", Action: access.ReadOutcomes, Kind: access.Organisation, Param: "org", Logged: true},
		func(ctx context.Context, _ *caller, in *PeriodIn) (*body[OutcomeView], error) {
			d, err := e.outcome(ctx, in)
			if err != nil {
				return nil, err
			}
			return &body[OutcomeView]{viewOutcome(d)}, nil
		})
	register(e, op{Method: "GET", Path: "/organisations/{org}/outcomes/{period}/csv", ID: "outcome-csv", Summary: "The same figures as a table", Action: access.ReadOutcomes, Kind: access.Organisation, Param: "org", Logged: true},
		func(ctx context.Context, _ *caller, in *PeriodIn) (*csvOut, error) {
			d, err := e.outcome(ctx, in)
			if err != nil {
				return nil, err
			}
			raw, err := outcomeTable(d)
			return &csvOut{ContentType: "text/csv; charset=utf-8", Disposition: `attachment; filename="kring-` + d.Period + `.csv"`, Body: raw}, err
		})
	register(e, op{Method: "PUT", Path: "/organisations/{org}/outcomes/{period}/cost", ID: "set-outcome-cost", Summary: "Say what a half year cost", Action: access.ReadOutcomes, Kind: access.Organisation, Param: "org", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, _ *caller, in *costIn) (*empty, error) {
			p, err := report.ParsePeriod(in.Period)
			if err != nil {
				return nil, fault.Gone()
			}
			return nil, e.Reports.SetCost(ctx, in.Org, p, in.Body.Euro)
		})
}

func (e *Edge) outcome(ctx context.Context, in *PeriodIn) (*report.Report, error) {
	p, err := report.ParsePeriod(in.Period)
	if err != nil {
		return nil, fault.Gone()
	}
	return e.Reports.Get(ctx, in.Org, p)
}

func viewOutcome(d *report.Report) OutcomeView {
	p := report.Period(d.Period)
	from, to := p.Span()
	return OutcomeView{
		Period: d.Period, From: from.UnixMilli(), To: to.UnixMilli(), MadeAt: d.MadeAt, FollowUpAt: p.Followed().UnixMilli(), Followed: d.FollowedAt != 0,
		Figures: d.Figures, CostEuro: d.CostEuro, PerPerson: d.PerPerson(),
	}
}

// outcomeTable is a report as CSV (RFC 4180), one figure a line: what, of
// which part, the figure, and about how many people. A figure about too few
// people is empty.
func outcomeTable(d *report.Report) ([]byte, error) {
	f := d.Figures
	lines := [][]string{
		{"figure", "part", "value", "people"},
		{"period", "", d.Period, ""},
		{"groups", "", strconv.Itoa(f.Groups), ""},
		{"reached", "", people(f.Reached), people(f.Reached)},
		{"completed", "", people(f.Completed), people(f.Reached)},
		mean("waiting days", "", f.Waited), mean("attendance percent", "", f.Attendance), mean("experience 0-10", "", f.Experience),
	}
	for _, m := range f.Measures {
		lines = append(lines, effect("change at the end", "effect size at the end", m.Name, m.End)...)
		lines = append(lines, effect("change after 3 months", "effect size after 3 months", m.Name, m.FollowUp)...)
	}
	for _, division := range []struct {
		name string
		rows []report.Share
	}{{"reached by programme", f.Programmes}, {"reached by form", f.Forms}, {"reached by kind", f.Kinds}} {
		for _, r := range division.rows {
			lines = append(lines, []string{division.name, r.Name, people(r.People), people(r.People)})
		}
	}
	if n := d.PerPerson(); n != 0 {
		lines = append(lines, []string{"euro per participant", "", strconv.FormatInt(n, 10), people(f.Reached)})
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	err := w.WriteAll(lines)
	return b.Bytes(), err
}

func people(c disclose.Count) string {
	if c == nil {
		return ""
	}
	return strconv.Itoa(*c)
}

func mean(name, part string, f *report.Figure) []string {
	if f == nil {
		return []string{name, part, "", ""}
	}
	return []string{name, part, number(f.Value), strconv.Itoa(f.People)}
}

func effect(change, size, part string, e *report.Effect) [][]string {
	if e == nil {
		return [][]string{{change, part, "", ""}, {size, part, "", ""}}
	}
	n := strconv.Itoa(e.People)
	return [][]string{{change, part, number(e.Value), n}, {size, part, number(e.Size), n}}
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
