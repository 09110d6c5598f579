package script

import "slices"

// Eyes are one viewer's: who it is, and whom of the others may be known
// (ORG-11). All functions are needed.
type Eyes struct {
	You   string
	Leads bool
	Sees  func(id string) bool   // may know that this participant is there
	Reads func(id string) bool   // may read what this participant shares, if need be without a name
	Alias func(id string) string // of somebody who is seen
}

// View is what one viewer sees of a run. What is not there is nil. Ids of
// people that the viewer may not see are in none of its lists.
type View struct {
	Step    *StepView  `json:"step,omitempty"`
	Script  []Line     `json:"script,omitempty"` // facilitators only
	Stick   *StickView `json:"stick,omitempty"`
	Timer   *Timer     `json:"timer,omitempty"`
	Poll    *PollView  `json:"poll,omitempty"`
	Polls   []PollView `json:"polls,omitempty"` // drafts: facilitators only
	Film    *Film      `json:"film,omitempty"`
	Pairs   *PairsView `json:"pairs,omitempty"`
	Apart   []string   `json:"apart,omitempty"` // by two: the own, for facilitators all
	Joint   *JointView `json:"joint,omitempty"`
	Table   string     `json:"table,omitempty"` // id of a piece; each reads it as at home
	Say     *Word      `json:"say,omitempty"`
	Notice  *Word      `json:"notice,omitempty"`
	Paused  bool       `json:"paused,omitempty"`
	Debrief bool       `json:"debrief,omitempty"`
}

// StepView is the current step. Number counts from 1; Of is how many there are
// that are not skipped.
type StepView struct {
	ID         string   `json:"id"`
	Kind       string   `json:"kind"`
	Title      Text     `json:"title"`
	Body       Text     `json:"body"`
	Minutes    int      `json:"minutes"`
	StartedAt  int64    `json:"startedAt"`
	Number     int      `json:"number"`
	Of         int      `json:"of"`
	Seconds    int      `json:"seconds,omitempty"`
	Size       int      `json:"size,omitempty"`
	Assignment string   `json:"assignment,omitempty"`
	Steps      []string `json:"steps,omitempty"`
	Film       string   `json:"film,omitempty"`
}

// Line is one step in the facilitators' script.
type Line struct {
	ID        string `json:"id"`
	Kind      string `json:"kind"`
	Title     Text   `json:"title"`
	Minutes   int    `json:"minutes"`
	State     string `json:"state"`
	StartedAt int64  `json:"startedAt,omitempty"`
	TookMs    int64  `json:"tookMs,omitempty"`
	Guide     Text   `json:"guide,omitempty"`
}

// StickView is the stick. Holder is "" when everybody has had it, and when
// somebody has it whom the viewer may not see.
type StickView struct {
	Holder  string   `json:"holder"`
	Order   []string `json:"order"`
	Done    []string `json:"done"`
	Seconds int      `json:"seconds"`
	Since   int64    `json:"since"`
	Quiet   bool     `json:"quiet"`
}

// PollView is a poll; Counts is by option, for facilitators and, once shown,
// for all.
type PollView struct {
	ID       string   `json:"id"`
	Question Text     `json:"question"`
	Options  []Option `json:"options"`
	Several  bool     `json:"several"`
	Open     bool     `json:"open"`
	Shown    bool     `json:"shown"`
	Mine     []string `json:"mine"`
	Answered int      `json:"answered"`
	Counts   []int    `json:"counts,omitempty"`
}

// PairsView is the small rooms: for a participant her own, for a facilitator
// all. Yours and Visiting are 0 for the big circle.
type PairsView struct {
	Task     string     `json:"task"`
	EndsAt   int64      `json:"endsAt"`
	Rooms    []RoomView `json:"rooms"`
	Yours    int        `json:"yours"`
	Visiting int        `json:"visiting"`
}

// RoomView is one small room.
type RoomView struct {
	Number  int      `json:"number"`
	Members []string `json:"members"`
	Help    bool     `json:"help"`
	// Visitors are the facilitators who are there now.
	Visitors []string `json:"visitors,omitempty"`
}

// JointView is the joint module step. Answered, how many people answered, is
// the caller's to fill in.
type JointView struct {
	Assignment string      `json:"assignment"`
	Steps      []string    `json:"steps"`
	Answered   int         `json:"answered"`
	Shown      bool        `json:"shown"`
	Shared     []PieceView `json:"shared"`
}

// PieceView is a shared answer; without id and alias when the viewer may not
// know whose it is.
type PieceView struct {
	ID    string `json:"id"`
	Alias string `json:"alias"`
	Step  string `json:"step"`
	Text  string `json:"text"`
}

// View is the run for somebody with a seat.
func (r *Run) View(e Eyes) View {
	v := View{
		Step: r.stepView(), Timer: r.Timer, Film: r.Film, Say: r.Say, Notice: r.Notice, Paused: r.Paused, Debrief: r.Debrief,
		Stick: r.Stick.view(e), Poll: r.Poll.view(e), Pairs: r.pairsView(e), Joint: r.Joint.view(e), Apart: r.apartView(e),
		Table: r.Table,
	}
	if !e.Leads {
		return v
	}
	for _, p := range r.Steps {
		v.Script = append(v.Script, Line{p.ID, p.Kind, p.Title, p.Minutes, p.State, p.StartedAt, p.TookMs, p.Guide})
	}
	for i := range r.Polls {
		v.Polls = append(v.Polls, *r.Polls[i].view(e))
	}
	return v
}

// Outside is the run for somebody who waits.
func (r *Run) Outside() View { return View{Notice: r.Notice} }

func (r *Run) stepView() *StepView {
	p := r.step(r.Current)
	if p == nil {
		return nil
	}
	v := &StepView{
		ID: p.ID, Kind: p.Kind, Title: p.Title, Body: p.Body, Minutes: p.Minutes, StartedAt: p.StartedAt, Seconds: p.Seconds,
		Size: p.Size, Assignment: p.Assignment, Steps: p.Steps, Film: p.Film,
	}
	for i := range r.Steps {
		if r.Steps[i].State != Skipped {
			v.Of++
		}
		if r.Steps[i].ID == p.ID {
			v.Number = v.Of
		}
	}
	return v
}

func (k *Stick) view(e Eyes) *StickView {
	if k == nil {
		return nil
	}
	v := &StickView{Order: e.seen(k.Order), Done: e.seen(k.Done), Seconds: k.Seconds, Since: k.Since, Quiet: k.Quiet}
	if k.Holder != "" && e.Sees(k.Holder) {
		v.Holder = k.Holder
	}
	return v
}

func (p *Poll) view(e Eyes) *PollView {
	if p == nil {
		return nil
	}
	v := &PollView{
		ID: p.ID, Question: p.Question, Options: p.Options, Several: p.Several, Open: p.Open, Shown: p.Shown,
		Mine: append([]string{}, p.Votes[e.You]...), Answered: len(p.Votes),
	}
	if p.Shown || e.Leads {
		v.Counts = p.counts()
	}
	return v
}

func (r *Run) pairsView(e Eyes) *PairsView {
	if r.Pairs == nil {
		return nil
	}
	v := &PairsView{Task: r.Pairs.Task, EndsAt: r.Pairs.EndsAt, Yours: r.Pairs.of(e.You), Visiting: r.Pairs.Visits[e.You], Rooms: []RoomView{}}
	for i, x := range r.Pairs.Rooms {
		if e.Leads || i+1 == v.Yours {
			v.Rooms = append(v.Rooms, RoomView{i + 1, e.seen(x.Members), x.Help, e.seen(r.Pairs.visitors(i + 1))})
		}
	}
	return v
}

func (j *Joint) view(e Eyes) *JointView {
	if j == nil {
		return nil
	}
	v := &JointView{Assignment: j.Assignment, Steps: j.Steps, Shown: j.Shown, Shared: []PieceView{}}
	for _, p := range j.Shared {
		switch {
		case e.Sees(p.ID):
			v.Shared = append(v.Shared, PieceView{p.ID, e.Alias(p.ID), p.Step, p.Text})
		case e.Reads(p.ID):
			v.Shared = append(v.Shared, PieceView{"", "", p.Step, p.Text})
		}
	}
	return v
}

func (e Eyes) seen(ids []string) []string {
	return slices.DeleteFunc(append([]string{}, ids...), func(id string) bool { return !e.Sees(id) })
}
