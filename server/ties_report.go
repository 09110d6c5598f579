package main

import (
	"context"
	"slices"
	"time"

	"kring/groups"
	"kring/groups/report"
	"kring/homework/measure"
)

// openReports opens what accounts to who pays.
func (k *kring) openReports(ctx context.Context) (err error) {
	var sources report.Sources = outcomes{k}
	if k.Demo {
		sources = fictional{sources}
	}
	k.reports, err = report.Open(ctx, report.Deps{DB: k.docs, Organisations: k.groups.Organisations, Sources: sources})
	return err
}

// reporting makes reports when their time has come: hourly is soon enough for
// what is made twice a year. The demo is there before.
func (k *kring) reporting(ctx context.Context) error {
	k.every(ctx, time.Hour, "make reports", k.reports.Due)
	return nil
}

// outcomes gathers what a report counts: enrolment and attendance from groups,
// scores from homework.
type outcomes struct{ *kring }

func (o outcomes) Instruments() []report.Instrument {
	var out []report.Instrument
	for _, d := range measure.All() {
		out = append(out, report.Instrument{ID: d.ID, Name: d.Name, HighBetter: d.Better == "high"})
	}
	return out
}

func (o outcomes) Ended(ctx context.Context, org string, from, to int64, each func(string) error) error {
	return o.groups.Ended(ctx, org, from, to, each)
}

func (o outcomes) Cohort(ctx context.Context, groupID, _ string) (report.Cohort, error) {
	c, err := o.groups.Course(ctx, groupID)
	if err != nil {
		return report.Cohort{}, err
	}
	held := slices.DeleteFunc(slices.Clone(c.Meetings), func(m *groups.Meeting) bool { return m.Phase != groups.Closed })
	attended, err := o.debrief.Attended(ctx, held)
	if err != nil {
		return report.Cohort{}, err
	}
	scores, err := o.homework.Surveys.Scores(ctx, groupID)
	if err != nil {
		return report.Cohort{}, err
	}
	out := report.Cohort{Programme: c.ProgrammeTitle, Form: c.MeetingKind, Kind: c.Kind}
	for _, m := range c.Joined {
		p := report.Person{Attended: attended[m.PersonID], Scores: scores[m.PersonID]}
		p.Waited = max(0, time.UnixMilli(c.Starts()).Sub(time.UnixMilli(m.JoinedAt)).Hours()/24)
		for _, meeting := range held {
			if meeting.StartAt >= m.JoinedAt || p.Held < p.Attended {
				p.Held++
			}
		}
		out.People = append(out.People, p)
	}
	return out, nil
}
