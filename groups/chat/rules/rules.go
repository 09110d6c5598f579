// Package rules keeps what a group has agreed about its chat: who may write,
// how often, when somebody watches, and who was taken out (CHAT-3 to 8, SAFE-5).
//
// The line between a member and the facilitators, and the facilitators' own
// channel, have no rules: whoever was taken out of the chat can still ask why.
package rules

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"kring/groups"
	"kring/groups/consent"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

// Bounds and defaults.
const (
	defaultEdit   = 15 // minutes
	maxEdit       = 24 * 60
	maxSlow       = 3600 // seconds
	defaultAnswer = 24   // hours until a report must have a decision
	maxAnswer     = 168
	maxReason     = 500 // runes
	coll          = "chatRules"
)

// Rules are a group's; the document's id is the group's.
type Rules struct {
	store.Meta `bson:",inline"`
	Set        Set   `bson:"set" json:"set"`
	Out        []Out `bson:"out" json:"out"`
}

// Set is what facilitators choose.
type Set struct {
	SlowSec     int    `bson:"slowSec" json:"slowSec" minimum:"0" maximum:"3600" doc:"Seconds between two messages of one member in the group; 0 is any time"`
	ReadOnly    bool   `bson:"readOnly" json:"readOnly" doc:"Only facilitators write in the group and its meetings' threads"`
	EditMin     int    `bson:"editMin" json:"editMin" minimum:"0" maximum:"1440" doc:"Minutes in which an author may change or remove a message"`
	Typing      bool   `bson:"typing" json:"typing" doc:"Others see that somebody is writing"`
	Receipts    bool   `bson:"receipts" json:"receipts" doc:"Others see how far somebody has read"`
	Hours       []Span `bson:"hours" json:"hours" doc:"When a facilitator watches; none: no fixed times"`
	Named       string `bson:"named" json:"named" doc:"Person id of who decides when facilitators do not, or are the subject"`
	DecideHours int    `bson:"decideHours" json:"decideHours" minimum:"1" maximum:"168" doc:"Hours in which a report gets a decision"`
}

// Span is one stretch of a week's day in the group's own time.
type Span struct {
	Day  int    `bson:"day" json:"day" minimum:"1" maximum:"7" doc:"1 is Monday"`
	From string `bson:"from" json:"from" pattern:"^[0-2][0-9]:[0-5][0-9]$"`
	To   string `bson:"to" json:"to" pattern:"^[0-2][0-9]:[0-5][0-9]$"`
}

// Out is a member who was taken out of the chat, by whom and why.
type Out struct {
	PersonID  string `bson:"personId" json:"personId"`
	By        string `bson:"by" json:"by"`
	At        int64  `bson:"at" json:"at"` // Unix ms
	ReasonBox []byte `bson:"reasonBox" json:"reasonBox"`
}

// Vault is what rules need of internal/seal.
type Vault interface {
	Seal(ctx context.Context, k seal.Key, r seal.Ref, plain []byte) ([]byte, error)
	Open(ctx context.Context, k seal.Key, r seal.Ref, box []byte) ([]byte, error)
}

// Deps is what Open needs; Now is time.Now when nil.
type Deps struct {
	DB     store.DB
	Vault  Vault
	Groups *groups.Groups
	Now    func() time.Time
}

// Service keeps the rules; it is a chat.Gate.
type Service struct {
	Deps
	docs   store.Collection[Rules, *Rules]
	agreed sync.Map // person and group → true: the current house rules are agreed to
}

// Spec declares the collection.
func Spec() store.Spec { return store.Of[Rules](store.Spec{Name: coll}) }

// Open ensures the collection and returns the service.
func Open(ctx context.Context, d Deps) (*Service, error) {
	if d.Now == nil {
		d.Now = time.Now
	}
	docs, err := store.Open[Rules](ctx, d.DB, Spec())
	if err != nil {
		return nil, fmt.Errorf("chat rules: %w", err)
	}
	return &Service{Deps: d, docs: docs}, nil
}

// Of reads a group's rules, or what holds until somebody chooses.
func (s *Service) Of(ctx context.Context, groupID string) (*Rules, error) {
	r, err := s.docs.Get(ctx, groupID)
	if errors.Is(err, store.ErrNotFound) {
		return &Rules{Meta: store.Meta{ID: groupID}, Set: Set{EditMin: defaultEdit, DecideHours: defaultAnswer, Hours: []Span{}}, Out: []Out{}}, nil
	}
	return r, err
}

// Choose keeps what the facilitators chose. named must be of the group's
// organisation, which the edge knows.
func (s *Service) Choose(ctx context.Context, groupID string, set Set) error {
	for _, h := range set.Hours {
		if h.Day < 1 || h.Day > 7 || h.To <= h.From || h.To > "24:00" {
			return fault.Bad("hours", "chat.hours", "from must be before to, on day 1 to 7")
		}
	}
	if set.SlowSec < 0 || set.SlowSec > maxSlow || set.EditMin < 0 || set.EditMin > maxEdit || set.DecideHours < 1 || set.DecideHours > maxAnswer || len(set.Hours) > 28 {
		return fault.Bad("set", "chat.rules", "out of bounds")
	}
	return s.update(ctx, groupID, func(r *Rules) error { r.Set = set; return nil })
}

// update changes a group's rules, which are there from the first change on.
func (s *Service) update(ctx context.Context, groupID string, change func(*Rules) error) error {
	r, err := s.Of(ctx, groupID)
	if err != nil {
		return err
	}
	if r.Rev == 0 {
		if err := s.docs.Insert(ctx, r); err != nil && !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
	_, err = s.docs.Update(ctx, groupID, change)
	return err
}

// TakeOut keeps a member from writing in the group's chat, with the reason
// that she is told; Let lets her in again.
func (s *Service) TakeOut(ctx context.Context, groupID, person, by, reason string) error {
	if n := len([]rune(reason)); n < 1 || n > maxReason {
		return fault.Bad("reason", "chat.reason", "a reason of 1 to %d characters", maxReason)
	}
	box, err := s.Vault.Seal(ctx, seal.Group(groupID), reasonRef(groupID, person), []byte(reason))
	if err != nil {
		return err
	}
	return s.update(ctx, groupID, func(r *Rules) error {
		r.Out = append(without(r.Out, person), Out{PersonID: person, By: by, At: s.Now().UnixMilli(), ReasonBox: box})
		return nil
	})
}

// Let ends that.
func (s *Service) Let(ctx context.Context, groupID, person string) error {
	return s.update(ctx, groupID, func(r *Rules) error { r.Out = without(r.Out, person); return nil })
}

func without(all []Out, person string) []Out {
	return slices.DeleteFunc(slices.Clone(all), func(o Out) bool { return o.PersonID == person })
}

func reasonRef(groupID, person string) seal.Ref {
	return seal.Ref{Coll: coll, ID: groupID, Field: "reason." + person}
}

// out says whether somebody was taken out.
func (r *Rules) out(person string) *Out {
	i := slices.IndexFunc(r.Out, func(o Out) bool { return o.PersonID == person })
	if i < 0 {
		return nil
	}
	return &r.Out[i]
}

// EditTime is chat.Gate's.
func (s *Service) EditTime(ctx context.Context, channel string) (time.Duration, error) {
	group, _ := groups.OfChannel(channel)
	r, err := s.Of(ctx, group)
	if err != nil {
		return 0, err
	}
	return time.Duration(r.Set.EditMin) * time.Minute, nil
}

// MayWrite is chat.Gate's.
func (s *Service) MayWrite(ctx context.Context, channel, author string, last func(context.Context) (int64, error)) error {
	group, ok := groups.OfChannel(channel)
	if _, line := groups.OfLine(channel); !ok || line || groups.IsBackChannel(channel) {
		return nil
	}
	r, err := s.Of(ctx, group)
	if err != nil {
		return err
	}
	why, err := s.refusal(ctx, r, channel, author, last)
	if err != nil || why == nil {
		return err
	}
	c, err := s.Groups.ChannelCircle(ctx, channel)
	if err != nil {
		return err
	}
	if role := c.Viewer(author).Role; role == groups.RoleFacilitator || role == groups.RoleCoFacilitator {
		return nil
	}
	return why
}

// refusal is why a member may not write now; nil when she may.
func (s *Service) refusal(ctx context.Context, r *Rules, channel, author string, last func(context.Context) (int64, error)) (why, err error) {
	switch {
	case r.out(author) != nil:
		return fault.New(fault.Conflict, "chat.out", "taken out of the chat"), nil
	case r.Set.ReadOnly:
		return fault.New(fault.Conflict, "chat.read-only", "only facilitators write now"), nil
	}
	agreed, err := s.Agreed(ctx, author, r.ID)
	if err != nil || !agreed {
		return fault.New(fault.Conflict, "chat.house-rules", "agree to the house rules first"), err
	}
	if _, meeting := groups.OfMeetingChannel(channel); r.Set.SlowSec == 0 || meeting {
		return nil, nil
	}
	at, err := last(ctx)
	if wait := at + int64(r.Set.SlowSec)*1000 - s.Now().UnixMilli(); err == nil && wait > 0 {
		return fault.New(fault.Conflict, "chat.slow", "again in %d s", (wait+999)/1000), nil
	}
	return nil, err
}

// Agreed says whether a person agreed to the house rules as they are now.
func (s *Service) Agreed(ctx context.Context, person, groupID string) (bool, error) {
	key := person + " " + groupID
	if _, ok := s.agreed.Load(key); ok {
		return true, nil
	}
	ok, err := s.Groups.Consents.Holds(ctx, person, groupID, consent.HouseRules)
	if ok {
		s.agreed.Store(key, true)
	}
	return ok, err
}

// Agree keeps that a person agrees to the house rules as they are now.
func (s *Service) Agree(ctx context.Context, person, groupID string, version int) error {
	return s.Groups.Consents.Renew(ctx, person, groupID, consent.Answer{Kind: consent.HouseRules, Version: version, Given: true})
}
