package main

import (
	"context"
	"net/url"
	"time"

	"kring/groups"
	"kring/groups/organisation"
	"kring/homework/card"
	"kring/server/public"
	"kring/web"
)

// newPublic makes the pages that everybody may read.
func (k *kring) newPublic() (*public.Public, error) {
	cards, err := card.Load()
	if err != nil {
		return nil, err
	}
	known := map[string]public.Card{}
	for _, c := range cards {
		p := public.Card{Topic: c.Topic, Level: c.Level, Title: c.Title, Aim: c.Aim, For: c.For, NotFor: c.NotFor, Work: c.Work, Maker: c.Maker, Evidence: c.Evidence}
		for _, s := range c.Sources {
			p.Sources = append(p.Sources, public.Source(s))
		}
		known[c.Programme] = p
	}
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		return nil, err
	}
	shown := offers{kring: k, cards: known, zone: zone}
	return public.New(shown.read, web.Dist(), time.Now)
}

// offers reads what the public may see.
type offers struct {
	*kring
	cards map[string]public.Card
	zone  *time.Location
}

func (o offers) read(ctx context.Context) (public.Snapshot, error) {
	s := public.Snapshot{Host: o.PublicURL}
	if u, err := url.Parse(o.PublicURL); err == nil {
		s.Host = u.Host
	}
	top, err := o.groups.Organisations.Children(ctx, "")
	if err != nil {
		return s, err
	}
	s.Help = builtInHelp
	if len(top) > 0 && len(top[0].HelpLines) > 0 {
		s.Help = nil
		for _, l := range top[0].HelpLines {
			s.Help = append(s.Help, public.Line{Name: l.Name, Text: l.Text, Phone: l.Phone, URL: l.URL, Primary: l.Primary})
		}
	}
	providers := map[string]*organisation.Organisation{}
	err = o.groups.EachOffered(ctx, func(g groups.Offered) error {
		by := providers[g.OrgID]
		if by == nil {
			if by, err = o.groups.Organisations.Get(ctx, g.OrgID); err != nil {
				return err
			}
			providers[g.OrgID] = by
		}
		s.Groups = append(s.Groups, o.show(g, by))
		return nil
	})
	return s, err
}

func (o offers) show(g groups.Offered, by *organisation.Organisation) public.Group {
	c := o.cards[g.ProgrammeID]
	if c.Topic == "" {
		c.Topic = g.Theme
	}
	out := public.Group{
		ID: g.ID, Name: g.Name, Theme: g.Theme, Form: g.Form, Kind: g.Kind, Financier: g.Financier, Cost: g.Cost, Place: g.Place, Lang: g.Lang,
		MinAge: g.MinAge, Free: g.Free, Card: c,
		Provider: public.Provider{Name: by.Name, Email: by.Contact.Email, Phone: by.Contact.Phone, Hours: by.Contact.Hours},
	}
	for _, at := range g.Dates {
		out.Dates = append(out.Dates, time.UnixMilli(at).In(o.zone))
	}
	return out
}

// builtInHelp are the lines when the organisation that runs this Kring gives none.
var builtInHelp = []public.Line{
	{Name: "Direct gevaar", Phone: "112", Text: "Politie, ambulance of brandweer", Primary: true},
	{Name: "Denkt u aan zelfmoord?", Phone: "0800-0113", Text: "Gratis, dag en nacht. Of bel 113", Primary: true},
}
