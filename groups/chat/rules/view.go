package rules

import (
	"context"
	"errors"
	"time"

	"kring/groups"
	"kring/groups/consent"
	"kring/internal/seal"
)

// RulesView is the rules as somebody of the group knows them.
type RulesView struct {
	Set
	NamedName string        `json:"namedName,omitempty" doc:"Who decides when facilitators do not"`
	Watched   bool          `json:"watched" doc:"Somebody watches now, by the group's own hours"`
	NextAt    int64         `json:"nextAt,omitempty" doc:"Unix milliseconds; when somebody watches again; absent without fixed times"`
	Rules     *consent.Text `json:"rules,omitempty" doc:"The house rules, while the viewer has yet to agree to them as they are now"`
	Out       *OutView      `json:"out,omitempty" doc:"The viewer was taken out of the chat"`
	Outs      []OutView     `json:"outs,omitempty" doc:"For facilitators: who was taken out"`
}

// OutView is who was taken out of the chat, and why.
type OutView struct {
	MemberID string `json:"memberId"`
	Alias    string `json:"alias"`
	At       int64  `json:"at" doc:"Unix milliseconds"`
	Reason   string `json:"reason"`
}

// ViewFor shows a group's rules to a person in a language.
func (s *Service) ViewFor(ctx context.Context, c *groups.Circle, person, lang string) (RulesView, error) {
	r, err := s.Of(ctx, c.ID)
	if err != nil {
		return RulesView{}, err
	}
	v := RulesView{Set: r.Set}
	if v.Watched, v.NextAt, err = watch(r.Set.Hours, c.Rhythm.Timezone, s.Now()); err != nil {
		return v, err
	}
	if r.Set.Named != "" {
		if v.NamedName, err = s.Groups.Names.Name(ctx, r.Set.Named); err != nil {
			return v, err
		}
	}
	viewer := c.Viewer(person)
	if viewer.Role != groups.RoleMember {
		v.Outs, err = s.outs(ctx, c, viewer, r.Out)
		return v, err
	}
	v.Named = "" // a name is enough
	agreed, err := s.Agreed(ctx, person, c.ID)
	if err == nil && !agreed {
		t := s.Groups.Consents.Text(consent.HouseRules, lang)
		v.Rules = &t
	}
	if o := r.out(person); err == nil && o != nil {
		var all []OutView
		if all, err = s.outs(ctx, c, viewer, []Out{*o}); err == nil {
			v.Out = &all[0]
		}
	}
	return v, err
}

func (s *Service) outs(ctx context.Context, c *groups.Circle, viewer groups.Viewer, all []Out) ([]OutView, error) {
	out := []OutView{}
	for _, o := range all {
		m, _ := c.See(viewer, o.PersonID)
		b, err := s.Vault.Open(ctx, seal.Group(c.ID), reasonRef(c.ID, o.PersonID), o.ReasonBox)
		if err != nil && !errors.Is(err, seal.ErrErased) {
			return nil, err
		}
		out = append(out, OutView{MemberID: m.ID, Alias: m.Alias, At: o.At, Reason: string(b)})
	}
	return out, nil
}

// watch says whether a moment is within the hours, and when the next of them
// begins; 0 without any.
func watch(hours []Span, zone string, now time.Time) (watched bool, next int64, err error) {
	at, err := time.LoadLocation(zone)
	if err != nil {
		return false, 0, err
	}
	now = now.In(at)
	for ahead := range 8 {
		day := now.AddDate(0, 0, ahead)
		for _, h := range hours {
			if h.Day != (int(day.Weekday())+6)%7+1 {
				continue
			}
			from, to := clockOn(day, h.From), clockOn(day, h.To)
			if !now.Before(from) && now.Before(to) {
				watched = true
			}
			if ms := from.UnixMilli(); from.After(now) && (next == 0 || ms < next) {
				next = ms
			}
		}
	}
	return watched, next, nil
}

// clockOn is a time as "19:30" on a day.
func clockOn(day time.Time, clock string) time.Time {
	hour, minute := 0, 0
	if len(clock) == len("19:30") {
		hour, minute = int(clock[0]-'0')*10+int(clock[1]-'0'), int(clock[3]-'0')*10+int(clock[4]-'0')
	}
	return time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, day.Location())
}
