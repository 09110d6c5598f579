package report

import (
	"context"

	"kring/groups"
	"kring/internal/store"
)

// Reported is a report for who decides.
type Reported struct {
	ID        string            `json:"id"`
	GroupID   string            `json:"groupId"`
	GroupName string            `json:"groupName"`
	Channel   string            `json:"channel"`
	Seq       int64             `json:"seq"`
	Kind      string            `json:"kind" enum:"wrong,worry"`
	About     groups.MemberView `json:"about" doc:"Who wrote the message"`
	From      groups.MemberView `json:"from" doc:"Who reported it; nobody but who decides is told"`
	Words     string            `json:"words"`
	Message   string            `json:"message" doc:"As it was when it was reported"`
	At        int64             `json:"at" doc:"Unix milliseconds"`
	DueAt     int64             `json:"dueAt,omitempty" doc:"Unix milliseconds; when it must be decided; absent when it is, or went on"`
	Escalated bool              `json:"escalated,omitempty" doc:"It is with the person whom the group has named"`
	Decision  string            `json:"decision,omitempty" enum:"none,removed,talked,out"`
	DecidedAt int64             `json:"decidedAt,omitempty"`
	Reply     string            `json:"reply,omitempty"`
	Note      string            `json:"note,omitempty"`
}

// OwnReport is a report for who made it.
type OwnReport struct {
	ID        string `json:"id"`
	GroupName string `json:"groupName"`
	Kind      string `json:"kind" enum:"wrong,worry"`
	Message   string `json:"message"`
	At        int64  `json:"at" doc:"Unix milliseconds"`
	DueAt     int64  `json:"dueAt,omitempty" doc:"Unix milliseconds"`
	Decided   bool   `json:"decided"`
	Reply     string `json:"reply,omitempty"`
}

// Circles reads the circle of a group.
type Circles func(ctx context.Context, group string) (*groups.Circle, error)

// Queue lists a group's reports for its facilitators, newest first: not those
// about one of them.
func (s *Reports) Queue(ctx context.Context, c *groups.Circle) ([]Reported, error) {
	all, err := s.find(ctx, store.Is("groupId", c.ID))
	if err != nil {
		return nil, err
	}
	out := []Reported{}
	for _, r := range all {
		if r.Guides {
			continue
		}
		v, err := s.view(ctx, c, r)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// Named lists the reports that a person was named for.
func (s *Reports) Named(ctx context.Context, person string, circle Circles) ([]Reported, error) {
	all, err := s.find(ctx, store.Is("to", person))
	out := []Reported{}
	for _, r := range all {
		c, err := circle(ctx, r.GroupID)
		if err != nil {
			return nil, err
		}
		v, err := s.view(ctx, c, r)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, err
}

// Mine lists what a person reported.
func (s *Reports) Mine(ctx context.Context, person string, circle Circles) ([]OwnReport, error) {
	all, err := s.find(ctx, store.Is("from", person))
	out := []OwnReport{}
	for _, r := range all {
		c, err := circle(ctx, r.GroupID)
		if err != nil {
			return nil, err
		}
		v, err := s.view(ctx, c, r)
		if err != nil {
			return nil, err
		}
		out = append(out, OwnReport{ID: v.ID, GroupName: v.GroupName, Kind: v.Kind, Message: v.Message, At: v.At, DueAt: v.DueAt, Decided: v.DecidedAt != 0, Reply: v.Reply})
	}
	return out, err
}

func (s *Reports) find(ctx context.Context, where store.Cond) ([]*Report, error) {
	return s.docs.Find(ctx, store.Query{Where: []store.Cond{where}, OrderBy: "at", Desc: true, Limit: 200})
}

func (s *Reports) view(ctx context.Context, c *groups.Circle, r *Report) (Reported, error) {
	v := Reported{
		ID: r.ID, GroupID: r.GroupID, GroupName: c.Name, Channel: r.Channel, Seq: r.Seq, Kind: r.Kind, At: r.At, DueAt: r.DueAt,
		Escalated: r.To != "", Decision: r.Decision, DecidedAt: r.DecidedAt,
	}
	v.About, _ = c.See(groups.Viewer{Role: groups.RoleFacilitator}, r.About)
	v.From, _ = c.See(groups.Viewer{Role: groups.RoleFacilitator}, r.From)
	for _, f := range []struct {
		name string
		box  []byte
		into *string
	}{{"words", r.WordsBox, &v.Words}, {"message", r.MessageBox, &v.Message}, {"reply", r.ReplyBox, &v.Reply}, {"note", r.NoteBox, &v.Note}} {
		var err error
		if *f.into, err = s.open(ctx, r, f.name, f.box); err != nil {
			return v, err
		}
	}
	return v, nil
}
