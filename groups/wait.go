package groups

import (
	"context"
	"slices"

	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

// Why somebody is put in front of a waiting list.
const (
	AheadUrgent  = "urgent"  // cannot wait
	AheadAgreed  = "agreed"  // promised before
	AheadMistake = "mistake" // lost the place in the line by no fault of their own
)

// MyWait is a line as somebody who waits in it knows it.
type MyWait struct {
	GroupID  string `json:"groupId"`
	Name     string `json:"name"`
	Theme    string `json:"theme"`
	Alias    string `json:"alias"`
	MinAge   int    `json:"minAge"`
	Position int    `json:"position" doc:"1 is the first"`
	StartAt  int64  `json:"startAt" doc:"When the group meets next, Unix ms; 0 when it does not"`
	Until    int64  `json:"until,omitempty" doc:"A place is offered, to be taken before this, Unix ms"`
}

// WaiterView is one in a line as those who guide the group see it.
type WaiterView struct {
	ID    string `json:"id"`
	Alias string `json:"alias"`
	Since int64  `json:"since" doc:"Unix ms"`
	Until int64  `json:"until,omitempty" doc:"A place is offered, to be taken before this, Unix ms"`
	Ahead string `json:"ahead,omitempty" enum:"urgent,agreed,mistake" doc:"Why this one was put in front"`
}

// Wait puts a person at the end of a full group's line; who is in it stays
// where they are. The faults are those of TakeSpot for a guide and the alias,
// and Conflict: "group.free" when a place can be had at once, "member.already",
// "line.full".
func (s *Groups) Wait(ctx context.Context, c Claim) error {
	alias, err := CleanAlias(c.Alias)
	if err != nil {
		return err
	}
	if _, err := s.Running(ctx, c.GroupID); err != nil {
		return err
	}
	m, err := s.membership(ctx, c.GroupID, c.PersonID)
	if err != nil {
		return err
	}
	w := Waiter{MemberID: store.NewID(), PersonID: c.PersonID, Since: s.now()}
	if m != nil {
		if w.MemberID = m.ID; m.Status != Active && !c.Again {
			return fault.Gone()
		}
	}
	if w.AliasBox, err = s.Vault.Seal(ctx, seal.Person(c.PersonID), aliasRef(w.MemberID), []byte(alias)); err != nil {
		return err
	}
	return s.line(ctx, c.GroupID, func(g *Group) error {
		if g.waiter(c.PersonID) >= 0 {
			return nil
		}
		if err := s.mend(ctx, g); err != nil {
			return err
		}
		switch {
		case g.Status != StatusPlanned:
			return fault.Gone()
		case g.guide(c.PersonID) != "":
			return fault.New(fault.Conflict, "member.guides", "who guides a group cannot be its member")
		case g.spot(c.PersonID) != nil:
			return fault.New(fault.Conflict, "member.already", "who has a place does not wait for one")
		case g.free(c.PersonID) > 0:
			return fault.New(fault.Conflict, "group.free", "there is a place")
		case len(g.Waiters) >= maxWaiters:
			return fault.New(fault.Conflict, "line.full", "the waiting list is full")
		}
		g.Waiters = append(g.Waiters, w)
		return nil
	})
}

// TryWait says whether somebody new could wait now. Only Wait decides.
func (s *Groups) TryWait(ctx context.Context, groupID, alias string) error {
	if _, err := CleanAlias(alias); err != nil {
		return err
	}
	g, err := s.Running(ctx, groupID)
	if err != nil {
		return err
	}
	switch err := s.mend(ctx, g); {
	case err != nil:
		return err
	case g.free("") > 0:
		return fault.New(fault.Conflict, "group.free", "there is a place")
	case len(g.Waiters) >= maxWaiters:
		return fault.New(fault.Conflict, "line.full", "the waiting list is full")
	}
	return nil
}

// offered checks that a person has an offer now.
func (s *Groups) offered(ctx context.Context, g *Group, personID string) error {
	if err := s.mend(ctx, g); err != nil {
		return err
	}
	switch i := g.waiter(personID); {
	case i < 0:
		return fault.Gone()
	case g.Waiters[i].Until == 0:
		return fault.New(fault.Conflict, "offer.none", "no place is offered yet")
	}
	return nil
}

// Unwait takes a person out of a line by their own choice; an offer goes on to
// the next. Who is not in it is left alone.
func (s *Groups) Unwait(ctx context.Context, groupID, personID string) error {
	return s.line(ctx, groupID, func(g *Group) error {
		g.Waiters = slices.DeleteFunc(g.Waiters, func(w Waiter) bool { return w.PersonID == personID })
		return nil
	})
}

// PutAhead has the next free place go to one in the line, for a reason. It
// takes no offer back from anybody.
func (s *Groups) PutAhead(ctx context.Context, groupID, waiterID, why string) error {
	if !slices.Contains([]string{AheadUrgent, AheadAgreed, AheadMistake}, why) {
		return fault.Bad("why", "group.choice", "%q is no reason to go first", why)
	}
	return s.line(ctx, groupID, func(g *Group) error {
		i := g.waiterOf(waiterID)
		if i < 0 {
			return fault.Gone()
		}
		w := g.Waiters[i]
		w.Ahead = why
		g.Waiters = slices.Insert(slices.Delete(g.Waiters, i, i+1), 0, w)
		return nil
	})
}

// TakeOff takes one out of a line, who is told. Whoever is not in it is left
// alone.
func (s *Groups) TakeOff(ctx context.Context, groupID, waiterID string) error {
	return s.line(ctx, groupID, func(g *Group) error {
		if i := g.waiterOf(waiterID); i >= 0 {
			g.tellOver(g.Waiters[i])
			g.Waiters = slices.Delete(g.Waiters, i, i+1)
		}
		return nil
	})
}

func (g *Group) waiterOf(memberID string) int {
	return slices.IndexFunc(g.Waiters, func(w Waiter) bool { return w.MemberID == memberID })
}

// line changes a group's line and puts it right, in one write.
func (s *Groups) line(ctx context.Context, groupID string, change func(*Group) error) error {
	_, err := s.groups.Update(ctx, groupID, func(g *Group) error {
		if err := change(g); err != nil {
			return err
		}
		return s.mend(ctx, g)
	})
	return gone(err)
}

// mend frees stale places and puts the line right; who was erased is out of it.
func (s *Groups) mend(ctx context.Context, g *Group) error {
	if len(g.Waiters) > 0 || len(g.Spots) >= g.Capacity {
		stale := s.staleSpots(ctx, g)
		g.Spots = slices.DeleteFunc(g.Spots, func(p Spot) bool { return slices.Contains(stale, p.MemberID) })
	}
	kept := []Waiter{}
	for _, w := range g.Waiters {
		alias, err := s.alias(ctx, w.MemberID, w.PersonID, w.AliasBox)
		if err != nil {
			return err
		}
		if alias != "" {
			kept = append(kept, w)
		}
	}
	g.Waiters = kept
	begins := int64(0)
	if len(kept) > 0 {
		starts, err := s.Dates(ctx, g.ID)
		if err != nil {
			return err
		}
		begins = slices.Min(append(starts, s.Now().AddDate(1, 0, 0).UnixMilli()))
	}
	g.settle(s.now(), begins)
	return nil
}

// SettleLines puts right all lines of which something is due, and tells what
// people are to be told. tell bears being asked twice with one key. Several
// servers may do this at once.
func (s *Groups) SettleLines(ctx context.Context, tell func(context.Context, Tell) error) error {
	due, err := s.groups.Find(ctx, store.Query{Where: []store.Cond{
		{Field: "waitDue", Op: store.Gt, Value: 0}, {Field: "waitDue", Op: store.Lt, Value: s.now() + 1},
	}, OrderBy: "waitDue", Limit: 1000})
	if err != nil {
		return err
	}
	for _, g := range due {
		if err := s.settleLine(ctx, g.ID, tell); err != nil {
			return err
		}
	}
	return nil
}

func (s *Groups) settleLine(ctx context.Context, groupID string, tell func(context.Context, Tell) error) error {
	g, err := s.groups.Update(ctx, groupID, func(g *Group) error { return s.mend(ctx, g) })
	if err != nil {
		return err
	}
	told := g.Tells
	for _, t := range told {
		if err := tell(ctx, t); err != nil {
			return err
		}
	}
	if len(told) == 0 {
		return nil
	}
	return s.line(ctx, groupID, func(g *Group) error {
		g.Tells = slices.DeleteFunc(g.Tells, func(t Tell) bool { return slices.Contains(told, t) })
		return nil
	})
}

// MyWaits are the lines in which a person waits, by name of the group.
func (s *Groups) MyWaits(ctx context.Context, personID string) ([]MyWait, error) {
	gs, err := s.groups.Find(ctx, store.Query{Where: []store.Cond{store.Is("waiterIds", personID)}, Limit: 1000})
	if err != nil {
		return nil, err
	}
	out := []MyWait{}
	for _, g := range gs {
		i := g.waiter(personID)
		if i < 0 || g.Status != StatusPlanned {
			continue
		}
		w := g.Waiters[i]
		alias, err := s.alias(ctx, w.MemberID, personID, w.AliasBox)
		if err != nil {
			return nil, err
		}
		ms, err := s.meetingsOf(ctx, g.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, MyWait{GroupID: g.ID, Name: g.Name, Theme: g.Theme, Alias: alias, MinAge: g.MinAge, Position: i + 1, StartAt: s.next(ms), Until: w.Until})
	}
	slices.SortFunc(out, func(a, b MyWait) int { return compare(a.Name, b.Name, a.GroupID, b.GroupID) })
	return out, nil
}

// Line is who waits for a place in a group, the first first.
func (s *Groups) Line(ctx context.Context, groupID string) ([]WaiterView, error) {
	g, err := s.Group(ctx, groupID)
	if err != nil {
		return nil, err
	}
	out := []WaiterView{}
	for _, w := range g.Waiters {
		alias, err := s.alias(ctx, w.MemberID, w.PersonID, w.AliasBox)
		if err != nil {
			return nil, err
		}
		out = append(out, WaiterView{ID: w.MemberID, Alias: alias, Since: w.Since, Until: w.Until, Ahead: w.Ahead})
	}
	return out, nil
}
