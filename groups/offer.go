package groups

import (
	"context"
	"errors"

	"kring/internal/fault"
	"kring/internal/store"
)

// Offer is what the public catalogue says of a group, beside what it is: texts
// that the coordinator writes for everybody, "" for nothing to say.
type Offer struct {
	Financier string `bson:"financier" json:"financier" doc:"Who pays for the group"`
	Cost      string `bson:"cost" json:"cost" doc:"What it costs a participant"`
	Place     string `bson:"place" json:"place" doc:"Where people meet, or the area it is for"`
	Lang      string `bson:"lang" json:"lang" enum:"nl,en" doc:"What is spoken"`
}

// Offering is an offer, and whether it stands in the catalogue.
type Offering struct {
	Public bool `json:"public"`
	Offer
}

// SetOffering chooses whether a group stands in the public catalogue and what
// it says there. A group of which nobody may know who else is there cannot:
// the fault is "group.not-public".
func (s *Groups) SetOffering(ctx context.Context, groupID string, in Offering) (Offering, error) {
	err := errors.Join(text("financier", in.Financier, 0, 120), text("cost", in.Cost, 0, 200), text("place", in.Place, 0, 120))
	if err != nil {
		return Offering{}, first(err)
	}
	if in.Lang != "nl" && in.Lang != "en" {
		return Offering{}, fault.Bad("lang", "group.choice", "language %q is none of nl, en", in.Lang)
	}
	if _, err := s.Running(ctx, groupID); err != nil {
		return Offering{}, err
	}
	g, err := s.groups.Update(ctx, groupID, func(g *Group) error {
		if in.Public && g.Visibility == VisibleNobody {
			return fault.Bad("public", "group.not-public", "a hidden group is not shown to the public")
		}
		g.Public, g.Offer = in.Public, in.Offer
		return nil
	})
	if err != nil {
		return Offering{}, gone(err)
	}
	return g.offering(), nil
}

func (g *Group) offering() Offering {
	o := Offering{Public: g.Public, Offer: g.Offer}
	if o.Lang == "" {
		o.Lang = "nl"
	}
	return o
}

// Offered is a group of the public catalogue: what it is, when, and whether
// there is a place; nothing of who is in it.
type Offered struct {
	ID, OrgID, ProgrammeID, Name, Theme, Kind, Form string
	MinAge                                          int
	Offer
	Free  bool
	Dates []int64 // starts of its meetings, Unix ms, in order
}

// EachOffered calls each with every group that its coordinator shows to the
// public and that still meets, some of them in memory at a time.
func (s *Groups) EachOffered(ctx context.Context, each func(Offered) error) error {
	where := store.Cond{Field: "public", Op: store.Eq, Value: true}
	return s.eachWhere(ctx, where, func(g *Group) error {
		if g.Status != StatusPlanned || g.Visibility == VisibleNobody {
			return nil
		}
		ms, err := s.meetingsOf(ctx, g.ID)
		if err != nil || s.next(ms) == 0 {
			return err
		}
		o := Offered{
			ID: g.ID, OrgID: g.OrgID, ProgrammeID: g.ProgrammeID, Name: g.Name, Theme: g.Theme, Kind: g.Kind, Form: g.MeetingKind,
			MinAge: g.MinAge, Offer: g.offering().Offer, Free: g.free("") > 0, Dates: dates(ms),
		}
		return each(o)
	})
}
