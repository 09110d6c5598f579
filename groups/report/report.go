// Package report accounts to who pays: one fixed report of each municipality
// and half year, the same for all (REP-1), of which package disclose decides
// what may be shown (REP-2).
//
// A report cannot be compared with another one to find a person:
//
//   - it is made once, a month after its half year, and kept as it was shown;
//     who joins or is erased later changes nothing in it;
//   - what people of one organisation did in one group is counted in one
//     report only, that of the half year in which the group's last meeting was.
//     Which one is written down before the first figure is made;
//   - only who pays has a report: a municipality, or an organisation that is
//     below none. People count there and nowhere above or below.
//
// What is stored are the figures that may be shown, nothing that they were
// made of.
package report

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kring/groups/organisation"
	"kring/groups/report/disclose"
	"kring/internal/fault"
	"kring/internal/store"
)

// Report is what is shown of a half year.
type Report struct {
	store.Meta `bson:",inline"` // organisation and period
	OrgID      string           `bson:"orgId" json:"orgId"`
	Period     string           `bson:"period" json:"period"`
	MadeAt     int64            `bson:"madeAt" json:"madeAt"` // Unix ms
	Figures    Figures          `bson:"figures" json:"figures"`
	FollowedAt int64            `bson:"followedAt" json:"followedAt"` // Unix ms, 0: the follow-up is to come
	CostEuro   int64            `bson:"costEuro" json:"costEuro"`     // what the half year cost, as the organisation says; 0: not said
}

// Figures are those of a report. What is missing is "too few to show".
type Figures struct {
	Groups     int            `bson:"groups" json:"groups" doc:"That had their last meeting in this half year"`
	Reached    disclose.Count `bson:"reached,omitempty" json:"reached,omitempty" doc:"People who took part, rounded to 5"`
	Completed  disclose.Count `bson:"completed,omitempty" json:"completed,omitempty" doc:"Of those, who were at two thirds of the meetings or more"`
	Waited     *Figure        `bson:"waited,omitempty" json:"waited,omitempty" doc:"Days from enrolment to the first meeting"`
	Attendance *Figure        `bson:"attendance,omitempty" json:"attendance,omitempty" doc:"Percent of the meetings, rounded to 5"`
	Experience *Figure        `bson:"experience,omitempty" json:"experience,omitempty" doc:"Kring's own check-in at the end, 0 to 10"`
	Measures   []Measure      `bson:"measures" json:"measures"`
	Programmes []Share        `bson:"programmes" json:"programmes" doc:"People who took part, by programme"`
	Forms      []Share        `bson:"forms" json:"forms" doc:"The same by the form of the meetings"`
	Kinds      []Share        `bson:"kinds" json:"kinds" doc:"The same by kind of group"`
}

// Figure is a mean.
type Figure struct {
	Value  float64 `bson:"value" json:"value"`
	People int     `bson:"people" json:"people" doc:"Rounded to 5"`
}

// Measure is the mean change on a questionnaire since the start.
type Measure struct {
	Instrument string  `bson:"instrument" json:"instrument"`
	Name       string  `bson:"name" json:"name"`
	HighBetter bool    `bson:"highBetter" json:"highBetter"`
	End        *Effect `bson:"end,omitempty" json:"end,omitempty"`
	FollowUp   *Effect `bson:"followUp,omitempty" json:"followUp,omitempty" doc:"Three months later"`
}

// Effect is a mean change in points and as an effect size: the change divided
// by the standard deviation at the start.
type Effect struct {
	Value  float64 `bson:"value" json:"value"`
	Size   float64 `bson:"size" json:"size"`
	People int     `bson:"people" json:"people" doc:"Rounded to 5"`
}

// Share is one part of the people, by a division of them.
type Share struct {
	Name   string         `bson:"name" json:"name"`
	People disclose.Count `bson:"people,omitempty" json:"people,omitempty"`
}

// Moments at which a questionnaire is filled in.
const (
	Start    = "start"
	End      = "end"
	FollowUp = "follow-up"
)

// Experience is the questionnaire that asks how the group was.
const Experience = "kring-check-in"

// Cohort is a group after its last meeting: the people of one organisation in
// it, without names.
type Cohort struct {
	Programme, Form, Kind string
	People                []Person
}

// Person is what a report counts of somebody.
type Person struct {
	Waited         float64                       // days
	Held, Attended int                           // meetings
	Scores         map[string]map[string]float64 // by questionnaire and moment
}

// Instrument is a questionnaire of which the change is told.
type Instrument struct {
	ID, Name   string
	HighBetter bool
}

// Sources is where figures come from.
type Sources interface {
	Instruments() []Instrument
	// Ended calls each with every group in which an organisation has people
	// and of which the last meeting ended in from..to (Unix ms, to excluded).
	Ended(ctx context.Context, org string, from, to int64, each func(groupID string) error) error
	// Cohort reads the people of an organisation in a group.
	Cohort(ctx context.Context, groupID, org string) (Cohort, error)
}

// Deps is what Open needs; Now is time.Now when nil.
type Deps struct {
	DB            store.DB
	Organisations *organisation.Organisations
	Sources       Sources
	Now           func() time.Time
}

// Reports is the service. Several servers may share its store.
type Reports struct {
	Deps
	all     store.Collection[Report, *Report]
	counted store.Collection[counted, *counted]
}

// Specs declares the collections of this package.
func Specs() []store.Spec {
	return []store.Spec{
		store.Of[Report](store.Spec{Name: "outcomes", Indexes: []store.Index{{Fields: []string{"orgId"}}}}),
		store.Of[counted](store.Spec{Name: "counted", Indexes: []store.Index{{Fields: []string{"reportId"}}}}),
	}
}

// Open ensures the collections and returns the service.
func Open(ctx context.Context, d Deps) (*Reports, error) {
	if d.Now == nil {
		d.Now = time.Now
	}
	r := &Reports{Deps: d}
	var err, err2 error
	r.all, err = store.Open[Report](ctx, d.DB, Specs()[0])
	r.counted, err2 = store.Open[counted](ctx, d.DB, Specs()[1])
	return r, errors.Join(err, err2)
}

// Of lists the reports of an organisation, the newest first.
func (r *Reports) Of(ctx context.Context, org string) ([]*Report, error) {
	return r.all.Find(ctx, store.Query{Where: []store.Cond{store.Is("orgId", org)}, Desc: true, Limit: 100})
}

// Get reads one; NotFound when it was not made.
func (r *Reports) Get(ctx context.Context, org string, p Period) (*Report, error) {
	d, err := r.all.Get(ctx, reportID(org, p))
	if errors.Is(err, store.ErrNotFound) {
		return nil, fault.Gone()
	}
	return d, err
}

// maxCost bounds what a half year can cost.
const maxCost = 1_000_000_000

// SetCost keeps what a half year cost, in whole euros; 0 takes it away.
func (r *Reports) SetCost(ctx context.Context, org string, p Period, euro int64) error {
	if euro < 0 || euro > maxCost {
		return fault.Bad("euro", "report.cost", "a cost is 0 to %d euros", maxCost)
	}
	_, err := r.all.Update(ctx, reportID(org, p), func(d *Report) error {
		d.CostEuro = euro
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return fault.Gone()
	}
	return err
}

// PerPerson is the cost per participant in whole euros, made of rounded
// figures; 0 when it cannot be told.
func (d *Report) PerPerson() int64 {
	if d.Figures.Reached == nil || d.CostEuro == 0 {
		return 0
	}
	n := int64(*d.Figures.Reached)
	return (d.CostEuro + n/2) / n
}

func reportID(org string, p Period) string { return fmt.Sprintf("%s.%s", org, p) }
