package report

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"kring/groups/organisation"
	"kring/groups/report/disclose"
	"kring/internal/store"
)

// counted says in which report the people of one organisation in one group
// are counted: the first that wanted them, and no other.
type counted struct {
	store.Meta `bson:",inline"` // group and organisation
	GroupID    string           `bson:"groupId" json:"groupId"`
	OrgID      string           `bson:"orgId" json:"orgId"`
	ReportID   string           `bson:"reportId" json:"reportId"`
}

// late is of how many past half years a report that is missing is still made.
const late = 2

// Due makes every report whose time has come, and adds the follow-up to those
// where it has. What fails is left for the next time; the others go on.
func (r *Reports) Due(ctx context.Context) error {
	payers, err := r.payers(ctx, "")
	if err != nil {
		return err
	}
	var errs []error
	for _, org := range payers {
		p := PeriodOf(r.Now())
		for range late {
			p = p.Before()
			if err := r.due(ctx, org, p); err != nil {
				errs = append(errs, fmt.Errorf("report %s of organisation %s: %w", p, org, err))
			}
		}
	}
	return errors.Join(errs...)
}

func (r *Reports) due(ctx context.Context, org string, p Period) error {
	if r.Now().Before(p.Made()) {
		return nil
	}
	d, err := r.all.Get(ctx, reportID(org, p))
	if errors.Is(err, store.ErrNotFound) {
		d, err = r.make(ctx, org, p)
	}
	if err != nil || d.FollowedAt != 0 || r.Now().Before(p.Followed()) {
		return err
	}
	return r.follow(ctx, d)
}

// payers are the organisations at and below a place in the tree that have a
// report of their own.
func (r *Reports) payers(ctx context.Context, parent string) ([]string, error) {
	var out []string
	err := r.below(ctx, parent, func(o *organisation.Organisation) bool {
		if pays(o) {
			out = append(out, o.ID)
		}
		return true
	})
	return out, err
}

// pays reports whether an organisation has a report.
func pays(o *organisation.Organisation) bool { return o.Kind == "gemeente" || o.ParentID == "" }

// below visits what is below an organisation; what visit refuses it does not
// look below.
func (r *Reports) below(ctx context.Context, parent string, visit func(*organisation.Organisation) bool) error {
	children, err := r.Organisations.Children(ctx, parent)
	if err != nil {
		return err
	}
	for _, o := range children {
		if visit(o) {
			if err := r.below(ctx, o.ID, visit); err != nil {
				return err
			}
		}
	}
	return nil
}

// make counts and stores a report. It can be repeated after any failure, also
// by two servers at once: what was counted stays counted here, and the first
// that is stored is the report.
func (r *Reports) make(ctx context.Context, org string, p Period) (*Report, error) {
	if err := r.count(ctx, org, p); err != nil {
		return nil, err
	}
	s := newSums(r.Sources.Instruments(), End)
	if err := r.each(ctx, reportID(org, p), s.add); err != nil {
		return nil, err
	}
	d := &Report{Meta: store.Meta{ID: reportID(org, p)}, OrgID: org, Period: string(p), MadeAt: r.Now().UnixMilli(), Figures: s.figures()}
	err := r.all.Insert(ctx, d)
	if errors.Is(err, store.ErrConflict) {
		return r.all.Get(ctx, d.ID)
	}
	return d, err
}

// follow adds the change after three months, once.
func (r *Reports) follow(ctx context.Context, d *Report) error {
	s := newSums(r.Sources.Instruments(), FollowUp)
	if err := r.each(ctx, d.ID, s.add); err != nil {
		return err
	}
	_, err := r.all.Update(ctx, d.ID, func(d *Report) error {
		if d.FollowedAt != 0 {
			return nil
		}
		for i, m := range d.Figures.Measures {
			d.Figures.Measures[i].FollowUp = s.effect(m.Instrument)
		}
		d.FollowedAt = r.Now().UnixMilli()
		return nil
	})
	return err
}

// count writes down which groups this report counts, of all organisations
// whose people it is about.
func (r *Reports) count(ctx context.Context, org string, p Period) error {
	orgs := []string{org}
	err := r.below(ctx, org, func(o *organisation.Organisation) bool {
		own := !pays(o)
		if own {
			orgs = append(orgs, o.ID)
		}
		return own
	})
	if err != nil {
		return err
	}
	from, to := p.Span()
	for _, o := range orgs {
		err := r.Sources.Ended(ctx, o, from.UnixMilli(), to.UnixMilli(), func(group string) error {
			err := r.counted.Insert(ctx, &counted{Meta: store.Meta{ID: group + "." + o}, GroupID: group, OrgID: o, ReportID: reportID(org, p)})
			if errors.Is(err, store.ErrConflict) {
				return nil
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// each reads the people that a report counts, group by group. People of two
// organisations in one group are of one group.
func (r *Reports) each(ctx context.Context, report string, add func(Cohort)) error {
	var group string
	var cohort Cohort
	after := ""
	for {
		page, err := r.counted.Find(ctx, store.Query{Where: []store.Cond{store.Is("reportId", report), {Field: "id", Op: store.Gt, Value: after}}, Limit: 500})
		if err != nil {
			return err
		}
		for _, c := range page {
			next, err := r.Sources.Cohort(ctx, c.GroupID, c.OrgID)
			if err != nil {
				return fmt.Errorf("group %s: %w", c.GroupID, err)
			}
			if c.GroupID == group {
				next.People = append(cohort.People, next.People...)
			} else if group != "" {
				add(cohort)
			}
			group, cohort, after = c.GroupID, next, c.ID
		}
		if len(page) < 500 {
			break
		}
	}
	if group != "" {
		add(cohort)
	}
	return nil
}

// sums gathers figures group by group.
type sums struct {
	instruments                    []Instrument
	moment                         string // at which the change is told
	groups                         int
	reached, completed, rest       disclose.Tally
	waited, attendance, experience disclose.Mean
	changes                        map[string]*disclose.Change
	programmes, forms, kinds       map[string]*disclose.Tally
}

func newSums(instruments []Instrument, moment string) *sums {
	s := &sums{
		instruments: instruments, moment: moment, changes: map[string]*disclose.Change{},
		programmes: map[string]*disclose.Tally{}, forms: map[string]*disclose.Tally{}, kinds: map[string]*disclose.Tally{},
	}
	for _, i := range instruments {
		s.changes[i.ID] = &disclose.Change{}
	}
	return s
}

func (s *sums) add(c Cohort) {
	if len(c.People) == 0 {
		return
	}
	s.groups++
	s.reached.Add(len(c.People))
	for _, part := range []struct {
		in map[string]*disclose.Tally
		of string
	}{{s.programmes, c.Programme}, {s.forms, c.Form}, {s.kinds, c.Kind}} {
		if part.in[part.of] == nil {
			part.in[part.of] = &disclose.Tally{}
		}
		part.in[part.of].Add(len(c.People))
	}
	s.addCourse(c.People)
	for id, change := range s.changes {
		var pairs []disclose.Pair
		for _, p := range c.People {
			before, ok := p.Scores[id][Start]
			after, both := p.Scores[id][s.moment]
			if ok && both {
				pairs = append(pairs, disclose.Pair{Before: before, After: after})
			}
		}
		change.Add(pairs)
	}
}

// addCourse takes what happened to the people of one group.
func (s *sums) addCourse(people []Person) {
	var waited, attendance, experience []float64
	completed := 0
	for _, p := range people {
		waited = append(waited, p.Waited)
		if p.Held > 0 {
			attendance = append(attendance, 100*float64(p.Attended)/float64(p.Held))
		}
		if p.Held > 0 && 3*p.Attended >= 2*p.Held {
			completed++
		}
		if v, ok := p.Scores[Experience][s.moment]; ok {
			experience = append(experience, v)
		}
	}
	s.completed.Add(completed)
	s.rest.Add(len(people) - completed)
	s.waited.Add(waited)
	s.attendance.Add(attendance)
	s.experience.Add(experience)
}

func (s *sums) figures() Figures {
	f := Figures{
		Groups: s.groups, Reached: s.reached.Total(),
		Waited: figure(&s.waited, 1), Attendance: figure(&s.attendance, 5), Experience: figure(&s.experience, 0.5),
		Programmes: rows(s.reached, s.programmes), Forms: rows(s.reached, s.forms), Kinds: rows(s.reached, s.kinds), Measures: []Measure{},
	}
	if f.Reached != nil {
		f.Completed = disclose.Part(s.completed, s.rest)
	}
	for _, i := range s.instruments {
		if i.ID != Experience {
			f.Measures = append(f.Measures, Measure{Instrument: i.ID, Name: i.Name, HighBetter: i.HighBetter, End: s.effect(i.ID)})
		}
	}
	return f
}

// effect is the change on a questionnaire, as it may be shown.
func (s *sums) effect(instrument string) *Effect {
	c := s.changes[instrument]
	if c == nil {
		return nil
	}
	e := c.Effect(0.5)
	if e == nil {
		return nil
	}
	return &Effect{Value: e.Value, Size: e.Size, People: e.People}
}

func figure(m *disclose.Mean, step float64) *Figure {
	f := m.Figure(step)
	if f == nil {
		return nil
	}
	return &Figure{Value: f.Value, People: f.People}
}

// rows are the parts of a division by name; a name stands there also when its
// people are too few to show.
func rows(total disclose.Tally, parts map[string]*disclose.Tally) []Share {
	out := []Share{}
	tallies := []disclose.Tally{}
	for name := range parts {
		out = append(out, Share{Name: name})
	}
	slices.SortFunc(out, func(a, b Share) int { return cmp.Compare(a.Name, b.Name) })
	for _, row := range out {
		tallies = append(tallies, *parts[row.Name])
	}
	for i, c := range disclose.Parts(total, tallies) {
		out[i].People = c
	}
	return out
}
