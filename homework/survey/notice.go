package survey

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"kring/homework/measure"
	"kring/internal/fault"
	"kring/internal/store"
)

// notice tells a person that somebody gave an answer that a rule is about
// (SAFE-4). It holds ids only, not the question and not the answer.
type notice struct {
	store.Meta `bson:",inline"`
	GroupID    string   `bson:"groupId" json:"groupId"`
	PersonID   string   `bson:"personId" json:"personId"`
	Tell       []string `bson:"tell" json:"tell"`         // person ids; none: the group's facilitators
	At         int64    `bson:"at" json:"at"`             // when it was answered, by the person's device
	QueuedAt   int64    `bson:"queuedAt" json:"queuedAt"` // when it reached us
	DoneAt     int64    `bson:"doneAt" json:"doneAt"`     // 0 until ticked
	DoneBy     string   `bson:"doneBy" json:"doneBy"`
}

// Notice is one that waits, as a person who is told sees it. Names are the
// edge's to fill in.
type Notice struct {
	ID        string `json:"id"`
	GroupID   string `json:"groupId"`
	GroupName string `json:"groupName"`
	Alias     string `json:"alias"`
	At        int64  `json:"at" doc:"When the answer was given, Unix ms"`
	LateMs    int64  `json:"lateMs" doc:"How much later it reached us: it was given offline"`
	PersonID  string `json:"-"`
}

// Given is one answer on its way in. At is the person's own time of it, 0 for now.
type Given struct {
	AnswerID, Step    string
	PersonID, GroupID string
	Instrument        string
	Item, Value       int
	At                int64
}

// Tell queues a notice when a rule is about this answer, and the messages that
// say so to who is told. When it returns nil both are durable: only then may
// the answer be confirmed. Again, while the notice waits, changes nothing.
func (s *Surveys) Tell(ctx context.Context, g Given) error {
	if g.GroupID == "" { // self-help: nobody guides it, the help lines stand on the page
		return nil
	}
	rule, err := s.rule(ctx, g)
	if err != nil || rule == nil {
		return err
	}
	now := s.now()
	n := &notice{GroupID: g.GroupID, PersonID: g.PersonID, Tell: rule.Tell, QueuedAt: now}
	if n.At = g.At; n.At <= 0 || n.At > now { // a device's clock may be wrong
		n.At = now
	}
	n.ID = noticeID(g)
	err = s.notices.Insert(ctx, n)
	if errors.Is(err, store.ErrConflict) {
		n, err = s.notices.Update(ctx, n.ID, func(was *notice) error {
			if was.DoneAt != 0 && n.At > was.DoneAt { // the same answer once more, later
				n.Meta = was.Meta
				*was = *n
			}
			return nil
		})
	}
	if err == nil && n.DoneAt == 0 {
		err = s.Inform(ctx, n.GroupID, n.Tell, fmt.Sprintf("%s %d", n.ID, n.QueuedAt))
	}
	if err != nil {
		return fmt.Errorf("queue the notice of answer %s: %w", g.AnswerID, err)
	}
	return nil
}

func (s *Surveys) rule(ctx context.Context, g Given) (*measure.Rule, error) {
	d, err := measure.Find(g.Instrument)
	if err != nil {
		return nil, err
	}
	org, err := s.Organisation(ctx, g.GroupID)
	if err != nil {
		return nil, err
	}
	c, err := s.of(ctx, org, g.Instrument)
	if err != nil {
		return nil, err
	}
	return measure.Hit(c.rules(&d), g.Item, g.Value), nil
}

// noticeID is one per question of an answer; it does not tell which.
func noticeID(g Given) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %s %d", g.AnswerID, g.Step, g.Item))
	return hex.EncodeToString(sum[:16])
}

// Notices are what waits for a person: of the groups that they guide, and what
// names them. First answered first.
func (s *Surveys) Notices(ctx context.Context, person string, guided []string) ([]Notice, error) {
	found, err := s.notices.Find(ctx, store.Query{Where: []store.Cond{store.Is("tell", person)}, Limit: 1000})
	for _, group := range guided {
		if err != nil {
			break
		}
		var own []*notice
		own, err = s.notices.Find(ctx, store.Query{Where: []store.Cond{store.Is("groupId", group)}, Limit: 1000})
		found = append(found, slices.DeleteFunc(own, func(n *notice) bool { return len(n.Tell) > 0 })...)
	}
	if err != nil {
		return nil, fmt.Errorf("notices: %w", err)
	}
	out := []Notice{}
	for _, n := range found {
		if n.DoneAt == 0 {
			out = append(out, Notice{ID: n.ID, GroupID: n.GroupID, PersonID: n.PersonID, At: n.At, LateMs: n.QueuedAt - n.At})
		}
	}
	slices.SortFunc(out, func(a, b Notice) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.ID, b.ID)) })
	return out, nil
}

// Done ticks a notice: by somebody whom it told, in these groups that they
// guide. Ticking twice is harmless; who was not told gets NotFound.
func (s *Surveys) Done(ctx context.Context, id, by string, guided []string) error {
	_, err := s.notices.Update(ctx, id, func(n *notice) error {
		told := slices.Contains(n.Tell, by) || len(n.Tell) == 0 && slices.Contains(guided, n.GroupID)
		if !told {
			return fault.Gone()
		}
		if n.DoneAt == 0 {
			n.DoneAt, n.DoneBy = s.now(), by
		}
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return fault.Gone()
	}
	return err
}
